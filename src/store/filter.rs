//! Which part of the graph is asked for, and what is left of it.

use super::view::Graph;
use crate::statements::{Modality, Polarity};

/// Which part of the graph is asked for. The default asks for everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Only what is within `hops` steps of one of these entities, if any are named: each by its id,
    /// Wikidata id or any of its names.
    pub entities: Vec<String>,
    /// How many steps from `entities`; none means one, zero means what stands between them.
    pub hops: Option<u32>,
    /// Only these relations, if any are named.
    pub relations: Vec<String>,
    /// Only relations of these classes, if any are named; see [`super::Edge::class`].
    pub classes: Vec<String>,
    /// Only statements of this date or later: ISO 8601 day, month or year. A statement without a
    /// date counts as of its document's day of publication.
    pub since: Option<String>,
    /// Only statements of this date or earlier; a month or year is meant to its last day.
    pub until: Option<String>,
    /// Only this polarity.
    pub polarity: Option<Polarity>,
    /// Only these modalities, if any are named.
    pub modalities: Vec<Modality>,
    /// Only statements that are right with at least this probability; one that has none is left out.
    pub min_confidence: Option<f64>,
    /// Only documents of this publisher.
    pub publisher: Option<String>,
    /// Only the document of this key (for a roll, the page's key means all its articles).
    pub document: Option<String>,
    /// Only the entities with the most statements, and what stands between them.
    pub top: Option<usize>,
}

/// One of the conditions of a [`Filter`], in the order in which they are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterPart {
    /// [`Filter::document`]
    Document,
    /// [`Filter::publisher`]
    Publisher,
    /// [`Filter::relations`]
    Relation,
    /// [`Filter::classes`]
    Class,
    /// [`Filter::since`]
    Since,
    /// [`Filter::until`]
    Until,
    /// [`Filter::polarity`]
    Polarity,
    /// [`Filter::modalities`]
    Modality,
    /// [`Filter::min_confidence`]
    MinConfidence,
    /// [`Filter::entities`] with [`Filter::hops`]
    Entity,
    /// [`Filter::top`]
    Top,
}

impl FilterPart {
    /// The condition as the command line names it: `min-confidence`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Publisher => "publisher",
            Self::Relation => "relation",
            Self::Class => "class",
            Self::Since => "since",
            Self::Until => "until",
            Self::Polarity => "polarity",
            Self::Modality => "modality",
            Self::MinConfidence => "min-confidence",
            Self::Entity => "entity",
            Self::Top => "top",
        }
    }
}

/// What a filter leaves of a graph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// The part that is left; its ids are those of the whole graph.
    pub graph: Graph,
    /// The condition that left no statement, if one did.
    pub emptied: Option<Emptied>,
}

/// The condition that left no statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emptied {
    /// Which one.
    pub by: FilterPart,
    /// How many statements met the conditions before it.
    pub before: usize,
}
