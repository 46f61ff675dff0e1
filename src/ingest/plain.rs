//! Plain text to pieces: paragraphs, hard-wrapped or one a line.
//!
//! Example: lines of 70 columns that break in mid-sentence are one paragraph; lines of 400 columns
//! without empty lines between them are a paragraph each.

use crate::source::{Bytes, Span};

use super::page::{Markup, Metadata, Page, Piece};

/// Nobody wraps by hand or by program beyond this column.
const MAX_WRAP: usize = 120;
/// Narrower text is verse, an address or a list.
const MIN_WRAP: usize = 40;

pub(super) fn page(text: String, metadata: Metadata) -> Page {
    let groups = groups(&text);
    let wrap = wrap_column(&text, &groups);
    let mut pieces = Vec::new();
    for group in &groups {
        let mut open: Option<Piece> = None;
        for (i, line) in group.iter().enumerate() {
            let words = line.of(&text);
            let continues = i > 0 && wrap.is_some_and(|w| continues(group[i - 1].of(&text), words, w));
            match &mut open {
                Some(piece) if continues => piece.span = piece.span.join(*line),
                _ => {
                    pieces.extend(open.take());
                    let markup = if list_marker(words).is_some() { Markup::ListItem } else { Markup::None };
                    open = Some(Piece { span: *line, markup });
                }
            }
        }
        pieces.extend(open);
    }
    Page { text, pieces, metadata }
}

/// Runs of lines between empty lines; each line without the white space around it.
fn groups(text: &str) -> Vec<Vec<Span<Bytes>>> {
    let mut groups: Vec<Vec<Span<Bytes>>> = Vec::new();
    let mut open = Vec::new();
    let mut start = 0;
    for end in line_ends(text) {
        let line = &text[start..end];
        let words = line.trim_matches(is_blank);
        if words.is_empty() {
            if !open.is_empty() {
                groups.push(std::mem::take(&mut open));
            }
        } else {
            let offset = start + (line.len() - line.trim_start_matches(is_blank).len());
            open.push(Span::new(offset as u32, (offset + words.len()) as u32));
        }
        start = end;
    }
    if !open.is_empty() {
        groups.push(open);
    }
    groups
}

/// Where each line ends, its break included: LF, CR, CR LF, form feed, the line and paragraph
/// separators of Unicode.
fn line_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices()
        .filter(|(_, c)| matches!(c, '\n' | '\r' | '\u{C}' | '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}'))
        .map(|(i, c)| i + c.len_utf8())
        .filter(|end| !text[..*end].ends_with('\r') || !text[*end..].starts_with('\n'))
        .chain(Some(text.len()).filter(|n| *n > 0))
}

/// White space and the invisible characters that web pages leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | '\u{AD}')
}

/// The column at which the text is wrapped, or `None` where each line is a paragraph.
fn wrap_column(text: &str, groups: &[Vec<Span<Bytes>>]) -> Option<usize> {
    let width = |line: &Span<Bytes>| line.of(text).chars().take(MAX_WRAP + 1).count();
    let lines: Vec<usize> = groups.iter().flatten().map(width).collect();
    let long = lines.iter().filter(|w| **w > MAX_WRAP).count();
    // Web addresses may stick out; paragraphs do not.
    if long * 20 > lines.len() {
        return None;
    }
    let inner = groups.iter().filter(|g| g.len() > 1).flatten().map(width).filter(|w| *w <= MAX_WRAP);
    let column = inner.max().filter(|w| *w >= MIN_WRAP)?;
    let (mut breaks, mut at_full_stop, mut explained) = (0, 0, 0);
    for pair in groups.iter().flat_map(|g| g.windows(2)) {
        let (before, after) = (pair[0].of(text), pair[1].of(text));
        breaks += 1;
        at_full_stop += usize::from(ends_sentence(before));
        explained += usize::from(continues(before, after, column));
    }
    // Lines that all end with a full stop are paragraphs, however short.
    let is_wrapped = explained * 2 > breaks && (breaks < 3 || at_full_stop * 10 < breaks * 8);
    is_wrapped.then_some(column)
}

/// Whether `after` goes on with the sentence or paragraph of `before`: its first word found no room
/// on the line before, or the sentence is open and goes on in lower case.
fn continues(before: &str, after: &str, column: usize) -> bool {
    if list_marker(after).is_some() {
        return false;
    }
    let first_word = after.split_whitespace().next().map_or(0, |w| w.chars().count());
    let width = before.chars().take(MAX_WRAP + 1).count();
    let was_full = width + 1 + first_word > column;
    let is_open = !ends_sentence(before) && after.starts_with(char::is_lowercase);
    was_full || is_open
}

/// Whether the words end with a sign that ends sentences, closing quotes and brackets aside.
pub(super) fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(is_blank);
    let bare = words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？']) || (bare.ends_with([',', ';']) && bare.len() < words.len())
}

/// The length of a bullet or number at the start of an item of a list.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let rest = line.strip_prefix(['-', '*', '•', '‣', '◦', '▪', '–', '·', '●', '■', '►'])?;
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then(|| line.len() - words.len())
}
