//! Pieces of a page to articles: headings, furniture, datelines, publication dates.
//!
//! Example: of "Share", "Floods hit the coast", "By Jane Doe", "ORTA, May 3 (Reuters) - Hundreds …" the
//! second is the title, the last is a paragraph that begins behind its dateline, the rest furniture.

use std::sync::Arc;

use jiff::civil::Date;

use crate::source::{Bytes, Span};

use super::calendar::{Calendar, DateLine, Label};
use super::furniture::Furniture;
use super::page::{Markup, Metadata, Page};
use super::plain::{ends_sentence, list_marker};
use super::{Article, Block, BlockKind, DateSource, roll};

/// What reading a page's structure takes.
#[derive(Debug)]
pub(super) struct Structure {
    pub calendar: Calendar,
    pub furniture: Furniture,
    /// The day of publication where neither text nor metadata tell.
    pub published: Option<Date>,
}

/// A piece of a page with what it seems to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub span: Span<Bytes>,
    pub role: Role,
}

/// What a piece seems to be by its own words and markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading by markup, or a short line without a full stop.
    Heading,
    Paragraph,
    ListItem,
    DateLine(DateLine),
    Furniture,
}

/// Headings are at most so long, in bytes and in words.
const MAX_HEADING: usize = 200;
const MAX_HEADING_WORDS: usize = 26;
/// A last line of more words, though without a full stop, is read as a sentence.
const LONG_LINE_WORDS: usize = 10;
/// A dateline without a year is within so many days of the date that the metadata give.
const DATELINE_DAYS: i32 = 31;

impl Structure {
    /// The articles of a page; `key` is that of the page.
    pub(super) fn articles(&self, page: Page, key: &str) -> Vec<Article> {
        let Page { text, pieces, metadata } = page;
        let parts: Vec<Part> = pieces
            .iter()
            .map(|piece| Part { span: piece.span, role: self.role(piece.span.of(&text), piece.markup) })
            .collect();
        let page: Arc<str> = text.into();
        let ranges = roll::split(&parts, &page);
        let is_roll = ranges.len() > 1;
        let mut articles = Vec::with_capacity(ranges.len());
        for range in ranges {
            let is_first = articles.is_empty();
            let own = Metadata { title: None, ..metadata.clone() };
            let number = articles.len() + 1;
            let parts = &parts[range];
            let Some(span) = parts.first().zip(parts.last()).map(|(a, b)| a.span.join(b.span)) else { continue };
            articles.push(if is_roll {
                // A roll's own date is that of its newest article; its title is nobody's.
                let own = Metadata { published: own.published.filter(|_| is_first), ..own };
                self.article(&page, parts, own, format!("{key}#{number}"), span)
            } else {
                self.article(&page, parts, metadata.clone(), key.to_owned(), Span::new(0, page.len() as u32))
            });
        }
        articles
    }

    fn role(&self, words: &str, markup: Markup) -> Role {
        if markup == Markup::Furniture {
            return Role::Furniture;
        }
        if let Some(line) = self.calendar.date_line(words) {
            return Role::DateLine(line);
        }
        // A headline may be "Live" or "By Force"; what the page marks as heading stays one.
        if markup != Markup::Heading && self.furniture.has(words) {
            return Role::Furniture;
        }
        match markup {
            Markup::Heading if words.len() <= MAX_HEADING && words.chars().any(char::is_alphabetic) => Role::Heading,
            Markup::ListItem => Role::ListItem,
            Markup::None if is_heading_line(words) => Role::Heading,
            _ => Role::Paragraph,
        }
    }

    fn article(&self, page: &Arc<str>, parts: &[Part], metadata: Metadata, key: String, span: Span<Bytes>) -> Article {
        let text = |part: &Part| part.span.of(page);
        let first_paragraph = parts.iter().position(|p| p.role == Role::Paragraph);
        let last_paragraph = parts.iter().rposition(|p| matches!(p.role, Role::Paragraph | Role::ListItem));
        let dateline = first_paragraph.and_then(|i| self.calendar.dateline(text(&parts[i])));
        let mut blocks = Vec::with_capacity(parts.len() + 1);
        for (i, part) in parts.iter().enumerate() {
            let block = |span, kind| Block { span, kind };
            match part.role {
                Role::Paragraph if first_paragraph == Some(i) && dateline.is_some() => {
                    let end = dateline.map_or(0, |d| d.end) as u32;
                    let line = text(part)[..end as usize].trim_end().len() as u32;
                    blocks.push(block(Span::new(part.span.start, part.span.start + line), BlockKind::Furniture));
                    blocks.push(block(Span::new(part.span.start + end, part.span.end), BlockKind::Paragraph));
                }
                Role::Paragraph => blocks.push(block(part.span, BlockKind::Paragraph)),
                Role::ListItem => {
                    let marker = list_marker(text(part)).unwrap_or(0) as u32;
                    blocks.push(block(Span::new(part.span.start + marker, part.span.end), BlockKind::ListItem));
                }
                Role::Heading if last_paragraph.is_none_or(|last| i < last) => {
                    blocks.push(block(part.span, BlockKind::Heading));
                }
                Role::Heading => {
                    // Behind the last paragraph stand titles of other stories, or a last sentence
                    // that lost its full stop.
                    let is_alone = parts[i + 1..].iter().all(|p| p.role != Role::Heading)
                        && last_paragraph.is_some_and(|last| parts[last..i].iter().all(|p| p.role != Role::Heading));
                    let is_long = text(part).split_whitespace().count() > LONG_LINE_WORDS;
                    let kind = if is_alone && is_long { BlockKind::Paragraph } else { BlockKind::Furniture };
                    blocks.push(block(part.span, kind));
                }
                Role::DateLine(_) | Role::Furniture => blocks.push(block(part.span, BlockKind::Furniture)),
            }
        }
        let heading = parts[..first_paragraph.unwrap_or(parts.len())]
            .iter()
            .filter(|p| p.role == Role::Heading)
            // A kicker such as "World news" is shorter than the headline; of equals the first.
            .min_by_key(|p| std::cmp::Reverse(text(p).split_whitespace().count()))
            .map(|p| text(p).split_whitespace().collect::<Vec<_>>().join(" "));
        let in_text = self.date_in_text(parts, first_paragraph, &metadata, dateline.and_then(|d| d.day));
        let published = in_text
            .map(|date| (date, DateSource::Text))
            .or(metadata.published.map(|date| (date, DateSource::Metadata)))
            .or(self.published.map(|date| (date, DateSource::Option)));
        Article {
            key,
            title: metadata.title.or(heading),
            url: metadata.url,
            publisher: metadata.publisher,
            author: metadata.author,
            published,
            page: Arc::clone(page),
            span,
            blocks,
        }
    }

    /// The day that the article gives itself: a "Published" line wherever it stands, a date line or
    /// dateline at the top, an "Updated" line.
    fn date_in_text(
        &self,
        parts: &[Part],
        first_paragraph: Option<usize>,
        metadata: &Metadata,
        dateline: Option<super::calendar::Day>,
    ) -> Option<Date> {
        let line = |label: Label, within: usize| {
            parts[..within].iter().find_map(|p| match p.role {
                Role::DateLine(line) if line.label == label => line.date,
                _ => None,
            })
        };
        let known = metadata.published.or(self.published);
        line(Label::Published, parts.len())
            .or_else(|| line(Label::None, first_paragraph.unwrap_or(parts.len())))
            .or_else(|| dateline.and_then(|day| day.date().or_else(|| day.near(known?, DATELINE_DAYS))))
            .or_else(|| line(Label::Updated, parts.len()))
    }
}

/// A short line that begins like a title and does not end like a sentence.
fn is_heading_line(words: &str) -> bool {
    if words.len() > MAX_HEADING || words.split_whitespace().count() > MAX_HEADING_WORDS {
        return false;
    }
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = bare.starts_with(|c: char| !c.is_lowercase());
    let asks = words.ends_with('?');
    let is_open = words.ends_with([',', ';', ':', '-', '—', '–']);
    starts && !is_open && (!ends_sentence(words) || asks)
}
