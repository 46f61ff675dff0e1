//! The files of a schema, compiled in or read from a directory.

use std::path::Path;

use rust_embed::RustEmbed;

use super::SchemaError;

#[derive(RustEmbed)]
#[folder = "schema/"]
struct BuiltIn;

/// What the gazetteer is made from; the program reads only what is made.
const SOURCES: &str = "gazetteer/build/";

/// A file of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFile {
    /// Its path inside the schema, with `/`: `relations/accuses.toml`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

pub(super) fn built_in() -> Result<Vec<SchemaFile>, SchemaError> {
    let mut files = Vec::new();
    for path in BuiltIn::iter().filter(|path| !path.starts_with(SOURCES)) {
        let Some(file) = BuiltIn::get(&path) else { continue };
        let text =
            String::from_utf8(file.data.into_owned()).map_err(|_| SchemaError::Encoding { path: path.to_string() })?;
        files.push(SchemaFile { path: path.into_owned(), text });
    }
    Ok(files)
}

/// Reads the `.toml`, `.tsv` and `.rq` files of a user's schema directory.
pub(super) fn read(directory: &Path) -> Result<Vec<SchemaFile>, SchemaError> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(directory).sort_by_file_name() {
        let entry = entry.map_err(|e| SchemaError::Read {
            path: e.path().unwrap_or(directory).to_path_buf(),
            source: e.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links")),
        })?;
        let path = entry.path();
        if !entry.file_type().is_file() || !path.extension().is_some_and(|e| e == "toml" || e == "tsv" || e == "rq") {
            continue;
        }
        let text =
            std::fs::read_to_string(path).map_err(|source| SchemaError::Read { path: path.to_path_buf(), source })?;
        let inside = path.strip_prefix(directory).unwrap_or(path);
        let parts: Vec<_> = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        let path = parts.join("/");
        if !path.starts_with(SOURCES) {
            files.push(SchemaFile { path, text });
        }
    }
    Ok(files)
}
