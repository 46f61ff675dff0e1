//! Who did what a noun of happening speaks of again: "North Korea tested a missile. Japan condemned the test."
//!
//! A definite noun of happening ("the test", "Friday's test") that names no participant has the doer of the
//! last clause before it that tells of such a happening, by the noun or by its verb. What it was done to is
//! not taken over: the sentence does not tell of the happening anew. Must not: "a test", "the test of a
//! drug", "Chile's test"; a happening told too long before.

use crate::source::TokenId;
use crate::syntax::{EntityLabel, Label, Pos};

use super::grammar::Function;
use super::{Argument, Builder, Clauses, Frame, PredicateKind, Role};

/// How many sentences back a happening is looked for.
const SENTENCES: u32 = 10;

impl Builder<'_> {
    /// Gives nouns that speak of a happening again its doers; frames stand in token order.
    pub(super) fn recall(&self, clauses: &mut Clauses) {
        for i in 0..clauses.frames.len() {
            if !self.speaks_again(&clauses.frames[i]) {
                continue;
            }
            let noun = self.lemma(clauses.frames[i].predicate).to_owned();
            let verb = self.grammar.act(&noun).map(str::to_owned);
            let sentence = self.syntax.token(clauses.frames[i].predicate).sentence.0;
            let before = clauses.frames[..i].iter().rev();
            let near = before.take_while(|f| self.syntax.token(f.predicate).sentence.0 + SENTENCES >= sentence);
            let tells = |frame: &&Frame| {
                let lemma = self.lemma(frame.predicate);
                match frame.kind {
                    // "a meeting to discuss the test": who discusses it did not make it.
                    PredicateKind::Noun => {
                        lemma == noun && !frame.governor.is_some_and(|(verb, _)| self.is_spoken_of(verb))
                    }
                    PredicateKind::Verb => verb.as_deref() == Some(lemma),
                    PredicateKind::Adjective => false,
                }
            };
            let doers: Vec<TokenId> = near
                .filter(tells)
                .map(|frame| frame.in_role(Role::Subject).filter(|t| !self.is_time(*t)).collect::<Vec<_>>())
                .find(|doers| !doers.is_empty())
                .unwrap_or_default();
            let frame = &mut clauses.frames[i];
            frame.arguments.retain(|a| a.role != Role::Subject);
            for doer in doers {
                frame.add(Role::Subject, doer);
            }
        }
    }

    /// Whether a verb only speaks of what its object names.
    fn is_spoken_of(&self, verb: TokenId) -> bool {
        let lemma = self.lemma(verb);
        self.grammar.lends_subject(lemma) && !self.grammar.has(lemma, Function::Light)
    }

    /// Whether a noun speaks of a happening that was told before, and names nobody who takes part.
    fn speaks_again(&self, frame: &Frame) -> bool {
        let noun = frame.predicate;
        if frame.kind != PredicateKind::Noun || !self.grammar.is_happening(self.lemma(noun)) {
            return false;
        }
        let participant = |a: &Argument| match a.role {
            Role::Subject => !self.is_time(a.head),
            Role::Object | Role::Recipient => true,
            // "the nuclear test", but not "the Chilean test" nor "the police raid".
            Role::Modifier => self.syntax.token(a.head).pos != Pos::Adj || self.is_named(a.head),
            // "the attack in Paris" happened there; "the attack on Kenya", "the talks with Chad" name who takes part.
            Role::Preposition(p) => !self.word_is(p, Function::Place),
            _ => false,
        };
        let definite = self.syntax.children(noun).iter().any(|child| match self.label(*child) {
            Label::Det => self.word_is(*child, Function::Definite),
            Label::Poss => self.is_time(*child),
            _ => false,
        });
        definite && !frame.arguments.iter().any(participant)
    }

    /// "Friday" of "Friday's test".
    pub(super) fn is_time(&self, token: TokenId) -> bool {
        let entity = self.syntax.token(token).entity;
        entity.is_some_and(|(label, _)| matches!(label, EntityLabel::Date | EntityLabel::Time))
    }
}
