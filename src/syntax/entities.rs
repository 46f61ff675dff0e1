//! Token vectors to entity labels: the transition recogniser.
//!
//! Takes the vectors of a paragraph and its sentence starts; gives an entity label for tokens of
//! names and other expressions. Does not link names. Example: `Apple` is an `ORG`.

use super::model::{ModelError, Sections};
use super::names::EntityLabel;
use super::network::Scorer;

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
}

impl Recogniser {
    pub(super) fn read(sections: &Sections) -> Result<Self, ModelError> {
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
        let scorer = Scorer::read(sections, "ner", SLOTS, moves.len())?;
        Ok(Self { moves, scorer })
    }

    /// The entity label of each token and whether the token begins an entity.
    pub(super) fn recognise(
        &self,
        vectors: &[f32],
        is_space: &[bool],
        starts: &[bool],
    ) -> Vec<Option<(EntityLabel, bool)>> {
        let n = is_space.len();
        let prepared = self.scorer.prepare(vectors);
        let mut scores = vec![0.0; self.moves.len()];
        let mut entities = Vec::with_capacity(n);
        let mut open: Option<(u32, EntityLabel)> = None;
        for i in 0..n {
            let token = Some(i as u32);
            let slots = match open {
                Some((start, _)) => [token, Some(start), Some(i as u32 - 1)],
                None => [token, None, None],
            };
            self.scorer.score(&prepared, &slots, &mut scores);
            let may_go_on = i + 1 < n && !starts[i + 1];
            let is_valid = |this: Move| match (this, open) {
                (Move::Begin(_), None) => may_go_on && !is_space[i],
                (Move::Inside(label), Some((_, open))) => may_go_on && label == open,
                (Move::Last(label), Some((_, open))) => label == open,
                (Move::Unit(_), None) => !is_space[i],
                (Move::Outside, None) => true,
                _ => false,
            };
            let mut best: Option<usize> = None;
            for (class, this) in self.moves.iter().enumerate() {
                if is_valid(*this) && best.is_none_or(|best| scores[class] > scores[best]) {
                    best = Some(class);
                }
            }
            let (entity, still_open) = match best.map(|class| self.moves[class]) {
                Some(Move::Begin(label)) => (Some((label, true)), Some((i as u32, label))),
                Some(Move::Inside(label)) => (Some((label, false)), open),
                Some(Move::Last(label)) => (Some((label, false)), None),
                Some(Move::Unit(label)) => (Some((label, true)), None),
                Some(Move::Outside | Move::Never) | None => (None, None),
            };
            entities.push(entity);
            open = still_open;
        }
        entities
    }
}
