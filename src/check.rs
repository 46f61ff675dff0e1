//! The schema's own tests: every example must be found, no counterexample may be.
//!
//! Takes a [`Pipeline`]; gives what does not hold, as [`Finding`]s.

use std::sync::Arc;

use crate::ingest::{Article, Block, BlockKind};
use crate::pipeline::{Analysis, Pipeline};
use crate::schema::Schema;
use crate::source::Span;
use crate::statements::{Modality, Polarity, Statement};

/// An example that is not found, or a counterexample that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The relation whose file holds it.
    pub relation: String,
    /// The text.
    pub text: String,
    /// What should be there and is not, or should not be there and is.
    pub problem: Problem,
    /// All statements that were found in the text, as the schema writes them.
    pub found: Vec<String>,
}

/// What is wrong with an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A statement of an example that was not found.
    Missing(String),
    /// A statement of a counterexample that was found.
    Unexpected(String),
}

/// Runs every example and counterexample of the schema.
#[must_use]
pub fn check(pipeline: &Pipeline) -> Vec<Finding> {
    let mut findings = Vec::new();
    for relation in &pipeline.schema().relations {
        for example in &relation.examples {
            let found = read(pipeline, &example.text);
            for wanted in example.statements.iter().filter(|s| !found.contains(s)) {
                findings.push(Finding {
                    relation: relation.id.clone(),
                    text: example.text.clone(),
                    problem: Problem::Missing(wanted.clone()),
                    found: found.clone(),
                });
            }
        }
        for counterexample in &relation.counterexamples {
            let found = read(pipeline, &counterexample.text);
            let word = format!(" {} ", relation.id);
            let positive = |s: &&String| s.contains(&word) && !s.contains(&format!(" not{word}"));
            for unexpected in found.iter().filter(positive) {
                findings.push(Finding {
                    relation: relation.id.clone(),
                    text: counterexample.text.clone(),
                    problem: Problem::Unexpected(unexpected.clone()),
                    found: found.clone(),
                });
            }
        }
    }
    findings
}

/// The statements of a text, as the schema writes them.
fn read(pipeline: &Pipeline, text: &str) -> Vec<String> {
    let span = Span::new(0, text.len() as u32);
    let article = Article {
        key: String::new(),
        title: None,
        url: None,
        publisher: None,
        author: None,
        published: None,
        page: Arc::from(text),
        span,
        blocks: vec![Block { span, kind: BlockKind::Paragraph }],
    };
    let analysis = pipeline.analyse(article);
    analysis.statements.iter().map(|s| write(&analysis, pipeline.schema(), s)).collect()
}

/// A statement as the schema writes it: `Syldavia not attacks Borduria (planned)`.
#[must_use]
pub fn write(analysis: &Analysis, schema: &Schema, statement: &Statement) -> String {
    let name = |end: crate::statements::End| &analysis.entities.entities[end.entity.index()].name;
    let not = if statement.polarity == Polarity::Negative { "not " } else { "" };
    let modality = match statement.modality {
        Modality::Actual => "",
        Modality::Planned => " (planned)",
        Modality::Possible => " (possible)",
        Modality::Hypothetical => " (hypothetical)",
        Modality::Alleged => " (alleged)",
        Modality::Requested => " (requested)",
        Modality::Past => " (past)",
    };
    let relation = &schema.relation(statement.relation).id;
    format!("{} {not}{relation} {}{modality}", name(statement.source), name(statement.target))
}
