//! The normal form of clauses: who does what to whom, whatever the grammar.
