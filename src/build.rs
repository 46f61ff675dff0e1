//! A build: inputs to a file, read, analysed and stored at once.
//!
//! Takes what the user named and a function from [`Article`] to [`DocumentRecord`]; gives a
//! [`Store`] and a [`Summary`] of what was read, skipped and found. Does not know the stages of the
//! analysis. Example: a folder of twelve stories and a picture gives a file of twelve documents and
//! one skipped input with its reason. The same inputs give the same file with any number of
//! threads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use rayon::prelude::*;

use crate::ingest::{Article, Keys, Reader, Skipped, discover};
use crate::schema::{Kind, Schema};
use crate::source::Diagnostic;
use crate::store::{self, Changes, Counts, DocumentRecord, Precedence, Run, Store, StoreError, Texts};

/// Articles that are analysed before they are stored together.
const BATCH_ARTICLES: usize = 64;
/// Bytes of text after which a batch is full, however few its articles.
const BATCH_BYTES: usize = 4 << 20;
/// How often a build that waits for input looks whether it shall stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// What keeps a build from being finished; the file that stood at its place is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The file could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No input holds an article.
    #[error("no article could be read")]
    Nothing {
        /// The inputs and why they were left out.
        skipped: Vec<Skipped>,
    },
    /// The user asked to stop.
    #[error("stopped; nothing was written")]
    Interrupted,
    /// The threads could not be started.
    #[error("cannot start {threads} threads")]
    Threads {
        /// How many.
        threads: usize,
        /// Why.
        #[source]
        source: rayon::ThreadPoolBuildError,
    },
}

/// How a build is carried out.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// The version of the program, kept in the file.
    pub version: &'a str,
    /// How many threads analyse; 0 means one for each core.
    pub threads: usize,
    /// Set to true from outside to stop the build.
    pub interrupted: &'a AtomicBool,
    /// What becomes of the decisions in a file that is replaced.
    pub decisions: Decisions,
    /// Whether a new file keeps the words of the articles.
    pub texts: Texts,
}

/// What becomes of the decisions in a file that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decisions {
    /// They hold in the new file.
    #[default]
    Keep,
    /// They go with the old file.
    Forget,
}

/// How far a build has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Inputs read to their end.
    pub sources: usize,
    /// Inputs in all.
    pub all_sources: usize,
    /// Articles analysed.
    pub documents: usize,
    /// Tokens read.
    pub tokens: u64,
    /// Statements found.
    pub statements: u64,
}

/// What a build read, left out and found.
#[derive(Debug, Default)]
pub struct Summary {
    /// Inputs of which at least one article was read.
    pub sources: usize,
    /// Articles that were read.
    pub documents: u64,
    /// Their sentences.
    pub sentences: u64,
    /// Their tokens.
    pub tokens: u64,
    /// What was found to be said in them.
    pub statements: u64,
    /// Inputs and records that were left out, with the reason.
    pub skipped: Vec<Skipped>,
    /// What was read with doubts.
    pub diagnostics: Vec<Diagnostic>,
    /// Paragraphs that were left unread, by the ISO 639-3 code of their language.
    pub unread: BTreeMap<String, u64>,
    /// Documents that give no day of publication, so that relative dates in them stay unresolved.
    pub undated: u64,
    /// Statements by PLOVER type (`STANDING` for standing relations, `NONE` for events without type).
    pub classes: BTreeMap<String, u64>,
    /// What the file holds.
    pub counts: Counts,
    /// What became of the documents; none for a new file.
    pub changes: Option<Changes>,
}

impl Summary {
    /// Whether something that the user wanted read was not.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.skipped.iter().any(|s| s.reason.is_failure())
    }
}

/// Builds a new file at `path` from files, folders, patterns or `-` for standard input.
///
/// `observe` is told how far the build has come, now and then.
///
/// # Errors
/// If nothing can be read, the file not be written, or the build is interrupted. What stood at
/// `path` then stays.
pub fn build(
    inputs: &[String],
    reader: Reader,
    schema: &Schema,
    analyse: impl Fn(Article) -> DocumentRecord + Sync,
    path: &Path,
    options: &Options<'_>,
    mut observe: impl FnMut(Progress),
) -> Result<(Store, Summary), BuildError> {
    let work = Work::new(inputs, reader, schema, analyse, path, options);
    // The output is claimed before the work: nobody should wait for an analysis that cannot be written.
    let mut file = store::Build::begin(path)?;
    file.keep_texts(options.texts)?;
    if options.decisions == Decisions::Keep {
        file.keep_decisions()?;
    }
    let (mut summary, run) = work.carry_out(|records| file.add(records).map(drop), &mut observe)?;
    if options.decisions == Decisions::Keep {
        // Somebody may have decided something in the meantime.
        file.keep_decisions()?;
    }
    let store = file.commit(schema, &run)?;
    summary.counts = store.counts()?;
    Ok((store, summary))
}

/// Adds what the inputs hold to a file, as [`build`] makes a new one, in one transaction.
///
/// A document whose key the file holds already takes the place of the earlier reading.
///
/// # Errors
/// As [`build`], or if another program holds the file. The file then is as before.
pub fn add(
    inputs: &[String],
    reader: Reader,
    schema: &Schema,
    analyse: impl Fn(Article) -> DocumentRecord + Sync,
    store: &mut Store,
    options: &Options<'_>,
    mut observe: impl FnMut(Progress),
) -> Result<(Changes, Summary), BuildError> {
    let work = Work::new(inputs, reader, schema, analyse, store.path(), options);
    let mut addition = store.begin(Precedence::Given)?;
    let (mut summary, run) = work.carry_out(|records| addition.add(records), &mut observe)?;
    let changes = addition.commit(schema, &run)?;
    summary.counts = store.counts()?;
    summary.changes = Some(changes.clone());
    Ok((changes, summary))
}

/// Reading and analysing, wherever the records go.
struct Work<'a, A> {
    sources: Vec<crate::ingest::Source>,
    skipped: Vec<Skipped>,
    reader: Reader,
    schema: &'a Schema,
    analyse: A,
    options: &'a Options<'a>,
}

impl<'a, A: Fn(Article) -> DocumentRecord + Sync> Work<'a, A> {
    /// Finds the inputs, before anything new stands beside them.
    fn new(
        inputs: &[String],
        reader: Reader,
        schema: &'a Schema,
        analyse: A,
        path: &Path,
        options: &'a Options<'a>,
    ) -> Self {
        let (sources, mut skipped) = discover(inputs);
        // The file that is written may stand in a folder that is read; nobody expects it to be.
        let written = std::fs::canonicalize(path).ok();
        skipped.retain(|s| written.is_none() || std::fs::canonicalize(&s.input).ok() != written);
        Self { sources, skipped, reader, schema, analyse, options }
    }

    fn carry_out(
        self,
        mut keep: impl FnMut(&[DocumentRecord]) -> Result<(), StoreError>,
        observe: &mut impl FnMut(Progress),
    ) -> Result<(Summary, Run), BuildError> {
        let Self { sources, skipped, reader, schema, analyse, options } = self;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(options.threads)
            .build()
            .map_err(|source| BuildError::Threads { threads: options.threads, source })?;
        let mut summary = Summary { skipped, ..Summary::default() };
        let mut progress = Progress { all_sources: sources.len(), ..Progress::default() };
        // Reading runs ahead by one batch. The thread is not waited for when the work stops, since it
        // may be waiting for standard input itself.
        let (sender, batches) = sync_channel(1);
        let reader = Arc::new(reader);
        thread::spawn(move || Feed { reader, sender, batch: Batch::default() }.read(&sources));
        let is_stopped = || options.interrupted.load(Ordering::Relaxed);
        while let Some(batch) = next_batch(&batches, options.interrupted)? {
            let records: Vec<Option<DocumentRecord>> = pool.install(|| {
                batch.articles.into_par_iter().map(|article| (!is_stopped()).then(|| analyse(article))).collect()
            });
            if is_stopped() {
                return Err(BuildError::Interrupted);
            }
            let records: Vec<DocumentRecord> = records.into_iter().flatten().collect();
            summary.sources += batch.good_sources;
            summary.skipped.extend(batch.skipped);
            summary.diagnostics.extend(batch.diagnostics);
            for record in &records {
                summary.count(record, schema);
            }
            keep(&records)?;
            progress.documents += records.len();
            progress.tokens = summary.tokens;
            progress.statements = summary.statements;
            progress.sources += batch.sources;
            observe(progress);
        }
        if is_stopped() {
            return Err(BuildError::Interrupted);
        }
        if progress.documents == 0 {
            return Err(BuildError::Nothing { skipped: summary.skipped });
        }
        let run = Run {
            version: options.version.to_owned(),
            schema_hash: schema.digest().to_owned(),
            read: progress.documents as u64,
            skipped: summary.skipped.len() as u64,
        };
        Ok((summary, run))
    }
}

impl Summary {
    fn count(&mut self, record: &DocumentRecord, schema: &Schema) {
        for paragraph in record.paragraphs.iter().filter(|p| !p.read) {
            if let Some(language) = paragraph.language.as_ref().filter(|l| *l != "eng") {
                *self.unread.entry(language.clone()).or_default() += 1;
            }
        }
        self.documents += 1;
        self.sentences += record.sentences.len() as u64;
        self.tokens += u64::from(record.tokens);
        self.statements += record.statements.len() as u64;
        self.undated += u64::from(record.published.is_none());
        for statement in &record.statements {
            let relation = schema.relation_id(&statement.relation).map(|id| schema.relation(id));
            let class = match relation {
                Some(r) if r.kind == Kind::Standing => "STANDING",
                Some(r) => r.plover.as_deref().unwrap_or("NONE"),
                None => "NONE",
            };
            *self.classes.entry(class.to_owned()).or_default() += 1;
        }
    }
}

/// Articles that go on their way together.
#[derive(Default)]
struct Batch {
    articles: Vec<Article>,
    bytes: usize,
    skipped: Vec<Skipped>,
    diagnostics: Vec<Diagnostic>,
    /// Inputs that came to their end.
    sources: usize,
    /// Of these, inputs that held an article.
    good_sources: usize,
}

/// The next batch; none when everything was read.
fn next_batch(batches: &Receiver<Batch>, interrupted: &AtomicBool) -> Result<Option<Batch>, BuildError> {
    loop {
        if interrupted.load(Ordering::Relaxed) {
            return Err(BuildError::Interrupted);
        }
        match batches.recv_timeout(PATIENCE) {
            Ok(batch) => return Ok(Some(batch)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

/// Reads sources in order and sends what they hold in batches.
struct Feed {
    reader: Arc<Reader>,
    sender: SyncSender<Batch>,
    batch: Batch,
}

/// The build no longer wants anything.
struct Stopped;

impl Feed {
    fn read(mut self, sources: &[crate::ingest::Source]) {
        let mut keys = Keys::default();
        for source in sources {
            if self.read_source(source, &mut keys).is_err() {
                return;
            }
        }
        // If nobody listens any more, there is nobody to tell.
        self.send().ok();
    }

    fn read_source(&mut self, source: &crate::ingest::Source, keys: &mut Keys) -> Result<(), Stopped> {
        let mut is_good = false;
        match self.reader.clone().records(source) {
            Err(reason) => {
                self.batch.skipped.push(Skipped { input: source.name().into(), line: None, reason });
            }
            Ok(records) => {
                for record in records {
                    match record {
                        Ok(mut record) => {
                            self.batch.diagnostics.append(&mut record.diagnostics);
                            match keys.claim(source, record.line, &mut record.articles) {
                                Ok(()) => {
                                    is_good |= !record.articles.is_empty();
                                    self.batch.bytes += record.articles.iter().map(|a| a.page.len()).sum::<usize>();
                                    self.batch.articles.append(&mut record.articles);
                                }
                                Err(skipped) => self.batch.skipped.push(skipped),
                            }
                        }
                        Err(skipped) => self.batch.skipped.push(skipped),
                    }
                    if self.batch.articles.len() >= BATCH_ARTICLES || self.batch.bytes >= BATCH_BYTES {
                        self.send()?;
                    }
                }
            }
        }
        self.batch.sources += 1;
        self.batch.good_sources += usize::from(is_good);
        Ok(())
    }

    fn send(&mut self) -> Result<(), Stopped> {
        self.sender.send(std::mem::take(&mut self.batch)).map_err(|_| Stopped)
    }
}
