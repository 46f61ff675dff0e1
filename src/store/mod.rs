//! The file that holds everything: documents, sentences, mentions, entities, statements.
//!
//! Takes [`DocumentRecord`]s; gives them back, and the consolidated
//! [`Graph`] over all of them.
//! Does not read articles and knows no grammar. Example: two articles that say "Syldavia accuses
//! Borduria" give two statements, one event (if the dates agree) and one edge.
//!
//! What the documents say is the truth; entities and events over all documents are made anew from
//! it at every change. The content of a file does not depend on the order in which documents came.

mod addition;
mod around;
mod audit;
mod check;
mod consolidate;
mod copies;
mod decision;
mod derive;
mod dump;
mod entities;
mod error;
mod events;
mod file;
mod filter;
mod identity;
mod nearest;
mod offsets;
mod part;
mod reading;
mod record;
mod rows;
mod rulings;
mod search;
mod select;
mod touched;
mod view;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use addition::Addition;
pub use audit::Audit;
pub use check::days;
pub use decision::{Action, Decision, Effect, NamedEntity, NamedStatement, Ruling};
pub use error::StoreError;
pub use filter::{Emptied, Filter, FilterPart, Selection};
pub use record::{
    AttributionRecord, CasualtiesRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord,
    ParagraphRecord, StatementRecord,
};
pub use rows::{modality_name, polarity_name};
pub use search::{EntityHit, Found, SentenceHit, StatementHit};
pub use view::{
    AttributionView, CasualtiesView, DocumentIndex, DocumentView, Edge, EdgeIndex, EndView, EntityIndex, Event,
    EventCasualties, EventIndex, EventStatus, EvidenceView, GlobalEntity, Graph, Membership, Quote, Reason,
    StatementIndex, StatementView, Verdict,
};

use crate::schema::Schema;
use addition::write;
use derive::Whole;
use file::{Draft, failed};
use select::NoSuch;

/// Kibibytes of changes that a transaction keeps in memory; with more of them readers have to wait.
const KEPT_IN_MEMORY: i64 = 256 << 10;

/// An open file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    connection: Connection,
}

/// A new file under construction: it stands beside the old one, which [`Build::commit`] replaces
/// in one step. Dropping it leaves the old file as it was.
#[derive(Debug)]
pub struct Build {
    draft: Draft,
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

/// What an upgrade did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upgraded {
    /// The format that the file had.
    pub from: i64,
    /// The format that it has now.
    pub to: i64,
    /// Whether what is derived was made anew.
    pub rederived: bool,
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

/// The stable id of a publisher, made of its name.
pub(crate) fn publisher_id(publisher: &str) -> String {
    identity::id("publisher", &[publisher])
}

/// A name without case, accents and points, as names are compared.
pub(crate) fn even_name(name: &str) -> String {
    identity::normalise_name(name)
}

/// The names most like the wanted one, best first, at most three; none if nothing is like it.
pub(crate) fn nearest_names<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    nearest::nearest(wanted, names)
}

/// Whether a file keeps the words of the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Texts {
    /// Texts, sentences and evidence are kept.
    #[default]
    Kept,
    /// Only their places and hashes are kept: text and evidence come back empty, and sentences
    /// cannot be searched. Names, mentions and the words for what a statement is about stay.
    Hashed,
}

/// Which of two documents with one key stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precedence {
    /// The later published, then the one with the greater hash, so that order does not matter.
    Later,
    /// The one that is given now.
    Given,
}

impl Build {
    /// Begins a new file that will stand at `path`.
    ///
    /// # Errors
    /// If something other than an actant file stands there, or the folder cannot be written.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { draft: Draft::begin(path)? })
    }

    /// Adds documents, in any order and any number of calls.
    ///
    /// Of two documents with one key the later published is kept (then the one with the greater
    /// hash), so that the order of the calls does not matter.
    ///
    /// # Errors
    /// If a record contradicts itself or the disk is full. The build is then of no further use.
    pub fn add(&mut self, documents: &[DocumentRecord]) -> Result<Changes, StoreError> {
        let mut changes = Changes::default();
        // All is consolidated at the end, whatever was touched.
        let mut touched = None;
        write(&self.draft.connection, self.draft.target(), documents, Precedence::Later, &mut changes, &mut touched)?;
        Ok(changes)
    }

    /// Says whether the file keeps the words of its articles, before any is added.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep_texts(&mut self, texts: Texts) -> Result<(), StoreError> {
        rows::set_texts(&self.draft.connection, texts).map_err(failed("write", self.draft.target()))
    }

    /// Lets the file grow to `bytes` and no further; whatever needs more fails with
    /// [`StoreError::Full`].
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn limit(&mut self, bytes: u64) -> Result<(), StoreError> {
        limit(&self.draft.connection, bytes).map_err(failed("limit", self.draft.target()))
    }

    /// Consolidates, writes the run down, and puts the file in the place of the old one.
    ///
    /// # Errors
    /// If the disk is full or the old file cannot be replaced; the old file then stays.
    pub fn commit(self, schema: &Schema, run: &Run) -> Result<Store, StoreError> {
        remake(&self.draft.connection, self.draft.target(), schema)?;
        write_run(&self.draft.connection, run).map_err(failed("write", self.draft.target()))?;
        Store::open(&self.draft.finish()?)
    }
}

impl Store {
    /// Makes a new, empty file; an actant file that stands there is replaced.
    ///
    /// # Errors
    /// If something other than an actant file stands there, or the folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        Self::open(&Draft::begin(path)?.finish()?)
    }

    /// Opens a file for reading and writing.
    ///
    /// # Errors
    /// If there is no actant file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_path_buf(), connection: file::open(path, true)? })
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// If there is no actant file.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_path_buf(), connection: file::open(path, false)? })
    }

    /// Brings a file of an older format to the newest, and what is derived to what `schema` gives.
    ///
    /// # Errors
    /// If there is no actant file, or it cannot be written; it then is as before.
    pub fn upgrade(path: &Path, schema: &Schema) -> Result<Upgraded, StoreError> {
        let from = file::format(path)?;
        let mut store = Self::open(path)?;
        let fail = failed("upgrade", path);
        let rederived = derive::made_by(&store.connection).map_err(&fail)?.as_deref() != Some(schema.digest());
        if rederived {
            let transaction =
                store.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(&fail)?;
            remake(&transaction, path, schema)?;
            transaction.commit().map_err(&fail)?;
        }
        Ok(Upgraded { from, to: file::FORMAT, rederived })
    }

    /// Where the file stands.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As [`Build::limit`].
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn limit(&mut self, bytes: u64) -> Result<(), StoreError> {
        limit(&self.connection, bytes).map_err(failed("limit", &self.path))
    }

    /// Begins an addition: a transaction that takes documents in any number of calls. Until
    /// [`Addition::commit`] readers see the file as it was, and nobody else may write.
    ///
    /// # Errors
    /// If another program holds the file for longer than some seconds.
    pub fn begin(&mut self, precedence: Precedence) -> Result<Addition<'_>, StoreError> {
        let fail = failed("change", &self.path);
        // What is written stays in memory, since pages written before the end would shut readers out.
        self.connection.pragma_update(None, "cache_size", -KEPT_IN_MEMORY).map_err(&fail)?;
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(&fail)?;
        Ok(Addition::new(transaction, &self.path, precedence))
    }

    /// Adds documents and consolidates, in one transaction. Of two documents with one key the
    /// later published is kept, then the one with the greater hash.
    ///
    /// # Errors
    /// If a record contradicts itself or the disk is full; the file then is as before.
    pub fn add(&mut self, documents: &[DocumentRecord], schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        let mut addition = self.begin(Precedence::Later)?;
        addition.add(documents)?;
        addition.commit(schema, run)
    }

    /// Like [`Store::add`], but the given documents win over those with the same key in the file.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn replace(&mut self, documents: &[DocumentRecord], schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        let mut addition = self.begin(Precedence::Given)?;
        addition.add(documents)?;
        addition.commit(schema, run)
    }

    /// Takes documents out and consolidates, in one transaction. A document goes by its key, its
    /// address or its id; a page's key takes out all articles of its roll.
    ///
    /// # Errors
    /// If something names no document; the file then is as before.
    pub fn remove(&mut self, names: &[String], schema: &Schema, run: &Run) -> Result<Changes, StoreError> {
        let mut addition = self.begin(Precedence::Given)?;
        addition.remove(names)?;
        addition.commit(schema, run)
    }

    /// Whether the file keeps the words of its articles.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn texts(&self) -> Result<Texts, StoreError> {
        rows::texts(&self.connection).map_err(failed("read", &self.path))
    }

    /// The keys of all documents, in order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn keys(&self) -> Result<Vec<String>, StoreError> {
        rows::keys(&self.connection).map_err(failed("read", &self.path))
    }

    /// The record of one document, as it was added.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn document(&self, key: &str) -> Result<Option<DocumentRecord>, StoreError> {
        reading::read(&self.connection, key).map_err(failed("read", &self.path))
    }

    /// How much the file holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |query: &str| {
            self.connection
                .query_row(query, [], |row| row.get::<_, i64>(0))
                .map(i64::cast_unsigned)
                .map_err(failed("read", &self.path))
        };
        Ok(Counts {
            documents: count("SELECT count(*) FROM document")?,
            sentences: count("SELECT count(*) FROM sentence")?,
            tokens: count("SELECT coalesce(sum(tokens), 0) FROM document")?,
            mentions: count("SELECT count(*) FROM mention")?,
            entities: count("SELECT count(*) FROM global_entity")?,
            statements: count("SELECT count(*) FROM statement")?,
            events: count("SELECT count(*) FROM event")?,
            edges: count("SELECT count(*) FROM edge")?,
        })
    }

    /// The runs that wrote to the file, in order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>, StoreError> {
        let read = || {
            self.connection
                .prepare_cached("SELECT version, schema_hash, read, skipped FROM run ORDER BY run")?
                .query_map([], |row| {
                    Ok(Run {
                        version: row.get(0)?,
                        schema_hash: row.get(1)?,
                        read: row.get::<_, i64>(2)?.cast_unsigned(),
                        skipped: row.get::<_, i64>(3)?.cast_unsigned(),
                    })
                })?
                .collect::<Result<_, _>>()
        };
        read().map_err(failed("read", &self.path))
    }

    /// The entities and sentences that hold all words of `query`, at most `limit` of each.
    ///
    /// Words between `"quotation marks"` must stand together; nothing else in a query has a meaning
    /// of its own. Sentences are found by the stems of words, names by their letters; neither case
    /// nor accents count.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn search(&self, query: &str, limit: u32) -> Result<Found, StoreError> {
        search::search(&self.connection, query, limit).map_err(failed("search", &self.path))
    }

    /// The consolidated graph, or the part of it that `filter` asks for.
    ///
    /// # Errors
    /// If the file cannot be read, or the filter names an entity or document that is not there.
    pub fn graph(&self, schema: &Schema, filter: &Filter) -> Result<Graph, StoreError> {
        Ok(self.select(schema, filter)?.graph)
    }

    /// As [`Store::graph`], with the condition that left nothing.
    ///
    /// # Errors
    /// As [`Store::graph`].
    pub fn select(&self, schema: &Schema, filter: &Filter) -> Result<Selection, StoreError> {
        let Whole { graph, .. } = whole(&self.connection, &self.path, schema)?;
        select::select(graph, filter, schema).map_err(|no_such| match no_such {
            NoSuch::Entity { name, near } => StoreError::NoEntity { path: self.path.clone(), name, near },
            NoSuch::Document { key, near } => StoreError::NoDocument { path: self.path.clone(), key, near },
            NoSuch::Date(date) => StoreError::Date { date },
        })
    }

    /// The whole logical content (runs left out) as JSON Lines, sorted: equal for equal content.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn dump(&self) -> Result<String, StoreError> {
        dump::dump(&self.connection).map_err(failed("read", &self.path))
    }
}

impl Graph {
    /// The entities that bear a name, id, Wikidata id or former id, in order.
    pub fn entities_named<'g>(&'g self, name: &str) -> impl Iterator<Item = EntityIndex> + use<'g> {
        select::named(self, name)
    }

    /// The names of entities that are most like a name that none bears, the nearest first; at most
    /// three.
    #[must_use]
    pub fn names_near(&self, name: &str) -> Vec<String> {
        select::names_like(self, name)
    }
}

fn limit(connection: &Connection, bytes: u64) -> Result<(), rusqlite::Error> {
    let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let pages = (bytes / page.cast_unsigned()).clamp(1, u64::from(u32::MAX - 1));
    // The pragma answers with the limit now in force.
    connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
}

fn damaged(path: &Path) -> impl Fn(String) -> StoreError + use<'_> {
    |message| StoreError::Damaged { path: path.to_path_buf(), message }
}

/// The whole graph, with the numbers of its documents' rows.
fn whole(connection: &Connection, path: &Path, schema: &Schema) -> Result<Whole, StoreError> {
    derive::whole(connection, schema).map_err(failed("read", path))?.map_err(damaged(path))
}

/// Makes the derived tables anew.
fn remake(connection: &Connection, path: &Path, schema: &Schema) -> Result<(), StoreError> {
    derive::remake(connection, schema).map_err(failed("write", path))?.map_err(damaged(path))
}

fn write_run(connection: &Connection, run: &Run) -> Result<(), rusqlite::Error> {
    connection
        .execute(
            "INSERT INTO run (version, schema_hash, read, skipped) VALUES (?1, ?2, ?3, ?4)",
            rusqlite::params![run.version, run.schema_hash, run.read.cast_signed(), run.skipped.cast_signed()],
        )
        .map(|_| ())
}
