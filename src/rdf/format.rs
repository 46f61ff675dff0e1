//! Quads as files.

use std::io::Write;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

use super::{Naming, RdfError, quads};
use crate::store::Graph;

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

/// Writes the graph in a format: the same graph as the same bytes.
///
/// # Errors
/// If `writer` fails.
pub fn write<W: Write>(graph: &Graph, naming: &Naming, format: Format, writer: W) -> Result<W, RdfError> {
    write_quads(quads(graph, naming), naming, format, writer)
}

/// Writes quads in the order given; a format without graphs gets their union, sorted.
///
/// # Errors
/// If `writer` fails.
pub fn write_quads<W: Write>(
    mut quads: Vec<Quad>,
    naming: &Naming,
    format: Format,
    mut writer: W,
) -> Result<W, RdfError> {
    let fail = |source| RdfError::Write { format: format.label(), source };
    if !format.has_graphs() {
        for quad in &mut quads {
            quad.graph_name = GraphName::DefaultGraph;
        }
        // The type comes first, as in every graph by itself.
        let order = |quad: &Quad| {
            let is_type = quad.predicate == oxigraph::model::vocab::rdf::TYPE;
            (quad.subject.to_string(), !is_type, quad.predicate.to_string(), quad.object.to_string())
        };
        quads.sort_by_cached_key(order);
        quads.dedup();
    }
    let mut serializer = RdfSerializer::from_format(format.rdf());
    for (prefix, namespace) in naming.prefixes() {
        // A base that the user chose was checked when it was given; the others are constants.
        if let Ok(with) = serializer.clone().with_prefix(prefix, namespace) {
            serializer = with;
        }
    }
    if format == Format::JsonLd {
        let mut flat = serializer.for_writer(Vec::new());
        for quad in &quads {
            flat.serialize_quad(quad).map_err(fail)?;
        }
        let flat: serde_json::Value =
            serde_json::from_slice(&flat.finish().map_err(fail)?).map_err(|e| fail(e.into()))?;
        serde_json::to_writer_pretty(&mut writer, &flat).map_err(|e| fail(e.into()))?;
        writer.write_all(b"\n").map_err(fail)?;
        return Ok(writer);
    }
    let mut serializer = serializer.for_writer(writer);
    for quad in &quads {
        serializer.serialize_quad(quad).map_err(fail)?;
    }
    serializer.finish().map_err(fail)
}
