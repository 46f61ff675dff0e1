//! Documents that come and go, in one transaction.

use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::file::failed;
use super::offsets::Offsets;
use super::touched::Touched;
use super::{
    Changes, DocumentRecord, Precedence, Run, StoreError, check, damaged, derive, identity, nearest, rows, write_run,
};
use crate::schema::Schema;

/// A change of a file under way, in one transaction. Dropping it leaves the file as it was.
#[derive(Debug)]
pub struct Addition<'s> {
    transaction: Transaction<'s>,
    path: &'s Path,
    precedence: Precedence,
    changes: Changes,
    /// Always there; what `write` also takes has none for a file of which everything is new.
    touched: Option<Touched>,
}

impl<'s> Addition<'s> {
    pub(super) fn new(transaction: Transaction<'s>, path: &'s Path, precedence: Precedence) -> Self {
        let touched = Some(Touched::default());
        Self { transaction, path, precedence, changes: Changes::default(), touched }
    }

    /// Adds documents, or replaces those of the same key.
    ///
    /// # Errors
    /// If a record contradicts itself or the disk is full. The addition is then of no further use.
    pub fn add(&mut self, documents: &[DocumentRecord]) -> Result<(), StoreError> {
        write(&self.transaction, self.path, documents, self.precedence, &mut self.changes, &mut self.touched)
    }

    /// Takes documents out, as [`super::Store::remove`].
    ///
    /// # Errors
    /// If something names no document.
    pub fn remove(&mut self, names: &[String]) -> Result<(), StoreError> {
        let fail = failed("change", self.path);
        let all = rows::addresses(&self.transaction).map_err(&fail)?;
        for name in names {
            let named = |(key, url): &&(String, Option<String>)| {
                key == name
                    || key.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('#'))
                    || url.as_ref() == Some(name)
                    || identity::id("doc", &[key]) == *name
            };
            let found: Vec<&(String, Option<String>)> = all.iter().filter(named).collect();
            if found.is_empty() {
                let near = nearest::nearest(name, all.iter().map(|(key, _)| key.as_str()));
                return Err(StoreError::NoDocument { path: self.path.to_path_buf(), key: name.clone(), near });
            }
            for (key, _) in found {
                // Two names may mean one document.
                if let Some(present) = rows::present(&self.transaction, key).map_err(&fail)? {
                    leave(&self.transaction, present.document, &mut self.touched).map_err(&fail)?;
                    self.changes.removed.push(key.clone());
                }
            }
        }
        Ok(())
    }

    /// Brings what follows from the documents up to date, writes the run down, and makes the change
    /// visible.
    ///
    /// # Errors
    /// If the disk is full or a reader does not go away; the file then is as before.
    pub fn commit(self, schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        let fail = failed("change", self.path);
        derive::update(&self.transaction, self.touched.unwrap_or_default(), schema)
            .map_err(&fail)?
            .map_err(damaged(self.path))?;
        write_run(&self.transaction, run).map_err(&fail)?;
        self.transaction.commit().map_err(&fail)?;
        Ok(self.changes)
    }
}

/// Writes documents down.
pub(super) fn write(
    connection: &Connection,
    path: &Path,
    documents: &[DocumentRecord],
    precedence: Precedence,
    changes: &mut Changes,
    touched: &mut Option<Touched>,
) -> Result<(), StoreError> {
    let fail = failed("write", path);
    let texts = rows::texts(connection).map_err(&fail)?;
    for record in documents {
        let offsets = Offsets::new(&record.text);
        check::check(record, &offsets)?;
        let json = serde_json::to_string(record)
            .map_err(|error| StoreError::Record { key: record.key.clone(), message: error.to_string() })?;
        let sha256 = identity::sha256(&json);
        let present = rows::present(connection, &record.key).map_err(&fail)?;
        let key = record.key.clone();
        match &present {
            None => changes.added.push(key),
            Some(present) if present.sha256 == sha256 => {
                changes.unchanged.push(key);
                continue;
            }
            Some(present)
                if precedence == Precedence::Later
                    && (&present.published, &present.sha256) > (&record.published, &sha256) =>
            {
                changes.superseded.push(key);
                continue;
            }
            Some(_) => changes.replaced.push(key),
        }
        if let Some(present) = present {
            leave(connection, present.document, touched).map_err(&fail)?;
        }
        let document = rows::insert(connection, record, &offsets, &sha256, texts).map_err(&fail)?;
        if let Some(touched) = touched {
            touched.enter(connection, document).map_err(&fail)?;
        }
    }
    Ok(())
}

/// Takes a document out.
fn leave(connection: &Connection, document: i64, touched: &mut Option<Touched>) -> Result<(), rusqlite::Error> {
    if let Some(touched) = touched {
        touched.leave(connection, document)?;
    }
    rows::delete(connection, document)
}
