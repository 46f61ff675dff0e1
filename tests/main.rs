//! One test binary, a module a stage.

mod architecture;
mod graph;
mod ingest;
mod records;
mod schema;
mod store;
mod store;
mod syntax;
mod text;
