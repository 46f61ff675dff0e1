//! Where places and bodies are, said within a noun phrase: "the Louvre in Paris", "Jeddah, Saudi
//! Arabia", "Bogotá's Plaza Bolívar", "the Somali city of Beledweyne", "Gusau, the capital of Zamfara".

use crate::clauses::{Function, Role};
use crate::mentions::{Mention, MentionKind, Number};
use crate::schema::EntityType;
use crate::source::{EntityId, MentionId, TokenId};
use crate::syntax::{Label, Pos};

use super::ends::{Heads, ends, fits};
use super::wording::Wording;
use super::{End, Grounds};

/// A place or body with the place that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) what: End,
    pub(super) within: End,
    /// The word that shows it.
    pub(super) trigger: TokenId,
    /// The construction that shows it.
    pub(super) rule: &'static str,
}

/// What the noun phrases of an article say of where places and bodies are, in text order.
pub(super) fn located(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads) -> Vec<Located> {
    let places = Places { grounds, wording, heads };
    let mut found = Vec::new();
    for (i, mention) in grounds.mentions.mentions.iter().enumerate() {
        if let [entity] = grounds.entities.of[i].as_slice() {
            places.of_mention(End { entity: *entity, mention: MentionId(i as u32) }, mention, &mut found);
        }
    }
    found.retain(|l: &Located| l.what.entity != l.within.entity);
    found
}

struct Places<'a> {
    grounds: &'a Grounds<'a>,
    wording: &'a Wording,
    heads: &'a Heads,
}

impl Places<'_> {
    fn of_mention(&self, what: End, mention: &Mention, found: &mut Vec<Located>) {
        if matches!(mention.kind, MentionKind::Pronoun | MentionKind::Adjective) || !self.is_local(what.entity) {
            return;
        }
        let place = self.kind(what.entity) == EntityType::Place;
        // "Colombian territory" is no place of its own; an army is where it is only for a time.
        let named = self.grounds.entities.entities[what.entity.index()]
            .mentions
            .iter()
            .any(|m| self.grounds.mentions.mentions[m.index()].kind == MentionKind::Name);
        let seated = self.wording.is_seated(self.grounds.syntax.lemma(mention.head));
        if !named && (place || mention.number == Some(Number::Plural) || !seated) {
            return;
        }
        let add = |within: Option<End>, trigger, rule| {
            within.filter(|w| self.has_more_name(what, *w)).map(|within| Located { what, within, trigger, rule })
        };
        found.extend(add(self.by_preposition(mention, place), mention.head, "in"));
        found.extend(add(self.by_seat(mention), mention.head, "seat"));
        if !place {
            return;
        }
        found.extend(add(self.by_owner(mention), mention.head, "possessor"));
        found.extend(add(self.by_comma(mention), mention.head, "comma"));
        found.extend(add(self.by_adjective(mention), mention.head, "adjective"));
    }

    /// "the Louvre in Paris"; of a description also "the capital of Zamfara".
    fn by_preposition(&self, mention: &Mention, place: bool) -> Option<End> {
        let frame = self.grounds.clauses.frame(mention.head)?;
        frame.arguments.iter().find_map(|argument| {
            let Role::Preposition(preposition) = argument.role else { return None };
            let grammar = &self.wording.grammar;
            let word = self.grounds.syntax.word(self.grounds.page, preposition);
            let inside = grammar.has(word, Function::Location);
            let part = place && mention.kind == MentionKind::Description && grammar.has(word, Function::Patient);
            let own = self.grounds.syntax.head(preposition) == Some(mention.head);
            (own && (inside || part)).then(|| self.container(argument.head)).flatten()
        })
    }

    /// "the London-based Water Forum"
    fn by_seat(&self, mention: &Mention) -> Option<End> {
        let syntax = self.grounds.syntax;
        let grammar = &self.wording.grammar;
        syntax.children_by(mention.head, Label::Amod).find_map(|adjective| {
            let word = syntax.word(self.grounds.page, adjective);
            if let Some((_, seat)) = word.rsplit_once('-') {
                return grammar.has(seat, Function::Seat).then(|| self.container(adjective)).flatten();
            }
            let place = TokenId(adjective.0.checked_sub(2)?);
            (grammar.has(word, Function::Seat) && syntax.head(place) == Some(adjective))
                .then(|| self.container(place))?
        })
    }

    /// "Bogotá's Plaza Bolívar"
    fn by_owner(&self, mention: &Mention) -> Option<End> {
        if mention.kind != MentionKind::Name {
            return None;
        }
        self.grounds.syntax.children_by(mention.head, Label::Poss).find_map(|owner| self.container(owner))
    }

    /// "Jeddah, Saudi Arabia"
    fn by_comma(&self, mention: &Mention) -> Option<End> {
        let syntax = self.grounds.syntax;
        let name = mention.name.filter(|_| mention.kind == MentionKind::Name)?;
        let comma = TokenId(name.end);
        let next = TokenId(name.end + 1);
        if syntax.tokens.get(next.index()).is_none()
            || syntax.token(comma).pos != Pos::Punct
            || syntax.token(comma).sentence != syntax.token(next).sentence
            || !self.wording.grammar.has(syntax.word(self.grounds.page, comma), Function::Comma)
        {
            return None;
        }
        let (id, behind) = self
            .grounds
            .mentions
            .mentions
            .iter()
            .enumerate()
            .find(|(_, m)| m.kind == MentionKind::Name && m.name.is_some_and(|n| n.start == next.0))?;
        // A list: "in Paris, France and Germany" hangs by conjunctions.
        let hangs = syntax.head(behind.head) == Some(mention.head)
            && matches!(syntax.token(behind.head).label, Label::Appos | Label::Npadvmod | Label::Nmod | Label::Dep)
            && syntax.children_by(behind.head, Label::Conj).next().is_none();
        let [entity] = self.grounds.entities.of[id].as_slice() else { return None };
        let within = End { entity: *entity, mention: MentionId(id as u32) };
        // "in Plaza Sucre, Parque Central and Calle Real" lists squares; what lies around others is known.
        let around = &self.grounds.entities.entities[entity.index()];
        let known = around.wikidata.is_some() || around.country.is_some();
        (hangs && known && fits(self.grounds, within, &[EntityType::Country, EntityType::Place])).then_some(within)
    }

    /// "the Somali city of Beledweyne"
    fn by_adjective(&self, mention: &Mention) -> Option<End> {
        if mention.kind != MentionKind::Description {
            return None;
        }
        let before = |t: &TokenId| *t < mention.head;
        let adjectives = [Label::Amod, Label::Compound, Label::Nmod].into_iter();
        let mut adjectives =
            adjectives.flat_map(|label| self.grounds.syntax.children_by(mention.head, label)).filter(before);
        adjectives.find_map(|adjective| {
            let id = self.heads.mention(adjective)?;
            let country = self.grounds.mentions.mentions[id.index()].kind == MentionKind::Adjective;
            let [entity] = self.grounds.entities.of[id.index()].as_slice() else { return None };
            (country && self.kind(*entity) == EntityType::Country).then_some(End { entity: *entity, mention: id })
        })
    }

    /// The place or country that a phrase names.
    fn container(&self, head: TokenId) -> Option<End> {
        ends(self.grounds, self.wording, self.heads, head)
            .into_iter()
            .find(|end| fits(self.grounds, *end, &[EntityType::Place, EntityType::Country]))
    }

    /// Whether a name says more than where: "hospital in Lima" does not, "Embassy of Peru in Lima" does.
    fn has_more_name(&self, what: End, within: End) -> bool {
        let words = |end: End| {
            let mention = &self.grounds.mentions.mentions[end.mention.index()];
            self.grounds.syntax.bytes(mention.name.unwrap_or(mention.span)).of(self.grounds.page).to_owned()
        };
        let name = &self.grounds.entities.entities[what.entity.index()].name;
        name.replace(&words(within), "").contains(char::is_uppercase)
    }

    /// A place or body with a name.
    fn is_local(&self, entity: EntityId) -> bool {
        let known = &self.grounds.entities.entities[entity.index()];
        matches!(known.entity_type, EntityType::Place | EntityType::Organization)
            && known.name.contains(char::is_uppercase)
    }

    fn kind(&self, entity: EntityId) -> EntityType {
        self.grounds.entities.entities[entity.index()].entity_type
    }
}
