//! Statements to happenings and to sums for each pair of ends.

use std::collections::{BTreeMap, BTreeSet};

use super::identity;
use super::view::{
    DocumentIndex, Edge, EdgeIndex, EntityIndex, Event, EventCasualties, EventIndex, EventStatus, Graph,
    StatementIndex, StatementView,
};
use crate::schema::{Kind, Schema};
use crate::statements::{Harm, Modality, Polarity};

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
    /// Without a date nothing outside the document and its copies can be known to be the same.
    Undated(DocumentIndex),
}

/// Makes the events anew from the statements of the graph.
pub(super) fn join_events(graph: &mut Graph, schema: &Schema) {
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
        let original = graph[statement.document].copy_of.unwrap_or(statement.document);
        let when = statement.date.clone().map_or(When::Undated(original), When::Dated);
        happenings.entry(happening).or_default().entry(when).or_default().push(StatementIndex(i as u32));
    }
    let mut events = Vec::new();
    for (happening, by_date) in happenings {
        let mut joined: BTreeMap<When, Vec<StatementIndex>> = BTreeMap::new();
        for (when, statements) in &by_date {
            joined.entry(most_precise(when, &by_date)).or_default().extend(statements);
        }
        join_undated(graph, &mut joined);
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

/// What an article tells without a date happened when the article says that such a thing happened,
/// if it says so of one time only: "the attack" of a story about the attack on Monday. What is only
/// planned or feared may be another one.
fn join_undated(graph: &Graph, joined: &mut BTreeMap<When, Vec<StatementIndex>>) {
    let original = |s: &StatementIndex| graph[graph[*s].document].copy_of.unwrap_or(graph[*s].document);
    let undated: Vec<When> = joined.keys().filter(|when| matches!(when, When::Undated(_))).cloned().collect();
    for when in undated {
        let told_by = |(dated, statements): &(&When, &Vec<StatementIndex>)| {
            matches!(dated, When::Dated(_)) && statements.iter().any(|s| when == When::Undated(original(s)))
        };
        let mut times = joined.iter().filter(told_by).map(|(dated, _)| dated.clone());
        let (Some(only), None) = (times.next(), times.next()) else { continue };
        let is_fact = |s: &StatementIndex| matches!(graph[*s].modality, Modality::Actual | Modality::Alleged);
        let (facts, others): (Vec<_>, Vec<_>) = joined.remove(&when).into_iter().flatten().partition(is_fact);
        joined.entry(only).or_default().extend(facts);
        if !others.is_empty() {
            joined.insert(when, others);
        }
    }
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
    let documents: BTreeSet<DocumentIndex> = reports().map(|s| s.document).collect();
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
        casualties: casualties(graph, &statements),
        date,
        status,
        first_reported: documents.iter().filter_map(|d| graph[*d].published.clone()).min(),
        independent_documents: originals(graph, &documents),
        documents: documents.into_iter().collect(),
        statements,
    }
}

/// Whose numbers of killed, wounded, detained stand for an event of these statements: see [`Event::casualties`].
pub(super) fn casualties(graph: &Graph, statements: &[StatementIndex]) -> Vec<EventCasualties> {
    let told = |harm: Harm| {
        let own_word = |c: &EventCasualties| {
            let mut all = graph[c.statement].casualties.iter();
            all.any(|other| other.harm == harm && other.speaker.is_none())
        };
        let all = statements.iter().filter(|s| graph[**s].polarity == Polarity::Positive).flat_map(|at| {
            let own = graph[*at].casualties.iter().filter(move |c| c.harm == harm);
            own.map(move |c| EventCasualties { harm, figure: c.figure, statement: *at })
        });
        all.max_by_key(|c| {
            let statement = &graph[c.statement];
            let telling = c.figure.telling();
            let published = graph[statement.document].published.as_deref();
            let fact = statement.modality == Modality::Actual;
            (telling.0 > 1, fact, own_word(c), published, telling, std::cmp::Reverse(c.statement))
        })
    };
    Harm::ALL.into_iter().filter_map(told).collect()
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

/// How many of the documents are no copies of another one in the list.
pub(super) fn originals(graph: &Graph, documents: &BTreeSet<DocumentIndex>) -> u32 {
    documents.iter().map(|d| graph[*d].copy_of.unwrap_or(*d)).collect::<BTreeSet<_>>().len() as u32
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
        independent_documents: originals(graph, &documents),
        documents: documents.into_iter().collect(),
        statements,
    }
}
