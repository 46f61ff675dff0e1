//! Date expressions and the days, months or years that they mean.
//!
//! Takes [`Syntax`](crate::syntax::Syntax) and the day of publication; gives [`Dates`]. Does not
//! say which event happened then: statements do. Example: "Saturday" in an article of Thursday
//! 8 January 2026 about what happened is 2026-01-03.

use std::fmt;

use jiff::civil::Date;

use crate::source::{Span, TokenId, Tokens};

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
