//! `actant remove`

use std::path::PathBuf;

use clap::Args;

use super::reading::plural;
use super::{Failure, General, Outcome, output};
use crate::store::{Run, Store};

/// Take articles out of a graph
///
/// With an article goes all that only it says. All are taken out or, if one of them is not there,
/// none.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant remove news.actant us-colombia
  actant remove news.actant https://example.org/retracted.html
  actant remove news.actant doc-0f3c1b5de2a94a7788c01d2e")]
pub(super) struct Remove {
    /// The file that `actant build` made
    file: PathBuf,
    /// What identifies each article: its key, address or id; the key of a page means all articles of its roll
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
}

impl Remove {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let mut store = Store::open(&self.file)?;
        let run = Run {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_hash: schema.digest().to_owned(),
            ..Run::default()
        };
        let changes = store.remove(&self.documents, &schema, &run)?;
        if !general.quiet {
            let holds = store.counts()?;
            output::print(|out| {
                for key in &changes.removed {
                    writeln!(out, "removed  {key}")?;
                }
                writeln!(
                    out,
                    "holds    {}, {}, {}, {}",
                    plural(holds.documents, "article"),
                    plural(holds.entities, "entity"),
                    plural(holds.statements, "statement"),
                    plural(holds.events, "event")
                )
            })?;
        }
        Ok(Outcome::Done)
    }
}
