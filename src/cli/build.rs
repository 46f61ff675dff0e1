//! `actant build`

use std::path::PathBuf;

use clap::Args;

use super::reading::{Bar, Reading, interruption, tell};
use super::{Failure, General, Outcome, output};
use crate::build;
use crate::pipeline::Pipeline;
use crate::store::Texts;

/// Read articles and build a graph from them
///
/// Inputs are files, folders, patterns such as 'news/**/*.html', or - for standard input; plain
/// text, HTML, Markdown and JSON Lines (`text`, and if known `id`, `title`, `url`, `published`,
/// `publisher`) are told apart by ending and content. The file appears when all is done; an older
/// one at its place stays until then. Relative dates need the day of publication: from the text,
/// from metadata, or from --published.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant build examples/articles -o news.actant
  actant build 'crawl/**/*.html' wire.jsonl --threads 4
  curl -s https://example.org/story.html | actant build - --format html -o story.actant
  actant build note.txt --published 2026-01-08 --schema my-schema/")]
pub(super) struct Build {
    #[command(flatten)]
    reading: Reading,
    /// The file to make; an actant file that stands there is replaced
    #[arg(long, short, default_value = "news.actant", value_name = "FILE")]
    output: PathBuf,
    /// Do not take over what people decided in the file that is replaced (see `actant decisions`)
    #[arg(long)]
    forget_decisions: bool,
    /// Keep the places and hashes of sentences, but not the text of the articles
    #[arg(long)]
    no_text: bool,
}

impl Build {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let interrupted = interruption();
        let schema = general.schema()?;
        let reader = self.reading.reader(&schema)?;
        let pipeline = Pipeline::new(schema)?;
        let bar = Bar::new(general);
        let built = build::build(
            &self.reading.inputs,
            reader,
            pipeline.schema(),
            |article| pipeline.record(&pipeline.analyse(article)),
            &self.output,
            &build::Options {
                version: env!("CARGO_PKG_VERSION"),
                threads: self.reading.threads,
                interrupted: &interrupted,
                decisions: if self.forget_decisions { build::Decisions::Forget } else { build::Decisions::Keep },
                texts: if self.no_text { Texts::Hashed } else { Texts::Kept },
            },
            |progress| bar.show(progress),
        );
        let (store, summary) = bar.finish(built)?;
        if !general.quiet {
            let text = tell(&summary, pipeline.schema());
            output::print(|out| writeln!(out, "{text}wrote    {}", store.path().display()))?;
        }
        Ok(if summary.has_failures() { Outcome::Incomplete } else { Outcome::Done })
    }
}
