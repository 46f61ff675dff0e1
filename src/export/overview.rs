//! What a file holds, in numbers.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Measured;
use crate::graph::Leanings;
use crate::store::{Counts, Graph, modality_name};

/// How many lines each list of the overview has at most.
const LINES: usize = 10;

/// What a graph holds, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// How many of everything.
    pub counts: BTreeMap<&'static str, u64>,
    /// The earliest and the latest day of publication.
    pub published: Option<(String, String)>,
    /// Documents without a day of publication.
    pub undated: usize,
    /// Documents that say the same as an earlier one.
    pub copies: usize,
    /// Statements by PLOVER type.
    pub classes: Vec<(String, usize)>,
    /// Statements by relation.
    pub relations: Vec<(String, usize)>,
    /// Statements by modality; negative ones apart.
    pub modalities: Vec<(String, usize)>,
    /// Statements that someone else says.
    pub attributed: usize,
    /// Entities by the statements that they are an end of.
    pub entities: Vec<(String, usize)>,
    /// Documents by publisher.
    pub publishers: Vec<(String, usize)>,
    /// How the graph is connected.
    pub measures: Measured,
}

impl Overview {
    /// Counts what a graph holds.
    #[must_use]
    pub fn new(graph: &Graph, counts: Counts, leanings: &Leanings) -> Self {
        let mut classes = BTreeMap::new();
        let mut relations = BTreeMap::new();
        let mut entities = BTreeMap::new();
        for edge in &graph.edges {
            *classes.entry(edge.class().to_owned()).or_insert(0) += edge.statements.len();
            *relations.entry(edge.relation.clone()).or_insert(0) += edge.statements.len();
            *entities.entry(edge.source).or_insert(0) += edge.statements.len();
            if edge.target != edge.source {
                *entities.entry(edge.target).or_insert(0) += edge.statements.len();
            }
        }
        let mut modalities = BTreeMap::new();
        for statement in &graph.statements {
            let negative = if statement.polarity == crate::statements::Polarity::Negative { "not " } else { "" };
            *modalities.entry(format!("{negative}{}", modality_name(statement.modality))).or_insert(0) += 1;
        }
        let mut publishers = BTreeMap::new();
        for publisher in graph.documents.iter().filter_map(|d| d.publisher.clone()) {
            *publishers.entry(publisher).or_insert(0) += 1;
        }
        let days: Vec<&String> = graph.documents.iter().filter_map(|d| d.published.as_ref()).collect();
        let named = entities.into_iter().map(|(entity, count)| (graph[entity].name.clone(), count));
        Self {
            counts: BTreeMap::from([
                ("documents", counts.documents),
                ("sentences", counts.sentences),
                ("tokens", counts.tokens),
                ("mentions", counts.mentions),
                ("entities", counts.entities),
                ("statements", counts.statements),
                ("events", counts.events),
                ("edges", counts.edges),
            ]),
            published: days.iter().min().zip(days.iter().max()).map(|(a, b)| ((*a).clone(), (*b).clone())),
            undated: graph.documents.len() - days.len(),
            copies: graph.documents.iter().filter(|d| d.copy_of.is_some()).count(),
            classes: most_frequent(classes),
            relations: most_frequent(relations),
            modalities: most_frequent(modalities),
            attributed: graph.statements.iter().filter(|s| s.attribution.is_some()).count(),
            entities: most_frequent(named),
            publishers: most_frequent(publishers),
            measures: Measured::new(graph, leanings),
        }
    }
}

fn most_frequent(counted: impl IntoIterator<Item = (String, usize)>) -> Vec<(String, usize)> {
    let mut rows: Vec<(String, usize)> = counted.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    rows
}

impl fmt::Display for Overview {
    /// Some lines that fit on a screen; long lists are cut, and say so.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |name: &str| self.counts.get(name).copied().unwrap_or_default();
        for name in ["documents", "sentences", "tokens", "mentions", "entities", "statements", "events", "edges"] {
            writeln!(f, "{:>10}  {name}", count(name))?;
        }
        if let Some((first, last)) = &self.published {
            writeln!(f, "\npublished from {first} to {last}; {} without a date, {} copies", self.undated, self.copies)?;
        }
        writeln!(f, "{} statements on the word of others", self.attributed)?;
        for (title, rows) in [
            ("statements by class", &self.classes),
            ("statements by relation", &self.relations),
            ("statements by modality", &self.modalities),
            ("entities by statements", &self.entities),
            ("documents by publisher", &self.publishers),
        ] {
            if rows.is_empty() {
                continue;
            }
            writeln!(f, "\n{title}")?;
            for (name, count) in rows.iter().take(LINES) {
                writeln!(f, "{count:>10}  {name}")?;
            }
            if rows.len() > LINES {
                writeln!(f, "{:>10}  and {} more", "", rows.len() - LINES)?;
            }
        }
        if !self.measures.actors.is_empty() {
            write!(f, "{}", self.measures)?;
        }
        Ok(())
    }
}
