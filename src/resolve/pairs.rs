//! Plural descriptions of two that were named: "the two leaders", "both countries".
//!
//! After "a call between Trump and Petro", "the two leaders" are the last two persons; "the two
//! countries" the last two countries. Must not: "two leaders" without an article.

use super::drafts::{DraftId, Drafts};
use crate::mentions::{Mention, MentionKind, Number};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};
use crate::syntax::Label;

/// How many entities before the last one are looked at for the other of two.
const NEAR: usize = 6;

pub(super) fn run(drafts: &mut Drafts) {
    // The drafts of each type in the order of their last mention.
    let mut recent: Vec<(DraftId, EntityType)> = Vec::new();
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if drafts.is_open(id) {
            if let Some(pair) = pair(drafts, mention, &recent) {
                drafts.assign_several(id, &pair, "the last two");
            }
            continue;
        }
        if mention.kind == MentionKind::Pronoun {
            continue;
        }
        note(drafts, id, &mut recent);
    }
}

fn note(drafts: &Drafts, id: MentionId, recent: &mut Vec<(DraftId, EntityType)>) {
    let Some(draft) = drafts.of(id) else { return };
    let Some(kind) = drafts.type_of(draft) else { return };
    if !drafts.draft(draft).named
        || !matches!(kind, EntityType::Person | EntityType::Country | EntityType::Organization)
    {
        return;
    }
    recent.retain(|(d, _)| *d != draft);
    recent.push((draft, kind));
    // The last two of each of three types lie within the last few.
    if recent.len() > 24 {
        recent.remove(0);
    }
}

fn pair(drafts: &Drafts, mention: &Mention, recent: &[(DraftId, EntityType)]) -> Option<Vec<DraftId>> {
    let words = drafts.words;
    let two = |t: TokenId| matches!(words.lower(t), "two" | "both");
    let wanted = match mention.kind {
        MentionKind::Description if mention.number == Some(Number::Plural) => {
            let lemma = words.syntax.lemma(mention.head).to_lowercase();
            let wanted = drafts.lexicons.pairs.get(&lemma)?;
            let counted = mention.span.tokens().any(two);
            let definite = matches!(words.lower(TokenId(mention.span.start)), "the" | "both" | "these" | "those");
            if !counted || !definite {
                return None;
            }
            *wanted
        }
        MentionKind::Pronoun if two(mention.head) && words.label(mention.head) != Label::Preconj => None,
        _ => return None,
    };
    let wanted = wanted.or_else(|| recent.last().map(|(_, kind)| *kind))?;
    let mut fitting = recent.iter().rev().filter(|(_, kind)| *kind == wanted).map(|(d, _)| *d);
    // The last one, and of the few before it the one that the article speaks of most.
    let last = fitting.next()?;
    let few = fitting.take(NEAR).enumerate();
    let other = few.max_by_key(|(i, d)| (drafts.draft(*d).mentions.len(), std::cmp::Reverse(*i)));
    other.map(|(_, other)| vec![other, last])
}
