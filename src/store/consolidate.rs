//! Entities and events over all documents: pure functions from what documents say to the graph.
//!
//! Nothing here depends on the order in which documents came into the file: groups are made of
//! equal keys, and every choice within a group has a written order.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::identity;
use super::view::{
    AttributionView, DocumentIndex, DocumentView, Edge, EdgeIndex, EndView, EntityIndex, Event, EventIndex,
    EventStatus, EvidenceView, GlobalEntity, Graph, Membership, Quote, Reason, StatementIndex, StatementView,
};
use crate::schema::{EntityType, Kind, Schema};
use crate::statements::{Modality, Polarity};

/// The share of a document's sentences that must stand in an earlier one to make it a copy: wire
/// stories come with another headline, a cut end and a line of the house's own.
const COPIED: (usize, usize) = (4, 5);

/// How many originals are remembered for one sentence. Lines that every page of a house carries
/// stand in very many; a real copy shares other sentences with its original.
const REMEMBERED: usize = 16;

/// A document as the file holds it, without its text.
#[derive(Debug)]
pub(super) struct Source {
    /// What is shown of it; `copy_of` is still empty.
    pub view: DocumentView,
    /// Its sentences with the digest of their words.
    pub sentences: Vec<((u32, u32), i64)>,
    /// Its entities.
    pub entities: Vec<SourceEntity>,
    /// Its statements.
    pub statements: Vec<SourceStatement>,
}

/// An entity of one document.
#[derive(Debug)]
pub(super) struct SourceEntity {
    pub name: String,
    pub entity_type: EntityType,
    pub wikidata: Option<String>,
    pub country: Option<String>,
    /// Whether the text ever calls it by a name.
    pub named: bool,
    pub mentions: u32,
}

/// One end of a statement in its document.
#[derive(Debug)]
pub(super) struct SourceEnd {
    pub entity: usize,
    pub mention: Quote,
}

/// A statement of one document.
#[derive(Debug)]
pub(super) struct SourceStatement {
    pub id: String,
    pub source: SourceEnd,
    pub relation: String,
    pub target: SourceEnd,
    pub polarity: Polarity,
    pub modality: Modality,
    pub attribution: Option<(SourceEnd, String)>,
    pub date: Option<String>,
    pub evidence: Vec<Quote>,
    pub trigger: (u32, u32),
    pub content: Option<String>,
    pub place: Option<usize>,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// Joins entities to global ones, statements to events, and sums up edges.
pub(super) fn consolidate(mut sources: Vec<Source>, schema: &Schema) -> Graph {
    sources.sort_by(|a, b| a.view.key.cmp(&b.view.key));
    let copies = copies(&sources);
    for (source, copy_of) in sources.iter_mut().zip(copies) {
        source.view.copy_of = copy_of;
    }
    let (entities, global) = join_entities(&sources);
    let mut graph = Graph { entities, ..Graph::default() };
    for (document, source) in sources.into_iter().enumerate() {
        let document = DocumentIndex(document as u32);
        let sentences: BTreeSet<(u32, u32)> = source.sentences.iter().map(|(span, _)| *span).collect();
        let of = &global[document.index()];
        let end = |end: SourceEnd, entities: &[SourceEntity]| EndView {
            entity: of[end.entity],
            name: entities[end.entity].name.clone(),
            mention: end.mention,
        };
        let mut statements: Vec<StatementView> = source
            .statements
            .into_iter()
            .map(|s| StatementView {
                id: s.id,
                document,
                source: end(s.source, &source.entities),
                relation: s.relation,
                target: end(s.target, &source.entities),
                polarity: s.polarity,
                modality: s.modality,
                attribution: s
                    .attribution
                    .map(|(speaker, cue)| AttributionView { speaker: end(speaker, &source.entities), cue }),
                date: s.date,
                evidence: s
                    .evidence
                    .into_iter()
                    .map(|quote| EvidenceView { is_sentence: sentences.contains(&quote.span), quote })
                    .collect(),
                trigger: s.trigger,
                content: s.content,
                place: s.place.map(|p| of[p]),
                rule: s.rule,
                confidence: s.confidence,
                verdict: None,
                edge: None,
                event: None,
            })
            .collect();
        statements.sort_by(|a, b| a.trigger.cmp(&b.trigger).then_with(|| a.id.cmp(&b.id)));
        graph.statements.append(&mut statements);
        graph.documents.push(source.view);
    }
    join_events(&mut graph, schema);
    sum_up_edges(&mut graph, schema);
    graph
}

/// For each document the earlier one whose sentences it repeats.
fn copies(sources: &[Source]) -> Vec<Option<DocumentIndex>> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|i| {
        let view = &sources[*i].view;
        (view.published.is_none(), view.published.as_deref(), view.key.as_str())
    });
    let mut originals_with: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
    let mut copies = vec![None; sources.len()];
    for i in order {
        let digests: BTreeSet<i64> = sources[i].sentences.iter().map(|(_, digest)| *digest).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for digest in &digests {
            for original in originals_with.get(digest).into_iter().flatten() {
                *shared.entry(*original).or_default() += 1;
            }
        }
        // Among equals the document whose key comes first.
        let best = shared.into_iter().max_by_key(|(original, count)| (*count, std::cmp::Reverse(*original)));
        match best {
            Some((original, count)) if count * COPIED.1 >= digests.len() * COPIED.0 => {
                copies[i] = Some(DocumentIndex(original as u32));
            }
            _ => {
                for digest in digests {
                    let originals = originals_with.entry(digest).or_default();
                    if originals.len() < REMEMBERED {
                        originals.push(i);
                    }
                }
            }
        }
    }
    copies
}

/// An entity of a document, by the positions of both.
type Local = (usize, usize);

/// What is equal for all members of a global entity.
struct Group {
    id: String,
    wikidata: Option<String>,
    members: Vec<(Local, Reason)>,
}

/// The global entities, ordered by id, and for each entity of each document its global one.
fn join_entities(sources: &[Source]) -> (Vec<GlobalEntity>, Vec<Vec<EntityIndex>>) {
    let names: Vec<Vec<String>> =
        sources.iter().map(|s| s.entities.iter().map(|e| identity::normalise_name(&e.name)).collect()).collect();
    let groups = group_entities(sources, &names);
    let mut global: Vec<Vec<EntityIndex>> = sources.iter().map(|s| vec![EntityIndex(0); s.entities.len()]).collect();
    let mut entities: Vec<GlobalEntity> =
        groups.into_values().map(|group| global_entity(group, sources, &names)).collect();
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    for (i, entity) in entities.iter().enumerate() {
        for member in &entity.members {
            global[member.document.index()][member.entity as usize] = EntityIndex(i as u32);
        }
    }
    (entities, global)
}

fn group_entities(sources: &[Source], names: &[Vec<String>]) -> BTreeMap<String, Group> {
    // What bears a name: the linked entities, and the countries of those that are not linked.
    #[derive(Default)]
    struct Bearers {
        linked: BTreeSet<String>,
        countries: BTreeSet<String>,
    }
    let mut bearers: BTreeMap<(&str, EntityType), Bearers> = BTreeMap::new();
    let mut linked_countries: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (d, source) in sources.iter().enumerate() {
        for (e, entity) in source.entities.iter().enumerate() {
            let bearer = bearers.entry((&names[d][e], entity.entity_type)).or_default();
            match &entity.wikidata {
                Some(wikidata) => {
                    bearer.linked.insert(wikidata.clone());
                    linked_countries.entry(wikidata).or_default().extend(entity.country.as_deref());
                }
                None if entity.named => bearer.countries.extend(entity.country.clone()),
                None => {}
            }
        }
    }
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (d, source) in sources.iter().enumerate() {
        let mut unnamed: BTreeMap<String, u32> = BTreeMap::new();
        for (e, entity) in source.entities.iter().enumerate() {
            let name = &names[d][e];
            let bearer = &bearers[&(name.as_str(), entity.entity_type)];
            let own_country = entity.country.as_deref();
            let (id, wikidata, reason) = if let Some(wikidata) = &entity.wikidata {
                (wikidata.clone(), Some(wikidata.clone()), Reason::SameWikidata)
            } else if !entity.named {
                let alone = unnamed_id(&source.view.key, name, entity, &mut unnamed);
                (alone, None, Reason::Unnamed)
            } else if let Some(wikidata) = only(&bearer.linked).filter(|w| {
                let countries = &linked_countries[w.as_str()];
                own_country.is_none_or(|c| countries.is_empty() || countries.contains(c))
            }) {
                (wikidata.clone(), Some(wikidata.clone()), Reason::NameOfLinked)
            } else {
                // Without a country of its own it belongs to the only one of the name, if so.
                let country = own_country.or_else(|| only(&bearer.countries).map(String::as_str));
                (named_id(name, entity.entity_type, country), None, Reason::SameName)
            };
            groups
                .entry(id.clone())
                .or_insert_with(|| Group { id, wikidata, members: Vec::new() })
                .members
                .push(((d, e), reason));
        }
    }
    groups
}

fn global_entity(group: Group, sources: &[Source], names: &[Vec<String>]) -> GlobalEntity {
    let of = |(d, e): Local| &sources[d].entities[e];
    let mut name_counts: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut types: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    let mut documents = BTreeSet::new();
    let mut redirects = BTreeSet::new();
    let mut mentions = 0;
    for (local, reason) in &group.members {
        let entity = of(*local);
        name_counts.entry(&entity.name).or_default().insert(local.0);
        *types.entry(entity.entity_type).or_default() += 1;
        if let Some(country) = &entity.country {
            *countries.entry(country).or_default() += 1;
        }
        documents.insert(DocumentIndex(local.0 as u32));
        mentions += entity.mentions;
        if matches!(reason, Reason::NameOfLinked | Reason::SameName) {
            let alone = named_id(&names[local.0][local.1], entity.entity_type, entity.country.as_deref());
            if alone != group.id {
                redirects.insert(alone);
            }
        }
    }
    let mut all_names: Vec<(String, u32)> =
        name_counts.iter().map(|(name, documents)| ((*name).to_owned(), documents.len() as u32)).collect();
    // The sort is stable: names of equal frequency stay in alphabetical order.
    all_names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    GlobalEntity {
        name: all_names[0].0.clone(),
        entity_type: most_frequent(&types).unwrap_or(EntityType::Other),
        country: most_frequent(&countries).map(str::to_owned),
        names: all_names,
        documents: documents.into_iter().collect(),
        mentions,
        members: group
            .members
            .iter()
            .map(|(local, reason)| Membership {
                document: DocumentIndex(local.0 as u32),
                entity: local.1 as u32,
                name: of(*local).name.clone(),
                reason: *reason,
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
fn unnamed_id(key: &str, name: &str, entity: &SourceEntity, seen: &mut BTreeMap<String, u32>) -> String {
    let id = |number: u32| {
        let country = entity.country.as_deref().unwrap_or_default();
        let parts = [key, name, entity.entity_type.as_str(), country, &number.to_string()];
        identity::id("unnamed", &parts).replacen("unnamed", &identity::slug(name), 1)
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

/// What statements of one happening share, dates aside.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Happening {
    class: String,
    symmetric: bool,
    ends: (EntityIndex, EntityIndex),
}

/// The dates that tell happenings of the same ends and class apart.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
enum When {
    Dated(String),
    /// Without a date nothing outside the document can be known to be the same.
    Undated(DocumentIndex),
}

fn join_events(graph: &mut Graph, schema: &Schema) {
    let mut happenings: BTreeMap<Happening, BTreeMap<When, Vec<StatementIndex>>> = BTreeMap::new();
    for (i, statement) in graph.statements.iter().enumerate().filter(|(_, s)| !s.is_rejected()) {
        let relation = schema.relation_id(&statement.relation).map(|r| schema.relation(r));
        if relation.is_some_and(|r| r.kind == Kind::Standing) {
            continue;
        }
        let symmetric = relation.is_some_and(|r| r.symmetric);
        let (source, target) = (statement.source.entity, statement.target.entity);
        let happening = Happening {
            class: relation.and_then(|r| r.plover.clone()).unwrap_or_else(|| statement.relation.clone()),
            symmetric,
            ends: if symmetric { (source.min(target), source.max(target)) } else { (source, target) },
        };
        let when = statement.date.clone().map_or(When::Undated(statement.document), When::Dated);
        happenings.entry(happening).or_default().entry(when).or_default().push(StatementIndex(i as u32));
    }
    let mut events = Vec::new();
    for (happening, by_date) in happenings {
        let mut joined: BTreeMap<When, Vec<StatementIndex>> = BTreeMap::new();
        for (when, statements) in &by_date {
            joined.entry(most_precise(when, &by_date)).or_default().extend(statements);
        }
        for (when, mut statements) in joined {
            statements.sort_unstable();
            events.push(event(graph, &happening, when, statements, schema));
        }
    }
    events.sort_by(|a, b| a.id.cmp(&b.id));
    for (i, event) in events.iter().enumerate() {
        for statement in &event.statements {
            graph.statements[statement.index()].event = Some(EventIndex(i as u32));
        }
    }
    graph.events = events;
}

/// The one most precise date that `when` may mean; itself if there are several.
fn most_precise<V>(when: &When, by_date: &BTreeMap<When, V>) -> When {
    let When::Dated(date) = when else { return when.clone() };
    let refines = |finer: &str, coarser: &str| {
        finer.len() > coarser.len() && finer.starts_with(coarser) && finer.as_bytes()[coarser.len()] == b'-'
    };
    let dates = || by_date.keys().filter_map(|w| if let When::Dated(d) = w { Some(d) } else { None });
    let mut finest = dates().filter(|finer| refines(finer, date) && !dates().any(|other| refines(other, finer)));
    match (finest.next(), finest.next()) {
        (Some(only), None) => When::Dated(only.clone()),
        _ => when.clone(),
    }
}

fn event(graph: &Graph, happening: &Happening, when: When, statements: Vec<StatementIndex>, schema: &Schema) -> Event {
    let reports = || statements.iter().map(|s| &graph[*s]);
    let first = reports()
        .min_by_key(|s| {
            let document = &graph[s.document];
            (document.published.is_none(), document.published.as_deref(), s.document, s.trigger, s.id.as_str())
        })
        .expect("an event is made of at least one statement");
    let (source, target) = (first.source.entity, first.target.entity);
    let happened = |s: &&StatementView| s.polarity == Polarity::Positive && s.modality == Modality::Actual;
    let status = if reports().any(StatementView::is_direct) {
        EventStatus::Reported
    } else if reports().any(|s| happened(&s)) {
        EventStatus::Claimed
    } else if reports().all(|s| s.polarity == Polarity::Negative) {
        EventStatus::Denied
    } else {
        EventStatus::Prospective
    };
    let (ends, symmetric) = (happening.ends, if happening.symmetric { "symmetric" } else { "directed" });
    let (date, known_by) = match &when {
        When::Dated(date) => (Some(date.clone()), date.as_str()),
        When::Undated(document) => (None, graph[*document].id.as_str()),
    };
    let parts = [&happening.class, symmetric, &graph[ends.0].id, &graph[ends.1].id, known_by];
    let relations: BTreeSet<&String> = reports().map(|s| &s.relation).collect();
    let plover = schema.relation_id(&first.relation).and_then(|r| schema.relation(r).plover.clone());
    Event {
        id: identity::id("event", &parts),
        relations: relations.into_iter().cloned().collect(),
        plover,
        source,
        target,
        participants: BTreeSet::from([source, target]).into_iter().collect(),
        places: reports().filter_map(|s| s.place).collect::<BTreeSet<_>>().into_iter().collect(),
        date,
        status,
        documents: reports().map(|s| s.document).collect::<BTreeSet<_>>().into_iter().collect(),
        statements,
    }
}

/// Makes the edges anew from the statements of the graph.
pub(super) fn sum_up_edges(graph: &mut Graph, schema: &Schema) {
    let mut by_ends: BTreeMap<(EntityIndex, &str, EntityIndex), Vec<StatementIndex>> = BTreeMap::new();
    for (i, statement) in graph.statements.iter().enumerate().filter(|(_, s)| !s.is_rejected()) {
        let symmetric = schema.relation_id(&statement.relation).is_some_and(|r| schema.relation(r).symmetric);
        let (source, target) = (statement.source.entity, statement.target.entity);
        // Entities are ordered by id, so that the smaller index has the smaller id.
        let ends = if symmetric { (source.min(target), source.max(target)) } else { (source, target) };
        by_ends.entry((ends.0, &statement.relation, ends.1)).or_default().push(StatementIndex(i as u32));
    }
    let mut edges: Vec<Edge> = by_ends
        .into_iter()
        .map(|((source, relation, target), statements)| edge(graph, schema, source, relation, target, statements))
        .collect();
    edges.sort_by(|a, b| {
        let names = |e: &Edge| (graph[e.source].name.clone(), e.relation.clone(), graph[e.target].name.clone());
        names(a).cmp(&names(b)).then_with(|| a.id.cmp(&b.id))
    });
    for (i, edge) in edges.iter().enumerate() {
        for statement in &edge.statements {
            graph.statements[statement.index()].edge = Some(EdgeIndex(i as u32));
        }
    }
    graph.edges = edges;
}

fn edge(
    graph: &Graph,
    schema: &Schema,
    source: EntityIndex,
    relation: &str,
    target: EntityIndex,
    statements: Vec<StatementIndex>,
) -> Edge {
    let said = schema.relation_id(relation).map(|r| schema.relation(r));
    let reports = || statements.iter().map(|s| &graph[*s]);
    let count = |holds: &dyn Fn(&StatementView) -> bool| reports().filter(|s| holds(s)).count() as u32;
    let documents: BTreeSet<DocumentIndex> = reports().map(|s| s.document).collect();
    let originals: BTreeSet<DocumentIndex> = documents.iter().map(|d| graph[*d].copy_of.unwrap_or(*d)).collect();
    let reported = || documents.iter().filter_map(|d| graph[*d].published.clone());
    Edge {
        id: identity::id("edge", &[&graph[source].id, relation, &graph[target].id]),
        source,
        relation: relation.to_owned(),
        target,
        label: said.map_or_else(|| relation.to_owned(), |r| r.label.clone()),
        symmetric: said.is_some_and(|r| r.symmetric),
        kind: said.map_or(Kind::Event, |r| r.kind),
        plover: said.and_then(|r| r.plover.clone()),
        direct: reports().any(StatementView::is_direct),
        positive: count(&|s| s.polarity == Polarity::Positive),
        negative: count(&|s| s.polarity == Polarity::Negative),
        actual: count(&|s| s.polarity == Polarity::Positive && s.modality == Modality::Actual),
        first_reported: reported().min(),
        last_reported: reported().max(),
        independent_documents: originals.len() as u32,
        documents: documents.into_iter().collect(),
        statements,
    }
}
