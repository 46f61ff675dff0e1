//! `actant show`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Failure, General, Outcome, output};
use crate::ingest::{Options, Reader, Source};
use crate::pipeline::Pipeline;
use crate::show;

/// Show what a stage makes of an article
///
/// Runs the stages on an article and prints what one of them gives: paragraphs with their language
/// (text), tokens with tags and heads (syntax), date expressions (dates), mentions, entities with
/// the reason for each decision, predicates with their arguments (clauses), statements with their
/// evidence. No file is written.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant show statements examples/articles/us-colombia.txt
  actant show syntax - < sentence.txt
  actant show entities wire.jsonl --document sahel-exit")]
pub(super) struct Show {
    /// The stage
    #[arg(value_enum)]
    stage: Stage,
    /// The article; - for standard input
    article: PathBuf,
    /// Only the article of this key, where the file holds several
    #[arg(long, value_name = "KEY")]
    document: Option<String>,
    /// The day of publication, if the article does not tell it: 2026-01-08
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    Text,
    Syntax,
    Dates,
    Mentions,
    Entities,
    Clauses,
    Statements,
}

impl Show {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let stage = match self.stage {
            Stage::Text => show::Stage::Text,
            Stage::Syntax => show::Stage::Syntax,
            Stage::Dates => show::Stage::Dates,
            Stage::Mentions => show::Stage::Mentions,
            Stage::Entities => show::Stage::Entities,
            Stage::Clauses => show::Stage::Clauses,
            Stage::Statements => show::Stage::Statements,
        };
        let schema = general.schema()?;
        let reader = Reader::new(&schema, Options { published: self.published, ..Options::default() })?;
        let source = if self.article == Path::new("-") { Source::stdin() } else { Source::file(&self.article) };
        let reading = reader.read(&source).map_err(|reason| Failure::Input { name: source.name(), reason })?;
        for skipped in &reading.skipped {
            output::complain(&format!("skipped {skipped}\n"))?;
        }
        let wanted = |key: &str| self.document.as_ref().is_none_or(|d| key == d);
        let articles: Vec<_> = reading.articles.into_iter().filter(|a| wanted(&a.key)).collect();
        if let (true, Some(key)) = (articles.is_empty(), &self.document) {
            return Err(Failure::Usage(format!("{} holds no article {key}", source.name())));
        }
        let pipeline = Pipeline::new(schema)?;
        let several = articles.len() > 1;
        output::print(|out| {
            for article in articles {
                if several {
                    writeln!(out, "== {}", article.key)?;
                }
                let analysis = pipeline.analyse(article);
                out.write_all(show::show(stage, &analysis, pipeline.schema()).as_bytes())?;
            }
            Ok(())
        })?;
        Ok(if reading.skipped.is_empty() { Outcome::Done } else { Outcome::Incomplete })
    }
}
