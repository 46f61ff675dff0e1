//! Reads the data and makes articles of it.

use std::path::Path;
use std::sync::Arc;

use actant::ingest::{Article, Block, BlockKind, DateSource, Reader};
use actant::source::{Bytes, Span};

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The records of a JSON Lines file.
pub fn json_lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path)?;
    let records = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    records
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|e| format!("{}:{}: {e}", path.display(), number + 1).into())
        })
        .collect()
}

/// An article of running text; `end` is what ends a paragraph. Offsets stay as they are.
pub fn article(key: &str, text: &str, end: &str, published: Option<&str>) -> Article {
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split(end) {
        let words = part.trim();
        if !words.is_empty() {
            let start = at + part.len() - part.trim_start().len();
            let span = Span::new(start as u32, (start + words.len()) as u32);
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
        at += part.len() + end.len();
    }
    with_blocks(key, text.to_owned(), blocks, published)
}

/// A sentence of an article, without the dateline before it: that is left out when an article is read.
pub fn sentence(reader: &Reader, key: &str, text: &str) -> Article {
    let mut whole = article(key, text, "\n", None);
    let read = reader.read_text(key, text);
    if let [one] = &read[..]
        && let [dateline, rest] = one.blocks[..]
        && (dateline.kind, rest.kind) == (BlockKind::Furniture, BlockKind::Paragraph)
        && *one.page == *whole.page
    {
        whole.blocks = vec![rest];
    }
    whole
}

/// The offset in bytes of each code point, and of the end.
pub fn code_points(text: &str) -> Vec<u32> {
    text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect()
}

/// A text that the data gives as tokens, joined by spaces.
pub struct Tokenised {
    pub article: Article,
    /// Where each token stands.
    pub tokens: Vec<Span<Bytes>>,
}

impl Tokenised {
    /// `sentences` are the tokens, sentence by sentence. A sentence without a full stop (a heading,
    /// a line of a table) is a paragraph of its own; others are joined to running text.
    pub fn new(key: &str, sentences: &[Vec<String>], published: Option<&str>) -> Self {
        let (mut page, mut tokens, mut blocks) = (String::new(), Vec::new(), Vec::<Block>::new());
        let mut open = false;
        for sentence in sentences.iter().filter(|s| !s.is_empty()) {
            let is_running = sentence.iter().rev().take(2).any(|t| matches!(t.as_str(), "." | "!" | "?"));
            let joins = open && is_running;
            page.push_str(if page.is_empty() {
                ""
            } else if joins {
                " "
            } else {
                "\n\n"
            });
            let start = page.len() as u32;
            for (i, token) in sentence.iter().enumerate() {
                if i > 0 {
                    page.push(' ');
                }
                let at = page.len();
                page.push_str(token);
                tokens.push(Span::new(at as u32, page.len() as u32));
            }
            let span = Span::new(start, page.len() as u32);
            match blocks.last_mut().filter(|_| joins) {
                Some(last) => last.span = last.span.join(span),
                None => blocks.push(Block { span, kind: BlockKind::Paragraph }),
            }
            open = is_running;
        }
        Self { article: with_blocks(key, page, blocks, published), tokens }
    }

    /// The tokens under a span of bytes, as a half-open range.
    pub fn under(&self, span: Span<Bytes>) -> (usize, usize) {
        let start = self.tokens.partition_point(|t| t.end <= span.start);
        (start, self.tokens.partition_point(|t| t.start < span.end))
    }

    /// The words of a range of tokens.
    pub fn words(&self, (start, end): (usize, usize)) -> &str {
        self.tokens[start].join(self.tokens[end - 1]).of(&self.article.page)
    }

    /// The words around a range of tokens.
    pub fn context(&self, (start, end): (usize, usize)) -> &str {
        self.words((start.saturating_sub(6), (end + 6).min(self.tokens.len())))
    }
}

fn with_blocks(key: &str, page: String, blocks: Vec<Block>, published: Option<&str>) -> Article {
    Article {
        key: key.to_owned(),
        title: None,
        url: None,
        publisher: None,
        author: None,
        published: published.and_then(|day| day.parse().ok()).map(|day| (day, DateSource::Metadata)),
        span: Span::new(0, page.len() as u32),
        page: Arc::from(page),
        blocks,
    }
}
