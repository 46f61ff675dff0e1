//! `actant decisions`

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::reading::plural;
use super::{Failure, General, Outcome, output};
use crate::store::{Decision, Store};

/// The most bytes of decisions that are imported at once.
const LARGEST: u64 = 64 << 20;

/// List, export and import what people decided
#[derive(Debug, Subcommand)]
#[command(after_long_help = "\
Examples:
  actant decisions list news.actant
  actant decisions export news.actant > decisions.jsonl
  actant decisions import other.actant decisions.jsonl")]
pub(super) enum Command {
    List(List),
    Export(Export),
    Import(Import),
}

/// List what people decided and what became of it
///
/// In the order of time, each with its author, whether it holds, was overruled by a later one or
/// has no effect, and its note.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant decisions list news.actant")]
pub(super) struct List {
    /// The file that `actant build` made
    file: PathBuf,
}

/// Print what people decided as JSON Lines
///
/// Each line names entities by their ids with name and type, statements by their ids with their
/// words, and holds author, time and note.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant decisions export news.actant > decisions.jsonl")]
pub(super) struct Export {
    /// The file that `actant build` made
    file: PathBuf,
}

/// Take over decisions from JSON Lines
///
/// All or none: a line that cannot be read is named. Decisions that the file holds already change
/// nothing, so that the same lines may be imported again. A decision that names something that is
/// not in the file is kept and holds when it comes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant decisions import news.actant decisions.jsonl
  actant decisions export old.actant | actant decisions import news.actant -")]
pub(super) struct Import {
    /// The file that `actant build` made
    file: PathBuf,
    /// The lines; - for standard input
    decisions: PathBuf,
}

impl Command {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        match self {
            Self::List(list) => list.run(general),
            Self::Export(export) => export.run(),
            Self::Import(import) => import.run(general),
        }
    }
}

impl List {
    fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let rulings = Store::open_read_only(&self.file)?.rulings(&general.schema()?)?;
        output::print(|out| {
            for ruling in &rulings {
                let decision = &ruling.decision;
                let author = decision.author_line();
                writeln!(out, "{}  {author}: {decision}\n    {}", decision.at, ruling.effect)?;
                if let Some(note) = decision.note_line() {
                    writeln!(out, "    note: {note}")?;
                }
            }
            if rulings.is_empty() {
                writeln!(out, "nobody decided anything yet")?;
            }
            Ok(())
        })?;
        Ok(Outcome::Done)
    }
}

impl Export {
    fn run(&self) -> Result<Outcome, Failure> {
        let decisions = Store::open_read_only(&self.file)?.decisions()?;
        output::print(|out| decisions.iter().try_for_each(|d| writeln!(out, "{}", d.line())))?;
        Ok(Outcome::Done)
    }
}

impl Import {
    fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let fail = |source| Failure::File { operation: "read", path: self.decisions.clone(), source };
        let mut text = String::new();
        let input: Box<dyn Read> = if self.decisions == Path::new("-") {
            Box::new(std::io::stdin())
        } else {
            Box::new(fs::File::open(&self.decisions).map_err(fail)?)
        };
        input.take(LARGEST + 1).read_to_string(&mut text).map_err(fail)?;
        if text.len() as u64 > LARGEST {
            return Err(fail(std::io::Error::other("it is longer than 64 MiB; import it in parts")));
        }
        let mut decisions = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let line = Decision::parse(line).map_err(|message| Failure::Line {
                path: self.decisions.clone(),
                line: number,
                message,
            })?;
            decisions.push(line);
        }
        let schema = general.schema()?;
        let mut store = Store::open(&self.file)?;
        let new = store.decide(&decisions, &schema)?;
        if !general.quiet {
            let known = decisions.len() - new;
            output::print(|out| {
                writeln!(out, "imported {}, {known} were there already", plural(new as u64, "decision"))
            })?;
        }
        Ok(Outcome::Done)
    }
}
