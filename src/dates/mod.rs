//! Date expressions and the days, months or years that they mean.
//!
//! Takes [`Syntax`] and the day of publication; gives [`Dates`]. Does not
//! say which event happened then: statements do. Example: "Saturday" in an article of Thursday
//! 8 January 2026 about what happened is 2026-01-03.

mod direction;
mod recognition;
mod value;
mod words;

use std::fmt;

use jiff::civil::Date;

use crate::source::{Span, TokenId, Tokens};
use crate::syntax::Syntax;

pub use words::Calendar;

use recognition::Recognition;
use value::Now;

/// The date expressions of an article, in text order, not overlapping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates {
    /// The expressions.
    pub expressions: Vec<DateExpression>,
}

/// Words that name a day, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateExpression {
    /// The words, prepositions left out: "last year", "Saturday", "3 January".
    pub span: Span<Tokens>,
    /// The token by which the expression hangs in the tree.
    pub head: TokenId,
    /// What it means, if that can be said; else `None` ("recently", "Saturday" in an undated article).
    pub value: Option<DateValue>,
    /// How the expression bounds the time: at, before, after, since, until, for.
    pub bound: Bound,
}

/// How a date expression bounds the time of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// On, in, at, last, this.
    At,
    /// "since September", "from Monday": begins then.
    Since,
    /// "until March", "by Friday", "before 2020".
    Until,
    /// "after Tuesday": at some later time.
    After,
}

/// A calendar date as exact as the text allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateValue {
    /// A day.
    Day(Date),
    /// A month: year and month (1–12).
    Month(i16, i8),
    /// A year.
    Year(i16),
}

impl fmt::Display for DateValue {
    /// ISO 8601: `2026-01-03`, `2026-01` or `2026`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// The date expressions of an article.
///
/// A day of the week, month or day without year means the latest one up to the day of publication
/// where its clause tells of the past, the next one from then on where it tells of what is to come.
/// A span of days ("last week") is given as the month that surely holds it, else the year.
#[must_use]
pub fn find(page: &str, syntax: &Syntax, published: Option<Date>, calendar: &Calendar) -> Dates {
    let recognition = Recognition::new(page, syntax, calendar);
    let mut expressions: Vec<DateExpression> = Vec::new();
    // The latest day named, and the sentence that named it: "the next day" looks back to it.
    let mut named: Option<(u32, Date)> = None;
    for (number, sentence) in syntax.sentences.iter().enumerate() {
        let number = number as u32;
        let mut at = sentence.start;
        while at < sentence.end {
            let Some((span, meaning)) = recognition.at(at, *sentence) else {
                at += 1;
                continue;
            };
            at = span.end;
            let head = direction::head(syntax, span);
            let nearby = named.filter(|(s, _)| *s + 1 >= number).map(|(_, date)| date);
            let now = Now { published, named: nearby, direction: direction::of(page, syntax, calendar, head) };
            let value = meaning.value(&now);
            if let Some(DateValue::Day(date)) = value {
                named = Some((number, date));
            }
            expressions.push(DateExpression {
                span,
                head,
                value,
                bound: direction::bound(page, syntax, calendar, head),
            });
        }
    }
    Dates { expressions }
}
