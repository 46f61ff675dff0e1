//! Numbers of killed, wounded, detained: which statement's stands for an event, and what a change does to it.

use actant::statements::{Figure, Harm, Modality};
use actant::store::{DocumentRecord, Filter, Graph, Run, StatementRecord};

use super::{build, folder};
use crate::records::{Article, casualties, schema};

fn at_least(number: u32) -> Figure {
    Figure { low: Some(number), ..Figure::default() }
}

fn killing(figure: Figure) -> impl FnOnce(&mut StatementRecord) {
    move |s| {
        s.date = Some("2026-01-07".to_owned());
        s.casualties = vec![casualties(s, Harm::Killed, figure)];
    }
}

/// An attack told by three papers, whose tolls differ.
fn papers() -> Vec<DocumentRecord> {
    let paper = |key: &str, day: &str, figure| {
        Article::new(key).published(day).say_that("Borduria", "attacks", "Syldavia", killing(figure)).done()
    };
    vec![
        paper("first", "2026-01-07", Figure::exactly(40)),
        paper("second", "2026-01-09", at_least(50)),
        paper("third", "2026-01-10", Figure::default()),
    ]
}

/// The events with a number, each with the article that tells it.
fn told(graph: &Graph) -> Vec<(String, String)> {
    let all = graph.events.iter().flat_map(|e| &e.casualties);
    all.map(|c| {
        assert!(graph[graph[c.statement].event.expect("an event")].statements.contains(&c.statement));
        let number = c.figure.written().unwrap_or_default();
        (format!("{} {number}", c.harm.as_str()), graph[graph[c.statement].document].key.clone())
    })
    .collect()
}

fn is(graph: &Graph, number: &str, document: &str) {
    assert_eq!(told(graph), [(number.to_owned(), document.to_owned())]);
}

#[test]
fn the_latest_number_stands_for_an_event_and_words_without_one_do_not() {
    let folder = folder();
    let store = build(&folder.path().join("t.actant"), &papers());
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    assert_eq!(graph.events.len(), 1);
    is(&graph, "killed at least 50", "second");
    let part = Filter { document: Some("first".to_owned()), ..Filter::default() };
    is(&store.graph(&schema(), &part).expect("a graph"), "killed 40", "first");
}

#[test]
fn of_numbers_of_one_day_the_more_precise_stands_then_the_higher() {
    let folder = folder();
    let same_day: Vec<DocumentRecord> = [("a", at_least(90)), ("b", Figure::exactly(12)), ("c", Figure::exactly(13))]
        .into_iter()
        .map(|(key, figure)| {
            let article = Article::new(key).published("2026-01-09");
            article.say_that("Borduria", "attacks", "Syldavia", killing(figure)).done()
        })
        .collect();
    let store = build(&folder.path().join("t.actant"), &same_day);
    is(&store.graph(&schema(), &Filter::default()).expect("a graph"), "killed 13", "c");
}

#[test]
fn a_number_that_is_only_alleged_yields_to_one_of_a_fact() {
    let folder = folder();
    let mut documents = papers();
    documents[1].statements[0].modality = Modality::Alleged;
    let store = build(&folder.path().join("t.actant"), &documents);
    is(&store.graph(&schema(), &Filter::default()).expect("a graph"), "killed 40", "first");
}

#[test]
fn an_article_that_comes_or_goes_changes_the_number_and_nothing_is_left_behind() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    // Enough others, so that the change is made where it touches and not everywhere.
    let mut documents = papers();
    documents.extend((0..20).map(|i| Article::new(&format!("other {i}")).say("Klow", "meets", "Muskar").done()));
    let last = documents.remove(1);
    let mut store = build(&path, &documents);
    is(&store.graph(&schema(), &Filter::default()).expect("a graph"), "killed 40", "first");
    store.add(std::slice::from_ref(&last), &schema(), &Run::default()).expect("room");
    is(&store.graph(&schema(), &Filter::default()).expect("a graph"), "killed at least 50", "second");
    assert_eq!(store.audit(&schema()).expect("readable").findings, [] as [&str; 0]);
    store.remove(&["second".to_owned()], &schema(), &Run::default()).expect("there");
    is(&store.graph(&schema(), &Filter::default()).expect("a graph"), "killed 40", "first");
    assert_eq!(store.audit(&schema()).expect("readable").findings, [] as [&str; 0]);
    assert_eq!(store.document("first").expect("readable").as_ref(), Some(&papers()[0]));
}

#[test]
fn a_number_that_does_not_stand_in_the_text_is_refused() {
    let folder = folder();
    let mut document = papers().remove(0);
    document.statements[0].casualties[0].text = "forty".to_owned();
    let mut file = actant::store::Build::begin(&folder.path().join("t.actant")).expect("a new file");
    let error = file.add(&[document]).expect_err("the words are others").to_string();
    assert!(error.contains("the number of casualties of a statement (attacks) does not stand at"), "{error}");
}
