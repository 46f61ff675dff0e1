//! `actant search`

use std::path::PathBuf;

use clap::Args;

use super::{Failure, General, Outcome, output};
use crate::statements::{Modality, Polarity};
use crate::store::{Found, StatementHit, modality_name};

/// Find entities and sentences by their words
///
/// Entities with a name that holds all words come first, then the sentences that hold all words,
/// each with its article and the statements in it. Words between quotation marks must stand
/// together. Case, accents and (in sentences) endings do not count.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant search news.actant petro
  actant search news.actant 'boats caribbean'
  actant search news.actant '\"phone call\"' --limit 50")]
pub(super) struct Search {
    /// The file that `actant build` made
    file: PathBuf,
    /// The words
    words: String,
    /// The most entities and the most sentences that are shown
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
}

impl Search {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let found = super::open_to_show(&self.file, general)?.search(&self.words, self.limit)?;
        output::print(|out| out.write_all(tell(&found).as_bytes()))?;
        Ok(Outcome::Done)
    }
}

fn tell(found: &Found) -> String {
    if found.entities.is_empty() && found.sentences.is_empty() {
        return "nothing found\n".to_owned();
    }
    let mut text = String::new();
    for entity in &found.entities {
        let (name, kind, id) = (&entity.name, entity.entity_type.as_str(), &entity.id);
        text.push_str(&format!("{name} ({kind}, {id}), mentioned {} times\n", entity.mentions));
    }
    for sentence in &found.sentences {
        if !text.is_empty() {
            text.push('\n');
        }
        let words: Vec<&str> = sentence.text.split_whitespace().collect();
        text.push_str(&format!("{}\n  {}\n", sentence.document, words.join(" ")));
        for statement in &sentence.statements {
            text.push_str(&format!("  → {}\n", line(statement)));
        }
    }
    text
}

/// A statement on a line: "Petro not accuses Trump (planned)  st-…".
fn line(statement: &StatementHit) -> String {
    let StatementHit { id, source, relation, target, .. } = statement;
    let not = if statement.polarity == Polarity::Negative { "not " } else { "" };
    let modality = match statement.modality {
        Modality::Actual => String::new(),
        other => format!(" ({})", modality_name(other)),
    };
    format!("{source} {not}{relation} {target}{modality}  {id}")
}
