//! What the formats have in common: a stored text cut into pieces, and what the page says of itself.

use jiff::civil::Date;

use crate::source::{Bytes, Span};

/// A page before its structure is understood.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The stored text.
    pub text: String,
    /// In order, not overlapping, without white space around them, none empty.
    pub pieces: Vec<Piece>,
    pub metadata: Metadata,
}

/// A piece of a page: what becomes a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub span: Span<Bytes>,
    pub markup: Markup,
}

/// What the markup says of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// Plain text or an element without meaning: the words must tell.
    None,
    Heading,
    Paragraph,
    ListItem,
    /// Navigation, captions, buttons.
    Furniture,
}

/// What a page or record says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub published: Option<Date>,
}

/// Builds the stored text of a page that is extracted from markup: pieces with an empty line
/// between them, runs of white space as one space.
#[derive(Debug, Default)]
pub(super) struct PageBuilder {
    text: String,
    pieces: Vec<Piece>,
    /// Where the open piece begins.
    start: usize,
    /// Whether white space was seen since the last character of the open piece.
    space: bool,
}

impl PageBuilder {
    /// Adds words to the open piece.
    pub(super) fn push(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if self.space && self.text.len() > self.start && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push(if c == '\0' { '\u{FFFD}' } else { c });
        }
    }

    /// Breaks the line inside the open piece.
    pub(super) fn break_line(&mut self) {
        if self.text.len() > self.start {
            self.text.push('\n');
        }
        self.space = false;
    }

    /// Ends the open piece.
    pub(super) fn close(&mut self, markup: Markup) {
        let end = self.start + self.text[self.start..].trim_end().len();
        self.text.truncate(end);
        self.space = false;
        if end > self.start {
            self.pieces.push(Piece { span: Span::new(self.start as u32, end as u32), markup });
            self.text.push_str("\n\n");
            self.start = self.text.len();
        }
    }

    /// The page; words that were not closed are a piece without markup.
    pub(super) fn finish(mut self, metadata: Metadata) -> Page {
        self.close(Markup::None);
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        Page { text: self.text, pieces: self.pieces, metadata }
    }
}

/// A field of metadata without white space around it, or none if nothing is left or it is absurdly
/// long.
pub(super) fn field(words: impl AsRef<str>) -> Option<String> {
    let words: Vec<&str> = words.as_ref().split_whitespace().collect();
    let field = words.join(" ").replace('\0', "\u{FFFD}");
    (!field.is_empty() && field.len() <= 2_000).then_some(field)
}

/// An address that can stand for a document: absolute, `http` or `https`, without white space.
pub(super) fn address(url: impl AsRef<str>) -> Option<String> {
    let url = url.as_ref().trim();
    let is_web = ["http://", "https://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
    let is_clean = url.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c));
    (is_web && is_clean && url.len() <= 2_000).then(|| url.to_owned())
}
