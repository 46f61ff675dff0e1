//! One test binary, a module a stage.

mod graph;
mod records;
mod store;
