//! RDF quads and SPARQL.
