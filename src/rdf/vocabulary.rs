//! Names of the RDF: namespaces, prefixes, and how ids become IRIs.

use oxigraph::model::{Literal, NamedNode, Term};

use super::RdfError;
use crate::schema::EntityType;

/// The namespace of classes, properties and relations, prefix `act:`.
pub const VOCABULARY: &str = "https://w3id.org/actant/ns#";

/// The namespace of things unless the user chooses another, prefix `id:`.
const IDS: &str = "https://w3id.org/actant/id/";

pub(super) const WIKIDATA: &str = "http://www.wikidata.org/entity/";
pub(super) const SCHEMA_ORG: &str = "https://schema.org/";
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub(super) const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
pub(super) const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
pub(super) const SEM: &str = "http://semanticweb.cs.vu.nl/2009/11/sem/";
pub(super) const NIF: &str = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#";
pub(super) const PROV: &str = "http://www.w3.org/ns/prov#";
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";
pub(super) const OWL: &str = "http://www.w3.org/2002/07/owl#";

/// The prefixes that every query may use and every file declares, apart from `id:`.
pub const PREFIXES: [(&str, &str); 12] = [
    ("act", VOCABULARY),
    ("wd", WIKIDATA),
    ("schema", SCHEMA_ORG),
    ("rdf", RDF),
    ("rdfs", RDFS),
    ("skos", SKOS),
    ("xsd", XSD),
    ("sem", SEM),
    ("nif", NIF),
    ("prov", PROV),
    ("dcterms", DCTERMS),
    ("owl", OWL),
];

/// How ids become IRIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    base: String,
}

impl Default for Naming {
    fn default() -> Self {
        Self { base: IDS.to_owned() }
    }
}

impl Naming {
    /// IRIs of things begin with `base`, an absolute IRI that ends in `/` or `#`.
    ///
    /// # Errors
    /// If it is something else.
    pub fn new(base: &str) -> Result<Self, RdfError> {
        let ends_well = base.ends_with(['/', '#']);
        match NamedNode::new(format!("{base}x")) {
            Ok(_) if ends_well => Ok(Self { base: base.to_owned() }),
            _ => Err(RdfError::Base { base: base.to_owned() }),
        }
    }

    /// What all IRIs of things begin with.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The prefixes with `id:` among them, in the order in which files declare them.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = (&str, &str)> {
        std::iter::once(("id", self.base.as_str())).chain(PREFIXES)
    }

    /// The IRI of an id of the store.
    pub(super) fn id(&self, id: &str) -> NamedNode {
        name(&self.base, id)
    }

    /// The IRI of words of a document, as RFC 5147 counts characters.
    pub(super) fn words(&self, document: &str, (start, end): (u32, u32)) -> NamedNode {
        // A base that ends in `#` leaves no room for a fragment.
        let separator = if self.base.ends_with('#') { '/' } else { '#' };
        NamedNode::new_unchecked(format!("{}{document}{separator}char={start},{end}", self.base))
    }

    /// An IRI as people read it: with its prefix, where it has one.
    pub(super) fn shorten(&self, iri: &str) -> String {
        // The longest namespace wins: a user's base may lie within another.
        let best = self.prefixes().filter(|(_, ns)| iri.starts_with(ns)).max_by_key(|(_, ns)| ns.len());
        best.map_or_else(|| format!("<{iri}>"), |(prefix, ns)| format!("{prefix}:{}", &iri[ns.len()..]))
    }
}

/// A name in a namespace. Characters that have no place in the last part of an IRI are
/// percent-encoded, so that a user's relation may be called anything.
pub(super) fn name(namespace: &str, local: &str) -> NamedNode {
    let mut iri = namespace.to_owned();
    for c in local.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~') {
            iri.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                iri.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    NamedNode::new_unchecked(iri)
}

/// A name of our own vocabulary.
pub(super) fn act(local: &str) -> NamedNode {
    name(VOCABULARY, local)
}

/// The class of an entity. A named event ("the Rio Summit") is a thing that people speak of; the
/// class of happenings that statements report is another.
pub(super) fn entity_class(entity_type: EntityType) -> NamedNode {
    match entity_type {
        EntityType::Event => act("NamedEvent"),
        other => act(other.as_str()),
    }
}

/// The class of the happenings that a relation or a PLOVER type covers: `InvitesEvent`.
pub(super) fn event_class(name: &str) -> NamedNode {
    act(&format!("{}Event", capitalised(name)))
}

/// A name whose words begin with capitals: `invites` as `Invites`, `CONSULT` as `Consult`.
pub(super) fn capitalised(name: &str) -> String {
    let all_capitals = name.chars().all(|c| !c.is_lowercase());
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let rest = letters.as_str();
    if all_capitals { first + &rest.to_lowercase() } else { first + rest }
}

/// Words as a plain string.
pub(super) fn string(words: &str) -> Term {
    Literal::new_simple_literal(clean(words)).into()
}

/// Words in English.
pub(super) fn english(words: &str) -> Term {
    Literal::new_language_tagged_literal_unchecked(clean(words), "en").into()
}

pub(super) fn number(n: impl Into<i64>) -> Term {
    Literal::from(n.into()).into()
}

/// A day, month or year by its own type; what is none of them stays a string.
pub(super) fn date(date: &str) -> Term {
    let datatype = match date.len() {
        4 => "gYear",
        7 => "gYearMonth",
        10 => "date",
        _ => "string",
    };
    Literal::new_typed_literal(clean(date), name(XSD, datatype)).into()
}

/// Text that every format can carry, character for character.
pub(super) fn clean(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '\r' => ' ',
            '\t' | '\n' | '\u{20}'..='\u{FFFD}' | '\u{10000}'.. => c,
            _ => char::REPLACEMENT_CHARACTER,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_letters_become_iris() {
        assert_eq!(act("is <at> é").as_str(), "https://w3id.org/actant/ns#is%20%3Cat%3E%20%C3%A9");
        assert_eq!(event_class("CONSULT").as_str(), "https://w3id.org/actant/ns#ConsultEvent");
        assert_eq!(event_class("talksWith").as_str(), "https://w3id.org/actant/ns#TalksWithEvent");
    }

    #[test]
    fn a_base_is_an_absolute_iri_with_an_open_end() {
        assert!(Naming::new("https://example.org/kg/").is_ok());
        for wrong in ["", "kg/", "https://example.org/kg", "https://example.org/a b/", "<>#"] {
            assert!(Naming::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn text_keeps_its_length_when_cleaned() {
        assert_eq!(clean("a\r\nb\u{0}c\u{FFFE}🦊"), "a \nb\u{FFFD}c\u{FFFD}🦊");
    }
}
