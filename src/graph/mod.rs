//! Graph views and measures.
