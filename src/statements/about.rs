//! Whom and what the words name that a statement is about.

use crate::mentions::{Mention, MentionKind};
use crate::schema::EntityType;
use crate::source::EntityId;

use super::{Grounds, Statement};

/// What is worth a link.
const LINKED: [EntityType; 6] = [
    EntityType::Person,
    EntityType::Country,
    EntityType::Organization,
    EntityType::Place,
    EntityType::Group,
    EntityType::Event,
];

/// The entities that the content of a statement names, in text order, each once.
pub(super) fn about(grounds: &Grounds<'_>, statement: &Statement) -> Vec<EntityId> {
    let Some(content) = statement.content else { return Vec::new() };
    let mut named: Vec<EntityId> = Vec::new();
    // Of a mention within another one the outer says more: "Peru" in "Peru's ministry of ports".
    let mut linked_to = content.start;
    for (i, mention) in grounds.mentions.mentions.iter().enumerate() {
        // Several for "the two leaders": who is meant by whom is not told.
        let [entity] = grounds.entities.of[i].as_slice() else { continue };
        // "their part in it": a pronoun names nobody.
        let names = mention.kind != MentionKind::Pronoun && is_worth(grounds, *entity);
        if !names || !content.covers(mention.span) || mention.span.start < linked_to {
            continue;
        }
        let is_end = [statement.source.entity, statement.target.entity].contains(entity);
        if is_end && !names_anew(mention) {
            continue;
        }
        linked_to = mention.span.end;
        if !named.contains(entity) {
            named.push(*entity);
        }
    }
    named
}

fn names_anew(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Name | MentionKind::Adjective)
}

/// Whether an entity can be met again in another article: it has a name, and a type of one that acts, happens or lies
/// somewhere.
fn is_worth(grounds: &Grounds<'_>, entity: EntityId) -> bool {
    let entity = &grounds.entities.entities[entity.index()];
    LINKED.contains(&entity.entity_type) && entity.name.contains(char::is_uppercase) && !entity.by_scene
}
