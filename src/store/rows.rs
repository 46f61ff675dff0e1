//! Records to rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::identity;
use super::offsets::Offsets;
use super::{DocumentRecord, StatementRecord, Texts};
use crate::source::{CodePoints, Span};
use crate::statements::{Figure, Modality, Polarity};

pub(super) type Sql<T> = Result<T, rusqlite::Error>;

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

/// Writes a checked record; gives the number of its row.
pub(super) fn insert(
    connection: &Connection,
    record: &DocumentRecord,
    offsets: &Offsets<'_>,
    sha256: &str,
    texts: Texts,
) -> Sql<i64> {
    let page_sha256 = identity::sha256(&record.text);
    connection
        .prepare_cached("INSERT INTO page (sha256, text) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING")?
        .execute(params![page_sha256, kept(texts, &record.text)])?;
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
        // The index of a text is as good as the text.
        if texts == Texts::Hashed {
            continue;
        }
        let row = connection.last_insert_rowid();
        connection
            .prepare_cached("INSERT INTO sentence_search (rowid, text) VALUES (?1, ?2)")?
            .execute(params![row, words])?;
    }
    for ((position, entity), (named, mentions)) in numbered(&record.entities).zip(naming(record)) {
        connection
            .prepare_cached(
                "INSERT INTO entity (document, position, name, type, wikidata, country, forms, even, named, mentions) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                document,
                position,
                entity.name,
                entity.entity_type.as_str(),
                entity.wikidata,
                entity.country,
                serde_json::Value::from(entity.forms.clone()).to_string(),
                identity::normalise_name(&entity.name),
                named,
                mentions,
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
        insert_statement(connection, document, position, &ids[position as usize], statement, texts)?;
    }
    Ok(document)
}

fn insert_statement(
    connection: &Connection,
    document: i64,
    position: i64,
    id: &str,
    statement: &StatementRecord,
    texts: Texts,
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
            kept(texts, &evidence.text)
        ])?;
    }
    for (place, entity) in numbered(&statement.about) {
        connection.prepare_cached("INSERT INTO statement_about VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            document,
            position,
            place,
            *entity as i64
        ])?;
    }
    for casualties in &statement.casualties {
        let Figure { low, best, high } = casualties.figure;
        connection.prepare_cached("INSERT INTO casualties VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute(
            params![
                document,
                position,
                casualties.harm.as_str(),
                low,
                best,
                high,
                casualties.span.0,
                casualties.span.1,
                kept(texts, &casualties.text),
                casualties.speaker.map(|s| s as i64)
            ],
        )?;
    }
    Ok(())
}

fn kept(texts: Texts, words: &str) -> &str {
    match texts {
        Texts::Kept => words,
        Texts::Hashed => "",
    }
}

pub(super) fn texts(connection: &Connection) -> Sql<Texts> {
    let none = connection.prepare_cached("SELECT 1 FROM setting WHERE name = 'text' AND value = 'none'")?.exists([])?;
    Ok(if none { Texts::Hashed } else { Texts::Kept })
}

pub(super) fn set_texts(connection: &Connection, texts: Texts) -> Sql<()> {
    match texts {
        Texts::Kept => connection.execute("DELETE FROM setting WHERE name = 'text'", [])?,
        Texts::Hashed => connection.execute("INSERT OR REPLACE INTO setting VALUES ('text', 'none')", [])?,
    };
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

/// For each entity whether the text ever calls it by a name, and how many mentions it has. One that
/// is linked, or that no mention refers to, has nothing but its name.
fn naming(record: &DocumentRecord) -> Vec<(bool, u32)> {
    let mut naming = vec![(false, 0); record.entities.len()];
    for mention in &record.mentions {
        let is_name = matches!(mention.kind.as_str(), "name" | "adjective");
        for entity in &mention.entities {
            naming[*entity].0 |= is_name;
            naming[*entity].1 += 1;
        }
    }
    for ((named, mentions), entity) in naming.iter_mut().zip(&record.entities) {
        *named |= entity.wikidata.is_some() || *mentions == 0;
    }
    naming
}

/// Fills the columns that format 3 brings.
pub(super) fn fill_format_3(connection: &Connection) -> Sql<()> {
    let entities: Vec<(i64, String)> = connection
        .prepare("SELECT entity, name FROM entity")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Sql<_>>()?;
    let mut update = connection.prepare("UPDATE entity SET even = ?2 WHERE entity = ?1")?;
    for (entity, name) in entities {
        update.execute(params![entity, identity::normalise_name(&name)])?;
    }
    connection.execute_batch(
        "CREATE TEMP TABLE naming AS SELECT l.document, l.entity AS position, count(*) AS mentions, \
         max(m.kind IN ('name', 'adjective')) AS named FROM mention_entity l \
         JOIN mention m ON m.document = l.document AND m.position = l.mention GROUP BY l.document, l.entity; \
         UPDATE entity SET mentions = n.mentions, named = n.named OR wikidata IS NOT NULL FROM temp.naming n \
         WHERE n.document = entity.document AND n.position = entity.position; \
         DROP TABLE temp.naming",
    )
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

pub(super) fn numbered<T>(items: &[T]) -> impl Iterator<Item = (i64, &T)> {
    (0..).zip(items)
}

/// A position in a list, which a damaged file may hold as a negative number.
pub(super) fn position(row: &Row<'_>, column: usize) -> Sql<usize> {
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
pub(super) fn strings(row: &Row<'_>, column: usize) -> Sql<Vec<String>> {
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
