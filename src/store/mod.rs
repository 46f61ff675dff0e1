//! The file that holds everything: documents, sentences, mentions, entities, statements.
//!
//! Takes [`DocumentRecord`]s; gives them back, and the consolidated [`Graph`] over all of them.
//! Does not read articles and knows no grammar. Example: two articles that say "Syldavia accuses
//! Borduria" give two statements, one event (if the dates agree) and one edge.

mod error;
mod record;
mod view;

use std::path::{Path, PathBuf};

pub use error::StoreError;
pub use record::{
    AttributionRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord, ParagraphRecord,
    StatementRecord,
};
pub use view::{
    AttributionView, DocumentIndex, DocumentView, Edge, EdgeIndex, EndView, EntityIndex, Event, EventIndex,
    EventStatus, EvidenceView, Filter, GlobalEntity, Graph, Membership, Quote, Reason, StatementIndex, StatementView,
};

use crate::schema::Schema;

/// An open file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
}

/// A new file under construction: it stands beside the old one, which [`Build::commit`] replaces
/// in one step. Dropping it leaves the old file as it was.
#[derive(Debug)]
pub struct Build {
    path: PathBuf,
}

/// What a change of the file did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Keys of documents that are new in the file.
    pub added: Vec<String>,
    /// Keys of documents whose earlier reading was replaced.
    pub replaced: Vec<String>,
    /// Keys of documents that the file holds already, word for word.
    pub unchanged: Vec<String>,
    /// Keys of documents that gave way to another one of the same key.
    pub superseded: Vec<String>,
    /// Keys of documents that were taken out.
    pub removed: Vec<String>,
}

/// What the program was when it wrote to the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The version of the program.
    pub version: String,
    /// What identifies the schema.
    pub schema_hash: String,
    /// How many inputs were read.
    pub read: u64,
    /// How many inputs were skipped.
    pub skipped: u64,
}

/// How much a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Sentences.
    pub sentences: u64,
    /// Tokens read.
    pub tokens: u64,
    /// Mentions.
    pub mentions: u64,
    /// Entities over all documents.
    pub entities: u64,
    /// Statements.
    pub statements: u64,
    /// Events.
    pub events: u64,
    /// Edges.
    pub edges: u64,
}

impl Build {
    /// Begins a new file that will stand at `path`.
    ///
    /// # Errors
    /// If something other than an actant file stands there, or the folder cannot be written.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_path_buf() })
    }

    /// Adds documents, in any order and any number of calls.
    ///
    /// Of two documents with one key the later published is kept (then the one with the greater
    /// hash), so that the order of the calls does not matter.
    ///
    /// # Errors
    /// If a record contradicts itself or the disk is full.
    pub fn add(&mut self, documents: &[DocumentRecord]) -> Result<Changes, StoreError> {
        todo!("{documents:?} {:?}", self.path)
    }

    /// Consolidates, writes the run down, and puts the file in the place of the old one.
    ///
    /// # Errors
    /// If the disk is full or the old file cannot be replaced; the old file then stays.
    pub fn commit(self, schema: &Schema, run: &Run) -> Result<Store, StoreError> {
        todo!("{schema:?} {run:?}")
    }
}

impl Store {
    /// Makes a new, empty file; an actant file that stands there is replaced.
    ///
    /// # Errors
    /// If something other than an actant file stands there, or the folder cannot be written.
    pub fn create(path: &Path, schema: &Schema) -> Result<Self, StoreError> {
        Build::begin(path)?.commit(schema, &Run::default())
    }

    /// Opens a file for reading and writing.
    ///
    /// # Errors
    /// If there is no actant file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_path_buf() })
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// If there is no actant file.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_path_buf() })
    }

    /// Where the file stands.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds documents and consolidates, in one transaction. Of two documents with one key the
    /// later published is kept, then the one with the greater hash.
    ///
    /// # Errors
    /// If a record contradicts itself or the disk is full; the file then is as before.
    pub fn add(&mut self, documents: &[DocumentRecord], schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        todo!("{documents:?} {schema:?} {run:?}")
    }

    /// Like [`Store::add`], but the given documents win over those with the same key in the file.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn replace(&mut self, documents: &[DocumentRecord], schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        todo!("{documents:?} {schema:?} {run:?}")
    }

    /// Takes documents out and consolidates, in one transaction. A page's key takes out all
    /// articles of its roll.
    ///
    /// # Errors
    /// If a key names no document; the file then is as before.
    pub fn remove(&mut self, keys: &[String], schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        todo!("{keys:?} {schema:?} {run:?}")
    }

    /// The keys of all documents, in order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn keys(&self) -> Result<Vec<String>, StoreError> {
        todo!()
    }

    /// The record of one document, as it was added.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn document(&self, key: &str) -> Result<Option<DocumentRecord>, StoreError> {
        todo!("{key}")
    }

    /// How much the file holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        todo!()
    }

    /// The runs that wrote to the file, in order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>, StoreError> {
        todo!()
    }

    /// The consolidated graph, or the part of it that `filter` asks for.
    ///
    /// # Errors
    /// If the file cannot be read, or the filter names an entity or document that is not there.
    pub fn graph(&self, schema: &Schema, filter: &Filter) -> Result<Graph, StoreError> {
        todo!("{schema:?} {filter:?}")
    }

    /// The whole logical content (runs left out) as JSON Lines, sorted: equal for equal content.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn dump(&self) -> Result<String, StoreError> {
        todo!()
    }
}
