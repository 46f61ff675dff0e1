//! `actant export`

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::filter::FilterArgs;
use super::{Failure, General, Outcome, output};
use crate::export::{self, Palette, Picture};
use crate::rdf::{self, Naming};
use crate::store::Filter;

/// How many entities a picture shows if the user does not say.
const PICTURE_TOP: usize = 30;
/// How long GraphViz may take.
const GRAPHVIZ_LIMIT: Duration = Duration::from_secs(60);

/// Write the graph in another format
///
/// RDF: ttl, trig, nq, nt, jsonld, rdfxml; ttl, nt and rdfxml cannot tell graphs apart and hold the
/// union of all, so that which article says a thing shows in act:document only. Pictures: dot (for GraphViz), svg. Tables: csv. Lines of
/// JSON: jsonl (statements), entities (the entities of each document).
///
/// Pictures show the 30 entities with the most statements and between them the 100 arrows with the
/// most; --top, --arrows, --entity and the other filters choose differently. Tables go to a folder (-o DIR: documents, entities, mentions, statements,
/// events, edges); without -o only the statements are printed. In tables, cells of free text that a
/// spreadsheet would run as a formula get an apostrophe in front.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant export news.actant --format ttl -o news.ttl
  actant export news.actant --format trig --rdf 1.2 --base https://example.org/news/
  actant export news.actant -o trump.svg --entity 'Donald Trump' --hops 1
  actant export news.actant --format csv -o tables/
  actant export news.actant --format dot --relation sanctions --since 2025 | dot -Tpdf > sanctions.pdf
  actant export news.actant --format jsonl | jq .relation | sort | uniq -c")]
pub(super) struct Export {
    /// The file that `actant build` made
    file: PathBuf,
    /// The format [default: the ending of --output]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Where to write; a folder for csv [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Who lays out the svg: our own layout, or GraphViz's `dot` where it is installed
    #[arg(long, value_enum, default_value = "own")]
    layout: Layout,
    /// The most arrows of a picture; 0 means all
    #[arg(long, value_name = "N", default_value_t = 100)]
    arrows: usize,
    /// What IRIs of entities and statements begin with (RDF)
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// The version of RDF; in 1.2 each statement also reifies its triple (not in jsonld)
    #[arg(long, value_enum, value_name = "VERSION", default_value = "1.1")]
    rdf: RdfVersion,
    #[command(flatten)]
    filter: FilterArgs,
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
    Csv,
    Jsonl,
    Entities,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    Own,
    Dot,
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
            Self::Dot | Self::Svg | Self::Csv | Self::Jsonl | Self::Entities => return None,
        })
    }
}

impl Export {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let format = self.format()?;
        if self.layout == Layout::Dot && format != Format::Svg {
            return Err(Failure::Usage(
                "`--layout dot` draws SVG; `--format dot` writes GraphViz's own language".to_owned(),
            ));
        }
        let schema = general.schema()?;
        let store = super::open_to_show(&self.file, general)?;
        let top = matches!(format, Format::Dot | Format::Svg).then_some(PICTURE_TOP);
        let filter = Filter { ..self.filter.filter(&schema, top)? };
        let graph = store.graph(&schema, &filter)?;
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
            let source = rdf::Source { graph: &graph, runs: &store.runs()?, schema: &schema, naming: &naming, version };
            output::write(to, |out| rdf::write(&source, format, out).map(|_| ()))?;
            return Ok(Outcome::Done);
        }
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
                Some(directory) => export::write_tables(directory, &graph, |key| store.document(key))?,
                None => output::write(None, |out| export::write_statement_table(&graph, out))?,
            },
            _ => {
                let palette = Palette::new(&schema)?;
                let picture = Picture::new(&graph);
                // GraphViz draws each relation as an arrow of its own, our layout bundles them.
                let is_own = (format, self.layout) == (Format::Svg, Layout::Own);
                let picture = if is_own { picture.bundled() } else { picture };
                let most = if self.arrows == 0 { usize::MAX } else { self.arrows };
                let (picture, left_out) = picture.strongest(most);
                if left_out > 0 && !general.quiet {
                    let hint = "--arrows 0 shows all";
                    output::complain(&format!("left out {left_out} arrows with fewer statements; {hint}\n"))?;
                }
                match (format, self.layout) {
                    (Format::Svg, Layout::Own) => {
                        let drawing = export::draw(&picture, &palette)?;
                        output::write(to, |out| export::write_svg(&drawing, &palette, out))?;
                    }
                    (Format::Svg, Layout::Dot) => {
                        let mut dot = Vec::new();
                        export::write_dot(&picture, &palette, &mut dot)?;
                        let svg = export::draw_with_graphviz(&dot, GRAPHVIZ_LIMIT)?;
                        output::write(to, |out| out.write_all(&svg))?;
                    }
                    _ => output::write(to, |out| export::write_dot(&picture, &palette, out))?,
                }
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
