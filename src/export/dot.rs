//! The graph for GraphViz.

use std::io::Write;

use super::{ExportError, Line, Palette, Picture};

/// Writes a picture as DOT.
///
/// An edge carries its relation and the number of statements, its colour is that of the PLOVER
/// type, its width grows with the number of statements. Reported edges are solid; those that only
/// others claim have an empty arrow head; planned and possible ones are dotted; ended ones dotted
/// and thin with a small head; denied ones dashed, with a bar instead of the head.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_dot(picture: &Picture, palette: &Palette, mut out: impl Write) -> Result<(), ExportError> {
    let font = "fontname=\"Helvetica,Arial,sans-serif\"";
    writeln!(out, "digraph actant {{")?;
    let (background, ink) = (palette.background(), palette.ink());
    writeln!(
        out,
        "  graph [charset=\"UTF-8\", bgcolor=\"{background}\", rankdir=LR, nodesep=0.35, ranksep=0.9, {font}];"
    )?;
    writeln!(out, "  node [shape=box, fontsize=12, fontcolor=\"{ink}\", margin=\"0.12,0.06\", {font}];")?;
    writeln!(out, "  edge [fontsize=10, arrowsize=0.8, {font}];")?;
    for node in &picture.nodes {
        let style = palette.entity(node.entity_type);
        let corners = if style.corner >= 4.0 { "filled,rounded" } else { "filled" };
        writeln!(
            out,
            "  {} [label={}, style=\"{corners}\", fillcolor=\"{}\", color=\"{}\", class=\"{}\"];",
            quoted(&node.id),
            quoted(&node.name),
            style.fill,
            style.border,
            node.entity_type.as_str()
        )?;
    }
    for arrow in &picture.arrows {
        let (source, target) = (&picture.nodes[arrow.source].id, &picture.nodes[arrow.target].id);
        let rank = arrow.relations.iter().map(|r| palette.rank(&r.class)).max().unwrap_or_default();
        let colour = &palette.class(rank).colour;
        let words: Vec<String> = arrow.relations.iter().map(super::Relation::text).collect();
        let mut label = words.join("\n");
        if arrow.line == Line::Denied {
            label.push_str(" (denied)");
        }
        let (style, head) = match arrow.line {
            Line::Reported => ("solid", "normal"),
            Line::Claimed => ("solid", "empty"),
            Line::Prospective => ("dotted", "vee"),
            Line::Ended => ("dotted", "odot"),
            Line::Denied => ("dashed", "tee"),
        };
        let direction = if arrow.symmetric { ", dir=none" } else { "" };
        let evidence = arrow.relations.first().map(|r| r.evidence.as_str()).unwrap_or_default();
        writeln!(
            out,
            "  {} -> {} [label={}, color=\"{colour}\", fontcolor=\"{colour}\", style={style}, arrowhead={head}{direction}, penwidth={:.1}, tooltip={}];",
            quoted(source),
            quoted(target),
            quoted(&label),
            pen_width(arrow.count()),
            quoted(evidence),
        )?;
    }
    writeln!(out, "}}")?;
    out.flush()?;
    Ok(())
}

/// How wide the line of so many statements is: 1 for one, half a step more each time they double.
pub(super) fn pen_width(count: usize) -> f64 {
    (1.0 + 0.5 * (count.max(1) as f64).log2()).min(4.0)
}

/// A DOT string that shows exactly these words.
///
/// GraphViz reads `\N`, `\l` and the like in labels, and entities such as `&lt;`; control
/// characters would make its SVG unreadable and become spaces.
fn quoted(words: &str) -> String {
    let mut string = String::with_capacity(words.len() + 2);
    string.push('"');
    for c in words.chars() {
        match c {
            '"' => string.push_str("\\\""),
            '\\' => string.push_str("\\\\"),
            '\n' => string.push_str("\\n"),
            '&' => string.push_str("&amp;"),
            c if !super::xml::is_allowed(c) || c.is_control() => string.push(' '),
            c => string.push(c),
        }
    }
    string.push('"');
    string
}
