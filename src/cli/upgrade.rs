//! `actant upgrade`

use std::path::PathBuf;

use clap::Args;

use super::{Failure, General, Outcome, output};
use crate::store::Store;

/// Bring a file of an older version up to date
///
/// Brings the tables to the newest format and makes what is derived anew by the schema at hand. If
/// anything fails the file is as before. Commands that write to a file do so by themselves; those
/// that only read refuse older formats.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant upgrade news.actant")]
pub(super) struct Upgrade {
    /// The file that an older version made
    file: PathBuf,
}

impl Upgrade {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let upgraded = Store::upgrade(&self.file, &general.schema()?)?;
        if !general.quiet {
            let path = self.file.display();
            output::print(|out| {
                if upgraded.from < upgraded.to {
                    writeln!(out, "{path} had format {}, now it has {}", upgraded.from, upgraded.to)
                } else if upgraded.rederived {
                    writeln!(out, "{path} has the newest format; what is derived was made anew by this schema")
                } else {
                    writeln!(out, "{path} is up to date")
                }
            })?;
        }
        Ok(Outcome::Done)
    }
}
