//! Who has to do with whom, whatever the direction and the relation.

use std::collections::BTreeMap;

use petgraph::graph::{NodeIndex, UnGraph};

use crate::store::{EdgeIndex, EntityIndex, Graph};

/// All edges between two entities, in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tie {
    /// The edges, in order.
    pub edges: Vec<EdgeIndex>,
    /// The statements of all of them.
    pub statements: u32,
}

/// The graph without directions and relations: node `i` is entity `i`, and two entities share one
/// tie at most. An edge from an entity to itself is a tie of that entity with itself.
#[must_use]
pub fn ties(graph: &Graph) -> UnGraph<EntityIndex, Tie> {
    let mut pairs: BTreeMap<(EntityIndex, EntityIndex), Tie> = BTreeMap::new();
    for (i, edge) in graph.edges.iter().enumerate() {
        let ends = (edge.source.min(edge.target), edge.source.max(edge.target));
        let tie = pairs.entry(ends).or_default();
        tie.edges.push(EdgeIndex(i as u32));
        tie.statements += edge.statements.len() as u32;
    }
    let mut ties = UnGraph::with_capacity(graph.entities.len(), pairs.len());
    for entity in 0..graph.entities.len() {
        ties.add_node(EntityIndex(entity as u32));
    }
    for ((a, b), tie) in pairs {
        ties.add_edge(NodeIndex::new(a.index()), NodeIndex::new(b.index()), tie);
    }
    ties
}
