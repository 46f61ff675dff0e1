//! Mentions to entities of the article, in named passes, most precise first.
//!
//! Takes [`Mentions`], [`Syntax`] and the
//! gazetteer; gives [`Entities`]. Does not join entities of different articles: the store does.
//! Example: "Petro", "the Colombian president" and "he" join "Gustavo Petro".

mod acronym;
mod apposition;
mod bodies;
mod borders;
mod drafts;
mod exact;
mod forms;
mod introduction;
mod metonymy;
mod naming;
mod nominal;
mod offices;
mod owner;
mod pairs;
mod pronoun;
mod quotation;
mod scene;
mod surname;
mod types;

use jiff::civil::Date;

pub use crate::mentions::Gazetteer;
use crate::mentions::{Lexicons, Mentions, Words};
use crate::schema::EntityType;
use crate::source::{EntityId, MentionId, Span, TokenId, Tokens};
use crate::syntax::Syntax;
use crate::text::Text;
use drafts::Drafts;

/// The entities of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entities {
    /// The entities, in order of their first mention.
    pub entities: Vec<Entity>,
    /// For each mention, the entities that it refers to: none if unresolved, several for plural
    /// mentions such as "the two leaders" or "they".
    pub of: Vec<Vec<EntityId>>,
    /// For each mention, the pass that decided.
    pub reasons: Vec<&'static str>,
    /// Offices that the text gives to persons: facts for `leads` and `worksFor`.
    pub offices: Vec<Office>,
}

/// Somebody or something that the article speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The usual full name: "Gustavo Petro", "United States".
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// The Wikidata id (`Q22686`), if linked for sure.
    pub wikidata: Option<String>,
    /// The Wikidata id or name of the country that it belongs to, if known.
    pub country: Option<String>,
    /// Whether only the article's country or town tells it apart from others of its kind.
    pub by_scene: bool,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionId>,
    /// The distinct strings by which the text refers to it, pronouns left out, in text order.
    pub forms: Vec<String>,
}

/// An office that the text gives to a person, in a title, apposition or copula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Who holds it.
    pub holder: EntityId,
    /// The country or body it is an office of.
    pub of: EntityId,
    /// The words of the office: "President", "Secretary of State", "the foreign minister".
    pub title: Span<Tokens>,
    /// The token that names the office ("President", "minister").
    pub head: TokenId,
    /// Head of state, government or body (`leads`), else an office below (`worksFor`).
    pub leads: bool,
    /// Whether it has ended ("former president", "then-president").
    pub past: bool,
    /// All words that show it, from title to name.
    pub evidence: Span<Tokens>,
    /// Which construction showed it: `title`, `apposition`, `copula`, `possessive`.
    pub rule: &'static str,
}

/// Resolves the mentions of an article to entities. `published` is the day of publication, for
/// offices that the gazetteer knows with their time.
#[must_use]
pub fn resolve(
    page: &str,
    text: &Text,
    syntax: &Syntax,
    mentions: &Mentions,
    lexicons: &Lexicons,
    gazetteer: &Gazetteer,
    published: Option<Date>,
) -> Entities {
    let words = Words::new(page, text, syntax);
    let mut drafts = Drafts::new(&words, mentions, lexicons, gazetteer, published);
    exact::run(&mut drafts);
    acronym::run(&mut drafts);
    surname::run(&mut drafts);
    types::settle(&mut drafts);
    drafts.find_dominant_country();
    offices::from_titles(&mut drafts);
    bodies::run(&mut drafts);
    apposition::run(&mut drafts);
    offices::from_shared_titles(&mut drafts);
    offices::describe(&mut drafts);
    introduction::run(&mut drafts);
    borders::run(&mut drafts);
    nominal::run(&mut drafts);
    bodies::retry(&mut drafts);
    offices::retry(&mut drafts);
    pairs::run(&mut drafts);
    nominal::rest(&mut drafts, nominal::Rest::WithoutPronoun);
    pronoun::run(&mut drafts);
    nominal::rest(&mut drafts, nominal::Rest::All);
    scene::run(&mut drafts);
    naming::entities(&drafts)
}
