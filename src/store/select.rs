//! The part of a graph that a filter asks for.

use std::collections::BTreeSet;

use super::check::days;
use super::events::{self, sum_up_edges};
use super::filter::{Emptied, Filter, FilterPart, Selection};
use super::identity::normalise_name;
use super::nearest::nearest;
use super::view::{EntityIndex, GlobalEntity, Graph, StatementIndex, StatementView};
use crate::schema::Schema;

/// Why a filter cannot be applied.
#[derive(Debug)]
pub(super) enum NoSuch {
    Entity { name: String, near: Vec<String> },
    Document { key: String, near: Vec<String> },
    Date(String),
}

/// Keeps the statements that the filter asks for, what they speak of and where they stand.
///
/// Ids stay as they are in the whole graph; counts of edges are those of the statements kept.
pub(super) fn select(graph: Graph, filter: &Filter, schema: &Schema) -> Result<Selection, NoSuch> {
    if *filter == Filter::default() {
        return Ok(Selection { graph, emptied: None });
    }
    let bound = |date: &Option<String>| match date {
        Some(date) => days(date).map(Some).ok_or_else(|| NoSuch::Date(date.clone())),
        None => Ok(None),
    };
    let since = bound(&filter.since)?.map(|(first, _)| first);
    let until = bound(&filter.until)?.map(|(_, last)| last);
    let in_document =
        |key: &str, wanted: &str| key == wanted || key.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('#'));
    if let Some(wanted) = &filter.document
        && !graph.documents.iter().any(|d| in_document(&d.key, wanted))
    {
        let near = nearest(wanted, graph.documents.iter().map(|d| d.key.as_str()));
        return Err(NoSuch::Document { key: wanted.clone(), near });
    }
    let roots = roots(&graph, &filter.entities)?;
    let when = |s: &StatementView| {
        let date = s.date.as_ref().or(graph[s.document].published.as_ref());
        date.and_then(|d| days(d))
    };
    let any = |wanted: &[String], found: &str| wanted.is_empty() || wanted.iter().any(|w| w == found);
    let mut sieve = Sieve::new(&graph);
    sieve.keep(FilterPart::Document, |s| {
        filter.document.as_ref().is_none_or(|d| in_document(&graph[s.document].key, d))
    });
    sieve.keep(FilterPart::Publisher, |s| {
        filter.publisher.as_ref().is_none_or(|p| graph[s.document].publisher.as_ref() == Some(p))
    });
    sieve.keep(FilterPart::Relation, |s| any(&filter.relations, &s.relation));
    sieve.keep(FilterPart::Class, |s| any(&filter.classes, s.edge.map_or("", |edge| graph[edge].class())));
    sieve.keep(FilterPart::Since, |s| since.is_none_or(|since| when(s).is_some_and(|(_, last)| last >= since)));
    sieve.keep(FilterPart::Until, |s| until.is_none_or(|until| when(s).is_some_and(|(first, _)| first <= until)));
    sieve.keep(FilterPart::Polarity, |s| filter.polarity.is_none_or(|p| p == s.polarity));
    sieve.keep(FilterPart::Modality, |s| filter.modalities.is_empty() || filter.modalities.contains(&s.modality));
    sieve.keep(FilterPart::MinConfidence, |s| {
        filter.min_confidence.is_none_or(|least| s.confidence.is_some_and(|c| c >= least))
    });
    if !filter.entities.is_empty() {
        keep_near(&graph, &mut sieve.kept, &roots, filter.hops.unwrap_or(1));
        sieve.note(FilterPart::Entity);
    }
    if let Some(top) = filter.top {
        keep_top(&graph, &mut sieve.kept, &roots, top);
        sieve.note(FilterPart::Top);
    }
    let Sieve { kept, emptied, .. } = sieve;
    Ok(Selection { graph: rebuild(graph, &kept, schema), emptied })
}

/// The statements that are left, and what left none.
struct Sieve<'g> {
    statements: &'g [StatementView],
    kept: Vec<bool>,
    left: usize,
    emptied: Option<Emptied>,
}

impl<'g> Sieve<'g> {
    fn new(graph: &'g Graph) -> Self {
        let left = graph.statements.len();
        Self { statements: &graph.statements, kept: vec![true; left], left, emptied: None }
    }

    fn keep(&mut self, part: FilterPart, wanted: impl Fn(&StatementView) -> bool) {
        for (kept, statement) in self.kept.iter_mut().zip(self.statements) {
            *kept = *kept && wanted(statement);
        }
        self.note(part);
    }

    /// Writes down whether a condition that was just applied left nothing.
    fn note(&mut self, part: FilterPart) {
        let left = self.kept.iter().filter(|kept| **kept).count();
        if left == 0 && self.left > 0 {
            self.emptied = Some(Emptied { by: part, before: self.left });
        }
        self.left = left;
    }
}

/// The entities that bear one of the names.
fn roots(graph: &Graph, names: &[String]) -> Result<BTreeSet<EntityIndex>, NoSuch> {
    let mut roots = BTreeSet::new();
    for name in names {
        let found: Vec<EntityIndex> = named(graph, name).collect();
        roots.extend(&found);
        if found.is_empty() {
            return Err(NoSuch::Entity { name: name.clone(), near: names_like(graph, name) });
        }
    }
    Ok(roots)
}

/// The entities that bear a name or id, in order.
pub(super) fn named<'g>(graph: &'g Graph, name: &str) -> impl Iterator<Item = EntityIndex> + use<'g> {
    let (exact, even) = (name.to_owned(), normalise_name(name));
    let bears = move |e: &GlobalEntity| {
        e.id == exact
            || e.wikidata.as_ref() == Some(&exact)
            || e.redirects.contains(&exact)
            || e.names.iter().any(|(n, _)| normalise_name(n) == even)
    };
    graph.entities.iter().enumerate().filter(move |(_, e)| bears(e)).map(|(i, _)| EntityIndex(i as u32))
}

/// Names of entities that may be meant by one that nobody bears.
pub(super) fn names_like(graph: &Graph, name: &str) -> Vec<String> {
    nearest(name, graph.entities.iter().flat_map(|e| e.names.iter().map(|(n, _)| n.as_str())))
}

/// Keeps the statements on ways of at most `hops` steps that begin at the roots; for none those
/// between the roots.
fn keep_near(graph: &Graph, kept: &mut [bool], roots: &BTreeSet<EntityIndex>, hops: u32) {
    let mut reached = roots.clone();
    let mut near = vec![false; kept.len()];
    if hops == 0 {
        for (near, s) in near.iter_mut().zip(&graph.statements) {
            *near = roots.contains(&s.source.entity) && roots.contains(&s.target.entity);
        }
    }
    for _ in 0..hops {
        let mut next = reached.clone();
        for (i, s) in graph.statements.iter().enumerate() {
            let ends = [s.source.entity, s.target.entity];
            if kept[i] && ends.iter().any(|e| reached.contains(e)) {
                near[i] = true;
                next.extend(ends);
            }
        }
        if next.len() == reached.len() {
            break;
        }
        reached = next;
    }
    for (kept, near) in kept.iter_mut().zip(near) {
        *kept &= near;
    }
}

/// Keeps the statements between the entities that are ends of the most statements; those that were
/// asked for come first.
fn keep_top(graph: &Graph, kept: &mut [bool], roots: &BTreeSet<EntityIndex>, top: usize) {
    let mut counts = vec![0u32; graph.entities.len()];
    for (s, _) in graph.statements.iter().zip(&*kept).filter(|(_, kept)| **kept) {
        counts[s.source.entity.index()] += 1;
        counts[s.target.entity.index()] += 1;
    }
    let mut order: Vec<usize> = (0..counts.len()).filter(|e| counts[*e] > 0).collect();
    // The sort is stable and entities are ordered by id, which so decides among equals.
    let is_root = |e: usize| roots.contains(&EntityIndex(e as u32));
    order.sort_by_key(|e| std::cmp::Reverse((is_root(*e), counts[*e], graph.entities[*e].mentions)));
    let best: BTreeSet<usize> = order.into_iter().take(top).collect();
    for (s, kept) in graph.statements.iter().zip(kept) {
        *kept &= [s.source.entity, s.target.entity].iter().all(|e| best.contains(&e.index()));
    }
}

/// The graph of the kept statements, numbered anew.
fn rebuild(graph: Graph, kept: &[bool], schema: &Schema) -> Graph {
    let Graph { documents, entities, statements, events, .. } = graph;
    let mut statements: Vec<StatementView> =
        statements.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(s, _)| s).collect();

    let mut used_documents = BTreeSet::new();
    let mut used_entities = BTreeSet::new();
    let mut used_events = BTreeSet::new();
    for s in &statements {
        used_documents.insert(s.document.0);
        used_entities.extend([s.source.entity.0, s.target.entity.0]);
        used_entities.extend(s.place.iter().chain(&s.about).map(|e| e.0));
        used_entities.extend(s.casualties.iter().filter_map(|c| c.speaker).map(|e| e.0));
        used_entities.extend(s.attribution.as_ref().map(|a| a.speaker.entity.0));
        used_events.extend(s.event.map(|e| e.0));
    }
    // An event keeps all its ends and places, whichever of its statements stay.
    for event in &used_events {
        let event = &events[*event as usize];
        used_entities.extend(event.participants.iter().chain(&event.places).map(|e| e.0));
    }
    // The original of a copy stays, so that corroboration is counted as in the whole graph.
    let originals: Vec<u32> =
        used_documents.iter().filter_map(|d| documents[*d as usize].copy_of.map(|o| o.0)).collect();
    used_documents.extend(originals);

    let (documents_at, entities_at) = (renumber(&used_documents), renumber(&used_entities));
    let events_at = renumber(&used_events);
    let document = |d: &mut super::DocumentIndex| d.0 = documents_at(d.0);
    let entity = |e: &mut EntityIndex| e.0 = entities_at(e.0);
    for s in &mut statements {
        document(&mut s.document);
        entity(&mut s.source.entity);
        entity(&mut s.target.entity);
        let speakers = s.casualties.iter_mut().filter_map(|c| c.speaker.as_mut());
        s.place.iter_mut().chain(&mut s.about).chain(speakers).for_each(entity);
        s.attribution.iter_mut().for_each(|a| entity(&mut a.speaker.entity));
        s.event.iter_mut().for_each(|e| e.0 = events_at(e.0));
    }
    let mut part = Graph {
        documents: keep(documents, &used_documents),
        entities: keep(entities, &used_entities),
        events: keep(events, &used_events),
        statements,
        edges: Vec::new(),
    };
    for view in &mut part.documents {
        view.copy_of.iter_mut().for_each(document);
    }
    for e in &mut part.entities {
        e.members.retain(|m| used_documents.contains(&m.document.0));
        e.members.iter_mut().for_each(|m| document(&mut m.document));
        e.documents.retain(|d| used_documents.contains(&d.0));
        e.documents.iter_mut().for_each(document);
    }
    for event in &mut part.events {
        entity(&mut event.source);
        entity(&mut event.target);
        event.participants.iter_mut().for_each(entity);
        event.places.iter_mut().for_each(entity);
        event.statements.clear();
        event.documents.clear();
    }
    // Statements are ordered by document, so that each document comes in one run.
    for (i, s) in part.statements.iter().enumerate() {
        if let Some(event) = s.event {
            let event = &mut part.events[event.index()];
            event.statements.push(StatementIndex(i as u32));
            event.documents.push(s.document);
            event.documents.dedup();
        }
    }
    for i in 0..part.events.len() {
        let documents: BTreeSet<_> = part.events[i].documents.iter().copied().collect();
        part.events[i].first_reported = documents.iter().filter_map(|d| part[*d].published.clone()).min();
        part.events[i].independent_documents = events::originals(&part, &documents);
        // A number whose statement is left out would stand without evidence.
        part.events[i].casualties = events::casualties(&part, &part.events[i].statements);
    }
    sum_up_edges(&mut part, schema);
    part
}

fn keep<T>(items: Vec<T>, used: &BTreeSet<u32>) -> Vec<T> {
    items.into_iter().enumerate().filter(|(i, _)| used.contains(&(*i as u32))).map(|(_, item)| item).collect()
}

/// From old numbers to new ones; only numbers in `used` may be asked for.
fn renumber(used: &BTreeSet<u32>) -> impl Fn(u32) -> u32 + use<> {
    let order: Vec<u32> = used.iter().copied().collect();
    move |old| order.binary_search(&old).expect("only what is used is asked for") as u32
}
