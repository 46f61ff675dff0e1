//! `actant query`

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::filter::FilterArgs;
use super::{Failure, General, Outcome, output};
use crate::rdf::{self, AnswerFormat, Limits, NamedQuery, Naming};
use crate::schema::Schema;

/// Ask the graph a question in SPARQL
///
/// The question is given as an argument, as a file (--file, - for standard input) or by the name of
/// a ready-made query (--name); without any of them the ready-made queries are listed. All named
/// graphs together are the default graph, and the usual prefixes need not be declared. Questions
/// never leave this machine: SERVICE is refused.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant query news.actant
  actant query news.actant --name accusations
  actant query news.actant 'SELECT ?who ?whom WHERE { ?who act:accuses ?whom }'
  actant query news.actant --file question.rq --format json
  actant query news.actant 'CONSTRUCT { ?a act:meets ?b } WHERE { ?a act:meets ?b }' --format ttl")]
pub(super) struct Query {
    /// The file that `actant build` made
    file: PathBuf,
    /// The question
    #[arg(conflicts_with_all = ["question_file", "name"])]
    question: Option<String>,
    /// A file that holds the question; - for standard input
    #[arg(long = "file", value_name = "FILE", conflicts_with = "name")]
    question_file: Option<PathBuf>,
    /// A ready-made query
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A value for a parameter of the ready-made query; may be given several times
    #[arg(long = "set", value_name = "PARAMETER=VALUE", requires = "name", value_parser = setting)]
    settings: Vec<(String, String)>,
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
        let Some(question) = self.question(&schema)? else {
            let ready = rdf::named_queries(&schema);
            output::print(|out| ready.iter().try_for_each(|query| out.write_all(describe(query).as_bytes())))?;
            return Ok(Outcome::Done);
        };
        let naming = match &self.base {
            Some(base) => Naming::new(base)?,
            None => Naming::default(),
        };
        let graph = store.graph(&schema, &self.filter.filter(&schema, None)?)?;
        let limits = Limits {
            time: (self.timeout > 0).then(|| Duration::from_secs(self.timeout)),
            rows: (self.limit > 0).then_some(self.limit),
        };
        let answer = rdf::query(&graph, &naming, &question, limits)?;
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
        output::write(None, |out| answer.write(format, &naming, out))?;
        if !answer.is_complete() && !general.quiet {
            output::complain(&format!("the answer goes on after {} rows; --limit gives more\n", self.limit))?;
        }
        Ok(Outcome::Done)
    }

    fn question(&self, schema: &Schema) -> Result<Option<String>, Failure> {
        if let Some(name) = &self.name {
            let ready = rdf::named_queries(schema);
            let Some(query) = ready.iter().find(|q| q.name == *name) else {
                return Err(Failure::Usage(format!("no ready-made query `{name}`; `actant query FILE` lists them")));
            };
            return Ok(Some(query.with(&self.settings)?));
        }
        if let Some(path) = &self.question_file {
            let fail = |source| Failure::File { operation: "read", path: path.clone(), source };
            if path.as_os_str() == "-" {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text).map_err(fail)?;
                return Ok(Some(text));
            }
            return Ok(Some(fs::read_to_string(path).map_err(fail)?));
        }
        Ok(self.question.clone())
    }
}

fn describe(query: &NamedQuery) -> String {
    let mut text = format!("{:24} {}\n", query.name, query.description);
    for parameter in &query.parameters {
        text.push_str(&format!("{:26} --set {}=…  {}\n", "", parameter.name, parameter.description));
    }
    text
}
