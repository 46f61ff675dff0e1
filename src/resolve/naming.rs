//! The last step: names, types and links of the entities.

use rustc_hash::FxHashMap;

use super::drafts::{Draft, DraftId, Drafts, PlaceFrom};
use super::{Entities, Entity, Office};
use crate::mentions::{Form, MentionKind};
use crate::schema::EntityType;
use crate::source::{EntityId, MentionId, TokenId};
use crate::syntax::{Label, Tag};

pub(super) fn entities(drafts: &Drafts) -> Entities {
    let mut ids: FxHashMap<DraftId, EntityId> = FxHashMap::default();
    let mut roots: Vec<DraftId> = Vec::new();
    let mut of = Vec::with_capacity(drafts.mentions.mentions.len());
    let mut reasons = Vec::with_capacity(drafts.mentions.mentions.len());
    // Entities stand in the order of their first mention in the text.
    for mention in drafts.ids() {
        let mut own = Vec::new();
        for draft in drafts.all_of(mention) {
            let next = EntityId(roots.len() as u32);
            let id = *ids.entry(draft).or_insert_with(|| {
                roots.push(draft);
                next
            });
            own.push(id);
        }
        of.push(own);
        reasons.push(drafts.reason(mention));
    }
    // Countries of offices that no mention of their own names.
    for office in &drafts.offices {
        for draft in [drafts.root(office.holder), drafts.root(office.of)] {
            let next = EntityId(roots.len() as u32);
            ids.entry(draft).or_insert_with(|| {
                roots.push(draft);
                next
            });
        }
    }
    let entities = roots.iter().map(|root| entity(drafts, drafts.draft(*root))).collect();
    let mut offices: Vec<Office> = Vec::new();
    for office in &drafts.offices {
        let made = Office {
            holder: ids[&drafts.root(office.holder)],
            of: ids[&drafts.root(office.of)],
            title: office.title,
            head: office.head,
            leads: office.leads,
            past: office.past,
            evidence: office.evidence,
            rule: office.rule,
        };
        if made.holder != made.of && !offices.contains(&made) {
            offices.push(made);
        }
    }
    Entities { entities, of, reasons, offices }
}

fn entity(drafts: &Drafts, draft: &Draft) -> Entity {
    let mut mentions = draft.mentions.clone();
    mentions.sort();
    mentions.dedup();
    let entity_type = type_of(drafts, draft, &mentions);
    let entry = draft.entry.map(|e| drafts.gazetteer.entry(e));
    let made = draft.template.as_ref().map(|(template, owner)| {
        let owner = drafts.draft(*owner);
        let mut own = owner.mentions.clone();
        own.sort();
        let name = owner.entry.map(|e| drafts.gazetteer.entry(e).name.clone());
        let name = name.or_else(|| owner.name.clone()).or_else(|| longest_name(drafts, &own));
        template.replace("{}", &name.unwrap_or_default())
    });
    let name = match entry {
        Some(entry) => entry.name.clone(),
        None if draft.place.is_some() => draft.name.clone().unwrap_or_default(),
        // "the Somali government" is called as the text calls it.
        None => surface(drafts, draft, &mentions)
            .or_else(|| made.or_else(|| draft.name.clone()).map(|name| placed(drafts, draft, &mentions, name)))
            .or_else(|| longest_name(drafts, &mentions))
            .map(|name| with_owner(drafts, &mentions, name))
            .unwrap_or_default(),
    };
    let linked = entry.and_then(|e| e.wikidata.clone()).or_else(|| unique_id(drafts, draft, &name, entity_type));
    let country = draft.country.map(|c| {
        let country = drafts.gazetteer.entry(c);
        country.wikidata.clone().unwrap_or_else(|| country.name.clone())
    });
    let forms = super::forms::of(drafts, &mentions);
    Entity {
        name,
        entity_type,
        wikidata: linked,
        country,
        by_scene: draft.place == Some(PlaceFrom::Article),
        mentions,
        forms,
    }
}

/// "Persian Service" of "Radio Delta's Persian Service": a body that needs the name of whom it is a part of.
fn with_owner(drafts: &Drafts, mentions: &[MentionId], name: String) -> String {
    let words = drafts.words;
    let owner = mentions.iter().find_map(|id| {
        let mention = drafts.mention(*id);
        let span = mention.name.filter(|s| mention.kind == MentionKind::Name && words.text(*s) == name)?;
        let adjective = |t| drafts.gazetteer.readings(words.word(t)).iter().any(|r| r.form == Form::Adjective);
        let generic = span.len() == 2 && adjective(TokenId(span.start));
        let owner = words.syntax.children_by(mention.head, Label::Poss).next().filter(|_| generic)?;
        let of = drafts.mentions.by_head(owner).filter(|m| drafts.mention(*m).kind == MentionKind::Name)?;
        let body = drafts.of(of).is_some_and(|d| drafts.type_of(d) == Some(EntityType::Organization));
        body.then(|| drafts.name_text(drafts.mention(of)))
    });
    owner.map_or(name.clone(), |owner| format!("{owner} {name}"))
}

/// "Consulate of Israel" and the place that the text gives it: "Consulate of Israel in Istanbul".
/// "Security forces in Somalia" are the Somali ones already.
fn placed(drafts: &Drafts, draft: &Draft, mentions: &[MentionId], name: String) -> String {
    // "the U.S. Embassy in Lima" is called so, and is another than the one in Quito.
    if let Some(called) = mentions.iter().find_map(|m| abroad(drafts, draft, *m)) {
        return called;
    }
    let described = mentions.iter().all(|m| drafts.mention(*m).kind != MentionKind::Name);
    match described.then(|| super::bodies::place_of(drafts, mentions)).flatten() {
        Some(place) if !name.ends_with(&place) && !is_own_country(drafts, draft, &place) => {
            format!("{name} in {place}")
        }
        _ => name,
    }
}

/// Whether a place is the country that an entity belongs to.
fn is_own_country(drafts: &Drafts, draft: &Draft, place: &str) -> bool {
    drafts.gazetteer.readings(place).iter().any(|r| Some(r.entry) == draft.country)
}

/// The name with the place of a body that a country has in another one: "U.S. Embassy in Lima".
fn abroad(drafts: &Drafts, draft: &Draft, id: MentionId) -> Option<String> {
    let mention = drafts.mention(id);
    let name = mention
        .name
        .filter(|_| mention.kind == MentionKind::Name && draft.entity_type == Some(EntityType::Organization))?;
    let preposition = drafts.words.after(TokenId(name.end - 1))?;
    let place = super::bodies::within(drafts, preposition)?;
    let there = drafts.mentions.by_head(TokenId(place.end - 1)).and_then(|m| drafts.of(m));
    let other = there.and_then(|d| drafts.country_of(d)).is_some_and(|c| draft.country.is_some_and(|own| own != c));
    other.then(|| format!("{} in {}", drafts.words.text(name), drafts.words.text(place)))
}

/// Of an entity that is only described, the most frequent description that holds a name, then the
/// longest, then the first.
fn surface(drafts: &Drafts, draft: &Draft, mentions: &[MentionId]) -> Option<String> {
    let mut found: Vec<(String, u32)> = Vec::new();
    for id in mentions {
        let mention = drafts.mention(*id);
        match mention.kind {
            MentionKind::Name => return None,
            MentionKind::Description => {}
            MentionKind::Adjective | MentionKind::Pronoun => continue,
        }
        // "Kenya's foreign ministry" has a usual name, "Petro's critics" are the critics of Gustavo Petro, and
        // "his U.N. mission" could be anybody's.
        let owned = |t: u32| matches!(drafts.words.tag(TokenId(t)), Tag::Pos | Tag::PrpPossessive);
        let possessive = (mention.span.start..mention.head.0).any(owned);
        // "U.S. citizens" are the citizens of a country that has a longer name.
        // Mentions that begin together stand together, the longest first.
        let together = drafts.mentions.mentions[id.index() + 1..].iter();
        let abbreviated = together
            .take_while(|m| m.span.start == mention.span.start)
            .any(|m| m.kind == MentionKind::Name && m.span.end < mention.span.end)
            // "the U.S. Embassy" is called so.
            && !drafts.words.word(mention.head).starts_with(char::is_uppercase);
        // "Peruvian state prosecutors" are the office that is usually called otherwise.
        let class = drafts.words.noun_class(drafts.lexicons, mention.head);
        let usual = class.and_then(|c| drafts.lexicons.bodies.get(&c.phrase).cloned().flatten());
        let noun = drafts.words.lower(mention.head);
        let usual = usual.is_some_and(|name| !name.to_lowercase().contains(noun));
        // "the Senate" of an article on Cambodia could be any; "the Somali government" is told by its words.
        let before = (mention.span.start..mention.head.0).map(TokenId);
        let bare = before.chain([mention.head]).all(|t| drafts.mentions.by_head(t).is_none_or(|m| m == *id))
            // "students from Chiapas" are told by their words.
            && super::bodies::placing(drafts, *id)
                .is_none_or(|(_, place)| is_own_country(drafts, draft, drafts.words.text(place)));
        let whole = super::bodies::is_whole_people(drafts, *id);
        if (whole || possessive || abbreviated || usual || bare) && (draft.name.is_some() || draft.template.is_some()) {
            continue;
        }
        let words = super::bodies::words_of(drafts, *id);
        if !words.split(' ').any(|word| word.starts_with(char::is_uppercase)) {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => found.push((words, 1)),
        }
    }
    let best = found.iter().map(|(words, count)| (*count, words.len())).max()?;
    found.into_iter().find(|(words, count)| (*count, words.len()) == best).map(|(words, _)| words)
}

/// The id of the only entry of a name and type.
fn unique_id(drafts: &Drafts, draft: &Draft, name: &str, entity_type: EntityType) -> Option<String> {
    if !draft.named {
        return None;
    }
    let mut entries = drafts
        .gazetteer
        .readings(name)
        .iter()
        .filter(|r| r.form == Form::Name && drafts.gazetteer.entry(r.entry).entity_type == entity_type);
    let only = entries.next()?;
    if entries.next().is_some() {
        return None;
    }
    drafts.gazetteer.entry(only.entry).wikidata.clone()
}

/// The longest name without titles; of two as long the one that is more frequent, then the first.
fn longest_name(drafts: &Drafts, mentions: &[MentionId]) -> Option<String> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    let names: Vec<(&str, u32)> = mentions
        .iter()
        .filter_map(|id| {
            let mention = drafts.mention(*id);
            let name = mention.name.filter(|_| mention.kind == MentionKind::Name)?;
            Some((drafts.words.text(name), name.len()))
        })
        .collect();
    for (name, _) in &names {
        *counts.entry(name).or_insert(0) += 1;
    }
    let mut best: Option<(u32, u32, &str)> = None;
    for (name, length) in names {
        let rank = (length, counts[name]);
        if best.is_none_or(|(l, c, _)| rank > (l, c)) {
            best = Some((rank.0, rank.1, name));
        }
    }
    let name = best
        .map(|(_, _, name)| name)
        .or_else(|| mentions.first().map(|m| drafts.words.text(drafts.mention(*m).span)))?;
    let clean = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(clean.strip_prefix("The ").or_else(|| clean.strip_prefix("the ")).unwrap_or(&clean).to_owned())
}

/// What the passes said, else what most mentions say, a longer name counting more.
fn type_of(drafts: &Drafts, draft: &Draft, mentions: &[MentionId]) -> EntityType {
    if let Some(entry) = draft.entry {
        return drafts.gazetteer.entry(entry).entity_type;
    }
    if let Some(entity_type) = draft.entity_type {
        return entity_type;
    }
    let mut votes: Vec<(EntityType, u32)> = Vec::new();
    for id in mentions {
        let mention = drafts.mention(*id);
        let Some(kind) = mention.entity_type else { continue };
        let weight = match mention.kind {
            MentionKind::Name => {
                mention.name.map_or(1, |n| n.len().min(3) * 2) + u32::from(mention.title.is_some()) * 4
            }
            MentionKind::Description => 2,
            MentionKind::Adjective | MentionKind::Pronoun => 0,
        };
        match votes.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, count)) => *count += weight,
            None => votes.push((kind, weight)),
        }
    }
    let mut best: Option<(EntityType, u32)> = None;
    for (kind, count) in votes {
        if best.is_none_or(|(_, c)| count > c) {
            best = Some((kind, count));
        }
    }
    best.map_or(EntityType::Other, |(kind, _)| kind)
}
