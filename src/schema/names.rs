//! The user's own names: a table of people, bodies and places that the built-in gazetteer lacks.
//!
//! Takes a file of tab-separated rows; gives [`OwnName`]s, checked: every error names file, line and
//! cure. Columns, in any order: `name` and `type` are needed; `aliases`, `adjectives` (lists parted by
//! `|`), `country` (ISO 3166 code of two letters), `wikidata` (`Q…`) and `within` (the name of
//! another row, whose country is taken) may be left out. Example:
//!
//! ```text
//! name               type          aliases  within
//! Karst Water Union  Organization  KWU      Karst
//! Karst              Place
//! ```

use std::path::Path;

use rustc_hash::FxHashMap;

use super::{EntityType, Lexicon, SchemaError, SchemaFile};

/// The largest file of names that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// The columns that a file of names may have.
const COLUMNS: [&str; 7] = ["name", "type", "aliases", "country", "wikidata", "adjectives", "within"];

/// A name that a user adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnName {
    /// The usual name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// Other names.
    pub aliases: Vec<String>,
    /// Words that name it before a noun: "Republican".
    pub adjectives: Vec<String>,
    /// The ISO 3166 code of its country, its own or that of what it lies within.
    pub country: Option<String>,
    /// The Wikidata id.
    pub wikidata: Option<String>,
    /// The file, for messages.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a user's file of names.
///
/// # Errors
/// If the file cannot be read, is larger than 64 MiB or not UTF-8, lacks a column or has one that is not known; if
/// a row has too few or too many cells, an unknown type, no id where `wikidata` is filled; if an id or a name
/// of one type stands twice; if `within` names no row, or leads in a circle.
pub(super) fn read(path: &Path) -> Result<(SchemaFile, Vec<OwnName>), SchemaError> {
    let failed = |source| SchemaError::Read { path: path.to_path_buf(), source };
    if std::fs::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(failed(std::io::Error::other("it is larger than 64 MiB")));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let shown = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|_| SchemaError::Encoding { path: shown.clone() })?;
    let file = SchemaFile { path: shown, text };
    let names = parse(&file)?;
    Ok((file, names))
}

fn parse(file: &SchemaFile) -> Result<Vec<OwnName>, SchemaError> {
    let table = Lexicon::parse(file)?;
    let fail = |line: usize, message: String| SchemaError::Row { path: file.path.clone(), line, message };
    if let Some(unknown) = table.columns().iter().find(|c| !COLUMNS.contains(&c.as_str())) {
        let message = format!("the column `{unknown}` is not known; columns are {}", COLUMNS.join(", "));
        return Err(fail(table.header_line(), message));
    }
    let needed = |name: &str| {
        let missing = || fail(table.header_line(), format!("the header names no column `{name}`"));
        table.column(name).ok_or_else(missing)
    };
    let (name, kind) = (needed("name")?, needed("type")?);
    let mut own: Vec<OwnName> = Vec::with_capacity(table.rows.len());
    let mut within: Vec<String> = Vec::with_capacity(table.rows.len());
    let mut ids: FxHashMap<String, usize> = FxHashMap::default();
    let mut seen: FxHashMap<(String, EntityType), usize> = FxHashMap::default();
    for (row, line) in table.rows.iter().zip(table.lines()) {
        let line = *line;
        let cell = |column: &str| table.column(column).map_or("", |i| row[i].as_str());
        let Some(entity_type) = EntityType::parse(&row[kind]) else {
            let known: Vec<&str> = EntityType::ALL.iter().map(|t| t.as_str()).collect();
            return Err(fail(line, format!("`{}` is no type; types are {}", row[kind], known.join(", "))));
        };
        let wikidata = Some(cell("wikidata")).filter(|id| !id.is_empty());
        if let Some(id) = wikidata {
            if id.len() < 2 || !id.starts_with('Q') || !id[1..].bytes().all(|b| b.is_ascii_digit()) {
                return Err(fail(line, format!("`{id}` is no Wikidata id; one looks like Q42")));
            }
            if let Some(first) = ids.insert(id.to_owned(), line) {
                return Err(fail(
                    line,
                    format!("the id {id} stands on line {first} already; put both names into one row"),
                ));
            }
        }
        if let Some(first) = seen.insert((row[name].clone(), entity_type), line) {
            return Err(fail(line, format!("`{}` stands on line {first} already; remove one of them", row[name])));
        }
        own.push(OwnName {
            name: row[name].clone(),
            entity_type,
            aliases: list(cell("aliases")),
            adjectives: list(cell("adjectives")),
            country: Some(cell("country").to_uppercase()).filter(|code| !code.is_empty()),
            wikidata: wikidata.map(str::to_owned),
            path: file.path.clone(),
            line,
        });
        within.push(cell("within").to_owned());
    }
    let rows: FxHashMap<&str, usize> = own.iter().enumerate().rev().map(|(i, o)| (o.name.as_str(), i)).collect();
    let mut countries: Vec<Option<String>> = Vec::with_capacity(own.len());
    for start in 0..own.len() {
        let mut at = start;
        let mut steps = 0;
        countries.push(loop {
            if own[at].country.is_some() || within[at].is_empty() {
                break own[at].country.clone();
            }
            let Some(next) = rows.get(within[at].as_str()) else {
                return Err(fail(
                    own[at].line,
                    format!("`{}` lies within `{}`, which no row names", own[at].name, within[at]),
                ));
            };
            at = *next;
            steps += 1;
            if steps > own.len() {
                return Err(fail(
                    own[start].line,
                    format!("`{}` lies within itself: follow `within` from here", own[start].name),
                ));
            }
        });
    }
    own.iter_mut().zip(countries).for_each(|(own, country)| own.country = country);
    Ok(own)
}

fn list(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect()
}
