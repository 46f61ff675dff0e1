//! Quotations and who speaks them.
//!
//! "'I will not go,' Petro said" is spoken by Petro: the subject of the report verb in the same
//! sentence, else of the sentence before or after in the same paragraph.

use super::drafts::Drafts;
use crate::source::{MentionId, TokenId};
use crate::syntax::Label;

/// For each token, the quotation that holds it, and for each quotation, its speaker's mention.
pub(super) struct Quotations {
    at: Vec<u32>,
    speakers: Vec<Option<MentionId>>,
}

impl Quotations {
    pub(super) fn find(drafts: &Drafts) -> Self {
        let words = drafts.words;
        let mut at = vec![0; words.len()];
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let mut open: Option<u32> = None;
        let mut paragraph = None;
        for i in 0..words.len() as u32 {
            let token = TokenId(i);
            let here = words.syntax.token(token).paragraph;
            if paragraph != Some(here) {
                // A quotation of several paragraphs opens each anew; a mark left open ends with it.
                if let Some(start) = open.take() {
                    spans.push((start, i));
                }
                paragraph = Some(here);
            }
            match words.word(token) {
                "“" => open = open.or(Some(i + 1)),
                "”" => {
                    if let Some(start) = open.take() {
                        spans.push((start, i));
                    }
                }
                "\"" | "''" | "``" => match open.take() {
                    Some(start) => spans.push((start, i)),
                    None => open = Some(i + 1),
                },
                _ => {}
            }
        }
        if let Some(start) = open {
            spans.push((start, words.len() as u32));
        }
        for (q, (start, end)) in spans.iter().enumerate() {
            (*start..*end).for_each(|t| at[t as usize] = q as u32 + 1);
        }
        let mut quotations = Self { at, speakers: Vec::new() };
        let mut last: Option<(MentionId, u32)> = None;
        for (start, end) in spans {
            let speaker = quotations.speaker(drafts, start, end);
            let paragraph = words.syntax.tokens.get(start as usize).map(|t| t.paragraph.0);
            let speaker = speaker.or_else(|| last.filter(|(_, p)| Some(*p) == paragraph).map(|(s, _)| s));
            if let (Some(speaker), Some(paragraph)) = (speaker, paragraph) {
                last = Some((speaker, paragraph));
            }
            quotations.speakers.push(speaker);
        }
        quotations
    }

    /// Whether a token stands inside a quotation.
    pub(super) fn has(&self, token: TokenId) -> bool {
        self.at.get(token.index()).is_some_and(|q| *q > 0)
    }

    /// The mention of who speaks the quotation that holds a token.
    pub(super) fn speaker_of(&self, token: TokenId) -> Option<MentionId> {
        let q = *self.at.get(token.index())?;
        if q == 0 { None } else { self.speakers[q as usize - 1] }
    }

    fn speaker(&self, drafts: &Drafts, start: u32, end: u32) -> Option<MentionId> {
        let words = drafts.words;
        if start >= end || end as usize > words.len() {
            return None;
        }
        let first = words.syntax.token(TokenId(start)).sentence;
        let last = words.syntax.token(TokenId(end - 1)).sentence;
        let paragraph = words.syntax.token(TokenId(start)).paragraph;
        let sentence = |s: u32| {
            words
                .syntax
                .sentences
                .get(s as usize)
                .copied()
                .filter(|span| !span.is_empty() && words.syntax.token(TokenId(span.start)).paragraph == paragraph)
        };
        let order = [last.0, first.0, last.0 + 1, first.0.wrapping_sub(1)];
        for s in order {
            let Some(span) = sentence(s) else { continue };
            // The report verb nearest to the quotation wins.
            let verbs = span.tokens().filter(|t| !self.has(*t) && self.reports(drafts, *t));
            let nearest = verbs.min_by_key(|t| if t.0 < start { start - t.0 } else { t.0.saturating_sub(end) });
            if let Some(verb) = nearest
                && let Some(subject) = words
                    .syntax
                    .children(verb)
                    .iter()
                    .copied()
                    .find(|c| matches!(words.label(*c), Label::Nsubj | Label::Nsubjpass) && !self.has(*c))
                && let Some(mention) = drafts.mentions.by_head(subject)
            {
                return Some(mention);
            }
        }
        None
    }

    fn reports(&self, drafts: &Drafts, token: TokenId) -> bool {
        let words = drafts.words;
        words.is_verb(token) && drafts.lexicons.report_verbs.contains(words.syntax.lemma(token))
    }
}
