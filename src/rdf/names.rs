//! Who bears a name.
//!
//! Takes a name, an id or a Wikidata id; gives the entities, or an error with the names that are
//! most like it. Names agree whatever their case, accents and points. Example: "donald trump" finds
//! `id:Q22686`, "Trmup" is told of "Donald Trump".

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};

use super::index::Matches;
use super::terms::{decode, encode};
use super::vocabulary::{RDFS, SKOS, act, name};
use super::{Dataset, QueryError};
use crate::store::even_name;

/// How many names an error suggests.
const SUGGESTED: usize = 3;

impl Dataset {
    /// The entities that bear a name, id or Wikidata id, in order of their IRIs; never none.
    ///
    /// # Errors
    /// If nobody does, or the quads cannot be read.
    pub fn entities_named(&self, wanted: &str) -> Result<Vec<NamedNode>, QueryError> {
        let fail = |error: io::Error| QueryError::Evaluation { message: error.to_string() };
        let mut found = BTreeSet::new();
        let id = self.naming.id(wanted);
        if self.is_entity(&id).map_err(fail)? {
            found.insert(id.into_string());
        }
        let even = even_name(wanted);
        let mut near: Vec<(usize, String)> = Vec::new();
        for property in [name(RDFS, "label"), name(SKOS, "altLabel")] {
            for labelled in self.pairs(&property).map_err(fail)? {
                let (subject, label) = labelled.map_err(fail)?;
                let (Term::NamedNode(subject), Term::Literal(label)) = (subject, label) else { continue };
                let label_even = even_name(label.value());
                if label_even == even {
                    if self.is_entity(&subject).map_err(fail)? {
                        found.insert(subject.into_string());
                    }
                } else {
                    near.push((likeness(&label_even, &even), label.value().to_owned()));
                }
            }
        }
        if !found.is_empty() {
            return Ok(found.into_iter().map(NamedNode::new_unchecked).collect());
        }
        near.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        near.dedup();
        let near: Vec<String> =
            near.into_iter().filter(|(like, _)| *like >= 30).take(SUGGESTED).map(|(_, name)| name).collect();
        Err(QueryError::NoEntity { name: wanted.to_owned(), near })
    }

    fn is_entity(&self, node: &NamedNode) -> io::Result<bool> {
        let pattern = [self.number(node)?, self.number(&act("mentionCount"))?, None];
        if pattern[0].is_none() || pattern[1].is_none() {
            return Ok(false);
        }
        Ok(Matches::new(Arc::clone(&self.index), pattern, None)?.next().is_some())
    }

    /// Subjects and objects of a property.
    fn pairs(&self, property: &NamedNode) -> io::Result<impl Iterator<Item = io::Result<(Term, Term)>>> {
        let matches = match self.number(property)? {
            Some(number) => Some(Matches::new(Arc::clone(&self.index), [None, Some(number), None], None)?),
            None => None,
        };
        let mut bytes = Vec::new();
        Ok(matches.into_iter().flatten().map(move |found| {
            let ([subject, _, object], _) = found?;
            let mut term = |number| {
                self.index.terms.get(number, &mut bytes)?;
                decode(&bytes, &self.naming)
            };
            Ok((term(subject)?, term(object)?))
        }))
    }

    fn number(&self, node: &NamedNode) -> io::Result<Option<u32>> {
        let mut bytes = Vec::new();
        encode(&node.clone().into(), &self.naming, &mut bytes);
        self.index.terms.find(&bytes)
    }
}

/// How many of the pairs of neighbouring letters two names share, from 0 to 100.
fn likeness(one: &str, other: &str) -> usize {
    let pairs = |name: &str| -> BTreeSet<(char, char)> {
        let letters = || name.chars().chain([' ']);
        letters().zip(letters().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    if all == 0 { 0 } else { 200 * one.intersection(&other).count() / all }
}
