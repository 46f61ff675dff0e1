//! Bytes to articles: charset, format, page structure, publication date, rolls of articles.
//!
//! Takes files, folders, globs or standard input; gives [`Article`]s. Does not look at language or
//! grammar, fetches nothing and executes nothing. Example: a page holding two dated stories gives
//! `page#1` and `page#2`.
//!
//! A document is known by its key: the `id` of a JSON Lines record, else its address (URL), else
//! the path below the given folder without ending (for a single file its stem). [`discover`] keeps
//! the keys of files apart, [`Keys`] those of records and addresses; both in sorted order, so that
//! the order of arguments changes nothing.

mod calendar;
mod charset;
mod error;
mod furniture;
mod html;
mod json_lines;
mod keys;
mod markdown;
mod page;
mod plain;
mod reader;
mod roll;
mod sources;
mod structure;

use std::sync::Arc;

use jiff::civil::Date;

pub use calendar::Calendar;
pub use error::{IngestError, Skipped};
pub use keys::Keys;
pub use reader::{Format, Options, Reader, Reading, Record, Records};
pub use sources::{Input, Source, discover};

use crate::source::{Bytes, Span};

/// One article: a span of a stored page with what is known about its publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What identifies the document over time: URL, JSON Lines `id`, or relative path without
    /// ending; for one article of a roll followed by `#` and its number from 1.
    pub key: String,
    /// The headline.
    pub title: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The day of publication, and where it was read from.
    pub published: Option<(Date, DateSource)>,
    /// The stored text of the whole page; all byte spans refer to it. For plain text it is the
    /// decoded file, for HTML the extracted text, for JSON Lines the `text` field.
    pub page: Arc<str>,
    /// The part of the page that is this article.
    pub span: Span<Bytes>,
    /// Headings, paragraphs and other blocks of the article, in order, not overlapping.
    pub blocks: Vec<Block>,
}

/// Where a publication date was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// A date line or dateline in the article's own text.
    Text,
    /// The page's metadata or the JSON Lines field.
    Metadata,
    /// The option `--published`.
    Option,
}

/// A block of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the page, without the white space around it.
    pub span: Span<Bytes>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A headline or a heading between paragraphs.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A date or author line, an address, a footer: kept in the page, left unread.
    Furniture,
}
