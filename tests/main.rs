//! One test binary, a module a stage.

mod architecture;
mod dates;
mod graph;
mod ingest;
mod records;
mod store;
mod text;
