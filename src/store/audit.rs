//! Is a file what it should be: the database, what it says of documents, what follows from that.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::offsets::Offsets;
use super::rows::Sql;
use super::{Store, StoreError, Texts, check, derive, dump, file, identity, reading, rows};
use crate::schema::Schema;
use crate::source::{CodePoints, Span};

/// Differences of one kind that are named; the rest is counted.
const NAMED: usize = 20;

/// What a look at all of a file found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audit {
    /// What is wrong, a line each.
    pub findings: Vec<String>,
    /// What could not be looked at, and why.
    pub remarks: Vec<String>,
}

impl Store {
    /// Looks whether the database is whole, no row refers to nothing, every piece of evidence
    /// stands in its text and every text has its hash, and whether what is derived is what `schema`
    /// gives for the documents and decisions.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn audit(&self, schema: &Schema) -> Result<Audit, StoreError> {
        let mut audit = Audit::default();
        let connection = &self.connection;
        // What one step stumbles over is a finding; the next may still see more.
        let steps = [
            ("the database", database(connection, &mut audit)),
            ("the documents", documents(connection, &mut audit)),
            ("the search index", indexed(connection, &mut audit)),
            ("the derived layer", derived(connection, schema, &mut audit)),
        ];
        for (what, step) in steps {
            if let Err(error) = step {
                audit.findings.push(format!("{what} cannot be read: {error}"));
            }
        }
        Ok(audit)
    }
}

fn database(connection: &Connection, audit: &mut Audit) -> Sql<()> {
    let mut lines = connection.prepare(&format!("PRAGMA integrity_check({NAMED})"))?;
    for line in lines.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            audit.findings.push(format!("database: {}", line.replace('\n', " ")));
        }
    }
    let mut dangling = connection.prepare("PRAGMA foreign_key_check")?;
    for line in dangling.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)))? {
        let (table, parent) = line?;
        audit.findings.push(format!("database: a row of {table} refers to a {parent} that is not there"));
    }
    Ok(())
}

fn documents(connection: &Connection, audit: &mut Audit) -> Sql<()> {
    let texts = rows::texts(connection)?;
    for key in rows::keys(connection)? {
        let record = match reading::read(connection, &key) {
            Ok(Some(record)) => record,
            Ok(None) => {
                audit.findings.push(format!("document {key}: its page is not there"));
                continue;
            }
            Err(error) => {
                audit.findings.push(format!("document {key}: {error}"));
                continue;
            }
        };
        if texts == Texts::Hashed {
            continue;
        }
        let offsets = Offsets::new(&record.text);
        if let Err(error) = check::check(&record, &offsets) {
            audit.findings.push(error.to_string());
        }
        let (sha256, digests) = hashes(connection, &key)?;
        if sha256 != identity::sha256(&record.text) {
            audit.findings.push(format!("document {key}: its text is not that of its hash {sha256}"));
        }
        for ((start, end), digest) in record.sentences.iter().zip(digests) {
            let words = offsets.words(Span::<CodePoints>::new(*start, *end)).unwrap_or_default();
            if digest != identity::sentence_digest(words) {
                audit.findings.push(format!("document {key}: the sentence at {start}..{end} is not that of its hash"));
            }
        }
    }
    if texts == Texts::Hashed {
        audit.remarks.push("the file keeps no text: evidence was not compared with it".to_owned());
    }
    Ok(())
}

/// The hash of a document's page and those of its sentences.
fn hashes(connection: &Connection, key: &str) -> Sql<(String, Vec<i64>)> {
    let sha256 = connection
        .prepare_cached("SELECT page.sha256 FROM document JOIN page USING (page) WHERE key = ?1")?
        .query_row([key], |row| row.get(0))?;
    let digests = connection
        .prepare_cached("SELECT digest FROM sentence JOIN document USING (document) WHERE key = ?1 ORDER BY position")?
        .query_map([key], |row| row.get(0))?
        .collect::<Sql<_>>()?;
    Ok((sha256, digests))
}

fn indexed(connection: &Connection, audit: &mut Audit) -> Sql<()> {
    let mut lists = vec![("entity_search", "entity", "entity")];
    if rows::texts(connection)? == Texts::Kept {
        lists.push(("sentence_search", "sentence", "sentence"));
    }
    for (index, table, column) in lists {
        let difference = |a: &str, b: &str| {
            connection.query_row(&format!("SELECT count(*) FROM ({a} EXCEPT {b})"), [], |row| row.get::<_, i64>(0))
        };
        let (rows, found) = (format!("SELECT {column} FROM {table}"), format!("SELECT id FROM {index}_docsize"));
        let (lacking, left) = (difference(&rows, &found)?, difference(&found, &rows)?);
        if lacking + left > 0 {
            audit.findings.push(format!("search: {lacking} of {table} are not in the index, {left} too many are"));
        }
    }
    Ok(())
}

/// Compares the derived tables with those that a fresh consolidation writes beside them.
fn derived(connection: &Connection, schema: &Schema, audit: &mut Audit) -> Sql<()> {
    if derive::made_by(connection)?.as_deref() != Some(schema.digest()) {
        let remark = "the derived layer was made by another schema and is not compared; the next change makes it anew";
        audit.remarks.push(remark.to_owned());
        return Ok(());
    }
    let whole = match derive::whole(connection, schema)? {
        Ok(whole) => whole,
        Err(message) => {
            audit.findings.push(message);
            return Ok(());
        }
    };
    let fresh = file::in_memory()?;
    let mut document = fresh.prepare(
        "INSERT INTO document (document, key, page, span_start, span_end, tokens, sha256) VALUES (?1, ?2, 0, 0, 0, 0, '')",
    )?;
    for (row, view) in whole.rows.iter().zip(&whole.graph.documents) {
        document.execute(rusqlite::params![row, view.key])?;
    }
    derive::write(&fresh, &whole, schema)?;
    let lines = |connection| Ok::<BTreeSet<String>, rusqlite::Error>(dump::derived(connection)?.into_iter().collect());
    let (there, wanted) = (lines(connection)?, lines(&fresh)?);
    for (what, lines) in [
        ("should not be there or differs", there.difference(&wanted).collect::<Vec<_>>()),
        ("is not there as it should be", wanted.difference(&there).collect()),
    ] {
        for line in lines.iter().take(NAMED) {
            audit.findings.push(format!("derived: this {what}: {line}"));
        }
        if lines.len() > NAMED {
            audit.findings.push(format!("derived: and {} more such rows", lines.len() - NAMED));
        }
    }
    Ok(())
}
