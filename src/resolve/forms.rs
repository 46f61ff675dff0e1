//! The strings by which the text refers to an entity: the name alone, with its titles, and the whole
//! phrase with what stands in apposition: "Nop Vy", "Nop Vy, the association's executive director".

use super::drafts::Drafts;
use crate::mentions::{MentionKind, Words};
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::syntax::Label;

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
        if mention.kind != MentionKind::Adjective {
            spans.extend(phrases(drafts.words, mention.head, mention.span));
        }
        for span in spans {
            let text = drafts.words.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() && !forms.contains(&text) {
                forms.push(text);
            }
        }
    }
    forms
}

/// The phrase around a mention with its modifiers, then also with each thing that follows it.
fn phrases(words: &Words, head: TokenId, span: Span<Tokens>) -> Vec<Span<Tokens>> {
    let mut found = Vec::new();
    let mut start = span.start;
    for child in words.syntax.children(head) {
        let before = matches!(
            words.label(*child),
            Label::Det
                | Label::Amod
                | Label::Compound
                | Label::Poss
                | Label::Nummod
                | Label::Nmod
                | Label::Quantmod
                | Label::Predet
        );
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
            found.push(Span::new(words.left_edge(*child), words.right_edge(*child) + 1));
        }
        end = end.max(words.right_edge(*child) + 1);
        found.push(Span::new(start, end));
    }
    // "Dodik's lawyer, Anto Nobilo": the name stands in apposition to what says who he is.
    if words.label(head) == Label::Appos
        && let Some(above) = words.syntax.head(head)
    {
        let first = words.left_edge(above);
        found.push(Span::new(first, span.end.max(above.0 + 1)));
    }
    found.retain(|phrase| phrase.start <= span.end && phrase.len() > 0 && phrase.len() <= LONGEST);
    found
}
