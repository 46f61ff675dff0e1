//! Titles and descriptions before a name: "US President" in "US President Donald Trump".

use super::gazetteer::Gazetteer;
use super::names::{Name, Names};
use super::{Gender, Lexicons, Mention, MentionKind, Number, Words};
use crate::schema::EntityType;
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{EntityLabel, Label, Tag};

/// The most words that a title may have.
const LONGEST_TITLE: u32 = 16;

/// The tokens that titles cover; no description or name of its own stands there.
#[derive(Debug, Default)]
pub(super) struct Titled {
    covered: Vec<bool>,
}

impl Titled {
    pub(super) fn has(&self, token: TokenId) -> bool {
        self.covered.get(token.index()).copied().unwrap_or(false)
    }
}

/// Makes a mention of every name, with its title.
pub(super) fn attach(
    words: &Words,
    lexicons: &Lexicons,
    gazetteer: &Gazetteer,
    names: &Names,
    mentions: &mut Vec<Mention>,
) -> Titled {
    let mut titled = Titled { covered: vec![false; words.len()] };
    let titles: Vec<Option<Span<Tokens>>> = names.names.iter().map(|n| title_of(words, lexicons, names, n)).collect();
    let mut office_words = Titled { covered: vec![false; words.len()] };
    for title in titles.iter().flatten() {
        let last = TokenId(title.end - 1);
        if let Some(class) = words.noun_class(lexicons, last) {
            (class.start.0..title.end).for_each(|t| office_words.covered[t as usize] = true);
        }
        title.tokens().for_each(|t| titled.covered[t.index()] = true);
    }
    for (name, title) in names.names.iter().zip(titles) {
        // "Commerce" in "Commerce Secretary Howard Lutnick" is part of the office; "US" is somebody.
        if office_words.has(TokenId(name.span.start)) && !name.known {
            continue;
        }
        let span = title.map_or(name.span, |t| t.join(name.span));
        let last = TokenId(name.span.end - 1);
        let head = words.head_of(span, words.head_of(name.span, last));
        let gender = gender_of(words, lexicons, gazetteer, name, title);
        let person = title.is_some_and(|t| names_person(words, lexicons, t));
        let entity_type = if person && !name.known { Some(EntityType::Person) } else { name.entity_type };
        let plural = matches!(words.tag(last), Tag::Nnps | Tag::Nns) && entity_type == Some(EntityType::Group);
        mentions.push(Mention {
            span,
            head,
            kind: if name.adjective { MentionKind::Adjective } else { MentionKind::Name },
            name: Some(name.span),
            title,
            entity_type,
            number: Some(if plural { Number::Plural } else { Number::Singular }),
            gender,
        });
    }
    titled
}

/// The words before a name that belong to it, from the first to the last before the name.
fn title_of(words: &Words, lexicons: &Lexicons, names: &Names, name: &Name) -> Option<Span<Tokens>> {
    if name.adjective || matches!(name.entity_type, Some(EntityType::Country)) && name.known {
        return None;
    }
    let first = TokenId(name.span.start);
    let nearest = words.before(first)?;
    if !opens(words, lexicons, names, nearest, name) {
        return None;
    }
    let mut start = nearest;
    while let Some(token) = words.before(start) {
        if first.0 - token.0 > LONGEST_TITLE || !continues(words, lexicons, names, token) {
            break;
        }
        start = token;
        if matches!(words.tag(token), Tag::Dt | Tag::PrpPossessive) {
            break;
        }
    }
    // No title begins with a mark or the end of a possessive.
    while start.0 < name.span.start
        && matches!(words.tag(start), Tag::Pos | Tag::Hyph | Tag::Cc | Tag::Vbn | Tag::Vbg | Tag::Rb)
    {
        start = TokenId(start.0 + 1);
    }
    (start.0 < name.span.start).then(|| Span::new(start.0, name.span.start))
}

/// Whether the word just before a name can end its title: "President", "Mr", "journalist", "group".
fn opens(words: &Words, lexicons: &Lexicons, names: &Names, token: TokenId, name: &Name) -> bool {
    if lexicons.titles.contains_key(words.word(token)) && name.entity_type.is_none_or(|t| t != EntityType::Place) {
        return true;
    }
    if !matches!(words.tag(token), Tag::Nn | Tag::Nnp) || names.at(token).is_some_and(|n| n.known) {
        return false;
    }
    let Some(class) = words.noun_class(lexicons, token) else { return false };
    let last = TokenId(name.span.end - 1);
    let attached = words.syntax.head(token).is_some_and(|h| name.span.has(h))
        || words.syntax.head(last) == Some(token)
        || words.syntax.head(TokenId(name.span.start)) == Some(token);
    match class.entity_type {
        EntityType::Person => {
            // A full name that the engine took for a place is still a person's after an office.
            !name.known && name.span.len() > 1
                || name
                    .entity_type
                    .is_none_or(|t| !matches!(t, EntityType::Place | EntityType::Country | EntityType::Group))
        }
        EntityType::Organization => {
            attached && !matches!(name.entity_type, Some(EntityType::Person | EntityType::Place | EntityType::Country))
        }
        _ => false,
    }
}

/// Whether a word before a title belongs to it: adjectives, compounds, owners, "former".
fn continues(words: &Words, lexicons: &Lexicons, names: &Names, token: TokenId) -> bool {
    if words.entity(token).is_some_and(|l| matches!(l, EntityLabel::Date | EntityLabel::Time)) {
        return false;
    }
    if let Some(name) = names.at(token) {
        // Another person before the title is its owner only with a possessive mark.
        // "Oyo District Commissioner" is no commissioner of a person, whatever the engine takes the first words for.
        let place = lexicons.places.contains_key(words.lower(TokenId(name.span.end - 1)));
        if name.entity_type == Some(EntityType::Person) && !place {
            return words.after(token).is_some_and(|t| words.tag(t) == Tag::Pos || name.span.has(t));
        }
    }
    match words.tag(token) {
        Tag::Jj
        | Tag::Jjr
        | Tag::Jjs
        | Tag::Nn
        | Tag::Nnp
        | Tag::Nnps
        | Tag::Pos
        | Tag::Hyph
        | Tag::Dt
        | Tag::PrpPossessive => true,
        Tag::Vbn | Tag::Vbg => words.label(token) == Label::Amod,
        Tag::Cc => {
            // "Vice President and oil minister": only between two offices.
            let left = words.before(token).and_then(|t| words.noun_class(lexicons, t));
            left.is_some_and(|c| c.office)
        }
        _ => false,
    }
}

fn names_person(words: &Words, lexicons: &Lexicons, title: Span<Tokens>) -> bool {
    let last = TokenId(title.end - 1);
    lexicons.titles.contains_key(words.word(last))
        || words.noun_class(lexicons, last).is_some_and(|c| c.entity_type == EntityType::Person)
}

fn gender_of(
    words: &Words,
    lexicons: &Lexicons,
    gazetteer: &Gazetteer,
    name: &Name,
    title: Option<Span<Tokens>>,
) -> Option<Gender> {
    let by_title =
        title.into_iter().flat_map(Span::tokens).find_map(|t| lexicons.titles.get(words.word(t)).copied().flatten());
    if by_title.is_some() {
        return by_title;
    }
    let person = name.label == Some(EntityLabel::Person) || name.entity_type == Some(EntityType::Person);
    if person && name.span.len() > 1 {
        return gazetteer.gender_of(words.word(TokenId(name.span.start)));
    }
    None
}
