//! Pronouns: "he", "its", "themselves", "who".

use super::lexicons::PronounKind;
use super::{Lexicons, Mention, MentionKind, Words};
use crate::schema::EntityType;
use crate::source::{Span, TokenId};
use crate::syntax::{Label, Tag};

pub(super) fn find(words: &Words, lexicons: &Lexicons, mentions: &mut Vec<Mention>) {
    for i in 0..words.len() as u32 {
        let token = TokenId(i);
        let tag = words.tag(token);
        let may_be =
            matches!(tag, Tag::Prp | Tag::PrpPossessive | Tag::Wp | Tag::WpPossessive | Tag::Wdt | Tag::Dt | Tag::Cc);
        if !may_be || words.label(token) == Label::Expl {
            continue;
        }
        let Some(pronoun) = lexicons.pronouns.get(words.lower(token)) else { continue };
        let fits = match pronoun.kind {
            // "that" and "which" are pronouns only where they stand for the noun before.
            PronounKind::Relative => matches!(tag, Tag::Wp | Tag::WpPossessive | Tag::Wdt),
            // "both Venezuela and Colombia" names its two itself.
            PronounKind::Plural => {
                matches!(words.label(token), Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Pobj)
            }
            _ => matches!(tag, Tag::Prp | Tag::PrpPossessive),
        };
        if fits {
            mentions.push(Mention {
                span: Span::new(i, i + 1),
                head: token,
                kind: MentionKind::Pronoun,
                name: None,
                title: None,
                entity_type: pronoun.human.then_some(EntityType::Person),
                number: pronoun.number,
                gender: pronoun.gender,
            });
        }
    }
}
