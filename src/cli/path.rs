//! `actant path`

use std::path::PathBuf;

use clap::Args;

use super::filter::FilterArgs;
use super::{Failure, General, Outcome, output};
use crate::export;
use crate::graph::shortest_path;
use crate::store::{EntityIndex, Filter, Graph, Store, StoreError};

/// How two actors are connected, with the sentences along the way
///
/// The shortest path, whatever the direction of the relations. Of equally short ones that on which
/// more is said by articles in their own voice, then by more statements. The filters choose which
/// statements may be walked on.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant path news.actant 'Donald Trump' 'Gustavo Petro'
  actant path news.actant Q22686 'European Union' --class conflict
  actant path news.actant Peru Ecuador --polarity positive --modality actual --json")]
pub(super) struct Path {
    /// The file that `actant build` made
    file: PathBuf,
    /// Where the path begins: a name, an id or a Wikidata id
    from: String,
    /// Where it ends
    to: String,
    /// Print JSON: all statements of each step
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

impl Path {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let store = Store::open_read_only(&self.file)?;
        let whole = store.graph(&schema, &Filter::default())?;
        let [from, to] = [&self.from, &self.to].map(|name| self.end(&whole, name));
        let (from, to) = (from?, to?);
        let part = self.filter.graph(&store, &schema, None, None)?;
        // The part numbers its entities anew; an end that it does not have is connected to nobody.
        let [start, end] = [from, to].map(|e| part.entities_named(&whole[e].id).next());
        let steps = start.zip(end).and_then(|(start, end)| shortest_path(&part, start, end));
        if self.json {
            let json = export::path_as_json(&part, steps.as_deref());
            return output::print(|out| writeln!(out, "{json:#}")).map(|()| Outcome::Done);
        }
        match &steps {
            Some(steps) if steps.is_empty() => {
                output::print(|out| writeln!(out, "{} is the one as well as the other", whole[from].name))?;
            }
            Some(steps) => output::write(None, |out| export::write_path(&part, steps, out))?,
            None => {
                output::print(|out| writeln!(out, "no path leads from {} to {}", whole[from].name, whole[to].name))?
            }
        }
        Ok(Outcome::Done)
    }

    /// The entity of a name, of several the one that is mentioned most.
    fn end(&self, graph: &Graph, name: &str) -> Result<EntityIndex, Failure> {
        let mut best: Option<EntityIndex> = None;
        for entity in graph.entities_named(name) {
            if best.is_none_or(|best| graph[entity].mentions > graph[best].mentions) {
                best = Some(entity);
            }
        }
        best.ok_or_else(|| {
            let near = graph.names_near(name);
            Failure::Store(StoreError::NoEntity { path: self.file.clone(), name: name.to_owned(), near })
        })
    }
}
