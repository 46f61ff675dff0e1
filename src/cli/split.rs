//! `actant split`

use std::path::PathBuf;

use clap::Args;

use super::decide::Judge;
use super::{Failure, General, Outcome};
use crate::store::{Action, Filter, Store};

/// Decide that an entity is two
///
/// Without --document, what was merged into the entity is taken out of it again: the part that goes
/// by the name or id given, or all parts if it means the whole. With --document, what these articles
/// call so becomes an entity of its own. The decision is kept as that of `actant merge` is.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant split news.actant 'Petro Urrego'
  actant split news.actant 'Jo Lee' --document sports/marathon --note 'the runner, not the minister'")]
pub(super) struct Split {
    /// The file that `actant build` made
    file: PathBuf,
    /// The entity, by name or id
    entity: String,
    /// An article (by key) that speaks of somebody else; may be given several times
    #[arg(long = "document", value_name = "KEY")]
    documents: Vec<String>,
    #[command(flatten)]
    judge: Judge,
}

impl Split {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let mut store = Store::open(&self.file)?;
        let graph = store.graph(&schema, &Filter::default())?;
        let actions = if self.documents.is_empty() {
            let parts = store.name_parts(&graph, &self.entity)?;
            parts.into_iter().map(|entity| Action::Split { entity, documents: Vec::new() }).collect()
        } else {
            // A document that is not there is told now rather than noted down for ever.
            for document in &self.documents {
                store.graph(&schema, &Filter { document: Some(document.clone()), ..Filter::default() })?;
            }
            let entity = store.name_entity(&graph, &self.entity)?;
            vec![Action::Split { entity, documents: self.documents.clone() }]
        };
        self.judge.decide(&mut store, &schema, actions, general.quiet)
    }
}
