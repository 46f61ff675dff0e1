//! The strings by which the text refers to an entity: the name alone, with its titles, and the whole
//! phrase with what stands in apposition: "Nop Vy", "Nop Vy, the association's executive director".

use super::drafts::Drafts;
use crate::mentions::{MentionKind, Words, abbreviation_of};
use crate::schema::EntityType;
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::syntax::{Label, Tag};

/// Longer phrases are descriptions of a happening rather than of somebody.
const LONGEST: u32 = 16;

/// The distinct strings of an entity's mentions, in text order, pronouns left out.
pub(super) fn of(drafts: &Drafts, mentions: &[MentionId]) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for id in mentions {
        let mention = drafts.mention(*id);
        if mention.kind == MentionKind::Pronoun {
            continue;
        }
        let mut spans = vec![mention.span];
        spans.extend(mention.name);
        if let (Some(title), Some(name)) = (mention.title, mention.name) {
            // "outgoing Canadian Prime Minister Justin Trudeau" without what is no part of the title.
            let capital = title.tokens().find(|t| drafts.words.word(*t).starts_with(char::is_uppercase));
            spans.extend(capital.map(|t| Span::new(t.0, name.end)));
            // "Colombia's President Gustavo Petro" is also "President Gustavo Petro".
            let owner = title.tokens().rfind(|t| drafts.words.tag(*t) == Tag::Pos);
            spans.extend(owner.map(|mark| Span::new(mark.0 + 1, name.end)));
        }
        if mention.kind != MentionKind::Adjective {
            let own = |head: TokenId| {
                let of = drafts.mentions.by_head(head).and_then(|m| drafts.of(m));
                of.is_none_or(|draft| drafts.of(*id).is_some_and(|own| drafts.root(own) == drafts.root(draft)))
            };
            spans.extend(phrases(drafts.words, mention.head, mention.span, own));
        }
        if mention.kind == MentionKind::Name {
            spans.extend(bracketed(drafts.words, &spans));
            spans.extend(owned(drafts.words, mention.head, mention.span));
            spans.extend(within(drafts, mention.head, mention.span));
        }
        for span in spans {
            let text = drafts.words.text(span);
            let text = abbreviation_of(text).filter(|_| mention.kind == MentionKind::Adjective).unwrap_or(text);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() && !forms.contains(&text) {
                forms.push(text);
            }
        }
    }
    forms
}

/// Each phrase with the short name in brackets behind it: "the World Bank [WB]".
fn bracketed(words: &Words, spans: &[Span<Tokens>]) -> Vec<Span<Tokens>> {
    let mark =
        |token: u32, marks: [&str; 2]| (token as usize) < words.len() && marks.contains(&words.word(TokenId(token)));
    let closed = spans.iter().filter(|s| mark(s.end, ["(", "["]) && mark(s.end + 2, [")", "]"]));
    closed.map(|s| Span::new(s.start, s.end + 3)).collect()
}

/// The name with its possessor: "Reuters' Ana Ruiz", "Somalia's Farmajo".
fn owned(words: &Words, head: TokenId, span: Span<Tokens>) -> Option<Span<Tokens>> {
    let possessor = words.syntax.children_by(head, Label::Poss).next()?;
    let start = words.left_edge(possessor);
    let beside = words.right_edge(possessor) + 1 == span.start && span.end - start <= LONGEST;
    beside.then(|| Span::new(start, span.end))
}

/// A place with the country behind a comma: "Jeddah, Saudi Arabia".
fn within(drafts: &Drafts, head: TokenId, span: Span<Tokens>) -> Option<Span<Tokens>> {
    let words = drafts.words;
    let draft = |token: TokenId| drafts.mentions.by_head(token).and_then(|m| drafts.of(m));
    let country = words.syntax.children_by(head, Label::Appos).next()?;
    let lies = draft(head).and_then(|d| drafts.country_of(d)) == draft(country).and_then(|d| drafts.country_of(d));
    let beside = words.left_edge(country) == span.end + 1 && words.tag(TokenId(span.end)) == Tag::Comma;
    let place = draft(head).is_some_and(|d| drafts.type_of(d) == Some(EntityType::Place));
    (place && lies && beside).then(|| Span::new(span.start, words.right_edge(country) + 1))
}

/// The phrase around a mention with its modifiers, then also with each thing that follows it.
/// `own` tells whether a word heads a phrase of nobody else.
fn phrases(words: &Words, head: TokenId, span: Span<Tokens>, own: impl Fn(TokenId) -> bool) -> Vec<Span<Tokens>> {
    let mut found = Vec::new();
    let mut start = span.start;
    for child in words.syntax.children(head) {
        let before = words.modifies(*child);
        if child.0 < span.start && before {
            start = start.min(words.left_edge(*child));
        }
    }
    let mut end = span.end;
    found.push(Span::new(start, end));
    for child in words.syntax.children(head) {
        let after = matches!(words.label(*child), Label::Prep | Label::Appos | Label::Acl);
        if child.0 < span.end || !after {
            continue;
        }
        if words.label(*child) == Label::Appos {
            if !own(*child) {
                break;
            }
            found.push(Span::new(words.left_edge(*child), words.right_edge(*child) + 1));
        }
        end = end.max(words.right_edge(*child) + 1);
        found.push(Span::new(start, end));
    }
    // "Dodik's lawyer, Anto Nobilo": the name stands in apposition to what says who he is.
    if words.label(head) == Label::Appos
        && let Some(above) = words.syntax.head(head)
        && own(above)
    {
        let first = words.left_edge(above);
        found.push(Span::new(first, span.end.max(above.0 + 1)));
    }
    found.retain(|phrase| phrase.start <= span.end && !phrase.is_empty() && phrase.len() <= LONGEST);
    found
}
