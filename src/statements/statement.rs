//! What a statement is.

use super::Casualties;
use crate::dates::DateValue;
use crate::schema::Asserted;
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
    /// Whom and what those words name, in text order, each once; not the ends again unless by name.
    pub about: Vec<EntityId>,
    /// How many were killed, wounded, detained, as far as the words tell; one for each harm, in order.
    pub casualties: Vec<Casualties>,
    /// Where it happened.
    pub place: Option<EntityId>,
    /// The pattern that matched: `accuses#1 "A accused B (of X)"`.
    pub rule: String,
    /// What was seen when it matched.
    pub finding: Finding,
}

/// How a statement was found, as far as its words do not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// By what.
    pub construction: Construction,
    /// Whether the ends are members of one phrase: "A and B met".
    pub together: bool,
    /// How many other patterns read the same relation in the same word between the same ends.
    pub seconds: usize,
    /// How many other relations patterns read there.
    pub rivals: usize,
    /// Whether one of those asks for as much.
    pub tied: bool,
}

impl Finding {
    /// A finding that no other reading stands against.
    pub(super) fn by(construction: Construction) -> Self {
        Self { construction, together: false, seconds: 0, rivals: 0, tied: false }
    }
}

/// What kind of rule found a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Construction {
    /// A pattern between the ends: "A accused B".
    Clause,
    /// A pattern of what somebody says, whatever the way of saying: "B lied", A said.
    Saying,
    /// An office that the text gives: "US President Donald Trump".
    Office,
    /// A noun phrase that tells a place: "the Louvre in Paris".
    Place,
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

impl Modality {
    /// The modality that a pattern of the schema says.
    pub(super) fn of(asserted: Asserted) -> Self {
        match asserted {
            Asserted::Planned => Self::Planned,
            Asserted::Possible => Self::Possible,
            Asserted::Requested => Self::Requested,
        }
    }
}
