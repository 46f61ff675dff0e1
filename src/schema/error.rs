use std::path::PathBuf;

/// What can be wrong with a schema.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A file or folder could not be read.
    #[error("cannot read schema file {path}")]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A compiled-in or user's file is not UTF-8.
    #[error("schema file {path} is not UTF-8")]
    Encoding {
        /// Which one.
        path: String,
    },
    /// A relation file is not the TOML that is asked for.
    #[error("{path}: {message}")]
    Toml {
        /// Which file.
        path: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A row or field breaks a rule of the schema.
    #[error("{path}:{line}: {message}")]
    Row {
        /// Which file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// A stage asks for a lexicon that the schema does not hold.
    #[error("the schema has no file {name}.tsv")]
    NoLexicon {
        /// Its name without folder and ending.
        name: &'static str,
    },
}
