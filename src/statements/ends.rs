//! From the words that fill a pattern's letters to entities.

use crate::clauses::{PredicateKind, Role};
use crate::mentions::{MentionKind, Number};
use crate::schema::EntityType;
use crate::source::{EntityId, MentionId, TokenId};
use crate::syntax::Pos;

use super::wording::Wording;
use super::{End, Grounds};

/// The mention by which each token heads a phrase, if it does.
#[derive(Debug, Clone)]
pub(super) struct Heads {
    mention: Vec<Option<MentionId>>,
}

impl Heads {
    pub(super) fn new(grounds: &Grounds<'_>) -> Self {
        let mut mention: Vec<Option<MentionId>> = vec![None; grounds.syntax.tokens.len()];
        for (i, candidate) in grounds.mentions.mentions.iter().enumerate() {
            let slot = &mut mention[candidate.head.index()];
            // A resolved mention goes before an unresolved one, a longer before a shorter.
            let key = |id: usize| {
                let m = &grounds.mentions.mentions[id];
                let resolved = grounds.entities.of.get(id).is_some_and(|of| !of.is_empty());
                (resolved, m.kind != MentionKind::Adjective, m.span.len())
            };
            if slot.is_none_or(|old| key(i) > key(old.index())) {
                *slot = Some(MentionId(i as u32));
            }
        }
        // "the journalist Amina Diallo, who": the parser may hang on the name what is said of the whole.
        for (i, candidate) in grounds.mentions.mentions.iter().enumerate() {
            let Some(name) = candidate.name.filter(|_| candidate.kind == MentionKind::Name) else { continue };
            let outside = |t: &TokenId| grounds.syntax.head(*t).is_none_or(|h| !name.has(h));
            if let Some(head) = name.tokens().rev().find(outside) {
                mention[head.index()].get_or_insert(MentionId(i as u32));
            }
        }
        Self { mention }
    }

    /// The mention that a token heads.
    pub(super) fn mention(&self, token: TokenId) -> Option<MentionId> {
        self.mention[token.index()]
    }
}

/// The entities that a phrase refers to, by its head.
pub(super) fn ends(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads, token: TokenId) -> Vec<End> {
    let mut token = token;
    for _ in 0..3 {
        if let Some(mention) = heads.mention(token) {
            let listed = listed(grounds, heads, token, mention);
            if !listed.is_empty() {
                return listed;
            }
            let of = &grounds.entities.of[mention.index()];
            // "the mayor, Ylva Strom,": who is only described has the name that stands beside.
            if !of.iter().any(|entity| is_named(grounds, *entity))
                && let Some(named) = beside(grounds, heads, token)
            {
                return vec![named];
            }
            if !of.is_empty() {
                return of.iter().map(|entity| End { entity: *entity, mention }).collect();
            }
        }
        // "the whistleblower Rui Falcao": a noun that describes nobody by itself.
        if let Some(named) = beside(grounds, heads, token) {
            return vec![named];
        }
        // "the Kenyan statement warned": whoever issued it did.
        if let Some(issuer) = issuer(grounds, wording, heads, token) {
            return vec![issuer];
        }
        let Some(of) = whole(grounds, wording, token) else { break };
        token = of;
    }
    Vec::new()
}

/// Whether some mention of an entity is a name.
fn is_named(grounds: &Grounds<'_>, entity: EntityId) -> bool {
    let own = &grounds.entities.entities[entity.index()].mentions;
    own.iter().any(|m| grounds.mentions.mentions[m.index()].kind != MentionKind::Description)
}

/// Who is named in apposition to a noun that describes somebody.
fn beside(grounds: &Grounds<'_>, heads: &Heads, token: TokenId) -> Option<End> {
    match holders(grounds, heads, token, |holder| holder > token).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The names to which a noun is apposed; of a copula the subject is an end by itself.
fn holders(grounds: &Grounds<'_>, heads: &Heads, token: TokenId, asked: impl Fn(TokenId) -> bool) -> Vec<End> {
    let frame = grounds.clauses.frame(token).filter(|f| f.kind != PredicateKind::Verb && f.copula.is_none());
    let all = frame.into_iter().flat_map(|f| f.in_role(Role::Holder)).filter(|holder| asked(*holder));
    all.filter_map(|holder| {
        let mention = heads.mention(holder)?;
        let name = grounds.mentions.mentions[mention.index()].kind == MentionKind::Name;
        let [entity] = grounds.entities.of[mention.index()].as_slice() else { return None };
        name.then_some(End { entity: *entity, mention })
    })
    .collect()
}

/// "three senators, Ana Ruiz, Pablo Mora and Luis Vega": those who are named, where a plural names several.
fn listed(grounds: &Grounds<'_>, heads: &Heads, token: TokenId, mention: MentionId) -> Vec<End> {
    let own = &grounds.mentions.mentions[mention.index()];
    if own.kind != MentionKind::Description || own.number != Some(Number::Plural) {
        return Vec::new();
    }
    let named = holders(grounds, heads, token, |_| true);
    if named.len() > 1 { named } else { Vec::new() }
}

/// Who speaks by a statement, report or letter: its owner or who stands behind "by".
fn issuer(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads, token: TokenId) -> Option<End> {
    let frame = grounds.clauses.frame(token).filter(|f| f.kind == PredicateKind::Noun)?;
    wording.report(grounds.syntax.lemma(token)).filter(|r| !r.act && !r.denies)?;
    frame.in_role(Role::Subject).find_map(|owner| {
        let mention = heads.mention(owner)?;
        let entity = *grounds.entities.of[mention.index()].first()?;
        Some(End { entity, mention })
    })
}

/// Of what a noun is only some: "dozens of lawmakers" are lawmakers.
pub(super) fn whole(grounds: &Grounds<'_>, wording: &Wording, token: TokenId) -> Option<TokenId> {
    let partitive = wording.is_partitive(grounds.syntax.lemma(token))
        || matches!(grounds.syntax.token(token).pos, Pos::Num | Pos::Det);
    partitive.then(|| of_object(grounds, token)).flatten()
}

fn of_object(grounds: &Grounds<'_>, token: TokenId) -> Option<TokenId> {
    use crate::syntax::Label;
    grounds
        .syntax
        .children_by(token, Label::Prep)
        .filter(|p| grounds.syntax.word(grounds.page, *p).eq_ignore_ascii_case("of"))
        .find_map(|p| grounds.syntax.children_by(p, Label::Pobj).next())
}

/// Whether an end may stand in a place that asks for these types: it has one of them and can be told
/// from others, by a name of its own or that of whom it belongs to ("Petro's critics"). "A hotel" or
/// "six attackers" would be nobody in a graph of many articles.
pub(super) fn fits(grounds: &Grounds<'_>, end: End, types: &[EntityType]) -> bool {
    let entity = &grounds.entities.entities[end.entity.index()];
    entity.name.contains(char::is_uppercase)
        && !entity.by_scene
        && (types.contains(&entity.entity_type)
            || types.contains(&EntityType::Organization) && is_guess(grounds, end)
            || types.contains(&EntityType::Group) && is_several(grounds, end))
}

/// Whether an end is a body by its people: "three Israeli soldiers" are a group of the army.
fn is_several(grounds: &Grounds<'_>, end: End) -> bool {
    let mention = &grounds.mentions.mentions[end.mention.index()];
    let body = grounds.entities.entities[end.entity.index()].entity_type == EntityType::Organization;
    body && mention.kind == MentionKind::Description && mention.number == Some(Number::Plural)
}

/// Whether nothing but a guess of the engine says what a name is: a company with the name of a town.
pub(super) fn is_guess(grounds: &Grounds<'_>, end: End) -> bool {
    let entity = &grounds.entities.entities[end.entity.index()];
    let named = |m: &MentionId| grounds.mentions.mentions[m.index()].kind == MentionKind::Name;
    matches!(entity.entity_type, EntityType::Place | EntityType::Other | EntityType::Work)
        && entity.wikidata.is_none()
        && entity.mentions.iter().all(|m| grounds.mentions.mentions[m.index()].kind != MentionKind::Description)
        && entity.mentions.iter().any(named)
}
