//! `actant build`

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

use super::{Failure, General, Outcome, output};
use crate::build::{self, BuildError, Progress, Summary};
use crate::ingest::{Format, Options, Reader, Skipped};
use crate::pipeline::Pipeline;
use crate::schema::Schema;

/// How many left-out files of other formats are named; failures are all named.
const NAMED: usize = 5;

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
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// The file to make; an actant file that stands there is replaced
    #[arg(long, short, default_value = "news.actant", value_name = "FILE")]
    output: PathBuf,
    /// How many threads analyse [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// The day of publication of articles that do not tell theirs: 2026-01-08
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Date>,
    /// The format of all inputs: text, html, markdown or jsonl [default: by ending and content]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day is meant, such as 2026-01-08".to_owned())
}

fn format(name: &str) -> Result<Format, String> {
    Format::parse(name).ok_or_else(|| "one of text, html, markdown, jsonl is meant".to_owned())
}

impl Build {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = interrupted.clone();
        let stop = move || {
            // Whoever asks twice does not want to wait; the next build sweeps up the draft.
            if flag.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
            let message = "stopping after the article at hand; Ctrl-C again stops at once\n";
            // If standard error is gone there is nobody to tell.
            output::complain(message).ok();
        };
        // Without the handler Ctrl-C still stops the program, only less cleanly.
        ctrlc::set_handler(stop).ok();
        let schema = general.schema()?;
        let options = Options { published: self.published, format: self.format, ..Options::default() };
        let reader = Reader::new(&schema, options)?;
        let pipeline = Pipeline::new(schema)?;
        let bar = if general.quiet { ProgressBar::hidden() } else { bar() };
        let built = build::build(
            &self.inputs,
            reader,
            pipeline.schema(),
            |article| pipeline.record(&pipeline.analyse(article)),
            &self.output,
            &build::Options { version: env!("CARGO_PKG_VERSION"), threads: self.threads, interrupted: &interrupted },
            |progress| show(&bar, progress),
        );
        bar.finish_and_clear();
        let (store, summary) = match built {
            Ok(built) => built,
            Err(BuildError::Nothing { skipped }) => {
                output::complain(&list(&skipped))?;
                return Err(BuildError::Nothing { skipped }.into());
            }
            Err(error) => return Err(error.into()),
        };
        if !summary.skipped.is_empty() {
            output::complain(&list(&summary.skipped))?;
        }
        if !general.quiet {
            let text = tell(&summary, pipeline.schema(), &store.path().display().to_string());
            output::print(|out| out.write_all(text.as_bytes()))?;
        }
        Ok(if summary.has_failures() { Outcome::Incomplete } else { Outcome::Done })
    }
}

fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} inputs  {msg}  {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.all_sources as u64);
    bar.set_position(progress.sources as u64);
    let Progress { documents, tokens, statements, .. } = progress;
    bar.set_message(format!("{documents} articles, {tokens} tokens, {statements} statements"));
}

/// The inputs that were left out, a line each; of files of other formats only some are named.
fn list(skipped: &[Skipped]) -> String {
    let mut text = String::new();
    let (failures, others): (Vec<&Skipped>, Vec<&Skipped>) = skipped.iter().partition(|s| s.reason.is_failure());
    for skip in failures.iter().chain(others.iter().take(NAMED)) {
        text.push_str(&format!("skipped {skip}\n"));
    }
    if others.len() > NAMED {
        text.push_str(&format!("skipped {} more files that are no articles\n", others.len() - NAMED));
    }
    text
}

/// The summary of a build.
fn tell(summary: &Summary, schema: &Schema, path: &str) -> String {
    let counts = &summary.counts;
    let mut text = String::new();
    let mut say = |line: String| writeln!(text, "{line}").expect("a string takes any text");
    say(format!(
        "read     {} from {}, {}, {}",
        plural(counts.documents, "article"),
        plural(summary.sources as u64, "input"),
        plural(counts.sentences, "sentence"),
        plural(counts.tokens, "token")
    ));
    let left_out = match summary.skipped.len() {
        0 => "nothing".to_owned(),
        n => {
            let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
            for skip in &summary.skipped {
                *reasons.entry(skip.reason.to_string()).or_default() += 1;
            }
            let reasons: Vec<String> = reasons.into_iter().map(|(reason, n)| format!("{n} × {reason}")).collect();
            format!("{} ({})", plural(n as u64, "input"), reasons.join("; "))
        }
    };
    say(format!("skipped  {left_out}"));
    for (language, n) in &summary.unread {
        say(format!("unread   {} in another language ({language})", plural(*n, "paragraph")));
    }
    if summary.undated > 0 {
        say(format!(
            "undated  {}: relative dates stay unknown there; --published gives a day",
            plural(summary.undated, "article")
        ));
    }
    for remark in &summary.diagnostics {
        say(format!("remark   {}", remark.message));
    }
    say(format!(
        "found    {}, {}, {}",
        plural(counts.entities, "entity"),
        plural(counts.statements, "statement"),
        plural(counts.events, "event")
    ));
    let mut classes: Vec<(&String, &u64)> = summary.classes.iter().collect();
    classes.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let label = |id: &str| {
        let label = schema.lexicon("plover").ok().and_then(|table| Some(&table.get(id)?[table.column("label")?]));
        label.cloned().unwrap_or_else(|| id.to_lowercase())
    };
    let classes: Vec<String> = classes.into_iter().map(|(id, n)| format!("{} {n}", label(id))).collect();
    if !classes.is_empty() {
        say(format!("         {}", classes.join(", ")));
    }
    say(format!("wrote    {path}"));
    text
}

/// `1 article`, `3 articles`, `2 entities`.
fn plural(n: u64, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("{n} {noun}"),
        Some(stem) => format!("{n} {stem}ies"),
        None => format!("{n} {noun}s"),
    }
}
