//! A source to articles: bounded reading, the format, records one by one.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use jiff::civil::Date;

use crate::schema::{Schema, SchemaError};
use crate::source::Diagnostic;

use super::calendar::Calendar;
use super::furniture::Furniture;
use super::page::{Metadata, Page};
use super::structure::Structure;
use super::{Article, IngestError, Input, Skipped, Source, charset, html, json_lines, markdown, plain};

/// The format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// JSON Lines: an object with `text` on each line.
    JsonLines,
}

impl Format {
    /// The format of a name such as `html` or `jsonl`, as given on the command line.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text" | "txt" | "plain" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "markdown" | "md" => Some(Self::Markdown),
            "jsonl" | "ndjson" | "jsonlines" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// How sources are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day of publication of articles that do not tell theirs.
    pub published: Option<Date>,
    /// The format of all sources; else ending and content tell.
    pub format: Option<Format>,
    /// The largest file, and the longest line of a JSON Lines file, in bytes; 64 MiB unless changed.
    /// JSON Lines files as a whole may be larger. At most 1 GiB counts.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { published: None, format: None, max_bytes: 64 << 20 }
    }
}

/// What was read from a source.
#[derive(Debug, Default)]
pub struct Reading {
    /// The articles, in the order of the source.
    pub articles: Vec<Article>,
    /// The records that could not be read, each with its line.
    pub skipped: Vec<Skipped>,
    /// What was read with doubts.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page of a source: a file, or a line of a JSON Lines file.
#[derive(Debug)]
pub struct Record {
    /// The line of a JSON Lines file, from 1.
    pub line: Option<u64>,
    /// The page's articles: one, or those of a roll.
    pub articles: Vec<Article>,
    /// What was read with doubts.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads sources; made once, used for all, from any thread.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    structure: Structure,
}

impl Reader {
    /// Prepares reading: takes `calendar` and `furniture` from the schema's lexicons.
    ///
    /// # Errors
    /// If the schema lacks one of them or a row is wrong.
    pub fn new(schema: &Schema, options: Options) -> Result<Self, SchemaError> {
        let structure = Structure {
            calendar: Calendar::new(schema)?,
            furniture: Furniture::new(schema)?,
            published: options.published,
        };
        Ok(Self { options, structure })
    }

    /// Reads a whole source.
    ///
    /// # Errors
    /// If the source as a whole cannot be read: it is missing, no text, empty, too large, or holds
    /// no article. Broken records of a JSON Lines file are in [`Reading::skipped`].
    pub fn read(&self, source: &Source) -> Result<Reading, IngestError> {
        let mut reading = Reading::default();
        for record in self.records(source)? {
            match record {
                Ok(record) => {
                    reading.articles.extend(record.articles);
                    reading.diagnostics.extend(record.diagnostics);
                }
                Err(skipped) if skipped.line.is_none() => return Err(skipped.reason),
                Err(skipped) => reading.skipped.push(skipped),
            }
        }
        Ok(reading)
    }

    /// Reads a source page by page, so that a JSON Lines file of any size takes no more memory than
    /// its longest line.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn records(&self, source: &Source) -> Result<Records<'_>, IngestError> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => IngestError::Missing,
            _ => IngestError::Read { source: error },
        };
        let bytes: Box<dyn Read> = match &source.input {
            Input::Path(path) => Box::new(File::open(path).map_err(failed)?),
            Input::Stdin => Box::new(std::io::stdin()),
        };
        let mut bytes = BufReader::with_capacity(SNIFFED, bytes);
        let start = bytes.fill_buf().map_err(failed)?;
        if start.is_empty() {
            return Err(IngestError::Empty);
        }
        let format = self.options.format.unwrap_or_else(|| sniff(source, start));
        let is_utf_16 = start.starts_with(b"\xFF\xFE")
            || start.starts_with(b"\xFE\xFF")
            || start[..2.min(start.len())].contains(&0);
        let lines: Box<dyn BufRead> = if format == Format::JsonLines && !is_utf_16 {
            Box::new(bytes)
        } else {
            let text = self.decode(bytes, format)?;
            if format != Format::JsonLines {
                let record = self.page(&text, format, source)?;
                return Ok(Records { state: State::Page(Some(record)), source: source.clone(), reader: self });
            }
            Box::new(std::io::Cursor::new(text.text.into_bytes()))
        };
        Ok(Records { state: State::Lines { lines, number: 0 }, source: source.clone(), reader: self })
    }

    /// The articles of a text that stands in no file, such as a pattern's example or a request to a
    /// worker.
    #[must_use]
    pub fn read_text(&self, key: &str, text: &str) -> Vec<Article> {
        let page = plain::page(text.replace('\0', "\u{FFFD}"), Metadata::default());
        self.structure.articles(page, key)
    }

    fn limit(&self) -> u64 {
        // Byte offsets are 32 bits wide.
        self.options.max_bytes.min(1 << 30)
    }

    fn decode(&self, bytes: impl Read, format: Format) -> Result<charset::Decoded, IngestError> {
        let limit = self.limit();
        let mut all = Vec::new();
        bytes.take(limit + 1).read_to_end(&mut all).map_err(|source| IngestError::Read { source })?;
        if all.len() as u64 > limit {
            return Err(IngestError::TooLarge { limit });
        }
        charset::decode(all, format == Format::Html)
    }

    fn page(&self, decoded: &charset::Decoded, format: Format, source: &Source) -> Result<Record, IngestError> {
        let page: Page = match format {
            Format::Html => html::page(&decoded.text, &self.structure.calendar)?,
            Format::Markdown => markdown::page(&decoded.text, &self.structure.calendar),
            Format::Text | Format::JsonLines => plain::page(decoded.text.clone(), Metadata::default()),
        };
        if page.pieces.is_empty() {
            return Err(IngestError::NoText);
        }
        let key = page.metadata.url.clone().unwrap_or_else(|| source.key.clone());
        let mut diagnostics = Vec::new();
        if decoded.replaced {
            diagnostics.push(remark("bytes that are no characters were replaced by U+FFFD".to_owned()));
        }
        Ok(Record { line: None, articles: self.structure.articles(page, &key), diagnostics })
    }
}

/// So many bytes of a source are looked at to tell its format.
const SNIFFED: usize = 64 * 1024;

/// The format by the ending, else by the first characters.
fn sniff(source: &Source, start: &[u8]) -> Format {
    match source.ending().as_deref() {
        Some("txt" | "text") => return Format::Text,
        Some("md" | "markdown") => return Format::Markdown,
        Some("html" | "htm" | "xhtml") => return Format::Html,
        Some("jsonl" | "ndjson") => return Format::JsonLines,
        _ => {}
    }
    let start: String = String::from_utf8_lossy(&start[..start.len().min(4096)]).replace('\0', "");
    let start = start.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start().to_ascii_lowercase();
    if start.starts_with('{') && start.contains('"') {
        return Format::JsonLines;
    }
    let is_html =
        ["<!doctype html", "<html", "<head", "<body", "<article", "<!--"].iter().any(|t| start.starts_with(t))
            || (start.starts_with("<?xml") && start.contains("<html"));
    if is_html { Format::Html } else { Format::Text }
}

fn remark(message: String) -> Diagnostic {
    Diagnostic { stage: "ingest", span: None, message }
}

/// The pages of a source, one by one.
pub struct Records<'r> {
    state: State,
    source: Source,
    reader: &'r Reader,
}

enum State {
    Page(Option<Record>),
    Lines { lines: Box<dyn BufRead>, number: u64 },
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("source", &self.source).finish_non_exhaustive()
    }
}

impl Iterator for Records<'_> {
    /// A page, or why a record was left out; a source that breaks off while it is read ends with an
    /// item without a line.
    type Item = Result<Record, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        let (lines, number) = match &mut self.state {
            State::Page(record) => return record.take().map(Ok),
            State::Lines { lines, number } => (lines, number),
        };
        let input = || PathBuf::from(self.source.name());
        loop {
            let limit = self.reader.limit();
            let (line, is_too_long) = match read_line(lines, limit) {
                Ok(Some(found)) => found,
                Ok(None) => return None,
                Err(source) => {
                    let reason = IngestError::Read { source };
                    let broken = Skipped { input: input(), line: None, reason };
                    self.state = State::Page(None);
                    return Some(Err(broken));
                }
            };
            *number += 1;
            let number = *number;
            let skip = |reason| Some(Err(Skipped { input: input(), line: Some(number), reason }));
            if is_too_long {
                return skip(IngestError::TooLarge { limit });
            }
            let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
            let Ok(line) = std::str::from_utf8(line) else {
                return skip(IngestError::Json { message: "the line is not UTF-8".to_owned() });
            };
            if line.trim().is_empty() {
                continue;
            }
            return match json_lines::record(line, &self.reader.structure.calendar) {
                Ok(found) => {
                    let key = found.key.unwrap_or_else(|| format!("{}:{number}", self.source.key));
                    let articles = self.reader.structure.articles(found.page, &key);
                    let diagnostics = found
                        .remark
                        .map(|r| remark(format!("{}:{number}: {r}", self.source.name())))
                        .into_iter()
                        .collect();
                    Some(Ok(Record { line: Some(number), articles, diagnostics }))
                }
                Err(reason) => skip(reason),
            };
        }
    }
}

/// The next line without its end and whether it was longer than `limit` (then it is passed over).
fn read_line(lines: &mut dyn BufRead, limit: u64) -> std::io::Result<Option<(Vec<u8>, bool)>> {
    let mut line = Vec::new();
    let (mut is_too_long, mut has_read) = (false, false);
    loop {
        let buffer = match lines.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(has_read.then_some((line, is_too_long)));
        }
        has_read = true;
        let end = buffer.iter().position(|b| *b == b'\n');
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        if (line.len() + piece.len()) as u64 > limit {
            is_too_long = true;
            line = Vec::new();
        } else if !is_too_long {
            line.extend_from_slice(piece);
        }
        let used = end.map_or(buffer.len(), |e| e + 1);
        lines.consume(used);
        if end.is_some() {
            return Ok(Some((line, is_too_long)));
        }
    }
}
