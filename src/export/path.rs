//! A path between two entities, with the sentences along it.

use std::io::Write;

use serde_json::{Value, json};

use super::picture::Line;
use super::{ExportError, jsonl};
use crate::graph::Step;
use crate::store::{EntityIndex, Graph, StatementView};

/// How many edges of a step are printed for people.
const EDGES: usize = 4;

/// Writes a path for people: each step with the relations between its ends, the most frequent
/// first, and a sentence for each.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_path(graph: &Graph, steps: &[Step], mut out: impl Write) -> Result<(), ExportError> {
    let ends = steps.first().map(|s| s.from).into_iter().chain(steps.iter().map(|s| s.to));
    let names: Vec<&str> = ends.map(|e| graph[e].name.as_str()).collect();
    let plural = if steps.len() == 1 { "step" } else { "steps" };
    writeln!(out, "{}: {} {plural}", names.join(" – "), steps.len())?;
    for step in steps {
        writeln!(out)?;
        for edge in step.edges.iter().take(EDGES).map(|e| &graph[*e]) {
            let times = if edge.statements.len() > 1 { format!(" ×{}", edge.statements.len()) } else { String::new() };
            let line = Line::of(graph, edge);
            let mark = if line == Line::Reported { String::new() } else { format!(" ({})", line.as_str()) };
            writeln!(out, "  {} {} {}{times}{mark}", graph[edge.source].name, edge.label, graph[edge.target].name)?;
            // What an article says in its own voice shows best.
            let statements = || edge.statements.iter().map(|s| &graph[*s]);
            if let Some(statement) = statements().find(|s| s.is_direct()).or_else(|| statements().next()) {
                write_evidence(graph, statement, &mut out)?;
            }
        }
        if step.edges.len() > EDGES {
            writeln!(out, "  and {} more relations", step.edges.len() - EDGES)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn write_evidence(graph: &Graph, statement: &StatementView, out: &mut impl Write) -> Result<(), ExportError> {
    let words: Vec<String> = statement
        .evidence
        .iter()
        .map(|piece| piece.quote.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    writeln!(out, "    “{}”", words.join(" … "))?;
    let document = &graph[statement.document];
    let published = document.published.as_ref().map(|day| format!(", {day}")).unwrap_or_default();
    writeln!(out, "    {}{published}", document.key)?;
    Ok(())
}

/// A path as JSON: `{"steps": [{"from", "to", "statements"}]}`, ends with `id` and `name`,
/// statements as [`write_statements`](super::write_statements) writes them. Null for no path.
#[must_use]
pub fn path_as_json(graph: &Graph, steps: Option<&[Step]>) -> Value {
    let end = |entity: EntityIndex| json!({"id": graph[entity].id, "name": graph[entity].name});
    let Some(steps) = steps else { return Value::Null };
    let steps: Vec<Value> = steps
        .iter()
        .map(|step| {
            let statements = step.edges.iter().flat_map(|e| &graph[*e].statements);
            let statements: Vec<_> = statements.map(|s| jsonl::line(graph, &graph[*s])).collect();
            json!({"from": end(step.from), "to": end(step.to), "statements": statements})
        })
        .collect();
    json!({"steps": steps})
}
