//! `actant score`

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::{Failure, General, Outcome, output};
use crate::export;
use crate::ingest::{Options, Reader, Source};
use crate::pipeline::{Analysis, Pipeline};
use crate::schema::Schema;
use crate::score::{self, Gold, PredictedEntity, Prediction};

/// Precision and recall against annotated articles
///
/// Scores lines of `actant export --format jsonl`; without them, the articles in
/// GOLD_DIR/articles.jsonl are analysed here and now. `events` is the headline: all relations but
/// the standing ones. `class` is the same with relations collapsed to their PLOVER type.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant score gold/
  actant score gold/ statements.jsonl --errors
  actant score gold/ --relations
  actant score gold/ --stages --errors
  actant score gold/ --json")]
pub(super) struct Score {
    /// A folder of annotated articles: NAME.json with `doc`, `entities` and `statements`, NAME.txt
    gold: PathBuf,
    /// Statements to score, as `actant export --format jsonl` writes them
    statements: Option<PathBuf>,
    /// Entities to score, as `actant export --format entities` writes them
    #[arg(long, value_name = "FILE")]
    entities: Option<PathBuf>,
    /// List every wrong and missed statement
    #[arg(long)]
    errors: bool,
    /// Precision and recall of each relation
    #[arg(long)]
    relations: bool,
    /// Which stage lost each missed statement, by stage and relation; analyses GOLD_DIR/articles.jsonl
    #[arg(long, conflicts_with_all = ["statements", "entities", "json"])]
    stages: bool,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

impl Score {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let gold = Gold::read(&self.gold)?;
        let (statements, entities) = if self.statements.is_none() && self.entities.is_none() {
            let (statements, entities) = analyse(&self.gold.join("articles.jsonl"), schema.clone())?;
            (Some(statements), Some(entities))
        } else {
            (self.statements.as_deref().map(read).transpose()?, self.entities.as_deref().map(read).transpose()?)
        };
        let statements: Option<Vec<Prediction>> = statements;
        let report = statements.as_deref().map(|s| score::score(&schema, &gold, s)).transpose()?;
        let losses = match (&report, &statements) {
            (Some(report), Some(statements)) if self.stages => {
                let pipeline = Pipeline::new(schema)?;
                let analyses = stages(&self.gold.join("articles.jsonl"), &pipeline)?;
                Some(score::losses(&pipeline, &gold, &analyses, statements, report))
            }
            _ => None,
        };
        let entities = entities.map(|e: Vec<PredictedEntity>| score::score_entities(&gold, &e));
        output::print(|out| {
            if self.json {
                // As the gold's own scorers print it; entities on a line of their own.
                if let Some(report) = &report {
                    writeln!(out, "{}", serde_json::to_string(report)?)?;
                }
                if let Some(entities) = &entities {
                    writeln!(out, "{}", serde_json::to_string(entities)?)?;
                }
                return Ok(());
            }
            if let Some(report) = &report {
                write!(out, "{report}")?;
                if self.relations {
                    write!(out, "\n{}", report.relation_table())?;
                }
                if let Some(losses) = &losses {
                    write!(out, "\n{losses}")?;
                }
                if self.errors {
                    write!(out, "\n{}", report.mistake_list())?;
                    for loss in losses.iter().flat_map(|l| &l.losses) {
                        writeln!(out, "{loss}")?;
                    }
                }
            }
            if let Some(entities) = &entities {
                writeln!(out, "entities  {entities}")?;
                if self.errors {
                    for mistake in &entities.mistakes {
                        writeln!(out, "{mistake}")?;
                    }
                }
            }
            Ok(())
        })?;
        Ok(Outcome::Done)
    }
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>, Failure> {
    let fail = |source| Failure::File { operation: "read", path: path.to_path_buf(), source };
    let text = fs::read_to_string(path).map_err(fail)?;
    Ok(score::read_lines(path, &text)?)
}

/// What the stages make of each article.
fn stages(articles: &Path, pipeline: &Pipeline) -> Result<Vec<Analysis>, Failure> {
    let reader = Reader::new(pipeline.schema(), Options::default())?;
    let source = Source::file(articles);
    let reading = reader.read(&source).map_err(|reason| Failure::Input { name: source.name(), reason })?;
    Ok(reading.articles.into_iter().map(|article| pipeline.analyse(article)).collect())
}

/// Analyses articles and takes the way through a store and the exports, as a user would.
fn analyse(articles: &Path, schema: Schema) -> Result<(Vec<Prediction>, Vec<PredictedEntity>), Failure> {
    let fail = |source| Failure::File { operation: "read", path: articles.to_path_buf(), source };
    if !articles.is_file() {
        return Err(fail(std::io::ErrorKind::NotFound.into()));
    }
    let folder = tempfile::tempdir()?;
    let reader = Reader::new(&schema, Options::default())?;
    let pipeline = Pipeline::new(schema)?;
    let options = crate::build::Options {
        version: env!("CARGO_PKG_VERSION"),
        threads: 0,
        interrupted: &std::sync::atomic::AtomicBool::new(false),
        decisions: crate::build::Decisions::Forget,
        texts: crate::store::Texts::Kept,
    };
    let (store, _) = crate::build::build(
        &[articles.display().to_string()],
        reader,
        pipeline.schema(),
        |article| pipeline.record(&pipeline.analyse(article)),
        &folder.path().join("gold.actant"),
        &options,
        |_| {},
    )?;
    let graph = store.graph(pipeline.schema(), &crate::store::Filter::default())?;
    let (mut statements, mut entities) = (Vec::new(), Vec::new());
    export::write_statements(&graph, &mut statements)?;
    for document in &graph.documents {
        if let Some(record) = store.document(&document.key)? {
            export::write_entities(&record, &mut entities)?;
        }
    }
    let text = |bytes| String::from_utf8(bytes).map_err(|e| fail(std::io::Error::other(e)));
    Ok((score::read_lines(articles, &text(statements)?)?, score::read_lines(articles, &text(entities)?)?))
}
