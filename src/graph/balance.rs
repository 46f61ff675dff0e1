//! How mutual a graph is, and whether the friends of friends are friends.

use std::collections::{BTreeMap, BTreeSet};

use super::{Leaning, Leanings};
use crate::store::{EntityIndex, Graph};

/// Triangles of friends and foes.
///
/// Two entities are friends if more statements say that one cooperated with the other than that one
/// acted against the other, foes if it is the other way round (positive, actual statements, whoever
/// makes them, both directions together). A triangle of three such pairs is balanced if none or two
/// of them are foes: my enemy's enemy is my friend (Heider 1946; Cartwright and Harary 1956).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Pairs of friends.
    pub friends: u64,
    /// Pairs of foes.
    pub foes: u64,
    /// Triangles of such pairs.
    pub triangles: u64,
    /// How many of them are balanced.
    pub balanced: u64,
}

impl Balance {
    /// The share of triangles that are balanced; none without triangles.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.triangles > 0).then(|| self.balanced as f64 / self.triangles as f64)
    }

    pub(super) fn of(graph: &Graph, leanings: &Leanings) -> Self {
        let mut leans: BTreeMap<(EntityIndex, EntityIndex), i64> = BTreeMap::new();
        for edge in graph.edges.iter().filter(|e| e.source != e.target) {
            let sign = match leanings.of(edge.class()) {
                Leaning::Cooperation => 1,
                Leaning::Conflict => -1,
                Leaning::Neither => continue,
            };
            let ends = (edge.source.min(edge.target), edge.source.max(edge.target));
            *leans.entry(ends).or_default() += sign * i64::from(edge.actual);
        }
        leans.retain(|_, lean| *lean != 0);
        let mut degree = vec![0u32; graph.entities.len()];
        for (a, b) in leans.keys() {
            degree[a.index()] += 1;
            degree[b.index()] += 1;
        }
        // Each pair is kept at the end with fewer pairs: so the lists stay short even around those
        // whom everybody knows (Chiba and Nishizeki 1985).
        let mut near: Vec<BTreeMap<usize, bool>> = vec![BTreeMap::new(); graph.entities.len()];
        let mut balance = Self::default();
        for ((a, b), lean) in leans {
            let (a, b) = (a.index(), b.index());
            let (low, high) = if (degree[a], a) < (degree[b], b) { (a, b) } else { (b, a) };
            near[low].insert(high, lean > 0);
            *if lean > 0 { &mut balance.friends } else { &mut balance.foes } += 1;
        }
        for own in &near {
            for (second, is_friend) in own {
                for (third, is_next_friend) in &near[*second] {
                    if let Some(is_last_friend) = own.get(third) {
                        balance.triangles += 1;
                        let foes = [is_friend, is_next_friend, is_last_friend].iter().filter(|f| !***f).count();
                        balance.balanced += u64::from(foes % 2 == 0);
                    }
                }
            }
        }
        balance
    }
}

/// Of all pairs (who, whom) with an edge, the share whose reverse has one too; none without pairs.
pub(super) fn reciprocity(graph: &Graph) -> Option<f64> {
    let mut pairs = BTreeSet::new();
    for edge in graph.edges.iter().filter(|e| e.source != e.target) {
        pairs.insert((edge.source, edge.target));
        if edge.symmetric {
            pairs.insert((edge.target, edge.source));
        }
    }
    let mutual = pairs.iter().filter(|(a, b)| pairs.contains(&(*b, *a))).count();
    (!pairs.is_empty()).then(|| mutual as f64 / pairs.len() as f64)
}
