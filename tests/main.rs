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
mod records;
mod records;
mod schema;
mod schema;
mod score;
mod store;
mod records;
mod schema;
mod store;
mod store;
mod schema;
mod score;
mod store;
mod syntax;
mod text;
