//! Views and measures.

use actant::graph::{self, Leanings, Measures};
use actant::statements::Modality;
use actant::store::{Build, DocumentRecord, EntityIndex, Filter, Graph, Run};

use crate::records::{Article, schema};

fn at(graph: &Graph, name: &str) -> EntityIndex {
    graph.entities_named(name).next().expect("an entity of the name")
}

fn measured(graph: &Graph) -> Measures {
    graph::measure(graph, &Leanings::new(&schema()).expect("the table of classes"))
}

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
    let measures = measured(&graph);
    let of = |name: &str| measures.entities[at(&graph, name).index()];
    assert!(of("Cy").rank > of("Bo").rank && of("Bo").rank > of("Ada").rank);
    assert!((measures.entities.iter().map(|m| m.rank).sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(["Ada", "Bo", "Cy", "Di", "Ed"].map(|n| of(n).component), [0, 0, 0, 1, 1]);
    assert_eq!(["Ada", "Bo", "Cy"].map(|n| of(n).neighbours), [2, 2, 2]);
    assert_eq!((of("Bo").statements_out, of("Bo").statements_in), (2, 2));
    assert_eq!((of("Bo").cooperation, of("Bo").conflict), (1, 2));
    assert_eq!(graph::view(&graph).edge_count(), graph.edges.len());
    assert_eq!(measured(&Graph::default()), Measures::default());
}

#[test]
fn who_stands_between_two_groups_has_the_highest_betweenness() {
    // Ada – Bo – Cy – Di, and Eve beside Bo: paths through Bo are Ada–Cy, Ada–Di, Ada–Eve, Eve–Cy and
    // Eve–Di, five of the six pairs without Bo; through Cy Ada–Di, Bo–Di and Eve–Di.
    let graph = graph(&[Article::new("1")
        .say("Ada", "accuses", "Bo")
        .say("Cy", "accuses", "Bo")
        .say("Cy", "meets", "Di")
        .say("Bo", "attacks", "Eve")
        .done()]);
    let measures = measured(&graph);
    let between = |name: &str| measures.entities[at(&graph, name).index()].betweenness;
    assert!((between("Bo") - 5.0 / 6.0).abs() < 1e-12, "{}", between("Bo"));
    assert!((between("Cy") - 3.0 / 6.0).abs() < 1e-12, "{}", between("Cy"));
    assert_eq!(["Ada", "Di", "Eve"].map(between), [0.0; 3]);
}

#[test]
fn two_shortest_paths_share_what_lies_between() {
    // A square: each corner lies on one of the two shortest paths between its neighbours.
    let graph = graph(&[Article::new("1")
        .say("Ada", "accuses", "Bo")
        .say("Bo", "accuses", "Cy")
        .say("Cy", "accuses", "Di")
        .say("Di", "accuses", "Ada")
        .done()]);
    for measure in measured(&graph).entities {
        assert!((measure.betweenness - 0.5 / 3.0).abs() < 1e-12);
    }
}

#[test]
fn communities_part_where_ties_are_few() {
    // Two triangles joined by one tie, the textbook case: modularity 2 · 3/7 − 2 · (7/14)² = 5/14.
    let graph = graph(&[Article::new("1")
        .say("Ada", "accuses", "Bo")
        .say("Bo", "accuses", "Cy")
        .say("Cy", "accuses", "Ada")
        .say("Cy", "accuses", "Di")
        .say("Di", "accuses", "Ed")
        .say("Ed", "accuses", "Flo")
        .say("Flo", "accuses", "Di")
        .done()]);
    let measures = measured(&graph);
    let community = |name: &str| measures.entities[at(&graph, name).index()].community;
    assert_eq!(["Ada", "Bo", "Cy"].map(community), [0; 3]);
    assert_eq!(["Di", "Ed", "Flo"].map(community), [1; 3]);
    assert_eq!(measures.communities, 2);
    assert!((measures.modularity - 5.0 / 14.0).abs() < 1e-12, "{}", measures.modularity);
}

#[test]
fn an_enemy_of_an_enemy_is_a_friend_in_a_balanced_triangle() {
    let triangle = |last: &str| {
        let graph = graph(&[Article::new("1")
            .say("Ada", "attacks", "Bo")
            .say("Bo", "accuses", "Cy")
            .say("Bo", "meets", "Cy")
            .say("Cy", "attacks", "Bo")
            .say("Ada", last, "Cy")
            .say_that("Ada", "attacks", "Cy", |s| s.modality = Modality::Planned)
            .done()]);
        measured(&graph).balance
    };
    assert_eq!(triangle("meets"), graph::Balance { friends: 1, foes: 2, triangles: 1, balanced: 1 });
    assert_eq!(triangle("accuses"), graph::Balance { friends: 0, foes: 3, triangles: 1, balanced: 0 });
    assert_eq!(triangle("leads").triangles, 0);
    assert_eq!(triangle("leads").share(), None);
}

#[test]
fn pairs_are_mutual_if_both_act_or_the_relation_is_symmetric() {
    let graph = graph(&[Article::new("1")
        .say("Ada", "accuses", "Bo")
        .say("Bo", "attacks", "Ada")
        .say("Cy", "meets", "Di")
        .say("Ada", "accuses", "Cy")
        .say("Ada", "accuses", "Ada")
        .done()]);
    // Ada → Bo, Bo → Ada, Cy ↔ Di twice, Ada → Cy alone: four of five.
    assert_eq!(measured(&graph).reciprocity, Some(0.8));
}

#[test]
fn the_shortest_path_prefers_what_articles_say_themselves() {
    let graph = graph(&[Article::new("1")
        .quote("Klow", "Ada", "attacks", "Bo")
        .say("Bo", "accuses", "Zed")
        .say("Cy", "accuses", "Ada")
        .say("Zed", "meets", "Cy")
        .say("Zed", "accuses", "Cy")
        .say("Zed", "accuses", "Cy")
        .say("Far", "accuses", "Away")
        .done()]);
    let path = |from: &str, to: &str| {
        let steps = graph::shortest_path(&graph, at(&graph, from), at(&graph, to))?;
        let words = steps.iter().map(|step| {
            let edge = &graph[step.edges[0]];
            format!("{} {} {}", graph[edge.source].name, edge.label, graph[edge.target].name)
        });
        Some(words.collect::<Vec<String>>())
    };
    assert_eq!(path("Ada", "Zed").expect("connected"), ["Cy accuses Ada", "Zed accuses Cy"]);
    assert_eq!(path("Ada", "Ada").expect("the same"), [""; 0]);
    assert_eq!(path("Ada", "Away"), None);
}
