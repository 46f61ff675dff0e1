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
use crate::store::{even_name, nearest_names};

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
        let mut others: BTreeSet<String> = BTreeSet::new();
        for property in [name(RDFS, "label"), name(SKOS, "altLabel")] {
            for labelled in self.pairs(&property).map_err(fail)? {
                let (subject, label) = labelled.map_err(fail)?;
                let (Term::NamedNode(subject), Term::Literal(label)) = (subject, label) else { continue };
                if even_name(label.value()) != even {
                    others.insert(label.value().to_owned());
                } else if self.is_entity(&subject).map_err(fail)? {
                    found.insert(subject.into_string());
                }
            }
        }
        if !found.is_empty() {
            return Ok(found.into_iter().map(NamedNode::new_unchecked).collect());
        }
        let near = nearest_names(wanted, others.iter().map(String::as_str));
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
