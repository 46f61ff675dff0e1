//! `actant reject`

use std::path::PathBuf;

use clap::Args;

use super::decide::Judge;
use super::{Failure, General, Outcome};
use crate::store::{Action, Filter, Store};

/// Decide that a statement is wrong
///
/// It stays in the file with its sentence, marked as rejected, but counts for no edge, no event and no
/// direct relation. The decision is kept as that of `actant merge` is; `actant accept` takes it back.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant search news.actant 'phone call'
  actant reject news.actant st-2e35daa0fb87a038de708f7a --note 'he quotes somebody else'")]
pub(super) struct Reject {
    /// The file that `actant build` made
    file: PathBuf,
    /// The statements, by id: `actant search` and the exports show it
    #[arg(required = true, value_name = "STATEMENT")]
    statements: Vec<String>,
    #[command(flatten)]
    judge: Judge,
}

impl Reject {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let mut store = Store::open(&self.file)?;
        let graph = store.graph(&schema, &Filter::default())?;
        let actions = self
            .statements
            .iter()
            .map(|id| Ok(Action::Reject { statement: store.name_statement(&graph, id)? }))
            .collect::<Result<_, Failure>>()?;
        self.judge.decide(&mut store, &schema, actions, general.quiet)
    }
}
