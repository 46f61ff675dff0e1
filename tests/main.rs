//! One test binary, a module a stage.

mod architecture;
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
