//! One test binary, a module a stage.

mod architecture;
