//! Names, descriptions and pronouns: every place where the text refers to somebody or something.
//!
//! Takes [`Syntax`](crate::syntax::Syntax) and the schema's lexicons; gives [`Mentions`]. Does not
//! say which mentions mean the same: [`crate::resolve`] does. Example: "US President Donald Trump"
//! is one mention with the name "Donald Trump", the office "President" and, inside, the mention "US".

use crate::schema::EntityType;
use crate::source::{Span, TokenId, Tokens};

/// The mentions of an article, ordered by start, then longest first; one may lie inside another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// The mentions.
    pub mentions: Vec<Mention>,
}

/// One place where the text refers to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// All its words: "Colombian leader Gustavo Petro", "the former rebel fighter", "he".
    pub span: Span<Tokens>,
    /// The syntactic head, by which it hangs in the tree.
    pub head: TokenId,
    /// What kind of expression it is.
    pub kind: MentionKind,
    /// The proper name without titles ("Gustavo Petro"); the adjective itself for "Colombian".
    pub name: Option<Span<Tokens>>,
    /// The type, where the words themselves tell it.
    pub entity_type: Option<EntityType>,
    /// One or several.
    pub number: Option<Number>,
    /// He, she or it.
    pub gender: Option<Gender>,
}

/// What kind of expression a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A proper name, with or without titles.
    Name,
    /// An adjective of a country or group: "Colombian" in "Colombian troops".
    Adjective,
    /// A noun phrase without a name: "the American leader", "the ministry".
    Description,
    /// A personal, possessive, reflexive or relative pronoun.
    Pronoun,
}

/// Grammatical number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// Gender as pronouns show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// He.
    Masculine,
    /// She.
    Feminine,
    /// It.
    Neuter,
}
