//! Quads as files, written as they come.

use std::io::Write;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Triple};

use super::jsonld::JsonLd;
use super::{Naming, RdfError, Source, Version, for_each_quad};

/// A format of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Turtle: the union of all graphs.
    Turtle,
    /// TriG: Turtle with named graphs.
    TriG,
    /// N-Quads: a line a quad.
    NQuads,
    /// N-Triples: a line a triple; the union of all graphs.
    NTriples,
    /// RDF/XML: the union of all graphs.
    RdfXml,
    /// JSON-LD with named graphs.
    JsonLd,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Turtle, Self::TriG, Self::NQuads, Self::NTriples, Self::RdfXml, Self::JsonLd];

    /// The format of a name or file ending: `ttl`, `trig`, `nq`, `nt`, `rdfxml`, `jsonld`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "ttl" | "turtle" => Self::Turtle,
            "trig" => Self::TriG,
            "nq" | "nquads" => Self::NQuads,
            "nt" | "ntriples" => Self::NTriples,
            "rdfxml" | "rdf" | "xml" => Self::RdfXml,
            "jsonld" => Self::JsonLd,
            _ => return None,
        })
    }

    /// The name of the format for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Turtle => "Turtle",
            Self::TriG => "TriG",
            Self::NQuads => "N-Quads",
            Self::NTriples => "N-Triples",
            Self::RdfXml => "RDF/XML",
            Self::JsonLd => "JSON-LD",
        }
    }

    /// Whether the format tells graphs apart; one that does not holds the union of all graphs.
    #[must_use]
    pub fn has_graphs(self) -> bool {
        matches!(self, Self::TriG | Self::NQuads | Self::JsonLd)
    }

    fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::NQuads => RdfFormat::NQuads,
            Self::NTriples => RdfFormat::NTriples,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }
}

/// Writes the graph in a format: the same graph as the same bytes. A format without graphs gets the
/// union of all: which document says a thing then shows only in `act:document`.
///
/// # Errors
/// If the format cannot carry the version of RDF, or `writer` fails.
pub fn write<W: Write>(source: &Source<'_>, format: Format, writer: W) -> Result<W, RdfError> {
    if source.version == Version::Rdf12 && format == Format::JsonLd {
        return Err(RdfError::Version { format: format.label() });
    }
    let fail = |source| RdfError::Write { format: format.label(), source };
    if format == Format::JsonLd {
        let relations = source.graph.edges.iter().map(|e| e.relation.as_str());
        let mut out = JsonLd::begin(writer, source.naming, relations).map_err(fail)?;
        for_each_quad(source, |quad| out.write(&quad)).map_err(fail)?;
        return out.finish().map_err(fail);
    }
    let mut serializer = serializer(source.naming, format).for_writer(writer);
    for_each_quad(source, |mut quad| {
        if !format.has_graphs() {
            quad.graph_name = GraphName::DefaultGraph;
        }
        serializer.serialize_quad(&quad)
    })
    .map_err(fail)?;
    serializer.finish().map_err(fail)
}

/// Writes triples in the order given, as Turtle.
pub(super) fn write_turtle<W: Write>(triples: &[Triple], naming: &Naming, writer: W) -> std::io::Result<W> {
    let mut serializer = serializer(naming, Format::Turtle).for_writer(writer);
    for triple in triples {
        serializer.serialize_triple(triple)?;
    }
    serializer.finish()
}

fn serializer(naming: &Naming, format: Format) -> RdfSerializer {
    let mut serializer = RdfSerializer::from_format(format.rdf());
    for (prefix, namespace) in naming.prefixes() {
        // A base that the user chose was checked when it was given; the others are constants.
        if let Ok(with) = serializer.clone().with_prefix(prefix, namespace) {
            serializer = with;
        }
    }
    serializer
}
