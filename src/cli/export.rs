//! `actant export`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::filter::FilterArgs;
use super::picture::{PictureArgs, Written};
use super::{Failure, General, Outcome, output};
use crate::export::{self, Roots};
use crate::graph::{Leanings, measure};
use crate::rdf::{self, Naming};
/// Write the graph in another format
///
/// RDF: ttl, trig, nq, nt, jsonld, rdfxml; ttl, nt and rdfxml cannot tell graphs apart and hold the
/// union of all, so that which article says a thing shows in act:document only. Pictures: svg, png, dot
/// (for GraphViz). Graphs: graphml, gexf (Gephi, with time), cyjs (Cytoscape), neo4j (a pair of CSV
/// files for neo4j-admin). Tables: csv, parquet, dyads (a row for each date, pair and CAMEO root). Lines
/// of JSON: jsonl (statements), entities (the entities of each document).
///
/// Pictures show the 30 entities with the most statements and between them the 100 arrows with the
/// most; --top, --arrows, --entity and the other filters choose differently. csv, parquet and neo4j go
/// to a folder (-o DIR); csv without -o prints the statements only. In csv, cells of free text that a
/// spreadsheet would run as a formula get an apostrophe in front.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant export news.actant --format ttl -o news.ttl
  actant export news.actant --format trig --rdf 1.2 --base https://example.org/news/
  actant export news.actant -o trump.svg --entity 'Donald Trump' --hops 1
  actant export news.actant -o pair.png --picture timeline --entity 'Donald Trump' --entity 'Gustavo Petro'
  actant export news.actant -o conflict.gexf --class conflict --min-confidence 0.7
  actant export news.actant --format parquet -o tables/
  actant export news.actant --format neo4j -o import/
  actant export news.actant --format dot --relation sanctions --since 2025 | dot -Tpdf > sanctions.pdf
  actant export news.actant --format jsonl | jq .relation | sort | uniq -c")]
pub(super) struct Export {
    /// The file that `actant build` made
    file: PathBuf,
    /// The format [default: the ending of --output]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Where to write; a folder for csv, parquet and neo4j [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// What IRIs of entities and statements begin with (RDF)
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// The version of RDF; in 1.2 each statement also reifies its triple (not in jsonld)
    #[arg(long, value_enum, value_name = "VERSION", default_value = "1.1")]
    rdf: RdfVersion,
    /// Tell also how each entity is connected: PageRank, betweenness, community, … (RDF; other formats always do)
    #[arg(long)]
    measures: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    picture: PictureArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RdfVersion {
    #[value(name = "1.1")]
    Rdf11,
    #[value(name = "1.2")]
    Rdf12,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Ttl,
    Trig,
    Nq,
    Nt,
    Jsonld,
    Rdfxml,
    Dot,
    Svg,
    Png,
    Graphml,
    Gexf,
    #[value(alias = "cytoscape")]
    Cyjs,
    Csv,
    Neo4j,
    #[cfg(feature = "parquet")]
    Parquet,
    Dyads,
    Jsonl,
    Entities,
}

impl Format {
    fn rdf(self) -> Option<rdf::Format> {
        Some(match self {
            Self::Ttl => rdf::Format::Turtle,
            Self::Trig => rdf::Format::TriG,
            Self::Nq => rdf::Format::NQuads,
            Self::Nt => rdf::Format::NTriples,
            Self::Jsonld => rdf::Format::JsonLd,
            Self::Rdfxml => rdf::Format::RdfXml,
            _ => return None,
        })
    }

    fn picture(self) -> Option<Written> {
        Some(match self {
            Self::Dot => Written::Dot,
            Self::Svg => Written::Svg,
            Self::Png => Written::Png,
            _ => return None,
        })
    }
}

impl Export {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let format = self.format()?;
        self.picture.check(format.picture(), self.filter.entities().len())?;
        let schema = general.schema()?;
        let store = super::open_to_show(&self.file, general)?;
        let (top, hops) = if format.picture().is_some() { self.picture.defaults() } else { (None, None) };
        let graph = self.filter.graph(&store, &schema, top, hops)?;
        let to = self.output.as_deref();
        if let Some(format) = format.rdf() {
            let naming = match &self.base {
                Some(base) => Naming::new(base)?,
                None => Naming::default(),
            };
            let version = match self.rdf {
                RdfVersion::Rdf11 => rdf::Version::Rdf11,
                RdfVersion::Rdf12 => rdf::Version::Rdf12,
            };
            let measured = if self.measures { Some(measure(&graph, &Leanings::new(&schema)?).entities) } else { None };
            let source = rdf::Source {
                graph: &graph,
                runs: &store.runs()?,
                schema: &schema,
                naming: &naming,
                version,
                measures: measured.as_deref(),
            };
            output::write(to, |out| rdf::write(&source, format, out).map(|_| ()))?;
            return Ok(Outcome::Done);
        }
        let leanings = Leanings::new(&schema)?;
        match format {
            Format::Jsonl => output::write(to, |out| export::write_statements(&graph, out))?,
            Format::Entities => output::write(to, |out| {
                for document in &graph.documents {
                    if let Some(record) = store.document(&document.key)? {
                        export::write_entities(&record, &mut *out)?;
                    }
                }
                Ok::<(), Failure>(())
            })?,
            Format::Csv => match to {
                Some(folder) => export::write_tables(folder, &graph, &leanings, |key| store.document(key))?,
                None => output::write(None, |out| export::write_statement_table(&graph, out))?,
            },
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                export::write_parquet(folder(to, "parquet")?, &graph, &leanings, |key| store.document(key))?;
            }
            Format::Neo4j => export::write_neo4j(folder(to, "neo4j")?, &graph, &leanings)?,
            Format::Dyads => {
                let roots = Roots::new(&schema)?;
                output::write(to, |out| export::write_dyads(&graph, &roots, out))?;
            }
            Format::Graphml => output::write(to, |out| export::write_graphml(&graph, &leanings, out))?,
            Format::Gexf => {
                let palette = self.picture.palette(&schema)?;
                output::write(to, |out| export::write_gexf(&graph, &leanings, &palette, out))?;
            }
            Format::Cyjs => output::write(to, |out| export::write_cytoscape(&graph, &leanings, out))?,
            _ => {
                let written = format.picture().unwrap_or(Written::Svg);
                let palette = self.picture.palette(&schema)?;
                self.picture.write(&graph, &palette, self.filter.entities(), written, to, general)?;
            }
        }
        Ok(Outcome::Done)
    }

    fn format(&self) -> Result<Format, Failure> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let ending = self.output.as_ref().and_then(|p| p.extension()).map(|e| e.to_string_lossy().to_lowercase());
        let known = ending.and_then(|e| Format::from_str(&e, true).ok());
        known.ok_or_else(|| Failure::Usage("which format? give --format, or --output with its ending".to_owned()))
    }
}

/// The folder for a format of several files.
fn folder<'p>(path: Option<&'p Path>, format: &str) -> Result<&'p Path, Failure> {
    path.ok_or_else(|| Failure::Usage(format!("`--format {format}` writes several files; name a folder with --output")))
}
