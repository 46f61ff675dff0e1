//! Records to rows and back.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::consolidate::{Source, SourceEnd, SourceEntity, SourceStatement};
use super::identity;
use super::offsets::Offsets;
use super::view::{DocumentView, Graph, Quote};
use super::{
    AttributionRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord, ParagraphRecord,
    StatementRecord,
};
use crate::schema::EntityType;
use crate::source::{CodePoints, Span};
use crate::statements::{Modality, Polarity};

type Sql<T> = Result<T, rusqlite::Error>;

/// A document's row: its number, the hash of its record and its day of publication.
pub(super) struct Present {
    pub document: i64,
    pub sha256: String,
    pub published: Option<String>,
}

pub(super) fn present(connection: &Connection, key: &str) -> Sql<Option<Present>> {
    connection
        .prepare_cached("SELECT document, sha256, published FROM document WHERE key = ?1")?
        .query_row([key], |row| Ok(Present { document: row.get(0)?, sha256: row.get(1)?, published: row.get(2)? }))
        .optional()
}

/// Writes a checked record.
pub(super) fn insert(connection: &Connection, record: &DocumentRecord, offsets: &Offsets<'_>, sha256: &str) -> Sql<()> {
    let page_sha256 = identity::sha256(&record.text);
    connection
        .prepare_cached("INSERT INTO page (sha256, text) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING")?
        .execute(params![page_sha256, record.text])?;
    connection
        .prepare_cached(
            "INSERT INTO document (key, page, title, url, publisher, author, published, span_start, span_end, tokens, \
             sha256) SELECT ?1, page, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM page WHERE sha256 = ?11",
        )?
        .execute(params![
            record.key,
            record.title,
            record.url,
            record.publisher,
            record.author,
            record.published,
            record.span.0,
            record.span.1,
            record.tokens,
            sha256,
            page_sha256,
        ])?;
    let document = connection.last_insert_rowid();
    for (position, paragraph) in numbered(&record.paragraphs) {
        connection.prepare_cached("INSERT INTO paragraph VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
            document,
            position,
            paragraph.span.0,
            paragraph.span.1,
            paragraph.kind,
            paragraph.language,
            paragraph.read,
        ])?;
    }
    for (position, (start, end)) in numbered(&record.sentences) {
        let words = offsets.words(Span::<CodePoints>::new(*start, *end)).unwrap_or_default();
        connection
            .prepare_cached(
                "INSERT INTO sentence (document, position, span_start, span_end, digest) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![document, position, start, end, identity::sentence_digest(words)])?;
        let row = connection.last_insert_rowid();
        connection
            .prepare_cached("INSERT INTO sentence_search (rowid, text) VALUES (?1, ?2)")?
            .execute(params![row, words])?;
    }
    for (position, entity) in numbered(&record.entities) {
        connection
            .prepare_cached(
                "INSERT INTO entity (document, position, name, type, wikidata, country, forms) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                document,
                position,
                entity.name,
                entity.entity_type.as_str(),
                entity.wikidata,
                entity.country,
                serde_json::Value::from(entity.forms.clone()).to_string(),
            ])?;
        let row = connection.last_insert_rowid();
        connection
            .prepare_cached("INSERT INTO entity_search (rowid, name) VALUES (?1, ?2)")?
            .execute(params![row, entity.name])?;
    }
    for (position, mention) in numbered(&record.mentions) {
        connection.prepare_cached("INSERT INTO mention VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
            document,
            position,
            mention.span.0,
            mention.span.1,
            mention.text,
            mention.kind,
            mention.reason,
        ])?;
        for (place, entity) in numbered(&mention.entities) {
            connection.prepare_cached("INSERT INTO mention_entity VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                document,
                position,
                place,
                *entity as i64
            ])?;
        }
    }
    let ids = statement_ids(record);
    for (position, statement) in numbered(&record.statements) {
        insert_statement(connection, document, position, &ids[position as usize], statement)?;
    }
    Ok(())
}

fn insert_statement(
    connection: &Connection,
    document: i64,
    position: i64,
    id: &str,
    statement: &StatementRecord,
) -> Sql<()> {
    let attribution = statement.attribution.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO statement (document, position, id, source_entity, source_mention, relation, target_entity, \
             target_mention, polarity, modality, speaker_entity, speaker_mention, cue, date, trigger_start, \
             trigger_end, content, place_entity, rule, confidence) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?
        .execute(params![
            document,
            position,
            id,
            statement.source.entity as i64,
            statement.source.mention as i64,
            statement.relation,
            statement.target.entity as i64,
            statement.target.mention as i64,
            polarity_name(statement.polarity),
            modality_name(statement.modality),
            attribution.map(|a| a.entity as i64),
            attribution.map(|a| a.mention as i64),
            attribution.map(|a| &a.cue),
            statement.date,
            statement.trigger.0,
            statement.trigger.1,
            statement.content,
            statement.place.map(|p| p as i64),
            statement.rule,
            statement.confidence,
        ])?;
    for (place, evidence) in numbered(&statement.evidence) {
        connection.prepare_cached("INSERT INTO evidence VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            document,
            position,
            place,
            evidence.span.0,
            evidence.span.1,
            evidence.text
        ])?;
    }
    Ok(())
}

/// The stable ids of a document's statements, in order.
fn statement_ids(record: &DocumentRecord) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    record
        .statements
        .iter()
        .map(|s| {
            let name = |entity: usize| record.entities[entity].name.as_str();
            let speaker = s.attribution.as_ref().map(|a| name(a.entity)).unwrap_or_default();
            let spans: Vec<String> = std::iter::once(s.trigger)
                .chain(s.evidence.iter().map(|e| e.span))
                .map(|(start, end)| format!("{start}-{end}"))
                .collect();
            let spans = spans.join(" ");
            let date = s.date.as_deref().unwrap_or_default();
            let polarity = polarity_name(s.polarity);
            let modality = modality_name(s.modality);
            let (source, target) = (name(s.source.entity), name(s.target.entity));
            let parts = [record.key.as_str(), source, &s.relation, target, polarity, modality, speaker, date, &spans];
            let id = identity::id("st", &parts);
            // The same thing said by the same words twice over is numbered.
            let count = seen.entry(id.clone()).or_default();
            *count += 1;
            if *count == 1 { id } else { identity::id("st", &[&id, &count.to_string()]) }
        })
        .collect()
}

/// Takes a document out; its page goes with the last document on it.
pub(super) fn delete(connection: &Connection, document: i64) -> Sql<()> {
    connection
        .prepare_cached(
            "DELETE FROM sentence_search WHERE rowid IN (SELECT sentence FROM sentence WHERE document = ?1)",
        )?
        .execute([document])?;
    connection
        .prepare_cached("DELETE FROM entity_search WHERE rowid IN (SELECT entity FROM entity WHERE document = ?1)")?
        .execute([document])?;
    let page: i64 = connection
        .prepare_cached("SELECT page FROM document WHERE document = ?1")?
        .query_row([document], |row| row.get(0))?;
    connection.prepare_cached("DELETE FROM document WHERE document = ?1")?.execute([document])?;
    connection
        .prepare_cached("DELETE FROM page WHERE page = ?1 AND NOT EXISTS (SELECT 1 FROM document WHERE page = ?1)")?
        .execute([page])?;
    Ok(())
}

pub(super) fn keys(connection: &Connection) -> Sql<Vec<String>> {
    connection.prepare_cached("SELECT key FROM document ORDER BY key")?.query_map([], |row| row.get(0))?.collect()
}

/// The keys and addresses of all documents, by key.
pub(super) fn addresses(connection: &Connection) -> Sql<Vec<(String, Option<String>)>> {
    connection
        .prepare_cached("SELECT key, url FROM document ORDER BY key")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Reads a document back as it was written.
pub(super) fn read(connection: &Connection, key: &str) -> Sql<Option<DocumentRecord>> {
    let head = connection
        .prepare_cached(
            "SELECT document, title, url, publisher, author, published, span_start, span_end, tokens, text \
             FROM document JOIN page USING (page) WHERE key = ?1",
        )?
        .query_row([key], |row| {
            let record = DocumentRecord {
                key: key.to_owned(),
                title: row.get(1)?,
                url: row.get(2)?,
                publisher: row.get(3)?,
                author: row.get(4)?,
                published: row.get(5)?,
                span: (row.get(6)?, row.get(7)?),
                tokens: row.get(8)?,
                text: row.get(9)?,
                paragraphs: Vec::new(),
                sentences: Vec::new(),
                entities: Vec::new(),
                mentions: Vec::new(),
                statements: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, record))
        })
        .optional()?;
    let Some((document, mut record)) = head else { return Ok(None) };
    record.paragraphs = connection
        .prepare_cached(
            "SELECT span_start, span_end, kind, language, read FROM paragraph WHERE document = ?1 ORDER BY position",
        )?
        .query_map([document], |row| {
            Ok(ParagraphRecord {
                span: (row.get(0)?, row.get(1)?),
                kind: row.get(2)?,
                language: row.get(3)?,
                read: row.get(4)?,
            })
        })?
        .collect::<Sql<_>>()?;
    record.sentences = connection
        .prepare_cached("SELECT span_start, span_end FROM sentence WHERE document = ?1 ORDER BY position")?
        .query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Sql<_>>()?;
    record.entities = connection
        .prepare_cached(
            "SELECT name, type, wikidata, country, forms FROM entity WHERE document = ?1 ORDER BY position",
        )?
        .query_map([document], |row| {
            Ok(EntityRecord {
                name: row.get(0)?,
                entity_type: named(row, 1, EntityType::parse)?,
                wikidata: row.get(2)?,
                country: row.get(3)?,
                forms: strings(row, 4)?,
            })
        })?
        .collect::<Sql<_>>()?;
    record.mentions = connection
        .prepare_cached(
            "SELECT span_start, span_end, text, kind, reason FROM mention WHERE document = ?1 ORDER BY position",
        )?
        .query_map([document], |row| {
            Ok(MentionRecord {
                span: (row.get(0)?, row.get(1)?),
                text: row.get(2)?,
                kind: row.get(3)?,
                entities: Vec::new(),
                reason: row.get(4)?,
            })
        })?
        .collect::<Sql<_>>()?;
    let mut links = connection
        .prepare_cached("SELECT mention, entity FROM mention_entity WHERE document = ?1 ORDER BY mention, place")?;
    let mut rows = links.query([document])?;
    while let Some(row) = rows.next()? {
        let (mention, entity) = (position(row, 0)?, position(row, 1)?);
        if let Some(mention) = record.mentions.get_mut(mention) {
            mention.entities.push(entity);
        }
    }
    record.statements = connection
        .prepare_cached(
            "SELECT source_entity, source_mention, relation, target_entity, target_mention, polarity, modality, \
             speaker_entity, speaker_mention, cue, date, trigger_start, trigger_end, content, place_entity, rule, \
             confidence FROM statement WHERE document = ?1 ORDER BY position",
        )?
        .query_map([document], |row| statement_record(row, 0))?
        .collect::<Sql<_>>()?;
    let mut evidence = connection.prepare_cached(
        "SELECT statement, span_start, span_end, text FROM evidence WHERE document = ?1 ORDER BY statement, place",
    )?;
    let mut rows = evidence.query([document])?;
    while let Some(row) = rows.next()? {
        if let Some(statement) = record.statements.get_mut(position(row, 0)?) {
            statement.evidence.push(EvidenceRecord { span: (row.get(1)?, row.get(2)?), text: row.get(3)? });
        }
    }
    Ok(Some(record))
}

/// A statement without its evidence, from the columns that begin at `at`.
fn statement_record(row: &Row<'_>, at: usize) -> Sql<StatementRecord> {
    let attribution = match row.get::<_, Option<i64>>(at + 7)? {
        None => None,
        Some(_) => Some(AttributionRecord {
            entity: position(row, at + 7)?,
            mention: position(row, at + 8)?,
            cue: row.get(at + 9)?,
        }),
    };
    Ok(StatementRecord {
        source: EndRecord { entity: position(row, at)?, mention: position(row, at + 1)? },
        relation: row.get(at + 2)?,
        target: EndRecord { entity: position(row, at + 3)?, mention: position(row, at + 4)? },
        polarity: named(row, at + 5, parse_polarity)?,
        modality: named(row, at + 6, parse_modality)?,
        attribution,
        date: row.get(at + 10)?,
        evidence: Vec::new(),
        trigger: (row.get(at + 11)?, row.get(at + 12)?),
        content: row.get(at + 13)?,
        place: row.get::<_, Option<i64>>(at + 14)?.map(|_| position(row, at + 14)).transpose()?,
        rule: row.get(at + 15)?,
        confidence: row.get(at + 16)?,
    })
}

/// What consolidation needs of all documents, with the numbers of their rows; the error is a row
/// that refers to nothing.
pub(super) fn sources(connection: &Connection) -> Sql<Result<Vec<(i64, Source)>, String>> {
    let mut sources: Vec<(i64, Source)> = connection
        .prepare_cached(
            "SELECT document, key, title, url, publisher, author, published, page.sha256, span_start, span_end, \
             tokens FROM document JOIN page USING (page) ORDER BY document",
        )?
        .query_map([], |row| {
            let key: String = row.get(1)?;
            let view = DocumentView {
                id: identity::id("doc", &[&key]),
                key,
                title: row.get(2)?,
                url: row.get(3)?,
                publisher: row.get(4)?,
                author: row.get(5)?,
                published: row.get(6)?,
                text_sha256: row.get(7)?,
                span: (row.get(8)?, row.get(9)?),
                tokens: row.get(10)?,
                copy_of: None,
            };
            Ok((row.get(0)?, Source { view, sentences: Vec::new(), entities: Vec::new(), statements: Vec::new() }))
        })?
        .collect::<Sql<_>>()?;
    for (document, source) in &mut sources {
        if let Err(message) = fill(connection, *document, source)? {
            return Ok(Err(message));
        }
    }
    Ok(Ok(sources))
}

fn fill(connection: &Connection, document: i64, source: &mut Source) -> Sql<Result<(), String>> {
    source.sentences = connection
        .prepare_cached("SELECT span_start, span_end, digest FROM sentence WHERE document = ?1 ORDER BY position")?
        .query_map([document], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?
        .collect::<Sql<_>>()?;
    source.entities = connection
        .prepare_cached("SELECT name, type, wikidata, country FROM entity WHERE document = ?1 ORDER BY position")?
        .query_map([document], |row| {
            Ok(SourceEntity {
                name: row.get(0)?,
                entity_type: named(row, 1, EntityType::parse)?,
                wikidata: row.get(2)?,
                country: row.get(3)?,
                named: true,
                mentions: 0,
            })
        })?
        .collect::<Sql<_>>()?;
    let mut has_name = vec![false; source.entities.len()];
    let mut links = connection.prepare_cached(
        "SELECT l.entity, m.kind IN ('name', 'adjective') FROM mention_entity l \
         JOIN mention m ON m.document = l.document AND m.position = l.mention WHERE l.document = ?1",
    )?;
    let mut rows = links.query([document])?;
    while let Some(row) = rows.next()? {
        let at = position(row, 0)?;
        if let Some(entity) = source.entities.get_mut(at) {
            entity.mentions += 1;
            has_name[at] |= row.get::<_, bool>(1)?;
        }
    }
    for (entity, has_name) in source.entities.iter_mut().zip(has_name) {
        entity.named = has_name || entity.wikidata.is_some() || entity.mentions == 0;
    }
    let mut evidence: BTreeMap<i64, Vec<Quote>> = BTreeMap::new();
    let mut of = connection.prepare_cached(
        "SELECT statement, span_start, span_end, text FROM evidence WHERE document = ?1 ORDER BY statement, place",
    )?;
    let mut rows = of.query([document])?;
    while let Some(row) = rows.next()? {
        evidence
            .entry(row.get(0)?)
            .or_default()
            .push(Quote { span: (row.get(1)?, row.get(2)?), text: row.get::<_, String>(3)?.into() });
    }
    let mentions: Vec<Quote> = connection
        .prepare_cached("SELECT span_start, span_end, text FROM mention WHERE document = ?1 ORDER BY position")?
        .query_map([document], |row| {
            Ok(Quote { span: (row.get(0)?, row.get(1)?), text: row.get::<_, String>(2)?.into() })
        })?
        .collect::<Sql<_>>()?;
    let rows: Vec<(i64, String, StatementRecord)> = connection
        .prepare_cached(
            "SELECT position, id, source_entity, source_mention, relation, target_entity, target_mention, polarity, \
             modality, speaker_entity, speaker_mention, cue, date, trigger_start, trigger_end, content, \
             place_entity, rule, confidence FROM statement WHERE document = ?1 ORDER BY position",
        )?
        .query_map([document], |row| Ok((row.get(0)?, row.get(1)?, statement_record(row, 2)?)))?
        .collect::<Sql<_>>()?;
    for (at, id, s) in rows {
        let dangling = || format!("statement {id} of document {} refers to nothing", source.view.key);
        let end = |entity: usize, mention: usize| {
            let mention = mentions.get(mention)?.clone();
            (entity < source.entities.len()).then_some(SourceEnd { entity, mention })
        };
        let ends = (end(s.source.entity, s.source.mention), end(s.target.entity, s.target.mention));
        let (Some(from), Some(to)) = ends else { return Ok(Err(dangling())) };
        let attribution = match s.attribution {
            None => None,
            Some(a) => match end(a.entity, a.mention) {
                Some(speaker) => Some((speaker, a.cue)),
                None => return Ok(Err(dangling())),
            },
        };
        let quotes = evidence.remove(&at).unwrap_or_default();
        if quotes.is_empty() || s.place.is_some_and(|p| p >= source.entities.len()) {
            return Ok(Err(dangling()));
        }
        source.statements.push(SourceStatement {
            id,
            source: from,
            relation: s.relation,
            target: to,
            polarity: s.polarity,
            modality: s.modality,
            attribution,
            date: s.date,
            evidence: quotes,
            trigger: s.trigger,
            content: s.content,
            place: s.place,
            rule: s.rule,
            confidence: s.confidence,
        });
    }
    Ok(Ok(()))
}

/// Writes what follows from the documents; `rows` are the numbers of the graph's documents.
pub(super) fn write_derived(connection: &Connection, graph: &Graph, rows: &[i64]) -> Sql<()> {
    for table in ["global_entity", "entity_membership", "event", "event_statement", "edge", "edge_statement"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for entity in &graph.entities {
        connection.prepare_cached("INSERT INTO global_entity VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            entity.id,
            entity.name,
            entity.entity_type.as_str(),
            entity.wikidata,
            entity.country,
            entity.mentions,
        ])?;
        for member in &entity.members {
            connection.prepare_cached("INSERT INTO entity_membership VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                rows[member.document.index()],
                member.entity,
                entity.id,
                member.reason.as_str(),
            ])?;
        }
    }
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
    }
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

fn numbered<T>(items: &[T]) -> impl Iterator<Item = (i64, &T)> {
    (0..).zip(items)
}

/// A position in a list, which a damaged file may hold as a negative number.
fn position(row: &Row<'_>, column: usize) -> Sql<usize> {
    let value: i64 = row.get(column)?;
    usize::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

pub(super) fn named<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Sql<T> {
    let name: String = row.get(column)?;
    parse(&name).ok_or_else(|| {
        let reason = format!("no such name: {name}").into();
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, reason)
    })
}

/// A list of strings as the file keeps it.
fn strings(row: &Row<'_>, column: usize) -> Sql<Vec<String>> {
    let list: String = row.get(column)?;
    serde_json::from_str(&list)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, e.into()))
}

const POLARITIES: [Polarity; 2] = [Polarity::Positive, Polarity::Negative];

const MODALITIES: [Modality; 7] = [
    Modality::Actual,
    Modality::Planned,
    Modality::Possible,
    Modality::Hypothetical,
    Modality::Alleged,
    Modality::Requested,
    Modality::Past,
];

pub(super) fn parse_polarity(name: &str) -> Option<Polarity> {
    POLARITIES.into_iter().find(|p| polarity_name(*p) == name)
}

pub(super) fn parse_modality(name: &str) -> Option<Modality> {
    MODALITIES.into_iter().find(|m| modality_name(*m) == name)
}

/// The polarity as the store and the exports write it.
#[must_use]
pub fn polarity_name(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "positive",
        Polarity::Negative => "negative",
    }
}

/// The modality as the store and the exports write it.
#[must_use]
pub fn modality_name(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "actual",
        Modality::Planned => "planned",
        Modality::Possible => "possible",
        Modality::Hypothetical => "hypothetical",
        Modality::Alleged => "alleged",
        Modality::Requested => "requested",
        Modality::Past => "past",
    }
}
