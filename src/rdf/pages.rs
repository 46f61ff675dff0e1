//! Long lists that stand in memory or in a file.
//!
//! Takes a list or a part of a file; gives single items. Of a file only the pages that are asked
//! for are read, and the last of them kept. Does not write.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

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
    pages: FxHashMap<u64, Arc<[u8]>>,
}

impl Pages {
    pub(super) fn new(file: File) -> Self {
        Self { state: Mutex::new(State { file, pages: FxHashMap::default() }) }
    }

    /// The page that begins at `number * PAGE`; the last one may be shorter.
    fn page(&self, number: u64) -> io::Result<Arc<[u8]>> {
        // A reader that panicked has left whole pages.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = state.pages.get(&number) {
            return Ok(Arc::clone(page));
        }
        let mut bytes = Vec::with_capacity(PAGE);
        state.file.seek(SeekFrom::Start(number * PAGE as u64))?;
        (&mut state.file).take(PAGE as u64).read_to_end(&mut bytes)?;
        let page: Arc<[u8]> = bytes.into();
        if state.pages.len() >= KEPT {
            state.pages.clear();
        }
        state.pages.insert(number, Arc::clone(&page));
        Ok(page)
    }

    /// Appends the bytes from `start` to `end` of the file.
    fn read(&self, start: u64, end: u64, into: &mut Vec<u8>) -> io::Result<()> {
        let mut at = start;
        while at < end {
            let page = self.page(at / PAGE as u64)?;
            let from = (at % PAGE as u64) as usize;
            let to = page.len().min(from + (end - at) as usize);
            let part = page.get(from..to).filter(|part| !part.is_empty()).ok_or(io::ErrorKind::UnexpectedEof)?;
            into.extend_from_slice(part);
            at += part.len() as u64;
        }
        Ok(())
    }
}

/// A part of a file, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub pages: Arc<Pages>,
    pub start: u64,
    pub len: usize,
}

/// A list of numbers; in a file four bytes each, the lowest first.
#[derive(Debug)]
pub(super) enum Numbers {
    Memory(Vec<u32>),
    /// Begins at a multiple of four, so that no number stands on two pages.
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
            Self::File(part) if at < part.len / 4 => {
                let place = part.start + 4 * at as u64;
                let page = part.pages.page(place / PAGE as u64)?;
                let from = (place % PAGE as u64) as usize;
                let bytes = page.get(from..from + 4).ok_or(io::ErrorKind::UnexpectedEof)?;
                Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            }
            Self::File(_) => Err(io::ErrorKind::UnexpectedEof.into()),
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
            Self::File(part) if end <= part.len => {
                part.pages.read(part.start + start as u64, part.start + end as u64, into)
            }
            Self::File(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(list: Vec<u8>) -> Self {
        Self::Memory(list)
    }
}
