//! The graph as CSV tables (RFC 4180, UTF-8, a header line).
//!
//! Texts come from the open web, and a spreadsheet program runs a cell that begins with `=`, `+`,
//! `-` or `@` as a formula. Cells of free text that begin so (or with a tab or line break) get an
//! apostrophe in front, which spreadsheets show as plain text. Ids, numbers and dates never begin
//! so and are left alone; who needs the words verbatim takes the JSON Lines or Parquet.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use super::folder::Folder;
use super::rows::{Contents, Table};
use super::table::{Cell, Column, Sink};
use super::{ExportError, Leanings};
use crate::store::{DocumentRecord, Graph, StoreError};

/// What separates several values in one cell.
const SEPARATOR: &str = "; ";

/// Writes `documents.csv`, `entities.csv`, `mentions.csv`, `statements.csv`, `events.csv` and
/// `edges.csv` into a folder, which is made if it is not there; all of them or none.
///
/// `record` gives the record of a document of the graph by its key.
///
/// # Errors
/// If a file cannot be written or a record not be read.
pub fn write_tables(
    directory: &Path,
    graph: &Graph,
    leanings: &Leanings,
    mut record: impl FnMut(&str) -> Result<Option<DocumentRecord>, StoreError>,
) -> Result<(), ExportError> {
    let contents = Contents::new(graph, leanings);
    let mut folder = Folder::begin(directory)?;
    for table in Table::ALL {
        folder.file(&format!("{}.csv", table.name()), |out| {
            let mut csv = Csv::new(table.columns(), out)?;
            table.fill(&contents, &mut record, &mut csv)?;
            csv.finish()
        })?;
    }
    folder.finish()
}

/// Writes the table of statements alone.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_statement_table(graph: &Graph, out: impl Write) -> Result<(), ExportError> {
    let mut csv = Csv::new(Table::Statements.columns(), out)?;
    super::rows::statements(graph, &mut csv)?;
    csv.finish()
}

/// A table under way.
pub(super) struct Csv<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(columns: &[Column], out: W) -> Result<Self, ExportError> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(columns.iter().map(|c| c.name)).map_err(into_io)?;
        Ok(Self { writer })
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.writer.flush()?)
    }
}

impl<W: Write> Sink for Csv<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        for cell in cells {
            let words = cell.as_text(SEPARATOR).unwrap_or_default();
            let words = match cell {
                Cell::Text(_) | Cell::List(_) => disarm(&words),
                _ => words,
            };
            self.writer.write_field(words.as_bytes()).map_err(into_io)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(into_io)?;
        Ok(())
    }
}

pub(super) fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => io::Error::other(format!("a table row of another length: {other:?}")),
    }
}

/// Puts an apostrophe before words that a spreadsheet would take for a formula.
fn disarm(words: &str) -> Cow<'_, str> {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{words}"))
    } else {
        Cow::Borrowed(words)
    }
}
