//! The examples and counterexamples of the schema, through the whole pipeline.

use actant::check::{Problem, check};
use actant::pipeline::Pipeline;
use actant::schema::Schema;

#[test]
fn every_example_of_the_schema_is_found_and_no_counterexample() {
    let pipeline =
        Pipeline::new(Schema::built_in().expect("the built-in schema is sound")).expect("the stages can be set up");
    let failures: Vec<String> = check(&pipeline)
        .findings
        .into_iter()
        .map(|finding| match finding.problem {
            Problem::Missing(wanted) => {
                format!("{}: {wanted}\n    in: {}\n    found: {:?}", finding.relation, finding.text, finding.found)
            }
            Problem::Unexpected(found) => format!("{}: not {found}\n    in: {}", finding.relation, finding.text),
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
