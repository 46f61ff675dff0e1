//! What a statement is.

use crate::dates::DateValue;
use crate::source::{EntityId, MentionId, RelationId, Span, TokenId, Tokens};

/// Who does what to whom, on whose word, and which words say so.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who.
    pub source: End,
    /// Does what.
    pub relation: RelationId,
    /// To whom.
    pub target: End,
    /// Whether it is said to be so or not to be so.
    pub polarity: Polarity,
    /// Whether it happened, may happen, is asked for …
    pub modality: Modality,
    /// On whose word; `None` is the article's own voice.
    pub attribution: Option<Attribution>,
    /// When.
    pub date: Option<DateValue>,
    /// The words that say so: the sentence, and where ends come from others, those too.
    pub evidence: Vec<Span<Tokens>>,
    /// The word that triggered it.
    pub trigger: TokenId,
    /// What it is about: "of misleading Trump", "to take to the streets".
    pub content: Option<Span<Tokens>>,
    /// Where it happened.
    pub place: Option<EntityId>,
    /// The pattern that matched: `accuses#1 "A accused B (of X)"`.
    pub rule: String,
}

/// One end of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Who.
    pub entity: EntityId,
    /// By which words.
    pub mention: MentionId,
}

/// On whose word a statement is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribution {
    /// Who says so.
    pub speaker: EntityId,
    /// By which words.
    pub mention: MentionId,
    /// The word that shows it: "said", "according".
    pub cue: TokenId,
}

/// Whether a statement is said to hold or not to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is so.
    Positive,
    /// It is not so.
    Negative,
}

/// In which way a statement is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// Happened, is happening, stands.
    Actual,
    /// Announced, arranged, expected.
    Planned,
    /// May, could, considered, threatened.
    Possible,
    /// If …, would.
    Hypothetical,
    /// On a third party's word that the text marks as unproven.
    Alleged,
    /// Asked for.
    Requested,
    /// A standing relation that has ended.
    Past,
}
