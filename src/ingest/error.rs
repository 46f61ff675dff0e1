use std::fmt;
use std::path::PathBuf;

/// Why an input, or a record of it, was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// No file or folder of that name.
    #[error("there is no such file or folder")]
    Missing,
    /// A glob that names nothing.
    #[error("no file matches the pattern")]
    NoMatch,
    /// A glob that cannot be understood.
    #[error("not a valid pattern: {message}")]
    Pattern {
        /// What is wrong with it.
        message: String,
    },
    /// A file or folder could not be opened or read.
    #[error("cannot be read")]
    Read {
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A link inside a folder: it could lead out of the folder or back into it.
    #[error("is a link, which is not followed inside a folder")]
    Link,
    /// A pipe, socket or device inside a folder.
    #[error("is no regular file")]
    Special,
    /// A file inside a folder whose ending names no format that is read.
    #[error("its ending names no format that is read")]
    Ending,
    /// Larger than [`Options::max_bytes`](super::Options::max_bytes).
    #[error("is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Holds no byte.
    #[error("is empty")]
    Empty,
    /// Bytes that are no text.
    #[error("is no text ({what})")]
    Binary {
        /// What it looks like.
        what: &'static str,
    },
    /// A text or page in which no article was found.
    #[error("holds no readable text")]
    NoText,
    /// HTML nested deeper or holding more elements than an article does.
    #[error("is HTML with more than {limit} {what}")]
    HtmlTooComplex {
        /// The limit.
        limit: usize,
        /// What there are too many of.
        what: &'static str,
    },
    /// A line of a JSON Lines file that is no record.
    #[error("is no JSON record: {message}")]
    Json {
        /// What is wrong, with the column.
        message: String,
    },
    /// A record whose key was taken by an earlier one.
    #[error("the key `{key}` is that of an earlier document")]
    KeyTaken {
        /// The key.
        key: String,
    },
}

impl IngestError {
    /// Whether the user expected this input to be read: false for what is left out of a folder on
    /// purpose (links, devices, files of other formats).
    #[must_use]
    pub fn is_failure(&self) -> bool {
        !matches!(self, Self::Link | Self::Special | Self::Ending)
    }
}

/// An input, or a record of it, that was not read, and why.
#[derive(Debug)]
pub struct Skipped {
    /// The file, folder, pattern or `standard input`, as the user would name it.
    pub input: PathBuf,
    /// The line of a JSON Lines file, from 1.
    pub line: Option<u64>,
    /// Why.
    pub reason: IngestError,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.input.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)?;
        if let Some(source) = std::error::Error::source(&self.reason) {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}
