//! One test binary, a module a stage.

mod architecture;
mod cli;
mod dates;
mod export;
mod exports;
mod graph;
mod ingest;
mod program;
mod rdf;
mod records;
mod schema;
mod score;
mod store;
mod syntax;
mod text;
