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
    // Of a name within a name the outer is meant: "US" in "US President Donald Trump"; of an adjective always.
    let (mut named_to, mut linked_to) = (content.start, content.start);
    for (i, mention) in grounds.mentions.mentions.iter().enumerate() {
        // Several for "the two leaders": who is meant by whom is not told.
        let [entity] = grounds.entities.of[i].as_slice() else { continue };
        // "their part in it": a pronoun names nobody.
        let names = mention.kind != MentionKind::Pronoun && is_worth(grounds, *entity);
        let inner_to = if mention.kind == MentionKind::Adjective { linked_to } else { named_to };
        if !names || !content.covers(mention.span) || mention.span.start < inner_to {
            continue;
        }
        let is_end = [statement.source.entity, statement.target.entity].contains(entity);
        if is_end && !names_anew(mention) {
            continue;
        }
        linked_to = linked_to.max(mention.span.end);
        if mention.kind == MentionKind::Name {
            named_to = named_to.max(mention.span.end);
        }
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
