//! The schema's sentences turned into what to look for in clauses.
