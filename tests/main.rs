//! One test binary, a module a stage.

mod architecture;
mod cli;
mod dates;
mod export;
mod exports;
mod graph;
mod ingest;
mod mentions;
mod metrics;
mod patterns;
mod program;
mod rdf;
mod records;
mod resolve;
mod schema;
mod score;
mod spec;
mod statements;
mod store;
mod syntax;
mod text;
