//! `actant accept`

use std::path::PathBuf;

use clap::Args;

use super::decide::Judge;
use super::{Failure, General, Outcome};
use crate::store::{Action, Filter, Store};

/// Decide that a statement is right
///
/// It is marked as accepted; if it was rejected before, it counts again. The decision is kept as that of
/// `actant merge` is.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant search news.actant 'phone call'
  actant accept news.actant st-2e35daa0fb87a038de708f7a --author ada")]
pub(super) struct Accept {
    /// The file that `actant build` made
    file: PathBuf,
    /// The statements, by id: `actant search` and the exports show it
    #[arg(required = true, value_name = "STATEMENT")]
    statements: Vec<String>,
    #[command(flatten)]
    judge: Judge,
}

impl Accept {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let mut store = Store::open(&self.file)?;
        let graph = store.graph(&schema, &Filter::default())?;
        let actions = self
            .statements
            .iter()
            .map(|id| Ok(Action::Accept { statement: store.name_statement(&graph, id)? }))
            .collect::<Result<_, Failure>>()?;
        self.judge.decide(&mut store, &schema, actions, general.quiet)
    }
}
