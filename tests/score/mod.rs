//! The score gives the figures of the gold's own scorer, which made `expected.json` and
//! `expected-entities.json` from the same files.

use std::fs;
use std::path::{Path, PathBuf};

use actant::ingest::{Options, Reader, Source};
use actant::pipeline::Pipeline;
use actant::schema::Schema;
use actant::score::{self, Gold, Losses, PredictedEntity, Prediction, Verdict};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("a file of the test")
}

fn schema() -> Schema {
    Schema::built_in().expect("the built-in schema keeps to the rules")
}

fn gold() -> Gold {
    Gold::read(&folder().join("gold")).expect("the gold of the test")
}

fn predictions(text: &str) -> Vec<Prediction> {
    score::read_lines(Path::new("statements.jsonl"), text).expect("lines of statements")
}

/// The figures by name, such as `events.f1`; two ways of reading a number may differ in the last bit.
fn figures(value: &serde_json::Value, name: &str, found: &mut Vec<(String, f64)>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(field, value)| figures(value, &format!("{name}.{field}"), found));
        }
        number => found.push((name.to_owned(), (number.as_f64().expect("a figure") * 1e12).round() / 1e12)),
    }
}

fn assert_figures(report: &impl serde::Serialize, expected: &str) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    figures(&serde_json::to_value(report).expect("a report is JSON"), "", &mut ours);
    figures(&serde_json::from_str(&text(expected)).expect("JSON"), "", &mut theirs);
    assert_eq!(ours, theirs);
}

#[test]
fn statements_are_scored_as_the_golds_own_scorer_does() {
    let report = score::score(&schema(), &gold(), &predictions(&text("statements.jsonl"))).expect("known documents");
    assert_figures(&report, "expected.json");
}

#[test]
fn entities_are_scored_as_the_golds_own_scorer_does() {
    let lines = text("entities.jsonl");
    let entities: Vec<PredictedEntity> = score::read_lines(Path::new("entities.jsonl"), &lines).expect("lines");
    assert_figures(&score::score_entities(&gold(), &entities), "expected-entities.json");
}

#[test]
fn every_mistake_is_named_with_its_words() {
    let report = score::score(&schema(), &gold(), &predictions(&text("statements.jsonl"))).expect("known documents");
    let list = report.mistake_list();
    for line in [
        "wrong   strait  Halloran accuses Korland | Tavrian President Edvin Halloran accused Korland of smuggling.",
        "wrong   vale  Whitcombe praises Rourke | Rourke praised Whitcombe.",
        "missed  vale  rourke praises whitcombe | Rourke praised Whitcombe",
        "missed  strait  ferreby leads korland | Korland's prime minister, Jonas Ferreby",
    ] {
        assert!(list.lines().any(|l| l == line), "{line} is missing in\n{list}");
    }
}

#[test]
fn relations_have_rows_of_their_own() {
    let report = score::score(&schema(), &gold(), &predictions(&text("statements.jsonl"))).expect("known documents");
    let table = report.relation_table();
    let row = |name: &str| table.lines().find(|l| l.starts_with(name)).expect("a row").to_owned();
    assert_eq!(row("leads").split_whitespace().collect::<Vec<_>>(), ["leads", "1", "1", "1", "0.50", "0.50", "0.50"]);
}

#[test]
fn gold_given_as_prediction_is_all_right() {
    let gold = gold();
    let mut lines = String::new();
    for document in &gold.documents {
        let end = |id: &str| {
            let entity = document.entities.iter().find(|e| e.id == id).expect("an entity of the document");
            serde_json::json!({"name": entity.name, "wikidata": entity.wikidata})
        };
        for s in document.statements.iter().filter(|s| s.certain) {
            let evidence: Vec<_> = s.evidence.iter().map(|e| serde_json::json!({"text": e})).collect();
            let line = serde_json::json!({
                "document": document.doc, "relation": s.relation, "source": end(&s.source[0]),
                "target": end(&s.target[0]), "polarity": s.polarity, "modality": s.modality, "date": s.date,
                "attribution": s.attribution.as_deref().map(end), "evidence": evidence,
            });
            lines.push_str(&format!("{line}\n"));
        }
    }
    let report = score::score(&schema(), &gold, &predictions(&lines)).expect("known documents");
    for section in [&report.events, &report.standing, &report.class] {
        assert_eq!((section.total.wrong, section.total.missed), (0, 0), "{section}");
    }
    assert_eq!(report.attributes.date, Some(1.0));
    assert_eq!(report.attributes.attribution, Some(1.0));
}

#[test]
fn a_document_without_gold_is_an_error() {
    let line = r#"{"document": "nowhere#2", "relation": "meets", "source": {}, "target": {}}"#;
    let error = score::score(&schema(), &gold(), &predictions(line)).expect_err("no such document");
    assert_eq!(error.to_string(), "no gold for document `nowhere` (1 such)");
}

#[test]
fn a_broken_line_is_named_by_its_number() {
    let error =
        score::read_lines::<Prediction>(Path::new("s.jsonl"), "\n{\"document\": 3}\n").expect_err("no statement");
    assert_eq!(error.to_string(), "s.jsonl:2: not a line of `actant export`");
}

#[test]
fn a_folder_without_gold_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let error = Gold::read(folder.path()).expect_err("no gold");
    assert!(error.to_string().contains("holds no gold articles"), "{error}");
}

#[test]
fn gold_that_names_an_unknown_entity_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let statement = r#"{"id": "s1", "source": ["x"], "relation": "meets", "target": ["x"], "polarity": "positive",
        "modality": "actual", "evidence": [], "certain": true}"#;
    let article = format!(r#"{{"doc": "a", "entities": [], "statements": [{statement}]}}"#);
    fs::write(folder.path().join("a.json"), article).expect("room for the file");
    let error = Gold::read(folder.path()).expect_err("a dangling id");
    assert!(error.to_string().ends_with("statement `s1` names the entity `x`, which the document does not list"));
}

#[test]
fn each_prediction_has_a_verdict_in_the_way_of_counting_that_it_belongs_to() {
    let predictions = predictions(&text("statements.jsonl"));
    let report = score::score(&schema(), &gold(), &predictions).expect("known documents");
    for section in [&report.events, &report.standing] {
        let count = |verdict| section.verdicts.values().filter(|v| **v == verdict).count();
        assert_eq!((count(Verdict::Right), count(Verdict::Wrong)), (section.total.right, section.total.wrong));
    }
    let wrong =
        predictions.iter().position(|p| p.relation == "accuses" && p.source.name.as_deref() == Some("Halloran"));
    assert_eq!(report.events.verdicts[&wrong.expect("the prediction")], Verdict::Wrong);
}

const HARBOUR: &str = "Kenya accused Uganda of theft on Monday.\n\nKenya tickled Uganda with a feather.\n\n\
    The embassy was closed.\n\nAfter the storm in Kenya, boats were mended and Uganda sold fish.\n\n\
    The tall mechanic accused Uganda of sloth.\n\nKenya met envoys of Uganda.\n\nRunning water harmed Uganda.\n";

/// What is lost of a gold of one article, where `lines` are predicted: each statement is source, relation, target,
/// evidence.
fn lost(statements: &[[&str; 4]], lines: &str) -> Losses {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let entity = |id: &str, name: &str, mentions: &[&str]| serde_json::json!({"id": id, "name": name, "type": "Country", "wikidata": null, "mentions": mentions});
    let statements: Vec<_> = statements
        .iter()
        .enumerate()
        .map(|(i, [source, relation, target, evidence])| {
            serde_json::json!({"id": format!("s{i}"), "source": [source], "relation": relation, "target": [target],
                "polarity": "positive", "modality": "actual", "evidence": [evidence], "certain": true})
        })
        .collect();
    let gold = serde_json::json!({"doc": "harbour", "statements": statements, "entities": [
        entity("kenya", "Kenya", &[]), entity("uganda", "Uganda", &[]),
        entity("hale", "Desmond Hale", &["the tall mechanic"]), entity("water", "running water", &["running"]),
    ]});
    fs::write(folder.path().join("harbour.json"), gold.to_string()).expect("room for the file");
    let article = serde_json::json!({"id": "harbour", "text": HARBOUR, "date": "2026-01-10"});
    let articles = folder.path().join("articles.jsonl");
    fs::write(&articles, format!("{article}\n")).expect("room for the file");
    let gold = Gold::read(folder.path()).expect("the gold of the test");
    let pipeline = Pipeline::new(schema()).expect("the stages can be set up");
    let reader = Reader::new(pipeline.schema(), Options::default()).expect("the built-in schema");
    let reading = reader.read(&Source::file(&articles)).expect("a readable file");
    let analyses: Vec<_> = reading.articles.into_iter().map(|article| pipeline.analyse(article)).collect();
    let predictions = predictions(lines);
    let report = score::score(pipeline.schema(), &gold, &predictions).expect("a known document");
    score::losses(&pipeline, &gold, &analyses, &predictions, &report)
}

fn line(source: &str, relation: &str, target: &str, polarity: &str, evidence: &str) -> String {
    let line = serde_json::json!({"document": "harbour", "relation": relation, "source": {"name": source},
        "target": {"name": target}, "polarity": polarity, "evidence": [{"text": evidence}]});
    format!("{line}\n")
}

#[test]
fn a_missed_statement_names_the_first_stage_that_lost_it() {
    let theft = "Kenya accused Uganda of theft";
    for (stage, [source, relation, target, evidence]) in [
        ("text", ["kenya", "accuses", "uganda", "Kenya pushed Uganda from a bridge"]),
        ("unsaid", ["kenya", "suspendsTiesWith", "uganda", "The embassy was closed"]),
        ("mention", ["water", "attacks", "uganda", "Running water harmed Uganda"]),
        ("resolution", ["hale", "accuses", "uganda", "The tall mechanic accused Uganda"]),
        ("filter", ["kenya", "spouseOf", "uganda", theft]),
        (
            "clause",
            ["kenya", "threatens", "uganda", "After the storm in Kenya, boats were mended and Uganda sold fish"],
        ),
        ("word", ["kenya", "praises", "uganda", "Kenya tickled Uganda"]),
        ("pattern", ["kenya", "accuses", "uganda", theft]),
    ] {
        let losses = lost(&[[source, relation, target, evidence]], "");
        let [loss] = losses.losses.as_slice() else { panic!("one statement is lost by {stage}: {losses}") };
        assert_eq!(loss.stage.as_str(), stage, "{evidence}");
    }
}

#[test]
fn a_missed_statement_that_was_nearly_found_says_what_was_found() {
    let (theft, met) = ("Kenya accused Uganda of theft", "Kenya met envoys of Uganda.");
    let sentence = "Kenya accused Uganda of theft on Monday.";
    for (stage, predicted) in [
        ("relation", line("Kenya", "praises", "Uganda", "positive", sentence)),
        ("direction", line("Uganda", "accuses", "Kenya", "positive", sentence)),
        ("polarity", line("Kenya", "accuses", "Uganda", "negative", sentence)),
        ("elsewhere", line("Kenya", "accuses", "Uganda", "positive", met)),
    ] {
        let losses = lost(&[["kenya", "accuses", "uganda", theft]], &predicted);
        assert_eq!(losses.losses[0].stage.as_str(), stage);
    }
}

#[test]
fn losses_are_counted_by_stage_and_by_relation() {
    let statements = [
        ["kenya", "accuses", "uganda", "Kenya accused Uganda of theft"],
        ["hale", "accuses", "uganda", "The tall mechanic accused Uganda"],
        ["kenya", "leads", "uganda", "The embassy was closed"],
    ];
    let found = line("Kenya", "accuses", "Uganda", "positive", "Kenya accused Uganda of theft on Monday.");
    let losses = lost(&statements, &found);
    let table = losses.to_string();
    let row = |name: &str| {
        let line = table.lines().find(|l| l.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {table}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("resolution"), "resolution 1 0 a mention means nobody or another");
    assert_eq!(row("unsaid"), "unsaid 0 1 an end is not in the evidence");
    assert_eq!(row("accuses"), "accuses 1 0 1 resolution 1");
    assert_eq!(row("leads"), "leads 0 0 1 unsaid 1");
    let list: Vec<String> = losses.losses.iter().map(ToString::to_string).collect();
    assert_eq!(list[0], "lost    harbour  hale accuses uganda  [resolution] | The tall mechanic accused Uganda");
}
