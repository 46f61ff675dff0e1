//! Full-text search: names of entities and words of sentences.

use rusqlite::{Connection, params};

use super::{identity, rows};
use crate::schema::EntityType;
use crate::statements::{Modality, Polarity};

/// What a search found, best first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The entities with a name that holds all words, most mentioned first.
    pub entities: Vec<EntityHit>,
    /// The sentences that hold all words, best match first.
    pub sentences: Vec<SentenceHit>,
}

/// An entity that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityHit {
    /// The id, as [`super::GlobalEntity::id`].
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// How many mentions it has in all documents.
    pub mentions: u32,
}

/// A sentence that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceHit {
    /// The key of the document.
    pub document: String,
    /// The id of the document, as [`super::DocumentView::id`].
    pub document_id: String,
    /// Where the sentence stands, in code points of the page.
    pub span: (u32, u32),
    /// Its words.
    pub text: String,
    /// The statements that have words of it as evidence, in text order.
    pub statements: Vec<StatementHit>,
}

/// A statement in a sentence that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementHit {
    /// The id, as [`super::StatementView::id`].
    pub id: String,
    /// Who, by the name in the document.
    pub source: String,
    /// The relation's id.
    pub relation: String,
    /// To whom, by the name in the document.
    pub target: String,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// Happened, planned, possible …
    pub modality: Modality,
}

/// Each word (and each `"phrase in quotation marks"`) as a string of the search language, so that
/// nothing in it is read as syntax; none if there is no word.
fn quoted(query: &str) -> Option<String> {
    let mut parts = Vec::new();
    // Every other part stood between quotation marks; a mark without a partner counts as space.
    let pieces: Vec<&str> = query.split('"').collect();
    for (i, piece) in pieces.iter().enumerate() {
        // A NUL would end the string in the middle.
        let piece = piece.replace(char::is_control, " ");
        if i % 2 == 1 && i + 1 < pieces.len() {
            parts.push(piece);
        } else {
            parts.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    let parts: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

pub(super) fn search(connection: &Connection, query: &str, limit: u32) -> Result<Found, rusqlite::Error> {
    let Some(query) = quoted(query) else { return Ok(Found::default()) };
    let entities = connection
        .prepare_cached(
            "SELECT g.id, g.name, g.type, g.mentions \
             FROM (SELECT rowid FROM entity_search WHERE entity_search MATCH ?1) f \
             JOIN entity e ON e.entity = f.rowid \
             JOIN entity_membership m ON m.document = e.document AND m.position = e.position \
             JOIN global_entity g ON g.id = m.global_entity \
             GROUP BY g.id ORDER BY g.mentions DESC, g.id LIMIT ?2",
        )?
        .query_map(params![query, limit], |row| {
            Ok(EntityHit {
                id: row.get(0)?,
                name: row.get(1)?,
                entity_type: rows::named(row, 2, EntityType::parse)?,
                mentions: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    // Ranks of equal sentences differ in their last digits by the order of the rows.
    let hits: Vec<(i64, SentenceHit)> = connection
        .prepare_cached(
            "SELECT s.document, key, s.span_start, s.span_end, \
             substr(text, s.span_start + 1, s.span_end - s.span_start) \
             FROM (SELECT rowid, rank FROM sentence_search WHERE sentence_search MATCH ?1) f \
             JOIN sentence s ON s.sentence = f.rowid JOIN document USING (document) JOIN page USING (page) \
             ORDER BY round(f.rank, 6), key, s.position LIMIT ?2",
        )?
        .query_map(params![query, limit], |row| {
            let document: String = row.get(1)?;
            let hit = SentenceHit {
                document_id: identity::id("doc", &[&document]),
                document,
                span: (row.get(2)?, row.get(3)?),
                text: row.get(4)?,
                statements: Vec::new(),
            };
            Ok((row.get(0)?, hit))
        })?
        .collect::<Result<_, _>>()?;
    let mut inside = connection.prepare_cached(
        "SELECT id, a.name, relation, b.name, polarity, modality FROM statement s \
         JOIN entity a ON a.document = s.document AND a.position = source_entity \
         JOIN entity b ON b.document = s.document AND b.position = target_entity \
         WHERE s.document = ?1 AND EXISTS (SELECT 1 FROM evidence e WHERE e.document = s.document \
         AND e.statement = s.position AND e.span_start < ?3 AND e.span_end > ?2) ORDER BY s.position",
    )?;
    let mut sentences = Vec::with_capacity(hits.len());
    for (document, mut hit) in hits {
        hit.statements = inside
            .query_map(params![document, hit.span.0, hit.span.1], |row| {
                Ok(StatementHit {
                    id: row.get(0)?,
                    source: row.get(1)?,
                    relation: row.get(2)?,
                    target: row.get(3)?,
                    polarity: rows::named(row, 4, rows::parse_polarity)?,
                    modality: rows::named(row, 5, rows::parse_modality)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        sentences.push(hit);
    }
    Ok(Found { entities, sentences })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_query_is_syntax() {
        let of = |query: &str| quoted(query).unwrap_or_default();
        assert_eq!(of("a OR b*"), "\"a\" \"OR\" \"b*\"");
        assert_eq!(of("text:a NEAR(b, 2) -c ^d"), "\"text:a\" \"NEAR(b,\" \"2)\" \"-c\" \"^d\"");
        assert_eq!(of("say \"peace talks\" now"), "\"say\" \"peace talks\" \"now\"");
        assert_eq!(of("an \"open mark"), "\"an\" \"open\" \"mark\"");
        assert_eq!(of("a\0b"), "\"a\" \"b\"");
        for nothing in ["", " \t", "\"\"", "* ( ) -", "\"", "\0"] {
            assert_eq!(quoted(nothing), None, "{nothing:?}");
        }
    }
}
