//! What is kept of one document: plain rows, offsets in code points of the stored text.

use serde::{Deserialize, Serialize};

use crate::schema::EntityType;
use crate::statements::{Figure, Harm, Modality, Polarity};

/// One document with all that was found in it.
///
/// Indexes (`usize`) point into the record's own lists. Offsets are half-open and count Unicode
/// code points of `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// What identifies the document: URL, JSON Lines `id`, or path without ending; `#2` for an
    /// article of a roll.
    pub key: String,
    /// The headline.
    pub title: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Day of publication, ISO 8601.
    pub published: Option<String>,
    /// The stored text of the page.
    pub text: String,
    /// The part of the page that is this document.
    pub span: (u32, u32),
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphRecord>,
    /// Its sentences.
    pub sentences: Vec<(u32, u32)>,
    /// How many tokens were read.
    pub tokens: u32,
    /// Its entities, in order of first mention.
    pub entities: Vec<EntityRecord>,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionRecord>,
    /// Its statements, in text order.
    pub statements: Vec<StatementRecord>,
}

/// A paragraph as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParagraphRecord {
    /// Where.
    pub span: (u32, u32),
    /// `heading`, `paragraph`, `list item` or `furniture`.
    pub kind: String,
    /// ISO 639-3 code, or none if it could not be told.
    pub language: Option<String>,
    /// Whether it was read.
    pub read: bool,
}

/// An entity of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// The usual full name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// The Wikidata id, if linked for sure.
    pub wikidata: Option<String>,
    /// The country it belongs to (Wikidata id or name), if known.
    pub country: Option<String>,
    /// The distinct strings by which the text refers to it, pronouns left out, in text order.
    #[serde(default)]
    pub forms: Vec<String>,
}

/// A mention in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Where.
    pub span: (u32, u32),
    /// The words.
    pub text: String,
    /// `name`, `adjective`, `description` or `pronoun`.
    pub kind: String,
    /// The entities that it refers to; none if unresolved, several for plurals.
    pub entities: Vec<usize>,
    /// The pass that decided.
    pub reason: String,
}

/// A statement of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// Who.
    pub source: EndRecord,
    /// The relation's id, such as `accuses`.
    pub relation: String,
    /// To whom.
    pub target: EndRecord,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// Happened, planned, possible …
    pub modality: Modality,
    /// On whose word; none is the article's own voice.
    pub attribution: Option<AttributionRecord>,
    /// When: ISO 8601 day, month or year.
    pub date: Option<String>,
    /// The words that say so; never empty.
    pub evidence: Vec<EvidenceRecord>,
    /// The triggering word.
    pub trigger: (u32, u32),
    /// What it is about, in words.
    pub content: Option<String>,
    /// Whom and what those words name: entities of the document, in text order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<usize>,
    /// How many were killed, wounded, detained; at most one for each harm, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub casualties: Vec<CasualtiesRecord>,
    /// Where it happened.
    pub place: Option<usize>,
    /// The rule that found it.
    pub rule: String,
    /// The probability of being right, by [`crate::statements::Confidence`]; none if nobody has said.
    pub confidence: Option<f64>,
}

/// How many people a statement says were harmed in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasualtiesRecord {
    /// In which way.
    pub harm: Harm,
    /// How many, as far as the words tell.
    pub figure: Figure,
    /// Where the words stand.
    pub span: (u32, u32),
    /// The words, verbatim.
    pub text: String,
    /// On whose word, an entity of the document, where it is not that of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<usize>,
}

/// One end of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndRecord {
    /// Which entity of the document.
    pub entity: usize,
    /// By which mention of the document.
    pub mention: usize,
}

/// Who says a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributionRecord {
    /// Which entity of the document.
    pub entity: usize,
    /// By which mention of the document.
    pub mention: usize,
    /// The word that shows it: "said".
    pub cue: String,
}

/// Words that say a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRecord {
    /// Where.
    pub span: (u32, u32),
    /// The words, verbatim.
    pub text: String,
}
