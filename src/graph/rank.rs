//! PageRank (Page, Brin, Motwani and Winograd 1999), with weights.
//!
//! petgraph's own knows no weights.

use crate::store::Graph;

/// The share of rank that follows edges; the rest falls on all entities alike.
const DAMPING: f64 = 0.85;

/// Rank is still enough when one round moves no more than this, all entities together.
const STILL: f64 = 1e-12;

/// Rounds after which rank is taken as it is.
const ROUNDS: usize = 200;

/// The rank of each entity; all together give 1.
pub(super) fn ranks(graph: &Graph) -> Vec<f64> {
    let n = graph.entities.len();
    if n == 0 {
        return Vec::new();
    }
    // Symmetric edges lead both ways.
    let mut ways: Vec<(usize, usize, f64)> = Vec::with_capacity(graph.edges.len());
    // Who speaks of itself wins nothing by it.
    for edge in graph.edges.iter().filter(|e| e.source != e.target) {
        let (source, target, weight) = (edge.source.index(), edge.target.index(), edge.statements.len() as f64);
        ways.push((source, target, weight));
        if edge.symmetric {
            ways.push((target, source, weight));
        }
    }
    let mut leaving = vec![0.0; n];
    for (source, _, weight) in &ways {
        leaving[*source] += weight;
    }
    let mut rank = vec![1.0 / n as f64; n];
    for _ in 0..ROUNDS {
        let stuck: f64 = (0..n).filter(|node| leaving[*node] == 0.0).map(|node| rank[node]).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * stuck) / n as f64; n];
        for (source, target, weight) in &ways {
            next[*target] += DAMPING * rank[*source] * weight / leaving[*source];
        }
        let moved: f64 = rank.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        rank = next;
        if moved < STILL {
            break;
        }
    }
    rank
}
