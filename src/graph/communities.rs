//! Communities: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large
//! networks" (2008), known as the Louvain method.
//!
//! Nodes are visited in their order and gains are whole numbers, so that the same graph gives the
//! same communities on every machine.

use std::collections::BTreeMap;

use petgraph::graph::UnGraph;
use petgraph::visit::EdgeRef;

use super::{Tie, numbered_by_size};
use crate::store::EntityIndex;

/// Rounds over all nodes after which a level is taken as it is.
const ROUNDS: usize = 100;

/// A network of communities of the level below.
struct Level {
    /// For each node its ties to others with their weights, in order.
    near: Vec<Vec<(usize, i128)>>,
    /// For each node the weight of its ties, those with itself counted twice.
    strength: Vec<i128>,
}

/// The community of each node, numbered from 0 for the largest, and the modularity of all. Ties
/// weigh as many statements as they have.
pub(super) fn communities(ties: &UnGraph<EntityIndex, Tie>) -> (Vec<u32>, f64) {
    let weights = ties.edge_references().map(|tie| {
        let (source, target) = (tie.source().index(), tie.target().index());
        // Who speaks of itself is tied to nobody.
        (source, target, if source == target { 0 } else { i128::from(tie.weight().statements) })
    });
    let weights: Vec<(usize, usize, i128)> = weights.collect();
    let mut level = Level::new(ties.node_count(), weights.iter().copied());
    let mut group: Vec<usize> = (0..ties.node_count()).collect();
    while let Some(joined) = level.join() {
        group.iter_mut().for_each(|g| *g = joined[*g]);
        level = level.above(&joined);
    }
    let modularity = modularity(&group, &weights);
    (numbered_by_size(&group), modularity)
}

impl Level {
    fn new(count: usize, weights: impl Iterator<Item = (usize, usize, i128)>) -> Self {
        let mut level = Self { near: vec![Vec::new(); count], strength: vec![0; count] };
        for (a, b, weight) in weights {
            level.strength[a] += weight;
            level.strength[b] += weight;
            if a != b {
                level.near[a].push((b, weight));
                level.near[b].push((a, weight));
            }
        }
        level
    }

    /// Moves nodes to communities of neighbours while that makes modularity grow; none if no node
    /// moves. Communities are named by numbers from 0 without gaps.
    fn join(&self) -> Option<Vec<usize>> {
        let whole: i128 = self.strength.iter().sum();
        let mut community: Vec<usize> = (0..self.near.len()).collect();
        let mut total = self.strength.clone();
        let mut has_moved = false;
        for _ in 0..ROUNDS {
            let mut moves = 0;
            for node in 0..self.near.len() {
                let own = community[node];
                total[own] -= self.strength[node];
                let mut weights: BTreeMap<usize, i128> = BTreeMap::from([(own, 0)]);
                for (other, weight) in &self.near[node] {
                    *weights.entry(community[*other]).or_default() += weight;
                }
                let gain = |to: usize| weights[&to] * whole - total[to] * self.strength[node];
                // Staying is preferred among equals, then the community with the lower number.
                let best = weights.keys().copied().fold(own, |best, to| if gain(to) > gain(best) { to } else { best });
                community[node] = best;
                total[best] += self.strength[node];
                moves += usize::from(best != own);
            }
            has_moved |= moves > 0;
            if moves == 0 {
                break;
            }
        }
        let mut names = BTreeMap::new();
        for c in &mut community {
            let next = names.len();
            *c = *names.entry(*c).or_insert(next);
        }
        has_moved.then_some(community)
    }

    /// The network of the communities.
    fn above(&self, community: &[usize]) -> Self {
        let count = community.iter().max().map_or(0, |last| last + 1);
        let mut weights: BTreeMap<(usize, usize), i128> = BTreeMap::new();
        let mut strength = vec![0; count];
        for (node, near) in self.near.iter().enumerate() {
            strength[community[node]] += self.strength[node];
            for (other, weight) in near {
                let (a, b) = (community[node], community[*other]);
                if a < b {
                    *weights.entry((a, b)).or_default() += weight;
                }
            }
        }
        let mut above = Self::new(count, weights.into_iter().map(|((a, b), weight)| (a, b, weight)));
        // Ties within a community keep weighing on it.
        above.strength = strength;
        above
    }
}

/// Newman's modularity: the share of weight within communities less what chance would have there.
fn modularity(group: &[usize], weights: &[(usize, usize, i128)]) -> f64 {
    let mut within = 0i128;
    let mut strength = vec![0i128; group.len()];
    for (a, b, weight) in weights {
        strength[group[*a]] += weight;
        strength[group[*b]] += weight;
        if group[*a] == group[*b] {
            within += weight;
        }
    }
    let whole: i128 = strength.iter().sum();
    if whole == 0 {
        return 0.0;
    }
    let by_chance: f64 = strength.iter().map(|s| (*s as f64 / whole as f64).powi(2)).sum();
    2.0 * within as f64 / whole as f64 - by_chance
}
