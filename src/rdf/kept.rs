//! An index that is kept in a file beside the graph, so that a query need not make it.
//!
//! Takes an index and a stamp that says what it was made from; gives it back as long as the stamp
//! is the same. The file holds nothing that cannot be made anew. It is written whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::index::{Index, Sorted};
use super::pages::{Bytes, Numbers, Pages, Part};
use super::terms::Terms;

/// What the file begins with; another number for another layout.
const MAGIC: &[u8; 16] = b"actant index 01\n";

/// How many lists there are.
const LISTS: usize = 11;

/// Bytes before the first list: the mark, the stamp, and where each list begins and how long it is.
const HEAD: usize = 16 + 32 + LISTS * 16;

/// Writes an index to a file, which appears when it is whole.
pub(super) fn write(index: &Index, stamp: &str, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new();
    draft.prefix(".actant-");
    #[cfg(unix)]
    {
        // As any newly made file: what the user's mask allows.
        use std::os::unix::fs::PermissionsExt;
        draft.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let draft = draft.tempfile_in(folder)?;
    let mut out = BufWriter::with_capacity(1 << 20, draft);
    out.write_all(MAGIC)?;
    out.write_all(&Sha256::digest(stamp))?;
    let lists = lists(index);
    let mut at = HEAD;
    for list in &lists {
        out.write_all(&(at as u64).to_le_bytes())?;
        out.write_all(&(list.len() as u64).to_le_bytes())?;
        at += padded(list.len());
    }
    for list in &lists {
        match list {
            List::Numbers(numbers) => {
                for i in 0..numbers.len() {
                    out.write_all(&numbers.get(i)?.to_le_bytes())?;
                }
            }
            List::Bytes(bytes, len) => {
                let mut all = Vec::new();
                bytes.get(0, *len, &mut all)?;
                out.write_all(&all)?;
            }
        }
        out.write_all(&[0; 8][..padded(list.len()) - list.len()])?;
    }
    let draft = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    draft.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// The index of a file; nothing if there is none, or one made from something else.
pub(super) fn open(stamp: &str, path: &Path) -> io::Result<Option<Index>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let size = file.metadata()?.len();
    let mut head = Vec::with_capacity(HEAD);
    (&mut file).take(HEAD as u64).read_to_end(&mut head)?;
    if head.len() < HEAD || head[..16] != *MAGIC || head[16..48] != Sha256::digest(stamp)[..] {
        return Ok(None);
    }
    let number = |at: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&head[at..at + 8]);
        u64::from_le_bytes(bytes)
    };
    let pages = Arc::new(Pages::new(file));
    let mut parts = Vec::new();
    for i in 0..LISTS {
        let (start, len) = (number(48 + 16 * i), number(56 + 16 * i));
        let is_whole = start % 8 == 0 && start.checked_add(len).is_some_and(|end| end <= size);
        let (true, Ok(start), Ok(len)) = (is_whole, usize::try_from(start), usize::try_from(len)) else {
            return Ok(None);
        };
        parts.push(Part { pages: Arc::clone(&pages), start, len });
    }
    let numbers = |i: usize| Numbers::File(parts[i].clone());
    let sorted = |i: usize| Sorted { starts: numbers(i), rows: numbers(i + 1) };
    Ok(Some(Index {
        terms: Terms { starts: numbers(0), bytes: Bytes::File(parts[1].clone()), slots: numbers(2) },
        by_subject: sorted(3),
        by_predicate: sorted(5),
        by_object: sorted(7),
        graphs: numbers(9),
        members: numbers(10),
    }))
}

enum List<'i> {
    Numbers(&'i Numbers),
    Bytes(&'i Bytes, usize),
}

impl List<'_> {
    /// In bytes.
    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len() * 4,
            Self::Bytes(_, len) => *len,
        }
    }
}

/// A length that lets the next list begin at a multiple of eight.
fn padded(len: usize) -> usize {
    len.next_multiple_of(8)
}

fn lists(index: &Index) -> [List<'_>; LISTS] {
    let Index { terms, by_subject, by_predicate, by_object, graphs, members } = index;
    [
        List::Numbers(&terms.starts),
        List::Bytes(&terms.bytes, terms.bytes.len()),
        List::Numbers(&terms.slots),
        List::Numbers(&by_subject.starts),
        List::Numbers(&by_subject.rows),
        List::Numbers(&by_predicate.starts),
        List::Numbers(&by_predicate.rows),
        List::Numbers(&by_object.starts),
        List::Numbers(&by_object.rows),
        List::Numbers(graphs),
        List::Numbers(members),
    ]
}
