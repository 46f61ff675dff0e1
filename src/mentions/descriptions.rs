//! Noun phrases without a name whose head noun means people, bodies, places or countries: "the
//! American leader", "the ministry", "Colombian troops".

use super::names::Names;
use super::titles::Titled;
use super::{Lexicons, Mention, MentionKind, Number, Words};
use crate::schema::EntityType;
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{Label, Tag};

/// The longest "of …" that a description takes with it.
const LONGEST_COMPLEMENT: u32 = 12;

pub(super) fn find(words: &Words, lexicons: &Lexicons, names: &Names, titled: &Titled, mentions: &mut Vec<Mention>) {
    for i in 0..words.len() as u32 {
        let token = TokenId(i);
        if !words.is_noun(token) || names.at(token).is_some() || titled.has(token) && !is_body(words, lexicons, token) {
            continue;
        }
        // The first half of a compound is no mention: "rebel" in "rebel leader".
        let compound = matches!(words.label(token), Label::Compound | Label::Nmod | Label::Amod)
            && words.syntax.head(token).is_some_and(|h| h.0 > i && names.at(h).is_none());
        if compound && !titled.has(token) {
            continue;
        }
        let Some(class) = words.noun_class(lexicons, token) else { continue };
        let plural = matches!(words.tag(token), Tag::Nns | Tag::Nnps)
            || class.entity_type == EntityType::Group
            || lexicons.groups.contains_key(words.lower(token));
        let span = span_of(words, token, class.start);
        let entity_type = class.entity_type;
        mentions.push(Mention {
            span,
            head: token,
            kind: MentionKind::Description,
            name: None,
            title: None,
            entity_type: Some(entity_type),
            number: Some(if plural { Number::Plural } else { Number::Singular }),
            gender: None,
        });
    }
}

/// Whether a word of a title is a body of its own: "Senate" of "Senate head Dara Keo".
fn is_body(words: &Words, lexicons: &Lexicons, token: TokenId) -> bool {
    let class = words.noun_class(lexicons, token);
    words.word(token).starts_with(char::is_uppercase)
        && class.is_some_and(|c| c.start == token && matches!(lexicons.bodies.get(&c.phrase), Some(Some(_))))
}

fn span_of(words: &Words, head: TokenId, class_start: TokenId) -> Span<Tokens> {
    let sentence = words.syntax.sentence_of(head);
    let mut start = class_start.0;
    let mut end = head.0 + 1;
    for child in words.syntax.children(head) {
        let label = words.label(*child);
        let before = words.modifies(*child);
        if child.0 < head.0 && before {
            start = start.min(words.left_edge(*child));
        }
        let of = child.0 > head.0 && label == Label::Prep && words.lower(*child) == "of" && child.0 == end;
        if of && words.right_edge(*child) < end + LONGEST_COMPLEMENT {
            end = words.right_edge(*child) + 1;
        }
    }
    let mut span = Span::new(start.max(sentence.start), end.min(sentence.end));
    // Marks at the edges belong to the sentence.
    while span.len() > 1 && !words.text(Span::new(span.start, span.start + 1)).chars().any(char::is_alphanumeric) {
        span = Span::new(span.start + 1, span.end);
    }
    span
}
