//! Borders, under the names of the two countries that they part.
//!
//! "Mexico's northern border with the United States" is the Mexico–United States border, and so is
//! "the border" after it. Must not: "the border" of one country alone, which may be any of several.

use super::drafts::{DraftId, Drafts, Key};
use super::owner::{self, Owner};
use crate::mentions::{EntryId, MentionKind};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};
use crate::syntax::Label;

pub(super) fn run(drafts: &mut Drafts) {
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        let lemma = drafts.words.syntax.lemma(mention.head).to_lowercase();
        if mention.kind != MentionKind::Description || !drafts.is_open(id) || !drafts.lexicons.borders.contains(&lemma)
        {
            continue;
        }
        let Some([one, other]) = sides(drafts, id) else { continue };
        let mut names = [one, other].map(|entry| drafts.gazetteer.entry(entry).name.clone());
        names.sort();
        let name = format!("{}–{} {lemma}", names[0], names[1]);
        let draft = drafts.keyed(Key::Name(super::exact::name_key(&name)));
        let slot = drafts.draft_mut(draft);
        slot.name.get_or_insert(name);
        slot.entity_type = Some(EntityType::Place);
        slot.nouns.push(lemma);
        drafts.assign(id, draft, "border of two countries");
    }
}

/// Who has or shares a border: "Chad shares a long border with Libya", "Chad, which has a border with Libya".
fn sharer(drafts: &Drafts, border: TokenId) -> Option<DraftId> {
    let words = drafts.words;
    let verb = words.syntax.head(border).filter(|_| words.label(border) == Label::Dobj)?;
    let subject = words.syntax.children_by(verb, Label::Nsubj).next()?;
    // A relative clause hangs under whom it tells about.
    let teller = if words.label(verb) == Label::Relcl { words.syntax.head(verb)? } else { subject };
    drafts.mentions.by_head(teller).and_then(|m| drafts.of(m))
}

/// The two countries that a border is said to part, if there are two.
fn sides(drafts: &Drafts, id: MentionId) -> Option<[EntryId; 2]> {
    let mention = drafts.mention(id);
    let words = drafts.words;
    let mut near: Vec<DraftId> = Vec::new();
    if let Owner::Draft(owner) = owner::of(drafts, mention.head, mention.span) {
        near.push(owner);
    }
    near.extend(sharer(drafts, mention.head));
    let of = |t: TokenId| drafts.mentions.by_head(t).and_then(|m| drafts.of(m));
    near.extend((mention.span.start..mention.head.0).map(TokenId).filter_map(of));
    let behind = words.syntax.children_by(mention.head, Label::Prep);
    let objects: Vec<TokenId> = behind.flat_map(|p| words.syntax.children_by(p, Label::Pobj)).collect();
    for object in &objects {
        near.extend(std::iter::once(*object).chain(words.syntax.children_by(*object, Label::Conj)).filter_map(of));
    }
    // "the border with Venezuela" in an article on Colombia.
    if !objects.is_empty() {
        near.extend(drafts.dominant_country());
    }
    let mut found: Vec<EntryId> = Vec::new();
    for draft in near.into_iter().filter(|d| drafts.type_of(*d) == Some(EntityType::Country)) {
        found.extend(drafts.country_of(draft).filter(|e| !found.contains(e)));
    }
    // The article's country only where a second one is missing.
    found.truncate(2);
    <[EntryId; 2]>::try_from(found).ok()
}
