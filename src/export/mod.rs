//! The graph in other formats: pictures and tables.
