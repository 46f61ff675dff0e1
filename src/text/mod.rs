//! An article's blocks to paragraphs with their language.
//!
//! Takes an [`Article`]; gives [`Text`]. Does not split sentences: the language engine does.
//! Example: a Spanish post quoted in an English article is kept as a paragraph in Spanish and left
//! unread; "Bogotá, Medellín y Cali" is too short to tell and goes by its neighbours.

mod language;

use crate::ingest::{Article, BlockKind};
use crate::source::{Bytes, Span};

/// The paragraphs of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// In order, not overlapping.
    pub paragraphs: Vec<Paragraph>,
}

/// A stretch of text that no sentence crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands in the page.
    pub span: Span<Bytes>,
    /// Heading, running text, list item or furniture.
    pub kind: BlockKind,
    /// Whether the engine reads it.
    pub language: Language,
}

/// The language of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English: read.
    English,
    /// Another language, by its ISO 639-3 code: kept, counted, left unread.
    Other(&'static str),
    /// Too short or mixed to tell: read as English.
    Unsure,
}

impl Paragraph {
    /// Whether later stages read the paragraph.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.kind != BlockKind::Furniture && !matches!(self.language, Language::Other(_))
    }
}

/// The paragraphs of an article with their languages.
#[must_use]
pub fn read(article: &Article) -> Text {
    let blocks: Vec<_> = article.blocks.iter().filter(|b| !b.span.is_empty()).collect();
    let words: Vec<&str> = blocks.iter().map(|b| b.span.of(&article.page)).collect();
    let languages = language::tell(&words);
    let paragraphs =
        blocks.iter().zip(languages).map(|(b, language)| Paragraph { span: b.span, kind: b.kind, language });
    Text { paragraphs: paragraphs.collect() }
}
