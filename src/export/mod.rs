//! The graph in other formats: lines for scoring, tables for analysis, pictures for people.
//!
//! Takes the consolidated [`Graph`](crate::store::Graph), for some formats also the records of its
//! documents; writes JSON Lines, CSV, DOT and SVG. Does not choose what is shown (the store's
//! filter does) and writes no RDF ([`crate::rdf`] does). Example: "Syldavia accuses Borduria" said
//! twice is one arrow "accuses ×2" from Syldavia to Borduria.

mod dot;
mod drawing;
mod entities;
mod graphviz;
mod jsonl;
mod layout;
mod overview;
mod palette;
mod picture;
mod svg;
mod tables;
mod width;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

pub use dot::write_dot;
pub use drawing::{Drawing, DrawnArrow, DrawnNode, LegendEntry, Words, draw};
pub use entities::write_entities;
pub use graphviz::draw_with_graphviz;
pub use jsonl::write_statements;
pub use layout::{Frame, Point};
pub use overview::Overview;
pub use palette::Palette;
pub use picture::{Arrow, Line, Node, Picture, Relation};
pub use svg::write_svg;
pub use tables::{write_statement_table, write_tables};

use crate::store::StoreError;

/// What keeps an export from being made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The output could not be written.
    #[error("cannot write the export")]
    Write(#[from] io::Error),
    /// A file of the export could not be written.
    #[error("cannot write {path}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A document could not be read from the store.
    #[error("cannot read a document")]
    Store(#[from] StoreError),
    /// The picture has too many boxes to be laid out or read.
    #[error("a picture of {boxes} entities and labels is too large (at most {limit}); ask for fewer with --top")]
    TooLarge {
        /// How many there are.
        boxes: usize,
        /// How many there may be.
        limit: usize,
    },
    /// GraphViz's program `dot` could not be started.
    #[error("cannot run GraphViz's `dot`; is it installed? `--layout own` needs no GraphViz")]
    NoGraphviz {
        /// Why.
        #[source]
        source: io::Error,
    },
    /// GraphViz's program `dot` did not come to an end.
    #[error("GraphViz's `dot` took longer than {} seconds; ask for fewer entities with --top", .limit.as_secs())]
    GraphvizTimeout {
        /// How long it had.
        limit: Duration,
    },
    /// GraphViz's program `dot` failed.
    #[error("GraphViz's `dot` failed: {message}")]
    Graphviz {
        /// What it said.
        message: String,
    },
}

impl From<serde_json::Error> for ExportError {
    /// The types that are written here always serialise, so that only writing can have failed.
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}
