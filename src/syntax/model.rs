//! The model file: named sections of numbers and strings.
//!
//! Takes the bytes that `models/convert.py` wrote; gives readers of single sections. Does not know
//! what a section means: the parts of the engine read their own.

use rustc_hash::FxHashMap;
use thiserror::Error;

/// Why a model cannot be opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// The bytes do not begin like a model file.
    #[error("not a model file of the language engine")]
    NotAModel,
    /// The file was written in another version of the format.
    #[error("the model file has format {found}, this engine reads format {expected}")]
    Format {
        /// The version in the file.
        found: u32,
        /// The version that this engine reads.
        expected: u32,
    },
    /// A part of the model is not there.
    #[error("the model file has no section `{section}`")]
    Missing {
        /// The name of the section.
        section: String,
    },
    /// A section ends early or holds something else than expected.
    #[error("section `{section}` of the model file is damaged: {reason}")]
    Damaged {
        /// The name of the section.
        section: String,
        /// What was expected.
        reason: &'static str,
    },
}

const MAGIC: &[u8; 8] = b"ACTANTEN";
const FORMAT: u32 = 1;
const HEADER: usize = 16;
const ENTRY: usize = 32;
const NAME: usize = 24;

/// The sections of a model file by name.
pub(super) struct Sections {
    sections: FxHashMap<&'static str, &'static [u8]>,
}

impl Sections {
    pub(super) fn open(file: &'static [u8]) -> Result<Self, ModelError> {
        let header = file.get(..HEADER).ok_or(ModelError::NotAModel)?;
        if &header[..8] != MAGIC {
            return Err(ModelError::NotAModel);
        }
        let found = number(&header[8..]);
        if found != FORMAT {
            return Err(ModelError::Format { found, expected: FORMAT });
        }
        let count = number(&header[12..]) as usize;
        let damaged = |reason| ModelError::Damaged { section: "directory".to_owned(), reason };
        let directory = file.get(HEADER..HEADER + count * ENTRY).ok_or_else(|| damaged("cut off"))?;
        let mut sections = FxHashMap::default();
        for entry in directory.chunks_exact(ENTRY) {
            let name = std::str::from_utf8(&entry[..NAME]).map_err(|_| damaged("a name is not UTF-8"))?;
            let (start, len) = (number(&entry[NAME..]) as usize, number(&entry[NAME + 4..]) as usize);
            let section = file.get(start..start + len).ok_or_else(|| damaged("a section lies outside the file"))?;
            sections.insert(name.trim_end_matches('\0'), section);
        }
        Ok(Self { sections })
    }

    /// A reader at the start of a section.
    pub(super) fn section(&self, name: &str) -> Result<Reader, ModelError> {
        match self.sections.get(name) {
            Some(rest) => Ok(Reader { section: name.to_owned(), rest }),
            None => Err(ModelError::Missing { section: name.to_owned() }),
        }
    }

    /// The numbers of an array whose shape must be `shape`.
    pub(super) fn array(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let (found, values) = self.array_of_any_shape(name)?;
        if found == shape {
            Ok(values)
        } else {
            Err(ModelError::Damaged { section: name.to_owned(), reason: "an array has another shape" })
        }
    }

    /// An array with its shape.
    pub(super) fn array_of_any_shape(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), ModelError> {
        let mut reader = self.section(name)?;
        let shape = (0..reader.u32()?).map(|_| Ok(reader.u32()? as usize)).collect::<Result<Vec<_>, _>>()?;
        let (values, rest) = reader.rest.as_chunks::<4>();
        if !rest.is_empty() || shape.iter().product::<usize>() != values.len() {
            return Err(reader.damaged("an array has another length than its shape says"));
        }
        Ok((shape, values.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()))
    }
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// Reads numbers and strings one after the other.
pub(super) struct Reader {
    section: String,
    rest: &'static [u8],
}

impl Reader {
    pub(super) fn damaged(&self, reason: &'static str) -> ModelError {
        ModelError::Damaged { section: self.section.clone(), reason }
    }

    pub(super) fn bytes(&mut self, len: usize) -> Result<&'static [u8], ModelError> {
        let Some((bytes, rest)) = self.rest.split_at_checked(len) else {
            return Err(self.damaged("cut off"));
        };
        self.rest = rest;
        Ok(bytes)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N)?);
        Ok(array)
    }

    pub(super) fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(self.fixed::<1>()?[0])
    }

    pub(super) fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.fixed()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.fixed()?))
    }

    pub(super) fn text(&mut self) -> Result<&'static str, ModelError> {
        let len = u16::from_le_bytes(self.fixed()?);
        std::str::from_utf8(self.bytes(usize::from(len))?).map_err(|_| self.damaged("a string is not UTF-8"))
    }

    pub(super) fn texts(&mut self) -> Result<Vec<&'static str>, ModelError> {
        (0..self.u32()?).map(|_| self.text()).collect()
    }

    /// A string that may be left out.
    pub(super) fn optional_text(&mut self) -> Result<Option<&'static str>, ModelError> {
        if self.u8()? == 0 { Ok(None) } else { self.text().map(Some) }
    }
}
