use std::path::PathBuf;

/// What can go wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{path} does not exist")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Something else stands there; it is left untouched.
    #[error("{path} is not an actant file ({reason}); it is left as it is")]
    NotActant {
        /// What stands there.
        path: PathBuf,
        /// How that was seen.
        reason: &'static str,
    },
    /// The file was written by a newer version of the program.
    #[error("{path} has format {found}; this program reads up to format {known}")]
    Format {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// The file was written by an older version of the program, and may only be read.
    #[error("{path} has the older format {found} (now {known}); `actant upgrade {path}` brings it up to date")]
    OldFormat {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest.
        known: i64,
    },
    /// The disk, quota or size limit is reached.
    #[error("no space left while writing {path}; what stood there before is unchanged")]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {operation} {path}")]
    Io {
        /// What was tried.
        operation: &'static str,
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The database refuses.
    #[error("cannot {operation} {path}")]
    Database {
        /// What was tried.
        operation: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// A record contradicts itself: an index that dangles, evidence that does not stand in the text.
    #[error("document {key}: {message}")]
    Record {
        /// Which document.
        key: String,
        /// What is wrong.
        message: String,
    },
    /// A row of the file cannot be read as what it should be.
    #[error("{path} is damaged: {message}")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// No document has the key.
    #[error("{path} holds no document {key}{}", or_rather(near))]
    NoDocument {
        /// Which file.
        path: PathBuf,
        /// What was asked for.
        key: String,
        /// Keys that may be meant.
        near: Vec<String>,
    },
    /// No entity has the name or id.
    #[error("{path} holds no entity {name}{}", or_rather(near))]
    NoEntity {
        /// Which file.
        path: PathBuf,
        /// What was asked for.
        name: String,
        /// Names that may be meant.
        near: Vec<String>,
    },
    /// Several entities bear the name.
    #[error("{name} may mean several entities of {path}; name one by its id:\n{}", .candidates.join("\n"))]
    Ambiguous {
        /// Which file.
        path: PathBuf,
        /// What was asked for.
        name: String,
        /// The entities: id, name, type, documents.
        candidates: Vec<String>,
    },
    /// No statement has the id.
    #[error("{path} holds no statement {id}; `actant search` shows the ids of statements")]
    NoStatement {
        /// Which file.
        path: PathBuf,
        /// What was asked for.
        id: String,
    },
    /// A decision cannot be what it says.
    #[error("{message}")]
    Decision {
        /// What is wrong with it, and what would be right.
        message: String,
    },
    /// The file or its folder may not be written.
    #[error("{path} may not be written, or its folder may not; what stands there is unchanged")]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// Another program holds the file.
    #[error("{path} is held by another program; waited {seconds} seconds: try again when that is done")]
    Locked {
        /// Which file.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// A filter's date is no ISO 8601 day, month or year.
    #[error("`{date}` is no date; write a day (2026-01-07), a month (2026-01) or a year (2026)")]
    Date {
        /// What was given.
        date: String,
    },
}

fn or_rather(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(", or ")),
    }
}
