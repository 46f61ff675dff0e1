//! The terms of a graph as numbers.
//!
//! Takes terms; gives each a number, and the term of a number. A term is kept as a byte that says
//! its kind and its letters; of IRIs in a known namespace only what follows it, so that the numbers
//! do not depend on what the IRIs of things begin with. Example: `id:Q22686` is kept as seven bytes.

use std::hash::Hasher;
use std::io;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term};
use rustc_hash::FxHasher;
use spareval::ExpressionTerm;

use super::Naming;
use super::pages::{Bytes, Numbers};
use super::vocabulary::PREFIXES;

/// The kinds: things, then a kind for each of [`PREFIXES`], then these.
const ID: u8 = 0;
const IRI: u8 = 32;
const PLAIN: u8 = 33;
const ENGLISH: u8 = 34;
const TYPED: u8 = 35;
/// What no graph of ours holds: other languages, blank nodes, triple terms.
const OTHER: u8 = 36;
/// Literals of the usual types begin here, in the order of [`USUAL`].
const USUAL_TYPES: u8 = 64;

const USUAL: [oxigraph::model::NamedNodeRef<'static>; 6] =
    [xsd::INTEGER, xsd::DATE, xsd::G_YEAR_MONTH, xsd::G_YEAR, xsd::DECIMAL, xsd::BOOLEAN];

/// A place in the table of hashes that holds no term.
const EMPTY: u32 = u32::MAX;

/// All terms of a graph, numbered from 0.
#[derive(Debug)]
pub(super) struct Terms {
    /// Where the bytes of each term begin; one more than there are terms.
    pub starts: Numbers,
    pub bytes: Bytes,
    /// The numbers of terms by the hashes of their bytes; a power of two many.
    pub slots: Numbers,
}

impl Terms {
    pub(super) fn len(&self) -> u32 {
        self.starts.len().saturating_sub(1) as u32
    }

    /// The bytes of a term.
    pub(super) fn get(&self, number: u32, into: &mut Vec<u8>) -> io::Result<()> {
        let (start, end) = (self.starts.get(number as usize)?, self.starts.get(number as usize + 1)?);
        self.bytes.get(start as usize, end as usize, into)
    }

    /// The number of the term with these bytes.
    pub(super) fn find(&self, bytes: &[u8]) -> io::Result<Option<u32>> {
        let mask = self.slots.len().saturating_sub(1);
        if self.slots.len() == 0 {
            return Ok(None);
        }
        let mut at = hash(bytes) as usize & mask;
        let mut found = Vec::new();
        // A table always has an empty place; one from a damaged file may not.
        for _ in 0..self.slots.len() {
            let number = self.slots.get(at)?;
            if number == EMPTY {
                return Ok(None);
            }
            self.get(number, &mut found)?;
            if found == bytes {
                return Ok(Some(number));
            }
            at = (at + 1) & mask;
        }
        Ok(None)
    }
}

/// Terms under construction.
#[derive(Debug)]
pub(super) struct TermsBuilder {
    starts: Vec<u32>,
    bytes: Vec<u8>,
    slots: Vec<u32>,
}

impl TermsBuilder {
    pub(super) fn new() -> Self {
        Self { starts: vec![0], bytes: Vec::new(), slots: vec![EMPTY; 1 << 10] }
    }

    /// The number of the term with these bytes, old or new.
    ///
    /// # Errors
    /// If there are more bytes than four billion.
    pub(super) fn number(&mut self, bytes: &[u8]) -> io::Result<u32> {
        let mask = self.slots.len() - 1;
        let mut at = hash(bytes) as usize & mask;
        while self.slots[at] != EMPTY {
            if self.bytes_of(self.slots[at]) == bytes {
                return Ok(self.slots[at]);
            }
            at = (at + 1) & mask;
        }
        let number = (self.starts.len() - 1) as u32;
        self.bytes.extend_from_slice(bytes);
        let end = u32::try_from(self.bytes.len()).map_err(|_| {
            io::Error::new(io::ErrorKind::FileTooLarge, "the graph has more than 4 GB of names and words")
        })?;
        self.starts.push(end);
        self.slots[at] = number;
        if self.starts.len() * 2 > self.slots.len() {
            self.grow();
        }
        Ok(number)
    }

    fn bytes_of(&self, number: u32) -> &[u8] {
        &self.bytes[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }

    fn grow(&mut self) {
        let mut slots = vec![EMPTY; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for number in 0..(self.starts.len() - 1) as u32 {
            let mut at = hash(self.bytes_of(number)) as usize & mask;
            while slots[at] != EMPTY {
                at = (at + 1) & mask;
            }
            slots[at] = number;
        }
        self.slots = slots;
    }

    pub(super) fn finish(self) -> Terms {
        Terms { starts: self.starts.into(), bytes: self.bytes.into(), slots: self.slots.into() }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The bytes of a term.
pub(super) fn encode(term: &Term, naming: &Naming, into: &mut Vec<u8>) {
    into.clear();
    match term {
        Term::NamedNode(node) => encode_iri(node.as_str(), naming, into),
        Term::Literal(literal) if literal.direction().is_none() && literal.language() == Some("en") => {
            into.push(ENGLISH);
            into.extend_from_slice(literal.value().as_bytes());
        }
        Term::Literal(literal) if literal.language().is_none() => {
            let datatype = literal.datatype();
            if datatype == xsd::STRING {
                into.push(PLAIN);
            } else if let Some(at) = USUAL.iter().position(|usual| *usual == datatype) {
                into.push(USUAL_TYPES + at as u8);
            } else {
                into.push(TYPED);
                into.extend_from_slice(datatype.as_str().as_bytes());
                into.push(0);
            }
            into.extend_from_slice(literal.value().as_bytes());
        }
        other => {
            into.push(OTHER);
            into.extend_from_slice(other.to_string().as_bytes());
        }
    }
}

/// Whether a graph of ours may hold a term of these bytes.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    bytes.first() != Some(&OTHER)
}

/// The bytes of a value of an expression, where that is quicker than by way of its term.
pub(super) fn encode_value(value: &ExpressionTerm, naming: &Naming, into: &mut Vec<u8>) -> bool {
    into.clear();
    match value {
        ExpressionTerm::NamedNode(node) => encode_iri(node.as_str(), naming, into),
        ExpressionTerm::StringLiteral(words) => {
            into.push(PLAIN);
            into.extend_from_slice(words.as_bytes());
        }
        ExpressionTerm::IntegerLiteral(number) => {
            into.push(USUAL_TYPES);
            into.extend_from_slice(number.to_string().as_bytes());
        }
        _ => return false,
    }
    true
}

/// The value of some bytes in an expression.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_value(bytes: &[u8], naming: &Naming) -> io::Result<ExpressionTerm> {
    if let Some((kind, words)) = bytes.split_first()
        && let Ok(words) = std::str::from_utf8(words)
    {
        if *kind == USUAL_TYPES
            && let Ok(number) = words.parse::<i64>()
        {
            return Ok(ExpressionTerm::IntegerLiteral(number.into()));
        }
        if *kind == PLAIN {
            return Ok(ExpressionTerm::StringLiteral(words.to_owned()));
        }
    }
    Ok(decode(bytes, naming)?.into())
}

fn encode_iri(iri: &str, naming: &Naming, into: &mut Vec<u8>) {
    if let Some(local) = iri.strip_prefix(naming.base()) {
        into.push(ID);
        into.extend_from_slice(local.as_bytes());
        return;
    }
    for (kind, (_, namespace)) in (1..).zip(PREFIXES) {
        if let Some(local) = iri.strip_prefix(namespace) {
            into.push(kind);
            into.extend_from_slice(local.as_bytes());
            return;
        }
    }
    into.push(IRI);
    into.extend_from_slice(iri.as_bytes());
}

/// The term of some bytes.
///
/// # Errors
/// If they are those of no term: the index is damaged.
pub(super) fn decode(bytes: &[u8], naming: &Naming) -> io::Result<Term> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the index is damaged; take it away");
    let (kind, rest) = bytes.split_first().ok_or_else(damaged)?;
    let words = std::str::from_utf8(rest).map_err(|_| damaged())?;
    let iri = |namespace: &str| NamedNode::new_unchecked(format!("{namespace}{words}"));
    Ok(match *kind {
        ID => iri(naming.base()).into(),
        IRI => iri("").into(),
        PLAIN => Literal::new_simple_literal(words).into(),
        ENGLISH => Literal::new_language_tagged_literal_unchecked(words, "en").into(),
        TYPED => {
            let (datatype, value) = words.split_once('\0').ok_or_else(damaged)?;
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        prefix if usize::from(prefix) <= PREFIXES.len() => iri(PREFIXES[usize::from(prefix) - 1].1).into(),
        usual => {
            let at = usual.checked_sub(USUAL_TYPES).ok_or_else(damaged)?;
            let datatype = USUAL.get(usize::from(at)).ok_or_else(damaged)?;
            Literal::new_typed_literal(words, datatype.into_owned()).into()
        }
    })
}
