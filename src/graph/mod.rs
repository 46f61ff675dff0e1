//! Graph views and measures.
//!
//! Takes the consolidated [`Graph`]; gives a petgraph view of its edges and, for each entity, how
//! it is connected. Does not draw and does not filter. Example: in "A accuses B. B accuses C." the
//! three make one component and C, on whom everything ends, has the highest rank.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use crate::store::{EdgeIndex, EntityIndex, Graph};

/// The share of rank that follows edges; the rest falls on all entities alike (Page et al. 1999).
const DAMPING: f64 = 0.85;

/// Rank is still enough when one round moves no more than this, all entities together.
const STILL: f64 = 1e-12;

/// Rounds after which rank is taken as it is.
const ROUNDS: usize = 200;

/// The edges as a directed petgraph: node `i` is entity `i`, and so are the edges.
#[must_use]
pub fn view(graph: &Graph) -> DiGraph<EntityIndex, EdgeIndex> {
    let mut view = DiGraph::with_capacity(graph.entities.len(), graph.edges.len());
    for entity in 0..graph.entities.len() {
        view.add_node(EntityIndex(entity as u32));
    }
    for (i, edge) in graph.edges.iter().enumerate() {
        view.add_edge(NodeIndex::new(edge.source.index()), NodeIndex::new(edge.target.index()), EdgeIndex(i as u32));
    }
    view
}

/// How an entity is connected.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// Statements that it is the source of.
    pub statements_out: u32,
    /// Statements that it is the target of.
    pub statements_in: u32,
    /// How many other entities share an edge with it.
    pub neighbours: u32,
    /// The number of its component, from 0 for the largest; equal for all that are connected in
    /// whatever direction.
    pub component: u32,
    /// Its PageRank, edges weighted by their statements: how often a walk along what is said of
    /// whom comes by. All together give 1.
    pub rank: f64,
}

/// The measures of all entities, in order.
#[must_use]
pub fn measure(graph: &Graph) -> Vec<Measure> {
    let view = view(graph);
    let mut measures = vec![Measure::default(); graph.entities.len()];
    for statement in &graph.statements {
        measures[statement.source.entity.index()].statements_out += 1;
        measures[statement.target.entity.index()].statements_in += 1;
    }
    let components = components(&view);
    let ranks = ranks(graph, &view);
    for node in view.node_indices() {
        let mut neighbours: Vec<_> = view.neighbors_undirected(node).filter(|n| *n != node).collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        let measure = &mut measures[node.index()];
        measure.neighbours = neighbours.len() as u32;
        measure.component = components[node.index()];
        measure.rank = ranks[node.index()];
    }
    measures
}

/// The component of each node, numbered by falling size, then by their first node.
fn components(view: &DiGraph<EntityIndex, EdgeIndex>) -> Vec<u32> {
    let mut joined = UnionFind::new(view.node_count());
    for edge in view.edge_references() {
        joined.union(edge.source().index(), edge.target().index());
    }
    let roots = joined.into_labeling();
    // For each root the negative size and the first node, so that sorting gives the order wanted.
    let mut of_root: Vec<(i64, usize, usize)> = (0..roots.len()).map(|root| (0, usize::MAX, root)).collect();
    for (node, root) in roots.iter().enumerate() {
        let (size, first, _) = &mut of_root[*root];
        *size -= 1;
        *first = (*first).min(node);
    }
    of_root.sort_unstable();
    let mut number = vec![0; roots.len()];
    for (i, (_, _, root)) in of_root.into_iter().enumerate() {
        number[root] = i as u32;
    }
    roots.into_iter().map(|root| number[root]).collect()
}

fn ranks(graph: &Graph, view: &DiGraph<EntityIndex, EdgeIndex>) -> Vec<f64> {
    let n = view.node_count();
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
