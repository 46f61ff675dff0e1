//! The directory `schema/` as read and validated: relations, lexicons, gazetteer.
//!
//! Takes the built-in schema (compiled into the program) and, if the user gives one, a directory
//! that replaces or extends it file by file; gives [`Schema`]. Patterns are still words here:
//! [`crate::patterns`] parses them. After loading, no id dangles.

mod error;
mod files;
mod lexicon;
mod names;
mod relation;

use std::path::Path;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

pub use error::SchemaError;
pub use files::SchemaFile;
pub use lexicon::Lexicon;
pub use names::OwnName;
pub use relation::{Asserted, Counterexample, EntityType, Example, Kind, PatternText, Relation};

use crate::source::RelationId;

/// Everything that an analyst or a linguist may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// The relations, ordered by id.
    pub relations: Vec<Relation>,
    /// The lexicons by the name of their file without ending.
    lexicons: FxHashMap<String, Lexicon>,
    /// The gazetteer's files by name without ending, still rows.
    gazetteer: FxHashMap<String, Lexicon>,
    /// Lock files by name without ending: rows of relation, pattern, tree.
    locks: FxHashMap<String, Vec<[String; 3]>>,
    /// The ready-made queries, ordered by path.
    queries: Vec<SchemaFile>,
    /// The user's own names.
    own_names: Vec<OwnName>,
    /// The SHA-256 of all files.
    digest: String,
}

impl Schema {
    /// The built-in schema.
    ///
    /// # Errors
    /// If the compiled-in files break the rules of the schema; a test keeps that from happening.
    pub fn built_in() -> Result<Self, SchemaError> {
        Self::from_files(files::built_in()?)
    }

    /// The built-in schema with the files of `directory` put over it: a file of the same path
    /// replaces, a new one extends; a relation with `enabled = false` is switched off.
    ///
    /// # Errors
    /// If a file cannot be read or breaks the rules of the schema; the error names file and line.
    pub fn with_directory(directory: &Path) -> Result<Self, SchemaError> {
        let mut all = files::built_in()?;
        for file in files::read(directory)? {
            match all.iter_mut().find(|f| f.path == file.path) {
                Some(old) => *old = file,
                None => all.push(file),
            }
        }
        Self::from_files(all)
    }

    /// The schema with a user's own names put before those of the gazetteer. `path` is a tab-separated
    /// table whose header names `name`, `type` and, where wanted, `aliases`, `country`, `wikidata`,
    /// `adjectives`, `within`.
    ///
    /// # Errors
    /// If the file cannot be read or a row is wrong; the error names file, line and cure.
    pub fn with_names(mut self, path: &Path) -> Result<Self, SchemaError> {
        let (file, names) = names::read(path)?;
        let mut digest = Sha256::new();
        digest.update(self.digest.as_bytes());
        digest.update(file.text.as_bytes());
        self.digest = hexadecimal(&digest.finalize());
        self.own_names.extend(names);
        Ok(self)
    }

    /// The user's own names, in the order of their files.
    #[must_use]
    pub fn own_names(&self) -> &[OwnName] {
        &self.own_names
    }

    fn from_files(mut all: Vec<SchemaFile>) -> Result<Self, SchemaError> {
        all.sort_by(|a, b| a.path.cmp(&b.path));
        let mut relations = Vec::new();
        let mut lexicons = FxHashMap::default();
        let mut gazetteer = FxHashMap::default();
        let mut locks = FxHashMap::default();
        let mut queries = Vec::new();
        let mut digest = Sha256::new();
        for file in &all {
            for part in [&file.path, &file.text] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part.as_bytes());
            }
            if let Some(stem) = file.path.strip_suffix(".lock") {
                locks.insert(stem.to_owned(), lock_rows(&file.text));
            }
            let Some((folder, name)) = file.path.split_once('/') else { continue };
            match (folder, name.rsplit_once('.')) {
                ("relations", Some((stem, "toml"))) => {
                    let relation = Relation::parse(file, stem)?;
                    if relation.enabled {
                        relations.push(relation);
                    }
                }
                ("lexicon", Some((stem, "tsv"))) => {
                    lexicons.insert(stem.to_owned(), Lexicon::parse(file)?);
                }
                ("gazetteer", Some((stem, "tsv"))) => {
                    gazetteer.insert(stem.to_owned(), Lexicon::parse(file)?);
                }
                ("queries", Some((_, "rq"))) => queries.push(file.clone()),
                _ => {}
            }
        }
        relations.sort_by(|a, b| a.id.cmp(&b.id));
        let digest = hexadecimal(&digest.finalize());
        Ok(Self { relations, lexicons, gazetteer, locks, queries, own_names: Vec::new(), digest })
    }

    /// The files of the ready-made queries, ordered by path.
    #[must_use]
    pub fn queries(&self) -> &[SchemaFile] {
        &self.queries
    }

    /// The SHA-256 of all files, in hexadecimal digits: equal for equal schemas.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The relation of an id.
    #[must_use]
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[id.index()]
    }

    /// The id of a relation's name, such as `accuses`.
    #[must_use]
    pub fn relation_id(&self, name: &str) -> Option<RelationId> {
        self.relations.binary_search_by(|r| r.id.as_str().cmp(name)).ok().map(|i| RelationId(i as u32))
    }

    /// A lexicon by the name of its file without ending.
    ///
    /// # Errors
    /// If the schema has no such lexicon.
    pub fn lexicon(&self, name: &'static str) -> Result<&Lexicon, SchemaError> {
        self.lexicons.get(name).ok_or(SchemaError::NoLexicon { name })
    }

    /// A file of the gazetteer by its name without ending.
    ///
    /// # Errors
    /// If the schema has no such file.
    pub fn gazetteer(&self, name: &'static str) -> Result<&Lexicon, SchemaError> {
        self.gazetteer.get(name).ok_or(SchemaError::NoLexicon { name })
    }

    /// The rows of a lock file: relation, pattern, tree; none if there is no such file.
    pub(crate) fn lock(&self, name: &str) -> impl Iterator<Item = [&str; 3]> {
        let rows = self.locks.get(name).map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|row| row.each_ref().map(String::as_str))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn lock_rows(text: &str) -> Vec<[String; 3]> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.splitn(3, '\t').map(str::to_owned);
            Some([cells.next()?, cells.next()?, cells.next()?])
        })
        .collect()
}
