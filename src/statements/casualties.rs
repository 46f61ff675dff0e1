//! Numbers of people killed, wounded or detained.

use serde::{Deserialize, Serialize};

use crate::source::{EntityId, Span, Tokens};

/// How many people a statement says were harmed in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Casualties {
    /// In which way.
    pub harm: Harm,
    /// How many, as far as the words tell.
    pub figure: Figure,
    /// The words that count them: "at least 12 soldiers".
    pub words: Span<Tokens>,
    /// On whose word they are counted, where it is not that of the statement: of "the raid on Brisk killed 12, the
    /// mayor said" the article vouches for the raid and the mayor for the number.
    pub speaker: Option<EntityId>,
}

/// In which way people are harmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Harm {
    /// Dead (ACLED *fatalities*, GTD *nkill*).
    Killed,
    /// Hurt and alive (GTD *nwound*).
    Wounded,
    /// Arrested, captured, abducted or held.
    Detained,
}

impl Harm {
    /// All ways, in order.
    pub const ALL: [Self; 3] = [Self::Killed, Self::Wounded, Self::Detained];

    /// The harm as the store and the exports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wounded => "wounded",
            Self::Detained => "detained",
        }
    }

    /// The harm of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|harm| harm.as_str() == name)
    }
}

/// A number of people as UCDP's georeferenced events give it, by the words.
///
/// "12" is all three; "about 12" only `best`, "at least 12" only `low`, "up to 12" only `high`,
/// "10 to 12" `low` and `high`, "dozens" none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Figure {
    /// Not fewer.
    pub low: Option<u32>,
    /// This many or about this many.
    pub best: Option<u32>,
    /// Not more.
    pub high: Option<u32>,
}

impl Figure {
    /// So many and no others.
    #[must_use]
    pub fn exactly(number: u32) -> Self {
        Self { low: Some(number), best: Some(number), high: Some(number) }
    }

    /// By what the most telling figure is chosen: a number before a bound before words alone, then
    /// the higher number. That nobody was harmed tells least: who says otherwise knows more.
    #[must_use]
    pub fn telling(&self) -> (u8, u32) {
        match (self.low, self.best, self.high) {
            (_, Some(0), _) => (0, 0),
            (None, None, None) => (1, 0),
            (None, None, Some(high)) => (2, high),
            (Some(low), None, _) => (3, low),
            (None, Some(best), _) => (4, best),
            (Some(_), Some(best), _) => (5, best),
        }
    }

    /// The figure in words: `12`, `about 12`, `at least 12`, `at most 12`, `10 to 12`; nothing if no number is told.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        Some(match (self.low, self.best, self.high) {
            (Some(_), Some(best), _) => best.to_string(),
            (None, Some(best), _) => format!("about {best}"),
            (Some(low), None, Some(high)) => format!("{low} to {high}"),
            (Some(low), None, None) => format!("at least {low}"),
            (None, None, Some(high)) => format!("at most {high}"),
            (None, None, None) => return None,
        })
    }

    /// Both together: a sum is as sure as the less sure of its parts.
    pub(super) fn plus(self, other: Self) -> Self {
        let sum = |a: Option<u32>, b: Option<u32>| a?.checked_add(b?);
        let (best, high) = (sum(self.best, other.best), sum(self.high, other.high));
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => a.checked_add(b),
            // "about 12 soldiers and a driver" are about 13.
            (low, _) if best.is_some() => low.filter(|_| false),
            (a, b) => a.or(b),
        };
        Self { low, best, high }
    }
}

/// Adds what another statement of the same tells: of each harm the more telling figure stays.
pub(super) fn join(all: &mut Vec<Casualties>, others: Vec<Casualties>) {
    for other in others {
        match all.iter_mut().find(|c| c.harm == other.harm) {
            Some(own) if own.figure.telling() < other.figure.telling() => *own = other,
            Some(_) => {}
            None => all.push(other),
        }
    }
    all.sort_by_key(|c| c.harm);
}
