//! A page that is a roll of several articles, cut into them.
//!
//! Each article of a roll has a heading and a date line of its own, and text below. Three layouts
//! are known: heading above date line, date line above heading, and a "Published" line below the
//! text. What only looks like one stays whole: a timeline whose dates are its headings, an article
//! with a date of publication and one of correction, a list of other titles with their dates.

use std::ops::Range;

use super::calendar::Label;
use super::plain::ends_sentence;
use super::structure::{Part, Role};

/// Where one article may begin, and the date line that says so.
#[derive(Debug, Clone, Copy)]
struct Start {
    /// The part with which the article begins.
    at: usize,
    /// Its date line.
    line: usize,
}

/// The parts of each article, in order; one range for a page with one article.
pub(super) fn split(parts: &[Part], page: &str) -> Vec<Range<usize>> {
    let layouts = [headings_above(parts), headings_below(parts), dates_at_the_end(parts)];
    layouts
        .into_iter()
        .map(|starts| articles(parts, page, starts))
        .find(|ranges| ranges.len() > 1)
        .unwrap_or_else(|| std::iter::once(0..parts.len()).collect())
}

fn date_lines(parts: &[Part]) -> impl Iterator<Item = (usize, super::calendar::DateLine)> + '_ {
    parts.iter().enumerate().filter_map(|(i, part)| match part.role {
        Role::DateLine(line) if line.date.is_some() => Some((i, line)),
        _ => None,
    })
}

/// Heading, date line, text: only furniture and other date lines may stand between the first two.
fn headings_above(parts: &[Part]) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    for (line, _) in date_lines(parts) {
        let above = parts[..line].iter().rposition(|p| !matches!(p.role, Role::Furniture | Role::DateLine(_)));
        let Some(at) = above.filter(|i| parts[*i].role == Role::Heading) else { continue };
        if starts.last().is_none_or(|last| last.at < at) {
            starts.push(Start { at, line });
        }
    }
    starts
}

/// Date line, heading, text: the lines must look like stamps of publication, because the parts of a
/// timeline also have a date above a heading.
fn headings_below(parts: &[Part]) -> Vec<Start> {
    let mut starts = Vec::new();
    for (line, stamp) in date_lines(parts) {
        if !stamp.is_stamp || stamp.label == Label::Updated {
            continue;
        }
        let below = parts[line + 1..].iter().position(|p| !matches!(p.role, Role::Furniture));
        if below.is_some_and(|i| parts[line + 1 + i].role == Role::Heading) {
            starts.push(Start { at: line, line });
        }
    }
    // Text above the first date line belongs to an article that is dated below its heading or text.
    let first = starts.first().map_or(0, |s: &Start| s.at);
    if parts[..first].iter().any(|p| p.role == Role::Paragraph) { Vec::new() } else { starts }
}

/// Heading, text, "Published" line; the next heading begins the next article.
fn dates_at_the_end(parts: &[Part]) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut from = 0;
    for (line, stamp) in date_lines(parts) {
        if stamp.label != Label::Published {
            continue;
        }
        let heading = parts[from..line].iter().position(|p| !matches!(p.role, Role::Furniture | Role::DateLine(_)));
        match heading.map(|i| from + i).filter(|i| parts[*i].role == Role::Heading) {
            Some(at) => starts.push(Start { at, line }),
            None => return Vec::new(),
        }
        from = line + 1;
    }
    // A last article without its line would be taken for text of the one before.
    if parts[from..].iter().any(|p| p.role == Role::Paragraph) { Vec::new() } else { starts }
}

/// The articles that begin at `starts`, or nothing if the page is no roll.
fn articles(parts: &[Part], page: &str, mut starts: Vec<Start>) -> Vec<Range<usize>> {
    // A title with a date and no text below is an item of a list of other stories.
    let ends: Vec<usize> = starts.iter().skip(1).map(|s| s.at).chain(Some(parts.len())).collect();
    let mut ends = ends.into_iter();
    starts.retain(|start| ends.next().is_some_and(|end| holds_text(&parts[start.at..end], page)));
    let (Some(first), true) = (starts.first().copied(), starts.len() > 1) else { return Vec::new() };
    let has_preface = holds_text(&parts[..first.at], page);
    if is_timeline(parts, &starts, has_preface) {
        return Vec::new();
    }
    let mut ranges = Vec::with_capacity(starts.len() + 1);
    if has_preface {
        ranges.push(0..first.at);
    }
    for (i, start) in starts.iter().enumerate() {
        ranges.push(start.at..starts.get(i + 1).map_or(parts.len(), |next| next.at));
    }
    ranges
}

fn holds_text(parts: &[Part], page: &str) -> bool {
    parts.iter().any(|p| p.role == Role::Paragraph && ends_sentence(p.span.of(page)))
}

/// One article whose sections are headed by a title and a bare date: an introduction comes first,
/// and the dates ascend as in a story, not descend as in a blog.
fn is_timeline(parts: &[Part], starts: &[Start], has_preface: bool) -> bool {
    let lines: Vec<_> = starts
        .iter()
        .filter_map(|s| match parts[s.line].role {
            Role::DateLine(line) => Some(line),
            _ => None,
        })
        .collect();
    let are_bare = lines.iter().all(|l| !l.is_stamp);
    let ascend = lines.windows(2).all(|w| w[0].date <= w[1].date);
    has_preface && are_bare && ascend
}
