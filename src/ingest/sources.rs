//! What the user named on the command line to the files that are read.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder};
use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::WalkDir;

use super::{IngestError, Skipped};

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

/// An input with the key that its document has if it names no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file or standard input.
    pub input: Input,
    /// The path below what the user named, without ending, parts joined by `/`; unlike that of any
    /// other source of the same call of [`discover`].
    pub key: String,
}

impl Source {
    /// A file that is known by its stem.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        Self { input: Input::Path(path.to_path_buf()), key: key_of(path.file_name().map(Path::new).unwrap_or(path)) }
    }

    /// Standard input.
    #[must_use]
    pub fn stdin() -> Self {
        Self { input: Input::Stdin, key: "stdin".to_owned() }
    }

    /// The source as the user would name it.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.input {
            Input::Path(path) => path.display().to_string(),
            Input::Stdin => "standard input".to_owned(),
        }
    }

    /// The ending of the file, in lower case.
    pub(super) fn ending(&self) -> Option<String> {
        match &self.input {
            Input::Path(path) => path.extension().map(|e| e.to_string_lossy().to_lowercase()),
            Input::Stdin => None,
        }
    }
}

/// Endings of files that are read where a folder is named.
const ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm", "xhtml", "jsonl", "ndjson"];

/// The files that `inputs` name, each once, ordered by key, and what of them cannot be read.
///
/// An input is a file, a folder (walked whole; hidden files are passed over, links not followed,
/// files of other formats reported), a glob (`*`, `?`, `[…]`, `{…}`, `**`), or `-` for standard input.
/// The order of `inputs` changes nothing.
#[must_use]
pub fn discover(inputs: &[String]) -> (Vec<Source>, Vec<Skipped>) {
    let mut found = Vec::new();
    let mut skipped = Vec::new();
    for input in inputs {
        if input == "-" {
            found.push(Found { input: Input::Stdin, below: PathBuf::from("stdin") });
            continue;
        }
        let path = Path::new(input);
        match std::fs::metadata(path) {
            Ok(kind) if kind.is_dir() => walk(path, &mut found, &mut skipped, |_| None),
            Ok(_) => {
                let below = PathBuf::from(path.file_name().unwrap_or(path.as_os_str()));
                found.push(Found { input: Input::Path(path.to_path_buf()), below });
            }
            Err(error) if error.kind() == ErrorKind::NotFound && input.contains(['*', '?', '[', '{']) => {
                expand(input, &mut found, &mut skipped);
            }
            Err(error) => {
                let reason = match error.kind() {
                    ErrorKind::NotFound => IngestError::Missing,
                    _ => IngestError::Read { source: error },
                };
                skipped.push(Skipped { input: path.to_path_buf(), line: None, reason });
            }
        }
    }
    skipped.sort_by(|a, b| a.input.cmp(&b.input));
    skipped.dedup_by(|a, b| a.input == b.input);
    (with_keys(once_each(found)), skipped)
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    input: Input,
    /// The path below what the user named.
    below: PathBuf,
}

/// Walks a folder; `judge` says of the path below it whether a file is asked for, if a glob decides.
fn walk(folder: &Path, found: &mut Vec<Found>, skipped: &mut Vec<Skipped>, judge: impl Fn(&Path) -> Option<bool>) {
    let is_hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    // The folder itself may be a link or `.`; what lies in it is judged.
    let entries = WalkDir::new(folder).follow_root_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|e| e.depth() == 0 || !is_hidden(e.file_name())) {
        let mut skip = |path: &Path, reason| skipped.push(Skipped { input: path.to_path_buf(), line: None, reason });
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"));
                skip(&path, IngestError::Read { source });
                continue;
            }
        };
        if entry.depth() == 0 || entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_path_buf();
        let is_asked_for = judge(&below);
        if is_asked_for == Some(false) {
            continue;
        }
        if entry.file_type().is_symlink() {
            skip(entry.path(), IngestError::Link);
        } else if !entry.file_type().is_file() {
            skip(entry.path(), IngestError::Special);
        } else if is_asked_for.is_none() && !has_known_ending(entry.path()) {
            skip(entry.path(), IngestError::Ending);
        } else {
            found.push(Found { input: Input::Path(entry.path().to_path_buf()), below });
        }
    }
}

fn has_known_ending(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.contains(&e.to_string_lossy().to_lowercase().as_str()))
}

/// The files below the part of a pattern that holds no sign of a pattern.
fn expand(pattern: &str, found: &mut Vec<Found>, skipped: &mut Vec<Skipped>) {
    let is_plain = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let path = Path::new(pattern);
    let base: PathBuf = path.components().take_while(is_plain).collect();
    let rest: PathBuf = path.components().skip_while(is_plain).collect();
    let mut skip = |reason| skipped.push(Skipped { input: path.to_path_buf(), line: None, reason });
    let matcher = match GlobBuilder::new(&rest.to_string_lossy()).literal_separator(true).build() {
        Ok(glob) => Glob::compile_matcher(&glob),
        Err(error) => return skip(IngestError::Pattern { message: error.kind().to_string() }),
    };
    let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
    if !base.is_dir() {
        return skip(IngestError::NoMatch);
    }
    let (files, reports) = (found.len(), skipped.len());
    walk(&base, found, skipped, |below| Some(matcher.is_match(below)));
    if found.len() == files && skipped.len() == reports {
        skipped.push(Skipped { input: path.to_path_buf(), line: None, reason: IngestError::NoMatch });
    }
}

/// Each file once, though several inputs name it: the shortest path below an input stays.
fn once_each(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| {
        let rank = |f: &Found| (f.below.components().count(), f.below.clone(), f.input.clone());
        rank(a).cmp(&rank(b))
    });
    let mut seen = FxHashSet::default();
    found.retain(|f| {
        seen.insert(match &f.input {
            // A file that cannot be found any more is reported when it is read.
            Input::Path(path) => Input::Path(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
            Input::Stdin => Input::Stdin,
        })
    });
    found
}

/// Gives each source a key of its own: the path below the input without ending; where two agree in
/// that, with ending; where they still agree, with as many of the folders above as tell them apart.
fn with_keys(found: Vec<Found>) -> Vec<Source> {
    let mut keys: Vec<String> = found.iter().map(|f| key_of(&f.below)).collect();
    for attempt in 0..=MAX_FOLDERS {
        let mut count: FxHashMap<String, usize> = FxHashMap::default();
        for key in &keys {
            *count.entry(key.clone()).or_default() += 1;
        }
        for (key, file) in keys.iter_mut().zip(&found) {
            if count[key] > 1 {
                *key = match (&file.input, attempt) {
                    (Input::Stdin, _) => continue,
                    (_, 0) => joined(&file.below),
                    (Input::Path(path), MAX_FOLDERS) => joined(path),
                    (Input::Path(path), _) => key_of(&tail(path, file.below.components().count() + attempt)),
                };
            }
        }
    }
    let mut sources: Vec<Source> = found.into_iter().zip(keys).map(|(f, key)| Source { input: f.input, key }).collect();
    sources.sort_by(|a, b| (&a.key, &a.input).cmp(&(&b.key, &b.input)));
    sources
}

/// Beyond so many folders the whole path as named is the key.
const MAX_FOLDERS: usize = 12;

/// The last `parts` parts of a path.
fn tail(path: &Path, parts: usize) -> PathBuf {
    let all: Vec<_> = path.components().collect();
    all[all.len().saturating_sub(parts)..].iter().collect()
}

fn key_of(path: &Path) -> String {
    joined(&path.with_extension(""))
}

fn joined(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter(|c| !matches!(c, Component::CurDir | Component::RootDir))
        .map(|c| c.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
