//! A drawing as SVG 1.1, readable by browsers, Inkscape and resvg.

use std::io::Write;

use super::ExportError;
use super::drawing::{
    Drawing, DrawnArrow, DrawnNode, LABEL_LEADING, LABEL_SIZE, LegendEntry, NAME_LEADING, NAME_SIZE, SAMPLE, Sample,
    Words,
};
use super::layout::{Frame, Point};
use super::palette::Palette;
use super::picture::Line;
use super::xml::escape;

/// Ink of names and of the legend.
const INK: &str = "#1f2328";
/// The most code points of a sentence that is shown to those who hover.
const HINT: usize = 300;

/// Writes a drawing as SVG.
///
/// Every text is set to the width that the layout reckoned with, so that labels keep apart
/// whatever font the viewer has.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_svg(drawing: &Drawing, palette: &Palette, mut out: impl Write) -> Result<(), ExportError> {
    let (width, height) = (drawing.width.ceil(), drawing.height.ceil());
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">"#
    )?;
    writeln!(out, r##"<rect width="{width}" height="{height}" fill="#ffffff"/>"##)?;
    for arrow in &drawing.arrows {
        write_line(arrow, palette, &mut out)?;
    }
    for node in &drawing.nodes {
        write_node(node, palette, &mut out)?;
    }
    for arrow in &drawing.arrows {
        write_label(arrow, palette, &mut out)?;
    }
    for entry in &drawing.legend {
        write_entry(entry, palette, &mut out)?;
    }
    writeln!(out, "</svg>")?;
    out.flush()?;
    Ok(())
}

/// The attributes of a line besides colour and width.
fn dashes(line: Line, pen: f64) -> String {
    let pattern: &[f64] = match line {
        Line::Reported | Line::Claimed => return String::new(),
        Line::Prospective => &[0.1, 3.2],
        Line::Ended => &[9.0, 3.0, 0.1, 3.0],
        Line::Denied => &[6.0, 4.0],
    };
    let pattern: Vec<String> = pattern.iter().map(|p| format!("{:.1}", p.max(0.1) + (pen - 1.0) * 0.6)).collect();
    let cap = if line == Line::Denied { "butt" } else { "round" };
    format!(r#" stroke-dasharray="{}" stroke-linecap="{cap}""#, pattern.join(" "))
}

/// The width of a line; dots must be a little heavier to be seen.
fn pen(line: Line, pen: f64) -> f64 {
    match line {
        Line::Prospective => pen + 0.6,
        Line::Reported | Line::Claimed | Line::Ended | Line::Denied => pen + 0.2,
    }
}

fn write_line(arrow: &DrawnArrow, palette: &Palette, out: &mut impl Write) -> Result<(), ExportError> {
    let colour = &palette.class(arrow.rank).colour;
    let [a, b, c, d] = arrow.curve.0;
    writeln!(
        out,
        r#"<path d="M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}" fill="none" stroke="{colour}" stroke-width="{:.1}"{}/>"#,
        a.x,
        a.y,
        b.x,
        b.y,
        c.x,
        c.y,
        d.x,
        d.y,
        pen(arrow.line, arrow.pen),
        dashes(arrow.line, arrow.pen)
    )?;
    if let Some(corners) = arrow.head {
        write_head(corners, arrow.line, colour, out)?;
    }
    Ok(())
}

fn write_head(
    [tip, left, right]: [Point; 3],
    line: Line,
    colour: &str,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    // The head of what only others claim is empty, as everywhere in diagrams of the weaker claim.
    let fill = if line == Line::Claimed { "#ffffff" } else { colour };
    writeln!(
        out,
        r#"<path d="M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z" fill="{fill}" stroke="{colour}" stroke-width="1.1" stroke-linejoin="round"/>"#,
        tip.x, tip.y, left.x, left.y, right.x, right.y
    )?;
    Ok(())
}

fn write_node(node: &DrawnNode, palette: &Palette, out: &mut impl Write) -> Result<(), ExportError> {
    let style = palette.entity(node.entity_type);
    writeln!(out, "<g><title>{} ({})</title>", escape(&node.name), node.entity_type.as_str())?;
    write_box(&node.words.frame, style.corner, &style.fill, &style.border, out)?;
    write_words(&node.words, NAME_SIZE, NAME_LEADING, out, |_| format!(r#" font-weight="bold" fill="{INK}""#))?;
    writeln!(out, "</g>")?;
    Ok(())
}

fn write_box(frame: &Frame, corner: f64, fill: &str, border: &str, out: &mut impl Write) -> Result<(), ExportError> {
    writeln!(
        out,
        r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="{:.1}" fill="{fill}" stroke="{border}" stroke-width="1.2"/>"#,
        frame.centre.x - frame.width / 2.0,
        frame.centre.y - frame.height / 2.0,
        frame.width,
        frame.height,
        corner.min(frame.height / 2.0)
    )?;
    Ok(())
}

fn write_label(arrow: &DrawnArrow, palette: &Palette, out: &mut impl Write) -> Result<(), ExportError> {
    let frame = &arrow.words.frame;
    let hint: String = arrow.evidence.chars().take(HINT).collect();
    writeln!(out, "<g><title>{}</title>", escape(&hint))?;
    writeln!(
        out,
        r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="3" fill="#ffffff"/>"##,
        frame.centre.x - frame.width / 2.0,
        frame.centre.y - frame.height / 2.0,
        frame.width,
        frame.height
    )?;
    let struck = match arrow.line {
        Line::Denied => r#" text-decoration="line-through""#,
        Line::Prospective => r#" font-style="italic""#,
        Line::Reported | Line::Claimed | Line::Ended => "",
    };
    write_words(&arrow.words, LABEL_SIZE, LABEL_LEADING, out, |i| {
        let rank = arrow.ranks.get(i).copied().unwrap_or(arrow.rank);
        format!(r#" fill="{}"{struck}"#, palette.class(rank).colour)
    })?;
    writeln!(out, "</g>")?;
    Ok(())
}

fn write_entry(entry: &LegendEntry, palette: &Palette, out: &mut impl Write) -> Result<(), ExportError> {
    let frame = &entry.words.frame;
    let left = Point { x: frame.centre.x - frame.width / 2.0, y: frame.centre.y };
    let ink = match entry.sample {
        Sample::Class(rank) => {
            let colour = &palette.class(rank).colour;
            write_sample(left, Line::Reported, colour, out)?;
            colour.as_str()
        }
        Sample::Line(line) => {
            write_sample(left, line, INK, out)?;
            INK
        }
        Sample::Entity(entity_type) => {
            let style = palette.entity(entity_type);
            let middle = Point { x: left.x + SAMPLE / 2.0, y: left.y };
            let sample = Frame { centre: middle, width: SAMPLE - 6.0, height: 11.0 };
            write_box(&sample, style.corner, &style.fill, &style.border, out)?;
            INK
        }
    };
    for (line, width) in &entry.words.lines {
        let baseline = frame.centre.y + LABEL_SIZE * 0.35;
        let start = left.x + SAMPLE + 6.0;
        write_text(line, *width, LABEL_SIZE, Point { x: start, y: baseline }, &format!(r#" fill="{ink}""#), out)?;
    }
    Ok(())
}

fn write_sample(left: Point, line: Line, colour: &str, out: &mut impl Write) -> Result<(), ExportError> {
    let tip = Point { x: left.x + SAMPLE, y: left.y };
    writeln!(
        out,
        r#"<path d="M{:.1} {:.1}H{:.1}" stroke="{colour}" stroke-width="{:.1}"{}/>"#,
        left.x,
        left.y,
        tip.x - 7.0,
        pen(line, 1.2),
        dashes(line, 1.2)
    )?;
    let corner = |y: f64| Point { x: tip.x - 7.0, y: tip.y + y };
    write_head([tip, corner(3.0), corner(-3.0)], line, colour, out)
}

/// Writes lines of text, centred in their frame.
fn write_words(
    words: &Words,
    size: f64,
    leading: f64,
    out: &mut impl Write,
    style: impl Fn(usize) -> String,
) -> Result<(), ExportError> {
    let top = words.frame.centre.y - leading * (words.lines.len() as f64 - 1.0) / 2.0;
    for (i, (line, width)) in words.lines.iter().enumerate() {
        // Letters without descenders look centred when the baseline is 0.35 of the size below.
        let at = Point { x: words.frame.centre.x - width / 2.0, y: top + leading * i as f64 + size * 0.35 };
        write_text(line, *width, size, at, &style(i), out)?;
    }
    Ok(())
}

fn write_text(
    line: &str,
    width: f64,
    size: f64,
    at: Point,
    style: &str,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    writeln!(
        out,
        r#"<text x="{:.1}" y="{:.1}" font-size="{size}" textLength="{width:.1}" lengthAdjust="spacingAndGlyphs"{style}>{}</text>"#,
        at.x,
        at.y,
        escape(line)
    )?;
    Ok(())
}
