//! RDF quads and SPARQL.
//!
//! Takes the consolidated [`Graph`](crate::store::Graph); gives quads, RDF in any of six formats,
//! answers to SPARQL queries, and the ontology that describes it all. Does not change the store and
//! never reaches for the network. Example: "Syldavia accuses Borduria", said on one's own word, is
//! one triple in the graph `kg`, and a statement with its evidence in the graph of its document.
//!
//! There are no blank nodes. What others claim, deny, plan or allege is a statement and never a
//! direct triple. Literals carry the text with characters that XML cannot hold replaced by U+FFFD
//! and carriage returns by spaces, in every format, so that all formats carry the same quads and
//! offsets still hold.

mod dataset;
mod error;
mod format;
mod index;
mod jsonld;
mod kept;
mod named;
mod names;
mod ontology;
mod page;
mod pages;
mod quads;
mod query;
mod search;
mod table;
mod terms;
mod vocabulary;

pub use error::{QueryError, RdfError};
pub use format::{Format, write};
pub use jsonld::context;
pub use named::{NamedQuery, Parameter, ParameterKind, named_queries};
pub use ontology::ontology;
pub use page::vocabulary_page;
pub use quads::{Source, Version, for_each_quad, quads};
pub use query::{Answer, AnswerFormat, Dataset, Limits, Rows, query};
pub use vocabulary::{Naming, PREFIXES, VOCABULARY};

/// The classes, properties and relations of every export, in Turtle.
pub const ONTOLOGY: &str = include_str!("../../schema/ontology.ttl");

/// The context that JSON-LD exports hold, as a document of its own.
pub const CONTEXT: &str = include_str!("../../schema/context.jsonld");

/// The shapes (SHACL) that every export keeps to, in Turtle.
pub const SHAPES: &str = include_str!("../../schema/shapes.ttl");
