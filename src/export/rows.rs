//! The rows of the six tables, and of the nodes and edges of the formats for graphs.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::ExportError;
use super::jsonl::evidence;
use super::picture::Line;
use super::table::Kind::{List, Real, Text, Truth, Whole};
use super::table::{Cell, Column, Sink, column};
use crate::graph::{Leanings, Measures, measure};
use crate::statements::{Figure, Harm};
use crate::store::{
    DocumentIndex, DocumentRecord, Edge, EntityIndex, Graph, StoreError, days, modality_name, polarity_name,
};

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Documents,
    Entities,
    Mentions,
    Statements,
    Events,
    Edges,
}

/// A graph with what is measured and looked up once for all tables.
pub(super) struct Contents<'g> {
    pub(super) graph: &'g Graph,
    measures: Measures,
}

/// What gives the record of a document of the graph by its key.
pub(super) type Records<'r> = &'r mut dyn FnMut(&str) -> Result<Option<DocumentRecord>, StoreError>;

const DOCUMENTS: &[Column] = &[
    column("id", Text),
    column("key", Text),
    column("title", Text),
    column("url", Text),
    column("publisher", Text),
    column("author", Text),
    column("published", Text),
    column("tokens", Whole),
    column("copy_of", Text),
    column("text_sha256", Text),
];

pub(super) const ENTITIES: &[Column] = &[
    column("id", Text),
    column("name", Text),
    column("type", Text),
    column("wikidata", Text),
    column("country", Text),
    column("documents", Whole),
    column("mentions", Whole),
    column("names", List),
    column("former_ids", List),
    column("statements_out", Whole),
    column("statements_in", Whole),
    column("cooperation", Whole),
    column("conflict", Whole),
    column("neighbours", Whole),
    column("rank", Real),
    column("betweenness", Real),
    column("component", Whole),
    column("community", Whole),
];

const MENTIONS: &[Column] = &[
    column("document", Text),
    column("start", Whole),
    column("end", Whole),
    column("text", Text),
    column("kind", Text),
    column("entity", Text),
    column("name", Text),
    column("reason", Text),
];

const STATEMENTS: &[Column] = &[
    column("id", Text),
    column("document", Text),
    column("published", Text),
    column("source", Text),
    column("source_id", Text),
    column("relation", Text),
    column("target", Text),
    column("target_id", Text),
    column("polarity", Text),
    column("modality", Text),
    column("said_by", Text),
    column("said_by_id", Text),
    column("cue", Text),
    column("date", Text),
    column("content", Text),
    column("about", List),
    column("about_ids", List),
    column("killed", Whole),
    column("killed_low", Whole),
    column("killed_high", Whole),
    column("killed_words", Text),
    column("killed_said_by", Text),
    column("wounded", Whole),
    column("wounded_low", Whole),
    column("wounded_high", Whole),
    column("wounded_words", Text),
    column("wounded_said_by", Text),
    column("detained", Whole),
    column("detained_low", Whole),
    column("detained_high", Whole),
    column("detained_words", Text),
    column("detained_said_by", Text),
    column("place", Text),
    column("event", Text),
    column("confidence", Real),
    column("rule", Text),
    column("evidence", Text),
    column("evidence_start", Whole),
    column("evidence_end", Whole),
];

const EVENTS: &[Column] = &[
    column("id", Text),
    column("relations", List),
    column("plover", Text),
    column("source", Text),
    column("source_id", Text),
    column("target", Text),
    column("target_id", Text),
    column("date", Text),
    column("status", Text),
    column("places", List),
    column("killed", Whole),
    column("killed_low", Whole),
    column("killed_high", Whole),
    column("killed_by", Text),
    column("wounded", Whole),
    column("wounded_low", Whole),
    column("wounded_high", Whole),
    column("wounded_by", Text),
    column("detained", Whole),
    column("detained_low", Whole),
    column("detained_high", Whole),
    column("detained_by", Text),
    column("documents", Whole),
    column("statements", List),
];

pub(super) const EDGES: &[Column] = &[
    column("id", Text),
    column("source", Text),
    column("source_id", Text),
    column("relation", Text),
    column("target", Text),
    column("target_id", Text),
    column("label", Text),
    column("class", Text),
    column("plover", Text),
    column("status", Text),
    column("symmetric", Truth),
    column("direct", Truth),
    column("statements", Whole),
    column("positive", Whole),
    column("negative", Whole),
    column("actual", Whole),
    column("first_date", Text),
    column("last_date", Text),
    column("first_reported", Text),
    column("last_reported", Text),
    column("documents", Whole),
    column("independent_documents", Whole),
    column("evidence", Text),
];

impl Table {
    pub(super) const ALL: [Self; 6] =
        [Self::Documents, Self::Entities, Self::Mentions, Self::Statements, Self::Events, Self::Edges];

    /// The name of its file, without ending.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Entities => "entities",
            Self::Mentions => "mentions",
            Self::Statements => "statements",
            Self::Events => "events",
            Self::Edges => "edges",
        }
    }

    pub(super) fn columns(self) -> &'static [Column] {
        match self {
            Self::Documents => DOCUMENTS,
            Self::Entities => ENTITIES,
            Self::Mentions => MENTIONS,
            Self::Statements => STATEMENTS,
            Self::Events => EVENTS,
            Self::Edges => EDGES,
        }
    }

    /// Gives all rows to the sink.
    pub(super) fn fill(
        self,
        contents: &Contents<'_>,
        records: Records<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), ExportError> {
        match self {
            Self::Documents => documents(contents.graph, sink),
            Self::Entities => contents.entities().try_for_each(|(_, row)| sink.row(&row)),
            Self::Mentions => mentions(contents.graph, records, sink),
            Self::Statements => statements(contents.graph, sink),
            Self::Events => events(contents.graph, sink),
            Self::Edges => contents.edges().try_for_each(|(_, row)| sink.row(&row)),
        }
    }
}

impl<'g> Contents<'g> {
    pub(super) fn new(graph: &'g Graph, leanings: &Leanings) -> Self {
        Self { graph, measures: measure(graph, leanings) }
    }

    /// The rows of the table of entities.
    pub(super) fn entities(&self) -> impl Iterator<Item = (EntityIndex, Vec<Cell<'g>>)> {
        let graph = self.graph;
        graph.entities.iter().zip(&self.measures.entities).enumerate().map(|(i, (e, m))| {
            let row = vec![
                Cell::text(&e.id),
                Cell::text(&e.name),
                Cell::plain(e.entity_type.as_str()),
                Cell::maybe_plain(e.wikidata.as_deref()),
                Cell::maybe_text(e.country.as_deref()),
                Cell::count(e.documents.len()),
                Cell::whole(e.mentions),
                Cell::list(e.names.iter().map(|(name, _)| name.as_str())),
                Cell::list(e.redirects.iter().map(String::as_str)),
                Cell::whole(m.statements_out),
                Cell::whole(m.statements_in),
                Cell::whole(m.cooperation),
                Cell::whole(m.conflict),
                Cell::whole(m.neighbours),
                Cell::real(m.rank),
                Cell::real(m.betweenness),
                Cell::whole(m.component),
                Cell::whole(m.community),
            ];
            (EntityIndex(i as u32), row)
        })
    }

    /// The rows of the table of edges.
    pub(super) fn edges(&self) -> impl Iterator<Item = (&'g Edge, Vec<Cell<'g>>)> {
        let graph = self.graph;
        graph.edges.iter().map(move |e| {
            let (first, last) = dates(graph, e);
            let evidence = e.statements.first().and_then(|s| graph[*s].evidence.first());
            let row = vec![
                Cell::plain(&e.id),
                Cell::text(&graph[e.source].name),
                Cell::text(&graph[e.source].id),
                Cell::plain(&e.relation),
                Cell::text(&graph[e.target].name),
                Cell::text(&graph[e.target].id),
                Cell::plain(&e.label),
                Cell::plain(e.class()),
                Cell::maybe_plain(e.plover.as_deref()),
                Cell::plain(Line::of(graph, e).id()),
                Cell::Truth(e.symmetric),
                Cell::Truth(e.direct),
                Cell::count(e.statements.len()),
                Cell::whole(e.positive),
                Cell::whole(e.negative),
                Cell::whole(e.actual),
                first.map_or(Cell::Empty, |day| Cell::Plain(Cow::Owned(day))),
                last.map_or(Cell::Empty, |day| Cell::Plain(Cow::Owned(day))),
                Cell::maybe_plain(e.first_reported.as_deref()),
                Cell::maybe_plain(e.last_reported.as_deref()),
                Cell::count(e.documents.len()),
                Cell::whole(e.independent_documents),
                Cell::maybe_text(evidence.map(|e| e.quote.text.as_ref())),
            ];
            (e, row)
        })
    }
}

/// The first and the last day of what the statements of an edge are about; one without a date
/// counts as of its document's day of publication.
pub(super) fn dates(graph: &Graph, edge: &Edge) -> (Option<String>, Option<String>) {
    let spans = edge.statements.iter().filter_map(|s| {
        let statement = &graph[*s];
        days(statement.date.as_ref().or(graph[statement.document].published.as_ref())?)
    });
    let spans: Vec<_> = spans.collect();
    let first = spans.iter().map(|(first, _)| *first).min();
    let last = spans.iter().map(|(_, last)| *last).max();
    (first.map(|day| day.to_string()), last.map(|day| day.to_string()))
}

fn documents(graph: &Graph, sink: &mut dyn Sink) -> Result<(), ExportError> {
    for d in &graph.documents {
        sink.row(&[
            Cell::plain(&d.id),
            Cell::text(&d.key),
            Cell::maybe_text(d.title.as_deref()),
            Cell::maybe_text(d.url.as_deref()),
            Cell::maybe_text(d.publisher.as_deref()),
            Cell::maybe_text(d.author.as_deref()),
            Cell::maybe_plain(d.published.as_deref()),
            Cell::whole(d.tokens),
            Cell::maybe_text(d.copy_of.map(|c| graph[c].key.as_str())),
            Cell::plain(&d.text_sha256),
        ])?;
    }
    Ok(())
}

fn mentions(graph: &Graph, records: Records<'_>, sink: &mut dyn Sink) -> Result<(), ExportError> {
    let mut global: FxHashMap<(DocumentIndex, u32), EntityIndex> = FxHashMap::default();
    for (i, entity) in graph.entities.iter().enumerate() {
        for member in &entity.members {
            global.insert((member.document, member.entity), EntityIndex(i as u32));
        }
    }
    for (i, document) in graph.documents.iter().enumerate() {
        let Some(record) = records(&document.key)? else { continue };
        for mention in &record.mentions {
            // A mention of several entities has a row for each; one that was not resolved has one without.
            let members = mention.entities.iter().map(|e| global.get(&(DocumentIndex(i as u32), *e as u32)));
            let mut ends: Vec<Option<EntityIndex>> = members.flatten().map(|e| Some(*e)).collect();
            if mention.entities.is_empty() {
                ends.push(None);
            }
            for end in ends {
                sink.row(&[
                    Cell::text(&document.key),
                    Cell::whole(mention.span.0),
                    Cell::whole(mention.span.1),
                    Cell::text(&mention.text),
                    Cell::plain(&mention.kind),
                    Cell::maybe_text(end.map(|e| graph[e].id.as_str())),
                    Cell::maybe_text(end.map(|e| graph[e].name.as_str())),
                    Cell::text(&mention.reason),
                ])?;
            }
        }
    }
    Ok(())
}

pub(super) fn statements(graph: &Graph, sink: &mut dyn Sink) -> Result<(), ExportError> {
    for s in &graph.statements {
        let document = &graph[s.document];
        let pieces = evidence(s);
        let texts: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        let speaker = s.attribution.as_ref().map(|a| &a.speaker);
        let [killed, wounded, detained] = Harm::ALL.map(|harm| {
            let told = s.casualties.iter().find(|c| c.harm == harm);
            let speaker = told.and_then(|c| c.speaker).map(|e| graph[e].name.as_str());
            let [best, low, high] = figures(told.map(|c| c.figure));
            [best, low, high, Cell::maybe_text(told.map(|c| c.words.text.as_ref())), Cell::maybe_text(speaker)]
        });
        let mut row = vec![
            Cell::plain(&s.id),
            Cell::text(&document.key),
            Cell::maybe_plain(document.published.as_deref()),
            Cell::text(&s.source.name),
            Cell::text(&graph[s.source.entity].id),
            Cell::plain(&s.relation),
            Cell::text(&s.target.name),
            Cell::text(&graph[s.target.entity].id),
            Cell::plain(polarity_name(s.polarity)),
            Cell::plain(modality_name(s.modality)),
            Cell::maybe_text(speaker.map(|e| e.name.as_str())),
            Cell::maybe_text(speaker.map(|e| graph[e.entity].id.as_str())),
            Cell::maybe_text(s.attribution.as_ref().map(|a| a.cue.as_str())),
            Cell::maybe_plain(s.date.as_deref()),
            Cell::maybe_text(s.content.as_deref()),
            Cell::list(s.about.iter().map(|e| graph[*e].name.as_str())),
            Cell::list(s.about.iter().map(|e| graph[*e].id.as_str())),
        ];
        row.extend(killed.into_iter().chain(wounded).chain(detained));
        row.extend([
            Cell::maybe_text(s.place.map(|p| graph[p].name.as_str())),
            Cell::maybe_plain(s.event.map(|e| graph[e].id.as_str())),
            s.confidence.map_or(Cell::Empty, Cell::real),
            Cell::text(&s.rule),
            Cell::Text(Cow::Owned(texts.join(" … "))),
            pieces.first().map_or(Cell::Empty, |p| Cell::whole(p.start)),
            pieces.last().map_or(Cell::Empty, |p| Cell::whole(p.end)),
        ]);
        sink.row(&row)?;
    }
    Ok(())
}

fn events(graph: &Graph, sink: &mut dyn Sink) -> Result<(), ExportError> {
    for e in &graph.events {
        let [killed, wounded, detained] = Harm::ALL.map(|harm| {
            let told = e.casualties.iter().find(|c| c.harm == harm);
            let [best, low, high] = figures(told.map(|c| c.figure));
            [best, low, high, Cell::maybe_plain(told.map(|c| graph[c.statement].id.as_str()))]
        });
        let mut row = vec![
            Cell::plain(&e.id),
            Cell::list(e.relations.iter().map(String::as_str)),
            Cell::maybe_plain(e.plover.as_deref()),
            Cell::text(&graph[e.source].name),
            Cell::text(&graph[e.source].id),
            Cell::text(&graph[e.target].name),
            Cell::text(&graph[e.target].id),
            Cell::maybe_plain(e.date.as_deref()),
            Cell::plain(e.status.as_str()),
            Cell::list(e.places.iter().map(|p| graph[*p].name.as_str())),
        ];
        row.extend(killed.into_iter().chain(wounded).chain(detained));
        row.extend([Cell::count(e.documents.len()), Cell::list(e.statements.iter().map(|s| graph[*s].id.as_str()))]);
        sink.row(&row)?;
    }
    Ok(())
}

/// The number of those harmed in one way, and its bounds.
fn figures<'a>(figure: Option<Figure>) -> [Cell<'a>; 3] {
    let Figure { low, best, high } = figure.unwrap_or_default();
    [best, low, high].map(|n| n.map_or(Cell::Empty, Cell::whole))
}
