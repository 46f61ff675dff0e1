//! One test binary, a module a stage.

mod architecture;
mod dates;
mod graph;
mod schema;
mod ingest;
mod rdf;
mod records;
mod cli;
mod export;
mod exports;
mod graph;
mod ingest;
mod program;
mod records;
mod schema;
mod score;
mod store;
mod text;
mod syntax;
mod store;
mod graph;
mod records;
