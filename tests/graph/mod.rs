//! Views and measures.

use actant::graph;
use actant::store::{Build, DocumentRecord, Filter, Graph, Run};

use crate::records::{Article, schema};

fn graph(documents: &[DocumentRecord]) -> Graph {
    let folder = tempfile::tempdir().expect("a folder");
    let mut build = Build::begin(&folder.path().join("t.actant")).expect("a new file");
    build.add(documents).expect("good records");
    let store = build.commit(&schema(), &Run::default()).expect("room");
    store.graph(&schema(), &Filter::default()).expect("a graph")
}

#[test]
fn everything_ends_on_the_one_with_the_highest_rank() {
    let graph = graph(&[Article::new("1")
        .say("Ada", "accuses", "Bo")
        .say("Bo", "accuses", "Cy")
        .say("Ada", "accuses", "Cy")
        .say("Bo", "meets", "Bo")
        .say("Di", "attacks", "Ed")
        .sentence("Nobody knows.")
        .done()]);
    let measures = graph::measure(&graph);
    let of = |name: &str| {
        let at = graph.entities_named(name).next().expect("an entity of the name");
        measures[at.index()]
    };
    assert!(of("Cy").rank > of("Bo").rank && of("Bo").rank > of("Ada").rank);
    assert!((measures.iter().map(|m| m.rank).sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(["Ada", "Bo", "Cy", "Di", "Ed"].map(|n| of(n).component), [0, 0, 0, 1, 1]);
    assert_eq!(["Ada", "Bo", "Cy"].map(|n| of(n).neighbours), [2, 2, 2]);
    assert_eq!((of("Bo").statements_out, of("Bo").statements_in), (2, 2));
    assert_eq!(graph::view(&graph).edge_count(), graph.edges.len());
    assert!(graph::measure(&Graph::default()).is_empty());
}
