//! The sentences on which actant differs from an older coder on purpose, each under a named reason.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::data::Result;

/// The reasons and the ids of their sentences; no words of the sentences.
const DIFFERENCES: &str = include_str!("differences.toml");

/// Why a sentence does not hold although the program does what it should.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// A few words, such as `no doer is named`.
    pub name: String,
    /// What the older coder does, what actant does instead, and why.
    pub because: String,
    sentences: Vec<String>,
}

/// The list of reasons; a sentence has one at most.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    #[serde(rename = "reason")]
    reasons: Vec<Reason>,
}

impl Differences {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// A sentence that stands twice.
    pub fn read() -> Result<Self> {
        let differences: Self = toml::from_str(DIFFERENCES)?;
        let mut seen = BTreeSet::new();
        let mut named = differences.reasons.iter().flat_map(|reason| &reason.sentences);
        match named.find(|id| !seen.insert(*id)) {
            Some(twice) => Err(format!("benches/accuracy/differences.toml: {twice} stands twice").into()),
            None => Ok(differences),
        }
    }

    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The reason that is given for a sentence.
    pub fn of(&self, sentence: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.sentences.iter().any(|id| id == sentence))
    }

    /// Fails where the list names a sentence that the data do not have, or one that holds: then
    /// there is no difference any more, and the line should go.
    pub fn check(&self, holds: &BTreeMap<String, bool>) -> Result<()> {
        let named = self.reasons.iter().flat_map(|reason| &reason.sentences);
        let stale: Vec<&str> = named.filter(|id| holds.get(*id) != Some(&false)).map(String::as_str).collect();
        if stale.is_empty() {
            return Ok(());
        }
        let list = stale.join(", ");
        Err(format!("benches/accuracy/differences.toml names sentences that hold or are not compared; take out {list}")
            .into())
    }
}
