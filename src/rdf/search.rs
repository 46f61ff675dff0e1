//! Full-text search from within SPARQL: `FILTER(act:matches(?words, "oil exports"))`.
//!
//! Takes the words of a search, as [`Store::search`] understands them; holds for those pieces of
//! evidence that are sentences with all of them. Each search is done once for a query.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use oxigraph::model::{Literal, NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Naming;
use super::vocabulary::act;
use crate::store::{Store, StoreError};

/// A file whose sentences can be searched.
#[derive(Clone)]
pub(super) struct Search {
    store: Arc<Mutex<Store>>,
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Search")
    }
}

/// What the searches of one query found, by their words.
#[derive(Default)]
pub(super) struct Searches {
    found: FxHashMap<String, FxHashSet<String>>,
    /// What went wrong first.
    pub failure: Option<StoreError>,
}

impl Search {
    pub(super) fn new(store: Store) -> Self {
        Self { store: Arc::new(Mutex::new(store)) }
    }

    /// The name of the function in queries.
    pub(super) fn name() -> NamedNode {
        act("matches")
    }

    /// Whether a piece of evidence is a sentence that a search finds; nothing for wrong arguments.
    pub(super) fn matches(&self, searches: &Mutex<Searches>, naming: &Naming, arguments: &[Term]) -> Option<Term> {
        let [Term::NamedNode(words), Term::Literal(query)] = arguments else { return None };
        let mut searches = searches.lock().unwrap_or_else(PoisonError::into_inner);
        if searches.failure.is_some() {
            return None;
        }
        if !searches.found.contains_key(query.value()) {
            let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            match store.search(query.value(), u32::MAX) {
                Ok(found) => {
                    let iris = found.sentences.iter().map(|s| naming.words(&s.document_id, s.span).into_string());
                    searches.found.insert(query.value().to_owned(), iris.collect());
                }
                Err(error) => {
                    searches.failure = Some(error);
                    return None;
                }
            }
        }
        let is_found = searches.found.get(query.value()).is_some_and(|found| found.contains(words.as_str()));
        Some(Literal::from(is_found).into())
    }
}
