//! The file on disk: what it looks like, how it is opened, how a new one takes the place of the old.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use tempfile::{NamedTempFile, TempPath};

use super::{StoreError, rows};

/// What SQLite keeps at byte 68 of the file: "acta".
const APPLICATION_ID: i32 = 0x6163_7461;

/// What stands there while a build is not finished: "actd".
const DRAFT_ID: i32 = 0x6163_7464;

/// The ending of a file whose build is not finished.
const UNFINISHED: &str = ".unfinished";

/// The newest format; every earlier one has a step in [`MIGRATIONS`] that leads to the next.
pub(super) const FORMAT: i64 = 4;

/// What makes format `i + 1` of format `i`.
const MIGRATIONS: [Migration; FORMAT as usize] = [
    Migration { what: "the first tables", statements: include_str!("tables.sql"), fill: None },
    Migration {
        what: "the strings by which a text refers to an entity",
        statements: "ALTER TABLE entity ADD COLUMN forms TEXT NOT NULL DEFAULT '[]'",
        fill: None,
    },
    Migration {
        what: "decisions, and indexes for changes of few documents",
        statements: include_str!("format_3.sql"),
        fill: Some(rows::fill_format_3),
    },
    Migration {
        what: "whom contents name, and how many were killed, wounded, detained",
        statements: include_str!("format_4.sql"),
        fill: None,
    },
];

type Fill = fn(&Connection) -> Result<(), rusqlite::Error>;

/// A step from one format to the next.
struct Migration {
    what: &'static str,
    statements: &'static str,
    /// What SQL alone cannot do.
    fill: Option<Fill>,
}

/// How long a writer waits for another one to finish.
pub(super) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// Names the operation and the path in an error of the database.
pub(super) fn failed<'p>(operation: &'static str, path: &'p Path) -> impl Fn(rusqlite::Error) -> StoreError + use<'p> {
    move |source| {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Locked { path, seconds: PATIENCE.as_secs() }
            }
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged { path, message: source.to_string() }
            }
            _ => StoreError::Database { operation, path, source },
        }
    }
}

pub(super) fn failed_io<'p>(
    operation: &'static str,
    path: &'p Path,
) -> impl Fn(std::io::Error) -> StoreError + use<'p> {
    move |source| {
        let path = path.to_path_buf();
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full { path },
            _ => StoreError::Io { operation, path, source },
        }
    }
}

/// Looks at the first bytes only, so that a file that is something else is left untouched.
pub(super) fn recognise(path: &Path) -> Result<(), StoreError> {
    let not_actant = |reason| StoreError::NotActant { path: path.to_path_buf(), reason };
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing { path: path.to_path_buf() });
        }
        Err(error) => return Err(failed_io("read", path)(error)),
    };
    if metadata.is_dir() {
        return Err(not_actant("it is a folder"));
    }
    if !metadata.is_file() {
        return Err(not_actant("it is no regular file"));
    }
    if metadata.len() == 0 {
        return Err(not_actant("it is empty"));
    }
    match application_id(path).map_err(failed_io("read", path))? {
        None => Err(not_actant("it is of another kind")),
        Some(APPLICATION_ID) => Ok(()),
        Some(DRAFT_ID) => Err(not_actant("it is a build that was never finished")),
        Some(_) => Err(not_actant("it is a database of another program")),
    }
}

/// Whose database a file is, if it is one.
fn application_id(path: &Path) -> std::io::Result<Option<i32>> {
    let mut head = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut head)?;
    if head.len() < 100 || !head.starts_with(b"SQLite format 3\0") {
        return Ok(None);
    }
    Ok(Some(i32::from_be_bytes([head[68], head[69], head[70], head[71]])))
}

/// Opens an actant file and brings it to the newest format if it may be written.
pub(super) fn open(path: &Path, writable: bool) -> Result<Connection, StoreError> {
    recognise(path)?;
    if !writable {
        roll_back(path);
    }
    let mode = if writable { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let fail = failed("open", path);
    let mut connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(&fail)?;
    connection.busy_timeout(PATIENCE).map_err(&fail)?;
    configure(&connection).map_err(&fail)?;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(&fail)?;
    if !(1..=FORMAT).contains(&found) {
        return Err(StoreError::Format { path: path.to_path_buf(), found, known: FORMAT });
    }
    if !writable && found < FORMAT {
        return Err(StoreError::OldFormat { path: path.to_path_buf(), found, known: FORMAT });
    }
    if found < FORMAT {
        migrate(&mut connection, found).map_err(failed("bring to the newest format", path))?;
    }
    Ok(connection)
}

/// Takes back what a killed writer has left half done, which a reader may not. Where even this
/// program may not write, opening says why the file cannot be read.
fn roll_back(path: &Path) {
    let mut journal = path.as_os_str().to_os_string();
    journal.push("-journal");
    if Path::new(&journal).exists() {
        let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let read = Connection::open_with_flags(path, mode).and_then(|connection| {
            connection.busy_timeout(PATIENCE)?;
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        });
        drop(read);
    }
}

fn configure(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.pragma_update(None, "foreign_keys", true)?;
    // A file from elsewhere must not run anything by way of its own views and triggers.
    connection.pragma_update(None, "trusted_schema", false)
}

/// Takes the tables from format `from` to the newest, in one transaction.
fn migrate(connection: &mut Connection, from: i64) -> Result<(), rusqlite::Error> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for (version, step) in (1..).zip(&MIGRATIONS).skip(from as usize) {
        transaction.execute_batch(step.statements)?;
        step.fill.map_or(Ok(()), |fill| fill(&transaction))?;
        transaction.execute("INSERT INTO migration VALUES (?1, ?2)", rusqlite::params![version, step.what])?;
    }
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// Empty tables of the newest format, in memory.
pub(super) fn in_memory() -> Result<Connection, rusqlite::Error> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection, 0)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    Ok(connection)
}

/// The format of a file, whatever it is.
pub(super) fn format(path: &Path) -> Result<i64, StoreError> {
    recognise(path)?;
    let mode = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, mode)
        .and_then(|connection| connection.query_row("PRAGMA user_version", [], |row| row.get(0)))
        .map_err(failed("open", path))
}

/// A new file beside the one that it will replace.
#[derive(Debug)]
pub(super) struct Draft {
    pub connection: Connection,
    temporary: TempPath,
    target: PathBuf,
}

impl Draft {
    /// Begins a file for `path`, where nothing or an actant file may stand.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        let target = match recognise(path) {
            // A link stays a link: what it leads to is replaced.
            Ok(()) => std::fs::canonicalize(path).map_err(failed_io("find", path))?,
            Err(StoreError::Missing { .. }) => path.to_path_buf(),
            Err(error) => return Err(error),
        };
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let Some(name) = target.file_name() else {
            return Err(StoreError::NotActant { path: target, reason: "it is a folder" });
        };
        let mut prefix = name.to_os_string();
        prefix.push("-");
        sweep(folder, &prefix);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(UNFINISHED);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file: the umask takes away what it takes away.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let temporary =
            builder.tempfile_in(folder).map(NamedTempFile::into_temp_path).map_err(failed_io("write beside", path))?;
        let connection = Self::tables(&temporary).map_err(failed("write", path))?;
        Ok(Self { connection, temporary, target })
    }

    fn tables(temporary: &Path) -> Result<Connection, rusqlite::Error> {
        let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(temporary, mode)?;
        configure(&connection)?;
        // From the first word written to the end nobody else gets at the file: see `sweep`.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        // Nothing that goes wrong with the draft matters to anybody: it is thrown away.
        connection.pragma_update(None, "journal_mode", "OFF")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update(None, "application_id", DRAFT_ID)?;
        migrate(&mut connection, 0)?;
        // One transaction spans all of its life.
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(connection)
    }

    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Puts the draft in the place of the old file, which stays as it is if anything fails.
    pub fn finish(self) -> Result<PathBuf, StoreError> {
        let Self { connection, temporary, target } = self;
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .and_then(|()| connection.execute_batch("COMMIT"))
            .map_err(failed("write", &target))?;
        connection.close().map_err(|(_, source)| failed("write", &target)(source))?;
        // The words must be on the disk before the name points to them.
        File::options()
            .write(true)
            .open(&temporary)
            .and_then(|file| file.sync_all())
            .map_err(failed_io("write", &target))?;
        temporary.persist(&target).map_err(|error| failed_io("replace", &target)(error.error))?;
        #[cfg(unix)]
        if let Some(folder) = target.parent().filter(|f| !f.as_os_str().is_empty()) {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed_io("write", &target))?;
        }
        Ok(target)
    }
}

/// Takes away what killed builds of the same file have left. Whatever is not for sure such a
/// rest stays: it must bear the name and the mark of a draft, and no living build may hold it.
fn sweep(folder: &Path, prefix: &OsStr) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let (name, prefix) = (name.as_encoded_bytes(), prefix.as_encoded_bytes());
        let path = entry.path();
        if name.starts_with(prefix)
            && name.ends_with(UNFINISHED.as_bytes())
            && application_id(&path).is_ok_and(|id| id == Some(DRAFT_ID))
            && is_abandoned(&path)
        {
            // If it cannot be taken away it harms nobody.
            drop(std::fs::remove_file(&path));
        }
    }
}

/// Whether nobody holds a draft. One that was killed half-way may be no whole database; only a lock shows a
/// living build.
fn is_abandoned(path: &Path) -> bool {
    let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(connection) = Connection::open_with_flags(path, mode) else { return false };
    if connection.busy_timeout(std::time::Duration::ZERO).is_err() {
        return false;
    }
    let held = connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK");
    !matches!(
        held.map_err(|error| error.sqlite_error_code()),
        Err(Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    )
}
