//! Names, descriptions and pronouns: every place where the text refers to somebody or something.
//!
//! Takes [`Syntax`], the schema's lexicons and the gazetteer; gives
//! [`Mentions`]. Does not say which mentions mean the same: [`crate::resolve`] does. Example: "US
//! President Donald Trump" is one mention with the name "Donald Trump", the title "US President"
//! and, inside, the mention "US".

mod descriptions;
mod gazetteer;
mod lexicons;
mod names;
mod pronouns;
mod titles;
mod words;

pub use gazetteer::{Entry, EntryId, Form, Gazetteer, Reading, Tenure, fold};
pub use lexicons::{Lexicons, OfficeNoun, Prominence, Pronoun, PronounKind, Scene, Scope, Votes};
pub(crate) use words::{Words, abbreviation_of, is_proper};

use crate::schema::EntityType;
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::syntax::Syntax;
use crate::text::Text;

/// The mentions of an article, ordered by start, then longest first; one may lie inside another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// The mentions.
    pub mentions: Vec<Mention>,
    /// For each token, the mention that it heads.
    heads: Vec<Option<MentionId>>,
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
    /// The words before the name that say who bears it: "Colombian leader".
    pub title: Option<Span<Tokens>>,
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

impl Mentions {
    /// Puts mentions in order and makes them found by their heads; `tokens` is the number of tokens.
    #[must_use]
    pub fn new(mut mentions: Vec<Mention>, tokens: usize) -> Self {
        mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.head, m.kind as u8));
        mentions.dedup_by(|a, b| a.span == b.span && a.kind == b.kind);
        let mut heads: Vec<Option<MentionId>> = vec![None; tokens];
        let mut put = |token: TokenId, id: usize, mentions: &[Mention]| {
            let Some(slot) = heads.get_mut(token.index()) else { return };
            let rank = |m: &Mention| (m.kind != MentionKind::Adjective, m.span.len());
            if slot.is_none_or(|old| rank(&mentions[id]) > rank(&mentions[old.index()])) {
                *slot = Some(MentionId(id as u32));
            }
        };
        for (id, mention) in mentions.iter().enumerate() {
            put(mention.head, id, &mentions);
        }
        // Where the parser hangs a name by another of its words, that word finds it too.
        for (id, mention) in mentions.iter().enumerate() {
            if let Some(name) = mention.name
                && let Some(last) = name.tokens().next_back()
                && heads.get(last.index()).is_some_and(Option::is_none)
            {
                heads[last.index()] = Some(MentionId(id as u32));
            }
        }
        Self { mentions, heads }
    }

    /// The mention of an id.
    #[must_use]
    pub fn mention(&self, id: MentionId) -> &Mention {
        &self.mentions[id.index()]
    }

    /// The mention that hangs in the tree by a token: the longest one, an adjective only where
    /// there is no other.
    #[must_use]
    pub fn by_head(&self, token: TokenId) -> Option<MentionId> {
        self.heads.get(token.index()).copied().flatten()
    }

    /// The mentions with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (MentionId, &Mention)> {
        self.mentions.iter().enumerate().map(|(i, m)| (MentionId(i as u32), m))
    }
}

/// Finds the mentions of an article. `page` is the article's page, `text` its paragraphs.
#[must_use]
pub fn find(page: &str, text: &Text, syntax: &Syntax, lexicons: &Lexicons, gazetteer: &Gazetteer) -> Mentions {
    let words = Words::new(page, text, syntax);
    let names = names::find(&words, lexicons, gazetteer);
    let mut mentions = Vec::new();
    let titled = titles::attach(&words, lexicons, gazetteer, &names, &mut mentions);
    descriptions::find(&words, lexicons, &names, &titled, &mut mentions);
    pronouns::find(&words, lexicons, &mut mentions);
    Mentions::new(mentions, syntax.tokens.len())
}
