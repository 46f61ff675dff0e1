//! The graph as Cytoscape JSON (`.cyjs`), for Cytoscape and for cytoscape.js.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::rows::{Contents, EDGES, ENTITIES};
use super::table::{Cell, Column};
use super::{ExportError, Leanings};
use crate::store::Graph;

/// Writes the graph as Cytoscape JSON: `elements.nodes[].data` with the columns of the table
/// `entities`, `elements.edges[].data` with those of `edges`, where `source` and `target` are ids and
/// `source_name` and `target_name` names; one element a line.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_cytoscape(graph: &Graph, leanings: &Leanings, mut out: impl Write) -> Result<(), ExportError> {
    let contents = Contents::new(graph, leanings);
    writeln!(out, r#"{{"format_version":"1.0","generated_by":"actant","target_cytoscapejs_version":"~3.0","#)?;
    writeln!(out, r#""data":{{"name":"actant","shared_name":"actant"}},"elements":{{"nodes":["#)?;
    for (i, (_, row)) in contents.entities().enumerate() {
        write_element(i, fields(ENTITIES, &row), &mut out)?;
    }
    writeln!(out, r#"],"edges":["#)?;
    for (i, (edge, row)) in contents.edges().enumerate() {
        let mut data = fields(EDGES, &row);
        for (end, entity) in [("source", edge.source), ("target", edge.target)] {
            data.remove(&format!("{end}_id"));
            data.insert(end.to_owned(), json!(graph[entity].id));
            data.insert(format!("{end}_name"), json!(graph[entity].name));
        }
        data.insert("interaction".to_owned(), json!(edge.label));
        write_element(i, data, &mut out)?;
    }
    writeln!(out, "]}}}}")?;
    out.flush()?;
    Ok(())
}

fn fields(columns: &[Column], row: &[Cell<'_>]) -> Map<String, Value> {
    let mut data = Map::new();
    for (column, cell) in columns.iter().zip(row) {
        let value = match cell {
            Cell::Text(words) | Cell::Plain(words) => json!(words),
            Cell::Whole(number) => json!(number),
            Cell::Real(number) => json!(number),
            Cell::Truth(truth) => json!(truth),
            Cell::List(values) => json!(values),
            Cell::Empty => continue,
        };
        data.insert(column.name.to_owned(), value);
    }
    data
}

fn write_element(at: usize, data: Map<String, Value>, out: &mut impl Write) -> Result<(), ExportError> {
    if at > 0 {
        writeln!(out, ",")?;
    }
    serde_json::to_writer(&mut *out, &json!({ "data": data }))?;
    Ok(())
}
