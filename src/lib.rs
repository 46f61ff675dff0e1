//! Turns news articles into a knowledge graph of who did what to whom, with the sentence behind
//! every statement.
//!
//! The modules stand in the order of the pipeline; each uses only modules above it.

// Spans with units, ids, diagnostics.
pub mod source;

// `schema/` as read and validated: relations, lexicons, gazetteer; patterns still words.
pub mod schema;

// Bytes to articles.
pub mod ingest;

// Articles to paragraphs with their language.
pub mod text;

// Paragraphs to tokens, sentences, tags, lemmas, heads and labels: the language engine.
pub mod syntax;

// Date expressions and what days they mean.
pub mod dates;

// Names, descriptions and pronouns.
pub mod mentions;

// Mentions to entities, in named passes, most precise first.
pub mod resolve;

// The normal form of clauses: who does what to whom, whatever the grammar.
pub mod clauses;

// The schema's sentences turned into what to look for in clauses.
pub mod patterns;

// Statements: relation, polarity, modality, speaker, date.
pub mod statements;

// The file that holds everything, and its consolidation over all articles.
pub mod store;

// The order of the stages, written once.
pub mod pipeline;

// The schema's own tests.
pub mod check;

// What each stage made of an article, for people to read.
pub mod show;

// Inputs to a file: reading, analysing and storing at once.
pub mod build;

// Graph views and measures.
pub mod graph;

// What is behind a statement or an entity, for people to read.
pub mod explain;

// RDF quads and SPARQL.
pub mod rdf;

// The graph in other formats: pictures and tables.
pub mod export;

// Precision and recall against gold.
pub mod score;

// The command line.
pub mod cli;
