//! `actant explain`

use std::path::PathBuf;

use clap::Args;

use super::{Failure, General, Outcome, output};
use crate::explain;

/// Show what is behind a statement or an entity
///
/// Of a statement: the sentence with the words marked, how it is meant, who is who and which pass
/// decided so, the rule, the confidence, the event, and what people decided. Of an entity: its
/// names, its articles with what mention went to it and why, what was merged by whom, and its
/// statements in short.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant explain news.actant st-2e35daa0fb87a038de708f7a
  actant explain news.actant 'Gustavo Petro'
  actant explain news.actant Q704022")]
pub(super) struct Explain {
    /// The file that `actant build` made
    file: PathBuf,
    /// A statement by its id, or an entity by name or id
    name: String,
}

impl Explain {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let page = explain::explain(&super::open_to_show(&self.file, general)?, &general.schema()?, &self.name)?;
        output::print(|out| out.write_all(page.as_bytes()))?;
        Ok(Outcome::Done)
    }
}
