//! Where a pattern holds in the clauses of an article.

use crate::clauses::{Clauses, Frame, Function, Grammar, PredicateKind, Role};
use crate::source::TokenId;
use crate::syntax::{EntityLabel, Label, Pos, Syntax, Tag};

use super::tree::{Edge, EdgeRole, Node, Slot, WordKind};
use super::{Pattern, Patterns};

/// What fills the letters of a pattern: heads of phrases, all members of a coordination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bindings {
    /// Sources.
    pub a: Vec<TokenId>,
    /// Targets.
    pub b: Vec<TokenId>,
    /// What it is about.
    pub x: Vec<TokenId>,
    /// Whether A and B are two members of one phrase ("A and B met").
    pub together: bool,
}

/// What the matcher must know of words beside the clauses.
pub trait Surroundings {
    /// Whether a noun names a happening ("attack") rather than somebody or something.
    fn is_happening(&self, token: TokenId) -> bool;

    /// Of what a noun is only some: the troops of "some of its troops".
    fn whole(&self, token: TokenId) -> Option<TokenId>;
}

impl Patterns {
    /// The patterns that hold at a frame, with what fills their letters.
    pub fn at<'p>(
        &'p self,
        page: &str,
        syntax: &Syntax,
        clauses: &Clauses,
        frame: &Frame,
        grammar: &Grammar,
        surroundings: &dyn Surroundings,
    ) -> Vec<(&'p Pattern, Bindings)> {
        let matcher = Matcher { page, syntax, clauses, grammar, surroundings };
        let mut found = Vec::new();
        let words = words(page, syntax, frame, grammar);
        for pattern in self.rooted(grammar.lemma(page, syntax, frame.predicate), WordKind::from(frame.kind), words) {
            let bindings = matcher.bind(&pattern.tree, frame).filter(|bindings| !bindings.a.is_empty());
            found.extend(bindings.map(|bindings| (pattern, bindings)));
        }
        found
    }

    /// The patterns of what somebody says whose content holds at a frame; A is left open.
    pub fn said_at<'p>(
        &'p self,
        page: &str,
        syntax: &Syntax,
        clauses: &Clauses,
        frame: &Frame,
        grammar: &Grammar,
        surroundings: &dyn Surroundings,
    ) -> Vec<(&'p Pattern, Bindings)> {
        let matcher = Matcher { page, syntax, clauses, grammar, surroundings };
        let mut found = Vec::new();
        let words = words(page, syntax, frame, grammar);
        for pattern in self.said(grammar.lemma(page, syntax, frame.predicate), WordKind::from(frame.kind), words) {
            let bindings = pattern.tree.said(grammar).and_then(|content| matcher.bind(content, frame));
            found.extend(bindings.map(|bindings| (pattern, bindings)));
        }
        found
    }
}

/// The lemmas that a frame can fill written words with: those of its sentence and of its arguments elsewhere.
fn words<'a>(
    page: &'a str,
    syntax: &'a Syntax,
    frame: &'a Frame,
    grammar: &'a Grammar,
) -> impl Iterator<Item = &'a str> + Clone {
    let sentence = syntax.sentence_of(frame.predicate);
    let elsewhere = frame.arguments.iter().map(|a| a.head).filter(move |t| !sentence.has(*t));
    let lemmas = sentence.tokens().chain(elsewhere);
    // An adverb is asked for as it is written.
    lemmas.flat_map(move |t| [grammar.lemma(page, syntax, t), syntax.word(page, t)])
}

struct Matcher<'a> {
    page: &'a str,
    syntax: &'a Syntax,
    clauses: &'a Clauses,
    grammar: &'a Grammar,
    surroundings: &'a dyn Surroundings,
}

impl Matcher<'_> {
    /// What fills the letters of a tree that holds at a frame; B is filled.
    fn bind(&self, tree: &Node, frame: &Frame) -> Option<Bindings> {
        let mut bindings = Bindings::default();
        let holds = self.holds(tree, frame.predicate, None, &mut bindings)
            && self.nothing_against(tree, frame)
            && !bindings.b.is_empty();
        holds.then_some(bindings)
    }

    fn holds(&self, node: &Node, token: TokenId, outer: Option<&Frame>, bindings: &mut Bindings) -> bool {
        match node {
            Node::Slot(slot) => {
                let list = match slot {
                    Slot::A => &mut bindings.a,
                    Slot::B => &mut bindings.b,
                    Slot::X | Slot::C => &mut bindings.x,
                };
                if !list.contains(&token) {
                    list.push(token);
                }
                true
            }
            Node::Word { lemma, kind, edges } => {
                if !self.grammar.lemma(self.page, self.syntax, token).eq_ignore_ascii_case(lemma) {
                    return false;
                }
                match self.clauses.frame(token) {
                    Some(frame) => {
                        WordKind::from(frame.kind) == *kind && self.edges_hold(edges, frame, outer, bindings, true)
                    }
                    None => *kind == WordKind::Other && edges.is_empty(),
                }
            }
            Node::Any { kind, edges } => {
                let Some(frame) = self.clauses.frame(token) else { return false };
                // `*.x` is any noun, `*.n` any noun of happening.
                let asked = if *kind == WordKind::Other { WordKind::Noun } else { *kind };
                WordKind::from(frame.kind) == asked
                    && (*kind != WordKind::Noun || self.surroundings.is_happening(token))
                    && self.edges_hold(edges, frame, outer, bindings, false)
            }
        }
    }

    /// `written` tells that the pattern names the word of the frame.
    fn edges_hold(
        &self,
        edges: &[Edge],
        frame: &Frame,
        outer: Option<&Frame>,
        bindings: &mut Bindings,
        written: bool,
    ) -> bool {
        // "A's arrest of B" has another use for "of".
        let patient = |e: &Edge| {
            e.role == EdgeRole::Object
                || matches!(&e.role, EdgeRole::Preposition(word) if self.grammar.has(word, Function::Patient))
        };
        let written = written && !edges.iter().any(patient);
        // Written words first: a preposition may hang on them instead of on the verb.
        let mut near: Vec<&Frame> = vec![frame];
        near.extend(outer);
        for edge in edges.iter().filter(|e| !matches!(e.node, Node::Slot(_))) {
            let candidates = self.fillers(&edge.role, &[frame], written);
            let wholes: Vec<TokenId> = candidates.iter().filter_map(|c| self.surroundings.whole(*c)).collect();
            let Some(filler) = candidates.into_iter().chain(wholes).find(|c| {
                let mut tried = bindings.clone();
                let holds = self.holds(&edge.node, *c, Some(frame), &mut tried);
                if holds {
                    *bindings = tried;
                }
                holds
            }) else {
                // A preposition or infinitive that the parser hung on another word of the pattern.
                if edge.optional || self.elsewhere(edge, frame, outer, bindings) {
                    continue;
                }
                return false;
            };
            if let Some(inner) = self.clauses.frame(filler) {
                near.push(inner);
            }
        }
        for edge in edges.iter().filter(|e| e.node == Node::Slot(Slot::X) && !e.optional) {
            near.extend(self.fillers(&edge.role, &[frame], written).into_iter().filter_map(|x| self.clauses.frame(x)));
        }
        let pair = edges.iter().filter(|e| matches!(e.node, Node::Slot(Slot::A | Slot::B))).collect::<Vec<_>>();
        if let [one, two] = pair[..]
            && one.role == two.role
        {
            let members = self.fillers(&one.role, &near, written);
            bindings.together = true;
            bindings.a.clone_from(&members);
            bindings.b = members;
            return !bindings.a.is_empty();
        }
        for edge in edges {
            let Node::Slot(slot) = edge.node else { continue };
            let mut fillers = self.fillers(&edge.role, &near, written);
            // "blamed the flooding of its northern districts on India"
            let deep = matches!(&edge.role, EdgeRole::Preposition(word) if !self.grammar.has(word, Function::Place));
            if fillers.is_empty() && frame.kind == PredicateKind::Verb && deep {
                fillers.extend(self.fillers(&edge.role, &self.inner(frame), true).pop());
            }
            if fillers.is_empty() && frame.kind == PredicateKind::Verb {
                fillers.extend(self.receivers(&edge.role, frame));
            }
            if fillers.is_empty() && !edge.optional {
                return false;
            }
            for filler in fillers {
                self.holds(&Node::Slot(slot), filler, None, bindings);
            }
        }
        true
    }

    fn elsewhere(&self, edge: &Edge, frame: &Frame, outer: Option<&Frame>, bindings: &mut Bindings) -> bool {
        let mut near = self.inner(frame);
        let found = match edge.role {
            EdgeRole::Preposition(_) => self.fillers(&edge.role, &near, true),
            // "announced aid to help the displaced": the infinitive hangs now on the noun, now on the verb.
            EdgeRole::Infinitive => {
                near.extend(outer);
                near.into_iter().flat_map(|f| self.fillers(&edge.role, &[f], true)).collect()
            }
            _ => return false,
        };
        found.into_iter().any(|c| {
            let mut tried = bindings.clone();
            let holds = self.holds(&edge.node, c, None, &mut tried);
            if holds {
                *bindings = tried;
            }
            holds
        })
    }

    /// "returned the bones that a collector had bought in 1931 to Peru": whoever receives the thing stands behind
    /// all that describes it, and the parser hangs them there.
    fn receivers(&self, role: &EdgeRole, frame: &Frame) -> Vec<TokenId> {
        let EdgeRole::Preposition(word) = role else { return Vec::new() };
        let lemma = self.grammar.lemma(self.page, self.syntax, frame.predicate);
        if !self.grammar.has(word, Function::Recipient) || !self.grammar.has(lemma, Function::Transfer) {
            return Vec::new();
        }
        let Some(thing) = frame.in_role(Role::Object).find(|o| *o > frame.predicate) else { return Vec::new() };
        let span = self.syntax.subtree(thing);
        let preposition = (thing.0 + 1..span.end).rev().map(TokenId).find(|t| {
            self.syntax.token(*t).label == Label::Prep
                && self.syntax.word(self.page, *t).eq_ignore_ascii_case(word)
                && !self.belongs_to_neighbour(*t)
        });
        preposition.map_or_else(Vec::new, |p| self.syntax.children_by(p, Label::Pobj).collect())
    }

    /// "weapons that belonged to Peru", "troops loyal to Peru": the word right before asks for the preposition.
    fn belongs_to_neighbour(&self, preposition: TokenId) -> bool {
        let Some(head) = self.syntax.head(preposition).filter(|h| h.0 + 1 == preposition.0) else { return false };
        let token = self.syntax.token(head);
        token.pos == Pos::Verb || token.pos == Pos::Adj && token.label != Label::Appos
    }

    /// The nouns within the object of a verb, where the parser may hang what belongs to the verb.
    fn inner(&self, frame: &Frame) -> Vec<&Frame> {
        let heads = frame.arguments.iter().flat_map(|a| [Some(a.head), self.surroundings.whole(a.head)]).flatten();
        let mut found: Vec<&Frame> = heads.filter_map(|head| self.clauses.frame(head)).collect();
        let mut i = 0;
        while i < found.len() && found.len() < 12 {
            let own = found[i];
            if own.kind == PredicateKind::Noun {
                let next = own.arguments.iter().filter(|a| matches!(a.role, Role::Preposition(p) if p > own.predicate));
                let next: Vec<&Frame> = next.filter_map(|a| self.clauses.frame(a.head)).collect();
                found.extend(next);
            }
            i += 1;
        }
        found.retain(|f| f.kind == PredicateKind::Noun);
        found
    }

    /// The heads that stand in a role of the first frame, or by the preposition of any of them.
    fn fillers(&self, role: &EdgeRole, frames: &[&Frame], written: bool) -> Vec<TokenId> {
        if *role == EdgeRole::Auxiliary {
            return self.syntax.children_by(frames[0].predicate, Label::Aux).collect();
        }
        let mut heads = Vec::new();
        if *role == EdgeRole::Particle {
            // The parser takes the "back" of "hit back" now for a particle, now for an adverb.
            heads.extend(self.syntax.children_by(frames[0].predicate, Label::Advmod));
        }
        let mut add = |head: TokenId| {
            if !heads.contains(&head) {
                heads.push(head);
            }
        };
        for (i, frame) in frames.iter().enumerate() {
            for argument in &frame.arguments {
                let fits = match (role, argument.role) {
                    (EdgeRole::Preposition(word), Role::Preposition(token)) => {
                        self.syntax.word(self.page, token).eq_ignore_ascii_case(word)
                    }
                    (EdgeRole::Preposition(word), Role::Recipient) => word == "to",
                    // "a member of the Council" and "the Council's member", "Council members" say the same,
                    // and so do "Peru's resignation" and "the resignation of Peru".
                    (EdgeRole::Preposition(word), Role::Subject) if i == 0 && frame.kind == PredicateKind::Noun => {
                        self.grammar.has(word, Function::Patient) && !self.has_patient(frame)
                    }
                    (EdgeRole::Subject, Role::Preposition(token))
                        if i == 0 && written && frame.kind == PredicateKind::Noun =>
                    {
                        self.grammar.has(self.syntax.word(self.page, token), Function::Patient)
                            && !frame.has(Role::Subject)
                    }
                    (EdgeRole::Recipient, Role::Preposition(token)) => {
                        self.syntax.word(self.page, token).eq_ignore_ascii_case("to")
                    }
                    // The parser reads the preposition of "called on Chile to act" now as one, now as a particle.
                    (EdgeRole::Preposition(word), Role::Object) => {
                        frame.in_role(Role::Particle).any(|p| self.syntax.word(self.page, p).eq_ignore_ascii_case(word))
                    }
                    _ if i > 0 => false,
                    // "told Reuters the ferry was late": the hearer, whatever else is told.
                    (EdgeRole::Object, Role::Recipient) => {
                        self.grammar.has(self.grammar.lemma(self.page, self.syntax, frame.predicate), Function::Hearer)
                    }
                    (EdgeRole::Infinitive, Role::Clause) => self.is_infinitive(argument.head),
                    (EdgeRole::Clause, Role::Clause) => {
                        !self.is_infinitive(argument.head)
                            && !self.is_question(argument.head)
                            && !self.only_claims(frame, argument.head)
                    }
                    (EdgeRole::Subject, Role::Subject)
                    | (EdgeRole::Object, Role::Object)
                    | (EdgeRole::Recipient, Role::Recipient)
                    | (EdgeRole::Attribute, Role::Attribute)
                    | (EdgeRole::Holder, Role::Holder)
                    | (EdgeRole::Particle, Role::Particle)
                    | (EdgeRole::Modifier, Role::Modifier) => true,
                    (EdgeRole::Any, Role::Object | Role::Recipient | Role::Preposition(_)) => true,
                    _ => false,
                };
                if fits {
                    add(argument.head);
                }
            }
        }
        if *role == EdgeRole::Any {
            // "threatened to impose tariffs on B": B hangs on the object of the verb.
            for object in frames[0].in_role(Role::Object).collect::<Vec<_>>() {
                for argument in self.clauses.frame(object).map(|f| f.arguments.as_slice()).unwrap_or_default() {
                    if matches!(argument.role, Role::Object | Role::Preposition(_)) {
                        add(argument.head);
                    }
                }
            }
        }
        heads
    }

    /// Whether something stands behind "of".
    fn has_patient(&self, noun: &Frame) -> bool {
        noun.arguments.iter().any(|a| {
            matches!(a.role, Role::Preposition(p)
                if self.grammar.has(self.syntax.word(self.page, p), Function::Patient))
        })
    }

    fn is_infinitive(&self, verb: TokenId) -> bool {
        self.syntax.children_by(verb, Label::Aux).any(|a| self.syntax.token(a).tag == Tag::To)
    }

    /// "insisted that he remains president" claims, "insisted that he remain" demands.
    fn only_claims(&self, frame: &Frame, clause: TokenId) -> bool {
        // The engine's tag may be wrong; the plain form of the verb is not.
        let indicative = |t: TokenId| {
            matches!(self.syntax.token(t).tag, Tag::Vbz | Tag::Vbd)
                && !self.syntax.word(self.page, t).eq_ignore_ascii_case(self.syntax.lemma(t))
        };
        self.grammar.has(self.grammar.lemma(self.page, self.syntax, frame.predicate), Function::Subjunctive)
            && (indicative(clause) || self.syntax.children_by(clause, Label::Aux).any(indicative))
    }

    /// "asked whether it had happened"
    fn is_question(&self, verb: TokenId) -> bool {
        self.syntax
            .children_by(verb, Label::Mark)
            .any(|m| self.grammar.has(self.syntax.word(self.page, m), Function::Interrogative))
    }

    /// A particle or predicate that the pattern does not ask for changes the verb's meaning
    /// ("called off", "called him a liar"), and so does an object beside the one it knows.
    fn nothing_against(&self, tree: &Node, frame: &Frame) -> bool {
        let Node::Word { edges, .. } = tree else { return true };
        let asks = |role: &EdgeRole| edges.iter().any(|e| e.role == *role);
        if frame.kind != PredicateKind::Verb {
            // "A and B are allies of C" does not say that they are each other's.
            let both_hold = edges.iter().filter(|e| e.role == EdgeRole::Holder).count() > 1;
            return !both_hold || !frame.has(Role::Object) && !frame.has(Role::Subject);
        }
        let object_is_time =
            |head: TokenId| matches!(self.syntax.token(head).entity, Some((EntityLabel::Date | EntityLabel::Time, _)));
        let particle = frame.in_role(Role::Particle).next();
        let as_preposition =
            particle.is_some_and(|p| asks(&EdgeRole::Preposition(self.syntax.word(self.page, p).to_lowercase())));
        (asks(&EdgeRole::Particle) || as_preposition || particle.is_none())
            && (asks(&EdgeRole::Attribute) || !frame.has(Role::Attribute))
            && (asks(&EdgeRole::Object)
                || asks(&EdgeRole::Infinitive)
                || as_preposition
                || frame.in_role(Role::Object).all(object_is_time))
    }
}
