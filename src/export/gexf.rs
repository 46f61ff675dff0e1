//! The graph as GEXF 1.3, with time: for Gephi, and for networkx.

use std::io::Write;

use super::palette::Palette;
use super::rows::{Contents, EDGES, ENTITIES, dates};
use super::table::{Cell, Column, Kind};
use super::xml::escape;
use super::{ExportError, Leanings};
use crate::store::Graph;

/// What separates several values of an attribute.
const SEPARATOR: &str = "; ";

/// Writes the graph as GEXF: a node an entity, an edge an edge, with the columns of the tables
/// `entities` and `edges` as attributes, colours as in pictures, and on each edge the first and the
/// last day of what it is about, so that Gephi's timeline can play it.
///
/// All edges are directed; those of symmetric relations say so in their attribute `symmetric`. An
/// edge weighs as many statements as it has.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_gexf(
    graph: &Graph,
    leanings: &Leanings,
    palette: &Palette,
    mut out: impl Write,
) -> Result<(), ExportError> {
    let contents = Contents::new(graph, leanings);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">"#
    )?;
    writeln!(
        out,
        "  <meta>\n    <creator>actant</creator>\n    <description>Who did what to whom</description>\n  </meta>"
    )?;
    writeln!(out, r#"  <graph mode="dynamic" timeformat="date" defaultedgetype="directed" idtype="string">"#)?;
    for (class, columns) in [("node", ENTITIES), ("edge", EDGES)] {
        writeln!(out, r#"    <attributes class="{class}">"#)?;
        for (i, column) in attributes(columns) {
            let kind = kind(column.kind);
            writeln!(out, r#"      <attribute id="{i}" title="{}" type="{kind}"/>"#, column.name)?;
        }
        writeln!(out, "    </attributes>")?;
    }
    writeln!(out, r#"    <nodes count="{}">"#, graph.entities.len())?;
    for (entity, row) in contents.entities() {
        let view = &graph[entity];
        writeln!(out, r#"      <node id="{}" label="{}">"#, escape(&view.id), escape(&view.name))?;
        write_values(ENTITIES, &row, &mut out)?;
        write_colour(&palette.entity(view.entity_type).border, &mut out)?;
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>\n    <edges count=\"{}\">", graph.edges.len())?;
    for (edge, row) in contents.edges() {
        let (first, last) = dates(graph, edge);
        let time = |name: &str, day: Option<String>| day.map(|d| format!(r#" {name}="{d}""#)).unwrap_or_default();
        writeln!(
            out,
            r#"      <edge id="{}" source="{}" target="{}" kind="{}" label="{}" weight="{}"{}{}>"#,
            escape(&edge.id),
            escape(&graph[edge.source].id),
            escape(&graph[edge.target].id),
            escape(&edge.relation),
            escape(&edge.label),
            edge.statements.len(),
            time("start", first),
            time("end", last)
        )?;
        write_values(EDGES, &row, &mut out)?;
        write_colour(&palette.class(palette.rank(edge.class())).colour, &mut out)?;
        writeln!(out, "      </edge>")?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")?;
    out.flush()?;
    Ok(())
}

/// The columns that become attributes, with their places: the id and, for edges, the label are
/// attributes of the element itself.
fn attributes(columns: &[Column]) -> impl Iterator<Item = (usize, &Column)> {
    columns.iter().enumerate().filter(|(_, c)| !matches!(c.name, "id" | "label"))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::List => "string",
        Kind::Whole => "long",
        Kind::Real => "double",
        Kind::Truth => "boolean",
    }
}

fn write_values(columns: &[Column], row: &[Cell<'_>], out: &mut impl Write) -> Result<(), ExportError> {
    writeln!(out, "        <attvalues>")?;
    for (i, _) in attributes(columns) {
        if let Some(value) = row[i].as_text(SEPARATOR).filter(|v| !v.is_empty()) {
            writeln!(out, r#"          <attvalue for="{i}" value="{}"/>"#, escape(&value))?;
        }
    }
    writeln!(out, "        </attvalues>")?;
    Ok(())
}

/// A colour of the palette, `#b45309`, as numbers.
fn write_colour(colour: &str, out: &mut impl Write) -> Result<(), ExportError> {
    let part = |at: usize| u8::from_str_radix(&colour[at..at + 2], 16).expect("the palette checks its colours");
    writeln!(out, r#"        <viz:color r="{}" g="{}" b="{}"/>"#, part(1), part(3), part(5))?;
    Ok(())
}
