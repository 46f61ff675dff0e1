//! Token vectors to entity labels: the transition recogniser.
//!
//! Takes the vectors of a paragraph and its sentence starts; gives an entity label for tokens of
//! names and other expressions. Does not link names. Example: `Apple` is an `ORG`.

use pulp::Arch;

use super::model::{ModelError, Sections};
use super::names::EntityLabel;
use super::network::{Allowed, Prepared, Scorer};

/// Slots of a state: the token, the start of the open entity, the token before if one is open.
const SLOTS: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Begin(EntityLabel),
    Inside(EntityLabel),
    Last(EntityLabel),
    Unit(EntityLabel),
    Outside,
    /// A class that the model has but that is never valid.
    Never,
}

/// The recogniser's moves and weights.
pub(super) struct Recogniser {
    moves: Vec<Move>,
    scorer: Scorer,
    /// What is allowed in each situation, by its number.
    allowed: Vec<Allowed>,
}

/// What decides which moves are valid.
#[derive(Debug, Clone, Copy)]
struct Situation {
    /// The label of the open entity.
    open: Option<EntityLabel>,
    /// Whether an entity may go on with the next token.
    may_go_on: bool,
    is_space: bool,
}

impl Situation {
    /// All situations, in the order of their numbers.
    fn all() -> impl Iterator<Item = Self> {
        std::iter::once(None).chain(EntityLabel::ALL.iter().copied().map(Some)).flat_map(|open| {
            [(false, false), (false, true), (true, false), (true, true)].map(|(may_go_on, is_space)| Self {
                open,
                may_go_on,
                is_space,
            })
        })
    }

    fn number(self) -> usize {
        let open = self.open.map_or(0, |label| label as usize + 1);
        open * 4 + usize::from(self.may_go_on) * 2 + usize::from(self.is_space)
    }

    /// An entity may end on white space but not begin there, and never crosses a sentence start.
    fn allows(self, this: Move) -> bool {
        match (this, self.open) {
            (Move::Begin(_), None) => self.may_go_on && !self.is_space,
            (Move::Inside(label), Some(open)) => self.may_go_on && label == open,
            (Move::Last(label), Some(open)) => label == open,
            (Move::Unit(_), None) => !self.is_space,
            (Move::Outside, None) => true,
            _ => false,
        }
    }
}

impl Recogniser {
    pub(super) fn read(arch: Arch, sections: &Sections) -> Result<Self, ModelError> {
        let mut reader = sections.section("ner/moves")?;
        let mut moves = Vec::new();
        for _ in 0..reader.u32()? {
            let (action, name) = (reader.u8()?, reader.text()?);
            let label = EntityLabel::parse(name);
            moves.push(match (action, label) {
                (1, Some(label)) => Move::Begin(label),
                (2, Some(label)) => Move::Inside(label),
                (3, Some(label)) => Move::Last(label),
                (4, Some(label)) => Move::Unit(label),
                (4, None) if name.is_empty() => Move::Never,
                (5, _) => Move::Outside,
                _ => return Err(reader.damaged("an unknown move")),
            });
        }
        let scorer = Scorer::read(arch, sections, "ner", SLOTS, moves.len())?;
        let allowed =
            Situation::all().map(|situation| Allowed::new(moves.iter().map(|this| situation.allows(*this)))).collect();
        Ok(Self { moves, scorer, allowed })
    }

    /// The entity label of each token and whether the token begins an entity.
    pub(super) fn recognise(
        &self,
        vectors: &[f32],
        is_space: &[bool],
        starts: &[bool],
        prepared: &mut Prepared,
    ) -> Vec<Option<(EntityLabel, bool)>> {
        self.scorer.prepare(vectors, prepared);
        let mut entities = Vec::with_capacity(is_space.len());
        let mut open: Option<(u32, EntityLabel)> = None;
        for (i, is_space) in is_space.iter().enumerate() {
            let token = Some(i as u32);
            let slots = match open {
                Some((start, _)) => [token, Some(start), Some(i as u32 - 1)],
                None => [token, None, None],
            };
            let situation = Situation {
                open: open.map(|(_, label)| label),
                may_go_on: starts.get(i + 1) == Some(&false),
                is_space: *is_space,
            };
            let best = self.scorer.best(prepared, &slots, &self.allowed[situation.number()]);
            let (entity, still_open) = match self.moves[best] {
                Move::Begin(label) => (Some((label, true)), Some((i as u32, label))),
                Move::Inside(label) => (Some((label, false)), open),
                Move::Last(label) => (Some((label, false)), None),
                Move::Unit(label) => (Some((label, true)), None),
                Move::Outside | Move::Never => (None, None),
            };
            entities.push(entity);
            open = still_open;
        }
        entities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn situations_are_numbered_in_their_order() {
        for (number, situation) in Situation::all().enumerate() {
            assert_eq!(situation.number(), number, "{situation:?}");
        }
    }
}
