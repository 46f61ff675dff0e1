//! The examples and counterexamples of the schema, through the whole pipeline, and how sure statements are.

mod contents;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use actant::check::{Problem, Report, check, write};
use actant::ingest::{Article, Block, BlockKind};
use actant::pipeline::{Analysis, Pipeline};
use actant::schema::Schema;
use actant::source::Span;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let schema = Schema::built_in().expect("the built-in schema is sound");
    Pipeline::new(schema).expect("the stages can be set up")
});

static REPORT: LazyLock<Report> = LazyLock::new(|| check(&PIPELINE));

#[test]
fn every_example_of_the_schema_is_found_and_no_counterexample() {
    let failures: Vec<String> = REPORT
        .findings
        .iter()
        .map(|finding| match &finding.problem {
            Problem::Missing(wanted) => {
                format!("{}: {wanted}\n    in: {}\n    found: {:?}", finding.relation, finding.text, finding.found)
            }
            Problem::Unexpected(found) => format!("{}: not {found}\n    in: {}", finding.relation, finding.text),
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_pattern_finds_two_examples() {
    let rare: Vec<String> = REPORT
        .shown
        .iter()
        .filter(|pattern| pattern.examples < 2)
        .map(|pattern| format!("{}: {} of 2: {}", pattern.relation, pattern.examples, pattern.pattern))
        .collect();
    assert!(rare.is_empty(), "{}", rare.join("\n"));
}

#[test]
fn every_relation_has_five_examples_and_five_counterexamples() {
    let schema = Schema::built_in().expect("the built-in schema is sound");
    let few: Vec<&str> = schema
        .relations
        .iter()
        .filter(|r| r.examples.len() < 5 || r.counterexamples.len() < 5)
        .map(|r| r.id.as_str())
        .collect();
    assert!(few.is_empty(), "{}", few.join(", "));
}

fn analyse(text: &str) -> Analysis {
    let span = Span::new(0, text.len() as u32);
    PIPELINE.analyse(Article {
        key: String::new(),
        title: None,
        url: None,
        publisher: None,
        author: None,
        published: None,
        page: Arc::from(text),
        span,
        blocks: vec![Block { span, kind: BlockKind::Paragraph }],
    })
}

/// How sure a statement of a text is.
fn confidence(text: &str, statement: &str) -> f64 {
    let analysis = analyse(text);
    let found: Vec<String> = analysis.statements.iter().map(|s| write(&analysis, PIPELINE.schema(), s)).collect();
    let at = found.iter().position(|s| s == statement).unwrap_or_else(|| panic!("not in {text}: {found:?}"));
    analysis.confidence[at]
}

#[test]
fn what_is_said_plainly_is_surer_than_what_must_be_unravelled() {
    let plain = confidence("Peru accused Ecuador of theft.", "Peru accuses Ecuador");
    for (text, statement) in [
        ("Peru has a new quay. It accused Ecuador of theft.", "Peru accuses Ecuador"),
        ("Peru accused Bolivia, Chile and Ecuador of theft.", "Peru accuses Ecuador"),
        ("Peru may accuse Ecuador of theft.", "Peru accuses Ecuador (possible)"),
        ("Peru did not accuse Ecuador of theft.", "Peru not accuses Ecuador"),
        ("Chile said that Peru had accused Ecuador of theft.", "Peru accuses Ecuador"),
    ] {
        let other = confidence(text, statement);
        assert!(other < plain, "{other} is not less than {plain}: {text}");
    }
}

#[test]
fn how_sure_a_statement_is_stands_in_hundredths_between_none_and_all() {
    let analysis = analyse("President Edvin Halloran of Peru met the king of Chile. He thanked Chile for its help.");
    assert_eq!(analysis.confidence.len(), analysis.statements.len());
    for confidence in &analysis.confidence {
        assert!((0.0..=1.0).contains(confidence), "{confidence}");
        assert_eq!(format!("{confidence:.2}").parse::<f64>(), Ok(*confidence));
    }
}

/// The rows of a table behind its comments and header.
fn rows(path: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a table of the repository");
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

#[test]
fn every_feature_that_bears_weight_is_one_that_the_program_sees() {
    // A feature renamed in the program alone would lose its weight without a sound.
    let mut seen = BTreeSet::new();
    let examples = PIPELINE.schema().relations.iter().flat_map(|r| &r.examples).map(|e| e.text.as_str());
    let rare = [
        "Peru and its ally attacked Chile. Peru’s former minister of ports, who is tired, said: \"Chile attacked Peru.\"",
        "They met. The dockers of Lima said that the dockers of Lima had been told of it by the king, who called them on Monday.",
    ];
    for text in examples.chain(rare) {
        let analysis = analyse(text);
        seen.extend(PIPELINE.features(&analysis).into_iter().flatten().map(|f| f.name));
    }
    for table in ["schema/lexicon/confidence.tsv", "models/confidence/features.tsv"] {
        let unknown: Vec<String> = rows(table).into_iter().filter(|name| !seen.contains(name)).collect();
        assert_eq!(unknown, [] as [&str; 0], "{table}");
    }
}

#[test]
fn a_weight_that_is_no_number_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    fs::create_dir(folder.path().join("lexicon")).expect("room for a folder");
    fs::write(folder.path().join("lexicon/confidence.tsv"), "feature\tweight\nalways\tmuch\n")
        .expect("room for a file");
    let schema = Schema::with_directory(folder.path()).expect("a table like any other");
    let error = Pipeline::new(schema).err().expect("no weight").to_string();
    assert_eq!(error, "lexicon/confidence.tsv:1: row 1: the weight of `always` is no number");
}
