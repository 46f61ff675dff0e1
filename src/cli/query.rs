//! `actant query`

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::filter::FilterArgs;
use super::{Failure, General, Outcome, output};
use crate::graph::{Leanings, measure};
use crate::rdf::{self, AnswerFormat, Dataset, Limits, NamedQuery, Naming, Parameter, Source, Version};
use crate::schema::Schema;
use crate::store::{Filter, Store};

/// Ask the graph a question in SPARQL
///
/// The question is given as an argument, as a file (--file, - for standard input) or by the name of
/// a ready-made query (--name); --list lists these with their parameters. All named graphs together
/// are the default graph, and the usual prefixes need not be declared. act:matches(?words, "…")
/// searches the text of sentences. Questions never leave this machine: SERVICE is refused.
///
/// The quads are made from the graph and sorted for each question; at some hundred thousand
/// statements this takes longer than the question. --index keeps them in FILE.index: from then on
/// questions to the whole graph read from there only what they need, and it is made anew when FILE
/// has changed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant query news.actant --list
  actant query news.actant --name accusations
  actant query news.actant --name timeline --param one='Donald Trump' --param other='Gustavo Petro'
  actant query news.actant 'SELECT ?who ?whom WHERE { ?who act:accuses ?whom }'
  actant query news.actant 'SELECT ?text WHERE { ?words nif:anchorOf ?text FILTER(act:matches(?words, \"oil\")) }'
  actant query news.actant --file question.rq --format json
  actant query news.actant 'CONSTRUCT { ?a act:meets ?b } WHERE { ?a act:meets ?b }' --format ttl")]
pub(super) struct Query {
    /// The file that `actant build` made
    file: PathBuf,
    /// The question
    #[arg(conflicts_with_all = ["question_file", "name", "list"])]
    question: Option<String>,
    /// A file that holds the question; - for standard input
    #[arg(long = "file", value_name = "FILE", conflicts_with_all = ["name", "list"])]
    question_file: Option<PathBuf>,
    /// A ready-made query
    #[arg(long, value_name = "NAME", conflicts_with = "list")]
    name: Option<String>,
    /// List the ready-made queries
    #[arg(long)]
    list: bool,
    /// A value for a parameter of the ready-made query; may be given several times
    #[arg(long = "param", alias = "set", value_name = "PARAMETER=VALUE", requires = "name", value_parser = setting)]
    values: Vec<(String, String)>,
    /// The format of the answer [default: table; ttl for CONSTRUCT and DESCRIBE]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Seconds after which the question is given up; 0 means never
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// The most rows that are given; 0 means all
    #[arg(long, value_name = "N", default_value_t = 0)]
    limit: usize,
    /// What IRIs of entities and statements begin with
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Ask also how each entity is connected: act:pageRank, act:betweenness, act:community, …
    #[arg(long)]
    measures: bool,
    /// Keep the sorted quads in FILE.index
    #[arg(long)]
    index: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    Ttl,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "PARAMETER=VALUE is meant".to_owned())?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Query {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let store = super::open_to_show(&self.file, general)?;
        if self.list || (self.question.is_none() && self.question_file.is_none() && self.name.is_none()) {
            let ready = rdf::named_queries(&schema)?;
            output::print(|out| ready.iter().try_for_each(|query| out.write_all(describe(query).as_bytes())))?;
            return Ok(Outcome::Done);
        }
        let dataset = self.dataset(&store, &schema, general)?.searching(store);
        let question = self.question(&dataset, &schema)?;
        let limits = Limits {
            time: (self.timeout > 0).then(|| Duration::from_secs(self.timeout)),
            rows: (self.limit > 0).then_some(self.limit),
        };
        let answer = dataset.query(&question, limits)?;
        let naming = dataset.naming();
        let format = match self.format {
            Some(Format::Table) => AnswerFormat::Table,
            Some(Format::Csv) => AnswerFormat::Csv,
            Some(Format::Tsv) => AnswerFormat::Tsv,
            Some(Format::Json) => AnswerFormat::Json,
            Some(Format::Xml) => AnswerFormat::Xml,
            Some(Format::Ttl) => AnswerFormat::Turtle,
            None if matches!(answer, rdf::Answer::Triples(..)) => AnswerFormat::Turtle,
            None => AnswerFormat::Table,
        };
        output::write(None, |out| answer.write(format, naming, out))?;
        if !answer.is_complete() && !general.quiet {
            output::complain(&format!("the answer goes on after {} rows; --limit gives more\n", self.limit))?;
        }
        Ok(Outcome::Done)
    }

    /// The quads of what is asked about: from the index if there is one, else made for this question.
    fn dataset(&self, store: &Store, schema: &Schema, general: &General) -> Result<Dataset, Failure> {
        let naming = match &self.base {
            Some(base) => Naming::new(base)?,
            None => Naming::default(),
        };
        let filter = self.filter.filter(schema, None)?;
        let mut path = self.file.clone().into_os_string();
        path.push(".index");
        let path = PathBuf::from(path);
        let is_kept = filter == Filter::default() && !self.measures && (self.index || path.exists());
        if self.index && !is_kept {
            return Err(Failure::Usage("--index keeps the whole graph; leave filters and --measures out".to_owned()));
        }
        let stamp = if is_kept { stamp(&self.file, schema)? } else { String::new() };
        if is_kept && let Some(dataset) = Dataset::open(&path, &stamp, &naming)? {
            return Ok(dataset);
        }
        let graph = self.filter.graph(store, schema, None, None)?;
        let runs = store.runs()?;
        let measured = if self.measures { Some(measure(&graph, &Leanings::new(schema)?).entities) } else { None };
        let source = Source {
            graph: &graph,
            runs: &runs,
            schema,
            naming: &naming,
            version: Version::Rdf11,
            measures: measured.as_deref(),
        };
        let dataset = Dataset::load(&source)?;
        if is_kept {
            match dataset.keep(&path, &stamp) {
                Ok(()) if general.quiet => {}
                Ok(()) => output::complain(&format!("wrote {}: {} quads\n", path.display(), dataset.len()))?,
                // The answer does not need it, unless it was asked for.
                Err(error) if self.index => return Err(error.into()),
                Err(error) => output::complain(&format!("{error}; the question is answered without\n"))?,
            }
        }
        Ok(dataset)
    }

    fn question(&self, dataset: &Dataset, schema: &Schema) -> Result<String, Failure> {
        if let Some(name) = &self.name {
            let ready = rdf::named_queries(schema)?;
            let Some(query) = ready.iter().find(|q| q.name == *name) else {
                return Err(Failure::Usage(format!(
                    "no ready-made query `{name}`; `actant query FILE --list` names them"
                )));
            };
            return Ok(query.with(&self.values, dataset, schema)?);
        }
        if let Some(path) = &self.question_file {
            let fail = |source| Failure::File { operation: "read", path: path.clone(), source };
            if path.as_os_str() == "-" {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text).map_err(fail)?;
                return Ok(text);
            }
            return fs::read_to_string(path).map_err(fail);
        }
        Ok(self.question.clone().unwrap_or_default())
    }
}

/// What changes whenever the quads of a file do: its size and time, the count of changes that
/// SQLite keeps in it, the schema and the program.
fn stamp(file: &Path, schema: &Schema) -> Result<String, Failure> {
    let fail = |source| Failure::File { operation: "read", path: file.to_path_buf(), source };
    let metadata = fs::metadata(file).map_err(fail)?;
    let modified = metadata.modified().map_err(fail)?;
    let mut head = Vec::new();
    fs::File::open(file).and_then(|f| f.take(100).read_to_end(&mut head)).map_err(fail)?;
    let (size, changes, version) = (metadata.len(), head.get(24..28), env!("CARGO_PKG_VERSION"));
    Ok(format!("{size} {modified:?} {changes:?} {} {version}", schema.digest()))
}

fn describe(query: &NamedQuery) -> String {
    let mut text = format!("{:22} {}\n", query.name, query.description);
    for parameter in &query.parameters {
        let Parameter { name, kind, is_needed, default, description } = parameter;
        let mut note = kind.as_str().to_owned();
        if *is_needed {
            note.push_str(", needed");
        }
        if let Some(default) = default {
            note.push_str(&format!(", {default} if not given"));
        }
        text.push_str(&format!("{:24} --param {name}=…  {description} ({note})\n", ""));
    }
    text
}
