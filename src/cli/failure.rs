//! What makes a command fail, and how that is told.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use crate::build::BuildError;
use crate::export::ExportError;
use crate::ingest::IngestError;
use crate::pipeline::PipelineError;
use crate::rdf::{QueryError, RdfError};
use crate::schema::SchemaError;
use crate::score::ScoreError;
use crate::store::StoreError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// What was asked for cannot be: a name that the schema does not have, options that exclude each other.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("cannot {operation} {path}")]
    File {
        operation: &'static str,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    /// An article could not be read.
    #[error("{name}: {reason}")]
    Input {
        name: String,
        #[source]
        reason: IngestError,
    },
    /// A line of a file is not what it should be.
    #[error("{path}:{line}: {message}")]
    Line { path: PathBuf, line: u64, message: String },
    /// Standard output could not be written.
    #[error("cannot write")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Rdf(#[from] RdfError),
    #[error(transparent)]
    Schema(#[from] SchemaError),
    #[error(transparent)]
    Score(#[from] ScoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Failure {
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Query(
                QueryError::Parameter { .. }
                | QueryError::Missing { .. }
                | QueryError::Value { .. }
                | QueryError::NoEntity { .. },
            ) => 2,
            Self::Build(BuildError::Interrupted) => 130,
            _ => 3,
        }
    }

    /// The failure and its causes on one line.
    pub(super) fn describe(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let words = error.to_string();
            // Transparent errors repeat themselves as their own cause.
            if !text.ends_with(&words) {
                text.push_str(": ");
                text.push_str(&words);
            }
            cause = error.source();
        }
        text
    }

    /// Whether the reader of our output went away, as `head` does: then we are done.
    pub(super) fn is_broken_pipe(&self) -> bool {
        let mut cause: Option<&(dyn Error + 'static)> = Some(self);
        while let Some(error) = cause {
            if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
                return true;
            }
            cause = error.source();
        }
        false
    }
}
