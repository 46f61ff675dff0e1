//! Phrases as arguments: coordination, relative pronouns, prepositions.

use crate::source::TokenId;
use crate::syntax::{Label, Pos, Tag};

use super::{Builder, Frame, Role};

impl Builder<'_> {
    /// Adds a phrase in a role, with the members of its coordination, relative pronouns undone.
    pub(super) fn add_phrase(&self, frame: &mut Frame, role: Role, head: TokenId) {
        for member in self.members(head) {
            frame.add(role, self.antecedent(member).unwrap_or(member));
        }
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
            i += 1;
        }
        members
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
                Label::Pobj => objects.push(*child),
                Label::Prep => objects.extend(self.syntax.children_by(*child, Label::Pobj)),
                _ => {}
            }
        }
        objects
    }
}
