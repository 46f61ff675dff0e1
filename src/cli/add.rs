//! `actant add`

use std::path::PathBuf;

use clap::Args;

use super::reading::{Bar, Reading, interruption, plural, tell};
use super::{Failure, General, Outcome, output};
use crate::build;
use crate::pipeline::Pipeline;
use crate::store::Store;

/// Read articles and add them to a graph
///
/// Inputs are as for `actant build`. An article whose key the file holds already takes the place of
/// the earlier reading; one that the file holds word for word changes nothing. All is done or
/// nothing: until the end the file is as it was, also after Ctrl-C or a crash.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant add news.actant today.html
  actant add news.actant 'crawl/2026-01-09/**/*.html' --published 2026-01-09
  curl -s https://example.org/wire.jsonl | actant add news.actant - --format jsonl")]
pub(super) struct Add {
    /// The file that `actant build` made
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

impl Add {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let mut store = Store::open(&self.file)?;
        let interrupted = interruption();
        let schema = general.schema()?;
        let reader = self.reading.reader(&schema)?;
        let before = store.runs()?.pop();
        let pipeline = Pipeline::new(schema)?;
        let bar = Bar::new(general);
        let options = build::Options {
            version: env!("CARGO_PKG_VERSION"),
            threads: self.reading.threads,
            interrupted: &interrupted,
            decisions: build::Decisions::Keep,
            texts: store.texts()?,
        };
        let added = build::add(
            &self.reading.inputs,
            reader,
            pipeline.schema(),
            |article| pipeline.record(&pipeline.analyse(article)),
            &mut store,
            &options,
            |progress| bar.show(progress),
        );
        let (changes, summary) = bar.finish(added)?;
        if !general.quiet {
            let mut text = tell(&summary, pipeline.schema());
            if before.is_some_and(|run| {
                (run.version.as_str(), run.schema_hash.as_str())
                    != (env!("CARGO_PKG_VERSION"), pipeline.schema().digest())
            }) {
                text.push_str("remark   earlier articles of the file were read by another version or schema\n");
            }
            let counts = [
                ("added", changes.added.len()),
                ("replaced", changes.replaced.len()),
                ("same", changes.unchanged.len()),
            ];
            for (what, count) in counts.into_iter().filter(|(what, count)| *count > 0 || *what == "added") {
                text.push_str(&format!("{what:9}{}\n", plural(count as u64, "article")));
            }
            let holds = &summary.counts;
            text.push_str(&format!(
                "holds    {}, {}, {}, {}\n",
                plural(holds.documents, "article"),
                plural(holds.entities, "entity"),
                plural(holds.statements, "statement"),
                plural(holds.events, "event")
            ));
            output::print(|out| writeln!(out, "{text}wrote    {}", store.path().display()))?;
        }
        Ok(if summary.has_failures() { Outcome::Incomplete } else { Outcome::Done })
    }
}
