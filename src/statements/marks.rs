//! Polarity and modality of a predicate: its own marks and those of what governs it.

use crate::clauses::{Frame, Function, Link, PredicateKind, Role};
use crate::source::TokenId;
use crate::syntax::{Label, Pos, Tag};

use super::wording::{Effect, Wording};
use super::{Grounds, Modality, Polarity};

/// What the words around a predicate say about whether it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Whether it is said to be so or not to be so.
    pub polarity: Polarity,
    /// Whether it is said to have happened, to be planned, asked for …
    pub modality: Modality,
}

/// Governors are followed this far up; deeper nesting says nothing sure.
const DEPTH: usize = 6;

/// The marks of a frame.
pub(super) fn marks(grounds: &Grounds<'_>, wording: &Wording, frame: &Frame) -> Marks {
    Marker { grounds, wording }.of(frame, DEPTH)
}

/// The marks that a frame bears itself, whatever governs it.
pub(super) fn own_marks(grounds: &Grounds<'_>, wording: &Wording, frame: &Frame) -> Marks {
    Marker { grounds, wording }.own(frame)
}

struct Marker<'a> {
    grounds: &'a Grounds<'a>,
    wording: &'a Wording,
}

impl Marker<'_> {
    fn of(&self, frame: &Frame, depth: usize) -> Marks {
        let mut marks = self.own(frame);
        if depth == 0 {
            return marks;
        }
        let Some((above, link)) = frame.governor else { return marks };
        let Some(governor) = self.grounds.clauses.frame(above) else { return marks };
        if link == Link::Adverbial && self.is_without(frame) {
            marks.polarity = flip(marks.polarity);
        }
        if self.depends(frame, governor, link) {
            let clause = (link == Link::Complement && frame.kind == PredicateKind::Verb).then_some(frame.predicate);
            marks = self.under(marks, governor, frame.kind, clause, depth);
        }
        marks
    }

    /// Whether what is said of the governor's coming about also holds of the frame.
    fn depends(&self, frame: &Frame, governor: &Frame, link: Link) -> bool {
        let lemma = self.grounds.syntax.lemma(governor.predicate);
        let effect = self.wording.effect_of(self.grounds, governor).is_some_and(|e| !e.infinitive);
        match (link, frame.kind) {
            (Link::Complement, PredicateKind::Verb) => true,
            // "discussed Chad's attack": whoever speaks of it takes it for granted.
            (Link::Complement, PredicateKind::Noun) if is_spoken_of(self.grounds, self.wording, frame, governor) => {
                false
            }
            // "denied the attack", "held talks"; but "condemned the attack" takes it for granted.
            (Link::Complement, _) => effect || self.wording.grammar.has(lemma, Function::Light),
            // "look forward to meeting him", but not "met him before attacking".
            (Link::Adverbial, PredicateKind::Verb) => {
                effect
                    && self.grounds.syntax.token(frame.predicate).label == Label::Pcomp
                    && !self.is_without(frame)
                    && !self.is_timed(frame)
            }
            // "called for talks": only what a preposition of the verb's own asks for.
            (Link::Adverbial, PredicateKind::Noun) => {
                effect
                    && governor.arguments.iter().any(|a| {
                        matches!(a.role, Role::Preposition(p) if a.head == frame.predicate
                            && self.wording.grammar.has(self.word(p), Function::Asked))
                    })
            }
            _ => false,
        }
    }

    fn under(
        &self,
        mut marks: Marks,
        governor: &Frame,
        kind: PredicateKind,
        clause: Option<TokenId>,
        depth: usize,
    ) -> Marks {
        let lemma = self.grounds.syntax.lemma(governor.predicate);
        let report = self.wording.report(lemma);
        if self.is_denied(governor) {
            marks.polarity = flip(marks.polarity);
        }
        let finite = clause.is_some_and(|c| self.is_finite(c));
        // "told him to go" asks, "told him that she had gone" reports.
        let plain = report.is_some_and(|r| !r.act && !r.denies);
        let states = finite && plain && !report.is_some_and(|r| r.alleged);
        let to_do = clause.is_some() && !finite;
        let effect = self.wording.effect_of(self.grounds, governor).filter(|e| !states && (to_do || !e.infinitive));
        if let Some(effect) = effect {
            marks = self.affected(marks, effect, governor);
        } else if plain && clause.is_some() && !finite && self.is_passive(governor.predicate) {
            // "is said to have seized it": nobody vouches for it.
            marks.modality = strongest(marks.modality, Modality::Alleged);
        } else if let Some(report) = report {
            if report.alleged {
                marks.modality = strongest(marks.modality, Modality::Alleged);
            }
            if report.denies {
                marks.polarity = flip(marks.polarity);
            }
        }
        // "said it would" announces; it supposes nothing.
        let told = matches!(self.grounds.syntax.token(governor.predicate).tag, Tag::Vbd | Tag::Vbg);
        let supposed = clause.is_some_and(|c| self.is_conditional(c));
        if report.is_some() && told && !supposed && marks.modality == Modality::Hypothetical {
            marks.modality = Modality::Planned;
        }
        // "will continue to meet": they meet already.
        let goes_on = effect.is_some_and(|e| e.modality == Some(Modality::Actual) && e.polarity == Polarity::Positive);
        if goes_on && clause.is_some() && self.own(governor).polarity == Polarity::Positive {
            return marks;
        }
        // Whether somebody says it or not is no mark of what is said.
        if effect.is_none() && report.is_some_and(|r| !r.act) && kind == PredicateKind::Verb {
            return marks;
        }
        let above = self.of(governor, depth - 1);
        marks.modality = strongest(marks.modality, above.modality);
        if above.polarity == Polarity::Negative {
            marks.polarity = flip(marks.polarity);
        }
        marks
    }

    /// "dismissed claims that it had": who dismisses the claim denies what it says.
    fn is_denied(&self, governor: &Frame) -> bool {
        let report = |token| self.wording.report(self.grounds.syntax.lemma(token));
        governor.kind == PredicateKind::Noun
            && report(governor.predicate).is_some_and(|r| !r.denies && !r.act)
            && governor
                .governor
                .is_some_and(|(verb, link)| link == Link::Complement && report(verb).is_some_and(|r| r.denies))
    }

    /// What a governing word does to what it governs.
    fn affected(&self, mut marks: Marks, effect: Effect, governor: &Frame) -> Marks {
        marks.modality = strongest(marks.modality, effect.modality.unwrap_or(Modality::Actual));
        if effect.polarity == Polarity::Negative {
            marks.polarity = flip(marks.polarity);
            // "has not ruled out": it is left open.
            let open = matches!(effect.modality, Some(Modality::Planned | Modality::Possible));
            if open && self.own(governor).polarity == Polarity::Negative {
                marks.modality = strongest(marks.modality, Modality::Possible);
            }
        }
        marks
    }

    fn own(&self, frame: &Frame) -> Marks {
        let mut marks = Marks { polarity: Polarity::Positive, modality: Modality::Actual };
        self.read(frame.predicate, &mut marks);
        if let Some(copula) = frame.copula {
            self.read(copula, &mut marks);
        }
        if let Some(first) = frame.shares_auxiliaries_of {
            self.read(first, &mut marks);
        }
        marks
    }

    fn read(&self, predicate: TokenId, marks: &mut Marks) {
        let syntax = self.grounds.syntax;
        let mut negative = false;
        if self.hyphenated(predicate).is_some_and(|(before, _)| self.wording.marks_past(before)) {
            marks.modality = strongest(marks.modality, Modality::Past);
        }
        for child in syntax.children(predicate).iter().copied() {
            let word = self.word(child);
            match syntax.token(child).label {
                // "not only condemned it but closed the road"
                Label::Neg => negative = !self.wording.negates_nothing(word, self.next(child)),
                // "At no point did he …", "in no way"
                Label::Prep if self.is_negative_phrase(child) => negative = true,
                Label::Det | Label::Preconj | Label::Cc if self.wording.negates(word) => negative = true,
                Label::Aux | Label::Advmod | Label::Amod | Label::Mark | Label::Compound => {
                    if self.hyphenated(child).is_some_and(|(_, whole)| self.wording.marks_past(&whole)) {
                        marks.modality = strongest(marks.modality, Modality::Past);
                    }
                    if let Some(modality) = self.wording.modal(word) {
                        marks.modality = strongest(marks.modality, modality);
                    }
                    // "no longer", "not yet", but not "not only"
                    let two = |c: &TokenId| self.wording.negates(&format!("{} {word}", self.word(*c)));
                    if syntax.token(child).label == Label::Advmod
                        && (self.wording.negates(word) || syntax.children(child).iter().any(two))
                    {
                        negative = true;
                    }
                    if matches!(syntax.token(child).label, Label::Amod | Label::Advmod) && self.wording.marks_past(word)
                    {
                        marks.modality = strongest(marks.modality, Modality::Past);
                    }
                }
                // "no one accused him"
                Label::Nsubj | Label::Nsubjpass | Label::Dobj => {
                    let none = syntax.children_by(child, Label::Det).any(|d| self.wording.negates(self.word(d)));
                    if none || syntax.token(child).pos == Pos::Pron && self.wording.negates(word) {
                        negative = true;
                    }
                }
                _ => {}
            }
        }
        if negative {
            marks.polarity = flip(marks.polarity);
        }
        // What will be if something else is; "may" says as much by itself.
        if matches!(marks.modality, Modality::Actual | Modality::Planned) && self.is_conditional(predicate) {
            marks.modality = Modality::Hypothetical;
        }
    }

    /// "will attack if …", but "threatened to attack unless …" has happened.
    fn is_conditional(&self, predicate: TokenId) -> bool {
        let syntax = self.grounds.syntax;
        let tag = |t: TokenId| syntax.token(t).tag;
        let open = matches!(tag(predicate), Tag::Vb | Tag::Vbz | Tag::Vbp)
            || syntax.children_by(predicate, Label::Aux).any(|a| tag(a) == Tag::Md);
        open && syntax.children_by(predicate, Label::Advcl).any(|clause| {
            let mark = syntax.children_by(clause, Label::Mark).find_map(|m| self.wording.modal(self.word(m)));
            let condition = mark.or_else(|| self.wording.modal(self.word(clause))) == Some(Modality::Hypothetical);
            let even = syntax.children_by(clause, Label::Advmod).any(|a| self.wording.concedes(self.word(a)));
            condition && !even
        })
    }

    /// The word that a hyphen joins to the front of another, and both as one: "ex-wife".
    fn hyphenated(&self, token: TokenId) -> Option<(&str, String)> {
        let hyphen = TokenId(token.0.checked_sub(1)?);
        let before = TokenId(token.0.checked_sub(2)?);
        let same = self.grounds.syntax.token(before).sentence == self.grounds.syntax.token(token).sentence;
        (same && self.word(hyphen) == "-").then(|| {
            let before = self.word(before);
            (before, format!("{before}-{}", self.word(token)))
        })
    }

    /// The word after a token.
    fn next(&self, token: TokenId) -> &str {
        let next = TokenId(token.0 + 1);
        self.grounds.syntax.tokens.get(next.index()).map_or("", |_| self.word(next))
    }

    /// "at no point", "in no way", as the lexicon of negation has it.
    fn is_negative_phrase(&self, preposition: TokenId) -> bool {
        let syntax = self.grounds.syntax;
        syntax.children_by(preposition, Label::Pobj).any(|object| {
            let words = syntax.children_by(object, Label::Det).map(|d| self.word(d)).next();
            words.is_some_and(|det| {
                self.wording.negates(&format!("{} {det} {}", self.word(preposition), self.word(object)))
            })
        })
    }

    fn is_passive(&self, verb: TokenId) -> bool {
        self.grounds.syntax.children_by(verb, Label::Auxpass).next().is_some()
    }

    /// A clause with a verb of its own tense.
    fn is_finite(&self, verb: TokenId) -> bool {
        let syntax = self.grounds.syntax;
        let finite = |t: TokenId| matches!(syntax.token(t).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        finite(verb)
            || syntax
                .children(verb)
                .iter()
                .any(|c| matches!(syntax.token(*c).label, Label::Aux | Label::Auxpass) && finite(*c))
    }

    /// "without meeting him"
    fn is_without(&self, frame: &Frame) -> bool {
        let syntax = self.grounds.syntax;
        syntax.head(frame.predicate).is_some_and(|head| {
            syntax.token(head).pos == Pos::Adp && self.wording.negates(self.word(head))
                || syntax.token(head).pos == Pos::Sconj && self.wording.negates(self.word(head))
        })
    }

    /// "after accusing him"
    fn is_timed(&self, frame: &Frame) -> bool {
        let preposition = self.grounds.syntax.head(frame.predicate);
        preposition.is_some_and(|p| self.wording.grammar.has(self.word(p), Function::Granted))
    }

    fn word(&self, token: TokenId) -> &str {
        self.grounds.syntax.word(self.grounds.page, token)
    }
}

fn flip(polarity: Polarity) -> Polarity {
    match polarity {
        Polarity::Positive => Polarity::Negative,
        Polarity::Negative => Polarity::Positive,
    }
}

/// Whether a happening that has a doer of its own is only what a word of possible things is about.
pub(super) fn is_spoken_of(grounds: &Grounds<'_>, wording: &Wording, frame: &Frame, governor: &Frame) -> bool {
    let possible = wording.effect_of(grounds, governor).is_some_and(|e| e.modality == Some(Modality::Possible));
    possible && grounds.syntax.children_by(frame.predicate, Label::Poss).next().is_some()
}

/// The further of two modalities from the plain fact.
fn strongest(one: Modality, two: Modality) -> Modality {
    let rank = |m: Modality| match m {
        Modality::Actual => 0,
        Modality::Past => 1,
        Modality::Planned => 2,
        Modality::Possible => 3,
        Modality::Alleged => 4,
        Modality::Requested => 5,
        Modality::Hypothetical => 6,
    };
    if rank(two) > rank(one) { two } else { one }
}
