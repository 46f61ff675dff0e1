//! The graph in other formats: lines for scoring, tables for analysis, graphs for other programs,
//! pictures for people.
//!
//! Takes the consolidated [`Graph`](crate::store::Graph), for some formats also the records of its
//! documents; writes JSON Lines, CSV, Parquet, GraphML, GEXF, Cytoscape JSON, DOT and SVG. Does not choose what is shown (the store's
//! filter does) and writes no RDF ([`crate::rdf`] does). Example: "Syldavia accuses Borduria" said
//! twice is one arrow "accuses ×2" from Syldavia to Borduria.

mod caption;
mod cytoscape;
mod dot;
mod drawing;
mod dyads;
mod entities;
mod folder;
mod gexf;
mod graphml;
mod graphviz;
mod jsonl;
mod layout;
mod legend;
mod measured;
mod neo4j;
mod overview;
mod paint;
mod palette;
#[cfg(feature = "parquet")]
mod parquet;
mod path;
mod picture;
mod png;
mod rows;
mod scene;
mod svg;
mod table;
mod tables;
mod timeline;
mod width;
mod xml;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

pub use caption::{Caption, Title};
pub use cytoscape::write_cytoscape;
pub use dot::write_dot;
pub use drawing::{Drawing, DrawnArrow, DrawnNode, Words, draw};
pub use dyads::{Roots, write_dyads};
pub use entities::write_entities;
pub use gexf::write_gexf;
pub use graphml::write_graphml;
pub use graphviz::{Engine, Image, draw_with_graphviz};
pub use jsonl::write_statements;
pub use layout::{Frame, Point};
pub use legend::LegendEntry;
pub use measured::{Actor, Community, Measured};
pub use neo4j::write_neo4j;
pub use overview::Overview;
pub use palette::{Palette, Theme};
#[cfg(feature = "parquet")]
pub use parquet::write_parquet;
pub use path::{path_as_json, write_path};
pub use picture::{Arrow, Line, Node, Picture, Relation};
pub use png::write_png;
pub use scene::Scene;
pub use svg::write_svg;
pub use tables::{write_statement_table, write_tables};
pub use timeline::{Timeline, TimelineRow};

use crate::graph::Leanings;
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
    /// A program of GraphViz could not be started.
    #[error("cannot run GraphViz's `{program}`; is it installed? `--layout own` needs no GraphViz")]
    NoGraphviz {
        /// Which one.
        program: &'static str,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A program of GraphViz did not come to an end.
    #[error("GraphViz's `{program}` took longer than {} seconds; ask for fewer entities with --top", .limit.as_secs())]
    GraphvizTimeout {
        /// Which one.
        program: &'static str,
        /// How long it had.
        limit: Duration,
    },
    /// A program of GraphViz failed.
    #[error("GraphViz's `{program}` failed: {message}")]
    Graphviz {
        /// Which one.
        program: &'static str,
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
