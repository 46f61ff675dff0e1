//! Ready-made queries: files of the schema with a description and parameters.
//!
//! A file is a SPARQL query that works as it stands, once what it needs is put in. Its first lines
//! are comments: what it tells, its parameters and its columns.
//!
//! ```text
//! # Who accuses whom.
//! # needs source: entity     who
//! # param least: integer     only pairs with at least so many statements
//! # columns accuser accused statements
//! ```
//!
//! A parameter is a variable that the query binds by `VALUES ?source { UNDEF }`, or with a default in
//! the place of `UNDEF`. Values are written as terms by their type, never as SPARQL of their own; the
//! name of an entity becomes the IRIs of all that bear it.

use oxigraph::model::Literal;
use regex::{Captures, Regex};

use super::vocabulary::act;
use super::{Dataset, QueryError};
use crate::schema::{Schema, SchemaFile};

/// A ready-made query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// Its name: that of its file without ending.
    pub name: String,
    /// What it tells, in a sentence.
    pub description: String,
    /// What may or must be put in.
    pub parameters: Vec<Parameter>,
    /// The columns of its answer.
    pub columns: Vec<String>,
    /// The query as it was written.
    pub text: String,
}

/// A parameter of a ready-made query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, as on the command line and as a variable in the query.
    pub name: String,
    /// What may be put in.
    pub kind: ParameterKind,
    /// Whether the query means nothing without it.
    pub is_needed: bool,
    /// What it is if nothing is put in, as the query has it; none for anything.
    pub default: Option<String>,
    /// What it means.
    pub description: String,
}

/// What may be put in for a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// A name, id or Wikidata id.
    Entity,
    /// The id of a relation.
    Relation,
    /// Any words.
    Text,
    /// A whole number.
    Integer,
    /// A day, month or year.
    Date,
}

impl ParameterKind {
    const ALL: [Self; 5] = [Self::Entity, Self::Relation, Self::Text, Self::Integer, Self::Date];

    /// The kind as queries write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Relation => "relation",
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Date => "date",
        }
    }
}

/// The ready-made queries of a schema, ordered by name.
///
/// # Errors
/// If the comments of a file are not as the module says.
pub fn named_queries(schema: &Schema) -> Result<Vec<NamedQuery>, QueryError> {
    schema.queries().iter().map(NamedQuery::read).collect()
}

/// Where a query binds a parameter.
fn places() -> Regex {
    Regex::new(r"VALUES\s+\?(\w+)\s*\{\s*([^{}]*?)\s*\}").expect("a pattern without mistakes")
}

impl NamedQuery {
    fn read(file: &SchemaFile) -> Result<Self, QueryError> {
        let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rq").to_owned();
        let wrong = |line: usize, message: String| QueryError::Header { path: file.path.clone(), line, message };
        let mut query = Self {
            name,
            description: String::new(),
            parameters: Vec::new(),
            columns: Vec::new(),
            text: file.text.clone(),
        };
        let comments = file.text.lines().map_while(|line| line.strip_prefix('#').map(str::trim));
        for (line, comment) in (1..).zip(comments) {
            let (word, rest) = comment.split_once(' ').unwrap_or((comment, ""));
            match word {
                "param" | "needs" => {
                    let parameter = Parameter::read(rest, word == "needs", &file.text);
                    query.parameters.push(parameter.map_err(|message| wrong(line, message))?);
                }
                "columns" => query.columns = rest.split_whitespace().map(str::to_owned).collect(),
                _ if line == 1 => query.description = comment.to_owned(),
                _ => {}
            }
        }
        if query.description.is_empty() {
            return Err(wrong(1, "begin with a comment that says what the query tells".to_owned()));
        }
        Ok(query)
    }

    /// The query with values put in for its parameters.
    ///
    /// # Errors
    /// If the query has no such parameter, a value is not of its kind or names nobody, or one that
    /// is needed is missing.
    pub fn with(&self, values: &[(String, String)], dataset: &Dataset, schema: &Schema) -> Result<String, QueryError> {
        for (name, _) in values {
            if !self.parameters.iter().any(|p| p.name == *name) {
                return Err(QueryError::Parameter {
                    query: self.name.clone(),
                    parameter: name.clone(),
                    known: match self.parameters.as_slice() {
                        [] => "none".to_owned(),
                        known => known.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", "),
                    },
                });
            }
        }
        let mut terms: Vec<(&str, String)> = Vec::new();
        for parameter in &self.parameters {
            match values.iter().rfind(|(name, _)| *name == parameter.name) {
                Some((_, value)) => terms.push((&parameter.name, parameter.terms(value, dataset, schema)?)),
                None if parameter.is_needed => {
                    return Err(QueryError::Missing { query: self.name.clone(), parameter: parameter.name.clone() });
                }
                None => {}
            }
        }
        // One pass over the query as it was written: a value that looks like a place to put
        // another value in is left alone.
        let text = places().replace_all(&self.text, |found: &Captures<'_>| {
            let value = terms.iter().find(|(name, _)| *name == &found[1]).map(|(_, terms)| terms);
            match value {
                Some(terms) => format!("VALUES ?{} {{ {terms} }}", &found[1]),
                // What may be anything needs no row; without it joins are quicker.
                None if &found[2] == "UNDEF" => String::new(),
                None => found[0].to_owned(),
            }
        });
        Ok(text.into_owned())
    }
}

impl Parameter {
    /// Reads `source: entity   who`.
    fn read(words: &str, is_needed: bool, query: &str) -> Result<Self, String> {
        let kinds = ParameterKind::ALL.map(ParameterKind::as_str).join(", ");
        let form = || format!("`# param NAME: KIND what it means` is meant, with KIND one of {kinds}");
        let (name, rest) = words.trim().split_once(": ").ok_or_else(form)?;
        let (kind, description) = rest.trim().split_once(' ').ok_or_else(form)?;
        let kind = ParameterKind::ALL.into_iter().find(|k| k.as_str() == kind).ok_or_else(form)?;
        let bound = places().captures_iter(query).find(|found| &found[1] == name);
        let bound =
            bound.ok_or_else(|| format!("the query does not bind the parameter: `VALUES ?{name} {{ UNDEF }}`"))?;
        Ok(Self {
            name: name.to_owned(),
            kind,
            is_needed,
            default: Some(bound[2].to_owned()).filter(|terms| terms != "UNDEF"),
            description: description.trim().to_owned(),
        })
    }

    /// A value as terms of SPARQL.
    fn terms(&self, value: &str, dataset: &Dataset, schema: &Schema) -> Result<String, QueryError> {
        let wrong = |meant: &'static str| QueryError::Value {
            parameter: self.name.clone(),
            value: value.to_owned(),
            meant: meant.to_owned(),
        };
        match self.kind {
            ParameterKind::Entity => {
                let found = dataset.entities_named(value)?;
                Ok(found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
            }
            ParameterKind::Relation => match schema.relation_id(value) {
                Some(relation) => Ok(act(&schema.relation(relation).id).to_string()),
                None => Err(wrong("the id of a relation; `actant schema list` names them")),
            },
            ParameterKind::Text => Ok(Literal::new_simple_literal(value).to_string()),
            ParameterKind::Integer => value.parse::<i64>().map(|n| n.to_string()).map_err(|_| wrong("a whole number")),
            ParameterKind::Date => {
                let date = Regex::new(r"^\d{4}(-\d{2}(-\d{2})?)?$").expect("a pattern without mistakes");
                if date.is_match(value) {
                    Ok(Literal::new_simple_literal(value).to_string())
                } else {
                    Err(wrong("a day, month or year: 2026-01-08, 2026-01, 2026"))
                }
            }
        }
    }
}
