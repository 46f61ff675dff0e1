//! A scene as SVG 1.1, readable by browsers, Inkscape and resvg.

use std::io::Write;

use super::ExportError;
use super::scene::{Face, Scene, Shape, Stroke, Text};
use super::xml::escape;

/// The most code points of a sentence that is shown to those who hover.
const HINT: usize = 300;

/// Writes a picture as SVG.
///
/// Every text is set to the width that the layout reckoned with, so that labels keep apart
/// whatever font the viewer has.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_svg(scene: &Scene, mut out: impl Write) -> Result<(), ExportError> {
    let (width, height) = (scene.width.ceil(), scene.height.ceil());
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">"#
    )?;
    writeln!(out, r#"<rect width="{width}" height="{height}" fill="{}"/>"#, scene.background)?;
    for item in &scene.items {
        if let Some(hint) = &item.hint {
            let hint: String = hint.chars().take(HINT).collect();
            writeln!(out, "<g><title>{}</title>", escape(&hint))?;
        }
        for shape in &item.shapes {
            write_shape(shape, &mut out)?;
        }
        if item.hint.is_some() {
            writeln!(out, "</g>")?;
        }
    }
    writeln!(out, "</svg>")?;
    out.flush()?;
    Ok(())
}

fn write_shape(shape: &Shape, out: &mut impl Write) -> Result<(), ExportError> {
    match shape {
        Shape::Curve { points: [a, b, c, d], stroke } => writeln!(
            out,
            r#"<path d="M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}" fill="none"{}/>"#,
            a.x,
            a.y,
            b.x,
            b.y,
            c.x,
            c.y,
            d.x,
            d.y,
            stroke_attributes(stroke)
        )?,
        Shape::Line { corners, fill, stroke } => {
            let points = corners.iter().enumerate().map(|(i, p)| {
                let letter = if i == 0 { 'M' } else { 'L' };
                format!("{letter}{:.1} {:.1}", p.x, p.y)
            });
            let points: String = points.collect();
            let close = if fill.is_some() { "Z" } else { "" };
            let fill = fill.as_deref().unwrap_or("none");
            let stroke = stroke_attributes(stroke);
            writeln!(out, r#"<path d="{points}{close}" fill="{fill}"{stroke} stroke-linejoin="round"/>"#)?;
        }
        Shape::Box { frame, corner, fill, stroke } => writeln!(
            out,
            r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="{:.1}" fill="{fill}"{}/>"#,
            frame.centre.x - frame.width / 2.0,
            frame.centre.y - frame.height / 2.0,
            frame.width,
            frame.height,
            corner.min(frame.height / 2.0),
            stroke.as_ref().map(stroke_attributes).unwrap_or_default()
        )?,
        Shape::Text(text) => write_text(text, out)?,
    }
    Ok(())
}

fn stroke_attributes(stroke: &Stroke) -> String {
    let mut attributes = format!(r#" stroke="{}" stroke-width="{:.1}""#, stroke.colour, stroke.width);
    if !stroke.dashes.is_empty() {
        let dashes: Vec<String> = stroke.dashes.iter().map(|d| format!("{d:.1}")).collect();
        let cap = if stroke.round { "round" } else { "butt" };
        attributes.push_str(&format!(r#" stroke-dasharray="{}" stroke-linecap="{cap}""#, dashes.join(" ")));
    }
    attributes
}

fn write_text(text: &Text, out: &mut impl Write) -> Result<(), ExportError> {
    let face = match text.face {
        Face::Regular => "",
        Face::Bold => r#" font-weight="bold""#,
        Face::Italic => r#" font-style="italic""#,
    };
    let struck = if text.struck { r#" text-decoration="line-through""# } else { "" };
    writeln!(
        out,
        r#"<text x="{:.1}" y="{:.1}" font-size="{}" textLength="{:.1}" lengthAdjust="spacingAndGlyphs"{face}{struck} fill="{}">{}</text>"#,
        text.at.x,
        text.at.y,
        text.size,
        text.width,
        text.colour,
        escape(&text.words)
    )?;
    Ok(())
}
