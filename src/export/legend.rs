//! What colours, lines and boxes of a picture mean.

use super::drawing::{BORDER, LABEL_SIZE, Words};
use super::layout::{Frame, Point};
use super::palette::Palette;
use super::picture::{Line, Picture};
use super::width::Weight;
use crate::schema::EntityType;

const ROW: f64 = 18.0;
/// The width of the sample before the words.
pub(super) const SAMPLE: f64 = 26.0;

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// Its frame and words; a sample stands at the left.
    pub words: Words,
    pub(super) sample: Sample,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sample {
    Class(usize),
    Line(Line),
    Entity(EntityType),
}

/// What a picture needs explained, with its words and their widths: classes from cooperation to
/// conflict, lines, types.
pub(super) struct Shown(Vec<(Sample, (String, f64))>);

impl Shown {
    pub(super) fn new(
        mut ranks: Vec<usize>,
        has_line: impl Fn(Line) -> bool,
        mut types: Vec<EntityType>,
        palette: &Palette,
    ) -> Self {
        ranks.sort_unstable();
        ranks.dedup();
        types.sort_unstable();
        types.dedup();
        let classes = ranks.into_iter().map(|r| (Sample::Class(r), palette.class(r).label.clone()));
        let lines = Line::ALL.into_iter().filter(|l| has_line(*l));
        let lines = lines.map(|l| (Sample::Line(l), l.as_str().to_owned()));
        let types = types.into_iter().map(|t| (Sample::Entity(t), t.as_str().to_lowercase()));
        let entries = classes.chain(lines).chain(types).map(|(sample, text)| {
            let width = palette.width(&text, LABEL_SIZE, Weight::Regular);
            (sample, (text, width))
        });
        Self(entries.collect())
    }

    pub(super) fn of(picture: &Picture, palette: &Palette) -> Self {
        let ranks = picture.arrows.iter().flat_map(|a| &a.relations).map(|r| palette.rank(&r.class)).collect();
        let types = picture.nodes.iter().map(|n| n.entity_type).collect();
        Self::new(ranks, |line| picture.arrows.iter().any(|a| a.line == line), types, palette)
    }

    /// The width that the widest entry needs.
    pub(super) fn widest(&self) -> f64 {
        self.0.iter().map(|(_, words)| words.1 + SAMPLE + 24.0).fold(0.0, f64::max)
    }
}

/// Sets the legend in rows below the picture, each kind of entry on rows of its own; gives it and
/// the height of the whole.
pub(super) fn place_legend(shown: Shown, top: f64, width: f64) -> (Vec<LegendEntry>, f64) {
    let kind = |sample: &Sample| std::mem::discriminant(sample);
    let (mut x, mut y) = (BORDER, top);
    let mut placed: Vec<LegendEntry> = Vec::new();
    for (sample, line) in shown.0 {
        let room = SAMPLE + 6.0 + line.1;
        let new_kind = placed.last().is_some_and(|p| kind(&p.sample) != kind(&sample));
        if x > BORDER && (new_kind || x + room > width - BORDER) {
            x = BORDER;
            y += ROW;
        }
        let frame = Frame { centre: Point { x: x + room / 2.0, y: y + ROW / 2.0 }, width: room, height: ROW - 3.0 };
        placed.push(LegendEntry { words: Words { frame, lines: vec![line] }, sample });
        x += room + 16.0;
    }
    let height = if placed.is_empty() { top } else { y + ROW + BORDER / 2.0 };
    (placed, height)
}
