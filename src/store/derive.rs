//! The derived tables, made of everything.

use rusqlite::{Connection, OptionalExtension, params};

use super::decision::{self, Decision, Effect};
use super::reading;
use super::rows::Sql;
use super::touched::{Touched, touch};
use super::view::{GlobalEntity, Graph};
use crate::schema::Schema;

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
        "event_casualties",
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

pub(super) fn write_entity(connection: &Connection, entity: &GlobalEntity) -> Sql<()> {
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

pub(super) fn write_member(
    connection: &Connection,
    document: i64,
    position: u32,
    entity: &str,
    reason: &str,
) -> Sql<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO entity_membership VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![document, position, entity, reason])?;
    Ok(())
}

pub(super) fn write_events(connection: &Connection, graph: &Graph) -> Sql<()> {
    for event in &graph.events {
        connection.prepare_cached("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute(
            params![
                event.id,
                event.relations.join(" "),
                event.plover,
                graph[event.source].id,
                graph[event.target].id,
                event.date,
                event.status.as_str(),
                event.first_reported,
                event.independent_documents,
            ],
        )?;
        for statement in &event.statements {
            connection
                .prepare_cached("INSERT INTO event_statement VALUES (?1, ?2)")?
                .execute(params![event.id, graph[*statement].id])?;
        }
        for casualties in &event.casualties {
            connection.prepare_cached("INSERT INTO event_casualties VALUES (?1, ?2, ?3)")?.execute(params![
                event.id,
                casualties.harm.as_str(),
                graph[casualties.statement].id
            ])?;
        }
        for place in &event.places {
            connection
                .prepare_cached("INSERT INTO event_place VALUES (?1, ?2)")?
                .execute(params![event.id, graph[*place].id])?;
        }
    }
    Ok(())
}

pub(super) fn write_edges(connection: &Connection, graph: &Graph) -> Sql<()> {
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
