//! Entities of documents to entities over all documents: by Wikidata id, else by name, type and
//! country, and then by what people decided.
//!
//! Works on any list of entities that is whole: with one of a name and type, all of it; with one of
//! a Wikidata id, all of it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::consolidate::SourceEntity;
use super::decision::{Action, Decision, Effect, NamedEntity};
use super::identity;
use super::view::{DocumentIndex, GlobalEntity, Membership, Reason};
use crate::schema::EntityType;

/// An entity of a document.
pub(super) struct Local<'s> {
    /// The number of the document.
    pub document: usize,
    /// The key of the document.
    pub key: &'s str,
    /// The position in the document's list of entities.
    pub position: u32,
    pub entity: &'s SourceEntity,
}

/// A member of a group: its number in the list of entities, and why it is one.
struct Member {
    local: usize,
    reason: Reason,
    /// The id of the group in which it would be without decisions.
    decided_from: Option<String>,
}

/// What is equal for all members of a global entity.
struct Group {
    id: String,
    wikidata: Option<String>,
    members: Vec<Member>,
    /// Ids of groups that were merged into it.
    merged: BTreeSet<String>,
}

/// The global entities, ordered by id, and what became of each decision (none of those about
/// statements). The entities must be ordered by key and position.
pub(super) fn join(locals: &[Local<'_>], decisions: &[Decision]) -> (Vec<GlobalEntity>, Vec<Option<Effect>>) {
    let mut groups = group(locals);
    let effects = decide(&mut groups, locals, decisions);
    let mut entities: Vec<GlobalEntity> = groups.into_values().map(|group| global_entity(group, locals)).collect();
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    (entities, effects)
}

/// What the id of a named entity is made of.
type NameKey<'s> = (&'s str, EntityType, Option<&'s str>);

fn group(locals: &[Local<'_>]) -> BTreeMap<String, Group> {
    // What bears a name: the linked entities, and the countries of those that are not linked.
    #[derive(Default)]
    struct Bearers<'s> {
        linked: BTreeSet<&'s str>,
        countries: BTreeSet<&'s str>,
    }
    let mut bearers: FxHashMap<(&str, EntityType), Bearers<'_>> = FxHashMap::default();
    let mut linked_countries: FxHashMap<&str, BTreeSet<&str>> = FxHashMap::default();
    for Local { entity, .. } in locals {
        let bearer = bearers.entry((&entity.even, entity.entity_type)).or_default();
        match &entity.wikidata {
            Some(wikidata) => {
                bearer.linked.insert(wikidata);
                linked_countries.entry(wikidata).or_default().extend(entity.country.as_deref());
            }
            None if entity.named => bearer.countries.extend(entity.country.as_deref()),
            None => {}
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    let new = |id: String, wikidata: Option<&str>, groups: &mut Vec<Group>| {
        let wikidata = wikidata.map(str::to_owned);
        groups.push(Group { id, wikidata, members: Vec::new(), merged: BTreeSet::new() });
        groups.len() - 1
    };
    // A name that stands in ten thousand documents is hashed once.
    let mut of_wikidata: FxHashMap<&str, usize> = FxHashMap::default();
    let mut of_name: FxHashMap<NameKey<'_>, usize> = FxHashMap::default();
    let mut unnamed: BTreeMap<String, u32> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate() {
        let entity = local.entity;
        if i > 0 && locals[i - 1].document != local.document {
            unnamed.clear();
        }
        let bearer = &bearers[&(entity.even.as_str(), entity.entity_type)];
        let own_country = entity.country.as_deref();
        let only_linked = || {
            only(&bearer.linked).copied().filter(|wikidata| {
                let countries = &linked_countries[wikidata];
                own_country.is_none_or(|c| countries.is_empty() || countries.contains(c))
            })
        };
        let (linked, reason) = match &entity.wikidata {
            Some(wikidata) => (Some(wikidata.as_str()), Reason::SameWikidata),
            None if !entity.named => (None, Reason::Unnamed),
            None => only_linked().map_or((None, Reason::SameName), |w| (Some(w), Reason::NameOfLinked)),
        };
        let at = if let Some(wikidata) = linked {
            *of_wikidata.entry(wikidata).or_insert_with(|| new(wikidata.to_owned(), Some(wikidata), &mut groups))
        } else if reason == Reason::Unnamed {
            new(unnamed_id(local.key, entity, &mut unnamed), None, &mut groups)
        } else {
            // Without a country of its own it belongs to the only one of the name, if so.
            let country = own_country.or_else(|| only(&bearer.countries).copied());
            let key = (entity.even.as_str(), entity.entity_type, country);
            *of_name.entry(key).or_insert_with(|| new(named_id(key.0, key.1, key.2), None, &mut groups))
        };
        groups[at].members.push(Member { local: i, reason, decided_from: None });
    }
    groups.into_iter().map(|group| (group.id.clone(), group)).collect()
}

/// The ids that the members of a group would have if no other document were there.
fn alone(group: &Group, locals: &[Local<'_>]) -> BTreeSet<String> {
    let mut keys: FxHashSet<NameKey<'_>> = FxHashSet::default();
    let mut ids = BTreeSet::new();
    for member in group.members.iter().filter(|m| matches!(m.reason, Reason::NameOfLinked | Reason::SameName)) {
        let entity = locals[member.local].entity;
        let key = (entity.even.as_str(), entity.entity_type, entity.country.as_deref());
        if keys.insert(key) {
            ids.insert(named_id(key.0, key.1, key.2));
        }
    }
    ids.remove(&group.id);
    ids
}

/// The groups while decisions are carried out.
struct Court<'g> {
    groups: &'g mut BTreeMap<String, Group>,
    /// The group in which the members are that would have this id if they were alone.
    alone: BTreeMap<String, BTreeSet<String>>,
    /// Groups that are one, by their ids, the one that was named first in front.
    unions: Vec<Vec<String>>,
}

/// Carries the decisions out, in their order.
fn decide(groups: &mut BTreeMap<String, Group>, locals: &[Local<'_>], decisions: &[Decision]) -> Vec<Option<Effect>> {
    if decisions.iter().all(|d| d.entities().is_empty()) {
        return vec![None; decisions.len()];
    }
    let mut alone_in: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for group in groups.values() {
        for id in alone(group, locals) {
            alone_in.entry(id).or_default().insert(group.id.clone());
        }
    }
    let mut court = Court { groups, alone: alone_in, unions: Vec::new() };
    // What each merge joined, to be seen whether it still is at the end.
    let mut joined: Vec<Vec<String>> = vec![Vec::new(); decisions.len()];
    let mut effects = Vec::with_capacity(decisions.len());
    for (i, decision) in decisions.iter().enumerate() {
        effects.push(match &decision.action {
            Action::Merge { entities } => Some(match court.merge(entities) {
                Ok(ids) => {
                    joined[i] = ids;
                    Effect::Holds
                }
                Err(why) => Effect::Without(why),
            }),
            Action::Split { entity, documents } if documents.is_empty() => Some(court.part(entity)),
            Action::Split { entity, documents } => Some(court.take_out(entity, documents, locals)),
            Action::Reject { .. } | Action::Accept { .. } => None,
        });
    }
    for (effect, ids) in effects.iter_mut().zip(joined) {
        let is_one = |ids: &[String]| court.unions.iter().any(|u| ids.iter().all(|id| u.contains(id)));
        if !ids.is_empty() && !is_one(&ids) {
            *effect = Some(Effect::Overruled);
        }
    }
    court.unite();
    effects
}

impl Court<'_> {
    /// The group that is meant: the one of this id, else the one whose members would have it alone.
    fn find(&self, entity: &NamedEntity) -> Option<String> {
        if self.groups.contains_key(&entity.id) {
            return Some(entity.id.clone());
        }
        self.alone.get(&entity.id).and_then(|groups| only(groups).cloned())
    }

    fn union_of(&self, id: &str) -> Option<usize> {
        self.unions.iter().position(|u| u.iter().any(|i| i == id))
    }

    /// The ids that are one now; an error says why nothing happened.
    fn merge(&mut self, entities: &[NamedEntity]) -> Result<Vec<String>, String> {
        let mut ids: Vec<String> = Vec::new();
        let mut missing = Vec::new();
        for entity in entities {
            match self.find(entity) {
                Some(id) if !ids.contains(&id) => ids.push(id),
                Some(_) => {}
                None => missing.push(entity.name.as_str()),
            }
        }
        if ids.len() < 2 {
            return Err(match missing.as_slice() {
                [] => "they are one anyway".to_owned(),
                missing => format!("there is no {}", missing.join(", no ")),
            });
        }
        let mut union: Vec<String> = Vec::new();
        for id in &ids {
            let part = self.union_of(id).map_or_else(|| vec![id.clone()], |at| self.unions.remove(at));
            union.extend(part.into_iter().filter(|p| !union.contains(p)).collect::<Vec<_>>());
        }
        self.unions.push(union);
        Ok(ids)
    }

    /// Takes an entity out of what it was merged with.
    fn part(&mut self, entity: &NamedEntity) -> Effect {
        let Some(id) = self.find(entity) else { return Effect::Without(format!("there is no {}", entity.name)) };
        let Some(at) = self.union_of(&id) else {
            return Effect::Without("it is merged with nothing".to_owned());
        };
        self.unions[at].retain(|i| *i != id);
        if self.unions[at].len() < 2 {
            self.unions.remove(at);
        }
        Effect::Holds
    }

    /// Makes an entity of its own of what some documents say of one.
    fn take_out(&mut self, entity: &NamedEntity, documents: &[String], locals: &[Local<'_>]) -> Effect {
        let Some(id) = self.find(entity) else { return Effect::Without(format!("there is no {}", entity.name)) };
        let from = self.union_of(&id).map_or_else(|| vec![id.clone()], |at| self.unions[at].clone());
        let mut members = Vec::new();
        for id in &from {
            let group = self.groups.get_mut(id).expect("unions hold ids of groups");
            let (out, stay): (Vec<Member>, Vec<Member>) =
                std::mem::take(&mut group.members).into_iter().partition(|m| is_in(locals[m.local].key, documents));
            group.members = stay;
            members.extend(out.into_iter().map(|m| Member {
                reason: Reason::Split,
                decided_from: m.decided_from.or_else(|| Some(id.clone())),
                ..m
            }));
        }
        if members.is_empty() {
            return Effect::Without(format!("none of the documents speaks of {}", entity.name));
        }
        members.sort_by_key(|m| m.local);
        let new = apart_id(entity, documents);
        let group = self.groups.entry(new.clone()).or_insert_with(|| Group {
            id: new,
            wikidata: None,
            members: Vec::new(),
            merged: BTreeSet::new(),
        });
        group.members.append(&mut members);
        Effect::Holds
    }

    /// Joins the groups of each union, and drops those of which nothing is left.
    fn unite(self) {
        for union in self.unions {
            let is_linked = |id: &&String| self.groups.get(*id).is_some_and(|g| g.wikidata.is_some());
            let head = union.iter().find(is_linked).unwrap_or(&union[0]).clone();
            let mut others = Vec::new();
            for id in union.iter().filter(|id| **id != head) {
                others.extend(self.groups.remove(id));
            }
            let group = self.groups.get_mut(&head).expect("unions hold ids of groups");
            for other in others {
                group.merged.insert(other.id.clone());
                group.members.extend(other.members.into_iter().map(|m| Member {
                    reason: Reason::Merged,
                    decided_from: m.decided_from.or_else(|| Some(other.id.clone())),
                    ..m
                }));
            }
            group.members.sort_by_key(|m| m.local);
        }
        self.groups.retain(|_, group| !group.members.is_empty());
    }
}

/// Whether the document of this key is meant; a page's key means all articles of its roll.
fn is_in(key: &str, documents: &[String]) -> bool {
    documents.iter().any(|d| key == d || key.strip_prefix(d.as_str()).is_some_and(|rest| rest.starts_with('#')))
}

/// The id of what a split makes: of the decision's own words, whatever is in the file.
fn apart_id(entity: &NamedEntity, documents: &[String]) -> String {
    let slug = identity::slug(&identity::normalise_name(&entity.name));
    let mut documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    documents.sort_unstable();
    documents.dedup();
    let parts: Vec<&str> = std::iter::once(entity.id.as_str()).chain(documents).collect();
    identity::id("apart", &parts).replacen("apart", &slug, 1)
}

fn global_entity(group: Group, locals: &[Local<'_>]) -> GlobalEntity {
    let mut name_counts: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut types: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    let mut documents = BTreeSet::new();
    let mut redirects = alone(&group, locals);
    redirects.extend(group.merged);
    let mut mentions = 0;
    for member in &group.members {
        let Local { document, entity, .. } = &locals[member.local];
        name_counts.entry(&entity.name).or_default().insert(*document);
        *types.entry(entity.entity_type).or_default() += 1;
        if let Some(country) = &entity.country {
            *countries.entry(country).or_default() += 1;
        }
        documents.insert(DocumentIndex(*document as u32));
        mentions += entity.mentions;
    }
    let mut names: Vec<(String, u32)> =
        name_counts.iter().map(|(name, documents)| ((*name).to_owned(), documents.len() as u32)).collect();
    // The sort is stable: names of equal frequency stay in alphabetical order.
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    GlobalEntity {
        name: names[0].0.clone(),
        entity_type: most_frequent(&types).unwrap_or(EntityType::Other),
        country: most_frequent(&countries).map(str::to_owned),
        names,
        documents: documents.into_iter().collect(),
        mentions,
        members: group
            .members
            .into_iter()
            .map(|member| Membership {
                document: DocumentIndex(locals[member.local].document as u32),
                entity: locals[member.local].position,
                name: locals[member.local].entity.name.clone(),
                reason: member.reason,
                decided_from: member.decided_from,
            })
            .collect(),
        redirects: redirects.into_iter().collect(),
        id: group.id,
        wikidata: group.wikidata,
    }
}

fn named_id(name: &str, entity_type: EntityType, country: Option<&str>) -> String {
    let slug = identity::slug(name);
    identity::id("entity", &[name, entity_type.as_str(), country.unwrap_or_default()]).replacen("entity", &slug, 1)
}

/// The id of an entity without a proper name; those of a document that look alike are numbered.
fn unnamed_id(key: &str, entity: &SourceEntity, seen: &mut BTreeMap<String, u32>) -> String {
    let id = |number: u32| {
        let country = entity.country.as_deref().unwrap_or_default();
        let parts = [key, &entity.even, entity.entity_type.as_str(), country, &number.to_string()];
        identity::id("unnamed", &parts).replacen("unnamed", &identity::slug(&entity.even), 1)
    };
    let number = seen.entry(id(0)).or_default();
    *number += 1;
    id(*number)
}

fn only<T: Ord>(set: &BTreeSet<T>) -> Option<&T> {
    if set.len() == 1 { set.first() } else { None }
}

/// The key with the greatest count, the first among equals.
fn most_frequent<K: Ord + Copy>(counts: &BTreeMap<K, usize>) -> Option<K> {
    counts.iter().max_by_key(|(key, count)| (**count, std::cmp::Reverse(**key))).map(|(key, _)| *key)
}
