//! The order of the stages, written once.
