//! Changes in any order, with decisions in between, against a fresh build.

use std::collections::BTreeMap;

use actant::schema::EntityType;
use actant::statements::{Modality, Polarity};
use actant::store::{Action, Build, Decision, DocumentRecord, Filter, Run, StatementRecord, Store};
use proptest::prelude::*;

use super::{build, folder};
use crate::records::{Article, schema};

const NAMES: [&str; 6] = ["Ada", "ADA", "Bo", "Éa\u{301}", "the crowd", "Cy"];

/// Source, relation, target, date, denied, quoted.
type Saying = (usize, &'static str, usize, Option<&'static str>, bool, bool);

/// What one version of a document says.
#[derive(Debug, Clone)]
struct Version {
    day: Option<u8>,
    /// Name, Wikidata id, country, whether a person.
    entities: Vec<(usize, Option<u8>, Option<u8>, bool)>,
    statements: Vec<Saying>,
    /// A line that every page of a house carries.
    slogan: bool,
}

impl Version {
    fn record(&self, key: &str) -> DocumentRecord {
        let mut article = Article::new(key);
        if let Some(day) = self.day {
            article = article.published(&format!("2026-01-{day:02}"));
        }
        for (name, wikidata, country, person) in &self.entities {
            let entity_type = if *person { EntityType::Person } else { EntityType::Country };
            let id = |n: &Option<u8>| n.map(|n| format!("Q{}", n + 1));
            article = article.entity(NAMES[*name], entity_type, id(wikidata).as_deref(), id(country).as_deref());
        }
        if self.slogan {
            article = article.sentence("News that you can use.");
        }
        for (source, relation, target, date, denied, quoted) in &self.statements {
            let (source, target) = (NAMES[*source], NAMES[*target]);
            if *quoted {
                article = article.quote("Cy", source, relation, target);
                continue;
            }
            article = article.say_that(source, relation, target, |s: &mut StatementRecord| {
                s.date = date.map(str::to_owned);
                if *denied {
                    s.polarity = Polarity::Negative;
                    s.modality = Modality::Possible;
                    s.place = Some(0);
                }
            });
        }
        article.done()
    }
}

fn version() -> impl Strategy<Value = Version> {
    let entity = (0..NAMES.len(), prop::option::of(0..3u8), prop::option::of(0..2u8), any::<bool>());
    let relation = prop::sample::select(vec!["accuses", "condemns", "meets", "leads"]);
    let date = prop::sample::select(vec![None, Some("2026"), Some("2026-01"), Some("2026-01-07"), Some("2026-01-08")]);
    let statement =
        (0..NAMES.len(), relation, 0..NAMES.len(), date, prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    (
        prop::option::of(1..6u8),
        prop::collection::vec(entity, 0..3),
        prop::collection::vec(statement, 0..4),
        any::<bool>(),
    )
        .prop_map(|(day, entities, statements, slogan)| Version { day, entities, statements, slogan })
}

#[derive(Debug, Clone)]
enum Change {
    Add(u8, Version),
    Replace(u8, Version),
    Remove(u8),
    Merge(usize, usize),
    Split(usize),
    TakeOut(usize, u8),
    Reject(usize),
    Accept(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..16u8, version()).prop_map(|(key, version)| Change::Add(key, version)),
        3 => (0..16u8, version()).prop_map(|(key, version)| Change::Replace(key, version)),
        4 => (0..16u8).prop_map(Change::Remove),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Change::Merge(a, b)),
        1 => any::<usize>().prop_map(Change::Split),
        1 => (any::<usize>(), 0..16u8).prop_map(|(entity, key)| Change::TakeOut(entity, key)),
        1 => any::<usize>().prop_map(Change::Reject),
        1 => any::<usize>().prop_map(Change::Accept),
    ]
}

/// A decision about whatever stands at these places of the graph; none if nothing does.
fn action(store: &Store, change: &Change) -> Option<Action> {
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    let name = |at: usize| {
        let entity = graph.entities.get(at % graph.entities.len().max(1))?;
        Some(store.name_entity(&graph, &entity.id).expect("an id means one entity"))
    };
    let statement = |at: usize| {
        let statement = graph.statements.get(at % graph.statements.len().max(1))?;
        Some(store.name_statement(&graph, &statement.id).expect("it is there"))
    };
    match change {
        Change::Merge(a, b) => {
            let entities = vec![name(*a)?, name(*b)?];
            (entities[0] != entities[1]).then_some(Action::Merge { entities })
        }
        Change::Split(at) => Some(Action::Split { entity: name(*at)?, documents: Vec::new() }),
        Change::TakeOut(at, key) => Some(Action::Split { entity: name(*at)?, documents: vec![format!("k{key}")] }),
        Change::Reject(at) => Some(Action::Reject { statement: statement(*at)? }),
        Change::Accept(at) => Some(Action::Accept { statement: statement(*at)? }),
        Change::Add(..) | Change::Replace(..) | Change::Remove(..) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn thirty_changes_in_any_order_give_the_content_of_a_fresh_build(
        begin in prop::collection::vec(version(), 8..14),
        changes in prop::collection::vec(change(), 30),
    ) {
        let folder = folder();
        let (schema, run) = (schema(), Run::default());
        let mut model: BTreeMap<String, DocumentRecord> =
            begin.iter().enumerate().map(|(i, v)| (format!("k{i}"), v.record(&format!("k{i}")))).collect();
        let documents: Vec<DocumentRecord> = model.values().cloned().collect();
        let path = folder.path().join("a.actant");
        let mut store = build(&path, &documents);
        for (second, change) in changes.iter().enumerate() {
            match change {
                Change::Add(key, version) | Change::Replace(key, version) => {
                    let record = version.record(&format!("k{key}"));
                    let one = std::slice::from_ref(&record);
                    let made = match change {
                        Change::Add(..) => store.add(one, &schema, &run),
                        _ => store.replace(one, &schema, &run),
                    };
                    if made.expect("room").superseded.is_empty() {
                        model.insert(record.key.clone(), record);
                    }
                }
                Change::Remove(key) => {
                    let key = format!("k{key}");
                    let there = model.remove(&key).is_some();
                    prop_assert_eq!(store.remove(&[key], &schema, &run).is_ok(), there);
                }
                decided => {
                    if let Some(action) = action(&store, decided) {
                        let at = format!("2026-01-09T08:00:{second:02}Z");
                        let decision = Decision { action, author: "ada".to_owned(), at, note: None };
                        store.decide(&[decision], &schema).expect("a decision that keeps to the rules");
                    }
                }
            }
            // What is derived bit by bit is what is derived at once.
            if second % 6 == 5 {
                let (derived, fresh) = (store.dump().expect("readable"), folder.path().join("b.actant"));
                std::fs::copy(&path, &fresh).expect("room");
                let mut build = Build::begin(&fresh).expect("a new file");
                build.keep_decisions().expect("the decisions of the copy");
                build.add(&model.values().cloned().collect::<Vec<_>>()).expect("room");
                let fresh = build.commit(&schema, &run).expect("room");
                let fresh_dump = fresh.dump().expect("readable");
                let only = |a: &str, b: &str| {
                    a.lines().filter(|l| !b.lines().any(|m| m == *l)).map(str::to_owned).collect::<Vec<_>>()
                };
                prop_assert_eq!(only(&derived, &fresh_dump), only(&fresh_dump, &derived));
                prop_assert_eq!(
                    store.graph(&schema, &Filter::default()).expect("a graph"),
                    fresh.graph(&schema, &Filter::default()).expect("a graph")
                );
            }
        }
    }
}

#[test]
fn a_change_of_one_document_leaves_what_it_does_not_touch() {
    // The test above would hold as well if everything were made anew; here the tables tell.
    let folder = folder();
    let path = folder.path().join("a.actant");
    let documents: Vec<DocumentRecord> = (0..20)
        .map(|i| Article::new(&format!("k{i:02}")).say(&format!("A{i}"), "accuses", &format!("B{i}")).done())
        .collect();
    let mut store = build(&path, &documents);
    let tables = rusqlite::Connection::open(&path).expect("the file");
    // A mark that only a reworked row loses.
    tables.execute("UPDATE edge SET first_reported = '1999-01-01'", []).expect("writable");
    store.add(&[Article::new("new").say("A3", "accuses", "B3").done()], &schema(), &Run::default()).expect("room");
    let reworked: Vec<String> = tables
        .prepare("SELECT g.name FROM edge e JOIN global_entity g ON g.id = e.source WHERE first_reported IS NULL")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .expect("readable");
    assert_eq!(reworked, ["A3"]);
}
