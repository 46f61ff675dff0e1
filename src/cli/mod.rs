//! The command line: one file a command, thin; the work is in the library.
//!
//! Exit codes: 0 all well, 1 some inputs could not be read (each is named, the rest is done),
//! 2 wrong usage, 3 failure, 130 stopped by Ctrl-C. A broken pipe is success.

mod accept;
mod add;
mod build;
mod check;
mod decide;
mod decisions;
mod explain;
mod export;
mod failure;
mod filter;
mod merge;
mod output;
mod path;
mod picture;
mod query;
mod reading;
mod reject;
mod remove;
mod schema;
mod score;
mod search;
mod show;
mod split;
mod stats;
mod upgrade;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use self::failure::Failure;
use crate::schema::Schema;
use crate::store::{Store, Texts};

/// Turns news articles into a knowledge graph of who did what to whom.
#[derive(Debug, Parser)]
#[command(name = "actant", version, max_term_width = 100, after_long_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    general: General,
}

const EXAMPLES: &str = "\
Examples:
  actant build examples/articles -o news.actant
  actant query news.actant --name accusations
  actant export news.actant --format svg -o news.svg
  actant stats news.actant

Exit codes: 0 all well, 1 some inputs could not be read, 2 wrong usage, 3 failure, 130 stopped.";

/// Options of all commands.
#[derive(Debug, Args)]
struct General {
    /// A folder whose files replace or extend those of the built-in schema
    #[arg(long, global = true, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// A table of names of your own, before the built-in ones: name, type, aliases, country, wikidata, … (see
    /// schema/README.md); may be given several times
    #[arg(long, global = true, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// Print no progress and no summary
    #[arg(long, short, global = true)]
    quiet: bool,
}

impl General {
    fn schema(&self) -> Result<Schema, Failure> {
        let schema = match &self.schema {
            Some(directory) => Schema::with_directory(directory)?,
            None => Schema::built_in()?,
        };
        self.gazetteer.iter().try_fold(schema, |schema, file| Ok(schema.with_names(file)?))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Add(add::Add),
    Remove(remove::Remove),
    Search(search::Search),
    Merge(merge::Merge),
    Split(split::Split),
    Reject(reject::Reject),
    Accept(accept::Accept),
    #[command(subcommand)]
    Decisions(decisions::Command),
    Explain(explain::Explain),
    Check(check::Check),
    Upgrade(upgrade::Upgrade),
    Query(query::Query),
    Export(export::Export),
    Show(show::Show),
    Score(score::Score),
    #[command(subcommand)]
    Schema(schema::Command),
    Stats(stats::Stats),
    Path(path::Path),
    /// Print the version
    Version,
}

/// Opens a file for a command that shows sentences; says so if the file keeps none.
fn open_to_show(file: &Path, general: &General) -> Result<Store, Failure> {
    let store = Store::open_read_only(file)?;
    if store.texts()? == Texts::Hashed && !general.quiet {
        let path = file.display();
        output::complain(&format!(
            "{path} does not keep the text of its articles: sentences are given by place only\n"
        ))?;
    }
    Ok(store)
}

/// How a command ended when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything was done.
    Done,
    /// The rest is done, but something that was named could not be.
    Incomplete,
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come as errors too; if they cannot be printed, nobody reads them.
            error.print().ok();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(1),
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // If even standard error is gone, the exit code still tells.
            writeln!(std::io::stderr(), "actant: {}", failure.describe()).ok();
            ExitCode::from(failure.code())
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Build(command) => command.run(&cli.general),
        Command::Add(command) => command.run(&cli.general),
        Command::Remove(command) => command.run(&cli.general),
        Command::Search(command) => command.run(&cli.general),
        Command::Merge(command) => command.run(&cli.general),
        Command::Split(command) => command.run(&cli.general),
        Command::Reject(command) => command.run(&cli.general),
        Command::Accept(command) => command.run(&cli.general),
        Command::Decisions(command) => command.run(&cli.general),
        Command::Explain(command) => command.run(&cli.general),
        Command::Check(command) => command.run(&cli.general),
        Command::Upgrade(command) => command.run(&cli.general),
        Command::Query(command) => command.run(&cli.general),
        Command::Export(command) => command.run(&cli.general),
        Command::Show(command) => command.run(&cli.general),
        Command::Score(command) => command.run(&cli.general),
        Command::Schema(command) => command.run(&cli.general),
        Command::Stats(command) => command.run(&cli.general),
        Command::Path(command) => command.run(&cli.general),
        Command::Version => {
            output::print(|out| writeln!(out, "actant {}", env!("CARGO_PKG_VERSION")))?;
            Ok(Outcome::Done)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_declared_without_contradiction() {
        Cli::command().debug_assert();
    }
}
