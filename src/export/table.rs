//! Rows with typed columns, whatever they are written as.

use std::borrow::Cow;

use super::ExportError;

/// What the cells of a column hold; any may be empty, but for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Real,
    /// Yes or no.
    Truth,
    /// Words, any number of them.
    List,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    /// Words from a document.
    Text(Cow<'a, str>),
    /// An id, a date, a fixed word: never a formula.
    Plain(Cow<'a, str>),
    Whole(i64),
    Real(f64),
    Truth(bool),
    List(Vec<Cow<'a, str>>),
    /// Nothing known.
    Empty,
}

/// What takes the rows of a table: all have as many cells as there are columns, of their kinds.
pub(super) trait Sink {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError>;
}

pub(super) const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

impl<'a> Cell<'a> {
    pub(super) fn text(words: &'a str) -> Self {
        Self::Text(Cow::Borrowed(words))
    }

    pub(super) fn maybe_text(words: Option<&'a str>) -> Self {
        words.map_or(Self::Empty, Self::text)
    }

    pub(super) fn plain(value: &'a str) -> Self {
        Self::Plain(Cow::Borrowed(value))
    }

    pub(super) fn maybe_plain(value: Option<&'a str>) -> Self {
        value.map_or(Self::Empty, Self::plain)
    }

    pub(super) fn count(value: usize) -> Self {
        Self::Whole(value as i64)
    }

    pub(super) fn whole(value: u32) -> Self {
        Self::Whole(i64::from(value))
    }

    /// A number with six digits behind the point, so that the last bit of a machine's arithmetic
    /// does not show.
    pub(super) fn real(value: f64) -> Self {
        Self::Real(super::measured::rounded(value))
    }

    pub(super) fn list(values: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(values.into_iter().map(Cow::Borrowed).collect())
    }

    /// The cell as one string; `separator` stands between the values of a list. None if empty.
    pub(super) fn as_text(&self, separator: &str) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Text(words) | Self::Plain(words) => Cow::Borrowed(words.as_ref()),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Real(number) => Cow::Owned(number.to_string()),
            Self::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Self::List(values) => Cow::Owned(values.join(separator)),
            Self::Empty => return None,
        })
    }
}
