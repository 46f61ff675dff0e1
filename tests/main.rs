//! One test binary, a module a stage.

mod architecture;
mod graph;
mod records;
mod store;
mod ingest;
mod text;
