//! What a change touches, and bringing the derived tables up to date there and nowhere else.
//!
//! A change touches the entities that are connected by name or Wikidata id with those of the
//! documents that came and went, and of these the ones whose members change; then the edges and
//! events between pairs of ends of which a statement came, went or moved. What comes out is what a
//! consolidation of everything would give; a property test holds it to that.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::around::{Around, regroup};
use super::consolidate::verdicts;
use super::copies::Queue;
use super::decision::{self, Decision};
use super::derive::{write_edges, write_events};
use super::events::{join_events, sum_up_edges};
use super::part::Part;
use super::rows::Sql;
use crate::schema::Schema;

/// Two entities by id, the smaller first.
type Pair = (String, String);

fn pair(a: String, b: String) -> Pair {
    if a <= b { (a, b) } else { (b, a) }
}

/// What a change touches.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// How many documents came and went.
    pub documents: usize,
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

/// Makes anew what the change touches, and nothing else.
pub(super) fn touch(connection: &Connection, touched: Touched, schema: &Schema) -> Sql<()> {
    let Touched { came, queue, names, wikidata, entities: lost, mut pairs, statements: judged, .. } = touched;
    let mut copies = Touched::default();
    for document in queue.settle(connection, &came)? {
        copies.lose_pairs(connection, document)?;
    }
    pairs.append(&mut copies.pairs);

    let decisions = decision::read(connection)?;
    let world = Around::new(connection, names, wikidata, &decisions)?.read(connection)?;
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
                "DELETE FROM event_casualties WHERE event IN (SELECT id FROM event WHERE source = ?1 AND target = ?2)",
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
