//! Groups without a name, after where they are: "students" of an article on Peru are the students in
//! Peru, "customs officials" of one on Ghana Ghanaian customs officials.
//!
//! In a graph of many articles "protesters" would be nobody; "protesters in Lima" can be told from
//! others. The place is the one that a mention gives ("mosques across Turkey"), else the country in
//! which the article plays, or its town where the group is of a town. Must not: groups that a name tells apart
//! already ("Colombian soldiers"), those of an article on several countries, "countries", "markets".

use super::drafts::{DraftId, Drafts, PlaceFrom};
use crate::mentions::{MentionKind, Scene};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};

pub(super) fn run(drafts: &mut Drafts) {
    let country = drafts.setting();
    let town = town(drafts);
    let region = region(drafts);
    let roots: Vec<DraftId> = drafts.roots().collect();
    for root in roots {
        let Some(name) = unnamed_group(drafts, root) else { continue };
        let mentions = drafts.draft(root).mentions.clone();
        if let Some(adjective) = &region
            && let Some(name) = of_region(drafts, &name, adjective)
        {
            let slot = drafts.draft_mut(root);
            slot.name = Some(name);
            slot.place = Some(PlaceFrom::Mention);
            continue;
        }
        if let Some(place) = super::bodies::place_of(drafts, &mentions) {
            let slot = drafts.draft_mut(root);
            slot.name = Some(format!("{name} in {place}"));
            slot.place = Some(PlaceFrom::Mention);
            continue;
        }
        if drafts.draft(root).country.is_some() {
            continue;
        }
        let Some(scene) = scene_of(drafts, &mentions) else { continue };
        let at = match scene {
            Scene::Town => town.or(country),
            Scene::Country | Scene::Nation | Scene::Of | Scene::To => country,
        };
        let Some(at) = at else { continue };
        let placed = match (scene, called(drafts, at)) {
            (Scene::Nation, (_, Some(adjective))) => format!("{adjective} {name}"),
            (Scene::Nation, (place, None)) => format!("{place} {name}"),
            (Scene::Of, (place, _)) => format!("{name} of {place}"),
            (Scene::To, (place, _)) => format!("{name} to {place}"),
            (Scene::Town | Scene::Country, (place, _)) => format!("{name} in {place}"),
        };
        let of = drafts.country_of(at);
        let slot = drafts.draft_mut(root);
        slot.name = Some(placed);
        slot.place = Some(PlaceFrom::Article);
        slot.country = slot.country.or(of);
    }
}

/// The adjective of the region that the article names most often, if it names one more often than others.
fn region(drafts: &Drafts) -> Option<String> {
    let region = |root: &DraftId| {
        let entry = drafts.draft(*root).entry?;
        let known = drafts.gazetteer.entry(entry);
        let wide = known.entity_type == EntityType::Place && known.country.is_none();
        drafts.gazetteer.adjective(entry).filter(|_| wide).map(|a| (drafts.draft(*root).mentions.len(), a))
    };
    let mut named: Vec<(usize, &str)> = drafts.roots().filter_map(|root| region(&root)).collect();
    named.sort_unstable_by(|a, b| b.cmp(a));
    match named[..] {
        [(_, only)] => Some(only.to_owned()),
        [(first, most), (second, _), ..] if first > second => Some(most.to_owned()),
        _ => None,
    }
}

/// "regional leaders" of an article on Latin America are Latin American leaders.
fn of_region(drafts: &Drafts, name: &str, adjective: &str) -> Option<String> {
    let (first, rest) = name.split_once(' ')?;
    let told = drafts.lexicons.regional.contains(&first.to_lowercase());
    told.then(|| format!("{adjective} {rest}"))
}

/// The name of a group that is only described, and by no name of somebody else.
fn unnamed_group(drafts: &Drafts, root: DraftId) -> Option<String> {
    let draft = drafts.draft(root);
    let described = draft.mentions.iter().all(|m| drafts.mention(*m).kind == MentionKind::Description);
    let group = draft.entity_type == Some(EntityType::Group);
    let own = draft.entry.is_none() && draft.template.is_none();
    let name = draft.name.as_ref().filter(|_| described && group && own && !draft.mentions.is_empty())?;
    let proper = |word: &str| word.starts_with(char::is_uppercase);
    let tells = name.split(' ').skip(1).any(proper)
        || draft.mentions.iter().any(|m| holds_name(drafts, *m) || comes_from(drafts, *m));
    (!tells).then(|| name.clone())
}

/// Whether a name stands before the noun of a description: "Colombian" of "Colombian soldiers".
fn holds_name(drafts: &Drafts, id: MentionId) -> bool {
    let mention = drafts.mention(id);
    let before = (mention.span.start..mention.head.0).map(TokenId);
    before.filter_map(|t| drafts.mentions.by_head(t)).any(|m| drafts.mention(m).kind != MentionKind::Description)
}

/// Whether the words of a description say where it comes from: "students from Chiapas" of an article on Peru.
fn comes_from(drafts: &Drafts, id: MentionId) -> bool {
    let placing = super::bodies::placing(drafts, id);
    placing.is_some_and(|(preposition, _)| drafts.lexicons.origin.contains(drafts.words.lower(preposition)))
}

/// How the noun of a group is told apart by its place, if it is.
fn scene_of(drafts: &Drafts, mentions: &[MentionId]) -> Option<Scene> {
    mentions.iter().find_map(|id| {
        let class = drafts.words.noun_class(drafts.lexicons, drafts.mention(*id).head)?;
        drafts.lexicons.scenes.get(&class.phrase).copied()
    })
}

/// The name and the adjective of a place or country.
fn called(drafts: &Drafts, at: DraftId) -> (String, Option<String>) {
    let draft = drafts.draft(at);
    if let Some(entry) = draft.entry {
        return (drafts.gazetteer.entry(entry).name.clone(), super::bodies::adjective_of(drafts, entry));
    }
    let name = draft.mentions.iter().find_map(|m| drafts.mention(*m).name).map(|n| drafts.words.text(n).to_owned());
    (name.unwrap_or_default(), None)
}

/// The place known to the gazetteer, no country, that the article names far more often than any other.
fn town(drafts: &Drafts) -> Option<DraftId> {
    let mut counts: Vec<(usize, DraftId)> = drafts
        .roots()
        .filter(|d| drafts.type_of(*d) == Some(EntityType::Place) && drafts.draft(*d).entry.is_some())
        .map(|d| (drafts.draft(d).mentions.len(), d))
        .collect();
    let times = drafts.lexicons.prominence.town;
    counts.sort_by_key(|(count, draft)| (std::cmp::Reverse(*count), *draft));
    match counts.as_slice() {
        [(first, draft), rest @ ..] => {
            let next = rest.first().map_or(0, |(count, _)| *count);
            (*first >= times && *first >= times * next).then_some(*draft)
        }
        [] => None,
    }
}
