//! The schema's own tests: every example must be found, no counterexample may be.
//!
//! Takes a [`Pipeline`]; gives what does not hold and how many examples each
//! pattern has, as a [`Report`].

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::ingest::{Article, Block, BlockKind};
use crate::pipeline::{Analysis, Pipeline};
use crate::schema::Schema;
use crate::source::Span;
use crate::statements::{Modality, Polarity, Statement, rule};

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

/// What the examples show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// Every pattern with the number of examples that it finds, in the order of the schema.
    pub shown: Vec<Shown>,
}

/// How many examples a pattern finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The relation whose file holds the pattern.
    pub relation: String,
    /// The pattern as written.
    pub pattern: String,
    /// Examples with a wanted statement that this pattern found.
    pub examples: usize,
}

/// Runs every example and counterexample of the schema.
#[must_use]
pub fn check(pipeline: &Pipeline) -> Report {
    let mut findings = Vec::new();
    let mut examples: FxHashMap<String, usize> = FxHashMap::default();
    for relation in &pipeline.schema().relations {
        for example in &relation.examples {
            let (found, rules) = read(pipeline, &example.text);
            let mut rules: Vec<String> =
                found.iter().zip(rules).filter(|(s, _)| example.statements.contains(s)).map(|(_, rule)| rule).collect();
            rules.sort_unstable();
            rules.dedup();
            for rule in rules {
                *examples.entry(rule).or_default() += 1;
            }
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
            let (found, _) = read(pipeline, &counterexample.text);
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
    Report { findings, shown: shown(pipeline.schema(), &examples) }
}

fn shown(schema: &Schema, examples: &FxHashMap<String, usize>) -> Vec<Shown> {
    let mut shown = Vec::new();
    for relation in schema.relations.iter().filter(|r| r.enabled) {
        for pattern in &relation.patterns {
            let count = examples.get(&rule(&relation.id, &pattern.text)).copied().unwrap_or_default();
            shown.push(Shown { relation: relation.id.clone(), pattern: pattern.text.clone(), examples: count });
        }
    }
    shown
}

/// The statements of a text, as the schema writes them, and the rule that found each.
fn read(pipeline: &Pipeline, text: &str) -> (Vec<String>, Vec<String>) {
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
    analysis.statements.iter().map(|s| (write(&analysis, pipeline.schema(), s), s.rule.clone())).unzip()
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
