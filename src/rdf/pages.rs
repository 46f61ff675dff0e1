//! Long lists that stand in memory or in a file.
//!
//! Takes a list or a part of a file; gives single items. Of a file only the pages that are asked
//! for are read, and the last of them kept. Does not write.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a page.
const PAGE: usize = 1 << 15;

/// How many pages are kept before all are forgotten.
const KEPT: usize = 1 << 14;

/// A file of which the pages that were read are kept.
#[derive(Debug)]
pub(super) struct Pages {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    /// By their numbers; as many as were asked for.
    pages: Vec<Option<Arc<[u8]>>>,
    kept: usize,
}

impl Pages {
    pub(super) fn new(file: File) -> Self {
        Self { state: Mutex::new(State { file, pages: Vec::new(), kept: 0 }) }
    }

    /// The page that begins at `number * PAGE`; the last one may be shorter.
    fn page(&self, number: usize) -> io::Result<Arc<[u8]>> {
        // A reader that panicked has left whole pages.
        let state = &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Some(page)) = state.pages.get(number) {
            return Ok(Arc::clone(page));
        }
        let mut bytes = Vec::with_capacity(PAGE);
        state.file.seek(SeekFrom::Start((number * PAGE) as u64))?;
        (&mut state.file).take(PAGE as u64).read_to_end(&mut bytes)?;
        let page: Arc<[u8]> = bytes.into();
        if state.kept == KEPT {
            state.pages.clear();
            state.kept = 0;
        }
        if state.pages.len() <= number {
            state.pages.resize(number + 1, None);
        }
        state.pages[number] = Some(Arc::clone(&page));
        state.kept += 1;
        Ok(page)
    }

    /// Appends the bytes from `start` to `end` of the file.
    fn read(&self, start: usize, end: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let mut at = start;
        while at < end {
            let page = self.page(at / PAGE)?;
            let from = at % PAGE;
            let to = page.len().min(from + (end - at));
            let part = page.get(from..to).filter(|part| !part.is_empty()).ok_or(io::ErrorKind::UnexpectedEof)?;
            into.extend_from_slice(part);
            at += part.len();
        }
        Ok(())
    }
}

/// A part of a file, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub pages: Arc<Pages>,
    pub start: usize,
    pub len: usize,
}

impl Part {
    /// Eight bytes or less that stand on one page.
    fn piece<const LENGTH: usize>(&self, at: usize) -> io::Result<[u8; LENGTH]> {
        if at + LENGTH > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let place = self.start + at;
        let page = self.pages.page(place / PAGE)?;
        let from = place % PAGE;
        let piece = page.get(from..from + LENGTH).and_then(|bytes| bytes.try_into().ok());
        piece.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// A list of numbers; in a file four bytes each, the lowest first.
#[derive(Debug)]
pub(super) enum Numbers {
    Memory(Vec<u32>),
    /// Begins at a multiple of eight, so that no pair stands on two pages.
    File(Part),
}

impl Numbers {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Memory(list) => list.len(),
            Self::File(part) => part.len / 4,
        }
    }

    pub(super) fn get(&self, at: usize) -> io::Result<u32> {
        match self {
            Self::Memory(list) => list.get(at).copied().ok_or_else(|| io::ErrorKind::UnexpectedEof.into()),
            Self::File(part) => Ok(u32::from_le_bytes(part.piece(4 * at)?)),
        }
    }

    /// The numbers at twice a place and behind it.
    pub(super) fn pair(&self, at: usize) -> io::Result<(u32, u32)> {
        match self {
            Self::Memory(list) => match list.get(2 * at..2 * at + 2) {
                Some([one, other]) => Ok((*one, *other)),
                _ => Err(io::ErrorKind::UnexpectedEof.into()),
            },
            Self::File(part) => {
                let [a, b, c, d, e, f, g, h] = part.piece(8 * at)?;
                Ok((u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])))
            }
        }
    }
}

impl From<Vec<u32>> for Numbers {
    fn from(list: Vec<u32>) -> Self {
        Self::Memory(list)
    }
}

/// A list of bytes.
#[derive(Debug)]
pub(super) enum Bytes {
    Memory(Vec<u8>),
    File(Part),
}

impl Bytes {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Memory(list) => list.len(),
            Self::File(part) => part.len,
        }
    }

    /// The bytes from `start` to `end` in the place of what `into` held.
    pub(super) fn get(&self, start: usize, end: usize, into: &mut Vec<u8>) -> io::Result<()> {
        into.clear();
        match self {
            Self::Memory(list) => {
                into.extend_from_slice(list.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Self::File(part) if end <= part.len => part.pages.read(part.start + start, part.start + end, into),
            Self::File(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(list: Vec<u8>) -> Self {
        Self::Memory(list)
    }
}
