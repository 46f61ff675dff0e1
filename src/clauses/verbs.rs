//! The arguments of verbs: voice, coordination, control, relative and participial clauses.

use crate::source::TokenId;
use crate::syntax::{Label, Pos, Tag};

use super::grammar::Function;
use super::{Argument, Builder, Clauses, Frame, Link, PredicateKind, Role};

impl Builder<'_> {
    pub(super) fn fill_verb(&self, frame: &mut Frame, clauses: &Clauses) {
        let verb = frame.predicate;
        let passive = self.is_passive(verb);
        let mut relative_pronoun = false;
        for child in self.syntax.children(verb).iter().copied() {
            match self.label(child) {
                Label::Nsubj if self.is_told_by_names(verb, child) => {}
                Label::Nsubj | Label::Csubj => {
                    // The parser now and then gives a passive's subject the active label.
                    let role = if passive { Role::Object } else { Role::Subject };
                    self.add_phrase(frame, role, child);
                }
                Label::Nsubjpass | Label::Csubjpass => {
                    let other = self.syntax.children_by(verb, Label::Dobj).next().is_some();
                    self.add_phrase(frame, if other { Role::Recipient } else { Role::Object }, child);
                }
                // "awarded the librarian a medal": of two objects the first receives.
                Label::Dobj if self.is_receiver(verb, child) => {
                    self.add_phrase(frame, Role::Recipient, child);
                }
                Label::Dobj => {
                    self.split_recipient(frame, child);
                    self.add_phrase(frame, Role::Object, child);
                    // "gave 5 million for relief": a bare number is no word with arguments of its own.
                    if self.syntax.token(child).pos == Pos::Num {
                        for preposition in self.syntax.children_by(child, Label::Prep) {
                            self.add_preposition(frame, preposition);
                        }
                    }
                }
                Label::Dative => {
                    if self.syntax.token(child).pos == Pos::Adp {
                        for object in self.objects_of(child) {
                            self.add_phrase(frame, Role::Recipient, object);
                        }
                    } else {
                        self.add_phrase(frame, Role::Recipient, child);
                    }
                }
                Label::Agent => {
                    for object in self.objects_of(child) {
                        self.add_phrase(frame, Role::Subject, object);
                    }
                }
                Label::Prep if passive && self.word_is(child, Function::Agent) => {
                    for object in self.objects_of(child) {
                        self.add_phrase(frame, Role::Subject, object);
                    }
                }
                // "Peru, along with Chile, condemned it": both condemned it.
                Label::Prep if child < verb && self.is_accompaniment(child) => {
                    let role = if passive { Role::Object } else { Role::Subject };
                    for object in self.objects_of(child) {
                        self.add_phrase(frame, role, object);
                    }
                }
                Label::Prep => self.add_preposition(frame, child),
                // "pushed back against Spain"
                Label::Advmod => {
                    for preposition in self.syntax.children_by(child, Label::Prep) {
                        self.add_preposition(frame, preposition);
                    }
                }
                Label::Prt => frame.add(Role::Particle, child),
                Label::Attr | Label::Acomp | Label::Oprd => self.add_phrase(frame, Role::Attribute, child),
                // "found him guilty"
                Label::Ccomp
                    if matches!(self.syntax.token(child).pos, Pos::Adj | Pos::Noun) && !self.is_finite(child) =>
                {
                    frame.add(Role::Attribute, child);
                    for subject in self.syntax.children_by(child, Label::Nsubj) {
                        self.add_phrase(frame, Role::Object, subject);
                    }
                }
                Label::Xcomp | Label::Ccomp => {
                    frame.add(Role::Clause, child);
                    self.raise_subject(frame, child);
                }
                Label::Advcl if self.is_infinitive(child) => {
                    frame.add(Role::Clause, child);
                    if self.syntax.children_by(child, Label::Mark).next().is_some() {
                        self.raise_subject(frame, child);
                    }
                }
                _ => {}
            }
        }
        if self.label(verb) == Label::Relcl {
            relative_pronoun = self.has_relative_pronoun(verb);
        }
        if !passive && !frame.has(Role::Subject) {
            self.recover_subject(frame);
        }
        if passive && !frame.has(Role::Subject) {
            self.find_agent(frame);
        }
        self.link_verb(frame, clauses, passive, relative_pronoun);
        self.share_object(frame);
    }

    /// "In a letter to Niamey, Burkina Faso and Niger agreed": the parser joins the subject to the phrase
    /// before it and leaves the verb without one.
    fn recover_subject(&self, frame: &mut Frame) {
        let verb = frame.predicate;
        let bare = self.is_finite(verb)
            && matches!(self.label(verb), Label::Root | Label::Ccomp)
            && !self.syntax.children(verb).iter().any(|c| {
                matches!(self.label(*c), Label::Nsubj | Label::Nsubjpass | Label::Csubj | Label::Expl | Label::Attr)
            });
        if !bare {
            return;
        }
        let behind_comma = |token: TokenId| {
            let first = self.syntax.subtree(token).start;
            first > 0 && self.word_is(TokenId(first - 1), Function::Comma)
        };
        for child in self.syntax.children(verb).iter().copied().filter(|c| *c < verb) {
            if self.label(child) != Label::Prep {
                continue;
            }
            let joined = self.syntax.subtree(child).tokens().find(|t| {
                matches!(self.label(*t), Label::Conj | Label::Appos)
                    && matches!(self.syntax.token(*t).pos, Pos::Noun | Pos::Propn)
                    && behind_comma(*t)
            });
            if let Some(subject) = joined {
                self.add_phrase(frame, Role::Subject, subject);
                return;
            }
        }
    }

    /// "was confirmed as governor of the bank by Jamaica": the parser hangs the doer on the last noun before it.
    fn find_agent(&self, frame: &mut Frame) {
        let verb = frame.predicate;
        let span = self.syntax.subtree(verb);
        let agent = (verb.0 + 1..span.end).map(TokenId).find(|t| {
            self.syntax.token(*t).pos == Pos::Adp
                && self.word_is(*t, Function::Agent)
                && self.syntax.head(*t).is_some_and(|noun| {
                    noun > verb
                        && matches!(self.syntax.token(noun).pos, Pos::Noun | Pos::Propn)
                        && !self.grammar.is_happening(self.syntax.lemma(noun))
                        && self.hangs_by_nouns(noun, verb)
                })
        });
        for object in agent.map(|a| self.objects_of(a)).unwrap_or_default() {
            if self.is_named(object) {
                self.add_phrase(frame, Role::Subject, object);
            }
        }
    }

    /// Whether nothing but nouns and prepositions stands between a noun and the verb above it.
    fn hangs_by_nouns(&self, noun: TokenId, verb: TokenId) -> bool {
        std::iter::successors(self.syntax.head(noun), |t| self.syntax.head(*t))
            .take(8)
            .take_while(|t| *t != verb)
            .all(|t| matches!(self.syntax.token(t).pos, Pos::Noun | Pos::Propn | Pos::Adp | Pos::Sconj))
            && self.syntax.subtree(verb).has(noun)
    }

    /// "Old rivals Peru and Chile met": the rivals are the two that are named right behind.
    fn is_told_by_names(&self, verb: TokenId, subject: TokenId) -> bool {
        let end = self.syntax.subtree(subject).end;
        self.tag(subject) == Tag::Nns
            && self.syntax.children_by(verb, Label::Nsubj).any(|other| {
                self.syntax.token(other).pos == Pos::Propn
                    && self.syntax.subtree(other).start == end
                    && self.syntax.children_by(other, Label::Conj).next().is_some()
            })
    }

    /// Of two objects side by side, whether this one is the first.
    fn is_receiver(&self, verb: TokenId, object: TokenId) -> bool {
        let span = self.syntax.subtree(object);
        self.lemma_is(verb, Function::Ditransitive)
            && span.start == verb.0 + 1
            && self.syntax.children_by(verb, Label::Dobj).any(|other| self.syntax.subtree(other).start == span.end)
    }

    /// "granted Gloria Zelaya asylum": the parser takes the receiver and the thing for one phrase.
    fn split_recipient(&self, frame: &mut Frame, object: TokenId) {
        let gives = self.lemma_is(frame.predicate, Function::Ditransitive);
        if !gives || self.syntax.token(object).pos != Pos::Noun {
            return;
        }
        let thing = |c: &TokenId| *c < object && matches!(self.label(*c), Label::Compound | Label::Nmod);
        let receiver = self.syntax.children(object).iter().copied().rfind(|c| {
            thing(c) && self.syntax.token(*c).pos == Pos::Propn
                || self.label(*c) == Label::Poss && self.word_is(*c, Function::Her)
        });
        let determined = self.syntax.children_by(object, Label::Det).next().is_some();
        if let Some(receiver) = receiver.filter(|_| !determined) {
            frame.add(Role::Recipient, receiver);
        }
    }

    /// A verb with a passive auxiliary, or a participle that modifies a noun or clause.
    fn is_passive(&self, verb: TokenId) -> bool {
        if self.syntax.children_by(verb, Label::Auxpass).next().is_some() {
            return true;
        }
        if self.tag(verb) != Tag::Vbn || self.syntax.children_by(verb, Label::Aux).next().is_some() {
            return self.tag(verb) == Tag::Vbn && self.passive_by_coordination(verb);
        }
        matches!(self.label(verb), Label::Acl | Label::Advcl | Label::Amod | Label::Relcl) && !self.is_main(verb)
            || self.syntax.children_by(verb, Label::Agent).next().is_some()
            || self.passive_by_coordination(verb)
    }

    /// "Sanofi, which had been sued, settled with Canada.": the parser takes the verb of the sentence for
    /// a participle, and leaves the sentence without a verb.
    fn is_main(&self, verb: TokenId) -> bool {
        let comma = verb.0 > 0 && self.word_is(TokenId(verb.0 - 1), Function::Comma);
        self.label(verb) == Label::Acl
            && comma
            && self.syntax.head(verb).is_some_and(|head| {
                self.syntax.head(head).is_none()
                    && matches!(self.syntax.token(head).pos, Pos::Noun | Pos::Propn)
                    && self.syntax.children_by(head, Label::Relcl).any(|r| r < verb)
            })
    }

    fn passive_by_coordination(&self, verb: TokenId) -> bool {
        self.label(verb) == Label::Conj
            && self.syntax.children_by(verb, Label::Nsubj).next().is_none()
            && self.syntax.head(verb).is_some_and(|head| self.tag(head) == Tag::Vbn && self.is_passive(head))
    }

    pub(super) fn is_infinitive(&self, verb: TokenId) -> bool {
        self.tag(verb) == Tag::Vb && self.syntax.children_by(verb, Label::Aux).any(|aux| self.tag(aux) == Tag::To)
    }

    fn has_relative_pronoun(&self, verb: TokenId) -> bool {
        self.syntax
            .subtree(verb)
            .tokens()
            .any(|t| matches!(self.tag(t), Tag::Wdt | Tag::Wp | Tag::WpPossessive | Tag::Wrb))
    }

    /// "urged Spain to act": whoever is told to act is an object of "urged", whether the parser
    /// made it the object of the one verb or the subject of the other.
    fn raise_subject(&self, frame: &mut Frame, complement: TokenId) {
        if frame.has(Role::Object) || !self.is_infinitive(complement) {
            return;
        }
        // "called for Spain to act": whoever is to act stands behind the preposition.
        let marks = self.syntax.children_by(complement, Label::Mark);
        if let Some(preposition) = marks.into_iter().find(|m| self.tag(*m) == Tag::In) {
            for subject in self.syntax.children_by(complement, Label::Nsubj) {
                self.add_phrase(frame, Role::Preposition(preposition), subject);
            }
            return;
        }
        for subject in self.syntax.children_by(complement, Label::Nsubj) {
            self.add_phrase(frame, Role::Object, subject);
        }
    }

    /// Finds what the verb depends on and what it takes over from there.
    fn link_verb(&self, frame: &mut Frame, clauses: &Clauses, passive: bool, relative_pronoun: bool) {
        let verb = frame.predicate;
        let Some(head) = self.syntax.head(verb) else { return };
        let open = if passive { Role::Object } else { Role::Subject };
        match self.label(verb) {
            Label::Conj => {
                let Some(first) = clauses.frame(head) else { return };
                frame.governor = first.governor;
                let own_subject = self
                    .syntax
                    .children(verb)
                    .iter()
                    .any(|c| matches!(self.label(*c), Label::Nsubj | Label::Nsubjpass | Label::Expl));
                if own_subject || first.kind != PredicateKind::Verb {
                    return;
                }
                if !matches!(self.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp) {
                    frame.shares_auxiliaries_of = Some(first.shares_auxiliaries_of.unwrap_or(head));
                }
                // "was arrested and charged": the shared subject undergoes both.
                let shared = if self.is_passive(head) { Role::Object } else { Role::Subject };
                self.take_over(frame, open, first, shared);
            }
            Label::Xcomp | Label::Ccomp => {
                let link = if self.stands_apart(verb, head) { Link::Adverbial } else { Link::Complement };
                frame.governor = Some((head, link));
                if !frame.has(open)
                    && (self.label(verb) == Label::Xcomp || self.is_infinitive(verb) || self.tag(verb) == Tag::Vbg)
                {
                    self.control(frame, open, clauses.frame(head), clauses);
                }
            }
            Label::Advcl => {
                frame.governor =
                    Some((head, if self.is_infinitive(verb) { Link::Complement } else { Link::Adverbial }));
                if !frame.has(open) && !self.is_finite(verb) {
                    self.control(frame, open, clauses.frame(head), clauses);
                }
            }
            Label::Pcomp => self.link_gerund(frame, open, head, clauses),
            Label::Relcl => {
                frame.governor = Some((head, Link::Relative));
                if !relative_pronoun && frame.has(Role::Subject) && !frame.has(Role::Object) && !passive {
                    frame.add(Role::Object, head);
                }
            }
            Label::Acl => {
                frame.governor = Some((head, Link::Relative));
                if self.is_infinitive(verb) || self.is_finite(verb) {
                    // "Peru's plan to attack": the plan's owner attacks.
                    frame.governor = Some((head, Link::Complement));
                    if let Some(noun) = clauses.frame(head)
                        && !frame.has(open)
                        && !self.is_finite(verb)
                    {
                        self.take_over(frame, open, noun, Role::Subject);
                    }
                } else if !frame.has(open) {
                    frame.add(open, head);
                }
            }
            Label::Amod => {
                frame.governor = Some((head, Link::Relative));
                frame.add(open, head);
                // "US-backed rebels": what the hyphen joins to the participle does it.
                for child in self.syntax.children(verb).iter().copied() {
                    if passive
                        && matches!(self.label(child), Label::Npadvmod | Label::Compound | Label::Nmod | Label::Amod)
                    {
                        frame.add(Role::Subject, child);
                    }
                }
            }
            Label::Parataxis => frame.governor = Some((head, Link::Adverbial)),
            _ => {}
        }
    }

    /// "Ghana praised it; Mali asked for more": joined by a semicolon, neither completes the other.
    fn stands_apart(&self, one: TokenId, two: TokenId) -> bool {
        let (first, last) = (one.min(two), one.max(two));
        (first.0..last.0).map(TokenId).any(|t| self.word_is(t, Function::Separator))
    }

    /// "after accusing him", "accused him of lying", "apologised for attacking": who does it?
    fn link_gerund(&self, frame: &mut Frame, open: Role, preposition: TokenId, clauses: &Clauses) {
        let Some(mut above) = self.syntax.head(preposition) else { return };
        // "stopped short of condemning": an adverb between the verb and the preposition.
        if clauses.frame(above).is_none()
            && let Some(verb) = self.syntax.head(above)
        {
            above = verb;
        }
        let of_object = self.word_is(preposition, Function::ObjectGerund);
        frame.governor = Some((above, if of_object { Link::Complement } else { Link::Adverbial }));
        if frame.has(open) {
            return;
        }
        let Some(governor) = clauses.frame(above) else { return };
        // "is open to releasing him"
        if governor.kind != PredicateKind::Verb
            && let Some(copula) = self.syntax.head(above).and_then(|h| clauses.frame(h))
            && self.lemma_is(copula.predicate, Function::Copula)
        {
            self.take_over(frame, open, copula, Role::Subject);
            return;
        }
        if governor.kind == PredicateKind::Verb && of_object && governor.has(Role::Object) {
            self.take_over(frame, open, governor, Role::Object);
        } else {
            // "was freed after apologising": whoever was freed apologised.
            let passive = governor.kind == PredicateKind::Verb && self.is_passive(above);
            self.take_over(frame, open, governor, if passive { Role::Object } else { Role::Subject });
        }
    }

    /// Who does what an infinitive or participle under `governor` says.
    fn control(&self, frame: &mut Frame, open: Role, governor: Option<&Frame>, clauses: &Clauses) {
        let Some(governor) = governor else { return };
        // "is willing to withdraw": whoever is willing withdraws.
        if governor.kind != PredicateKind::Verb
            && let Some(copula) = self.syntax.head(governor.predicate).and_then(|h| clauses.frame(h))
            && self.lemma_is(copula.predicate, Function::Copula)
        {
            if !copula.in_role(Role::Subject).all(|s| self.word_is(s, Function::Expletive)) {
                self.take_over(frame, open, copula, Role::Subject);
            }
            return;
        }
        let verb = governor.predicate;
        if self.is_infinitive(frame.predicate) && governor.kind == PredicateKind::Verb {
            for argument in &governor.arguments {
                // "called him on Friday to convey support": Friday is told to do nothing.
                if let Role::Preposition(preposition) = argument.role
                    && self.grammar.controls_by(self.lemma(verb), self.syntax.word(self.page, preposition))
                    && !self.is_time(argument.head)
                {
                    frame.add(open, argument.head);
                }
            }
            if frame.has(open) {
                return;
            }
            let complement = self.label(frame.predicate) != Label::Advcl;
            if governor.has(Role::Object) && !self.lemma_is(verb, Function::SubjectControl) && complement {
                self.take_over(frame, open, governor, Role::Object);
                return;
            }
        }
        // "It was an honour to speak with him": nobody is named who does it.
        let empty = governor.kind == PredicateKind::Verb
            && self.lemma_is(verb, Function::Copula)
            && governor.in_role(Role::Subject).all(|s| self.word_is(s, Function::Expletive));
        if empty {
            return;
        }
        let from = if self.is_passive(verb) { Role::Object } else { Role::Subject };
        self.take_over(frame, open, governor, from);
    }

    fn take_over(&self, frame: &mut Frame, role: Role, other: &Frame, theirs: Role) {
        if frame.has(role) {
            return;
        }
        let heads: Vec<TokenId> = other.in_role(theirs).collect();
        for head in heads {
            frame.add(role, head);
        }
    }

    fn is_finite(&self, verb: TokenId) -> bool {
        matches!(self.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp)
            || self.syntax.children(verb).iter().any(|c| {
                matches!(self.tag(*c), Tag::Md | Tag::Vbd | Tag::Vbz | Tag::Vbp) && self.label(*c) == Label::Aux
                    || self.label(*c) == Label::Auxpass && matches!(self.tag(*c), Tag::Vbd | Tag::Vbz | Tag::Vbp)
            })
    }

    /// "condemned and rejected the attack": the first verb has no object of its own.
    fn share_object(&self, frame: &mut Frame) {
        if frame.has(Role::Object)
            || frame.arguments.iter().any(|a| matches!(a.role, Role::Preposition(_) | Role::Clause | Role::Attribute))
        {
            return;
        }
        let Some(second) = self.syntax.children_by(frame.predicate, Label::Conj).next() else { return };
        // Only where nothing but a conjunction stands between the two verbs.
        if self.syntax.token(second).pos != Pos::Verb || second.0 - frame.predicate.0 > 2 || second < frame.predicate {
            return;
        }
        for object in self.syntax.children_by(second, Label::Dobj) {
            self.add_phrase(frame, Role::Object, object);
        }
    }

    /// "Colombia is an ally of Spain": *ally* is the predicate, held by Colombia.
    pub(super) fn undo_copula(&self, index: usize, clauses: &mut Clauses) {
        let verb = clauses.frames[index].predicate;
        if !self.lemma_is(verb, Function::Copula) {
            return;
        }
        let holders: Vec<TokenId> = clauses.frames[index].in_role(Role::Subject).collect();
        let attributes: Vec<TokenId> = clauses.frames[index].in_role(Role::Attribute).collect();
        let loose: Vec<_> = clauses.frames[index]
            .arguments
            .iter()
            .filter(|a| matches!(a.role, Role::Preposition(_) | Role::Clause))
            .copied()
            .collect();
        let governor = clauses.frames[index].governor;
        for attribute in attributes {
            let Some(noun) = clauses.of_token[attribute.index()].checked_sub(1) else { continue };
            let noun = &mut clauses.frames[noun as usize];
            for holder in &holders {
                noun.add(Role::Holder, *holder);
            }
            for argument in &loose {
                noun.add(argument.role, argument.head);
            }
            noun.copula = Some(verb);
            noun.governor = governor;
        }
    }

    /// "backed the proposal by Chile": who stands behind "by" made the proposal, wherever the parser hung it.
    pub(super) fn return_agent(&self, index: usize, clauses: &mut Clauses) {
        let verb = clauses.frames[index].predicate;
        if self.is_passive(verb) {
            return;
        }
        let Some(object) = clauses.frames[index].in_role(Role::Object).last() else { return };
        if self.syntax.token(object).pos != Pos::Noun {
            return;
        }
        let misplaced: Vec<Argument> = clauses.frames[index]
            .arguments
            .iter()
            .filter(
                |a| matches!(a.role, Role::Preposition(p) if self.word_is(p, Function::Agent) && p.0 == object.0 + 1),
            )
            .copied()
            .collect();
        let Some(noun) = clauses.of_token[object.index()].checked_sub(1) else { return };
        if misplaced.is_empty() || clauses.frames[noun as usize].has(Role::Subject) {
            return;
        }
        for argument in misplaced {
            clauses.frames[index].arguments.retain(|a| *a != argument);
            clauses.frames[noun as usize].add(Role::Subject, argument.head);
        }
    }

    /// "launched an attack on Spain": whoever launches the attack attacks. And "denied the
    /// attack": the attack depends on the verb whose object it is.
    pub(super) fn lend_subject(&self, index: usize, clauses: &mut Clauses) {
        let verb = clauses.frames[index].predicate;
        let lends = self.lemma_is(verb, Function::Light) || self.grammar.lends_subject(self.lemma(verb));
        let subjects: Vec<TokenId> = clauses.frames[index].in_role(Role::Subject).collect();
        let objects: Vec<TokenId> = clauses.frames[index]
            .arguments
            .iter()
            .filter(|a| matches!(a.role, Role::Object | Role::Preposition(_) | Role::Subject))
            .map(|a| a.head)
            .collect();
        for object in objects {
            let Some(noun) = clauses.of_token[object.index()].checked_sub(1) else { continue };
            // "The probe is expected to last": only the lasting is expected.
            let raised = self.is_passive(verb) && clauses.frames[index].has(Role::Clause);
            let direct =
                !raised && clauses.frames[index].arguments.iter().any(|a| a.head == object && a.role == Role::Object);
            let noun = &mut clauses.frames[noun as usize];
            if noun.kind != PredicateKind::Noun {
                continue;
            }
            if noun.governor.is_none() && noun.copula.is_none() {
                noun.governor = Some((verb, if direct { Link::Complement } else { Link::Adverbial }));
            }
            // "launched a missile attack": what the missile modifies has its doer in the verb's subject.
            let owned =
                noun.in_role(Role::Subject).any(|s| self.is_named(s) || !noun.in_role(Role::Modifier).any(|m| m == s));
            if lends && direct && !owned {
                for subject in &subjects {
                    noun.add(Role::Subject, *subject);
                }
                // "announced plans to withdraw": whoever announces them withdraws.
                let clauses_of: Vec<TokenId> = noun.in_role(Role::Clause).filter(|c| self.is_infinitive(*c)).collect();
                for clause in clauses_of {
                    let Some(inner) = clauses.of_token[clause.index()].checked_sub(1) else { continue };
                    let inner = &mut clauses.frames[inner as usize];
                    let open = if self.is_passive(clause) { Role::Object } else { Role::Subject };
                    if !inner.has(open) {
                        subjects.iter().for_each(|s| inner.add(open, *s));
                    }
                }
            }
        }
    }
}
