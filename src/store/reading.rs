//! Rows to records, and to what consolidation needs of them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::consolidate::{Source, SourceEnd, SourceEntity, SourceStatement};
use super::identity;
use super::rows::{Sql, named, parse_modality, parse_polarity, position, strings};
use super::view::{DocumentView, Quote};
use super::{
    AttributionRecord, CasualtiesRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord,
    ParagraphRecord, StatementRecord,
};
use crate::schema::EntityType;
use crate::statements::{Figure, Harm};

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
    for (at, contents) in contents(connection, document)? {
        if let Some(statement) = record.statements.get_mut(at) {
            contents.put_into(statement);
        }
    }
    Ok(Some(record))
}

/// What stands in tables of its own of a statement's content.
#[derive(Default)]
struct Contents {
    about: Vec<usize>,
    casualties: Vec<CasualtiesRecord>,
}

impl Contents {
    fn put_into(self, statement: &mut StatementRecord) {
        statement.about = self.about;
        statement.casualties = self.casualties;
        statement.casualties.sort_by_key(|c| c.harm);
    }
}

/// Whom the contents of a document's statements name, and the numbers of those harmed, by the statement's position.
fn contents(connection: &Connection, document: i64) -> Sql<BTreeMap<usize, Contents>> {
    let mut contents: BTreeMap<usize, Contents> = BTreeMap::new();
    let mut about = connection.prepare_cached(
        "SELECT statement, entity FROM statement_about WHERE document = ?1 ORDER BY statement, place",
    )?;
    let mut rows = about.query([document])?;
    while let Some(row) = rows.next()? {
        contents.entry(position(row, 0)?).or_default().about.push(position(row, 1)?);
    }
    let mut casualties = connection.prepare_cached(
        "SELECT statement, harm, low, best, high, span_start, span_end, text, speaker_entity \
         FROM casualties WHERE document = ?1",
    )?;
    let mut rows = casualties.query([document])?;
    while let Some(row) = rows.next()? {
        contents.entry(position(row, 0)?).or_default().casualties.push(CasualtiesRecord {
            harm: named(row, 1, Harm::parse)?,
            figure: Figure { low: row.get(2)?, best: row.get(3)?, high: row.get(4)? },
            span: (row.get(5)?, row.get(6)?),
            text: row.get(7)?,
            speaker: row.get::<_, Option<i64>>(8)?.map(|_| position(row, 8)).transpose()?,
        });
    }
    Ok(contents)
}

/// A statement without its evidence and what stands in other tables, from the columns that begin at `at`.
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
        about: Vec::new(),
        casualties: Vec::new(),
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

/// An entity of a document, from the columns that begin at `at`.
pub(super) fn source_entity(row: &Row<'_>, at: usize) -> Sql<SourceEntity> {
    Ok(SourceEntity {
        name: row.get(at)?,
        even: row.get(at + 1)?,
        entity_type: named(row, at + 2, EntityType::parse)?,
        wikidata: row.get(at + 3)?,
        country: row.get(at + 4)?,
        named: row.get(at + 5)?,
        mentions: row.get(at + 6)?,
    })
}

fn fill(connection: &Connection, document: i64, source: &mut Source) -> Sql<Result<(), String>> {
    source.sentences = connection
        .prepare_cached("SELECT span_start, span_end, digest FROM sentence WHERE document = ?1 ORDER BY position")?
        .query_map([document], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?
        .collect::<Sql<_>>()?;
    source.entities = connection
        .prepare_cached(
            "SELECT name, even, type, wikidata, country, named, mentions FROM entity WHERE document = ?1 \
             ORDER BY position",
        )?
        .query_map([document], |row| source_entity(row, 0))?
        .collect::<Sql<_>>()?;
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
    let mut rows: Vec<(i64, String, StatementRecord)> = connection
        .prepare_cached(
            "SELECT position, id, source_entity, source_mention, relation, target_entity, target_mention, polarity, \
             modality, speaker_entity, speaker_mention, cue, date, trigger_start, trigger_end, content, \
             place_entity, rule, confidence FROM statement WHERE document = ?1 ORDER BY position",
        )?
        .query_map([document], |row| Ok((row.get(0)?, row.get(1)?, statement_record(row, 2)?)))?
        .collect::<Sql<_>>()?;
    let mut contents = contents(connection, document)?;
    for (at, _, record) in &mut rows {
        if let Some(contents) = usize::try_from(*at).ok().and_then(|at| contents.remove(&at)) {
            contents.put_into(record);
        }
    }
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
        let speakers = s.casualties.iter().filter_map(|c| c.speaker.as_ref());
        let mut entities = s.about.iter().chain(&s.place).chain(speakers);
        if quotes.is_empty() || entities.any(|e| *e >= source.entities.len()) {
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
            about: s.about,
            casualties: s.casualties,
            place: s.place,
            rule: s.rule,
            confidence: s.confidence,
        });
    }
    Ok(Ok(()))
}
