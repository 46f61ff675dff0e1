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

/// Heading, date line, text: only furniture and other date lines may stand between the first two.
fn headings_above(parts: &[Part]) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let mut above = None;
    for (i, part) in parts.iter().enumerate() {
        match part.role {
            Role::Heading => above = Some(i),
            Role::Paragraph | Role::ListItem => above = None,
            Role::DateLine(line) if line.date.is_some() => {
                // The second date line below a heading is that of an update.
                starts.extend(above.take().map(|at| Start { at, line: i }));
            }
            Role::DateLine(_) | Role::Furniture => {}
        }
    }
    starts
}

/// Date line, heading, text: the lines must look like stamps of publication, because the parts of a
/// timeline also have a date above a heading.
fn headings_below(parts: &[Part]) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut open = None;
    for (i, part) in parts.iter().enumerate() {
        match part.role {
            Role::DateLine(line) if line.is_stamp && line.label != Label::Updated && line.date.is_some() => {
                open = Some(Start { at: i, line: i });
            }
            Role::Heading => starts.extend(open.take()),
            // Text above the first date line belongs to an article that is dated elsewhere.
            Role::Paragraph if starts.is_empty() => return Vec::new(),
            Role::Paragraph | Role::ListItem => open = None,
            Role::DateLine(_) | Role::Furniture => {}
        }
    }
    starts
}

/// Heading, text, "Published" line; the next heading begins the next article.
fn dates_at_the_end(parts: &[Part]) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut first: Option<usize> = None;
    for (i, part) in parts.iter().enumerate() {
        match part.role {
            Role::DateLine(line) if line.label == Label::Published && line.date.is_some() => {
                let Some(at) = first.take().filter(|at| parts[*at].role == Role::Heading) else { return Vec::new() };
                starts.push(Start { at, line: i });
            }
            Role::DateLine(_) | Role::Furniture => {}
            _ => first = first.or(Some(i)),
        }
    }
    // A last article without its line would be taken for text of the one before.
    let rest = first.unwrap_or(parts.len());
    if parts[rest..].iter().any(|p| p.role == Role::Paragraph) { Vec::new() } else { starts }
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
