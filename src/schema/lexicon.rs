//! Tables of words: tab-separated, `#` begins a comment line, the first other line names the columns.

use rustc_hash::FxHashMap;

use super::{SchemaError, SchemaFile};

/// A table of words under `schema/lexicon` or `schema/gazetteer`, looked up by its first column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    /// The file, relative to the folder of the schema.
    path: String,
    columns: Vec<String>,
    /// All rows in file order, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    by_key: FxHashMap<String, usize>,
    /// The line of the header and of each row, from 1.
    header_line: usize,
    lines: Vec<usize>,
}

impl Lexicon {
    pub(super) fn parse(file: &SchemaFile) -> Result<Self, SchemaError> {
        let fail = |line: usize, message: String| SchemaError::Row { path: file.path.clone(), line, message };
        let mut columns: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        let mut by_key = FxHashMap::default();
        let mut header_line = 1;
        let mut lines = Vec::new();
        for (i, line) in file.text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let cells: Vec<String> = line.split('\t').map(|c| c.trim().to_owned()).collect();
            if columns.is_empty() {
                columns = cells;
                header_line = i + 1;
                continue;
            }
            if cells.len() != columns.len() {
                return Err(fail(i + 1, format!("{} cells where the header names {}", cells.len(), columns.len())));
            }
            if cells[0].is_empty() {
                return Err(fail(i + 1, format!("the first column ({}) is empty", columns[0])));
            }
            by_key.entry(cells[0].clone()).or_insert(rows.len());
            rows.push(cells);
            lines.push(i + 1);
        }
        if columns.is_empty() {
            return Err(fail(1, "no header line that names the columns".to_owned()));
        }
        Ok(Self { path: file.path.clone(), columns, rows, by_key, header_line, lines })
    }

    /// The first row with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[String]> {
        self.by_key.get(key).map(|i| self.rows[*i].as_slice())
    }

    /// Whether some row has this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// The names of the columns.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The line of the file on which each row stands, from 1.
    pub(super) fn lines(&self) -> &[usize] {
        &self.lines
    }

    /// The line of the header, from 1.
    pub(super) fn header_line(&self) -> usize {
        self.header_line
    }

    /// The line of the file on which a row stands, from 1; that of the header for a row of another table.
    #[must_use]
    pub fn line_of(&self, row: &[String]) -> usize {
        let found = self.rows.iter().position(|own| own.as_slice() == row);
        found.map_or(self.header_line, |i| self.lines[i])
    }

    /// The error that a row is wrong, with its file and line.
    #[must_use]
    pub fn wrong(&self, row: &[String], message: &str) -> SchemaError {
        let key = row.first().map_or("", String::as_str);
        SchemaError::Row {
            path: self.path.clone(),
            line: self.line_of(row),
            message: format!("row `{key}`: {message}"),
        }
    }

    /// The error that the table as a whole lacks something, with its file and the line of its header.
    #[must_use]
    pub fn lacks(&self, message: &str) -> SchemaError {
        SchemaError::Row { path: self.path.clone(), line: self.header_line, message: message.to_owned() }
    }

    /// The position of a column that must be there.
    ///
    /// # Errors
    /// If the header does not name it.
    pub fn required(&self, column: &str) -> Result<usize, SchemaError> {
        self.column(column).ok_or_else(|| self.lacks(&format!("the header names no column `{column}`")))
    }

    /// The position of a column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }
}
