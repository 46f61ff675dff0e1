//! The schema's sentences turned into what to look for in clauses.
//!
//! Takes the patterns of a [`Schema`] and the language engine, which parses each sentence with
//! plain names in place of its letters; gives [`Patterns`], an index of small trees over
//! [`Clauses`](crate::clauses::Clauses). Does not look at entities. Example: "A imposed sanctions
//! on B" becomes `impose.v[subj A, obj sanction.n, on B]`, which also finds "sanctions were
//! imposed on B by A".

mod compile;
mod expand;
mod matching;
mod tree;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use compile::PatternError;
pub use matching::{Bindings, Surroundings};
pub use tree::{Edge, EdgeRole, Node, Slot, WordKind};

use crate::clauses::Grammar;
use crate::schema::{Asserted, EntityType, Schema};
use crate::source::RelationId;
use crate::syntax::Engine;

/// All patterns of a schema, ready to match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Patterns {
    /// In the order of relations and of their files.
    pub patterns: Vec<Pattern>,
    /// The patterns whose root has this lemma and kind.
    by_root: FxHashMap<(String, WordKind), Rooted>,
    /// The patterns of what somebody says, by the root of what is said; any word of a kind has no lemma.
    by_saying: FxHashMap<(Option<String>, WordKind), Rooted>,
}

/// The patterns of one root, by a word that must hang on it: of the hundreds that begin with "took" a sentence
/// has words for a few.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Rooted {
    /// Those that ask for no word beside the root.
    bare: Vec<usize>,
    /// The others, by the lemma of the first word that they ask for.
    asking: FxHashMap<String, Vec<usize>>,
}

impl Rooted {
    fn add(&mut self, tree: &Node, pattern: usize) {
        match tree.asked() {
            Some(word) => self.asking.entry(word.to_owned()).or_default().push(pattern),
            None => self.bare.push(pattern),
        }
    }

    /// The patterns that ask for no other words than these, in the order of the schema.
    fn among<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<usize> {
        let mut found = self.bare.clone();
        if !self.asking.is_empty() {
            let asking = words.filter_map(|word| {
                let lower = word.chars().any(char::is_uppercase).then(|| word.to_lowercase());
                self.asking.get(lower.as_deref().unwrap_or(word))
            });
            found.extend(asking.flatten());
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

/// A pattern as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What it says.
    pub relation: RelationId,
    /// The sentence as written in the schema.
    pub text: Arc<str>,
    /// What to look for.
    pub tree: Node,
    /// Types that A may have.
    pub source: Arc<[EntityType]>,
    /// Types that B may have.
    pub target: Arc<[EntityType]>,
    /// The list of names to which that of B must belong, if any.
    pub target_list: Option<String>,
    /// What the sentence says of what happens, if not that it did.
    pub modality: Option<Asserted>,
    /// How much it asks for: a pattern that asks for more goes before one that asks for less.
    pub weight: usize,
}

impl Patterns {
    /// Reads the patterns of a schema: those of its lock file as they stand there, others by
    /// letting the engine parse them.
    ///
    /// # Errors
    /// All patterns that could not be understood, each with its file and the reason.
    pub fn new(schema: &Schema, grammar: &Grammar, engine: &Engine) -> Result<Self, Vec<PatternError>> {
        let (patterns, errors) = compile::all(schema, grammar, engine, &compile::locked(schema));
        if errors.is_empty() { Ok(Self::index(patterns, grammar)) } else { Err(errors) }
    }

    /// Lets the engine parse all patterns, also those of the lock file, for a new lock file; leaves out what
    /// could not be understood and says what that was.
    #[must_use]
    pub fn parsed(schema: &Schema, grammar: &Grammar, engine: &Engine) -> (Self, Vec<PatternError>) {
        let (patterns, errors) = compile::all(schema, grammar, engine, &compile::Locked::default());
        (Self::index(patterns, grammar), errors)
    }

    fn index(patterns: Vec<Pattern>, grammar: &Grammar) -> Self {
        let mut by_root: FxHashMap<(String, WordKind), Rooted> = FxHashMap::default();
        let mut by_saying: FxHashMap<(Option<String>, WordKind), Rooted> = FxHashMap::default();
        for (i, pattern) in patterns.iter().enumerate() {
            match pattern.tree.said(grammar) {
                Some(said @ Node::Word { lemma, kind, .. }) => {
                    by_saying.entry((Some(lemma.clone()), *kind)).or_default().add(said, i);
                }
                Some(said @ Node::Any { kind, .. }) => by_saying.entry((None, *kind)).or_default().add(said, i),
                _ => {
                    if let Node::Word { lemma, kind, .. } = &pattern.tree {
                        by_root.entry((lemma.clone(), *kind)).or_default().add(&pattern.tree, i);
                    }
                }
            }
        }
        Self { patterns, by_root, by_saying }
    }

    /// The patterns of saying whose content has this root, as far as the words beside it can fill them.
    fn said<'w>(&self, lemma: &str, kind: WordKind, words: impl Iterator<Item = &'w str> + Clone) -> Vec<&Pattern> {
        let by_word = self.by_saying.get(&(Some(lemma.to_lowercase()), kind));
        let by_kind = self.by_saying.get(&(None, kind));
        let both = by_word.into_iter().chain(by_kind);
        both.flat_map(|rooted| rooted.among(words.clone())).map(|i| &self.patterns[i]).collect()
    }

    /// The patterns whose root is this word, as far as the words beside it can fill them.
    fn rooted<'w>(&self, lemma: &str, kind: WordKind, words: impl Iterator<Item = &'w str>) -> Vec<&Pattern> {
        let found = self.by_root.get(&(lemma.to_lowercase(), kind)).map(|rooted| rooted.among(words));
        found.unwrap_or_default().into_iter().map(|i| &self.patterns[i]).collect()
    }

    /// The patterns as the lock file writes them: relation, sentence, tree.
    #[must_use]
    pub fn lock(&self, schema: &Schema) -> String {
        let mut text = String::from(
            "# How the engine understood each pattern; written by `actant schema lock`, compared by a test.\n",
        );
        for pattern in &self.patterns {
            let relation = &schema.relation(pattern.relation).id;
            text.push_str(&format!("{relation}\t{}\t{}\n", pattern.text, pattern.tree));
        }
        text
    }
}
