//! One test binary, a module a stage.

mod architecture;
mod graph;
mod ingest;
mod rdf;
mod records;
mod store;
mod text;
