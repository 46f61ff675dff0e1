//! How a graph is connected, in a form that can be printed and serialised.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::graph::{Leanings, measure};
use crate::store::{EntityIndex, Graph};

/// How many members of a community are named.
const NAMED: usize = 5;
/// How many lines each list has when it is printed for people.
const LINES: usize = 10;

/// How a graph is connected; numbers are rounded to six digits, so that the last bit of a machine's
/// arithmetic does not show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The share of pairs (who, whom) whose reverse has an edge too.
    pub reciprocity: Option<f64>,
    /// Pairs of which more statements say cooperation than conflict.
    pub friends: u64,
    /// Pairs of which more statements say conflict than cooperation.
    pub foes: u64,
    /// Triangles of such pairs.
    pub triangles: u64,
    /// The share of triangles with none or two pairs of foes.
    pub balance: Option<f64>,
    /// Components of two entities or more.
    pub components: usize,
    /// How much more communities are tied within than by chance.
    pub modularity: f64,
    /// Communities of two entities or more, the largest first.
    pub communities: Vec<Community>,
    /// From how many entities betweenness was counted; fewer than there are entities means an
    /// estimate.
    pub betweenness_sources: usize,
    /// All entities with an edge, by falling rank.
    pub actors: Vec<Actor>,
}

/// A community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Community {
    /// Its number, as actors name it.
    pub number: u32,
    /// How many entities belong to it.
    pub size: usize,
    /// The names of the five of highest rank.
    pub actors: Vec<String>,
}

/// An entity with its measures; see [`Measure`](crate::graph::Measure).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields of `Measure`, which documents them")]
pub struct Actor {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub entity_type: &'static str,
    pub statements_out: u32,
    pub statements_in: u32,
    pub cooperation: u32,
    pub conflict: u32,
    pub neighbours: u32,
    pub rank: f64,
    pub betweenness: f64,
    pub component: u32,
    pub community: u32,
    /// Statements that it is an end of, by class.
    pub classes: BTreeMap<String, u32>,
}

/// Six digits behind the point.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl Measured {
    /// Measures a graph.
    #[must_use]
    pub fn new(graph: &Graph, leanings: &Leanings) -> Self {
        let measures = measure(graph, leanings);
        let mut classes: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); graph.entities.len()];
        for edge in &graph.edges {
            let mut ends = vec![edge.source, edge.target];
            ends.dedup();
            for end in ends {
                *classes[end.index()].entry(edge.class().to_owned()).or_default() += edge.statements.len() as u32;
            }
        }
        let mut order: Vec<usize> = (0..graph.entities.len()).filter(|e| !classes[*e].is_empty()).collect();
        order.sort_by(|a, b| measures.entities[*b].rank.total_cmp(&measures.entities[*a].rank));
        let mut communities: BTreeMap<u32, Community> = BTreeMap::new();
        let mut components: BTreeMap<u32, usize> = BTreeMap::new();
        for entity in &order {
            let measure = &measures.entities[*entity];
            *components.entry(measure.component).or_default() += 1;
            let community = communities.entry(measure.community).or_insert_with(|| Community {
                number: measure.community,
                size: 0,
                actors: Vec::new(),
            });
            community.size += 1;
            if community.actors.len() < NAMED {
                community.actors.push(graph.entities[*entity].name.clone());
            }
        }
        let actors = order.iter().map(|entity| {
            let (view, measure) = (&graph[EntityIndex(*entity as u32)], &measures.entities[*entity]);
            Actor {
                id: view.id.clone(),
                name: view.name.clone(),
                entity_type: view.entity_type.as_str(),
                statements_out: measure.statements_out,
                statements_in: measure.statements_in,
                cooperation: measure.cooperation,
                conflict: measure.conflict,
                neighbours: measure.neighbours,
                rank: rounded(measure.rank),
                betweenness: rounded(measure.betweenness),
                component: measure.component,
                community: measure.community,
                classes: std::mem::take(&mut classes[*entity]),
            }
        });
        Self {
            reciprocity: measures.reciprocity.map(rounded),
            friends: measures.balance.friends,
            foes: measures.balance.foes,
            triangles: measures.balance.triangles,
            balance: measures.balance.share().map(rounded),
            components: components.values().filter(|size| **size > 1).count(),
            modularity: rounded(measures.modularity),
            communities: communities.into_values().filter(|c| c.size > 1).collect(),
            betweenness_sources: measures.betweenness_sources,
            actors: actors.collect(),
        }
    }
}

impl fmt::Display for Measured {
    /// Some lines that fit on a screen; long lists are cut, and say so.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |share: Option<f64>| share.map_or_else(|| "unknown".to_owned(), |s| format!("{s:.2}"));
        writeln!(f, "\n{} components, reciprocity {}", self.components, share(self.reciprocity))?;
        writeln!(
            f,
            "{} pairs of friends, {} of foes; {} triangles of them, share balanced {}",
            self.friends,
            self.foes,
            self.triangles,
            share(self.balance)
        )?;
        writeln!(f, "\nentities by rank (betweenness, community)")?;
        for actor in self.actors.iter().take(LINES) {
            writeln!(f, "{:>10.4}  {} ({:.3}, {})", actor.rank, actor.name, actor.betweenness, actor.community)?;
        }
        writeln!(f, "\ncommunities (modularity {:.2})", self.modularity)?;
        for community in self.communities.iter().take(LINES) {
            writeln!(f, "{:>10}  {}: {}", community.size, community.number, community.actors.join(", "))?;
        }
        if self.communities.len() > LINES {
            writeln!(f, "{:>10}  and {} more", "", self.communities.len() - LINES)?;
        }
        Ok(())
    }
}
