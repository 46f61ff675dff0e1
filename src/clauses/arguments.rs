//! Phrases as arguments: coordination, relative pronouns, prepositions.

use crate::source::TokenId;
use crate::syntax::{Label, Pos, Tag};

use super::grammar::Function;
use super::{Builder, Frame, Role};

impl Builder<'_> {
    /// Adds a phrase in a role, with the members of its coordination, relative pronouns undone.
    pub(super) fn add_phrase(&self, frame: &mut Frame, role: Role, head: TokenId) {
        for member in self.members(head) {
            match self.antecedent(member) {
                Some(antecedent) => self.antecedents(member, antecedent).into_iter().for_each(|a| frame.add(role, a)),
                None => frame.add(role, member),
            }
        }
    }

    /// "Spain and Italy, which remain parties to it": a plural verb speaks of the whole coordination.
    fn antecedents(&self, pronoun: TokenId, antecedent: TokenId) -> Vec<TokenId> {
        let clause = std::iter::successors(self.syntax.head(pronoun), |t| self.syntax.head(*t))
            .find(|t| self.label(*t) == Label::Relcl);
        let plural = clause.is_some_and(|verb| {
            self.tag(verb) == Tag::Vbp || self.syntax.children(verb).iter().any(|c| self.tag(*c) == Tag::Vbp)
        });
        let first =
            std::iter::successors(Some(antecedent), |t| self.syntax.head(*t).filter(|_| self.label(*t) == Label::Conj))
                .last()
                .unwrap_or(antecedent);
        let members = self.members(first);
        if plural && self.is_named(antecedent) && members.contains(&antecedent) { members } else { vec![antecedent] }
    }

    /// Whether a preposition joins more of the same: "along with", "including", "such as".
    pub(super) fn is_accompaniment(&self, preposition: TokenId) -> bool {
        let word = self.syntax.word(self.page, preposition);
        let near = [preposition.0.wrapping_sub(1), preposition.0 + 1].map(TokenId);
        self.grammar.accompanies(word, |other| {
            near.iter().any(|t| {
                self.syntax.tokens.get(t.index()).is_some()
                    && self.syntax.word(self.page, *t).eq_ignore_ascii_case(other)
            })
        })
    }

    /// A head and the nominals coordinated with it: "Bogotá", "Caracas" of "Bogotá and Caracas".
    pub(super) fn members(&self, head: TokenId) -> Vec<TokenId> {
        let mut members = vec![head];
        let mut i = 0;
        while i < members.len() {
            for conjunct in self.syntax.children_by(members[i], Label::Conj) {
                if matches!(
                    self.syntax.token(conjunct).pos,
                    Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj | Pos::Num | Pos::X
                ) {
                    members.push(conjunct);
                }
            }
            for preposition in self.syntax.children_by(members[i], Label::Prep) {
                if self.is_accompaniment(preposition) {
                    members.extend(self.objects_of(preposition));
                } else {
                    members.extend(self.next_bearer(members[i], preposition));
                }
            }
            members.extend(self.other_half(members[i]));
            i += 1;
        }
        members
    }

    /// "North" of "North and South Korea": the name that shares its last word with the one behind "and".
    fn other_half(&self, last: TokenId) -> Option<TokenId> {
        let named = |t: &TokenId| self.syntax.token(*t).pos == Pos::Propn && *t < last;
        let modifiers =
            [Label::Compound, Label::Nmod].into_iter().flat_map(|label| self.syntax.children_by(last, label));
        let first = modifiers.into_iter().find(named)?;
        let second = self.syntax.children_by(first, Label::Conj).find(named)?;
        (second.0 + 1 == last.0).then_some(first)
    }

    /// "Quispe of Peru and Sall of Senegal": the second bearer of an "of", which the parser hangs on what
    /// the first one is of.
    fn next_bearer(&self, first: TokenId, preposition: TokenId) -> Option<TokenId> {
        let named = |t: TokenId| self.syntax.token(t).pos == Pos::Propn;
        let of = |p: TokenId| self.word_is(p, Function::Patient);
        let object = self.syntax.children_by(preposition, Label::Pobj).next()?;
        let second = self.syntax.children_by(object, Label::Conj).next()?;
        let own = self.syntax.children_by(second, Label::Prep).any(of);
        (of(preposition) && own && [first, object, second].into_iter().all(named)).then_some(second)
    }

    /// The noun that a relative pronoun stands for: "troops" for "who" in "troops who fired".
    pub(super) fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        if !matches!(self.tag(pronoun), Tag::Wdt | Tag::Wp | Tag::WpPossessive) {
            return None;
        }
        let mut token = pronoun;
        for _ in 0..8 {
            let head = self.syntax.head(token)?;
            if self.label(token) == Label::Relcl {
                return Some(head);
            }
            token = head;
        }
        None
    }

    /// Adds the objects of a preposition and of those coordinated with it.
    pub(super) fn add_preposition(&self, frame: &mut Frame, preposition: TokenId) {
        for object in self.objects_of(preposition) {
            self.add_phrase(frame, Role::Preposition(preposition), object);
        }
        for second in self.syntax.children_by(preposition, Label::Conj) {
            if self.syntax.token(second).pos == Pos::Adp {
                for object in self.objects_of(second) {
                    self.add_phrase(frame, Role::Preposition(second), object);
                }
            }
        }
    }

    /// The objects of a preposition, also of one in two words ("according to", "out of").
    pub(super) fn objects_of(&self, preposition: TokenId) -> Vec<TokenId> {
        let mut objects = Vec::new();
        for child in self.syntax.children(preposition) {
            match self.label(*child) {
                Label::Pobj | Label::Pcomp => objects.push(*child),
                Label::Prep => objects.extend(self.syntax.children_by(*child, Label::Pobj)),
                _ => {}
            }
        }
        objects
    }
}
