//! Sentences of the schema to trees, by letting the engine parse them.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clauses::{self, Clauses, Frame, Function, Grammar, Role};
use crate::schema::{EntityType, PatternText, Relation, Schema};
use crate::source::{RelationId, TokenId};
use crate::syntax::{Engine, Label, Pos, Syntax, Tag};

use super::Pattern;
use super::expand::{self, Sentence};
use super::tree::{self, Edge, EdgeRole, Node, Slot, WordKind};

/// A pattern that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("relations/{relation}.toml: pattern \"{pattern}\" (read as \"{sentence}\"): {reason}")]
pub struct PatternError {
    /// The relation whose file holds it.
    pub relation: String,
    /// The pattern as written.
    pub pattern: String,
    /// The sentence that was parsed.
    pub sentence: String,
    /// Why, and what to write instead.
    pub reason: String,
}

/// The name of the lock file in the schema, without ending.
const LOCK: &str = "patterns";

/// Trees by relation and pattern, as a lock file keeps them.
pub(super) type Locked<'s> = FxHashMap<(&'s str, &'s str), Vec<Node>>;

pub(super) fn all(
    schema: &Schema,
    grammar: &Grammar,
    engine: &Engine,
    locked: &Locked<'_>,
) -> (Vec<Pattern>, Vec<PatternError>) {
    let mut patterns = Vec::new();
    let mut errors = Vec::new();
    for (i, relation) in schema.relations.iter().enumerate() {
        for text in &relation.patterns {
            // One sentence stands for many trees, which share what they do not change.
            let written: Arc<str> = Arc::from(text.text.as_str());
            let source: Arc<[EntityType]> = Arc::from(text.source.as_ref().unwrap_or(&relation.source).as_slice());
            let target: Arc<[EntityType]> = Arc::from(text.target.as_ref().unwrap_or(&relation.target).as_slice());
            let make = |tree: Node| Pattern {
                relation: RelationId(i as u32),
                text: Arc::clone(&written),
                weight: tree.weight(),
                tree,
                source: Arc::clone(&source),
                target: Arc::clone(&target),
                target_list: text.target_list.clone(),
                modality: text.modality,
            };
            if let Some(trees) = locked.get(&(relation.id.as_str(), text.text.as_str())) {
                patterns.extend(trees.iter().cloned().map(make));
                continue;
            }
            match compile(schema, grammar, engine, relation, text) {
                Ok(trees) => patterns.extend(trees.into_iter().map(make)),
                Err(error) => errors.push(error),
            }
        }
    }
    (patterns, errors)
}

/// What the schema's lock file keeps.
pub(super) fn locked(schema: &Schema) -> Locked<'_> {
    let mut all = Locked::default();
    let mut broken: FxHashSet<(&str, &str)> = FxHashSet::default();
    for [relation, pattern, written] in schema.lock(LOCK) {
        match tree::parse(written) {
            Some(tree) => all.entry((relation, pattern)).or_default().push(tree),
            None => {
                broken.insert((relation, pattern));
            }
        }
    }
    // A line that cannot be read is worth a new parse, not a lost pattern.
    all.retain(|key, _| !broken.contains(key));
    all
}

/// The trees of one pattern, without repetitions.
fn compile(
    schema: &Schema,
    grammar: &Grammar,
    engine: &Engine,
    relation: &Relation,
    text: &PatternText,
) -> Result<Vec<Node>, PatternError> {
    let fail = |sentence: &str, reason: &str| PatternError {
        relation: relation.id.clone(),
        pattern: text.text.clone(),
        sentence: sentence.to_owned(),
        reason: reason.to_owned(),
    };
    let stand_in = |letter: &str| -> Option<String> {
        let words = schema.lexicon("pattern_words").ok()?.get(letter)?;
        let types = match letter {
            "A" => text.source.as_ref().unwrap_or(&relation.source),
            "B" => text.target.as_ref().unwrap_or(&relation.target),
            _ => return Some(words[1].clone()),
        };
        let person = !types.contains(&EntityType::Country) && types.contains(&EntityType::Person);
        Some(words[if person { 2 } else { 1 }].clone())
    };
    let sentences = expand::expand(&text.text, stand_in)
        .ok_or_else(|| fail("", "it stands for too many sentences; split it into several patterns"))?;
    let mut trees = Vec::new();
    for sentence in &sentences {
        let tree = understand(grammar, engine, sentence).map_err(|reason| fail(&sentence.text, reason))?;
        if !trees.contains(&tree) {
            trees.push(tree);
        }
    }
    Ok(trees)
}

fn understand(grammar: &Grammar, engine: &Engine, sentence: &Sentence) -> Result<Node, &'static str> {
    let syntax = engine.parse_str(&sentence.text);
    let clauses = clauses::build(&sentence.text, &syntax, grammar);
    let root = syntax.sentences.first().and_then(|s| s.tokens().find(|t| syntax.head(*t).is_none()));
    let mut root = root.ok_or("the engine finds no sentence in it")?;
    // "A is an ally of B" is about the ally.
    if let Some(attribute) = clauses.frames.iter().find(|f| f.copula == Some(root)) {
        root = attribute.predicate;
    }
    let reader = Reader { sentence, syntax: &syntax, clauses: &clauses, grammar };
    let mut bound = Vec::new();
    let node = reader.node(root, &[], &mut bound).ok_or("its main word is neither verb, noun nor adjective")?;
    if matches!(node, Node::Any { .. } | Node::Slot(_)) {
        return Err("its main word must be written out, not a letter");
    }
    for (slot, name) in [
        (Slot::A, "the engine does not join A to the main word"),
        (Slot::B, "the engine does not join B to the main word"),
    ] {
        if !node.holds(slot) {
            return Err(name);
        }
    }
    Ok(node)
}

struct Reader<'a> {
    sentence: &'a Sentence,
    syntax: &'a Syntax,
    clauses: &'a Clauses,
    grammar: &'a Grammar,
}

impl Reader<'_> {
    /// The tree under a token; `above` holds the words on the way to it, `bound` the letters that are already
    /// used further up. A word does not ask for one above it: in "a resolution imposing sanctions" each is the
    /// other's.
    fn node(&self, token: TokenId, above: &[TokenId], bound: &mut Vec<TokenId>) -> Option<Node> {
        match self.letter(token) {
            Some("A") => return Some(Node::Slot(Slot::A)),
            Some("B") => return Some(Node::Slot(Slot::B)),
            Some("C") => return Some(Node::Slot(Slot::C)),
            // "B's X" asks for any noun that is B's.
            Some("X") => {
                let owned = self.clauses.frame(token).map(|f| self.owners(f, bound)).unwrap_or_default();
                return Some(if owned.is_empty() {
                    Node::Slot(Slot::X)
                } else {
                    Node::Any { kind: WordKind::Other, edges: owned }
                });
            }
            _ => {}
        }
        let any = matches!(self.letter(token), Some("DO" | "ACT"));
        let Some(frame) = self.clauses.frame(token) else {
            let lemma = self.grammar.lemma(&self.sentence.text, self.syntax, token).to_lowercase();
            return Some(Node::Word { lemma, kind: WordKind::Other, edges: Vec::new() });
        };
        let kind = WordKind::from(frame.kind);
        let edges = self.edges(frame, above, any && kind == WordKind::Verb, bound);
        Some(if any {
            Node::Any { kind, edges }
        } else {
            Node::Word {
                lemma: self.grammar.lemma(&self.sentence.text, self.syntax, token).to_lowercase(),
                kind,
                edges,
            }
        })
    }

    fn edges(&self, frame: &Frame, above: &[TokenId], any_role: bool, bound: &mut Vec<TokenId>) -> Vec<Edge> {
        // Letters on this level are bound before deeper ones, so that a controlled infinitive
        // does not ask for its subject a second time.
        let own: Vec<_> = frame
            .arguments
            .iter()
            .filter(|a| !above.contains(&a.head) && !bound.contains(&a.head))
            .filter(|a| !self.says_nothing(a.head) && !self.repeats(frame, a.role, a.head))
            .filter(|a| !self.is_lent(frame, a.role, a.head))
            .copied()
            .collect();
        for argument in &own {
            if self.letter(argument.head).is_some() {
                bound.push(argument.head);
            }
        }
        let below = [above, &[frame.predicate]].concat();
        let mut edges = Vec::new();
        for auxiliary in self.syntax.children_by(frame.predicate, Label::Aux) {
            let word = self.syntax.word(&self.sentence.text, auxiliary);
            if self.syntax.token(auxiliary).tag == Tag::Md && !self.grammar.has(word, Function::NeutralAuxiliary) {
                let lemma = self.syntax.lemma(auxiliary).to_lowercase();
                let node = Node::Word { lemma, kind: WordKind::Other, edges: Vec::new() };
                edges.push(Edge { role: EdgeRole::Auxiliary, optional: false, node });
            }
        }
        // "A hit back at B": the parser takes such a word now for a particle, now for an adverb.
        for adverb in self.adverbs(frame) {
            let lemma = self.syntax.word(&self.sentence.text, adverb).to_lowercase();
            let node = Node::Word { lemma, kind: WordKind::Other, edges: Vec::new() };
            edges.push(Edge { role: EdgeRole::Particle, optional: self.is_optional(adverb), node });
        }
        for argument in own {
            let role = match argument.role {
                _ if any_role && argument.role != Role::Subject => EdgeRole::Any,
                Role::Subject => EdgeRole::Subject,
                Role::Object => EdgeRole::Object,
                Role::Recipient => EdgeRole::Recipient,
                Role::Attribute => EdgeRole::Attribute,
                Role::Holder => EdgeRole::Holder,
                Role::Clause if self.has_to(argument.head) => EdgeRole::Infinitive,
                Role::Clause => EdgeRole::Clause,
                Role::Particle => EdgeRole::Particle,
                Role::Modifier => EdgeRole::Modifier,
                Role::Preposition(p) => EdgeRole::Preposition(self.syntax.word(&self.sentence.text, p).to_lowercase()),
            };
            let optional = self.is_optional(argument.head);
            if let Some(node) = self.node(argument.head, &below, bound) {
                edges.push(Edge { role, optional, node });
            }
            if self.letter(argument.head) == Some("X") {
                edges.extend(self.lifted(argument.head, bound));
            }
        }
        edges
    }

    /// The adverbs of a verb that have nothing of their own.
    fn adverbs(&self, frame: &Frame) -> Vec<TokenId> {
        if frame.kind != clauses::PredicateKind::Verb {
            return Vec::new();
        }
        let adverbs = self.syntax.children_by(frame.predicate, Label::Advmod);
        adverbs.filter(|a| self.syntax.children(*a).is_empty() && self.letter(*a).is_none()).collect()
    }

    fn has_to(&self, verb: TokenId) -> bool {
        self.syntax.children_by(verb, Label::Aux).any(|a| self.syntax.token(a).tag == Tag::To)
    }

    /// The letters that own a noun.
    fn owners(&self, noun: &Frame, bound: &mut Vec<TokenId>) -> Vec<Edge> {
        let mut edges = Vec::new();
        for head in noun.in_role(Role::Subject).chain(noun.in_role(Role::Object)) {
            if self.letter(head).is_some() && !bound.contains(&head) {
                bound.push(head);
                edges.extend(self.node(head, &[], bound).map(|node| Edge {
                    role: EdgeRole::Subject,
                    optional: false,
                    node,
                }));
            }
        }
        edges
    }

    /// "requested X from B": where the parser hangs B's preposition on X, it is the verb's all the same.
    fn lifted(&self, content: TokenId, bound: &mut Vec<TokenId>) -> Vec<Edge> {
        let mut edges = Vec::new();
        for argument in self.clauses.frame(content).map(|f| f.arguments.as_slice()).unwrap_or_default() {
            let Role::Preposition(preposition) = argument.role else { continue };
            if self.letter(argument.head).is_none() || bound.contains(&argument.head) {
                continue;
            }
            bound.push(argument.head);
            let role = EdgeRole::Preposition(self.syntax.word(&self.sentence.text, preposition).to_lowercase());
            let optional = self.is_optional(argument.head);
            edges.extend(self.node(argument.head, &[], bound).map(|node| Edge { role, optional, node }));
        }
        edges
    }

    /// Words that a pattern needs for grammar only: auxiliaries, articles, "to".
    fn says_nothing(&self, token: TokenId) -> bool {
        matches!(self.syntax.token(token).pos, Pos::Det | Pos::Punct | Pos::Part)
            || self.syntax.token(token).label == Label::Aux
    }

    /// "the capture of B": B is the object of the noun already; a modifier is its subject already.
    fn repeats(&self, frame: &Frame, role: Role, head: TokenId) -> bool {
        let letter = self.letter(head).is_some();
        let noun = frame.kind != clauses::PredicateKind::Verb;
        match role {
            Role::Preposition(_) => frame.arguments.iter().any(|a| a.role == Role::Object && a.head == head) && noun,
            // A written modifier is asked for as modifier, a letter before the noun as subject.
            Role::Modifier => letter,
            Role::Subject => noun && !letter && frame.in_role(Role::Modifier).any(|m| m == head),
            _ => false,
        }
    }

    /// "gave aid to help B": that the aid helps is the reading of the infinitive and nothing to ask for.
    fn is_lent(&self, frame: &Frame, role: Role, head: TokenId) -> bool {
        role == Role::Subject
            && self.has_to(frame.predicate)
            && self.letter(head).is_none()
            && self.syntax.head(head) != Some(frame.predicate)
    }

    fn letter(&self, token: TokenId) -> Option<&str> {
        let span = self.syntax.token(token).span.range();
        self.sentence.letters.iter().find(|(_, range)| *range == span).map(|(letter, _)| letter.as_str())
    }

    fn is_optional(&self, token: TokenId) -> bool {
        let start = self.syntax.token(token).span.start as usize;
        self.sentence.optional.iter().any(|range| range.contains(&start))
    }
}
