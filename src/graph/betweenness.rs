//! Betweenness: Brandes, "A faster algorithm for betweenness centrality" (2001).

use std::collections::VecDeque;

use petgraph::graph::{NodeIndex, UnGraph};

use super::Tie;
use crate::store::EntityIndex;

/// From how many sources paths are counted; with more entities the sources are a sample of so many,
/// evenly spread over the entities (Brandes and Pich, "Centrality estimation in large networks", 2007).
const SOURCES: usize = 1000;

/// For each node the share of shortest paths between two others that lead through it, each tie
/// being one step; and from how many sources paths were counted.
pub(super) fn betweenness(ties: &UnGraph<EntityIndex, Tie>) -> (Vec<f64>, usize) {
    let count = ties.node_count();
    let sources = count.min(SOURCES);
    let near: Vec<Vec<usize>> = (0..count).map(|node| neighbours(ties, node)).collect();
    let mut through = vec![0.0; count];
    for i in 0..sources {
        // Spread by whole numbers, so that all are taken where there are no more than fit.
        add_paths_from(i * count / sources, &near, &mut through);
    }
    // Each path was counted from its source only; all pairs of others, in both directions, make 1.
    let pairs = (count.saturating_sub(1) * count.saturating_sub(2)) as f64 * sources as f64 / count.max(1) as f64;
    if pairs > 0.0 {
        through.iter_mut().for_each(|paths| *paths /= pairs);
    }
    (through, sources)
}

fn neighbours(ties: &UnGraph<EntityIndex, Tie>, node: usize) -> Vec<usize> {
    let mut near: Vec<usize> = ties.neighbors(NodeIndex::new(node)).map(NodeIndex::index).collect();
    near.retain(|n| *n != node);
    near.sort_unstable();
    near
}

/// Adds to each node its share of the shortest paths from one source to all others.
fn add_paths_from(source: usize, near: &[Vec<usize>], through: &mut [f64]) {
    let mut paths = vec![0.0; near.len()];
    let mut steps = vec![usize::MAX; near.len()];
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); near.len()];
    let mut order = Vec::new();
    let mut open = VecDeque::from([source]);
    (paths[source], steps[source]) = (1.0, 0);
    while let Some(at) = open.pop_front() {
        order.push(at);
        for next in &near[at] {
            if steps[*next] == usize::MAX {
                steps[*next] = steps[at] + 1;
                open.push_back(*next);
            }
            if steps[*next] == steps[at] + 1 {
                paths[*next] += paths[at];
                before[*next].push(at);
            }
        }
    }
    let mut share = vec![0.0; near.len()];
    for at in order.into_iter().rev() {
        for earlier in &before[at] {
            share[*earlier] += paths[*earlier] / paths[at] * (1.0 + share[at]);
        }
        if at != source {
            through[at] += share[at];
        }
    }
}
