//! One type for one name: what the article as a whole says beats what one sentence seemed to say.
//!
//! "Petro" is a person although the engine called it a body five times, because "Gustavo Petro" and
//! "President Petro" are persons.

use super::drafts::{DraftId, Drafts};
use crate::mentions::MentionKind;
use crate::schema::EntityType;
use crate::source::TokenId;
use crate::syntax::Label;

pub(super) fn settle(drafts: &mut Drafts) {
    let roots: Vec<DraftId> = drafts.roots().collect();
    for root in roots {
        let gender = drafts.draft(root).mentions.iter().find_map(|m| drafts.mention(*m).gender);
        drafts.learn_gender(root, gender);
        if drafts.type_of(root).is_none() {
            let found = by_evidence(drafts, root);
            drafts.draft_mut(root).entity_type = found;
        }
    }
}

fn by_evidence(drafts: &Drafts, root: DraftId) -> Option<EntityType> {
    let words = drafts.words;
    let weigh = drafts.lexicons.votes;
    let mut votes: Vec<(EntityType, u32)> = Vec::new();
    let mut vote = |kind: EntityType, weight: u32| match votes.iter_mut().find(|(k, _)| *k == kind) {
        Some((_, count)) => *count += weight,
        None => votes.push((kind, weight)),
    };
    for id in &drafts.draft(root).mentions {
        let mention = drafts.mention(*id);
        let (MentionKind::Name, Some(name)) = (mention.kind, mention.name) else { continue };
        if let Some(kind) = mention.entity_type {
            vote(kind, weigh.label * name.len().min(3) + if mention.title.is_some() { weigh.title } else { 0 });
        }
        let first = TokenId(name.start);
        if name.len() > 1 && drafts.gazetteer.is_first_name(words.word(first)) {
            vote(EntityType::Person, weigh.first_name);
        }
        // "media association CamboJA" says itself that it is a body.
        let titled = mention.title.and_then(|t| words.noun_class(drafts.lexicons, TokenId(t.end - 1)));
        let body = titled.is_some_and(|c| c.entity_type == EntityType::Organization);
        if body {
            vote(EntityType::Organization, weigh.body_title);
        }
        // "in Tamborwa", whatever the engine takes it for.
        if name.len() == 1 && is_place_object(drafts, mention.head) {
            vote(EntityType::Place, weigh.location);
        }
        // Who says something is somebody, or a body; no town and no book.
        let verb = words.syntax.head(mention.head).filter(|_| words.is_subject(mention.head));
        if verb.is_some_and(|v| drafts.lexicons.report_verbs.contains(words.syntax.lemma(v)))
            && !body
            && !matches!(mention.entity_type, Some(EntityType::Organization | EntityType::Group))
        {
            vote(EntityType::Person, weigh.speaks);
        }
        // A name says by its first or last noun what it is: "Ministry of …", "… Party", "… River".
        let last = TokenId(name.end - 1);
        for token in [first, last] {
            let lower = words.lower(token);
            if drafts.lexicons.bodies.contains_key(lower) && name.len() > 1 {
                vote(EntityType::Organization, weigh.kind_noun);
            } else if name.len() > 1 && drafts.lexicons.places.contains_key(lower) {
                vote(EntityType::Place, weigh.kind_noun);
            }
        }
    }
    if votes.is_empty() {
        return by_place(drafts, root);
    }
    let mut best: Option<(EntityType, u32)> = None;
    for (kind, count) in votes {
        if best.is_none_or(|(_, c)| count > c) {
            best = Some((kind, count));
        }
    }
    best.map(|(kind, _)| kind)
}

/// What nobody knows and things happen in is a place: "in Damasha".
fn by_place(drafts: &Drafts, root: DraftId) -> Option<EntityType> {
    drafts
        .draft(root)
        .mentions
        .iter()
        .any(|id| is_place_object(drafts, drafts.mention(*id).head))
        .then_some(EntityType::Place)
}

/// Whether a preposition says that something happens in what a word heads: "in Damasha", or that somebody
/// comes from there: "from Damasha in Chad".
fn is_place_object(drafts: &Drafts, head: TokenId) -> bool {
    let words = drafts.words;
    let prep = words.syntax.head(head).filter(|_| words.label(head) == Label::Pobj);
    let place = |p: TokenId| {
        drafts.lexicons.metonymy.get(&format!("preposition {}", words.lower(p))).is_some_and(|r| r == "place")
    };
    let next = words.after(head).filter(|t| drafts.lexicons.location.contains(words.lower(*t)));
    let lies = next.and_then(|p| super::bodies::within(drafts, p)).is_some();
    prep.is_some_and(|p| place(p) || lies && drafts.lexicons.origin.contains(words.lower(p)))
}
