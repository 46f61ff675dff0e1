//! SPARQL over the graph.
//!
//! Takes the text of a query; gives an [`Answer`] or says what is wrong with the text and where.
//! Example: `ASK { ?a act:accuses ?b }` is answered by one look at the rows of `act:accuses`.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use oxigraph::model::{GraphName, Quad, Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator, SparqlSyntaxError};
use regex::Regex;

use super::dataset::View;
use super::format::write_turtle;
use super::index::{Index, IndexBuilder};
use super::search::{Search, Searches};
use super::{Naming, QueryError, Source, for_each_quad, kept, table};
use crate::store::Store;

/// The longest query that is read, in bytes.
const LONGEST: usize = 100_000;

/// The deepest nesting of brackets and signs that is read.
const DEEPEST: usize = 200;

/// The stack that parsing and evaluating may use: both go down with the nesting of the query.
const STACK: usize = 256 << 20;

/// The most letters that an error shows of a line.
const EXCERPT: usize = 100;

/// How many of the things expected in a place an error lists.
const EXPECTED: usize = 8;

/// How much a query may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The time after which it is stopped with an error.
    pub time: Option<Duration>,
    /// The number of rows or triples after which the answer is cut.
    pub rows: Option<usize>,
}

/// What a query gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Of SELECT.
    Rows(Rows),
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE: sorted, each once, and whether these are all.
    Triples(Vec<Triple>, bool),
}

/// The answer to a SELECT query.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The names of the columns.
    pub variables: Vec<String>,
    /// The rows, each as long as `variables`. Without ORDER BY they are sorted by their cells.
    pub rows: Vec<Vec<Option<Term>>>,
    /// Whether these are all rows; else the limit cut them.
    pub complete: bool,
}

/// A format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerFormat {
    /// Aligned columns for reading.
    Table,
    /// Comma-separated values as SPARQL 1.1 defines them.
    Csv,
    /// Tab-separated terms as SPARQL 1.1 defines them.
    Tsv,
    /// SPARQL 1.1 results in JSON.
    Json,
    /// SPARQL results in XML.
    Xml,
    /// Turtle, for CONSTRUCT and DESCRIBE.
    Turtle,
}

impl AnswerFormat {
    /// The format of a name: `table`, `csv`, `tsv`, `json`, `xml`, `ttl`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "table" => Self::Table,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "json" => Self::Json,
            "xml" => Self::Xml,
            "ttl" | "turtle" => Self::Turtle,
            _ => return None,
        })
    }
}

/// The quads of a graph, ready for queries.
#[derive(Debug, Clone)]
pub struct Dataset {
    pub(super) index: Arc<Index>,
    pub(super) naming: Naming,
    search: Option<Search>,
}

/// Answers one query; to ask several, load a [`Dataset`].
///
/// # Errors
/// As [`Dataset::query`].
pub fn query(source: &Source<'_>, text: &str, limits: Limits) -> Result<Answer, QueryError> {
    Dataset::load(source)?.query(text, limits)
}

impl Dataset {
    /// Sorts the quads of a graph, in memory.
    ///
    /// # Errors
    /// If there are more than two billion.
    pub fn load(source: &Source<'_>) -> Result<Self, QueryError> {
        let mut builder = IndexBuilder::new(source.naming);
        for_each_quad(source, |quad| {
            let Quad { subject, predicate, object, graph_name } = quad;
            let graph = match graph_name {
                GraphName::NamedNode(node) => Term::from(node),
                GraphName::BlankNode(node) => node.into(),
                GraphName::DefaultGraph => source.naming.id("kg").into(),
            };
            builder.add(&subject.into(), &predicate.into(), &object, &graph)
        })
        .map_err(|e| QueryError::Evaluation { message: e.to_string() })?;
        Ok(Self { index: Arc::new(builder.finish()), naming: source.naming.clone(), search: None })
    }

    /// The quads that [`Dataset::keep`] wrote to a file: read as queries need them. Nothing if there
    /// is no such file, or if it was kept under another stamp.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn open(path: &Path, stamp: &str, naming: &Naming) -> Result<Option<Self>, QueryError> {
        let fail = |source| QueryError::Index { operation: "read", path: path.to_owned(), source };
        let index = kept::open(stamp, path).map_err(fail)?;
        Ok(index.map(|index| Self { index: Arc::new(index), naming: naming.clone(), search: None }))
    }

    /// Writes the quads to a file, whole or not at all. `stamp` says what they were made from: any
    /// words that change when that does. IRIs of things are kept without their beginning.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(&self, path: &Path, stamp: &str) -> Result<(), QueryError> {
        let fail = |source| QueryError::Index { operation: "write", path: path.to_owned(), source };
        kept::write(&self.index, stamp, path).map_err(fail)
    }

    /// Lets queries search the sentences of the file that the quads were made from:
    /// `FILTER(act:matches(?words, "oil exports"))`.
    #[must_use]
    pub fn searching(self, store: Store) -> Self {
        Self { search: Some(Search::new(store)), ..self }
    }

    /// How ids become IRIs in it.
    #[must_use]
    pub fn naming(&self) -> &Naming {
        &self.naming
    }

    /// How many quads there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.by_subject.rows.len() / 2
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a query: SELECT, ASK, CONSTRUCT or DESCRIBE. All graphs together are the default
    /// graph; the prefixes of [`super::PREFIXES`] and `id:` need not be declared.
    ///
    /// # Errors
    /// If it is no SPARQL query, asks another server, takes too long or cannot be evaluated. After
    /// [`QueryError::Time`] the evaluation may go on in the background for a while: a program that
    /// answers many should bound how many it begins.
    pub fn query(&self, text: &str, limits: Limits) -> Result<Answer, QueryError> {
        check_size(text)?;
        let token = CancellationToken::new();
        let (sender, receiver) = mpsc::channel();
        let worker = self.clone();
        let (query, of_worker) = (text.to_owned(), token.clone());
        // The evaluator looks at the token only when it reads the store, and joins what it has
        // read without looking: so the worker is not waited for, but left to find out by itself.
        let work = move || {
            // If nobody waits any more, nobody misses the answer.
            drop(sender.send(worker.evaluate(&query, limits.rows, of_worker)));
        };
        thread::Builder::new()
            .name("query".to_owned())
            .stack_size(STACK)
            .spawn(work)
            .map_err(|e| QueryError::Evaluation { message: e.to_string() })?;
        let stopped = || QueryError::Evaluation { message: "the evaluation broke off".to_owned() };
        let Some(time) = limits.time else { return receiver.recv().map_err(|_| stopped())? };
        match receiver.recv_timeout(time) {
            Ok(answer) => answer,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                token.cancel();
                Err(QueryError::Time { limit: time })
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(stopped()),
        }
    }

    fn evaluate(&self, text: &str, limit: Option<usize>, token: CancellationToken) -> Result<Answer, QueryError> {
        let searches = Arc::new(Mutex::new(Searches::default()));
        let mut evaluator = self.evaluator().with_cancellation_token(token);
        if let Some(search) = &self.search {
            let (search, searches, naming) = (search.clone(), Arc::clone(&searches), self.naming.clone());
            evaluator = evaluator
                .with_custom_function(Search::name(), move |arguments| search.matches(&searches, &naming, arguments));
        }
        let answer = self.answer(evaluator, text, limit);
        let failure = searches.lock().unwrap_or_else(PoisonError::into_inner).failure.take();
        match failure {
            Some(error) => Err(QueryError::Search(error)),
            None => answer,
        }
    }

    fn answer(&self, evaluator: SparqlEvaluator, text: &str, limit: Option<usize>) -> Result<Answer, QueryError> {
        let parsed = evaluator.parse_query(text);
        let mut prepared = parsed.map_err(|error| self.explain(text, &error))?;
        if prepared.dataset().is_default_dataset() {
            prepared.dataset_mut().set_default_graph_as_union();
        }
        let limit = limit.unwrap_or(usize::MAX);
        let view = View::new(Arc::clone(&self.index), self.naming.clone());
        match prepared.on_queryable_dataset(view).execute().map_err(failed)? {
            QueryResults::Boolean(answer) => Ok(Answer::Boolean(answer)),
            QueryResults::Solutions(mut solutions) => {
                let variables = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
                let mut rows: Vec<Vec<Option<Term>>> = Vec::new();
                let mut complete = true;
                for solution in &mut solutions {
                    let solution = solution.map_err(failed)?;
                    if rows.len() == limit {
                        complete = false;
                        break;
                    }
                    rows.push(solution.values().to_vec());
                }
                if !asks_for_order(text) {
                    rows.sort_by_cached_key(|row| {
                        row.iter().map(|cell| cell.as_ref().map(ToString::to_string)).collect::<Vec<_>>()
                    });
                }
                Ok(Answer::Rows(Rows { variables, rows, complete }))
            }
            QueryResults::Graph(triples) => {
                let mut all = Vec::new();
                let mut complete = true;
                for triple in triples {
                    let triple = triple.map_err(failed)?;
                    if all.len() == limit {
                        complete = false;
                        break;
                    }
                    all.push(triple);
                }
                all.sort_by_cached_key(ToString::to_string);
                all.dedup();
                Ok(Answer::Triples(all, complete))
            }
        }
    }

    fn evaluator(&self) -> SparqlEvaluator {
        let mut evaluator = SparqlEvaluator::new();
        for (prefix, namespace) in self.naming.prefixes() {
            // The base was checked when it was given; the others are constants.
            if let Ok(with) = evaluator.clone().with_prefix(prefix, namespace) {
                evaluator = with;
            }
        }
        evaluator
    }

    /// Says what is wrong with a query that cannot be parsed.
    fn explain(&self, text: &str, error: &SparqlSyntaxError) -> QueryError {
        if text.trim().is_empty() {
            return QueryError::Malformed { message: "it is empty".to_owned() };
        }
        if names_an_update(text) && self.evaluator().parse_update(text).is_ok() {
            return QueryError::Update;
        }
        let message = error.to_string();
        let place = message.strip_prefix("error at ").and_then(|rest| {
            let (place, message) = rest.split_once(": ")?;
            let (line, column) = place.split_once(':')?;
            Some((line.parse().ok()?, column.parse().ok()?, expectation(message)))
        });
        match place {
            Some((line, column, message)) => {
                QueryError::Syntax { line, column, message, excerpt: excerpt(text, line, column) }
            }
            None => QueryError::Malformed { message },
        }
    }
}

/// A line of the query with a mark below one of its columns; of a long line what is near.
fn excerpt(text: &str, line: usize, column: usize) -> String {
    let words = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let skipped = column.saturating_sub(EXCERPT / 2);
    // Nothing that a terminal would obey, and tabs as wide as the mark takes them to be.
    let shown: String =
        words.chars().skip(skipped).take(EXCERPT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("  {}\n  {}^", shown.trim_end(), " ".repeat(column.saturating_sub(1 + skipped)))
}

/// What the parser says it expected, as people would put it: `[_]`, any sign, stands where nothing
/// more is expected.
fn expectation(message: &str) -> String {
    let list = message.trim_start_matches("expected ").trim_start_matches("one of ");
    let expected: Vec<&str> = list.split(", ").filter(|e| *e != "[_]").collect();
    match expected.as_slice() {
        [] => "expected the end of the query".to_owned(),
        [one] => format!("expected {one}"),
        several if several.len() <= EXPECTED => format!("expected one of {}", several.join(", ")),
        many => format!("expected one of {} and {} others", many[..EXPECTED].join(", "), many.len() - EXPECTED),
    }
}

fn failed(error: QueryEvaluationError) -> QueryError {
    match error {
        QueryEvaluationError::UnsupportedService(_)
        | QueryEvaluationError::Service(_)
        | QueryEvaluationError::UnboundService
        | QueryEvaluationError::InvalidServiceName(_) => QueryError::Service,
        other => QueryError::Evaluation { message: other.to_string() },
    }
}

/// Refuses queries whose nesting would need more stack than there is.
fn check_size(text: &str) -> Result<(), QueryError> {
    if text.len() > LONGEST {
        return Err(QueryError::Malformed { message: format!("it is longer than {LONGEST} bytes") });
    }
    let (mut depth, mut signs) = (0usize, 0usize);
    for byte in text.bytes() {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = match byte {
            b'!' | b'-' | b'+' | b'^' => signs + 1,
            b' ' | b'\t' | b'\n' | b'\r' => signs,
            _ => 0,
        };
        if depth.max(signs) > DEEPEST {
            return Err(QueryError::Malformed { message: format!("it is nested more than {DEEPEST} deep") });
        }
    }
    Ok(())
}

fn asks_for_order(text: &str) -> bool {
    matches(r"(?i)\border\s+by\b", text)
}

fn names_an_update(text: &str) -> bool {
    matches(r"(?i)\b(insert|delete|load|clear|drop|create|add|move|copy)\b", text)
}

fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}

impl Answer {
    /// Whether nothing was cut by the limit of rows.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Rows(rows) => rows.complete,
            Self::Boolean(_) => true,
            Self::Triples(_, complete) => *complete,
        }
    }

    /// Writes the answer.
    ///
    /// # Errors
    /// If the format cannot hold it, or `writer` fails.
    pub fn write<W: Write>(&self, format: AnswerFormat, naming: &Naming, mut writer: W) -> Result<(), QueryError> {
        let of_sparql = match format {
            AnswerFormat::Table => None,
            AnswerFormat::Csv => Some(QueryResultsFormat::Csv),
            AnswerFormat::Tsv => Some(QueryResultsFormat::Tsv),
            AnswerFormat::Json => Some(QueryResultsFormat::Json),
            AnswerFormat::Xml => Some(QueryResultsFormat::Xml),
            AnswerFormat::Turtle => {
                return match self {
                    Self::Triples(triples, _) => {
                        write_turtle(triples, naming, writer).map(|_| ()).map_err(QueryError::Write)
                    }
                    Self::Rows(_) => Err(QueryError::Kind { format: "Turtle", kind: "the rows of a SELECT query" }),
                    Self::Boolean(_) => Err(QueryError::Kind { format: "Turtle", kind: "the answer of an ASK query" }),
                };
            }
        };
        let Some(of_sparql) = of_sparql else {
            return writer.write_all(self.table(naming).as_bytes()).map_err(QueryError::Write);
        };
        let serializer = QueryResultsSerializer::from_format(of_sparql);
        match self {
            Self::Boolean(answer) => {
                let mut writer = serializer.serialize_boolean_to_writer(writer, *answer).map_err(QueryError::Write)?;
                end_line(of_sparql, &mut writer)
            }
            Self::Rows(rows) => {
                let variables: Vec<Variable> = rows.variables.iter().map(Variable::new_unchecked).collect();
                let mut serializer =
                    serializer.serialize_solutions_to_writer(writer, variables.clone()).map_err(QueryError::Write)?;
                for row in &rows.rows {
                    let cells = variables.iter().zip(row).filter_map(|(v, cell)| cell.as_ref().map(|c| (v, c)));
                    serializer.serialize(cells).map_err(QueryError::Write)?;
                }
                end_line(of_sparql, &mut serializer.finish().map_err(QueryError::Write)?)
            }
            Self::Triples(..) => Err(QueryError::Kind {
                format: match format {
                    AnswerFormat::Csv => "CSV",
                    AnswerFormat::Tsv => "TSV",
                    AnswerFormat::Json => "JSON",
                    _ => "XML",
                },
                kind: "the triples of a CONSTRUCT or DESCRIBE query; ask for Turtle",
            }),
        }
    }

    fn table(&self, naming: &Naming) -> String {
        match self {
            Self::Boolean(true) => "yes\n".to_owned(),
            Self::Boolean(false) => "no\n".to_owned(),
            Self::Rows(rows) => table::table(&rows.variables, &rows.rows, rows.complete, naming),
            Self::Triples(triples, complete) => {
                let rows: Vec<Vec<Option<Term>>> = triples
                    .iter()
                    .map(|t| {
                        vec![Some(t.subject.clone().into()), Some(t.predicate.clone().into()), Some(t.object.clone())]
                    })
                    .collect();
                table::table(&["subject", "predicate", "object"].map(str::to_owned), &rows, *complete, naming)
            }
        }
    }
}

/// JSON and XML come without an end of line; files and terminals want one.
fn end_line(format: QueryResultsFormat, writer: &mut impl Write) -> Result<(), QueryError> {
    match format {
        QueryResultsFormat::Json | QueryResultsFormat::Xml => writer.write_all(b"\n").map_err(QueryError::Write),
        _ => Ok(()),
    }
}
