//! The index as the evaluator of SPARQL sees it.
//!
//! Takes patterns of the evaluator; gives quads of the [`Index`]. Terms that only a query makes
//! ("Trump, 3 times") get numbers above those of the index, for the time of the query.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use oxigraph::model::Term;
use rustc_hash::FxHashMap;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use super::Naming;
use super::index::{Index, Matches};
use super::terms::{Terms, decode, decode_value, encode, encode_value, is_ours};

/// What one query sees.
pub(super) struct View {
    index: Arc<Index>,
    naming: Naming,
    made: RefCell<Made>,
}

/// Terms that a query makes.
#[derive(Default)]
struct Made {
    /// By their bytes.
    numbers: FxHashMap<Box<[u8]>, u32>,
    terms: Vec<Term>,
    bytes: Vec<u8>,
}

impl View {
    pub(super) fn new(index: Arc<Index>, naming: Naming) -> Self {
        Self { index, naming, made: RefCell::default() }
    }
}

impl QueryableDataset<'static> for View {
    type InternalTerm = u32;
    type Error = io::Error;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, io::Error>> + use<> {
        let pattern = [subject.copied(), predicate.copied(), object.copied()];
        let known = self.index.terms.len();
        let graph = graph_name.map(Option::<&u32>::copied);
        // Nothing stands in the default graph itself, and no quad has a term that only the query made.
        let is_impossible =
            graph == Some(None) || pattern.into_iter().chain(graph).flatten().any(|number| number >= known);
        let (matches, error) = if is_impossible {
            (None, None)
        } else {
            match Matches::new(Arc::clone(&self.index), pattern, graph.flatten()) {
                Ok(matches) => (Some(matches), None),
                Err(error) => (None, Some(Err(error))),
            }
        };
        error.into_iter().chain(matches.into_iter().flatten().map(|found| {
            let ([subject, predicate, object], graph) = found?;
            Ok(InternalQuad { subject, predicate, object, graph_name: Some(graph) })
        }))
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, io::Error>> + use<> {
        let (names, error) = match self.index.graph_names() {
            Ok(names) => (names, None),
            Err(error) => (Vec::new(), Some(Err(error))),
        };
        error.into_iter().chain(names.into_iter().map(Ok))
    }

    fn internalize_term(&self, term: Term) -> Result<u32, io::Error> {
        let made = &mut *self.made.borrow_mut();
        encode(&term, &self.naming, &mut made.bytes);
        made.number(&self.index.terms, || term)
    }

    fn externalize_term(&self, term: u32) -> Result<Term, io::Error> {
        let made = &mut *self.made.borrow_mut();
        match term.checked_sub(self.index.terms.len()) {
            None => {
                self.index.terms.get(term, &mut made.bytes)?;
                decode(&made.bytes, &self.naming)
            }
            Some(at) => made.terms.get(at as usize).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }

    fn externalize_expression_term(&self, term: u32) -> Result<ExpressionTerm, io::Error> {
        if term >= self.index.terms.len() {
            return Ok(self.externalize_term(term)?.into());
        }
        let made = &mut *self.made.borrow_mut();
        self.index.terms.get(term, &mut made.bytes)?;
        decode_value(&made.bytes, &self.naming)
    }

    fn internalize_expression_term(&self, term: ExpressionTerm) -> Result<u32, io::Error> {
        let made = &mut *self.made.borrow_mut();
        if encode_value(&term, &self.naming, &mut made.bytes) {
            return made.number(&self.index.terms, || term.into());
        }
        let term = Term::from(term);
        encode(&term, &self.naming, &mut made.bytes);
        made.number(&self.index.terms, || term)
    }
}

impl Made {
    /// The number of the term whose bytes stand in `bytes`.
    fn number(&mut self, known: &Terms, term: impl FnOnce() -> Term) -> io::Result<u32> {
        if is_ours(&self.bytes)
            && let Some(number) = known.find(&self.bytes)?
        {
            return Ok(number);
        }
        if let Some(number) = self.numbers.get(self.bytes.as_slice()) {
            return Ok(*number);
        }
        let number = u32::try_from(known.len() as usize + self.terms.len())
            .map_err(|_| io::Error::new(io::ErrorKind::OutOfMemory, "the query makes more than four billion terms"))?;
        self.numbers.insert(self.bytes.as_slice().into(), number);
        self.terms.push(term());
        Ok(number)
    }
}
