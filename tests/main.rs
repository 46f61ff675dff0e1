//! One test binary, a module a stage.

mod ingest;
mod text;
