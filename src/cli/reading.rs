//! What `build` and `add` share: the inputs, stopping, progress and what is told at the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

use super::{Failure, General, output};
use crate::build::{BuildError, Progress, Summary};
use crate::ingest::{Format, Options, Reader, Skipped};
use crate::schema::Schema;

/// How many left-out files of other formats are named; failures are all named.
const NAMED: usize = 5;

/// Which articles are read, and how.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// How many threads analyse [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
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

impl Reading {
    pub(super) fn reader(&self, schema: &Schema) -> Result<Reader, Failure> {
        let options = Options { published: self.published, format: self.format, ..Options::default() };
        Ok(Reader::new(schema, options)?)
    }
}

/// A flag that Ctrl-C sets.
pub(super) fn interruption() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = interrupted.clone();
    let stop = move || {
        // Whoever asks twice does not want to wait; what is half written is swept up or rolled back.
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        let message = "stopping after the article at hand; Ctrl-C again stops at once\n";
        // If standard error is gone there is nobody to tell.
        output::complain(message).ok();
    };
    // Without the handler Ctrl-C still stops the program, only less cleanly.
    ctrlc::set_handler(stop).ok();
    interrupted
}

/// How far the work has come, on standard error if somebody sits there.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(general: &General) -> Self {
        if general.quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} inputs  {msg}  {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    pub(super) fn show(&self, progress: Progress) {
        self.0.set_length(progress.all_sources as u64);
        self.0.set_position(progress.sources as u64);
        let Progress { documents, tokens, statements, .. } = progress;
        self.0.set_message(format!("{documents} articles, {tokens} tokens, {statements} statements"));
    }

    /// Clears the bar and names the inputs that were left out, also of work that came to nothing.
    pub(super) fn finish<T>(self, ended: Result<(T, Summary), BuildError>) -> Result<(T, Summary), Failure> {
        self.0.finish_and_clear();
        match ended {
            Ok((made, summary)) => {
                if !summary.skipped.is_empty() {
                    output::complain(&list(&summary.skipped))?;
                }
                Ok((made, summary))
            }
            Err(BuildError::Nothing { skipped }) => {
                output::complain(&list(&skipped))?;
                Err(BuildError::Nothing { skipped }.into())
            }
            Err(error) => Err(error.into()),
        }
    }
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

/// What was read, left out and found; what the file holds now.
pub(super) fn tell(summary: &Summary, schema: &Schema) -> String {
    let counts = &summary.counts;
    let mut text = String::new();
    let mut say = |line: String| writeln!(text, "{line}").expect("a string takes any text");
    say(format!(
        "read     {} from {}, {}, {}",
        plural(summary.documents, "article"),
        plural(summary.sources as u64, "input"),
        plural(summary.sentences, "sentence"),
        plural(summary.tokens, "token")
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
    say(match &summary.changes {
        None => format!(
            "found    {}, {}, {}",
            plural(counts.entities, "entity"),
            plural(counts.statements, "statement"),
            plural(counts.events, "event")
        ),
        Some(_) => format!("found    {}", plural(summary.statements, "statement")),
    });
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
    text
}

/// `1 article`, `3 articles`, `2 entities`.
pub(super) fn plural(n: u64, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("{n} {noun}"),
        Some(stem) => format!("{n} {stem}ies"),
        None => format!("{n} {noun}s"),
    }
}
