//! The file and its consolidation.

mod bad_input;
mod casualties;
mod changes;
mod decisions;
mod kills;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use actant::schema::EntityType;
use actant::statements::{Modality, Polarity};
use actant::store::{
    Build, DocumentRecord, Emptied, EventStatus, Filter, FilterPart, Graph, Reason, Run, StatementView, Store,
    StoreError,
};
use proptest::prelude::*;

use crate::records::{Article, odd_articles, schema};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn build(path: &Path, documents: &[DocumentRecord]) -> Store {
    let mut build = Build::begin(path).expect("a new file");
    build.add(documents).expect("records that keep to the rules");
    build.commit(&schema(), &Run::default()).expect("room for the file")
}

fn graph(documents: &[DocumentRecord]) -> Graph {
    let folder = folder();
    build(&folder.path().join("t.actant"), documents).graph(&schema(), &Filter::default()).expect("a graph")
}

/// A statement as a reader would put it.
fn words(graph: &Graph, s: &StatementView) -> String {
    let not = if s.polarity == Polarity::Negative { "not " } else { "" };
    format!("{} {not}{} {}", graph[s.source.entity].name, s.relation, graph[s.target.entity].name)
}

fn said(graph: &Graph) -> Vec<String> {
    graph.statements.iter().map(|s| words(graph, s)).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the folder").map(|f| f.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn a_document_comes_back_as_it_was_added() {
    let folder = folder();
    let store = build(&folder.path().join("t.actant"), &odd_articles());
    for record in odd_articles() {
        assert_eq!(store.document(&record.key).expect("readable"), Some(record));
    }
    assert_eq!(store.document("no such key").expect("readable"), None);
}

#[test]
fn every_statement_has_evidence_that_stands_in_the_text() {
    let folder = folder();
    let store = build(&folder.path().join("t.actant"), &odd_articles());
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    assert_eq!(graph.statements.len(), 9);
    for statement in &graph.statements {
        let text = store.document(&graph[statement.document].key).expect("readable").expect("there").text;
        assert!(!statement.evidence.is_empty());
        for evidence in &statement.evidence {
            let (start, end) = evidence.quote.span;
            let stands: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            assert_eq!(*stands, *evidence.quote.text);
            assert!(evidence.is_sentence);
        }
    }
}

#[test]
fn evidence_that_does_not_stand_in_the_text_is_refused() {
    let folder = folder();
    let mut build = Build::begin(&folder.path().join("t.actant")).expect("a new file");
    let refused = |record: DocumentRecord, build: &mut Build| {
        build.add(&[record]).expect_err("a record that contradicts itself").to_string()
    };
    let wrong = Article::new("k").say_that("A", "accuses", "B", |s| s.evidence[0].text = "else".to_owned()).done();
    assert_eq!(refused(wrong, &mut build), "document k: the evidence of a statement (accuses) does not stand at 0..12");
    let none = Article::new("k").say_that("A", "accuses", "B", |s| s.evidence.clear()).done();
    assert_eq!(refused(none, &mut build), "document k: a statement (accuses) has no evidence");
    let beyond = Article::new("k").say_that("A", "accuses", "B", |s| s.evidence[0].span.1 = 999).done();
    assert!(refused(beyond, &mut build).contains("does not stand at 0..999"));
    let dangling = Article::new("k").say_that("A", "accuses", "B", |s| s.target.entity = 7).done();
    assert!(refused(dangling, &mut build).contains("refers to an entity or mention that is not there"));
    let date = Article::new("k").say_that("A", "accuses", "B", |s| s.date = Some("May".to_owned())).done();
    assert_eq!(refused(date, &mut build), "document k: the date of a statement (accuses) is `May`");
}

#[test]
fn entities_join_by_wikidata_id_then_by_name_type_and_country() {
    let person = EntityType::Person;
    let graph = graph(&[
        Article::new("1").entity("Ada Moor", person, Some("Q7"), None).say("Ada Moor", "accuses", "Nuevo Rico").done(),
        Article::new("2").entity("A. Moor", person, Some("Q7"), None).say("A. Moor", "accuses", "NUEVO RICO").done(),
        Article::new("3").entity("Ada Moor", person, None, None).say("Ada Moor", "accuses", "Nuévo Rico").done(),
        Article::new("4").entity("Jo Lee", person, None, Some("Q1")).say("Jo Lee", "accuses", "X").done(),
        Article::new("5").entity("Jo Lee", person, None, Some("Q2")).say("Jo Lee", "accuses", "X").done(),
        Article::new("6").entity("Jo Lee", person, None, None).say("Jo Lee", "accuses", "X").done(),
    ]);
    let of = |name: &str| {
        graph
            .entities
            .iter()
            .filter(|e| e.name == name)
            .map(|e| {
                let documents: Vec<&str> = e.documents.iter().map(|d| graph[*d].key.as_str()).collect();
                format!("{} {} {:?}", e.country.as_deref().unwrap_or("-"), documents.join(" "), e.members[0].reason)
            })
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(of("Ada Moor"), BTreeSet::from(["- 1 2 3 SameWikidata".to_owned()]));
    assert_eq!(of("Jo Lee"), BTreeSet::from(["Q1 4 SameName", "Q2 5 SameName", "- 6 SameName"].map(str::to_owned)));
    let moor = graph.entities.iter().find(|e| e.name == "Ada Moor").expect("Ada Moor");
    assert_eq!(moor.id, "Q7");
    assert_eq!(moor.members[2].reason, Reason::NameOfLinked);
    assert!(moor.redirects[0].starts_with("ada_moor-"), "{:?}", moor.redirects);
    // Three spellings of equal frequency: the first of them in the alphabet is the name.
    assert_eq!(of("NUEVO RICO"), BTreeSet::from(["- 1 2 3 SameName".to_owned()]));
}

#[test]
fn what_bears_no_name_joins_nothing_outside_its_document() {
    let graph = graph(&[
        Article::new("1").say("the protesters", "accuses", "X").say("the protesters", "accuses", "Y").done(),
        Article::new("2").say("the protesters", "accuses", "X").done(),
    ]);
    let groups: Vec<_> = graph.entities.iter().filter(|e| e.name == "the protesters").collect();
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().all(|e| e.members.len() == 1 && e.members[0].reason == Reason::Unnamed));
}

#[test]
fn statements_of_one_happening_make_one_event() {
    let on = |date: &str| {
        let date = date.to_owned();
        move |s: &mut actant::store::StatementRecord| s.date = Some(date)
    };
    let graph = graph(&[
        Article::new("1").published("2026-01-08").say_that("A", "meets", "B", on("2026-01-07")).done(),
        Article::new("2").published("2026-01-09").say_that("B", "meets", "A", on("2026-01")).done(),
        Article::new("3").published("2026-01-10").say_that("A", "meets", "B", on("2025-12-01")).done(),
        // Two December days make "2025-12" ambiguous; it stays a happening of its own.
        Article::new("4").published("2026-01-10").say_that("A", "meets", "B", on("2025-12-02")).done(),
        Article::new("5").published("2026-01-11").say_that("A", "meets", "B", on("2025-12")).done(),
        Article::new("6").say("A", "accuses", "B").say("A", "condemns", "B").say("A", "leads", "B").done(),
        Article::new("7").say("A", "accuses", "B").sentence("It rained.").done(),
    ]);
    let events: BTreeSet<String> = graph
        .events
        .iter()
        .map(|e| {
            let documents: Vec<&str> = e.documents.iter().map(|d| graph[*d].key.as_str()).collect();
            let (source, target) = (&graph[e.source].name, &graph[e.target].name);
            let date = e.date.as_deref().unwrap_or("-");
            format!("{source} {} {target} {date} in {}", e.relations.join("+"), documents.join(" "))
        })
        .collect();
    let expected = [
        "A meets B 2026-01-07 in 1 2",
        "A meets B 2025-12-01 in 3",
        "A meets B 2025-12-02 in 4",
        "A meets B 2025-12 in 5",
        "A accuses+condemns B - in 6",
        "A accuses B - in 7",
    ];
    assert_eq!(events, expected.map(str::to_owned).into());
    assert!(graph.statements.iter().all(|s| s.event.is_some() == (s.relation != "leads")));
}

#[test]
fn what_an_article_tells_without_a_date_belongs_to_the_one_time_it_tells() {
    let on = |date: &'static str| move |s: &mut actant::store::StatementRecord| s.date = Some(date.to_owned());
    let graph = graph(&[
        Article::new("1")
            .published("2026-01-09")
            .say_that("A", "attacks", "B", on("2026-01-07"))
            .say("A", "attacks", "B")
            .say_that("A", "attacks", "B", |s| s.modality = Modality::Planned)
            .done(),
        // A copy tells of the same, also where it tells no date.
        Article::new("2").published("2026-01-08").say("C", "accuses", "D").done(),
        Article::new("3").published("2026-01-09").say("C", "accuses", "D").done(),
        Article::new("4")
            .say_that("E", "attacks", "F", on("2026-01-07"))
            .say_that("E", "attacks", "F", on("2026-01-08"))
            .say("E", "attacks", "F")
            .done(),
    ]);
    let mut events: Vec<String> = graph
        .events
        .iter()
        .map(|e| {
            let documents: Vec<&str> = e.documents.iter().map(|d| graph[*d].key.as_str()).collect();
            let (date, first) = (e.date.as_deref().unwrap_or("-"), e.first_reported.as_deref().unwrap_or("-"));
            let (name, of) = (&graph[e.source].name, documents.join(" "));
            format!(
                "{name} {date}: {} in {of}, {} independent, first {first}",
                e.statements.len(),
                e.independent_documents
            )
        })
        .collect();
    events.sort();
    assert_eq!(
        events,
        [
            "A -: 1 in 1, 1 independent, first 2026-01-09",
            "A 2026-01-07: 2 in 1, 1 independent, first 2026-01-09",
            "C -: 2 in 2 3, 1 independent, first 2026-01-08",
            "E -: 1 in 4, 1 independent, first -",
            "E 2026-01-07: 1 in 4, 1 independent, first -",
            "E 2026-01-08: 1 in 4, 1 independent, first -",
        ]
    );
}

#[test]
fn an_event_that_is_only_denied_or_planned_or_claimed_says_so() {
    let graph = graph(&[
        Article::new("1").say("A", "accuses", "B").done(),
        Article::new("2").say_that("C", "accuses", "D", |s| s.polarity = Polarity::Negative).done(),
        Article::new("3").say_that("E", "meets", "F", |s| s.modality = Modality::Planned).done(),
        Article::new("4").quote("S", "G", "attacks", "H").done(),
    ]);
    let status = |source: &str| {
        graph.events.iter().find(|e| graph[e.source].name == source).map(|e| e.status).expect("an event")
    };
    assert_eq!(
        ["A", "C", "E", "G"].map(status),
        [EventStatus::Reported, EventStatus::Denied, EventStatus::Prospective, EventStatus::Claimed]
    );
    let direct: Vec<&str> = graph.edges.iter().filter(|e| e.direct).map(|e| graph[e.source].name.as_str()).collect();
    assert_eq!(direct, ["A"]);
}

#[test]
fn an_edge_sums_up_what_is_said_for_and_against() {
    let graph = graph(&[
        Article::new("1").published("2026-01-08").say("A", "accuses", "B").sentence("It rained.").done(),
        Article::new("2")
            .published("2026-01-03")
            .say_that("A", "accuses", "B", |s| s.polarity = Polarity::Negative)
            .done(),
        // A wire copy of the first article corroborates nothing.
        Article::new("3").published("2026-01-09").say("A", "accuses", "B").sentence("It  RAINED.").done(),
    ]);
    let [edge] = graph.edges.as_slice() else { panic!("one edge: {:?}", graph.edges) };
    assert_eq!((edge.positive, edge.negative, edge.actual), (2, 1, 2));
    assert_eq!(edge.first_reported.as_deref(), Some("2026-01-03"));
    assert_eq!(edge.last_reported.as_deref(), Some("2026-01-09"));
    assert_eq!((edge.documents.len(), edge.independent_documents), (3, 2));
    let copy = graph.documents.iter().find(|d| d.key == "3").expect("the copy");
    assert_eq!(copy.copy_of.map(|d| graph[d].key.as_str()), Some("1"));
}

#[test]
fn filters_keep_what_they_ask_for_and_ids_stay() {
    let folder = folder();
    let store = build(&folder.path().join("t.actant"), &odd_articles());
    let part = |filter: Filter| store.graph(&schema(), &filter).expect("a graph");
    let whole = part(Filter::default());

    let accusing = part(Filter { relations: vec!["accuses".to_owned()], ..Filter::default() });
    assert_eq!(
        said(&accusing),
        [
            "Borduria not accuses Syldavia",
            "Syldavia accuses Borduria",
            "the two <ministers> accuses Borduria",
            "Syldavia accuses Borduria",
        ]
    );
    let ids = |g: &Graph| -> BTreeSet<String> {
        g.statements
            .iter()
            .map(|s| &s.id)
            .chain(g.edges.iter().map(|e| &e.id))
            .chain(g.events.iter().map(|e| &e.id))
            .cloned()
            .collect()
    };
    assert!(ids(&accusing).is_subset(&ids(&whole)));

    let near = part(Filter { entities: vec!["zoë o'hara".to_owned()], ..Filter::default() });
    assert_eq!(said(&near), [] as [&str; 0]);
    let near =
        part(Filter { entities: vec!["Q1".to_owned()], document: Some("c.txt".to_owned()), ..Filter::default() });
    assert_eq!(said(&near), ["Syldavia accuses Borduria"]);
    let two_steps = Filter {
        entities: vec!["Q1".to_owned()],
        hops: Some(2),
        document: Some("c.txt".to_owned()),
        ..Filter::default()
    };
    assert_eq!(said(&part(two_steps)), ["Syldavia accuses Borduria", "the two <ministers> accuses Borduria"]);

    let early = part(Filter { until: Some("2026-01-07".to_owned()), ..Filter::default() });
    assert_eq!(said(&early), ["Syldavia condemns Borduria", "Syldavia accuses Borduria", "Syldavia accuses Borduria"]);
    let late = part(Filter {
        since: Some("2026-01-10".to_owned()),
        until: Some("2026-01-10".to_owned()),
        relations: vec!["accuses".to_owned()],
        ..Filter::default()
    });
    assert_eq!(said(&late), ["Syldavia accuses Borduria", "the two <ministers> accuses Borduria"]);
    let denied = part(Filter { polarity: Some(Polarity::Negative), ..Filter::default() });
    assert_eq!(said(&denied), ["Borduria not accuses Syldavia"]);
    let planned = part(Filter { modalities: vec![Modality::Planned], ..Filter::default() });
    assert_eq!(said(&planned), ["Syldavia meets the two <ministers>"]);
    let sure = part(Filter { min_confidence: Some(0.75), ..Filter::default() });
    assert_eq!(said(&sure), ["Borduria meets Syldavia"]);
    let surer = part(Filter { min_confidence: Some(0.76), ..Filter::default() });
    assert_eq!(said(&surer), [] as [&str; 0]);
    let conflict = part(Filter { classes: vec!["ASSAULT".to_owned(), "STANDING".to_owned()], ..Filter::default() });
    assert_eq!(said(&conflict), ["Borduria attacks Syldavia", "Muskar \"the XII\"\n\tOttokar leads Syldavia"]);
    let both = vec!["Q1".to_owned(), "Borduria".to_owned()];
    let between = part(Filter { entities: both, hops: Some(0), ..Filter::default() });
    assert!(said(&between).iter().all(|s| s.contains("Syldavia") && s.contains("Borduria")), "{:?}", said(&between));
    let house = part(Filter { publisher: Some("Klow Courier & Sons <\"Ltd\">".to_owned()), ..Filter::default() });
    assert!(house.statements.iter().all(|s| house[s.document].key != "b/é̂ ünïcode 北京"));
    let top = part(Filter { top: Some(2), ..Filter::default() });
    assert!(said(&top).iter().all(|s| s.contains("Syldavia") && s.contains("Borduria")), "{:?}", said(&top));
    let roll =
        part(Filter { document: Some("https://news.example/a?q=<x>&\"{}|\\^`".to_owned()), ..Filter::default() });
    assert_eq!(roll.statements.len(), 3);
    for g in [&accusing, &near, &early, &late, &denied, &planned, &house, &top, &roll] {
        for (i, edge) in g.edges.iter().enumerate() {
            assert!(edge.statements.iter().all(|s| g[*s].edge.map(|e| e.index()) == Some(i)));
        }
        for (i, event) in g.events.iter().enumerate() {
            assert!(!event.statements.is_empty());
            assert!(event.statements.iter().all(|s| g[*s].event.map(|e| e.index()) == Some(i)));
        }
    }
}

#[test]
fn a_filter_that_leaves_nothing_says_which_condition_did_that() {
    let folder = folder();
    let store = build(&folder.path().join("t.actant"), &odd_articles());
    let emptied = |filter: Filter| store.select(&schema(), &filter).expect("a selection").emptied;
    assert_eq!(emptied(Filter::default()), None);
    let relations = vec!["accuses".to_owned()];
    let late = Filter { relations: relations.clone(), since: Some("2027".to_owned()), ..Filter::default() };
    assert_eq!(emptied(late), Some(Emptied { by: FilterPart::Since, before: 4 }));
    let lonely = Filter { relations, entities: vec!["zoë o'hara".to_owned()], ..Filter::default() };
    assert_eq!(emptied(lonely), Some(Emptied { by: FilterPart::Entity, before: 4 }));
}

#[test]
fn a_filter_that_names_nothing_there_is_an_error() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let store = build(&path, &odd_articles());
    let error = |filter: Filter| store.graph(&schema(), &filter).expect_err("nothing there").to_string();
    let path = path.display();
    assert_eq!(
        error(Filter { entities: vec!["Nobody".to_owned()], ..Filter::default() }),
        format!("{path} holds no entity Nobody")
    );
    assert_eq!(
        error(Filter { entities: vec!["Sildaviya".to_owned()], ..Filter::default() }),
        format!("{path} holds no entity Sildaviya; did you mean Syldavia?")
    );
    assert_eq!(
        error(Filter { document: Some("b".to_owned()), ..Filter::default() }),
        format!("{path} holds no document b")
    );
    assert_eq!(
        error(Filter { since: Some("yesterday".to_owned()), ..Filter::default() }),
        "`yesterday` is no date; write a day (2026-01-07), a month (2026-01) or a year (2026)"
    );
}

#[test]
fn adding_and_removing_is_nothing_and_replacing_is_the_new_document() {
    let folder = folder();
    let (schema, run) = (schema(), Run::default());
    let articles = odd_articles();
    let mut store = build(&folder.path().join("t.actant"), &articles[..2]);
    let before = store.dump().expect("readable");
    let changes = store.add(&articles[2..], &schema, &run).expect("room");
    assert_eq!(changes.added, ["c.txt", "empty"]);
    assert_ne!(store.dump().expect("readable"), before);
    let changes = store.remove(&["c.txt".to_owned(), "empty".to_owned()], &schema, &run).expect("there");
    assert_eq!(changes.removed, ["c.txt", "empty"]);
    assert_eq!(store.dump().expect("readable"), before);

    let changed = Article::new("b/é̂ ünïcode 北京").say("A", "accuses", "B").done();
    let changes = store.replace(std::slice::from_ref(&changed), &schema, &run).expect("room");
    assert_eq!(changes.replaced, ["b/é̂ ünïcode 北京"]);
    let scratch = build(&folder.path().join("s.actant"), &[changed.clone(), articles[0].clone()]);
    assert_eq!(store.dump().expect("readable"), scratch.dump().expect("readable"));
    let found = store.search("accuses B", 9).expect("readable").sentences;
    let found: Vec<_> = found.iter().map(|s| (s.document.as_str(), s.text.as_str())).collect();
    assert_eq!(found, [(changed.key.as_str(), "A accuses B.")]);
    let changes = store.replace(&[changed], &schema, &run).expect("room");
    assert_eq!(changes.unchanged, ["b/é̂ ünïcode 北京"]);

    let error = store.remove(&["nowhere".to_owned()], &schema, &run).expect_err("no such document");
    assert!(error.to_string().ends_with("holds no document nowhere"), "{error}");
    assert_eq!(store.dump().expect("readable"), scratch.dump().expect("readable"));
    assert_eq!(store.runs().expect("readable").len(), 5);
}

#[test]
fn a_page_key_removes_all_articles_of_its_roll() {
    let folder = folder();
    let rolls = ["roll#1", "roll#2", "rollmop"].map(|key| Article::new(key).say("A", "accuses", "B").done());
    let mut store = build(&folder.path().join("t.actant"), &rolls);
    let changes = store.remove(&["roll".to_owned()], &schema(), &Run::default()).expect("there");
    assert_eq!(changes.removed, ["roll#1", "roll#2"]);
    assert_eq!(store.keys().expect("readable"), ["rollmop"]);
}

#[test]
fn a_build_that_is_dropped_leaves_the_old_file_and_no_other() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let before = build(&path, &odd_articles()).dump().expect("readable");
    let mut draft = Build::begin(&path).expect("a new file");
    draft.add(&[Article::new("new").say("A", "accuses", "B").done()]).expect("room");
    drop(draft);
    assert_eq!(files(folder.path()), std::slice::from_ref(&path));
    assert_eq!(Store::open(&path).expect("the old file").dump().expect("readable"), before);
}

#[test]
fn a_full_disk_leaves_the_old_file_and_names_it() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let mut store = build(&path, &odd_articles());
    let before = store.dump().expect("readable");
    let long = Article::new("long").sentence(&"many words ".repeat(100_000)).say("A", "accuses", "B").done();
    let expected = format!("no space left while writing {}; what stood there before is unchanged", path.display());

    store.limit(300_000).expect("a limit");
    let error = store.add(std::slice::from_ref(&long), &schema(), &Run::default()).expect_err("no room");
    assert_eq!(error.to_string(), expected);
    assert_eq!(store.dump().expect("readable"), before);

    let mut draft = Build::begin(&path).expect("a new file");
    draft.limit(300_000).expect("a limit");
    assert_eq!(draft.add(&[long]).expect_err("no room").to_string(), expected);
    drop(draft);
    assert_eq!(files(folder.path()), std::slice::from_ref(&path));
    assert_eq!(Store::open(&path).expect("the old file").dump().expect("readable"), before);
}

#[test]
fn what_is_no_actant_file_is_refused_and_left_as_it_is() {
    let folder = folder();
    let database = folder.path().join("other.db");
    rusqlite::Connection::open(&database)
        .and_then(|c| c.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)"))
        .expect("a database of another program");
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "my notes\n".repeat(20)).expect("a text");
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "").expect("an empty file");
    let cases = [
        (database, "it is a database of another program"),
        (text, "it is of another kind"),
        (empty, "it is empty"),
        (folder.path().to_path_buf(), "it is a folder"),
    ];
    for (path, reason) in &cases {
        let before = path.is_file().then(|| std::fs::read(path).expect("readable"));
        let message = format!("{} is not an actant file ({reason}); it is left as it is", path.display());
        assert_eq!(Build::begin(path).expect_err("refused").to_string(), message);
        assert_eq!(Store::open(path).expect_err("refused").to_string(), message);
        assert_eq!(Store::open_read_only(path).expect_err("refused").to_string(), message);
        assert_eq!(path.is_file().then(|| std::fs::read(path).expect("readable")), before);
    }
    assert_eq!(files(folder.path()).len(), 3);
    let missing = folder.path().join("none.actant");
    assert_eq!(
        Store::open(&missing).expect_err("nothing there").to_string(),
        format!("{} does not exist", missing.display())
    );
    assert!(!missing.exists());
    let nowhere = folder.path().join("no/folder/t.actant");
    assert_eq!(
        Build::begin(&nowhere).expect_err("no folder").to_string(),
        format!("cannot write beside {}", nowhere.display())
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_no_actant_file() {
    let error = Build::begin(Path::new("/dev/full")).expect_err("refused").to_string();
    assert_eq!(error, "/dev/full is not an actant file (it is no regular file); it is left as it is");
}

#[test]
fn a_cut_or_newer_file_is_told_apart() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    drop(build(&path, &odd_articles()));
    let whole = std::fs::read(&path).expect("readable");

    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_i32.to_be_bytes());
    std::fs::write(&path, newer).expect("writable");
    assert_eq!(
        Store::open(&path).expect_err("too new").to_string(),
        format!("{} has format 99; this program reads up to format 4", path.display())
    );

    std::fs::write(&path, &whole[..whole.len() / 2]).expect("writable");
    let cut = Store::open_read_only(&path).and_then(|s| s.graph(&schema(), &Filter::default()));
    assert!(matches!(cut, Err(StoreError::Damaged { .. })), "{cut:?}");

    // A build may take the place of a damaged actant file.
    drop(build(&path, &odd_articles()));
    assert_eq!(Store::open(&path).expect("whole again").keys().expect("readable").len(), 4);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = folder();
    let (path, link) = (folder.path().join("t.actant"), folder.path().join("link.actant"));
    drop(build(&path, &[]));
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    drop(build(&link, &odd_articles()));
    assert!(link.symlink_metadata().expect("the link").is_symlink());
    assert_eq!(Store::open(&path).expect("the file").keys().expect("readable").len(), 4);
}

#[test]
fn a_reader_sees_the_old_file_until_the_new_one_is_whole() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    drop(build(&path, &odd_articles()[..1]));
    let mut draft = Build::begin(&path).expect("a new file");
    draft.add(&odd_articles()).expect("room");
    assert_eq!(Store::open_read_only(&path).expect("the old file").keys().expect("readable").len(), 1);
    let store = draft.commit(&schema(), &Run::default()).expect("room");
    assert_eq!(store.counts().expect("readable").documents, 4);
}

/// The child of the next test: begins a build and then waits to be killed.
#[test]
fn a_child_that_builds_until_it_is_killed() {
    let Ok(path) = std::env::var("ACTANT_TEST_BUILD_AT") else { return };
    let mut draft = Build::begin(Path::new(&path)).expect("a new file");
    draft.add(&odd_articles()[1..]).expect("room");
    std::fs::write(format!("{path}.begun"), "").expect("writable");
    std::thread::sleep(std::time::Duration::from_secs(60));
    draft.commit(&schema(), &Run::default()).expect("never reached");
}

#[test]
fn a_kill_during_a_build_leaves_the_old_file() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let before = build(&path, &odd_articles()[..1]).dump().expect("readable");
    let begun = folder.path().join("t.actant.begun");
    let mut child = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["store::a_child_that_builds_until_it_is_killed", "--exact"])
        .env("ACTANT_TEST_BUILD_AT", &path)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a child");
    for _ in 0..600 {
        if begun.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(begun.exists(), "the child never began");
    child.kill().expect("a child to kill");
    child.wait().expect("a killed child");
    let mut store = Store::open(&path).expect("the old file");
    assert_eq!(store.dump().expect("readable"), before);
    store.add(&odd_articles()[1..], &schema(), &Run::default()).expect("still usable");
    drop(store);

    // The next build sweeps up what the killed one has left, and nothing else.
    assert_eq!(files(folder.path()).len(), 3, "{:?}", files(folder.path()));
    let backup = folder.path().join("t.actant-backup.unfinished");
    std::fs::copy(&path, &backup).expect("a copy that only looks like a rest");
    let alive = Build::begin(&path).expect("a new file");
    drop(build(&path, &odd_articles()[..1]));
    assert_eq!(files(folder.path()).len(), 4, "{:?}", files(folder.path()));
    drop(alive);
    assert_eq!(files(folder.path()), [path, backup, begun]);
}

/// Small worlds: a few names, so that documents share entities, events and sentences.
fn documents() -> impl Strategy<Value = Vec<DocumentRecord>> {
    let name = prop::sample::select(vec!["Ada", "ADA", "Bo \"b\"", "Éa\u{301}", "the crowd", "<C>", "D\\\u{0}"]);
    let relation = prop::sample::select(vec!["accuses", "condemns", "meets", "leads", "unknown"]);
    let date = prop::sample::select(vec![None, Some("2026"), Some("2026-01"), Some("2026-01-07"), Some("2026-01-08")]);
    let statement = (name.clone(), relation, name, date, any::<[bool; 3]>());
    let article = (prop::collection::vec(statement, 0..5), prop::option::of(1..28u8), any::<[bool; 3]>());
    prop::collection::vec(article, 1..6).prop_map(|articles| {
        articles
            .into_iter()
            .enumerate()
            .map(|(i, (statements, day, [linked, country, person]))| {
                let mut article = Article::new(&format!("k{i}"));
                if let Some(day) = day {
                    article = article.published(&format!("2026-01-{day:02}"));
                }
                let entity_type = if person { EntityType::Person } else { EntityType::Country };
                article = article.entity("Ada", entity_type, linked.then_some("Q7"), country.then_some("Q1"));
                for (source, relation, target, date, [negative, quoted, planned]) in statements {
                    let change = |s: &mut actant::store::StatementRecord| {
                        s.date = date.map(str::to_owned);
                        if negative {
                            s.polarity = Polarity::Negative;
                        }
                        if planned {
                            s.modality = Modality::Planned;
                        }
                    };
                    article = if quoted {
                        article.quote("Ada", source, relation, target)
                    } else {
                        article.say_that(source, relation, target, change)
                    };
                }
                article.done()
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_additions_gives_the_same_content(
        (documents, shuffled, cut) in documents().prop_flat_map(|d| {
            let n = d.len();
            (Just(d.clone()), Just(d).prop_shuffle(), 0..=n)
        })
    ) {
        let folder = folder();
        let schema = schema();
        let expected = build(&folder.path().join("a.actant"), &documents);
        let mut store = build(&folder.path().join("b.actant"), &shuffled[..cut]);
        store.add(&shuffled[cut..], &schema, &Run::default()).expect("room");
        prop_assert_eq!(expected.dump().expect("readable"), store.dump().expect("readable"));
        prop_assert_eq!(
            expected.graph(&schema, &Filter::default()).expect("a graph"),
            store.graph(&schema, &Filter::default()).expect("a graph")
        );
    }

    #[test]
    fn adding_then_removing_any_documents_is_nothing(documents in documents(), cut in 0usize..5) {
        let folder = folder();
        let schema = schema();
        let cut = cut.min(documents.len());
        let mut store = build(&folder.path().join("a.actant"), &documents[cut..]);
        let before = store.dump().expect("readable");
        store.add(&documents[..cut], &schema, &Run::default()).expect("room");
        let keys: Vec<String> = documents[..cut].iter().map(|d| d.key.clone()).collect();
        store.remove(&keys, &schema, &Run::default()).expect("there");
        prop_assert_eq!(before, store.dump().expect("readable"));
    }

    #[test]
    fn of_two_documents_with_one_key_the_same_one_stays_in_any_order(documents in documents()) {
        let folder = folder();
        let same_key: Vec<DocumentRecord> =
            documents.into_iter().map(|mut d| { "k".clone_into(&mut d.key); d }).collect();
        let reversed: Vec<DocumentRecord> = same_key.iter().rev().cloned().collect();
        let one = build(&folder.path().join("a.actant"), &same_key);
        let other = build(&folder.path().join("b.actant"), &reversed);
        prop_assert_eq!(one.keys().expect("readable"), ["k"]);
        prop_assert_eq!(one.dump().expect("readable"), other.dump().expect("readable"));
    }
}
