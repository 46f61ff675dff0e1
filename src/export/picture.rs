//! What a picture shows, whatever draws it: entities as boxes, edges as arrows.

use rustc_hash::FxHashMap;

use super::Caption;
use crate::schema::EntityType;
use crate::statements::{Modality, Polarity};
use crate::store::{Edge, Graph, StatementView};

/// Entities and the arrows between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// What it shows, in words.
    pub caption: Caption,
    /// The entities that some arrow touches.
    pub nodes: Vec<Node>,
    /// The arrows.
    pub arrows: Vec<Arrow>,
}

/// An entity in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The entity's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// Whether the picture is about it.
    pub is_root: bool,
}

/// An arrow in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// From which node.
    pub source: usize,
    /// To which node.
    pub target: usize,
    /// Whether it has no direction.
    pub symmetric: bool,
    /// How the line is drawn.
    pub line: Line,
    /// What it says; one relation, or several after [`Picture::bundled`].
    pub relations: Vec<Relation>,
}

/// A relation that an arrow says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The relation's words: "accuses".
    pub label: String,
    /// The PLOVER type, or `NONE` for an event without one, or `STANDING`.
    pub class: String,
    /// How many statements say it.
    pub count: usize,
    /// The words of the first statement.
    pub evidence: String,
}

/// How an arrow's line is drawn: what the statements together say about the truth of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// At least one article says in its own voice that it is so.
    Reported,
    /// Only others say that it is so.
    Claimed,
    /// Planned, possible, asked for.
    Prospective,
    /// It was so.
    Ended,
    /// It is only said not to be so.
    Denied,
}

impl Line {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 5] = [Self::Reported, Self::Claimed, Self::Prospective, Self::Ended, Self::Denied];

    /// One word for files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Claimed => "claimed",
            Self::Prospective => "prospective",
            Self::Ended => "ended",
            Self::Denied => "denied",
        }
    }

    /// Words for the legend.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Claimed => "claimed by others",
            Self::Prospective => "planned, possible or asked for",
            Self::Ended => "ended",
            Self::Denied => "denied",
        }
    }

    /// The line of one statement alone.
    pub(super) fn of_statement(statement: &StatementView) -> Self {
        match statement.modality {
            _ if statement.polarity == Polarity::Negative => Self::Denied,
            _ if statement.is_direct() => Self::Reported,
            Modality::Actual | Modality::Alleged => Self::Claimed,
            Modality::Past => Self::Ended,
            Modality::Planned | Modality::Possible | Modality::Hypothetical | Modality::Requested => Self::Prospective,
        }
    }

    pub(super) fn of(graph: &Graph, edge: &Edge) -> Self {
        let positive = || {
            let statements = edge.statements.iter().map(|s| &graph[*s]);
            statements.filter(|s| s.polarity == Polarity::Positive)
        };
        if edge.direct {
            Self::Reported
        } else if positive().next().is_none() {
            Self::Denied
        } else if positive().any(|s| matches!(s.modality, Modality::Actual | Modality::Alleged)) {
            Self::Claimed
        } else if positive().all(|s| s.modality == Modality::Past) {
            Self::Ended
        } else {
            Self::Prospective
        }
    }
}

impl Picture {
    /// The picture of a graph, an arrow for each of its edges; entities without an edge are left out.
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        let mut nodes = Vec::new();
        let mut places = FxHashMap::default();
        let mut arrows = Vec::with_capacity(graph.edges.len());
        for edge in &graph.edges {
            let [source, target] = [edge.source, edge.target].map(|end| {
                *places.entry(end).or_insert_with(|| {
                    let entity = &graph[end];
                    nodes.push(Node {
                        id: entity.id.clone(),
                        name: entity.name.clone(),
                        entity_type: entity.entity_type,
                        is_root: false,
                    });
                    nodes.len() - 1
                })
            });
            let first = edge.statements.first().and_then(|s| graph[*s].evidence.first());
            let relation = Relation {
                label: edge.label.clone(),
                class: edge.class().to_owned(),
                count: edge.statements.len(),
                evidence: first.map(|e| e.quote.text.to_string()).unwrap_or_default(),
            };
            arrows.push(Arrow {
                source,
                target,
                symmetric: edge.symmetric,
                line: Line::of(graph, edge),
                relations: vec![relation],
            });
        }
        Self { caption: Caption::default(), nodes, arrows }
    }

    /// The same picture with words above it.
    #[must_use]
    pub fn captioned(self, caption: Caption) -> Self {
        Self { caption, ..self }
    }

    /// The same picture with the entities of these ids shown as those that it is about.
    #[must_use]
    pub fn about(mut self, ids: &[&str]) -> Self {
        for node in &mut self.nodes {
            node.is_root = ids.contains(&node.id.as_str());
        }
        self
    }

    /// The same picture with arrows of the same ends and line made one, which names all relations,
    /// the most frequent first: fewer lines to follow.
    #[must_use]
    pub fn bundled(self) -> Self {
        let mut arrows: Vec<Arrow> = Vec::new();
        let mut places: FxHashMap<(usize, usize, bool, Line), usize> = FxHashMap::default();
        for arrow in self.arrows {
            let (first, last) = (arrow.source.min(arrow.target), arrow.source.max(arrow.target));
            let ends = if arrow.symmetric { (first, last) } else { (arrow.source, arrow.target) };
            match places.get(&(ends.0, ends.1, arrow.symmetric, arrow.line)) {
                Some(place) => arrows[*place].relations.extend(arrow.relations),
                None => {
                    places.insert((ends.0, ends.1, arrow.symmetric, arrow.line), arrows.len());
                    arrows.push(arrow);
                }
            }
        }
        for arrow in &mut arrows {
            arrow.relations.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        }
        Self { caption: self.caption, nodes: self.nodes, arrows }
    }

    /// The same picture with no more than `most` arrows, those with the most statements (the first
    /// among equals), and the entities that they touch; and how many arrows were left out.
    #[must_use]
    pub fn strongest(self, most: usize) -> (Self, usize) {
        if self.arrows.len() <= most {
            return (self, 0);
        }
        let left_out = self.arrows.len() - most;
        let mut order: Vec<usize> = (0..self.arrows.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(self.arrows[*i].count()), *i));
        order.truncate(most);
        order.sort_unstable();
        let mut picture = Self { caption: self.caption, ..Self::default() };
        let mut places = FxHashMap::default();
        for i in order {
            let mut arrow = self.arrows[i].clone();
            [arrow.source, arrow.target] = [arrow.source, arrow.target].map(|end| {
                *places.entry(end).or_insert_with(|| {
                    picture.nodes.push(self.nodes[end].clone());
                    picture.nodes.len() - 1
                })
            });
            picture.arrows.push(arrow);
        }
        (picture, left_out)
    }
}

impl Arrow {
    /// How many statements say it.
    #[must_use]
    pub fn count(&self) -> usize {
        self.relations.iter().map(|r| r.count).sum()
    }
}

impl Relation {
    /// The words on the arrow: "accuses" or "accuses ×3".
    #[must_use]
    pub fn text(&self) -> String {
        if self.count > 1 { format!("{} ×{}", self.label, self.count) } else { self.label.clone() }
    }
}
