//! Graph views and measures.
//!
//! Takes the consolidated [`Graph`]; gives petgraph views of its edges, for each entity how it is
//! connected, for the whole how mutual and how balanced it is, and the shortest path between two
//! entities. Does not draw and does not filter. Example: in "A accuses B. B accuses C." the three
//! make one component, B stands between the others, and C, on whom everything ends, has the highest
//! rank.

mod balance;
mod betweenness;
mod communities;
mod leaning;
mod path;
mod rank;
mod ties;

use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

pub use balance::Balance;
pub use leaning::{Leaning, Leanings};
pub use path::{Step, shortest_path};
pub use ties::{Tie, ties};

use crate::store::{EdgeIndex, EntityIndex, Graph};

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

/// How the entities of a graph are connected, each and all together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measures {
    /// One for each entity of the graph, in order.
    pub entities: Vec<Measure>,
    /// How many components there are; an entity without an edge is one of its own.
    pub components: u32,
    /// How many communities there are; an entity without an edge is one of its own.
    pub communities: u32,
    /// How much more the communities are tied within than chance would have it (Newman's
    /// modularity, at most 1); 0 without ties.
    pub modularity: f64,
    /// Of all pairs (who, whom) with an edge, the share whose reverse has one too; edges of
    /// symmetric relations count both ways, those from an entity to itself not at all. None
    /// without pairs.
    pub reciprocity: Option<f64>,
    /// Triangles of friends and foes.
    pub balance: Balance,
    /// From how many entities shortest paths were counted for the betweenness: all, or for large
    /// graphs a sample, and then it is an estimate.
    pub betweenness_sources: usize,
}

/// How an entity is connected.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// Statements that it is the source of.
    pub statements_out: u32,
    /// Statements that it is the target of.
    pub statements_in: u32,
    /// Statements of cooperation that it is an end of, whatever their polarity and modality.
    pub cooperation: u32,
    /// Statements of conflict that it is an end of, whatever their polarity and modality.
    pub conflict: u32,
    /// How many other entities share an edge with it.
    pub neighbours: u32,
    /// The number of its component, from 0 for the largest; equal for all that are connected in
    /// whatever direction.
    pub component: u32,
    /// The number of its community, from 0 for the largest; see [`Measures::modularity`].
    pub community: u32,
    /// Its PageRank, edges weighted by their statements: how often a walk along what is said of
    /// whom comes by. All together give 1.
    pub rank: f64,
    /// The share of shortest paths between two others that lead through it, from 0 to 1,
    /// whatever the direction of edges.
    pub betweenness: f64,
}

/// The measures of all entities, in order, and of the whole.
///
/// PageRank after Page et al. (1999), betweenness after Brandes (2001) and for more than a thousand
/// entities from a sample of sources after Brandes and Pich (2007), communities after Blondel et
/// al. (2008, "Louvain", ties weighted by statements, always in the order of entities), balance
/// after Cartwright and Harary (1956).
#[must_use]
pub fn measure(graph: &Graph, leanings: &Leanings) -> Measures {
    let mut measures = vec![Measure::default(); graph.entities.len()];
    for statement in &graph.statements {
        // What somebody rejected has no edge, and makes nobody more connected.
        let Some(edge) = statement.edge else { continue };
        measures[statement.source.entity.index()].statements_out += 1;
        measures[statement.target.entity.index()].statements_in += 1;
        let leaning = leanings.of(graph[edge].class());
        let mut ends = vec![statement.source.entity, statement.target.entity];
        ends.dedup();
        for end in ends {
            match leaning {
                Leaning::Cooperation => measures[end.index()].cooperation += 1,
                Leaning::Conflict => measures[end.index()].conflict += 1,
                Leaning::Neither => {}
            }
        }
    }
    let ties = ties(graph);
    let components = components(&ties);
    let (communities, modularity) = communities::communities(&ties);
    let (betweenness, betweenness_sources) = betweenness::betweenness(&ties);
    let ranks = rank::ranks(graph);
    for (i, measure) in measures.iter_mut().enumerate() {
        let node = NodeIndex::new(i);
        measure.neighbours = ties.neighbors(node).filter(|n| *n != node).count() as u32;
        measure.component = components[i];
        measure.community = communities[i];
        measure.rank = ranks[i];
        measure.betweenness = betweenness[i];
    }
    let count = |numbers: &[u32]| numbers.iter().max().map_or(0, |last| last + 1);
    Measures {
        entities: measures,
        components: count(&components),
        communities: count(&communities),
        modularity,
        reciprocity: balance::reciprocity(graph),
        balance: Balance::of(graph, leanings),
        betweenness_sources,
    }
}

/// The component of each node.
fn components(ties: &UnGraph<EntityIndex, Tie>) -> Vec<u32> {
    let mut joined = UnionFind::new(ties.node_count());
    for tie in ties.edge_references() {
        joined.union(tie.source().index(), tie.target().index());
    }
    numbered_by_size(&joined.into_labeling())
}

/// Groups numbered by falling size, then by their first member; given for each node the name of
/// its group, a number below that of nodes.
fn numbered_by_size(groups: &[usize]) -> Vec<u32> {
    // For each group the negative size and the first node, so that sorting gives the order wanted.
    let mut of_group: Vec<(i64, usize, usize)> = (0..groups.len()).map(|group| (0, usize::MAX, group)).collect();
    for (node, group) in groups.iter().enumerate() {
        let (size, first, _) = &mut of_group[*group];
        *size -= 1;
        *first = (*first).min(node);
    }
    of_group.sort_unstable();
    let mut number = vec![0; groups.len()];
    for (i, (_, _, group)) in of_group.into_iter().enumerate() {
        number[group] = i as u32;
    }
    groups.iter().map(|group| number[*group]).collect()
}
