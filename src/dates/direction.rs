//! Whether the clause around a date expression tells of the past or of what is to come.

use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{Label, Pos, Syntax, Tag};

use super::words::Word;
use super::{Bound, Calendar};

/// Which way a date expression looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}

/// The token by which an expression hangs: the first whose head is outside.
pub(super) fn head(syntax: &Syntax, span: Span<Tokens>) -> TokenId {
    span.tokens().find(|t| syntax.head(*t).is_none_or(|h| !span.has(h))).unwrap_or(TokenId(span.start))
}

/// How the preposition above an expression bounds the time.
pub(super) fn bound(page: &str, syntax: &Syntax, calendar: &Calendar, head: TokenId) -> Bound {
    let Some(above) = syntax.head(head).filter(|h| syntax.token(*h).pos != Pos::Verb) else { return Bound::At };
    let parts = calendar.parts(syntax.word(page, above));
    let is = |part| parts.contains(&part);
    if is(Word::Since) {
        Bound::Since
    } else if is(Word::Until) {
        Bound::Until
    } else if is(Word::LaterThan) && syntax.token(head).label == Label::Pobj {
        Bound::After
    } else {
        Bound::At
    }
}

/// Climbs from an expression to the verb that governs it and asks for its tense.
pub(super) fn of(page: &str, syntax: &Syntax, calendar: &Calendar, head: TokenId) -> Direction {
    let mut below = head;
    // "scheduled for Friday", "by Monday": the preposition itself looks ahead.
    let mut looks_ahead = false;
    for _ in 0..12 {
        let Some(token) = syntax.head(below) else { return Direction::Unknown };
        let this = syntax.token(token);
        looks_ahead |= this.pos == Pos::Adp && below == head && calendar.is(syntax.word(page, token), Word::Ahead);
        if calendar.is(syntax.lemma(token), Word::Plan) && is_planned(syntax, token) {
            return Direction::Future;
        }
        if matches!(this.pos, Pos::Verb | Pos::Aux) {
            let tense = tense(page, syntax, calendar, token);
            match tense {
                Some(Direction::Past) if looks_ahead => return Direction::Unknown,
                Some(direction) => return direction,
                None if looks_ahead => return Direction::Future,
                None => {}
            }
        }
        below = token;
    }
    Direction::Unknown
}

/// "is scheduled", "a vote expected on Monday", "the pending vote": what a plan is about is to come.
fn is_planned(syntax: &Syntax, token: TokenId) -> bool {
    let this = syntax.token(token);
    match this.pos {
        Pos::Verb => {
            this.tag == Tag::Vbn
                && !syntax
                    .children(token)
                    .iter()
                    .any(|c| syntax.token(*c).label == Label::Aux && syntax.lemma(*c) == "have")
        }
        Pos::Adj => true,
        _ => false,
    }
}

/// The tense of a verb with its auxiliaries; none where a verb above must tell.
fn tense(page: &str, syntax: &Syntax, calendar: &Calendar, verb: TokenId) -> Option<Direction> {
    let this = syntax.token(verb);
    let auxiliaries = || {
        syntax.children(verb).iter().copied().filter(|c| matches!(syntax.token(*c).label, Label::Aux | Label::Auxpass))
    };
    let has = |tag: Tag| auxiliaries().any(|a| syntax.token(a).tag == tag);
    let is_perfect = auxiliaries().any(|a| syntax.lemma(a) == "have");
    if has(Tag::Md) && !is_perfect {
        return Some(Direction::Future);
    }
    if has(Tag::Vbd) || is_perfect {
        return Some(Direction::Past);
    }
    let is_infinitive = has(Tag::To);
    match this.tag {
        Tag::Vbd => Some(Direction::Past),
        Tag::Vb if is_infinitive => infinitive(syntax, calendar, verb),
        Tag::Vbz | Tag::Vbp => Some(present(page, syntax, calendar, verb)),
        Tag::Vbg if has(Tag::Vbz) || has(Tag::Vbp) => Some(Direction::Future),
        Tag::Vbn if has(Tag::Vbz) || has(Tag::Vbp) => Some(Direction::Past),
        // "a strike launched on Saturday".
        Tag::Vbn if matches!(this.label, Label::Acl | Label::Advcl) => Some(Direction::Past),
        _ if this.label == Label::Root => Some(Direction::Past),
        _ => None,
    }
}

/// "plans to meet", "a meeting to be held": still to come; else as the verb above.
fn infinitive(syntax: &Syntax, calendar: &Calendar, verb: TokenId) -> Option<Direction> {
    let above = syntax.head(verb)?;
    let this = syntax.token(verb);
    let governor = syntax.token(above);
    let is_plan = calendar.is(syntax.lemma(above), Word::Plan);
    let modifies_a_noun =
        matches!(this.label, Label::Acl | Label::Relcl) && matches!(governor.pos, Pos::Noun | Pos::Propn);
    // "is to meet on Friday".
    let is_to = governor.pos == Pos::Aux && matches!(governor.tag, Tag::Vbz | Tag::Vbp) && this.label == Label::Xcomp;
    if is_plan || modifies_a_noun || is_to { Some(Direction::Future) } else { None }
}

/// The present tense with a date tells of an appointment ("the trial begins Monday"), unless the
/// verb reports.
fn present(page: &str, syntax: &Syntax, calendar: &Calendar, verb: TokenId) -> Direction {
    let reports = calendar.is(syntax.lemma(verb), Word::Report) || calendar.is(syntax.word(page, verb), Word::Report);
    if reports || syntax.token(verb).pos == Pos::Aux { Direction::Unknown } else { Direction::Future }
}
