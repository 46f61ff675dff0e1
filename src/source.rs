//! Positions in a text, ids and diagnostics.
//!
//! Every span carries its unit in its type, so that bytes, code points and tokens cannot be mixed
//! up. Byte spans always refer to [`crate::ingest::Article::page`], the stored text of a page.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

/// The unit of byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bytes {}

/// The unit of Unicode code points (the offsets of RDF and JSON Lines).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodePoints {}

/// The unit of tokens of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tokens {}

/// A half-open range `start..end` whose offsets count `Unit`s.
pub struct Span<Unit> {
    /// The first position inside the span.
    pub start: u32,
    /// The first position after the span.
    pub end: u32,
    unit: PhantomData<fn() -> Unit>,
}

impl<Unit> Span<Unit> {
    /// A span from `start` (inside) to `end` (outside); an `end` before `start` gives an empty span.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start), unit: PhantomData }
    }

    /// How many units the span holds.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `position` lies inside.
    #[must_use]
    pub fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one unit.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span as a range of `usize`, for indexing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Span<Bytes> {
    /// The words of `text` under the span.
    ///
    /// # Panics
    /// If the span does not lie on character boundaries of `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}

impl Span<Tokens> {
    /// The tokens of the span, in order.
    pub fn tokens(self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + Clone {
        (self.start..self.end).map(TokenId)
    }

    /// Whether `token` lies inside.
    #[must_use]
    pub fn has(self, token: TokenId) -> bool {
        self.contains(token.0)
    }
}

// Derives would ask the unit for the traits; the unit is only a tag.
impl<Unit> Clone for Span<Unit> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Unit> Copy for Span<Unit> {}
impl<Unit> PartialEq for Span<Unit> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<Unit> Eq for Span<Unit> {}
impl<Unit> PartialOrd for Span<Unit> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<Unit> Ord for Span<Unit> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<Unit> Hash for Span<Unit> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<Unit> fmt::Debug for Span<Unit> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The id as an index into the list it numbers.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// A token of an article; indexes `Syntax::tokens`.
    TokenId
);
index!(
    /// A paragraph of an article; indexes `Text::paragraphs`.
    ParagraphId
);
index!(
    /// A sentence of an article; indexes `Syntax::sentences`.
    SentenceId
);
index!(
    /// A mention in an article; indexes `Mentions::mentions`.
    MentionId
);
index!(
    /// An entity of an article; indexes `Entities::entities`.
    EntityId
);
index!(
    /// A clause of an article; indexes `Clauses::clauses`.
    ClauseId
);
index!(
    /// A relation of the schema; indexes `Schema::relations`.
    RelationId
);

/// The offsets of code points in a text, to turn byte spans into code point spans.
#[derive(Debug, Clone)]
pub struct CodePointIndex {
    /// For every 64th byte boundary, the number of code points before it.
    blocks: Vec<u32>,
}

/// Bytes between two entries of a [`CodePointIndex`].
const BLOCK: usize = 64;

impl CodePointIndex {
    /// Counts the code points of `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % BLOCK == 0 {
                blocks.push(count);
            }
            // Continuation bytes of UTF-8 look like 10xxxxxx and start no code point.
            count += u32::from(byte & 0xC0 != 0x80);
        }
        blocks.push(count);
        Self { blocks }
    }

    /// The span in code points; `text` must be the text that the index was made of.
    #[must_use]
    pub fn code_points(&self, text: &str, span: Span<Bytes>) -> Span<CodePoints> {
        Span::new(self.before(text, span.start as usize), self.before(text, span.end as usize))
    }

    fn before(&self, text: &str, byte: usize) -> u32 {
        let block = byte / BLOCK;
        let rest = &text.as_bytes()[block * BLOCK..byte];
        self.blocks[block] + rest.iter().filter(|b| **b & 0xC0 != 0x80).count() as u32
    }
}

/// A remark of a stage about a text: something it left out or was unsure of. Never an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stage that speaks, such as `ingest`.
    pub stage: &'static str,
    /// Where in the page, if at a place.
    pub span: Option<Span<Bytes>>,
    /// What was seen, in lower case, without a full stop.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_across_blocks() {
        let text = "é".repeat(100) + "x";
        let index = CodePointIndex::new(&text);
        assert_eq!(index.code_points(&text, Span::new(198, 201)), Span::new(99, 101));
        assert_eq!(index.code_points("", Span::new(0, 0)), Span::new(0, 0));
    }
}
