//! A picture as shapes, whatever draws them.

use super::layout::{Frame, Point};

/// A picture as shapes, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels.
    pub height: f64,
    /// The colour behind everything.
    pub(super) background: String,
    pub(super) items: Vec<Item>,
}

/// Shapes that belong together.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Item {
    /// What is told to those who hover.
    pub(super) hint: Option<String>,
    pub(super) shapes: Vec<Shape>,
}

/// A shape; colours are six hexadecimal digits behind `#`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A cubic Bézier curve.
    Curve { points: [Point; 4], stroke: Stroke },
    /// Corners joined by straight lines, and closed if it is filled.
    Line { corners: Vec<Point>, fill: Option<String>, stroke: Stroke },
    /// A box with rounded corners.
    Box { frame: Frame, corner: f64, fill: String, stroke: Option<Stroke> },
    /// A line of text.
    Text(Text),
}

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stroke {
    pub(super) colour: String,
    /// In pixels.
    pub(super) width: f64,
    /// Lengths of dashes and gaps in pixels; none for a whole line.
    pub(super) dashes: Vec<f64>,
    /// Whether dashes have round ends.
    pub(super) round: bool,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) words: String,
    /// How wide it is, in pixels, whatever the font.
    pub(super) width: f64,
    /// The font's size in pixels.
    pub(super) size: f64,
    /// Where its baseline begins.
    pub(super) at: Point,
    pub(super) colour: String,
    pub(super) face: Face,
    /// Whether a line runs through it.
    pub(super) struck: bool,
}

/// The face of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Face {
    #[default]
    Regular,
    Bold,
    Italic,
}

impl Stroke {
    pub(super) fn whole(colour: &str, width: f64) -> Self {
        Self { colour: colour.to_owned(), width, dashes: Vec::new(), round: false }
    }
}

impl Scene {
    pub(super) fn add(&mut self, shapes: Vec<Shape>) {
        self.items.push(Item { hint: None, shapes });
    }

    pub(super) fn add_with_hint(&mut self, hint: &str, shapes: Vec<Shape>) {
        self.items.push(Item { hint: Some(hint.to_owned()), shapes });
    }
}
