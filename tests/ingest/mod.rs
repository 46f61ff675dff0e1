//! Bytes to articles: formats, page structure, dates, rolls, and everything that is no article.

mod bad_input;
mod formats;
mod properties;
mod rolls;
mod sources;
mod structure;

use std::path::{Path, PathBuf};

use actant::ingest::{Article, BlockKind, IngestError, Options, Reader, Reading, Source};
use actant::schema::Schema;

fn reader(options: Options) -> Reader {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    Reader::new(&schema, options).expect("the built-in lexicons are valid")
}

/// A folder of a test with files in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("the path has a folder")).expect("a folder can be made");
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn name(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

fn try_read(name: &str, bytes: impl AsRef<[u8]>, options: Options) -> Result<Reading, IngestError> {
    let folder = Folder::new();
    let path = folder.write(name, bytes);
    reader(options).read(&Source::file(&path))
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Article> {
    try_read(name, bytes, Options::default()).expect("the file is readable").articles
}

/// The words of an article's blocks of a kind.
fn blocks(article: &Article, kind: BlockKind) -> Vec<&str> {
    article.blocks.iter().filter(|b| b.kind == kind).map(|b| b.span.of(&article.page)).collect()
}

fn date(article: &Article) -> String {
    article.published.map_or_else(|| "none".to_owned(), |(date, source)| format!("{date} {source:?}"))
}
