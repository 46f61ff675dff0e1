//! A picture with a place for everything, before it is written as SVG.

use super::caption::{self, Title};
use super::layout::{self, Curve, Frame, Link, Point};
use super::legend::{LegendEntry, Shown, place_legend};
use super::palette::Palette;
use super::picture::{Line, Picture};
use super::width::Weight;
use super::{ExportError, dot};
use crate::schema::EntityType;

/// Font sizes and distances, in pixels.
pub(super) const NAME_SIZE: f64 = 13.0;
pub(super) const LABEL_SIZE: f64 = 11.0;
pub(super) const NAME_LEADING: f64 = 16.0;
pub(super) const LABEL_LEADING: f64 = 13.0;
pub(super) const BORDER: f64 = 24.0;
const NAME_LINE: f64 = 150.0;
const NAME_LINES: usize = 3;
const LABEL_LINES: usize = 4;
const LABEL_LINE: f64 = 170.0;
const HEAD: f64 = 9.0;

/// A picture in which everything has its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels.
    pub height: f64,
    /// What it shows, above it.
    pub titles: Vec<Title>,
    /// The boxes of entities.
    pub nodes: Vec<DrawnNode>,
    /// The arrows with their labels.
    pub arrows: Vec<DrawnArrow>,
    /// What colours and lines mean.
    pub legend: Vec<LegendEntry>,
}

/// Lines of text in a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Where.
    pub frame: Frame,
    /// The lines with their widths in pixels.
    pub lines: Vec<(String, f64)>,
}

/// The box of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnNode {
    /// Its frame and name.
    pub words: Words,
    /// The whole name, for those who hover.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// Whether the picture is about it.
    pub is_root: bool,
}

/// An arrow with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnArrow {
    /// The frame and lines of the label.
    pub words: Words,
    /// The place between cooperation and conflict of each line of the label.
    pub(super) ranks: Vec<usize>,
    /// The place between cooperation and conflict that colours the line.
    pub(super) rank: usize,
    /// How the line is drawn.
    pub line: Line,
    /// The line itself.
    pub(super) curve: Curve,
    /// The three corners of the head, the tip first; none for arrows without direction.
    pub(super) head: Option<[Point; 3]>,
    /// The width of the line.
    pub(super) pen: f64,
    /// The words that say it, for those who hover.
    pub evidence: String,
}

impl Drawing {
    /// All frames that hold words, with the words: none overlaps another.
    #[must_use]
    pub fn frames(&self) -> Vec<(String, Frame)> {
        let titles = self.titles.iter().map(|t| &t.words);
        let nodes = self.nodes.iter().map(|n| &n.words);
        let labels = self.arrows.iter().map(|a| &a.words);
        let legend = self.legend.iter().map(|l| &l.words);
        let text = |words: &Words| words.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join(" ");
        titles.chain(nodes).chain(labels).chain(legend).map(|words| (text(words), words.frame)).collect()
    }
}

/// Gives everything in a picture a place; arrows of the same ends and line become one.
///
/// # Errors
/// If there are more boxes than can be laid out.
pub fn draw(picture: &Picture, palette: &Palette) -> Result<Drawing, ExportError> {
    let picture = picture.clone().bundled();
    let boxes = picture.nodes.len() + picture.arrows.len();
    if boxes > layout::LIMIT {
        return Err(ExportError::TooLarge { boxes, limit: layout::LIMIT });
    }
    let names: Vec<Vec<(String, f64)>> = picture
        .nodes
        .iter()
        .map(|n| wrap(&n.name, NAME_LINE, NAME_LINES, |text| palette.width(text, NAME_SIZE, Weight::Bold)))
        .collect();
    let labels: Vec<Vec<(String, f64)>> = picture.arrows.iter().map(|a| label(a, palette)).collect();
    let mut frames: Vec<Frame> = names.iter().map(|lines| frame_of(lines, NAME_LEADING, 10.0, 6.0)).collect();
    frames.extend(labels.iter().map(|lines| frame_of(lines, LABEL_LEADING, 3.0, 1.5)));
    let first_label = picture.nodes.len();
    let links: Vec<Link> = picture
        .arrows
        .iter()
        .enumerate()
        .map(|(i, a)| Link { source: a.source, label: first_label + i, target: a.target })
        .collect();
    layout::place(&mut frames, &links);
    let curves: Vec<Curve> =
        links.iter().map(|l| visible_part(&frames[l.source], frames[l.label].centre, &frames[l.target])).collect();
    // Curves may swing out farther than the boxes reach.
    let mut extent = frames.clone();
    extent.extend(curves.iter().flat_map(|c| [c.at(0.25), c.at(0.5), c.at(0.75)]).map(point_frame));
    let (low, high) = layout::bounds(&extent);
    let (titles, title_width, title_height) = caption::place(&picture.caption, palette);
    let shift = Point { x: BORDER - low.x, y: BORDER + title_height - low.y };
    for frame in &mut frames {
        frame.centre = frame.centre.plus(shift, 1.0);
    }
    let shown = Shown::of(&picture, palette);
    let width = (high.x - low.x).max(shown.widest()).max(title_width).max(420.0) + 2.0 * BORDER;
    let top = high.y - low.y + title_height + 2.0 * BORDER;
    let (legend, height) = place_legend(shown, top, width);
    let arrows = picture
        .arrows
        .iter()
        .zip(curves)
        .zip(labels)
        .enumerate()
        .map(|(i, ((arrow, curve), lines))| {
            let mut curve = Curve(curve.0.map(|p| p.plus(shift, 1.0)));
            let head = (!arrow.symmetric).then(|| cut_head(&mut curve));
            let ranks: Vec<usize> = arrow.relations.iter().map(|r| palette.rank(&r.class)).collect();
            DrawnArrow {
                words: Words { frame: frames[first_label + i], lines },
                // The line takes the colour of what is said most often, in doubt of the gravest.
                rank: arrow.relations.iter().zip(&ranks).max_by_key(|(r, rank)| (r.count, **rank)).map_or(0, |m| *m.1),
                ranks,
                line: arrow.line,
                curve,
                head,
                pen: dot::pen_width(arrow.count()),
                evidence: arrow.relations.first().map(|r| r.evidence.clone()).unwrap_or_default(),
            }
        })
        .collect();
    let nodes = picture
        .nodes
        .iter()
        .zip(names)
        .zip(&frames)
        .map(|((node, lines), frame)| DrawnNode {
            words: Words { frame: *frame, lines },
            name: node.name.clone(),
            entity_type: node.entity_type,
            is_root: node.is_root,
        })
        .collect();
    Ok(Drawing { width, height, titles, nodes, arrows, legend })
}

fn point_frame(centre: Point) -> Frame {
    Frame { centre, width: 0.0, height: 0.0 }
}

pub(super) fn frame_of(lines: &[(String, f64)], leading: f64, across: f64, down: f64) -> Frame {
    let widest = lines.iter().map(|l| l.1).fold(0.0, f64::max);
    Frame { centre: Point::default(), width: widest + 2.0 * across, height: lines.len() as f64 * leading + 2.0 * down }
}

/// The lines of an arrow's label, a relation each; too many are summed up.
fn label(arrow: &super::Arrow, palette: &Palette) -> Vec<(String, f64)> {
    let measure = |text: &str| palette.width(text, LABEL_SIZE, Weight::Regular);
    let shown = if arrow.relations.len() > LABEL_LINES { LABEL_LINES - 1 } else { arrow.relations.len() };
    let mut lines: Vec<(String, f64)> = Vec::new();
    for relation in &arrow.relations[..shown] {
        lines.extend(wrap(&relation.text(), LABEL_LINE, 1, measure));
    }
    let rest = arrow.relations.len() - shown;
    if rest > 0 {
        let text = format!("and {rest} more");
        let width = measure(&text);
        lines.push((text, width));
    }
    lines
}

/// Breaks a text into at most `most` lines of at most `room` pixels, with an ellipsis if it is longer.
pub(super) fn wrap(text: &str, room: f64, most: usize, measure: impl Fn(&str) -> f64) -> Vec<(String, f64)> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || measure(&longer) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    let cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len() - 1;
    lines
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let line = shorten(line, room, cut && i == last, &measure);
            let width = measure(&line);
            (line, width)
        })
        .collect()
}

/// Cuts a line that is too wide, or that does not end the text, and shows that by an ellipsis.
fn shorten(line: String, room: f64, goes_on: bool, measure: &impl Fn(&str) -> f64) -> String {
    if !goes_on && measure(&line) <= room {
        return line;
    }
    let mut chars: Vec<char> = line.chars().collect();
    loop {
        let text: String = chars.iter().collect::<String>().trim_end().to_owned() + "…";
        if measure(&text) <= room || chars.is_empty() {
            return text;
        }
        // Hostile names may be very long: halve while far too long, then letter by letter.
        let keep = if measure(&text) > 4.0 * room { chars.len() / 2 } else { chars.len() - 1 };
        chars.truncate(keep);
    }
}

/// The part of the curve between the borders of the two boxes.
fn visible_part(source: &Frame, middle: Point, target: &Frame) -> Curve {
    const STEPS: u32 = 200;
    let curve = Curve::through(source.centre, middle, target.centre);
    let t = |step: u32| f64::from(step) / f64::from(STEPS);
    let from = (0..=STEPS / 2).rev().find(|s| source.contains(curve.at(t(*s)), 0.0)).unwrap_or(0);
    let to = (STEPS / 2..=STEPS).find(|s| target.contains(curve.at(t(*s)), 0.0)).unwrap_or(STEPS);
    curve.part(t(from), t(to))
}

/// Ends the curve where the head begins and gives the head's corners.
fn cut_head(curve: &mut Curve) -> [Point; 3] {
    const STEPS: u32 = 200;
    let tip = curve.0[3];
    let t = |step: u32| f64::from(step) / f64::from(STEPS);
    let base = (0..STEPS).rev().find(|s| curve.at(t(*s)).minus(tip).length() >= HEAD).unwrap_or(0);
    *curve = curve.part(0.0, t(base));
    let back = curve.0[3].minus(tip);
    let length = back.length().max(1e-6);
    let aside = Point { x: -back.y / length, y: back.x / length };
    let foot = tip.plus(back, HEAD / length);
    [tip, foot.plus(aside, HEAD * 0.42), foot.plus(aside, -HEAD * 0.42)]
}
