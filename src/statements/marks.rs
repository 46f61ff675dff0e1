//! Polarity and modality of a predicate: its own marks and those of what governs it.

use crate::clauses::{Frame, Function, Link, PredicateKind, Role};
use crate::source::TokenId;
use crate::syntax::{Label, Pos, Tag};

use super::wording::Wording;
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
            marks = self.under(marks, governor, frame.kind, depth);
        }
        marks
    }

    /// Whether what is said of the governor's coming about also holds of the frame.
    fn depends(&self, frame: &Frame, governor: &Frame, link: Link) -> bool {
        let lemma = self.grounds.syntax.lemma(governor.predicate);
        let effect = self.wording.effect_of(self.grounds, governor).is_some();
        match (link, frame.kind) {
            (Link::Complement, PredicateKind::Verb) => true,
            // "denied the attack", "held talks"; but "condemned the attack" takes it for granted.
            (Link::Complement, _) => effect || self.wording.grammar.has(lemma, Function::Light),
            // "look forward to meeting him", but not "met him before attacking".
            (Link::Adverbial, PredicateKind::Verb) => {
                effect && self.grounds.syntax.token(frame.predicate).label == Label::Pcomp && !self.is_without(frame)
            }
            // "called for talks": only what a preposition of the verb's own asks for.
            (Link::Adverbial, PredicateKind::Noun) => {
                effect
                    && governor.arguments.iter().any(|a| {
                        matches!(a.role, Role::Preposition(p) if a.head == frame.predicate
                            && self.wording.grammar.has(self.word(p), Function::ObjectGerund))
                    })
            }
            _ => false,
        }
    }

    fn under(&self, mut marks: Marks, governor: &Frame, kind: PredicateKind, depth: usize) -> Marks {
        let lemma = self.grounds.syntax.lemma(governor.predicate);
        let report = self.wording.report(lemma);
        if let Some(effect) = self.wording.effect_of(self.grounds, governor) {
            marks.modality = strongest(marks.modality, effect.modality.unwrap_or(Modality::Actual));
            if effect.polarity == Polarity::Negative {
                marks.polarity = flip(marks.polarity);
            }
        } else if let Some(report) = report {
            if report.alleged {
                marks.modality = strongest(marks.modality, Modality::Alleged);
            }
            if report.denies {
                marks.polarity = flip(marks.polarity);
            }
        }
        // "said it would" announces; it supposes nothing.
        let told = self.grounds.syntax.token(governor.predicate).tag == Tag::Vbd;
        if report.is_some() && told && marks.modality == Modality::Hypothetical {
            marks.modality = Modality::Planned;
        }
        // Whether somebody says it or not is no mark of what is said.
        if report.is_some_and(|r| !r.act) && kind == PredicateKind::Verb {
            return marks;
        }
        let above = self.of(governor, depth - 1);
        marks.modality = strongest(marks.modality, above.modality);
        if above.polarity == Polarity::Negative {
            marks.polarity = flip(marks.polarity);
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
        for child in syntax.children(predicate).iter().copied() {
            let word = self.word(child);
            match syntax.token(child).label {
                Label::Neg => negative = true,
                Label::Det | Label::Preconj | Label::Cc if self.wording.negates(word) => negative = true,
                Label::Aux | Label::Advmod | Label::Amod | Label::Mark | Label::Compound => {
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
                    if syntax.token(child).label == Label::Amod && self.wording.marks_past(word) {
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
    }

    /// "without meeting him"
    fn is_without(&self, frame: &Frame) -> bool {
        let syntax = self.grounds.syntax;
        syntax.head(frame.predicate).is_some_and(|head| {
            syntax.token(head).pos == Pos::Adp && self.wording.negates(self.word(head))
                || syntax.token(head).pos == Pos::Sconj && self.wording.negates(self.word(head))
        })
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
