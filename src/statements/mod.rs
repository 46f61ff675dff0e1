//! Clauses to statements: who did what to whom, with polarity, modality, speaker, date, evidence.
//!
//! Takes everything that earlier stages found in an article; gives [`Statement`]s. Does not join
//! statements of one happening: the store does. Example: "Petro said the US would not invite him"
//! gives *usa invites petro*, negative, hypothetical, on Petro's word.

mod about;
mod affiliations;
mod casualties;
mod confidence;
mod ends;
mod extract;
mod harms;
mod losses;
mod marks;
mod places;
mod quantity;
mod statement;
mod telling;
mod voice;
mod when;
mod wording;

pub use casualties::{Casualties, Figure, Harm};
pub use confidence::{Confidence, Feature, features};
pub use extract::{Extraction, extract, rule};
pub use marks::Marks;
pub use statement::{Attribution, Construction, End, Finding, Modality, Polarity, Statement};
pub use telling::{Telling, tellings};
pub use wording::Wording;

use jiff::civil::Date;

use crate::clauses::Clauses;
use crate::dates::Dates;
use crate::mentions::Mentions;
use crate::resolve::Entities;
use crate::syntax::Syntax;

/// What earlier stages found in an article.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// The text.
    pub page: &'a str,
    /// Its tokens and trees.
    pub syntax: &'a Syntax,
    /// Its date expressions.
    pub dates: &'a Dates,
    /// Its mentions.
    pub mentions: &'a Mentions,
    /// Its entities.
    pub entities: &'a Entities,
    /// Its clauses.
    pub clauses: &'a Clauses,
    /// The day of publication.
    pub published: Option<Date>,
}
