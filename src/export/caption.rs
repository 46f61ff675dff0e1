//! What a picture shows, in words above it.

use super::drawing::{BORDER, Words, wrap};
use super::layout::{Frame, Point};
use super::palette::Palette;
use super::width::Weight;
use crate::store::Graph;

const TITLE_SIZE: f64 = 18.0;
const TITLE_ROW: f64 = 24.0;
const SUBTITLE_SIZE: f64 = 12.0;
const SUBTITLE_ROW: f64 = 17.0;
const BELOW: f64 = 16.0;
/// The most pixels of a line; what is longer is cut.
const LINE: f64 = 700.0;

/// The words above a picture; an empty title means none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    /// What it shows: "Around Gustavo Petro".
    pub title: String,
    /// On what it rests: "22 statements in 3 articles, published 2026-01-08 to 2026-01-10".
    pub subtitle: String,
}

/// A line of the caption with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Title {
    /// Its frame and words.
    pub words: Words,
    /// The size of its font in pixels.
    pub size: f64,
}

impl Caption {
    /// A title, with a second line that says on what the graph rests.
    #[must_use]
    pub fn new(title: impl Into<String>, graph: &Graph) -> Self {
        let many = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let mut said: Vec<_> = graph.statements.iter().map(|s| s.document).collect();
        said.dedup();
        let days = || said.iter().filter_map(|d| graph[*d].published.as_deref());
        let published = match (days().min(), days().max()) {
            (Some(first), Some(last)) if first == last => format!(", published {first}"),
            (Some(first), Some(last)) => format!(", published {first} to {last}"),
            _ => String::new(),
        };
        let statements = many(graph.statements.len(), "statement");
        Self { title: title.into(), subtitle: format!("{statements} in {}{published}", many(said.len(), "article")) }
    }
}

/// Gives the lines of a caption their places at the top left, and the room that they take across and down.
pub(super) fn place(caption: &Caption, palette: &Palette) -> (Vec<Title>, f64, f64) {
    let mut titles = Vec::new();
    let (mut across, mut down) = (0.0f64, 0.0);
    if caption.title.is_empty() {
        return (titles, across, down);
    }
    let rows = [
        (&caption.title, TITLE_SIZE, TITLE_ROW, Weight::Bold),
        (&caption.subtitle, SUBTITLE_SIZE, SUBTITLE_ROW, Weight::Regular),
    ];
    for (words, size, row, weight) in rows.into_iter().filter(|(words, ..)| !words.is_empty()) {
        let lines = wrap(words, LINE, 1, |text| palette.width(text, size, weight));
        let width = lines.iter().map(|l| l.1).fold(0.0, f64::max);
        let centre = Point { x: BORDER + width / 2.0, y: BORDER + down + row / 2.0 };
        titles.push(Title { words: Words { frame: Frame { centre, width, height: row - 2.0 }, lines }, size });
        across = across.max(width);
        down += row;
    }
    (titles, across, down + BELOW)
}

impl Title {
    /// Whether it is the first line.
    pub(super) fn is_first(&self) -> bool {
        self.size == TITLE_SIZE
    }
}
