//! `actant merge`

use std::path::PathBuf;

use clap::Args;

use super::decide::Judge;
use super::{Failure, General, Outcome};
use crate::store::{Action, Filter, Store};

/// Decide that entities are one
///
/// All become the first one that has a Wikidata id, else the first. The decision is kept in the file
/// with author, time and note: it holds for articles that are added later and for a file that is
/// built anew at the same place, and `actant split` undoes it. What was merged stays known by its
/// old ids.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant merge news.actant 'Gustavo Petro' 'Petro Urrego'
  actant merge news.actant Q704022 petro_urrego-0f3c1b5de2a94a7788c01d2e --author ada --note 'full name'")]
pub(super) struct Merge {
    /// The file that `actant build` made
    file: PathBuf,
    /// The entities, by name or id
    #[arg(required = true, num_args = 2.., value_name = "ENTITY")]
    entities: Vec<String>,
    #[command(flatten)]
    judge: Judge,
}

impl Merge {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let mut store = Store::open(&self.file)?;
        let graph = store.graph(&schema, &Filter::default())?;
        let entities = self.entities.iter().map(|name| store.name_entity(&graph, name)).collect::<Result<_, _>>()?;
        self.judge.decide(&mut store, &schema, vec![Action::Merge { entities }], general.quiet)
    }
}
