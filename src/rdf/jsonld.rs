//! JSON-LD with a compact context, written as the quads come.
//!
//! Takes quads ordered by graph and subject; gives one object a graph and in it one object a
//! subject. What has a value of the usual kind is written as a plain string or number, since the
//! context says the kind: `"publisher": "id:…"`, `"date": "2026-01-08"`. Everything else is written
//! in full, so that any reader finds the same quads. Example: `"polarity": "Positive"` is
//! `act:polarity act:Positive`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, Literal, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};

use super::Naming;
use super::ontology;
use super::vocabulary::{VOCABULARY, name};
use crate::schema::Schema;

/// What the values of a property are if nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usual {
    /// A thing, by its IRI.
    Thing,
    /// A name of our vocabulary.
    Name,
    /// Words in English.
    English,
    /// A day.
    Day,
    /// A decimal number.
    Decimal,
}

/// Properties of other vocabularies whose values are of one kind.
const OTHERS: [(&str, Usual); 16] = [
    ("rdfs:label", Usual::English),
    ("skos:altLabel", Usual::English),
    ("skos:exactMatch", Usual::Thing),
    ("schema:headline", Usual::English),
    ("schema:publisher", Usual::Thing),
    ("schema:datePublished", Usual::Day),
    ("schema:url", Usual::Thing),
    ("prov:wasDerivedFrom", Usual::Thing),
    ("prov:wasGeneratedBy", Usual::Thing),
    ("prov:wasAttributedTo", Usual::Thing),
    ("prov:wasAssociatedWith", Usual::Thing),
    ("sem:hasActor", Usual::Thing),
    ("sem:hasPlace", Usual::Thing),
    ("nif:anchorOf", Usual::English),
    ("nif:referenceContext", Usual::Thing),
    ("dcterms:isReplacedBy", Usual::Thing),
];

/// The context of a schema as a document of its own; exports hold the same within.
///
/// # Panics
/// Never: the context is made of strings.
#[must_use]
pub fn context(schema: &Schema) -> String {
    let usual = usual(schema.relations.iter().map(|r| r.id.as_str()));
    let document = json!({ "@context": context_of(&Naming::default(), &usual) });
    let mut text = serde_json::to_string_pretty(&document).expect("strings can be written");
    text.push('\n');
    text
}

/// The usual kinds of all properties, by their short names.
fn usual<'r>(relations: impl Iterator<Item = &'r str>) -> BTreeMap<String, Usual> {
    let mut usual: BTreeMap<String, Usual> = relations.map(|r| (name("", r).into_string(), Usual::Thing)).collect();
    // The properties come last: a relation that bears the name of one does not change what it means.
    usual.extend(ontology::usual_values().map(|(name, kind)| (name.to_owned(), kind)));
    usual.extend(OTHERS.map(|(name, kind)| (name.to_owned(), kind)));
    usual
}

fn context_of(naming: &Naming, usual: &BTreeMap<String, Usual>) -> Value {
    let mut context = Map::new();
    context.insert("@version".to_owned(), json!(1.1));
    context.insert("@vocab".to_owned(), json!(VOCABULARY));
    for (prefix, namespace) in naming.prefixes() {
        context.insert(prefix.to_owned(), json!({ "@id": namespace, "@prefix": true }));
    }
    for (property, kind) in usual {
        let iri = if property.contains(':') { property.clone() } else { format!("act:{property}") };
        let (key, value) = match kind {
            Usual::Thing => ("@type", "@id"),
            Usual::Name => ("@type", "@vocab"),
            Usual::English => ("@language", "en"),
            Usual::Day => ("@type", "xsd:date"),
            Usual::Decimal => ("@type", "xsd:decimal"),
        };
        context.insert(property.clone(), json!({ "@id": iri, key: value }));
    }
    Value::Object(context)
}

/// A document under construction.
pub(super) struct JsonLd<'n, W> {
    writer: W,
    naming: &'n Naming,
    usual: BTreeMap<String, Usual>,
    graph: Option<GraphName>,
    /// The subject whose facts come just now.
    subject: Option<(String, Map<String, Value>)>,
    is_first: bool,
}

impl<'n, W: Write> JsonLd<'n, W> {
    /// Writes the context; `relations` are those that the quads may speak of.
    pub(super) fn begin<'r>(
        mut writer: W,
        naming: &'n Naming,
        relations: impl Iterator<Item = &'r str>,
    ) -> io::Result<Self> {
        let usual = usual(relations);
        let context = serde_json::to_string_pretty(&context_of(naming, &usual))?.replace('\n', "\n  ");
        write!(writer, "{{\n  \"@context\": {context},\n  \"@graph\": [")?;
        Ok(Self { writer, naming, usual, graph: None, subject: None, is_first: true })
    }

    pub(super) fn write(&mut self, quad: &Quad) -> io::Result<()> {
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => self.compact(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let is_new_graph = self.graph.as_ref() != Some(&quad.graph_name);
        if is_new_graph || self.subject.as_ref().is_none_or(|(s, _)| *s != subject) {
            self.end_subject()?;
            if is_new_graph {
                self.begin_graph(&quad.graph_name)?;
            }
            self.subject = Some((subject, Map::new()));
        }
        let (key, value) = if quad.predicate == rdf::TYPE {
            ("@type".to_owned(), json!(self.local(&iri_of(&quad.object))))
        } else {
            let key = self.local(quad.predicate.as_str());
            let value = self.value(&key, &quad.object);
            (key, value)
        };
        let Some((_, facts)) = &mut self.subject else { return Ok(()) };
        match facts.get_mut(&key) {
            None => {
                facts.insert(key, value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_subject()?;
        if self.graph.is_some() {
            self.writer.write_all(b"\n      ]\n    }")?;
        }
        self.writer.write_all(b"\n  ]\n}\n")?;
        Ok(self.writer)
    }

    fn begin_graph(&mut self, graph: &GraphName) -> io::Result<()> {
        if self.graph.is_some() {
            self.writer.write_all(b"\n      ]\n    },")?;
        }
        let id = match graph {
            GraphName::NamedNode(node) => self.compact(node.as_str()),
            other => other.to_string(),
        };
        let id = Value::String(id);
        write!(self.writer, "\n    {{\n      \"@id\": {id},\n      \"@graph\": [")?;
        self.graph = Some(graph.clone());
        self.is_first = true;
        Ok(())
    }

    fn end_subject(&mut self) -> io::Result<()> {
        let Some((id, facts)) = self.subject.take() else { return Ok(()) };
        let separator = if self.is_first { "" } else { "," };
        self.is_first = false;
        write!(self.writer, "{separator}\n        {{\n          \"@id\": {}", Value::String(id))?;
        // A map of JSON would put the type among the rest.
        let (types, others): (Vec<_>, Vec<_>) = facts.into_iter().partition(|(key, _)| key == "@type");
        for (key, value) in types.into_iter().chain(others) {
            write!(self.writer, ",\n          {}: {value}", Value::String(key))?;
        }
        self.writer.write_all(b"\n        }")
    }

    /// An IRI with its prefix, where it has one.
    fn compact(&self, iri: &str) -> String {
        let short = self.naming.shorten(iri);
        if short.starts_with('<') { iri.to_owned() } else { short }
    }

    /// As [`Self::compact`], but names of our own vocabulary without prefix.
    fn local(&self, iri: &str) -> String {
        let short = self.compact(iri);
        short.strip_prefix("act:").map_or(short.clone(), str::to_owned)
    }

    fn value(&self, key: &str, object: &Term) -> Value {
        let usual = self.usual.get(key).copied();
        match object {
            Term::Literal(literal) => value_of(literal, usual),
            node => {
                let iri = iri_of(node);
                match usual {
                    Some(Usual::Thing) => json!(self.compact(&iri)),
                    Some(Usual::Name) => json!(self.local(&iri)),
                    _ => json!({ "@id": self.compact(&iri) }),
                }
            }
        }
    }
}

/// The IRI of a node.
fn iri_of(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        other => other.to_string(),
    }
}

fn value_of(literal: &Literal, usual: Option<Usual>) -> Value {
    let (value, datatype) = (literal.value(), literal.datatype());
    if let Some(language) = literal.language() {
        return match usual {
            Some(Usual::English) if language == "en" => json!(value),
            _ => json!({ "@value": value, "@language": language }),
        };
    }
    let is_usual = match usual {
        Some(Usual::Day) => datatype == xsd::DATE,
        Some(Usual::Decimal) => datatype == xsd::DECIMAL,
        Some(_) => false,
        None => datatype == xsd::STRING,
    };
    if is_usual {
        return json!(value);
    }
    // A number of JSON means the shortest way to write an integer.
    if usual.is_none()
        && datatype == xsd::INTEGER
        && let Ok(number) = value.parse::<i32>()
        && number.to_string() == value
    {
        return json!(number);
    }
    if datatype == xsd::STRING {
        json!({ "@value": value })
    } else {
        json!({ "@value": value, "@type": datatype.as_str() })
    }
}
