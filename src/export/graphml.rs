//! The graph as GraphML (Brandes et al. 2002): for networkx, igraph, yEd, Gephi, Cytoscape.

use std::io::Write;

use super::rows::{Contents, EDGES, ENTITIES};
use super::table::{Cell, Column, Kind};
use super::xml::escape;
use super::{ExportError, Leanings};
use crate::store::Graph;

/// What separates several values of an attribute: GraphML has no lists.
const SEPARATOR: &str = "; ";

/// Writes the graph as GraphML: a node an entity, an edge an edge, with the columns of the tables
/// `entities` and `edges` as attributes.
///
/// All edges are directed; those of symmetric relations say so in their attribute `symmetric`,
/// because many readers refuse a file with edges of both kinds.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_graphml(graph: &Graph, leanings: &Leanings, mut out: impl Write) -> Result<(), ExportError> {
    let contents = Contents::new(graph, leanings);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"#
    )?;
    for (domain, columns) in [("node", ENTITIES), ("edge", EDGES)] {
        for column in columns.iter().filter(|c| c.name != "id") {
            writeln!(
                out,
                r#"  <key id="{}" for="{domain}" attr.name="{}" attr.type="{}"/>"#,
                key(domain, column),
                column.name,
                kind(column.kind)
            )?;
        }
    }
    writeln!(out, r#"  <graph id="actant" edgedefault="directed">"#)?;
    for (entity, row) in contents.entities() {
        writeln!(out, r#"    <node id="{}">"#, escape(&graph[entity].id))?;
        write_attributes("node", ENTITIES, &row, &mut out)?;
        writeln!(out, "    </node>")?;
    }
    for (edge, row) in contents.edges() {
        writeln!(
            out,
            r#"    <edge id="{}" source="{}" target="{}">"#,
            escape(&edge.id),
            escape(&graph[edge.source].id),
            escape(&graph[edge.target].id)
        )?;
        write_attributes("edge", EDGES, &row, &mut out)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")?;
    out.flush()?;
    Ok(())
}

fn key(domain: &str, column: &Column) -> String {
    format!("{}_{}", &domain[..1], column.name)
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::List => "string",
        Kind::Whole => "long",
        Kind::Real => "double",
        Kind::Truth => "boolean",
    }
}

fn write_attributes(
    domain: &str,
    columns: &[Column],
    row: &[Cell<'_>],
    out: &mut impl Write,
) -> Result<(), ExportError> {
    for (column, cell) in columns.iter().zip(row).filter(|(column, _)| column.name != "id") {
        if let Some(value) = cell.as_text(SEPARATOR).filter(|v| !v.is_empty()) {
            writeln!(out, r#"      <data key="{}">{}</data>"#, key(domain, column), escape(&value))?;
        }
    }
    Ok(())
}
