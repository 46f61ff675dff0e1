//! Paragraphs to tokens, sentences, tags, lemmas, heads, labels and entity labels.
//!
//! Takes the strings of an article's paragraphs; gives [`Syntax`]. The inference of spaCy's
//! `en_core_web_sm` 3.8. Does not correct the model: layers above do. Example: `Apple isn't looking`
//! gives `is` as `aux` and `n't` as `neg` of `looking`, and `Apple` as its `nsubj` and an `ORG`.

mod engine;
mod entities;
mod lemmatizer;
mod model;
mod names;
mod network;
mod parser;
mod pattern;
mod ruler;
mod strings;
mod tokenizer;
mod words;

pub use engine::Engine;
pub use model::ModelError;
pub use names::{EntityLabel, Label, Pos, Tag};

/// The model that is compiled in; `models/README.md` says where it comes from.
const BUILT_IN: &[u8] = include_bytes!("../../models/en_core_web_sm.model");

use crate::source::{Bytes, ParagraphId, SentenceId, Span, TokenId, Tokens};

/// A token with everything the engine says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the page.
    pub span: Span<Bytes>,
    /// The paragraph that holds it.
    pub paragraph: ParagraphId,
    /// The sentence that holds it.
    pub sentence: SentenceId,
    /// The head; the token itself for a root.
    pub head: TokenId,
    /// The label of the arc to the head, in the ClearNLP scheme (`nsubj`, `dobj`, …).
    pub label: Label,
    /// The Penn Treebank tag.
    pub tag: Tag,
    /// The coarse Universal part of speech.
    pub pos: Pos,
    /// Where the lemma stands in [`Syntax::lemmas`].
    pub lemma: (u32, u32),
    /// The entity label of the engine and whether the token begins an entity.
    pub entity: Option<(EntityLabel, bool)>,
    /// Whether white space follows in the text.
    pub space_after: bool,
}

/// The syntax of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Syntax {
    /// All tokens of all read paragraphs, in order.
    pub tokens: Vec<Token>,
    /// The sentences, in order; they tile `tokens` and never cross a paragraph.
    pub sentences: Vec<Span<Tokens>>,
    /// The lemmas of all tokens, one after the other.
    pub lemmas: String,
    /// Child lists: the children of token `i` are `children[first_child[i]..first_child[i + 1]]`.
    first_child: Vec<u32>,
    children: Vec<TokenId>,
}

impl Syntax {
    /// Builds the child lists; `sentences` must tile `tokens`.
    #[must_use]
    pub fn new(tokens: Vec<Token>, sentences: Vec<Span<Tokens>>, lemmas: String) -> Self {
        let mut first_child = vec![0u32; tokens.len() + 1];
        for (i, token) in tokens.iter().enumerate() {
            if token.head.index() != i {
                first_child[token.head.index() + 1] += 1;
            }
        }
        for i in 1..first_child.len() {
            first_child[i] += first_child[i - 1];
        }
        let mut next = first_child.clone();
        let mut children = vec![TokenId(0); *first_child.last().unwrap_or(&0) as usize];
        for (i, token) in tokens.iter().enumerate() {
            if token.head.index() != i {
                let slot = &mut next[token.head.index()];
                children[*slot as usize] = TokenId(i as u32);
                *slot += 1;
            }
        }
        Self { tokens, sentences, lemmas, first_child, children }
    }

    /// The token of an id.
    #[must_use]
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// The lemma of a token, as the engine gives it (names keep their capitals).
    #[must_use]
    pub fn lemma(&self, id: TokenId) -> &str {
        let (start, end) = self.tokens[id.index()].lemma;
        &self.lemmas[start as usize..end as usize]
    }

    /// The words of a token; `page` is the article's page.
    #[must_use]
    pub fn word<'p>(&self, page: &'p str, id: TokenId) -> &'p str {
        self.tokens[id.index()].span.of(page)
    }

    /// The children of a token, in text order.
    #[must_use]
    pub fn children(&self, id: TokenId) -> &[TokenId] {
        &self.children[self.first_child[id.index()] as usize..self.first_child[id.index() + 1] as usize]
    }

    /// The children that hang by `label`, in text order.
    pub fn children_by(&self, id: TokenId, label: Label) -> impl Iterator<Item = TokenId> + '_ {
        self.children(id).iter().copied().filter(move |c| self.token(*c).label == label)
    }

    /// The head, or `None` for a root.
    #[must_use]
    pub fn head(&self, id: TokenId) -> Option<TokenId> {
        let head = self.tokens[id.index()].head;
        (head != id).then_some(head)
    }

    /// The token and everything below it, as the smallest span of tokens.
    #[must_use]
    pub fn subtree(&self, id: TokenId) -> Span<Tokens> {
        let (mut first, mut last) = (id.0, id.0);
        let mut open = vec![id];
        while let Some(token) = open.pop() {
            first = first.min(token.0);
            last = last.max(token.0);
            open.extend_from_slice(self.children(token));
        }
        Span::new(first, last + 1)
    }

    /// The bytes of a span of tokens, from the first token's start to the last one's end.
    ///
    /// # Panics
    /// If the span is empty.
    #[must_use]
    pub fn bytes(&self, span: Span<Tokens>) -> Span<Bytes> {
        assert!(!span.is_empty(), "a span without tokens has no place in the text");
        Span::new(self.tokens[span.start as usize].span.start, self.tokens[span.end as usize - 1].span.end)
    }

    /// The sentence that holds a token.
    #[must_use]
    pub fn sentence_of(&self, id: TokenId) -> Span<Tokens> {
        self.sentences[self.tokens[id.index()].sentence.index()]
    }
}
