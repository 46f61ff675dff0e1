//! Entities of documents as JSON Lines: the contract that [`crate::score`] reads.

use std::io::Write;

use serde::Serialize;

use super::ExportError;
use crate::store::DocumentRecord;

#[derive(Serialize)]
struct Line<'r> {
    document: &'r str,
    name: &'r str,
    r#type: &'static str,
    wikidata: Option<&'r str>,
    mentions: &'r [String],
}

/// Writes the entities of a document, one a line, in order of first mention.
///
/// `mentions` holds each distinct string that refers to this entity alone, pronouns left out, in
/// text order, also the name within "US President Donald Trump" and the phrase with what stands in
/// apposition; "the two leaders" is a mention of neither leader.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_entities(record: &DocumentRecord, mut out: impl Write) -> Result<(), ExportError> {
    for entity in &record.entities {
        let line = Line {
            document: &record.key,
            name: &entity.name,
            r#type: entity.entity_type.as_str(),
            wikidata: entity.wikidata.as_deref(),
            mentions: &entity.forms,
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
