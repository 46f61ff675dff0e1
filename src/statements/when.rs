//! When something happened: the date expression that hangs on its words.

use crate::clauses::{Frame, Link, PredicateKind};
use crate::dates::DateValue;
use crate::source::TokenId;

use super::Reading;

/// The date of a frame: its own expression, else that of the verb that carries it.
pub(super) fn date(reading: &Reading<'_>, frame: &Frame) -> Option<DateValue> {
    let mut frame = frame;
    for _ in 0..4 {
        if let Some(value) = own(reading, frame.predicate) {
            return Some(value);
        }
        if let Some(copula) = frame.copula
            && let Some(value) = own(reading, copula)
        {
            return Some(value);
        }
        frame = carrier(reading, frame)?;
    }
    None
}

/// The frame that a date may be taken over from: the verb of a noun of happening, or the first
/// verb of a coordination.
fn carrier<'a>(reading: &Reading<'a>, frame: &Frame) -> Option<&'a Frame> {
    let first = frame.shares_auxiliaries_of.and_then(|t| reading.clauses.frame(t));
    if first.is_some() {
        return first;
    }
    match (frame.kind, frame.governor?) {
        (PredicateKind::Noun, (above, Link::Complement)) => reading.clauses.frame(above),
        _ => None,
    }
}

fn own(reading: &Reading<'_>, predicate: TokenId) -> Option<DateValue> {
    reading.dates.expressions.iter().find(|e| anchor(reading, e.head) == Some(predicate)).and_then(|e| e.value)
}

/// The predicate that a date expression hangs on.
fn anchor(reading: &Reading<'_>, head: TokenId) -> Option<TokenId> {
    let mut token = reading.syntax.head(head)?;
    for _ in 0..3 {
        if reading.clauses.frame(token).is_some() {
            return Some(token);
        }
        token = reading.syntax.head(token)?;
    }
    None
}
