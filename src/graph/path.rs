//! The shortest path between two entities.

use petgraph::algo::astar;
use petgraph::graph::NodeIndex;

use super::ties;
use crate::store::{EdgeIndex, EntityIndex, Graph};

/// What a step costs whatever it is made of: the fewest steps win.
const STEP: u64 = 1_000_000;
/// What it costs more if no article says any of it in its own voice.
const HEARSAY: u64 = 10_000;
/// What it costs more if one statement says it; of more statements the fraction.
const SINGLE: u64 = 1_000;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it begins.
    pub from: EntityIndex,
    /// Where it ends.
    pub to: EntityIndex,
    /// All edges between the two, in either direction, those with the most statements first.
    pub edges: Vec<EdgeIndex>,
}

/// The shortest path from one entity to another, whatever the direction of edges; none if they are
/// not connected, no steps if they are the same.
///
/// Of equally short paths the one is taken on which more steps are said by articles in their own
/// voice, then by more statements.
#[must_use]
pub fn shortest_path(graph: &Graph, from: EntityIndex, to: EntityIndex) -> Option<Vec<Step>> {
    let ties = ties(graph);
    let cost = |edges: &[EdgeIndex], statements: u32| {
        let hearsay = if edges.iter().any(|e| graph[*e].direct) { 0 } else { HEARSAY };
        STEP + hearsay + SINGLE / u64::from(statements.max(1))
    };
    let (_, nodes) = astar(
        &ties,
        NodeIndex::new(from.index()),
        |node| node.index() == to.index(),
        |tie| cost(&tie.weight().edges, tie.weight().statements),
        |_| 0,
    )?;
    let steps = nodes.windows(2).map(|ends| {
        let tie = ties.find_edge(ends[0], ends[1]).map(|tie| ties[tie].edges.clone());
        let mut edges = tie.unwrap_or_default();
        edges.sort_by_key(|e| (std::cmp::Reverse(graph[*e].statements.len()), *e));
        Step { from: ties[ends[0]], to: ties[ends[1]], edges }
    });
    Some(steps.collect())
}
