//! Whom a person stands for, said within a noun phrase: "Kevin Smith of Amnesty International", "the
//! Labour Party's Ana Ruiz", "Omar Sy from the Greens".
//!
//! A person of a party is its member, one of another body works for it. Must not: "Ana Ruiz of Lima", who
//! comes from there; "the death of Ana Ruiz".

use crate::clauses::Function;
use crate::mentions::{Mention, MentionKind};
use crate::schema::EntityType;
use crate::source::{EntityId, MentionId, TokenId};
use crate::syntax::Label;

use super::ends::Heads;
use super::wording::Wording;
use super::{End, Grounds};

/// A person with the body that the person stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Affiliated {
    pub(super) who: End,
    pub(super) body: End,
    /// The word that shows it.
    pub(super) trigger: TokenId,
}

/// What the noun phrases of an article say of whom persons stand for, in text order.
pub(super) fn affiliated(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads) -> Vec<Affiliated> {
    let mut found = Vec::new();
    for (i, mention) in grounds.mentions.mentions.iter().enumerate() {
        let ([who], Some(name)) = (grounds.entities.of[i].as_slice(), mention.name) else { continue };
        if mention.kind != MentionKind::Name || kind(grounds, *who) != EntityType::Person {
            continue;
        }
        let next = TokenId(name.end);
        let behind =
            grounds.syntax.tokens.get(next.index()).map(|_| next).and_then(|p| object(grounds, wording, mention, p));
        let owner = grounds.syntax.children_by(mention.head, Label::Poss).next();
        let body = behind.or(owner).and_then(|token| body(grounds, heads, token));
        if let Some(body) = body {
            let who = End { entity: *who, mention: MentionId(i as u32) };
            found.push(Affiliated { who, body, trigger: mention.head });
        }
    }
    found
}

/// The object of a preposition of belonging right behind a name.
fn object(grounds: &Grounds<'_>, wording: &Wording, mention: &Mention, preposition: TokenId) -> Option<TokenId> {
    let syntax = grounds.syntax;
    let belongs = wording.grammar.has(syntax.word(grounds.page, preposition), Function::Belonging);
    let own = syntax.head(preposition).is_some_and(|head| mention.span.has(head));
    (belongs && own && syntax.token(preposition).label == Label::Prep)
        .then(|| syntax.children_by(preposition, Label::Pobj).next())?
}

/// The body that a word names.
fn body(grounds: &Grounds<'_>, heads: &Heads, token: TokenId) -> Option<End> {
    let mention = heads.mention(token)?;
    let [entity] = grounds.entities.of[mention.index()].as_slice() else { return None };
    let named = grounds.mentions.mentions[mention.index()].kind == MentionKind::Name;
    // Of what nobody knows what it is, persons are rather members than natives: "Ana Quispe of ADX".
    let body = matches!(kind(grounds, *entity), EntityType::Organization | EntityType::Other);
    (named && body).then_some(End { entity: *entity, mention })
}

fn kind(grounds: &Grounds<'_>, entity: EntityId) -> EntityType {
    grounds.entities.entities[entity.index()].entity_type
}
