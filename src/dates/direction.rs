//! Whether the clause around a date expression tells of the past or of what is to come.

use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{Label, Pos, Syntax, Tag};

use super::words::Word;
use super::{Bound, Calendar};

/// Which way a date expression looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Direction {
    pub tense: Tense,
    /// Whether the expression hangs on the verb itself ("fell on May 3") and not on a noun or adjective
    /// of its clause ("set a May 3 deadline", "payable May 3").
    pub is_direct: bool,
    /// Whether its preposition looks ahead: "until Friday", "for Monday".
    pub is_ahead: bool,
}

/// What the governing verb tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
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
    let mut direction = Direction { tense: Tense::Unknown, is_direct: true, is_ahead: false };
    let mut below = head;
    let mut prepositions = 0;
    // "Friday's vote" as the subject or object of a verb shares its time; below a preposition it
    // does not: "will talk about Friday's attack".
    let mut is_apart = false;
    let possessed = syntax.token(head).label == Label::Poss;
    for _ in 0..12 {
        let Some(token) = syntax.head(below) else { return direction };
        let this = syntax.token(token);
        match this.pos {
            Pos::Adp | Pos::Sconj => {
                prepositions += 1;
                direction.is_ahead |= prepositions == 1 && calendar.is(syntax.word(page, token), Word::Ahead);
                is_apart |= possessed;
            }
            Pos::Verb | Pos::Aux => {
                direction.is_direct &=
                    !matches!(syntax.token(below).label, Label::Dobj | Label::Nsubj | Label::Nsubjpass);
                // "By Wednesday two had answered": the past perfect looks back from its date.
                let is_before_past = is_past_perfect(syntax, token);
                direction.is_ahead &= !is_before_past;
                let is_planned = calendar.is(syntax.lemma(token), Word::Plan) && !is_before_past;
                // "The vote follows Friday's attack".
                let is_over = possessed && matches!(this.tag, Tag::Vbz | Tag::Vbp);
                let tense = if is_planned { Some(Tense::Future) } else { tense(page, syntax, calendar, token) };
                // "The protest follows remarks on Sunday": a present tense dates only what hangs on it.
                let is_aside = !direction.is_direct && matches!(this.tag, Tag::Vbz | Tag::Vbp) && !is_planned;
                if let Some(tense) = tense {
                    direction.tense = match tense {
                        _ if is_apart || is_over => Tense::Past,
                        Tense::Future if is_aside => Tense::Unknown,
                        tense => tense,
                    };
                    return direction;
                }
            }
            Pos::Adj if calendar.is(syntax.lemma(token), Word::Plan) => {
                direction.tense = Tense::Future;
                return direction;
            }
            // "9 a.m. Tuesday" hangs on the hour, which hangs as a date would.
            _ => direction.is_direct &= is_time(syntax, token),
        }
        below = token;
    }
    direction
}

fn is_time(syntax: &Syntax, token: TokenId) -> bool {
    use crate::syntax::EntityLabel::{Date, Time};
    syntax.token(token).entity.is_some_and(|(label, _)| matches!(label, Date | Time))
}

fn is_past_perfect(syntax: &Syntax, verb: TokenId) -> bool {
    auxiliaries(syntax, verb).any(|a| syntax.token(a).tag == Tag::Vbd && syntax.lemma(a) == "have")
}

fn auxiliaries(syntax: &Syntax, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
    let is_auxiliary = |c: &TokenId| matches!(syntax.token(*c).label, Label::Aux | Label::Auxpass);
    syntax.children(verb).iter().copied().filter(is_auxiliary)
}

/// The tense of a verb with its auxiliaries; none where a verb above must tell.
fn tense(page: &str, syntax: &Syntax, calendar: &Calendar, verb: TokenId) -> Option<Tense> {
    let this = syntax.token(verb);
    let has = |tag: Tag| auxiliaries(syntax, verb).any(|a| syntax.token(a).tag == tag);
    let is_perfect = auxiliaries(syntax, verb).any(|a| syntax.lemma(a) == "have");
    if has(Tag::Md) && !is_perfect {
        return Some(Tense::Future);
    }
    if has(Tag::Vbd) || is_perfect {
        return Some(Tense::Past);
    }
    match this.tag {
        Tag::Vbd => Some(Tense::Past),
        Tag::Vb if has(Tag::To) => infinitive(syntax, calendar, verb),
        Tag::Vbz | Tag::Vbp => Some(present(page, syntax, calendar, verb)),
        Tag::Vbg | Tag::Vbn if has(Tag::Vbz) || has(Tag::Vbp) => Some(Tense::Future),
        // "a strike launched on Saturday".
        Tag::Vbn if matches!(this.label, Label::Acl | Label::Advcl) => Some(Tense::Past),
        _ if this.label == Label::Root => Some(Tense::Past),
        _ => None,
    }
}

/// "plans to meet", "a meeting to be held": still to come; else as the verb above.
fn infinitive(syntax: &Syntax, calendar: &Calendar, verb: TokenId) -> Option<Tense> {
    let above = syntax.head(verb)?;
    let this = syntax.token(verb);
    let governor = syntax.token(above);
    let lemma = syntax.lemma(above);
    let is_purpose = calendar.is(lemma, Word::Purpose) || calendar.is(lemma, Word::Plan);
    let modifies_a_noun =
        matches!(this.label, Label::Acl | Label::Relcl) && matches!(governor.pos, Pos::Noun | Pos::Propn);
    // "is to meet on Friday".
    let is_to = governor.pos == Pos::Aux && matches!(governor.tag, Tag::Vbz | Tag::Vbp) && this.label == Label::Xcomp;
    (is_purpose || modifies_a_noun || is_to).then_some(Tense::Future)
}

/// The present tense with a date tells of an appointment ("the trial begins Monday"), unless the
/// verb reports.
fn present(page: &str, syntax: &Syntax, calendar: &Calendar, verb: TokenId) -> Tense {
    let reports = calendar.is(syntax.lemma(verb), Word::Report) || calendar.is(syntax.word(page, verb), Word::Report);
    if reports || syntax.token(verb).pos == Pos::Aux { Tense::Unknown } else { Tense::Future }
}
