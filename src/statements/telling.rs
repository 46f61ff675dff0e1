//! How each frame is told, whether a pattern matches it or not: for measuring marks and voices alone.

use super::ends::Heads;
use super::marks::{Marks, marks};
use super::voice::Voices;
use super::wording::Wording;
use super::{Attribution, Grounds};

/// What a statement at a frame would be given beside its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// Polarity and modality.
    pub marks: Marks,
    /// On whose word; `None` is the article's own voice.
    pub attribution: Option<Attribution>,
}

/// How each frame of the clauses is told, in their order.
#[must_use]
pub fn tellings(grounds: &Grounds<'_>, wording: &Wording) -> Vec<Telling> {
    let heads = Heads::new(grounds);
    let voices = Voices::new(grounds, wording, &heads);
    let tell = |frame| Telling {
        marks: marks(grounds, wording, frame),
        attribution: voices.speaker(grounds, wording, &heads, frame),
    };
    grounds.clauses.frames.iter().map(tell).collect()
}
