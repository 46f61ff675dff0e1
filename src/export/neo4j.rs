//! The graph as a pair of CSV files for `neo4j-admin database import`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use super::folder::Folder;
use super::rows::{Contents, EDGES, ENTITIES};
use super::table::{Cell, Column, Kind};
use super::tables::into_io;
use super::{ExportError, Leanings};
use crate::store::Graph;

/// What separates the values of an array; `neo4j-admin` expects it so.
const ARRAY: &str = ";";

/// Writes `entities.csv` (nodes, with `:ID`, typed properties and `:LABEL`) and `edges.csv`
/// (relationships, with `:START_ID`, `:END_ID`, typed properties and `:TYPE`) into a folder, which
/// is made if it is not there; both or none.
///
/// Labels are `Entity` and the entity's type, types of relationships the relation in Neo4j's manner:
/// `suspendsTiesWith` becomes `SUSPENDS_TIES_WITH`. Words are given as they are (no spreadsheet is
/// meant to read them), but for line breaks, which become spaces, and semicolons in arrays, which
/// become commas.
///
/// # Errors
/// If a file cannot be written.
pub fn write_neo4j(directory: &Path, graph: &Graph, leanings: &Leanings) -> Result<(), ExportError> {
    let contents = Contents::new(graph, leanings);
    let mut folder = Folder::begin(directory)?;
    folder.file("entities.csv", |out| {
        let mut csv = csv::Writer::from_writer(out);
        let properties = properties(ENTITIES, &["id", "type"]);
        write_header(&mut csv, &["id:ID(Entity)"], ENTITIES, &properties, ":LABEL")?;
        for (entity, row) in contents.entities() {
            let label = format!("Entity{ARRAY}{}", graph[entity].entity_type.as_str());
            write_row(&mut csv, &[&graph[entity].id], &row, &properties, &label)?;
        }
        Ok(csv.flush()?)
    })?;
    folder.file("edges.csv", |out| {
        let mut csv = csv::Writer::from_writer(out);
        let properties = properties(EDGES, &["source", "source_id", "target", "target_id"]);
        write_header(&mut csv, &[":START_ID(Entity)", ":END_ID(Entity)"], EDGES, &properties, ":TYPE")?;
        for (edge, row) in contents.edges() {
            let ends = [graph[edge.source].id.as_str(), graph[edge.target].id.as_str()];
            write_row(&mut csv, &ends, &row, &properties, &upper_snake(&edge.relation))?;
        }
        Ok(csv.flush()?)
    })?;
    folder.finish()
}

/// The places of the columns that become properties.
fn properties(columns: &[Column], others: &[&str]) -> Vec<usize> {
    (0..columns.len()).filter(|i| !others.contains(&columns[*i].name)).collect()
}

fn write_header<W: Write>(
    csv: &mut csv::Writer<W>,
    ids: &[&str],
    columns: &[Column],
    properties: &[usize],
    last: &str,
) -> Result<(), ExportError> {
    let kind = |kind: Kind| match kind {
        Kind::Text => "",
        Kind::Whole => ":long",
        Kind::Real => ":double",
        Kind::Truth => ":boolean",
        Kind::List => ":string[]",
    };
    let names = properties.iter().map(|i| format!("{}{}", columns[*i].name, kind(columns[*i].kind)));
    let ids = ids.iter().map(|id| (*id).to_owned());
    csv.write_record(ids.chain(names).chain([last.to_owned()])).map_err(into_io)?;
    Ok(())
}

fn write_row<W: Write>(
    csv: &mut csv::Writer<W>,
    ids: &[&str],
    row: &[Cell<'_>],
    properties: &[usize],
    last: &str,
) -> Result<(), ExportError> {
    let words = properties.iter().map(|i| match &row[*i] {
        Cell::List(values) => {
            let values: Vec<String> = values.iter().map(|v| v.replace(ARRAY, ",")).collect();
            on_one_line(&values.join(ARRAY)).into_owned()
        }
        cell => on_one_line(&cell.as_text(ARRAY).unwrap_or_default()).into_owned(),
    });
    let ids = ids.iter().map(|id| on_one_line(id).into_owned());
    csv.write_record(ids.chain(words).chain([last.to_owned()])).map_err(into_io)?;
    Ok(())
}

/// `neo4j-admin` reads a field over several lines only if it is told to.
fn on_one_line(words: &str) -> Cow<'_, str> {
    if words.contains(char::is_control) {
        Cow::Owned(words.replace(char::is_control, " "))
    } else {
        Cow::Borrowed(words)
    }
}

fn upper_snake(relation: &str) -> String {
    let mut name = String::with_capacity(relation.len() + 4);
    for c in relation.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        // Writing to a string cannot fail.
        write!(name, "{}", c.to_uppercase()).expect("a string takes everything");
    }
    name
}
