//! The consolidated graph over all documents, as RDF and every export read it.
//!
//! Everything is sorted and numbered by index newtypes; what is shown outside is the `id` of each
//! item, a stable name made of natural content.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::schema::{EntityType, Kind};
use crate::statements::{Figure, Harm, Modality, Polarity};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident, $list:ident, $item:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an index into the list it numbers.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::ops::Index<$name> for Graph {
            type Output = $item;

            fn index(&self, at: $name) -> &$item {
                &self.$list[at.index()]
            }
        }
    };
}

index!(
    /// A document of a [`Graph`]; indexes [`Graph::documents`].
    DocumentIndex, documents, DocumentView
);
index!(
    /// A global entity of a [`Graph`]; indexes [`Graph::entities`].
    EntityIndex, entities, GlobalEntity
);
index!(
    /// A statement of a [`Graph`]; indexes [`Graph::statements`].
    StatementIndex, statements, StatementView
);
index!(
    /// An event of a [`Graph`]; indexes [`Graph::events`].
    EventIndex, events, Event
);
index!(
    /// An edge of a [`Graph`]; indexes [`Graph::edges`].
    EdgeIndex, edges, Edge
);

/// The consolidated graph: what all documents together say.
///
/// `graph[index]` gives the item of any of the five index types.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph {
    /// The documents, ordered by key.
    pub documents: Vec<DocumentView>,
    /// The entities over all documents, ordered by id.
    pub entities: Vec<GlobalEntity>,
    /// The statements, ordered by document, then place in the text, then id.
    pub statements: Vec<StatementView>,
    /// The happenings that statements report, ordered by id.
    pub events: Vec<Event>,
    /// One summary for each (source, relation, target), ordered by names of the ends and relation.
    pub edges: Vec<Edge>,
}

/// A document without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentView {
    /// `doc-` and 24 hexadecimal digits, made of the key.
    pub id: String,
    /// What identifies the document: URL, JSON Lines `id`, path without ending.
    pub key: String,
    /// The headline.
    pub title: Option<String>,
    /// The canonical address, as the source gives it: not checked to be an IRI.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Day of publication, ISO 8601.
    pub published: Option<String>,
    /// SHA-256 of the stored text of the page, in hexadecimal digits.
    pub text_sha256: String,
    /// The part of the page that is this document, in code points.
    pub span: (u32, u32),
    /// How many tokens were read.
    pub tokens: u32,
    /// The first document (by day of publication, then key) that says the same in the same words:
    /// a copy of it corroborates nothing.
    pub copy_of: Option<DocumentIndex>,
}

/// An entity over all documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobalEntity {
    /// The Wikidata id (`Q22686`), else the name in small letters with 24 hexadecimal digits
    /// (`ada_moor-91c0…`). Fit for the last part of an IRI.
    pub id: String,
    /// The most frequent name, the first in the alphabet among equals.
    pub name: String,
    /// The most frequent type.
    pub entity_type: EntityType,
    /// The Wikidata id, if linked.
    pub wikidata: Option<String>,
    /// The country it belongs to (Wikidata id or name), if known.
    pub country: Option<String>,
    /// All names with the number of documents that use them, most frequent first.
    pub names: Vec<(String, u32)>,
    /// The documents that mention it, in order.
    pub documents: Vec<DocumentIndex>,
    /// How many mentions it has in all documents.
    pub mentions: u32,
    /// Which entities of documents it joins, and why.
    pub members: Vec<Membership>,
    /// Ids that the members would have had alone: kept as redirects to this entity.
    pub redirects: Vec<String>,
}

/// An entity of a document as a part of a global entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The document.
    pub document: DocumentIndex,
    /// The position in the document's list of entities.
    pub entity: u32,
    /// The name there.
    pub name: String,
    /// Why it belongs here.
    pub reason: Reason,
    /// The id of the entity to which it would belong if nobody had merged or split it.
    pub decided_from: Option<String>,
}

/// Why an entity of a document belongs to a global entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is linked to the same Wikidata id.
    SameWikidata,
    /// It is not linked, but bears the name of one linked entity of the same type.
    NameOfLinked,
    /// The same name, the same type and no other country.
    SameName,
    /// It has no proper name ("the protesters"): nothing outside its document can be the same.
    Unnamed,
    /// A person decided that it is the same.
    Merged,
    /// A person decided that it is another one than that of its name.
    Split,
}

impl Reason {
    /// The reason as the store and the exports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameWikidata => "same wikidata id",
            Self::NameOfLinked => "name of a linked entity",
            Self::SameName => "same name and type",
            Self::Unnamed => "no proper name",
            Self::Merged => "merged by a person",
            Self::Split => "taken apart by a person",
        }
    }
}

/// Words of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    /// Where they stand, in code points of the page.
    pub span: (u32, u32),
    /// The words, verbatim.
    pub text: Arc<str>,
}

/// One end of a statement, or who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndView {
    /// Who, over all documents.
    pub entity: EntityIndex,
    /// The name of the entity in the document.
    pub name: String,
    /// By which words.
    pub mention: Quote,
}

/// A statement with its ends resolved to global entities.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementView {
    /// `st-` and 24 hexadecimal digits.
    pub id: String,
    /// Which document says it.
    pub document: DocumentIndex,
    /// Who.
    pub source: EndView,
    /// The relation's id, such as `accuses`.
    pub relation: String,
    /// To whom.
    pub target: EndView,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// Happened, planned, possible …
    pub modality: Modality,
    /// On whose word; none is the article's own voice.
    pub attribution: Option<AttributionView>,
    /// When: ISO 8601 day, month or year.
    pub date: Option<String>,
    /// The words that say so; never empty.
    pub evidence: Vec<EvidenceView>,
    /// The triggering word, in code points of the page.
    pub trigger: (u32, u32),
    /// What it is about, in words.
    pub content: Option<String>,
    /// Whom and what those words name, in text order, each once.
    pub about: Vec<EntityIndex>,
    /// How many were killed, wounded, detained; at most one for each harm, in their order.
    pub casualties: Vec<CasualtiesView>,
    /// Where it happened.
    pub place: Option<EntityIndex>,
    /// The rule that found it.
    pub rule: String,
    /// Calibrated probability of being right; none until calibrated.
    pub confidence: Option<f64>,
    /// What a person decided about it, if anybody did.
    pub verdict: Option<Verdict>,
    /// The edge that sums it up; none if it is rejected.
    pub edge: Option<EdgeIndex>,
    /// The happening that it reports; none for standing relations and if it is rejected.
    pub event: Option<EventIndex>,
}

/// How many people a statement says were harmed in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasualtiesView {
    /// In which way.
    pub harm: Harm,
    /// How many, as far as the words tell.
    pub figure: Figure,
    /// The words that count them; without letters in a file that keeps no texts.
    pub words: Quote,
    /// On whose word, where it is not that of the statement.
    pub speaker: Option<EntityIndex>,
}

/// What a person decided about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is right.
    Accepted,
    /// It is wrong: it stays to be seen, but counts for no edge, no event and no direct relation.
    Rejected,
}

impl Verdict {
    /// The verdict as the store and the exports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

impl StatementView {
    /// Whether the article says in its own voice that it is so and nobody rejected it: then, and
    /// only then, the graph may join the two ends directly.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        self.polarity == Polarity::Positive
            && self.modality == Modality::Actual
            && self.attribution.is_none()
            && !self.is_rejected()
    }

    /// Whether a person decided that it is wrong.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.verdict == Some(Verdict::Rejected)
    }
}

/// On whose word a statement is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributionView {
    /// Who says so.
    pub speaker: EndView,
    /// The word that shows it: "said".
    pub cue: String,
}

/// Words that say a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// The words.
    pub quote: Quote,
    /// Whether they are exactly one sentence of the document.
    pub is_sentence: bool,
}

/// What is known of a happening, all statements about it taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventStatus {
    /// An article says in its own voice that it happened.
    Reported,
    /// Only others say that it happened.
    Claimed,
    /// Nobody says that it happened; somebody plans, fears, asks for or alleges it.
    Prospective,
    /// It is only denied.
    Denied,
}

impl EventStatus {
    /// The status as the store and the exports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Claimed => "claimed",
            Self::Prospective => "prospective",
            Self::Denied => "denied",
        }
    }
}

/// A happening that one or more statements report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `event-` and 24 hexadecimal digits.
    pub id: String,
    /// The relations of its statements, in alphabetical order, each once.
    pub relations: Vec<String>,
    /// The PLOVER type that the relations share, if they have one.
    pub plover: Option<String>,
    /// Who; for symmetric relations as the earliest statement puts it.
    pub source: EntityIndex,
    /// To whom.
    pub target: EntityIndex,
    /// Everybody who takes part: both ends, in order of id.
    pub participants: Vec<EntityIndex>,
    /// Where, as far as statements say.
    pub places: Vec<EntityIndex>,
    /// How many were killed, wounded, detained, by the statement that tells it best: one that gives a number before
    /// one that has only words, what is told as a fact before what is alleged and what stands on the
    /// statement's own word before what somebody else adds, then the latest published, then the
    /// most precise, then the higher. At most one for each harm, in their order.
    pub casualties: Vec<EventCasualties>,
    /// The most precise date of its statements: ISO 8601 day, month or year.
    pub date: Option<String>,
    /// Whether it is reported, claimed, prospective or denied.
    pub status: EventStatus,
    /// The earliest day of publication among its documents.
    pub first_reported: Option<String>,
    /// All statements about it, in order; their evidence is that of the event.
    pub statements: Vec<StatementIndex>,
    /// The documents of the statements, in order, each once.
    pub documents: Vec<DocumentIndex>,
    /// How many of the documents are no copies of another one in the list.
    pub independent_documents: u32,
}

/// Whose number of those harmed in one way stands for an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventCasualties {
    /// In which way.
    pub harm: Harm,
    /// How many, as far as the statement tells.
    pub figure: Figure,
    /// The statement, among [`Event::statements`]: its words are the evidence.
    pub statement: StatementIndex,
}

/// All statements with the same ends and relation, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// `edge-` and 24 hexadecimal digits.
    pub id: String,
    /// Who; for symmetric relations the end whose id comes first.
    pub source: EntityIndex,
    /// The relation's id.
    pub relation: String,
    /// To whom.
    pub target: EntityIndex,
    /// The relation's words: "accuses".
    pub label: String,
    /// Whether the ends may be swapped.
    pub symmetric: bool,
    /// Event or standing.
    pub kind: Kind,
    /// The relation's PLOVER type.
    pub plover: Option<String>,
    /// Whether at least one statement is positive, actual and in the article's own voice.
    pub direct: bool,
    /// How many statements say it is so.
    pub positive: u32,
    /// How many say it is not so.
    pub negative: u32,
    /// How many say that it happened or stands (positive and actual), whoever says it.
    pub actual: u32,
    /// The earliest day of publication among its documents.
    pub first_reported: Option<String>,
    /// The latest day of publication among its documents.
    pub last_reported: Option<String>,
    /// The documents of the statements, in order, each once.
    pub documents: Vec<DocumentIndex>,
    /// How many of the documents are no copies of another one in the list.
    pub independent_documents: u32,
    /// All its statements, in order.
    pub statements: Vec<StatementIndex>,
}

impl Edge {
    /// The relation's class: its PLOVER type, `NONE` for an event without one, `STANDING` for a
    /// relation that is no event.
    #[must_use]
    pub fn class(&self) -> &str {
        match self.kind {
            Kind::Standing => "STANDING",
            Kind::Event => self.plover.as_deref().unwrap_or("NONE"),
        }
    }
}
