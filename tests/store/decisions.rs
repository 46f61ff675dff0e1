//! What people decide, and that it stays.

use actant::schema::EntityType;
use actant::store::{Action, Build, Decision, DocumentRecord, Effect, Filter, Graph, Run, Store, StoreError, Verdict};

use super::{build, folder, said};
use crate::records::{Article, schema};

fn decision(second: u32, action: Action) -> Decision {
    Decision { action, author: "ada".to_owned(), at: format!("2026-01-09T08:00:{second:02}Z"), note: None }
}

fn graph(store: &Store) -> Graph {
    store.graph(&schema(), &Filter::default()).expect("a graph")
}

fn articles() -> Vec<DocumentRecord> {
    let person = EntityType::Person;
    vec![
        Article::new("1").entity("Ada Moor", person, Some("Q7"), None).say("Ada Moor", "accuses", "Borduria").done(),
        Article::new("2").entity("A. B. Moor", person, None, None).say("A. B. Moor", "accuses", "Borduria").done(),
        Article::new("3")
            .entity("Jo Lee", person, None, None)
            .entity("Ada Moor", person, None, None)
            .say("Jo Lee", "meets", "Ada Moor")
            .done(),
        Article::new("4").entity("Jo Lee", person, None, None).say("Jo Lee", "accuses", "Borduria").done(),
        Article::new("5").entity("Cy Orr", person, None, None).say("Cy Orr", "leads", "Borduria").done(),
    ]
}

fn merge(store: &Store, names: &[&str]) -> Action {
    let graph = graph(store);
    Action::Merge { entities: names.iter().map(|n| store.name_entity(&graph, n).expect("one entity")).collect() }
}

fn names(graph: &Graph) -> Vec<String> {
    let mut names: Vec<String> = graph.entities.iter().map(|e| format!("{} {}", e.name, e.documents.len())).collect();
    names.sort();
    names
}

#[test]
fn merged_entities_are_one_until_they_are_split() {
    let folder = folder();
    let mut store = build(&folder.path().join("t.actant"), &articles());
    let apart = store.dump().expect("readable");
    let old = store.name_entity(&graph(&store), "A. B. Moor").expect("one entity");
    let merged = decision(1, merge(&store, &["A. B. Moor", "Q7"]));
    assert_eq!(store.decide(std::slice::from_ref(&merged), &schema()).expect("room"), 1);
    let one = graph(&store);
    let moor = &one[store.entity(&one, "Q7").expect("one entity")];
    assert_eq!((moor.id.as_str(), moor.names.len(), moor.documents.len()), ("Q7", 2, 3), "{moor:?}");
    assert!(moor.redirects.contains(&old.id), "{:?}", moor.redirects);
    let accusing = one.edges.iter().find(|e| one[e.source].id == "Q7" && e.relation == "accuses").expect("an edge");
    assert_eq!(accusing.statements.len(), 2);
    // Deciding the same again changes nothing.
    assert_eq!(store.decide(&[merged], &schema()).expect("room"), 0);

    let parts = store.name_parts(&one, "A. B. Moor").expect("it was merged");
    assert_eq!(parts.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), [old.id.as_str()]);
    let split = decision(2, Action::Split { entity: parts[0].clone(), documents: Vec::new() });
    store.decide(&[split], &schema()).expect("room");
    let dump = store.dump().expect("readable");
    let without: Vec<&str> = dump.lines().filter(|l| !l.contains("\"kind\":\"decision\"")).collect();
    assert_eq!(without, apart.lines().collect::<Vec<_>>());
    let effects: Vec<Effect> = store.rulings(&schema()).expect("readable").into_iter().map(|r| r.effect).collect();
    assert_eq!(effects, [Effect::Overruled, Effect::Holds]);
    let error = store.name_parts(&graph(&store), "A. B. Moor").expect_err("nothing is merged").to_string();
    assert!(error.contains("is merged with nothing; --document KEY takes out"), "{error}");
}

#[test]
fn what_one_article_calls_so_can_be_somebody_else() {
    let folder = folder();
    let mut store = build(&folder.path().join("t.actant"), &articles());
    let entity = store.name_entity(&graph(&store), "Jo Lee").expect("one entity");
    let split = Action::Split { entity, documents: vec!["4".to_owned()] };
    store.decide(&[decision(1, split)], &schema()).expect("room");
    assert_eq!(names(&graph(&store)), ["A. B. Moor 1", "Ada Moor 2", "Borduria 4", "Cy Orr 1", "Jo Lee 1", "Jo Lee 1"]);
    let error = store.name_entity(&graph(&store), "Jo Lee").expect_err("there are two");
    let StoreError::Ambiguous { candidates, .. } = &error else { panic!("{error}") };
    let documents: Vec<&str> = candidates.iter().filter_map(|c| c.split(" in ").nth(1)).collect();
    assert_eq!(candidates.len(), 2);
    assert!(documents.contains(&"3") && documents.contains(&"4"), "{candidates:?}");
}

#[test]
fn a_rejected_statement_stays_but_counts_for_nothing() {
    let folder = folder();
    let mut store = build(&folder.path().join("t.actant"), &articles());
    let before = store.dump().expect("readable");
    let id = graph(&store).statements.iter().find(|s| s.relation == "meets").expect("a meeting").id.clone();
    let statement = store.name_statement(&graph(&store), &id).expect("there");
    assert_eq!(statement.words, "Jo Lee meets Ada Moor");
    store.decide(&[decision(1, Action::Reject { statement: statement.clone() })], &schema()).expect("room");
    let rejected = graph(&store);
    let view = rejected.statements.iter().find(|s| s.id == id).expect("it stays");
    assert_eq!((view.verdict, view.edge, view.event), (Some(Verdict::Rejected), None, None));
    assert!(
        rejected.edges.iter().all(|e| e.relation != "meets")
            && rejected.events.iter().all(|e| e.relations != ["meets"])
    );
    assert_eq!(store.counts().expect("readable").edges, rejected.edges.len() as u64);
    assert_eq!(said(&rejected).len(), 5);
    store.decide(&[decision(2, Action::Accept { statement })], &schema()).expect("room");
    let accepted = graph(&store);
    let view = accepted.statements.iter().find(|s| s.id == id).expect("it stays");
    assert_eq!(view.verdict, Some(Verdict::Accepted));
    assert!(view.edge.is_some() && view.event.is_some());
    let dump = store.dump().expect("readable");
    let without: Vec<&str> = dump.lines().filter(|l| !l.contains("\"kind\":\"decision\"")).collect();
    assert_eq!(without, before.lines().collect::<Vec<_>>());
}

#[test]
fn decisions_outlive_a_new_build_and_documents_that_come_and_go() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let mut store = build(&path, &articles());
    let decided = decision(1, merge(&store, &["Q7", "A. B. Moor"]));
    store.decide(&[decided], &schema()).expect("room");
    let expected = store.dump().expect("readable");

    store.remove(&["2".to_owned()], &schema(), &Run::default()).expect("there");
    let rulings = store.rulings(&schema()).expect("readable");
    assert_eq!(rulings[0].effect, Effect::Without("there is no A. B. Moor".to_owned()));
    store.add(&articles()[1..2], &schema(), &Run::default()).expect("room");
    assert_eq!(store.dump().expect("readable"), expected);
    drop(store);

    let mut rebuild = Build::begin(&path).expect("a new file");
    assert_eq!(rebuild.keep_decisions().expect("readable"), 1);
    rebuild.add(&articles()).expect("room");
    let store = rebuild.commit(&schema(), &Run::default()).expect("room");
    assert_eq!(store.dump().expect("readable"), expected);
    drop(store);

    std::fs::OpenOptions::new().write(true).open(&path).and_then(|f| f.set_len(5000)).expect("a damaged file");
    let error = Build::begin(&path).and_then(|mut b| b.keep_decisions()).expect_err("unreadable").to_string();
    assert!(error.contains("cannot be kept") && error.ends_with("--forget-decisions goes on without"), "{error}");
}

#[test]
fn decisions_are_lines_that_come_back_as_they_were_and_are_checked() {
    let folder = folder();
    let store = build(&folder.path().join("t.actant"), &articles());
    let mut decided = decision(1, merge(&store, &["Q7", "A. B. Moor"]));
    decided.note = Some("the \"full\" name\nof her".to_owned());
    assert_eq!(Decision::parse(&decided.line()), Ok(decided.clone()));
    assert_ne!(decided.id(), decision(1, merge(&store, &["Q7", "A. B. Moor"])).id());
    let wrong = |line: &str| Decision::parse(line).expect_err("it is wrong");
    assert!(wrong("{").contains("EOF"));
    assert!(
        wrong("{\"action\":\"bless\",\"author\":\"a\",\"at\":\"2026-01-09T08:00:00Z\"}").contains("unknown variant")
    );
    let merge = |entities: &str, at: &str| {
        wrong(&format!("{{\"action\":\"merge\",\"entities\":[{entities}],\"author\":\"a\",\"at\":\"{at}\"}}"))
    };
    let q1 = "{\"id\":\"Q1\",\"name\":\"X\",\"type\":\"Person\"}";
    assert_eq!(merge(q1, "2026-01-09T08:00:00Z"), "a merge needs at least two different entities");
    assert!(merge(q1, "yesterday").starts_with("`at` is `yesterday`"));
}
