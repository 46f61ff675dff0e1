//! Ready-made queries: files of the schema with a description and parameters.
//!
//! A file is a SPARQL query that works as it stands. Its first line is a comment that says what it
//! tells. A line `# param NAME what it means` declares a parameter: a variable `?NAME` that the
//! query binds with `VALUES ?NAME { UNDEF }`, so that it means "any" until a value is put in.

use oxigraph::model::Literal;
use regex::Regex;

use super::QueryError;
use crate::schema::{Schema, SchemaFile};

/// A ready-made query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// Its name: that of its file without ending.
    pub name: String,
    /// What it tells, in a sentence.
    pub description: String,
    /// What may be put in.
    pub parameters: Vec<Parameter>,
    /// The query, for any values.
    pub text: String,
}

/// A parameter of a ready-made query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, as on the command line and as a variable in the query.
    pub name: String,
    /// What it means.
    pub description: String,
}

/// The ready-made queries of a schema, ordered by name.
#[must_use]
pub fn named_queries(schema: &Schema) -> Vec<NamedQuery> {
    schema.queries().iter().map(NamedQuery::read).collect()
}

impl NamedQuery {
    fn read(file: &SchemaFile) -> Self {
        let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rq").to_owned();
        let comments = || file.text.lines().map_while(|line| line.strip_prefix('#').map(str::trim));
        let parameter = |line: &str| {
            let (name, description) = line.strip_prefix("param ")?.trim().split_once(' ')?;
            Some(Parameter { name: name.to_owned(), description: description.trim().to_owned() })
        };
        Self {
            name,
            description: comments().next().unwrap_or_default().to_owned(),
            parameters: comments().filter_map(parameter).collect(),
            text: file.text.clone(),
        }
    }

    /// The query with values put in for parameters: each as a string, whatever it holds.
    ///
    /// # Errors
    /// If the query has no such parameter.
    pub fn with(&self, values: &[(String, String)]) -> Result<String, QueryError> {
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
        // One pass over the query as it was written: a value that looks like a place to put
        // another value in is left alone.
        let place = Regex::new(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}").expect("a pattern without mistakes");
        let text = place.replace_all(&self.text, |found: &regex::Captures<'_>| {
            let value = values.iter().find(|(name, _)| *name == found[1]).map(|(_, value)| value);
            match value {
                Some(value) => format!("VALUES ?{} {{ {} }}", &found[1], Literal::new_simple_literal(value)),
                None => found[0].to_owned(),
            }
        });
        Ok(text.into_owned())
    }
}
