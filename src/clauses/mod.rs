//! The normal form of clauses: who does what to whom, whatever the grammar.
//!
//! Takes [`Syntax`]; gives [`Clauses`]: one [`Frame`] for each verb, noun and adjective, with its
//! arguments by role. Voice is undone, arguments are shared over conjunction, control, relative
//! and participial clauses and apposition, and nouns of happening have a subject. Knows nothing of
//! entities or relations. Example: "Maduro, captured by US forces" gives *capture* the subject
//! "forces" and the object "Maduro".

mod anaphora;
mod arguments;
mod grammar;
mod nouns;
mod verbs;

pub(crate) use grammar::Function;
pub use grammar::Grammar;

use crate::source::TokenId;
use crate::syntax::{Label, Pos, Syntax, Tag};

/// The frames of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clauses {
    /// In token order.
    pub frames: Vec<Frame>,
    /// For each token the index of its frame plus one, or zero.
    of_token: Vec<u32>,
}

/// A predicate with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The word that names what happens or holds.
    pub predicate: TokenId,
    /// Whether that word is a verb, noun or adjective.
    pub kind: PredicateKind,
    /// Who and what takes part, in text order within a role.
    pub arguments: Vec<Argument>,
    /// The predicate that this one depends on, and how.
    pub governor: Option<(TokenId, Link)>,
    /// The first verb of the coordination whose auxiliaries and negation this verb shares.
    pub shares_auxiliaries_of: Option<TokenId>,
    /// The copula that makes a noun or adjective a predicate ("is" in "is an ally of").
    pub copula: Option<TokenId>,
}

/// What kind of word a predicate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PredicateKind {
    /// "accused"
    Verb,
    /// "accusations"
    Noun,
    /// "critical"
    Adjective,
}

/// A participant of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// In which role.
    pub role: Role,
    /// The word at the head of its phrase.
    pub head: TokenId,
}

/// The role of an argument, voice undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who does it; of a noun also its possessor or modifier ("the US attack").
    Subject,
    /// Who or what undergoes it.
    Object,
    /// Who receives it: "gave Colombia aid".
    Recipient,
    /// What the subject or object is said to be: "called him a liar".
    Attribute,
    /// Of a noun or adjective: who is said to be it ("Colombia" in "Colombia is an ally").
    Holder,
    /// A clause that completes it: "threatened to attack".
    Clause,
    /// A particle: "off" in "called off".
    Particle,
    /// An adjective or noun before a noun.
    Modifier,
    /// By a preposition, which the token names.
    Preposition(TokenId),
}

/// How a frame depends on its governor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// As its completing clause or nominal: "refused to meet", "denied the attack".
    Complement,
    /// As an adverbial clause: "after meeting him", "if he attacks".
    Adverbial,
    /// As a relative or participial clause of a noun.
    Relative,
}

impl Clauses {
    /// The frame of a token, if the token is a predicate.
    #[must_use]
    pub fn frame(&self, token: TokenId) -> Option<&Frame> {
        let index = *self.of_token.get(token.index())?;
        self.frames.get((index as usize).wrapping_sub(1))
    }
}

impl Frame {
    /// The heads of the arguments in a role, in text order.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = TokenId> + '_ {
        self.arguments.iter().filter(move |a| a.role == role).map(|a| a.head)
    }

    /// Whether some argument has the role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.arguments.iter().any(|a| a.role == role)
    }

    fn add(&mut self, role: Role, head: TokenId) {
        let argument = Argument { role, head };
        if head != self.predicate && !self.arguments.contains(&argument) {
            self.arguments.push(argument);
        }
    }
}

/// Builds the frames of an article; `page` is its text.
#[must_use]
pub fn build(page: &str, syntax: &Syntax, grammar: &Grammar) -> Clauses {
    let mut clauses = Clauses { frames: Vec::new(), of_token: vec![0; syntax.tokens.len()] };
    let builder = Builder { page, syntax, grammar };
    // Governors first, so that what is shared downwards is already there.
    for sentence in &syntax.sentences {
        let mut open: Vec<TokenId> = sentence.tokens().filter(|t| syntax.head(*t).is_none()).collect();
        open.reverse();
        while let Some(token) = open.pop() {
            if let Some(kind) = builder.kind(token) {
                let frame = builder.frame(token, kind, &clauses);
                clauses.frames.push(frame);
                clauses.of_token[token.index()] = clauses.frames.len() as u32;
            }
            open.extend(syntax.children(token).iter().rev().copied());
        }
    }
    builder.finish(&mut clauses);
    clauses
}

/// What the building of frames looks at.
struct Builder<'a> {
    page: &'a str,
    syntax: &'a Syntax,
    grammar: &'a Grammar,
}

impl Builder<'_> {
    fn kind(&self, token: TokenId) -> Option<PredicateKind> {
        let t = self.syntax.token(token);
        match t.pos {
            Pos::Verb => Some(PredicateKind::Verb),
            Pos::Aux if matches!(t.label, Label::Aux | Label::Auxpass) => None,
            Pos::Aux => Some(PredicateKind::Verb),
            Pos::Noun | Pos::Propn => Some(PredicateKind::Noun),
            Pos::Adj => Some(PredicateKind::Adjective),
            _ => None,
        }
    }

    fn frame(&self, token: TokenId, kind: PredicateKind, clauses: &Clauses) -> Frame {
        let mut frame = Frame {
            predicate: token,
            kind,
            arguments: Vec::new(),
            governor: None,
            shares_auxiliaries_of: None,
            copula: None,
        };
        match kind {
            PredicateKind::Verb => self.fill_verb(&mut frame, clauses),
            PredicateKind::Noun | PredicateKind::Adjective => self.fill_noun(&mut frame, clauses),
        }
        frame
    }

    /// Undoes copulas, hands subjects to nouns of light verbs and lets nouns point at their verbs.
    fn finish(&self, clauses: &mut Clauses) {
        for i in 0..clauses.frames.len() {
            if clauses.frames[i].kind != PredicateKind::Verb {
                continue;
            }
            self.undo_copula(i, clauses);
            self.return_agent(i, clauses);
            self.lend_subject(i, clauses);
        }
        clauses.frames.sort_by_key(|f| f.predicate);
        self.recall(clauses);
        for (i, frame) in clauses.frames.iter().enumerate() {
            clauses.of_token[frame.predicate.index()] = i as u32 + 1;
        }
    }

    fn lemma_is(&self, token: TokenId, function: grammar::Function) -> bool {
        self.grammar.has(self.lemma(token), function)
    }

    fn lemma(&self, token: TokenId) -> &str {
        self.grammar.lemma(self.page, self.syntax, token)
    }

    fn word_is(&self, token: TokenId, function: grammar::Function) -> bool {
        self.grammar.has(self.syntax.word(self.page, token), function)
    }

    fn tag(&self, token: TokenId) -> Tag {
        self.syntax.token(token).tag
    }

    fn label(&self, token: TokenId) -> Label {
        self.syntax.token(token).label
    }
}
