//! When something happened: the date expression that hangs on its words.

use crate::clauses::{Frame, Link, PredicateKind};
use crate::dates::DateValue;
use crate::source::TokenId;

use super::marks::Marks;
use super::{Grounds, Modality};

/// The date of a frame: its own expression, else that of the verb that carries it.
pub(super) fn date(grounds: &Grounds<'_>, frame: &Frame) -> Option<DateValue> {
    let mut frame = frame;
    for _ in 0..4 {
        if let Some(value) = own(grounds, frame.predicate) {
            return Some(value);
        }
        if let Some(copula) = frame.copula
            && let Some(value) = own(grounds, copula)
        {
            return Some(value);
        }
        frame = carrier(grounds, frame)?;
    }
    None
}

/// The date of something told without one: news tells what happened lately, so the month of
/// publication, as long as it is told as a fact and by a verb.
pub(super) fn reported(grounds: &Grounds<'_>, frame: &Frame, marks: Marks) -> Option<DateValue> {
    let day = grounds.published?;
    (marks.modality == Modality::Actual && frame.kind == PredicateKind::Verb)
        .then_some(DateValue::Month(day.year(), day.month()))
}

/// The frame that a date may be taken over from: the verb of a noun of happening, or the first
/// verb of a coordination.
fn carrier<'a>(grounds: &Grounds<'a>, frame: &Frame) -> Option<&'a Frame> {
    let first = frame.shares_auxiliaries_of.and_then(|t| grounds.clauses.frame(t));
    if first.is_some() {
        return first;
    }
    match (frame.kind, frame.governor?) {
        (PredicateKind::Noun, (above, Link::Complement)) => grounds.clauses.frame(above),
        _ => None,
    }
}

fn own(grounds: &Grounds<'_>, predicate: TokenId) -> Option<DateValue> {
    grounds.dates.expressions.iter().filter(|e| anchor(grounds, e.head) == Some(predicate)).find_map(|e| e.value)
}

/// The predicate that a date expression hangs on.
fn anchor(grounds: &Grounds<'_>, head: TokenId) -> Option<TokenId> {
    let mut token = grounds.syntax.head(head)?;
    for _ in 0..3 {
        if grounds.clauses.frame(token).is_some() {
            return Some(token);
        }
        token = grounds.syntax.head(token)?;
    }
    None
}
