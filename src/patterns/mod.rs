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
    by_root: FxHashMap<(String, WordKind), Vec<usize>>,
    /// The patterns of what somebody says, by the root of what is said; any word of a kind has no lemma.
    by_saying: FxHashMap<(Option<String>, WordKind), Vec<usize>>,
}

/// A pattern as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What it says.
    pub relation: RelationId,
    /// The sentence as written in the schema.
    pub text: String,
    /// What to look for.
    pub tree: Node,
    /// Types that A may have.
    pub source: Vec<EntityType>,
    /// Types that B may have.
    pub target: Vec<EntityType>,
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
        let mut by_root: FxHashMap<(String, WordKind), Vec<usize>> = FxHashMap::default();
        let mut by_saying: FxHashMap<(Option<String>, WordKind), Vec<usize>> = FxHashMap::default();
        for (i, pattern) in patterns.iter().enumerate() {
            match pattern.tree.said(grammar) {
                Some(Node::Word { lemma, kind, .. }) => {
                    by_saying.entry((Some(lemma.clone()), *kind)).or_default().push(i);
                }
                Some(Node::Any { kind, .. }) => by_saying.entry((None, *kind)).or_default().push(i),
                _ => {
                    if let Node::Word { lemma, kind, .. } = &pattern.tree {
                        by_root.entry((lemma.clone(), *kind)).or_default().push(i);
                    }
                }
            }
        }
        Self { patterns, by_root, by_saying }
    }

    /// The patterns of saying whose content has this root.
    fn said(&self, lemma: &str, kind: WordKind) -> impl Iterator<Item = &Pattern> {
        let by_word = self.by_saying.get(&(Some(lemma.to_lowercase()), kind));
        let by_kind = self.by_saying.get(&(None, kind));
        by_word.into_iter().chain(by_kind).flatten().map(|i| &self.patterns[*i])
    }

    /// The patterns whose root is this word.
    fn rooted(&self, lemma: &str, kind: WordKind) -> impl Iterator<Item = &Pattern> {
        let found = self.by_root.get(&(lemma.to_lowercase(), kind));
        found.into_iter().flatten().map(|i| &self.patterns[*i])
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
