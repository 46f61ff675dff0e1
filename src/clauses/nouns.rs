//! The arguments of nouns and adjectives: possessors, modifiers, prepositions, apposition.

use crate::source::TokenId;
use crate::syntax::{Label, Pos};

use super::grammar::Function;
use super::{Argument, Builder, Clauses, Frame, Link, PredicateKind, Role};

impl Builder<'_> {
    pub(super) fn fill_noun(&self, frame: &mut Frame, clauses: &Clauses) {
        let noun = frame.predicate;
        let mut agents = Vec::new();
        let mut possessors = Vec::new();
        let mut modifiers = Vec::new();
        for child in self.syntax.children(noun).iter().copied() {
            match self.label(child) {
                Label::Poss => possessors.extend(self.members(child)),
                Label::Compound | Label::Amod | Label::Nmod => modifiers.push(child),
                Label::Prep | Label::Agent if self.word_is(child, Function::Agent) => {
                    for object in self.objects_of(child) {
                        agents.extend(self.members(object));
                    }
                }
                Label::Prep => self.add_preposition(frame, child),
                Label::Acl | Label::Relcl if self.syntax.token(child).pos == Pos::Verb => {
                    frame.add(Role::Clause, child);
                }
                Label::Ccomp | Label::Xcomp => frame.add(Role::Clause, child),
                Label::Advcl if self.is_infinitive(child) => frame.add(Role::Clause, child),
                _ => {}
            }
        }
        // "the takeover of Alitalia by Lufthansa": hung on the name between.
        if agents.is_empty() && possessors.is_empty() && self.grammar.is_happening(self.syntax.lemma(noun)) {
            agents.extend(self.inner_agent(noun));
        }
        self.share_modifiers(noun, &mut possessors, &modifiers);
        for modifier in &modifiers {
            frame.add(Role::Modifier, *modifier);
        }
        // "Maduro's capture by the US": with a doer named, the possessor undergoes it.
        let patient = self.grammar.possessor_undergoes(self.syntax.lemma(noun))
            && !frame
                .arguments
                .iter()
                .any(|a| matches!(a.role, Role::Preposition(p) if self.word_is(p, Function::Patient)));
        if agents.is_empty() {
            for possessor in &possessors {
                frame.add(
                    if patient { Role::Object } else { Role::Subject },
                    self.antecedent(*possessor).unwrap_or(*possessor),
                );
            }
            if possessors.is_empty() && frame.kind == PredicateKind::Noun {
                // "the US attack", "a police raid", but not "a brazen attack".
                for modifier in
                    modifiers.iter().filter(|m| self.is_named(**m) || self.syntax.token(**m).pos == Pos::Noun)
                {
                    for member in self.members(*modifier) {
                        frame.add(Role::Subject, member);
                    }
                }
            }
        } else {
            for agent in agents {
                frame.add(Role::Subject, self.antecedent(agent).unwrap_or(agent));
            }
            for undergoer in possessors.iter().chain(&modifiers) {
                frame.add(Role::Object, self.antecedent(*undergoer).unwrap_or(*undergoer));
            }
        }
        // "the capture of Maduro": of a noun, what stands behind "of" is its object as well.
        let of: Vec<Argument> = frame
            .arguments
            .iter()
            .filter(|a| matches!(a.role, Role::Preposition(p) if self.word_is(p, Function::Patient)))
            .copied()
            .collect();
        for argument in of {
            frame.add(Role::Object, argument.head);
        }
        self.link_noun(frame, clauses);
    }

    /// The doer behind "by" within what stands behind the "of" of a noun.
    fn inner_agent(&self, noun: TokenId) -> Vec<TokenId> {
        let of = self.syntax.children_by(noun, Label::Prep).filter(|p| self.word_is(*p, Function::Patient));
        let inner = of.flat_map(|p| self.objects_of(p)).flat_map(|object| {
            let by = self.syntax.children_by(object, Label::Prep).filter(|p| self.word_is(*p, Function::Agent));
            by.filter(move |_| !self.grammar.is_happening(self.syntax.lemma(object))).collect::<Vec<_>>()
        });
        let found: Vec<TokenId> = inner.flat_map(|by| self.objects_of(by)).collect();
        found.into_iter().flat_map(|agent| self.members(agent)).collect()
    }

    /// "Trump's praise and support": both nouns are his.
    fn share_modifiers(&self, noun: TokenId, possessors: &mut Vec<TokenId>, modifiers: &[TokenId]) {
        if self.label(noun) != Label::Conj || !possessors.is_empty() || !modifiers.is_empty() {
            return;
        }
        let Some(first) = self.syntax.head(noun) else { return };
        if self.syntax.token(first).pos != Pos::Noun || self.syntax.token(noun).pos != Pos::Noun {
            return;
        }
        // "a rights activist and president of the league": the second noun has an owner of its own.
        if self.syntax.children_by(noun, Label::Prep).any(|p| self.word_is(p, Function::Patient)) {
            return;
        }
        for child in self.syntax.children_by(first, Label::Poss) {
            possessors.extend(self.members(child));
        }
    }

    fn link_noun(&self, frame: &mut Frame, clauses: &Clauses) {
        let noun = frame.predicate;
        let Some(head) = self.syntax.head(noun) else { return };
        match self.label(noun) {
            Label::Appos
                // "Petro, an ally of Lula" and "Colombia's ally, Brazil".
                if self.syntax.token(noun).pos == Pos::Noun => {
                    frame.add(Role::Holder, head);
                }
            Label::Pobj => {
                // "the possibility of an attack": the attack depends on the possibility.
                if let Some(above) = self.syntax.head(head)
                    && clauses.frame(above).is_some_and(|f| f.kind == PredicateKind::Noun)
                {
                    frame.governor = Some((above, Link::Complement));
                }
            }
            Label::Conj => {
                if let Some(first) = clauses.frame(head) {
                    frame.governor = first.governor;
                    let holders: Vec<TokenId> = first.in_role(Role::Holder).collect();
                    if self.syntax.token(noun).pos == Pos::Noun {
                        for holder in holders {
                            frame.add(Role::Holder, holder);
                        }
                    }
                }
            }
            _ => {}
        }
        // "three members, Ana Ruiz, Pablo Mora and Luis Vega", "Council members Norway and Chile"
        let apposed = self.syntax.children_by(noun, Label::Appos).filter(|c| self.syntax.token(*c).pos == Pos::Propn);
        let titled = self.syntax.head(noun).filter(|h| {
            matches!(self.label(noun), Label::Compound | Label::Nmod | Label::Amod)
                && self.syntax.token(*h).pos == Pos::Propn
                && *h > noun
        });
        // "against his rival Esi Boateng": an adjective that stands for a noun.
        let stands = self.syntax.token(noun).pos == Pos::Noun
            || matches!(self.label(noun), Label::Pobj | Label::Dobj | Label::Nsubj | Label::Nsubjpass);
        for named in apposed.chain(titled) {
            if stands {
                for member in self.members(named) {
                    frame.add(Role::Holder, member);
                }
            }
        }
    }

    /// Whether a word begins with a capital.
    pub(super) fn is_named(&self, token: TokenId) -> bool {
        self.syntax.word(self.page, token).starts_with(char::is_uppercase)
    }
}
