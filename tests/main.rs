//! One test binary, a module a stage.

mod records;
mod store;
