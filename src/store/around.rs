//! Entities that are connected with a change, and joining them anew.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::consolidate::SourceEntity;
use super::decision::Decision;
use super::derive::{write_entity, write_member};
use super::entities::{self, Local};
use super::identity;
use super::reading::source_entity;
use super::rows::Sql;

/// What is connected by name and type or by Wikidata id.
pub(super) struct Around {
    names: BTreeSet<(String, String)>,
    wikidata: BTreeSet<String>,
}

/// An entity of a document as the tables hold it.
pub(super) struct Row {
    document: i64,
    key: String,
    position: u32,
    entity: SourceEntity,
    /// The global entity to which it belonged before, and why.
    before: Option<(String, String)>,
}

impl Around {
    /// What is connected with these names and ids and with what was decided.
    pub fn new(
        connection: &Connection,
        names: BTreeSet<(String, String)>,
        wikidata: BTreeSet<String>,
        decisions: &[Decision],
    ) -> Sql<Self> {
        let mut around = Self { names, wikidata };
        around.add_decided(decisions);
        around.close(connection)?;
        Ok(around)
    }

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
    pub fn read(&self, connection: &Connection) -> Sql<Vec<Row>> {
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
pub(super) fn regroup(
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
    let at: FxHashMap<(usize, u32), &Row> =
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
