//! A scene as PNG, drawn with the embedded font.

use std::io::Write;

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke as Pen, StrokeDash, Transform,
};
use ttf_parser::{Face as Font, GlyphId, OutlineBuilder};

use super::ExportError;
use super::layout::Point;
use super::scene::{Face, Scene, Shape, Stroke, Text};

static REGULAR: &[u8] = include_bytes!("../../fonts/regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/bold.ttf");

/// The most pixels of a picture; larger ones are drawn smaller.
const PIXELS: f64 = 120e6;
/// How far letters lean to the right in italics: our font has none of its own.
const SLANT: f32 = -0.2;

/// Writes a picture as PNG with `scale` pixels for each pixel of the layout; of very large pictures
/// the scale is taken down until they have no more than 120 million pixels.
///
/// Letters of Latin, Greek and Cyrillic are drawn; others as boxes.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_png(scene: &Scene, scale: f64, mut out: impl Write) -> Result<(), ExportError> {
    let area = scene.width.max(1.0) * scene.height.max(1.0);
    let scale = scale.clamp(0.1, 8.0).min((PIXELS / area).sqrt());
    let size = |length: f64| (length.max(1.0) * scale).ceil() as u32;
    let mut pixels = Pixmap::new(size(scene.width), size(scene.height)).ok_or_else(|| too_large(scene))?;
    pixels.fill(colour(&scene.background));
    let fonts = [REGULAR, BOLD].map(|font| Font::parse(font, 0).expect("a font that a test has read"));
    let mut canvas = Canvas { pixels, fonts, scale: Transform::from_scale(scale as f32, scale as f32) };
    for shape in scene.items.iter().flat_map(|item| &item.shapes) {
        canvas.draw(shape);
    }
    let png = canvas.pixels.encode_png().map_err(|e| ExportError::Write(std::io::Error::other(e)))?;
    out.write_all(&png)?;
    out.flush()?;
    Ok(())
}

fn too_large(scene: &Scene) -> ExportError {
    let message = format!("a picture of {:.0} by {:.0} pixels is too large", scene.width, scene.height);
    ExportError::Write(std::io::Error::other(message))
}

struct Canvas {
    pixels: Pixmap,
    /// Regular and bold.
    fonts: [Font<'static>; 2],
    scale: Transform,
}

impl Canvas {
    fn draw(&mut self, shape: &Shape) {
        match shape {
            Shape::Curve { points: [a, b, c, d], stroke } => {
                let mut path = PathBuilder::new();
                path.move_to(a.x as f32, a.y as f32);
                path.cubic_to(b.x as f32, b.y as f32, c.x as f32, c.y as f32, d.x as f32, d.y as f32);
                self.paint(path.finish(), None, Some(stroke));
            }
            Shape::Line { corners, fill, stroke } => {
                let mut path = PathBuilder::new();
                for (i, corner) in corners.iter().enumerate() {
                    let (x, y) = (corner.x as f32, corner.y as f32);
                    if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
                }
                if fill.is_some() {
                    path.close();
                }
                self.paint(path.finish(), fill.as_deref(), Some(stroke));
            }
            Shape::Box { frame, corner, fill, stroke } => {
                let corner = corner.min(frame.height / 2.0).min(frame.width / 2.0);
                let low = Point { x: frame.centre.x - frame.width / 2.0, y: frame.centre.y - frame.height / 2.0 };
                self.paint(rounded_box(low, frame.width, frame.height, corner), Some(fill), stroke.as_ref());
            }
            Shape::Text(text) => self.write(text),
        }
    }

    fn paint(&mut self, path: Option<Path>, fill: Option<&str>, stroke: Option<&Stroke>) {
        // A shape without extent is no path, and shows nothing.
        let Some(path) = path else { return };
        if let Some(fill) = fill {
            self.pixels.fill_path(&path, &paint(fill), FillRule::Winding, self.scale, None);
        }
        if let Some(stroke) = stroke {
            let dashes = stroke.dashes.iter().map(|d| *d as f32).collect();
            let pen = Pen {
                width: stroke.width as f32,
                line_cap: if stroke.round { LineCap::Round } else { LineCap::Butt },
                line_join: LineJoin::Round,
                dash: StrokeDash::new(dashes, 0.0),
                ..Pen::default()
            };
            self.pixels.stroke_path(&path, &paint(&stroke.colour), &pen, self.scale, None);
        }
    }

    fn write(&mut self, text: &Text) {
        let font = &self.fonts[usize::from(text.face == Face::Bold)];
        let em = text.size as f32 / f32::from(font.units_per_em());
        let glyphs: Vec<GlyphId> = text.words.chars().map(|c| font.glyph_index(c).unwrap_or(GlyphId(0))).collect();
        let advance = |glyph: GlyphId| f32::from(font.glyph_hor_advance(glyph).unwrap_or_default());
        let natural: f32 = glyphs.iter().map(|g| advance(*g) * em).sum();
        // As in SVG the text is stretched to the width that the layout reckoned with.
        let stretch = if natural > 0.0 { text.width as f32 / natural } else { 1.0 };
        let slant = if text.face == Face::Italic { SLANT } else { 0.0 };
        let (mut x, baseline) = (text.at.x as f32, text.at.y as f32);
        let paint = paint(&text.colour);
        for glyph in glyphs {
            let mut outline = Outline(PathBuilder::new());
            font.outline_glyph(glyph, &mut outline);
            if let Some(path) = outline.0.finish() {
                // Fonts count upwards.
                let place = Transform::from_row(em * stretch, 0.0, slant * -em, -em, x, baseline);
                let place = self.scale.pre_concat(place);
                self.pixels.fill_path(&path, &paint, FillRule::Winding, place, None);
            }
            x += advance(glyph) * em * stretch;
        }
        if text.struck {
            let size = text.size as f32;
            if let Some(line) =
                Rect::from_xywh(text.at.x as f32, baseline - size * 0.3, text.width as f32, (size * 0.07).max(0.8))
            {
                self.pixels.fill_rect(line, &paint, self.scale, None);
            }
        }
    }
}

/// How far the handles of a curve lie from its ends if it is to look like a quarter of a circle.
const QUARTER: f64 = 0.552_284_75;

fn rounded_box(low: Point, width: f64, height: f64, corner: f64) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (left, top, right, bottom) = (low.x, low.y, low.x + width, low.y + height);
    let handle = corner * (1.0 - QUARTER);
    let to = |path: &mut PathBuilder, x: f64, y: f64| path.line_to(x as f32, y as f32);
    let around = |path: &mut PathBuilder, [a, b, c]: [(f64, f64); 3]| {
        path.cubic_to(a.0 as f32, a.1 as f32, b.0 as f32, b.1 as f32, c.0 as f32, c.1 as f32);
    };
    path.move_to((left + corner) as f32, top as f32);
    to(&mut path, right - corner, top);
    around(&mut path, [(right - handle, top), (right, top + handle), (right, top + corner)]);
    to(&mut path, right, bottom - corner);
    around(&mut path, [(right, bottom - handle), (right - handle, bottom), (right - corner, bottom)]);
    to(&mut path, left + corner, bottom);
    around(&mut path, [(left + handle, bottom), (left, bottom - handle), (left, bottom - corner)]);
    to(&mut path, left, top + corner);
    around(&mut path, [(left, top + handle), (left + handle, top), (left + corner, top)]);
    path.close();
    path.finish()
}

fn paint(words: &str) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(words));
    paint
}

/// `#b45309` as a colour.
fn colour(words: &str) -> Color {
    let part = |at: usize| words.get(at..at + 2).and_then(|d| u8::from_str_radix(d, 16).ok()).unwrap_or_default();
    Color::from_rgba8(part(1), part(3), part(5), 255)
}

/// The outline of a letter.
struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_fonts_have_the_letters_of_europe() {
        for font in [REGULAR, BOLD] {
            let font = Font::parse(font, 0).expect("a font");
            for letter in "AzÉñßČșŐłŽαΩЖя“”–…×°€".chars() {
                assert!(font.glyph_index(letter).is_some(), "{letter} is missing");
            }
        }
    }
}
