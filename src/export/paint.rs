//! From things with places to shapes with colours.

use super::caption::Title;
use super::drawing::{Drawing, DrawnArrow, DrawnNode, LABEL_LEADING, LABEL_SIZE, NAME_LEADING, NAME_SIZE, Words};
use super::layout::{Frame, Point};
use super::legend::{LegendEntry, SAMPLE, Sample};
use super::palette::Palette;
use super::picture::Line;
use super::scene::{Face, Scene, Shape, Stroke, Text};

/// The width of a hollow end.
const RING: f64 = 7.0;

impl Drawing {
    /// The picture as shapes in the colours of a palette.
    #[must_use]
    pub fn scene(&self, palette: &Palette) -> Scene {
        let mut scene = Scene {
            width: self.width,
            height: self.height,
            background: palette.background().to_owned(),
            items: Vec::new(),
        };
        paint_titles(&self.titles, palette, &mut scene);
        for arrow in &self.arrows {
            let colour = &palette.class(arrow.rank).colour;
            let stroke = stroke(colour, arrow.line, arrow.pen);
            let mut shapes = vec![Shape::Curve { points: arrow.curve.0, stroke }];
            match arrow.head {
                Some(corners) => shapes.push(head(corners, arrow.line, colour, palette)),
                None => shapes.extend(ends([arrow.curve.0[0], arrow.curve.0[3]], arrow.line, colour, palette)),
            }
            scene.add(shapes);
        }
        for node in &self.nodes {
            let hint = format!("{} ({})", node.name, node.entity_type.as_str());
            scene.add_with_hint(&hint, node_shapes(node, palette));
        }
        for arrow in &self.arrows {
            scene.add_with_hint(&arrow.evidence, label_shapes(arrow, palette));
        }
        paint_legend(&self.legend, palette, &mut scene);
        scene
    }
}

pub(super) fn paint_titles(titles: &[Title], palette: &Palette, scene: &mut Scene) {
    for title in titles {
        let (colour, face) =
            if title.is_first() { (palette.ink(), Face::Bold) } else { (palette.faint(), Face::Regular) };
        scene.add(write(&title.words, title.size, title.size, |_| (colour.to_owned(), face, false)));
    }
}

pub(super) fn paint_legend(legend: &[LegendEntry], palette: &Palette, scene: &mut Scene) {
    for entry in legend {
        scene.add(entry_shapes(entry, palette));
    }
}

/// How a line of a width is drawn; dots must be a little heavier to be seen.
pub(super) fn stroke(colour: &str, line: Line, width: f64) -> Stroke {
    let pattern: &[f64] = match line {
        Line::Reported | Line::Claimed => &[],
        Line::Prospective => &[0.1, 3.2],
        Line::Ended => &[9.0, 3.0, 0.1, 3.0],
        Line::Denied => &[6.0, 4.0],
    };
    Stroke {
        colour: colour.to_owned(),
        width: if line == Line::Prospective { width + 0.6 } else { width + 0.2 },
        dashes: pattern.iter().map(|p| p.max(0.1) + (width - 1.0) * 0.6).collect(),
        round: line != Line::Denied,
    }
}

/// The head of an arrow.
pub(super) fn head(corners: [Point; 3], line: Line, colour: &str, palette: &Palette) -> Shape {
    // The head of what only others claim is empty, as everywhere in diagrams of the weaker claim.
    let fill = if line == Line::Claimed { palette.background() } else { colour };
    Shape::Line { corners: corners.to_vec(), fill: Some(fill.to_owned()), stroke: Stroke::whole(colour, 1.1) }
}

/// The ends of an arrow without direction: hollow where others claim it, as their heads are.
pub(super) fn ends(ends: [Point; 2], line: Line, colour: &str, palette: &Palette) -> Vec<Shape> {
    if line != Line::Claimed {
        return Vec::new();
    }
    let ring = |centre| Shape::Box {
        frame: Frame { centre, width: RING, height: RING },
        corner: RING / 2.0,
        fill: palette.background().to_owned(),
        stroke: Some(Stroke::whole(colour, 1.3)),
    };
    ends.map(ring).into()
}

/// How the words of a line look: denied ones are struck, prospective ones slanted.
pub(super) fn words_of(line: Line) -> (Face, bool) {
    match line {
        Line::Denied => (Face::Regular, true),
        Line::Prospective => (Face::Italic, false),
        Line::Reported | Line::Claimed | Line::Ended => (Face::Regular, false),
    }
}

pub(super) fn node_shapes(node: &DrawnNode, palette: &Palette) -> Vec<Shape> {
    let style = palette.entity(node.entity_type);
    let mut shapes = vec![Shape::Box {
        frame: node.words.frame,
        corner: style.corner,
        fill: style.fill.clone(),
        stroke: Some(Stroke::whole(&style.border, if node.is_root { 3.0 } else { 1.2 })),
    }];
    let ink = palette.ink().to_owned();
    shapes.extend(write(&node.words, NAME_SIZE, NAME_LEADING, |_| (ink.clone(), Face::Bold, false)));
    shapes
}

fn label_shapes(arrow: &DrawnArrow, palette: &Palette) -> Vec<Shape> {
    let mut shapes = vec![patch(arrow.words.frame, palette)];
    let (face, struck) = words_of(arrow.line);
    shapes.extend(write(&arrow.words, LABEL_SIZE, LABEL_LEADING, |i| {
        let rank = arrow.ranks.get(i).copied().unwrap_or(arrow.rank);
        (palette.class(rank).colour.clone(), face, struck)
    }));
    shapes
}

/// A box in the colour of the background, so that words on lines can be read.
pub(super) fn patch(frame: Frame, palette: &Palette) -> Shape {
    Shape::Box { frame, corner: 3.0, fill: palette.background().to_owned(), stroke: None }
}

fn entry_shapes(entry: &LegendEntry, palette: &Palette) -> Vec<Shape> {
    let frame = &entry.words.frame;
    let left = Point { x: frame.centre.x - frame.width / 2.0, y: frame.centre.y };
    let mut ink = palette.ink();
    let mut shapes = match entry.sample {
        Sample::Class(rank) => {
            ink = palette.class(rank).colour.as_str();
            sample(left, Line::Reported, ink, palette)
        }
        Sample::Line(line) => sample(left, line, ink, palette),
        Sample::Entity(entity_type) => {
            let style = palette.entity(entity_type);
            let middle = Point { x: left.x + SAMPLE / 2.0, y: left.y };
            vec![Shape::Box {
                frame: Frame { centre: middle, width: SAMPLE - 6.0, height: 11.0 },
                corner: style.corner,
                fill: style.fill.clone(),
                stroke: Some(Stroke::whole(&style.border, 1.2)),
            }]
        }
    };
    let words = entry.words.lines.iter().map(|(line, width)| {
        let at = Point { x: left.x + SAMPLE + 6.0, y: frame.centre.y + LABEL_SIZE * 0.35 };
        text(line, *width, LABEL_SIZE, at, (ink.to_owned(), Face::Regular, false))
    });
    shapes.extend(words);
    shapes
}

fn sample(left: Point, line: Line, colour: &str, palette: &Palette) -> Vec<Shape> {
    let tip = Point { x: left.x + SAMPLE, y: left.y };
    let corner = |y: f64| Point { x: tip.x - 7.0, y: tip.y + y };
    let shaft = Shape::Line { corners: vec![left, corner(0.0)], fill: None, stroke: stroke(colour, line, 1.2) };
    vec![shaft, head([tip, corner(3.0), corner(-3.0)], line, colour, palette)]
}

/// Lines of text, centred in their frame.
pub(super) fn write(
    words: &Words,
    size: f64,
    leading: f64,
    style: impl Fn(usize) -> (String, Face, bool),
) -> Vec<Shape> {
    let top = words.frame.centre.y - leading * (words.lines.len() as f64 - 1.0) / 2.0;
    let lines = words.lines.iter().enumerate().map(|(i, (line, width))| {
        // Letters without descenders look centred when the baseline is 0.35 of the size below.
        let at = Point { x: words.frame.centre.x - width / 2.0, y: top + leading * i as f64 + size * 0.35 };
        text(line, *width, size, at, style(i))
    });
    lines.collect()
}

pub(super) fn text(
    words: &str,
    width: f64,
    size: f64,
    at: Point,
    (colour, face, struck): (String, Face, bool),
) -> Shape {
    Shape::Text(Text { words: words.to_owned(), width, size, at, colour, face, struck })
}
