use std::path::PathBuf;
use std::time::Duration;

use crate::store::StoreError;

/// What can go wrong when RDF is made or written.
#[derive(Debug, thiserror::Error)]
pub enum RdfError {
    /// The base is no absolute IRI that ends in `/` or `#`.
    #[error("`{base}` cannot be the beginning of IRIs; write an absolute IRI that ends in / or #")]
    Base {
        /// What was given.
        base: String,
    },
    /// The format has no triple terms.
    #[error("{format} cannot carry RDF 1.2; write ttl, trig, nq, nt or rdfxml, or leave --rdf 1.2 out")]
    Version {
        /// Which format.
        format: &'static str,
    },
    /// The RDF could not be written out.
    #[error("cannot write {format}")]
    Write {
        /// In which format.
        format: &'static str,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// What can go wrong with a query.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// It is not SPARQL.
    #[error("the query cannot be read at line {line}, column {column}: {message}\n{excerpt}")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// Where, from 1, in characters.
        column: usize,
        /// What was expected there.
        message: String,
        /// The line, and below it a mark at the column.
        excerpt: String,
    },
    /// It is not SPARQL, at no place in particular.
    #[error("the query cannot be read: {message}")]
    Malformed {
        /// What is wrong.
        message: String,
    },
    /// It would change the graph.
    #[error(
        "the graph follows from the articles and cannot be changed by SPARQL Update; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
    )]
    Update,
    /// It asks another server.
    #[error("SERVICE asks another server; queries here never leave this file")]
    Service,
    /// It took too long.
    #[error("the query was stopped after {} s; ask for less, or give it more time", .limit.as_secs_f64())]
    Time {
        /// How long it may take.
        limit: Duration,
    },
    /// The evaluation failed.
    #[error("the query cannot be answered: {message}")]
    Evaluation {
        /// Why.
        message: String,
    },
    /// A ready-made query has no such parameter.
    #[error("the query {query} has no parameter {parameter}; it knows {known}")]
    Parameter {
        /// Which query.
        query: String,
        /// What was given.
        parameter: String,
        /// Its parameters.
        known: String,
    },
    /// A ready-made query does not say what it needs in the way that is asked for.
    #[error("{path}, line {line}: {message}")]
    Header {
        /// The file of the schema.
        path: String,
        /// Where, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A ready-made query means nothing without this parameter.
    #[error("the query {query} needs --param {parameter}=…")]
    Missing {
        /// Which query.
        query: String,
        /// What is missing.
        parameter: String,
    },
    /// A value is not of the kind that its parameter asks for.
    #[error("`{value}` cannot be the value of {parameter}: {meant} is meant")]
    Value {
        /// Which parameter.
        parameter: String,
        /// What was given.
        value: String,
        /// What is meant.
        meant: String,
    },
    /// Nobody bears the name.
    #[error("nobody in the graph is called `{name}`{}", suggestion(.near))]
    NoEntity {
        /// The name that was asked for.
        name: String,
        /// Names that are like it.
        near: Vec<String>,
    },
    /// The file of sorted quads could not be read or written.
    #[error("cannot {operation} {}", .path.display())]
    Index {
        /// What was tried.
        operation: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The sentences could not be searched.
    #[error("act:matches cannot search the sentences")]
    Search(#[source] StoreError),
    /// The answer is of another kind than the format can hold.
    #[error("{format} cannot hold {kind}")]
    Kind {
        /// The format asked for.
        format: &'static str,
        /// What the answer is.
        kind: &'static str,
    },
    /// The answer could not be written out.
    #[error("cannot write the answer")]
    Write(#[source] std::io::Error),
}

fn suggestion(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) }
}
