//! `actant check`

use std::path::PathBuf;

use clap::Args;

use super::{Failure, General, Outcome, output};
use crate::store::Store;

/// Look whether a file is whole
///
/// Looks at the database itself, at rows that refer to nothing, at every piece of evidence and hash
/// against the text, at the search index, and whether what is derived is what the articles and
/// decisions give. Prints a line for each finding; ends with exit code 1 if there is any.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant check news.actant")]
pub(super) struct Check {
    /// The file that `actant build` made
    file: PathBuf,
}

impl Check {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let store = Store::open_read_only(&self.file)?;
        let audit = store.audit(&general.schema()?)?;
        output::print(|out| {
            for finding in &audit.findings {
                writeln!(out, "{finding}")?;
            }
            for remark in audit.remarks.iter().filter(|_| !general.quiet) {
                writeln!(out, "remark: {remark}")?;
            }
            if audit.findings.is_empty() && !general.quiet {
                writeln!(out, "{} is whole", store.path().display())?;
            }
            Ok(())
        })?;
        Ok(if audit.findings.is_empty() { Outcome::Done } else { Outcome::Incomplete })
    }
}
