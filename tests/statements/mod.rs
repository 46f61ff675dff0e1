//! The examples and counterexamples of the schema, through the whole pipeline.

use std::sync::LazyLock;

use actant::check::{Problem, Report, check};
use actant::pipeline::Pipeline;
use actant::schema::Schema;

static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let schema = Schema::built_in().expect("the built-in schema is sound");
    check(&Pipeline::new(schema).expect("the stages can be set up"))
});

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
