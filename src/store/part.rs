//! A part of the graph with no more in it than edges and events are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::identity;
use super::rows::{Sql, named, parse_modality, parse_polarity};
use super::view::{
    AttributionView, CasualtiesView, DocumentIndex, DocumentView, EndView, EntityIndex, GlobalEntity, Graph, Quote,
    StatementView, Verdict,
};
use crate::schema::EntityType;
use crate::statements::{Figure, Harm};

/// Statements with no more than edges and events are made of.
#[derive(Default)]
pub(super) struct Part {
    statements: Vec<Light>,
}

/// A statement whose ends are still ids.
struct Light {
    document: i64,
    key: String,
    ends: (String, String),
    place: Option<String>,
    view: StatementView,
}

/// The numbers of those whom a statement says to be harmed, without words.
fn figures(connection: &Connection, id: &str) -> Sql<Vec<CasualtiesView>> {
    let mut casualties: Vec<CasualtiesView> = connection
        .prepare_cached(
            "SELECT c.harm, c.low, c.best, c.high, c.speaker_entity FROM casualties c JOIN statement s \
             ON s.document = c.document AND s.position = c.statement WHERE s.id = ?1",
        )?
        .query_map([id], |row| {
            Ok(CasualtiesView {
                harm: named(row, 0, Harm::parse)?,
                figure: Figure { low: row.get(1)?, best: row.get(2)?, high: row.get(3)? },
                words: Quote { span: (0, 0), text: Arc::from("") },
                // Whether there is one counts; who it is does not.
                speaker: row.get::<_, Option<i64>>(4)?.map(|_| EntityIndex(0)),
            })
        })?
        .collect::<Sql<_>>()?;
    casualties.sort_by_key(|c| c.harm);
    Ok(casualties)
}

impl Part {
    /// Reads a statement, if it is there; gives its ends.
    pub fn read(
        &mut self,
        connection: &Connection,
        id: &str,
        verdicts: &BTreeMap<&str, Verdict>,
    ) -> Sql<Option<(String, String)>> {
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
                        about: Vec::new(),
                        casualties: Vec::new(),
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
        if let Some(mut light) = light {
            light.view.casualties = figures(connection, id)?;
            self.statements.push(light);
        }
        Ok(ends)
    }

    /// The statements as a graph, in the order that all of the graph has.
    pub fn graph(mut self, connection: &Connection) -> Sql<Graph> {
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
