//! When something happened: the date expression that hangs on its words.

use crate::clauses::{Frame, Function, Link, PredicateKind};
use crate::dates::DateValue;
use crate::source::TokenId;
use crate::syntax::{Label, Tag};
use jiff::civil::Date;

use super::marks::Marks;
use super::wording::Wording;
use super::{Grounds, Modality};

/// The date of a frame: its own expression, else that of the verb that carries it.
pub(super) fn date(grounds: &Grounds<'_>, frame: &Frame) -> Option<DateValue> {
    let mut frame = frame;
    for _ in 0..4 {
        let copula = || frame.copula.and_then(|copula| own(grounds, copula));
        let found = own(grounds, frame.predicate).or_else(copula).or_else(|| beside(grounds, frame.predicate));
        if found.is_some() {
            return found;
        }
        frame = carrier(grounds, frame)?;
    }
    None
}

/// The date that a clause around a predicate or a participle before it gives.
fn beside(grounds: &Grounds<'_>, predicate: TokenId) -> Option<DateValue> {
    let syntax = grounds.syntax;
    // "Speaking on Sunday, he accused": at the same time.
    let speaking = syntax
        .children_by(predicate, Label::Advcl)
        .filter(|clause| *clause < predicate && syntax.token(*clause).tag == Tag::Vbg)
        .find_map(|clause| own(grounds, clause));
    if speaking.is_some() {
        return speaking;
    }
    let above = syntax.head(predicate)?;
    match syntax.token(predicate).label {
        // "August 2022, when he called for war"
        Label::Relcl => grounds.dates.expressions.iter().filter(|e| e.span.has(above)).find_map(|e| e.value),
        // "relations soured in 2010 after commandos had stormed the ship": not after that, and seldom long before.
        Label::Advcl if syntax.children_by(predicate, Label::Mark).next().is_some() => {
            own(grounds, above).map(|value| match value {
                DateValue::Day(day) => DateValue::Month(day.year(), day.month()),
                coarse => coarse,
            })
        }
        // "… on Sunday, accusing him", "they clashed last year, when Chile banned it": at the same time.
        Label::Advcl if syntax.token(predicate).tag == Tag::Vbg || asks_when(grounds, predicate) => own(grounds, above),
        // "Last month a court sentenced and banned him": what stands before the first verb holds for both.
        Label::Conj if syntax.children_by(predicate, Label::Nsubj).next().is_none() => grounds
            .dates
            .expressions
            .iter()
            .filter(|e| e.head < above && anchor(grounds, e.head) == Some(above))
            .find_map(|e| e.value)
            .or_else(|| beside(grounds, above)),
        _ => happening(grounds, predicate),
    }
}

/// Whether a verb in the present tells of a day after publication.
pub(super) fn is_to_come(grounds: &Grounds<'_>, frame: &Frame, date: Option<DateValue>) -> bool {
    let tag = |t: TokenId| grounds.syntax.token(t).tag;
    let auxiliaries =
        || grounds.syntax.children(frame.predicate).iter().filter(|c| grounds.syntax.token(**c).label == Label::Aux);
    let present = matches!(tag(frame.predicate), Tag::Vbz | Tag::Vbp)
        || tag(frame.predicate) == Tag::Vbg && auxiliaries().any(|a| matches!(tag(*a), Tag::Vbz | Tag::Vbp));
    let later = |day: Date| match date {
        Some(DateValue::Day(on)) => on > day,
        Some(DateValue::Month(year, month)) => (year, month) > (day.year(), day.month()),
        _ => false,
    };
    present && grounds.published.is_some_and(later)
}

/// Whether a clause says when the one above it was: "when they met".
fn asks_when(grounds: &Grounds<'_>, predicate: TokenId) -> bool {
    grounds.syntax.children_by(predicate, Label::Advmod).any(|w| grounds.syntax.token(w).tag == Tag::Wrb)
}

/// The date of the happening in which a happening takes place: "the kidnapping of Ruiz in an attack on Saturday".
fn happening(grounds: &Grounds<'_>, predicate: TokenId) -> Option<DateValue> {
    let syntax = grounds.syntax;
    let noun = grounds.clauses.frame(predicate).is_some_and(|f| f.kind == PredicateKind::Noun);
    let inside = syntax.children_by(predicate, Label::Prep).filter(|_| noun);
    inside
        .flat_map(|p| syntax.children_by(p, Label::Pobj))
        .filter(|object| grounds.clauses.frame(*object).is_some_and(|f| f.kind == PredicateKind::Noun))
        .find_map(|object| own(grounds, object))
}

/// The date of something told without one: news tells what happened lately, so the month of
/// publication, as long as it is told as a fact and by a verb.
pub(super) fn reported(grounds: &Grounds<'_>, wording: &Wording, frame: &Frame, marks: Marks) -> Option<DateValue> {
    let day = grounds.published?;
    // "had accused him", "has long accused him": at some time before, and maybe often.
    let before = grounds.syntax.children(frame.predicate).iter().any(|child| {
        let word = grounds.syntax.word(grounds.page, *child);
        match grounds.syntax.token(*child).label {
            Label::Aux => wording.grammar.has(word, Function::Pluperfect),
            Label::Advmod => wording.grammar.has(word, Function::Untimed),
            _ => false,
        }
    });
    let goes_on = goes_on(grounds, frame.predicate) || lasts(grounds, wording, frame.predicate);
    (marks.modality == Modality::Actual && frame.kind == PredicateKind::Verb && !before && !goes_on)
        .then_some(DateValue::Month(day.year(), day.month()))
}

/// "is fighting": it goes on, since nobody says when.
fn goes_on(grounds: &Grounds<'_>, predicate: TokenId) -> bool {
    let syntax = grounds.syntax;
    syntax.token(predicate).tag == Tag::Vbg
        && syntax.children_by(predicate, Label::Aux).any(|a| matches!(syntax.token(a).tag, Tag::Vbz | Tag::Vbp))
}

/// "has aided it over two decades", "spent years railing against it": no month of its own.
fn lasts(grounds: &Grounds<'_>, wording: &Wording, predicate: TokenId) -> bool {
    let syntax = grounds.syntax;
    let spent = syntax.head(predicate).filter(|_| syntax.token(predicate).label != Label::Conj);
    let own = syntax.children(predicate).iter().copied();
    let around = spent.into_iter().flat_map(|verb| syntax.children_by(verb, Label::Dobj));
    let inside = own.clone().filter(|c| syntax.token(*c).label == Label::Prep);
    let objects = inside.flat_map(|p| syntax.children_by(p, Label::Pobj));
    let named = own.filter(|c| syntax.token(*c).label == Label::Npadvmod);
    objects
        .chain(named)
        .chain(around)
        .any(|noun| wording.grammar.has(syntax.word(grounds.page, noun), Function::Untimed))
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
