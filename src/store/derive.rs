//! The derived tables: made of everything, or brought up to date where a change touches them.
//!
//! A change touches the entities that are connected by name or Wikidata id with those of the
//! documents that came and went, and of these the ones whose members change; then the edges and
//! events between pairs of ends of which a statement came, went or moved. What comes out is what a
//! consolidation of everything would give; a property test holds it to that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::consolidate::{SourceEntity, verdicts};
use super::copies::Queue;
use super::decision::{Decision, Effect};
use super::entities::{self, Local};
use super::events::{join_events, sum_up_edges};
use super::reading::{self, source_entity};
use super::rows::{Sql, named, parse_modality, parse_polarity};
use super::view::{
    AttributionView, DocumentIndex, DocumentView, EndView, EntityIndex, GlobalEntity, Graph, Quote, StatementView,
    Verdict,
};
use super::{decision, identity};
use crate::schema::{EntityType, Schema};

/// All of the graph, the numbers of its documents' rows, and what became of each decision.
pub(super) struct Whole {
    pub graph: Graph,
    pub rows: Vec<i64>,
    pub decisions: Vec<Decision>,
    pub effects: Vec<Effect>,
}

/// Consolidates everything; the inner error is a row that refers to nothing.
pub(super) fn whole(connection: &Connection, schema: &Schema) -> Sql<Result<Whole, String>> {
    let mut sources = match reading::sources(connection)? {
        Ok(sources) => sources,
        Err(message) => return Ok(Err(message)),
    };
    sources.sort_by(|a, b| a.1.view.key.cmp(&b.1.view.key));
    let (rows, sources) = sources.into_iter().unzip();
    let decisions = decision::read(connection)?;
    let (graph, effects) = super::consolidate::consolidate(sources, &decisions, schema);
    Ok(Ok(Whole { graph, rows, decisions, effects }))
}

/// Two entities by id, the smaller first.
type Pair = (String, String);

fn pair(a: String, b: String) -> Pair {
    if a <= b { (a, b) } else { (b, a) }
}

/// What a change touches.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// How many documents came and went.
    documents: usize,
    came: BTreeSet<i64>,
    queue: Queue,
    /// Names without case and accents, with the type.
    names: BTreeSet<(String, String)>,
    wikidata: BTreeSet<String>,
    /// Global entities that lost members.
    entities: BTreeSet<String>,
    /// Ends of edges that lost statements.
    pairs: BTreeSet<Pair>,
    /// Ids of statements of which somebody decided something.
    statements: BTreeSet<String>,
}

impl Touched {
    /// To be told before a document goes.
    pub fn leave(&mut self, connection: &Connection, document: i64) -> Sql<()> {
        self.documents += 1;
        // A row's number may be given to another document of the same change.
        self.came.remove(&document);
        self.bear(connection, document)?;
        self.lose_pairs(connection, document)?;
        let mut members =
            connection.prepare_cached("SELECT DISTINCT global_entity FROM entity_membership WHERE document = ?1")?;
        self.entities.extend(members.query_map([document], |row| row.get(0))?.collect::<Sql<Vec<String>>>()?);
        connection.prepare_cached("DELETE FROM entity_membership WHERE document = ?1")?.execute([document])?;
        if connection.prepare_cached("DELETE FROM document_copy WHERE document = ?1")?.execute([document])? == 0 {
            self.queue.push_followers(connection, document)?;
        }
        Ok(())
    }

    /// To be told when a document has come.
    pub fn enter(&mut self, connection: &Connection, document: i64) -> Sql<()> {
        self.documents += 1;
        self.came.insert(document);
        self.bear(connection, document)?;
        self.queue.push(connection, document)
    }

    /// To be told of new decisions.
    pub fn judge(&mut self, decisions: &[&Decision]) {
        self.statements.extend(decisions.iter().filter_map(|d| d.statement()).map(|s| s.id.clone()));
    }

    fn bear(&mut self, connection: &Connection, document: i64) -> Sql<()> {
        let mut entities =
            connection.prepare_cached("SELECT DISTINCT even, type, wikidata FROM entity WHERE document = ?1")?;
        let mut rows = entities.query([document])?;
        while let Some(row) = rows.next()? {
            self.names.insert((row.get(0)?, row.get(1)?));
            self.wikidata.extend(row.get::<_, Option<String>>(2)?);
        }
        Ok(())
    }

    fn lose_pairs(&mut self, connection: &Connection, document: i64) -> Sql<()> {
        let mut ends = connection.prepare_cached(
            "SELECT DISTINCT e.source, e.target FROM statement s JOIN edge_statement es ON es.statement = s.id \
             JOIN edge e ON e.id = es.edge WHERE s.document = ?1",
        )?;
        let ends: Vec<(String, String)> =
            ends.query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Sql<_>>()?;
        self.pairs.extend(ends.into_iter().map(|(a, b)| pair(a, b)));
        Ok(())
    }
}

/// The digest of the schema by which the derived tables were made; none if they have to be made anew.
pub(super) fn made_by(connection: &Connection) -> Sql<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE name = 'schema'")?
        .query_row([], |row| row.get(0))
        .optional()
}

/// Brings the derived tables up to date; the inner error is a row that refers to nothing.
pub(super) fn update(connection: &Connection, touched: Touched, schema: &Schema) -> Sql<Result<(), String>> {
    let made_by = made_by(connection)?;
    let all: i64 = connection.prepare_cached("SELECT count(*) FROM document")?.query_row([], |row| row.get(0))?;
    // Where much changes, all at once is quicker than one by one.
    let is_little = touched.documents * 4 <= usize::try_from(all).unwrap_or(0);
    if is_little && made_by.as_deref() == Some(schema.digest()) {
        return touch(connection, touched, schema).map(Ok);
    }
    remake(connection, schema)
}

/// Makes the derived tables anew.
pub(super) fn remake(connection: &Connection, schema: &Schema) -> Sql<Result<(), String>> {
    Ok(match whole(connection, schema)? {
        Ok(whole) => {
            write(connection, &whole, schema)?;
            Ok(())
        }
        Err(message) => Err(message),
    })
}

/// Writes the derived tables in the place of what they held.
pub(super) fn write(connection: &Connection, whole: &Whole, schema: &Schema) -> Sql<()> {
    let Whole { graph, rows, .. } = whole;
    for table in [
        "document_copy",
        "global_entity",
        "entity_membership",
        "event",
        "event_statement",
        "event_place",
        "edge",
        "edge_statement",
    ] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for (document, view) in rows.iter().zip(&graph.documents) {
        if let Some(original) = view.copy_of {
            connection
                .prepare_cached("INSERT INTO document_copy VALUES (?1, ?2)")?
                .execute([*document, rows[original.index()]])?;
        }
    }
    for entity in &graph.entities {
        write_entity(connection, entity)?;
        for member in &entity.members {
            let document = rows[member.document.index()];
            write_member(connection, document, member.entity, &entity.id, member.reason.as_str())?;
        }
    }
    write_events(connection, graph)?;
    write_edges(connection, graph)?;
    connection.prepare_cached("INSERT OR REPLACE INTO setting VALUES ('schema', ?1)")?.execute([schema.digest()])?;
    Ok(())
}

/// Makes anew what the change touches, and nothing else.
fn touch(connection: &Connection, touched: Touched, schema: &Schema) -> Sql<()> {
    let Touched { came, queue, names, wikidata, entities: lost, mut pairs, statements: judged, .. } = touched;
    let mut copies = Touched::default();
    for document in queue.settle(connection, &came)? {
        copies.lose_pairs(connection, document)?;
    }
    pairs.append(&mut copies.pairs);

    let decisions = decision::read(connection)?;
    let mut around = Around { names, wikidata };
    around.add_decided(&decisions);
    around.close(connection)?;
    let world = around.read(connection)?;
    let moved = regroup(connection, &world, &decisions, lost)?;

    // Statements that came or moved, by id.
    let mut dirty: BTreeSet<String> = BTreeSet::new();
    let mut of_document = connection.prepare_cached("SELECT id FROM statement WHERE document = ?1")?;
    for document in &came {
        dirty.extend(of_document.query_map([document], |row| row.get(0))?.collect::<Sql<Vec<String>>>()?);
    }
    let mut of_entity = connection.prepare_cached(
        "SELECT id FROM statement WHERE document = ?1 AND (source_entity = ?2 OR target_entity = ?2 OR place_entity = ?2)",
    )?;
    for (document, position) in moved.iter().filter(|(document, _)| !came.contains(document)) {
        let ids = of_entity.query_map(params![document, position], |row| row.get(0))?;
        dirty.extend(ids.collect::<Sql<Vec<String>>>()?);
    }
    dirty.extend(judged);
    let mut of_statement = connection.prepare_cached(
        "SELECT e.source, e.target FROM edge_statement es JOIN edge e ON e.id = es.edge WHERE es.statement = ?1",
    )?;
    for id in &dirty {
        let ends = of_statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        pairs.extend(ends.map(|(a, b)| pair(a, b)));
    }

    let verdicts = verdicts(&decisions);
    let mut part = Part::default();
    for id in &dirty {
        if let Some(said) = part.read(connection, id, &verdicts)? {
            pairs.insert(pair(said.0, said.1));
        }
    }
    let mut between = connection.prepare_cached(
        "SELECT es.statement FROM edge e JOIN edge_statement es ON es.edge = e.id WHERE e.source = ?1 AND e.target = ?2",
    )?;
    for (a, b) in &pairs {
        for (source, target) in both_ways(a, b) {
            for id in between.query_map([source, target], |row| row.get(0))?.collect::<Sql<Vec<String>>>()? {
                if !dirty.contains(&id) {
                    part.read(connection, &id, &verdicts)?;
                }
            }
        }
    }
    for (a, b) in &pairs {
        for (source, target) in both_ways(a, b) {
            for delete in [
                "DELETE FROM edge_statement WHERE edge IN (SELECT id FROM edge WHERE source = ?1 AND target = ?2)",
                "DELETE FROM edge WHERE source = ?1 AND target = ?2",
                "DELETE FROM event_statement WHERE event IN (SELECT id FROM event WHERE source = ?1 AND target = ?2)",
                "DELETE FROM event_place WHERE event IN (SELECT id FROM event WHERE source = ?1 AND target = ?2)",
                "DELETE FROM event WHERE source = ?1 AND target = ?2",
            ] {
                connection.prepare_cached(delete)?.execute([source, target])?;
            }
        }
    }
    let mut graph = part.graph(connection)?;
    join_events(&mut graph, schema);
    sum_up_edges(&mut graph, schema);
    write_events(connection, &graph)?;
    write_edges(connection, &graph)
}

fn both_ways<'p>(a: &'p str, b: &'p str) -> impl Iterator<Item = (&'p str, &'p str)> {
    std::iter::once((a, b)).chain((a != b).then_some((b, a)))
}

/// What is connected by name and type or by Wikidata id.
struct Around {
    names: BTreeSet<(String, String)>,
    wikidata: BTreeSet<String>,
}

/// An entity of a document as the tables hold it.
struct Row {
    document: i64,
    key: String,
    position: u32,
    entity: SourceEntity,
    /// The global entity to which it belonged before, and why.
    before: Option<(String, String)>,
}

impl Around {
    fn add_decided(&mut self, decisions: &[Decision]) {
        for entity in decisions.iter().flat_map(Decision::entities) {
            self.names.insert((identity::normalise_name(&entity.name), entity.r#type.as_str().to_owned()));
            self.wikidata.insert(entity.id.clone());
        }
    }

    /// Adds what is connected with what is there, until nothing is added.
    fn close(&mut self, connection: &Connection) -> Sql<()> {
        let mut ids = connection.prepare_cached(
            "SELECT DISTINCT wikidata FROM entity WHERE even = ?1 AND type = ?2 AND wikidata IS NOT NULL",
        )?;
        let mut names = connection.prepare_cached("SELECT DISTINCT even, type FROM entity WHERE wikidata = ?1")?;
        let mut new_names: Vec<(String, String)> = self.names.iter().cloned().collect();
        let mut new_ids: Vec<String> = self.wikidata.iter().cloned().collect();
        while !(new_names.is_empty() && new_ids.is_empty()) {
            for id in std::mem::take(&mut new_ids) {
                for name in names.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Sql<Vec<_>>>()? {
                    if self.names.insert(name.clone()) {
                        new_names.push(name);
                    }
                }
            }
            for (name, kind) in std::mem::take(&mut new_names) {
                for id in ids.query_map([name, kind], |row| row.get(0))?.collect::<Sql<Vec<String>>>()? {
                    if self.wikidata.insert(id.clone()) {
                        new_ids.push(id);
                    }
                }
            }
        }
        Ok(())
    }

    /// All entities of documents that are connected, by key and position.
    fn read(&self, connection: &Connection) -> Sql<Vec<Row>> {
        let mut bearing = connection.prepare_cached(
            "SELECT e.document, d.key, e.position, m.global_entity, m.reason, \
             e.name, e.even, e.type, e.wikidata, e.country, e.named, e.mentions \
             FROM entity e JOIN document d ON d.document = e.document \
             LEFT JOIN entity_membership m ON m.document = e.document AND m.position = e.position \
             WHERE e.even = ?1 AND e.type = ?2",
        )?;
        let mut world = Vec::new();
        for (name, kind) in &self.names {
            let mut rows = bearing.query([name, kind])?;
            while let Some(row) = rows.next()? {
                let id: Option<String> = row.get(3)?;
                let reason: Option<String> = row.get(4)?;
                world.push(Row {
                    document: row.get(0)?,
                    key: row.get(1)?,
                    position: row.get(2)?,
                    entity: source_entity(row, 5)?,
                    before: id.zip(reason),
                });
            }
        }
        world.sort_by(|a, b| (&a.key, a.position).cmp(&(&b.key, b.position)));
        Ok(world)
    }
}

/// Joins the entities anew; gives those that belong elsewhere than before.
fn regroup(
    connection: &Connection,
    world: &[Row],
    decisions: &[Decision],
    mut changed: BTreeSet<String>,
) -> Sql<Vec<(i64, u32)>> {
    // Documents are numbered in the order of their keys, as for all of the graph.
    let mut number = 0;
    let locals: Vec<Local<'_>> = world
        .iter()
        .enumerate()
        .map(|(i, row)| {
            number += usize::from(i > 0 && world[i - 1].document != row.document);
            Local { document: number, key: &row.key, position: row.position, entity: &row.entity }
        })
        .collect();
    let at: BTreeMap<(usize, u32), &Row> =
        locals.iter().zip(world).map(|(local, row)| ((local.document, local.position), row)).collect();
    let (entities, _) = entities::join(&locals, decisions);
    let mut moved = Vec::new();
    for entity in &entities {
        for member in &entity.members {
            let row = at[&(member.document.index(), member.entity)];
            let now = (entity.id.as_str(), member.reason.as_str());
            let before = row.before.as_ref().map(|(id, reason)| (id.as_str(), reason.as_str()));
            if before == Some(now) {
                continue;
            }
            write_member(connection, row.document, row.position, now.0, now.1)?;
            if before.map(|(id, _)| id) != Some(now.0) {
                moved.push((row.document, row.position));
                changed.insert(now.0.to_owned());
                changed.extend(before.map(|(id, _)| id.to_owned()));
            }
        }
    }
    for id in &changed {
        connection.prepare_cached("DELETE FROM global_entity WHERE id = ?1")?.execute([id])?;
    }
    for entity in entities.iter().filter(|e| changed.contains(&e.id)) {
        write_entity(connection, entity)?;
    }
    Ok(moved)
}

/// Statements with no more than edges and events are made of.
#[derive(Default)]
struct Part {
    statements: Vec<Light>,
}

/// A statement whose ends are still ids.
struct Light {
    document: i64,
    key: String,
    ends: Pair,
    place: Option<String>,
    view: StatementView,
}

impl Part {
    /// Reads a statement, if it is there; gives its ends.
    fn read(&mut self, connection: &Connection, id: &str, verdicts: &BTreeMap<&str, Verdict>) -> Sql<Option<Pair>> {
        let light = connection
            .prepare_cached(
                "SELECT s.document, d.key, a.global_entity, b.global_entity, p.global_entity, s.relation, s.polarity, \
                 s.modality, s.speaker_entity IS NOT NULL, s.date, s.trigger_start, s.trigger_end FROM statement s \
                 JOIN document d ON d.document = s.document \
                 JOIN entity_membership a ON a.document = s.document AND a.position = s.source_entity \
                 JOIN entity_membership b ON b.document = s.document AND b.position = s.target_entity \
                 LEFT JOIN entity_membership p ON p.document = s.document AND p.position = s.place_entity \
                 WHERE s.id = ?1",
            )?
            .query_row([id], |row| {
                let nobody = || EndView {
                    entity: EntityIndex(0),
                    name: String::new(),
                    mention: Quote { span: (0, 0), text: Arc::from("") },
                };
                let is_attributed: bool = row.get(8)?;
                Ok(Light {
                    document: row.get(0)?,
                    key: row.get(1)?,
                    ends: (row.get(2)?, row.get(3)?),
                    place: row.get(4)?,
                    view: StatementView {
                        id: id.to_owned(),
                        document: DocumentIndex(0),
                        source: nobody(),
                        relation: row.get(5)?,
                        target: nobody(),
                        polarity: named(row, 6, parse_polarity)?,
                        modality: named(row, 7, parse_modality)?,
                        attribution: is_attributed.then(|| AttributionView { speaker: nobody(), cue: String::new() }),
                        date: row.get(9)?,
                        evidence: Vec::new(),
                        trigger: (row.get(10)?, row.get(11)?),
                        content: None,
                        place: None,
                        rule: String::new(),
                        confidence: None,
                        verdict: verdicts.get(id).copied(),
                        edge: None,
                        event: None,
                    },
                })
            })
            .optional()?;
        let ends = light.as_ref().map(|l| l.ends.clone());
        self.statements.extend(light);
        Ok(ends)
    }

    /// The statements as a graph, in the order that all of the graph has.
    fn graph(mut self, connection: &Connection) -> Sql<Graph> {
        self.statements.sort_by(|a, b| (&a.key, a.view.trigger, &a.view.id).cmp(&(&b.key, b.view.trigger, &b.view.id)));
        let mut documents: BTreeMap<String, (i64, Option<String>, Option<String>)> = BTreeMap::new();
        let mut look = connection.prepare_cached(
            "SELECT d.published, o.key, o.document, o.published FROM document d \
             LEFT JOIN document_copy c ON c.document = d.document LEFT JOIN document o ON o.document = c.original \
             WHERE d.document = ?1",
        )?;
        for light in &self.statements {
            if documents.contains_key(&light.key) {
                continue;
            }
            let (published, original, row, earlier): (_, Option<String>, Option<i64>, _) =
                look.query_row([light.document], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            // The original counts for the copy, so that it must be told apart from others.
            if let (Some(key), Some(row)) = (&original, row) {
                documents.entry(key.clone()).or_insert((row, earlier, None));
            }
            documents.insert(light.key.clone(), (light.document, published, original));
        }
        let keys: BTreeMap<&str, DocumentIndex> =
            documents.keys().zip((0..).map(DocumentIndex)).map(|(key, at)| (key.as_str(), at)).collect();
        let ids: BTreeSet<&str> = self
            .statements
            .iter()
            .flat_map(|l| [Some(l.ends.0.as_str()), Some(l.ends.1.as_str()), l.place.as_deref()])
            .flatten()
            .collect();
        let at: BTreeMap<&str, EntityIndex> = ids.iter().copied().zip((0..).map(EntityIndex)).collect();
        let views = documents.iter().map(|(key, (_, published, original))| DocumentView {
            id: identity::id("doc", &[key]),
            key: key.clone(),
            title: None,
            url: None,
            publisher: None,
            author: None,
            published: published.clone(),
            text_sha256: String::new(),
            span: (0, 0),
            tokens: 0,
            copy_of: original.as_ref().map(|o| keys[o.as_str()]),
        });
        let entities = ids.iter().map(|id| GlobalEntity {
            id: (*id).to_owned(),
            name: String::new(),
            entity_type: EntityType::Other,
            wikidata: None,
            country: None,
            names: Vec::new(),
            documents: Vec::new(),
            mentions: 0,
            members: Vec::new(),
            redirects: Vec::new(),
        });
        let statements = self.statements.iter().map(|light| {
            let mut view = light.view.clone();
            view.document = keys[light.key.as_str()];
            view.source.entity = at[light.ends.0.as_str()];
            view.target.entity = at[light.ends.1.as_str()];
            view.place = light.place.as_deref().map(|p| at[p]);
            view
        });
        Ok(Graph {
            documents: views.collect(),
            entities: entities.collect(),
            statements: statements.collect(),
            events: Vec::new(),
            edges: Vec::new(),
        })
    }
}

fn write_entity(connection: &Connection, entity: &GlobalEntity) -> Sql<()> {
    connection.prepare_cached("INSERT INTO global_entity VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        entity.id,
        entity.name,
        entity.entity_type.as_str(),
        entity.wikidata,
        entity.country,
        entity.mentions,
    ])?;
    Ok(())
}

fn write_member(connection: &Connection, document: i64, position: u32, entity: &str, reason: &str) -> Sql<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO entity_membership VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![document, position, entity, reason])?;
    Ok(())
}

fn write_events(connection: &Connection, graph: &Graph) -> Sql<()> {
    for event in &graph.events {
        connection.prepare_cached("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
            event.id,
            event.relations.join(" "),
            event.plover,
            graph[event.source].id,
            graph[event.target].id,
            event.date,
            event.status.as_str(),
        ])?;
        for statement in &event.statements {
            connection
                .prepare_cached("INSERT INTO event_statement VALUES (?1, ?2)")?
                .execute(params![event.id, graph[*statement].id])?;
        }
        for place in &event.places {
            connection
                .prepare_cached("INSERT INTO event_place VALUES (?1, ?2)")?
                .execute(params![event.id, graph[*place].id])?;
        }
    }
    Ok(())
}

fn write_edges(connection: &Connection, graph: &Graph) -> Sql<()> {
    for edge in &graph.edges {
        connection
            .prepare_cached("INSERT INTO edge VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")?
            .execute(params![
                edge.id,
                graph[edge.source].id,
                edge.relation,
                graph[edge.target].id,
                edge.statements.len() as i64,
                edge.positive,
                edge.negative,
                edge.actual,
                edge.direct,
                edge.first_reported,
                edge.last_reported,
                edge.documents.len() as i64,
                edge.independent_documents,
            ])?;
        for statement in &edge.statements {
            connection
                .prepare_cached("INSERT INTO edge_statement VALUES (?1, ?2)")?
                .execute(params![edge.id, graph[*statement].id])?;
        }
    }
    Ok(())
}
