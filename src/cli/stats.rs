//! `actant stats`

use std::path::PathBuf;

use clap::Args;

use super::{Failure, General, Outcome, output};
use crate::export::Overview;
use crate::graph::Leanings;
use crate::store::{Filter, Store};

/// What a graph holds, in numbers
///
/// Documents, sentences, entities and statements, by class, relation, modality and publisher; the
/// entities that are spoken of most; and measures of how they are connected: PageRank, betweenness,
/// components, communities, reciprocity and the balance of friends and foes. docs/measures.md says how
/// each is defined and what the JSON looks like.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant stats news.actant
  actant stats news.actant --json | jq .relations
  actant stats news.actant --json | jq '.measures.actors[:10][] | [.name, .rank, .betweenness]' -c")]
pub(super) struct Stats {
    /// The file that `actant build` made
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Stats {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let store = Store::open_read_only(&self.file)?;
        let overview =
            Overview::new(&store.graph(&schema, &Filter::default())?, store.counts()?, &Leanings::new(&schema)?);
        output::print(|out| {
            if self.json {
                serde_json::to_writer_pretty(&mut *out, &overview)?;
                writeln!(out)
            } else {
                write!(out, "{overview}")
            }
        })?;
        Ok(Outcome::Done)
    }
}
