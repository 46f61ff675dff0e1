//! Precision and recall against gold: the program's own form of the scorer that comes with the
//! gold articles, with the same figures.
//!
//! Takes [`Gold`] (a folder of annotated articles) and [`Prediction`]s (lines of
//! `actant export --format jsonl`); gives a [`Report`]. Does not run the pipeline; [`losses`] reads what it made. Example: a
//! predicted "Donald Trump invites Gustavo Petro" is right when one gold statement of its document
//! agrees in source, relation, target and polarity, and its evidence shares words with that one's.

mod agree;
mod entities;
mod gold;
mod stages;
mod statements;

use std::fmt;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use entities::{EntityReport, PredictedEntity, score_entities};
pub use gold::{Gold, GoldDocument, GoldEntity, GoldStatement};
pub use stages::{Loss, Losses, Stage, losses};
pub use statements::{
    Attributes, Counts, Headline, Miss, Mistake, PredictedEnd, PredictedEvidence, Prediction, RelationRow, Report, Row,
    Section, Verdict, score,
};

/// What keeps a score from being made.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// A file or folder could not be read.
    #[error("cannot read {path}")]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file of the gold is not what it should be.
    #[error("{path} is no gold article")]
    Gold {
        /// Which one.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// A statement of the gold names an entity that its document does not list.
    #[error("{path}: statement `{statement}` names the entity `{entity}`, which the document does not list")]
    NoEntity {
        /// Which file.
        path: PathBuf,
        /// Which statement.
        statement: String,
        /// Which entity.
        entity: String,
    },
    /// The folder holds no gold.
    #[error("{path} holds no gold articles (files such as seed-000.json with `doc`, `entities` and `statements`)")]
    NoGold {
        /// Which folder.
        path: PathBuf,
    },
    /// A line of the predictions is not what it should be.
    #[error("{path}:{line}: not a line of `actant export`")]
    Line {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A prediction belongs to a document that the gold does not know.
    #[error("no gold for document `{document}` ({count} such)")]
    UnknownDocument {
        /// The first of them, in the order of the alphabet.
        document: String,
        /// How many documents the gold does not know.
        count: usize,
    },
}

/// How many are right, wrong and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Predictions that agree with the gold.
    pub right: usize,
    /// Predictions that do not.
    pub wrong: usize,
    /// Gold that no prediction agrees with.
    pub missed: usize,
}

/// Precision, recall and their harmonic mean, each from 0 to 1; 0 where nothing was to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// The share of predictions that are right.
    pub precision: f64,
    /// The share of the gold that was found.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

impl Tally {
    /// The shares that the counts make.
    #[must_use]
    pub fn figures(self) -> Figures {
        let precision = share(self.right, self.right + self.wrong);
        let recall = share(self.right, self.right + self.missed);
        let sum = precision + recall;
        Figures { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// `part` of `whole`, 0 if there is no whole.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The item with the greatest key; of equal ones the first, which makes the choice the same as the
/// original scorer's (`Iterator::max_by` would take the last).
fn first_best<T, K: PartialOrd>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Option<T> {
    let mut best: Option<(T, K)> = None;
    for item in items {
        let rank = key(&item);
        if best.as_ref().is_none_or(|(_, b)| rank > *b) {
            best = Some((item, rank));
        }
    }
    best.map(|(item, _)| item)
}

/// Reads JSON Lines; empty lines are passed over.
///
/// # Errors
/// If a line does not hold what is asked for; the error names `path` and the line.
pub fn read_lines<T: for<'de> Deserialize<'de>>(path: &std::path::Path, text: &str) -> Result<Vec<T>, ScoreError> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|source| ScoreError::Line {
                path: path.to_path_buf(),
                line: i + 1,
                source,
            })
        })
        .collect()
}

impl fmt::Display for Tally {
    /// `   12     3      4  0.80  0.75  0.77`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { precision, recall, f1 } = self.figures();
        // Totals ask for the third decimal by `{:.3}`.
        let digits = f.precision().unwrap_or(2);
        write!(
            f,
            "{:5} {:5} {:6}  {precision:.digits$}  {recall:.digits$}  {f1:.digits$}",
            self.right, self.wrong, self.missed
        )
    }
}
