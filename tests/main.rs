//! One test binary, a module a stage.

mod architecture;
mod schema;
mod ingest;
mod text;
mod syntax;
mod store;
mod graph;
mod records;
