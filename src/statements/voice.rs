//! On whose word: indirect speech, quotations, "according to".

use crate::clauses::{Frame, Function, Link, PredicateKind, Role};
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{Label, Tag};

use super::ends::{Heads, ends};
use super::marks::is_spoken_of;
use super::wording::Wording;
use super::{Attribution, Grounds};

/// The quotations of an article with their speakers.
#[derive(Debug, Clone, Default)]
pub(super) struct Voices {
    quotations: Vec<Quotation>,
}

#[derive(Debug, Clone, Copy)]
struct Quotation {
    span: Span<Tokens>,
    speaker: Option<Attribution>,
}

impl Voices {
    pub(super) fn new(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads) -> Self {
        let mut voices = Self { quotations: quotations(grounds) };
        let mut last = None;
        for i in 0..voices.quotations.len() {
            let span = voices.quotations[i].span;
            let speaker = voices.around(grounds, wording, heads, span).or(last);
            voices.quotations[i].speaker = speaker;
            last = speaker;
        }
        voices
    }

    /// Who says what a frame says; `None` is the article itself.
    pub(super) fn speaker(
        &self,
        grounds: &Grounds<'_>,
        wording: &Wording,
        heads: &Heads,
        frame: &Frame,
    ) -> Option<Attribution> {
        let quoted = self.inside(frame.predicate);
        // "said that the invasion of Kuwait was a mistake": that there was one nobody has to say.
        let carried = frame.governor.and_then(|(above, _)| grounds.clauses.frame(above)).is_some_and(|governor| {
            let lemma = grounds.syntax.lemma(governor.predicate);
            let affected = wording.effect_of(grounds, governor).is_some();
            wording.grammar.has(lemma, Function::Light) || affected && !is_spoken_of(grounds, wording, frame, governor)
        });
        if !quoted && frame.kind == PredicateKind::Noun && frame.copula.is_none() && !carried {
            return according(grounds, wording, heads, frame.predicate);
        }
        let mut token = frame.predicate;
        for _ in 0..12 {
            // What a report takes for granted is told by the article: "said that since they had met, …".
            if !quoted && taken_for_granted(grounds, wording, token) {
                return None;
            }
            if let Some(found) = according(grounds, wording, heads, token) {
                return Some(found);
            }
            // "…, he said, …" as an aside.
            let mut asides = grounds.syntax.children_by(token, Label::Parataxis);
            if let Some(found) = asides.find_map(|aside| said_by(grounds, wording, heads, aside)) {
                return Some(found);
            }
            let Some(above) = grounds.syntax.head(token) else { break };
            if let Some(found) = self.reported(grounds, wording, heads, token, above) {
                return Some(found);
            }
            token = above;
        }
        let quotation = self.quotations.iter().find(|q| q.span.has(frame.predicate))?;
        quotation.speaker
    }

    /// The speaker where `token` is the clause that the report verb `above` reports.
    fn reported(
        &self,
        grounds: &Grounds<'_>,
        wording: &Wording,
        heads: &Heads,
        token: TokenId,
        above: TokenId,
    ) -> Option<Attribution> {
        let syntax = grounds.syntax;
        let label = syntax.token(token).label;
        // "accused Washington of abducting Maduro": a gerund under the act's preposition.
        let gerund = label == Label::Prep && syntax.children_by(token, Label::Pcomp).next().is_some();
        let apart =
            grounds.clauses.frame(token).and_then(|f| f.governor).is_some_and(|(_, link)| link == Link::Adverbial);
        let act = wording.report(syntax.lemma(above)).is_some_and(|r| r.act || r.denies);
        let clause = match label {
            Label::Ccomp | Label::Parataxis => !apart || self.inside(token),
            // "urged Niger to release him", "denied banning it"
            Label::Xcomp => act,
            label => label == Label::Acl,
        };
        (gerund || clause).then(|| said_by(grounds, wording, heads, above)).flatten()
    }

    /// The speaker of a quotation: the report verb of a sentence that it lies in or beside.
    fn around(
        &self,
        grounds: &Grounds<'_>,
        wording: &Wording,
        heads: &Heads,
        span: Span<Tokens>,
    ) -> Option<Attribution> {
        let syntax = grounds.syntax;
        let paragraph = syntax.token(TokenId(span.start)).paragraph;
        let mut nearest: Option<(u32, Attribution)> = None;
        for sentence in &syntax.sentences {
            let first = TokenId(sentence.start);
            if syntax.token(first).paragraph != paragraph {
                continue;
            }
            for token in sentence.tokens().filter(|t| !span.has(*t)) {
                let distance = if token.0 < span.start { span.start - token.0 } else { token.0 + 1 - span.end };
                if nearest.is_some_and(|(d, _)| d <= distance) || self.inside(token) {
                    continue;
                }
                let verb = wording.report(syntax.lemma(token)).is_some_and(|r| !r.act);
                if let Some(found) = verb.then(|| said_by(grounds, wording, heads, token)).flatten() {
                    nearest = Some((distance, found));
                }
            }
        }
        nearest.map(|(_, found)| found)
    }

    fn inside(&self, token: TokenId) -> bool {
        self.quotations.iter().any(|q| q.span.has(token))
    }
}

/// Whether a clause hangs on another as known: a relative clause, or one of time or reason with a verb of
/// its own tense.
fn taken_for_granted(grounds: &Grounds<'_>, wording: &Wording, verb: TokenId) -> bool {
    let syntax = grounds.syntax;
    let marks = || syntax.children_by(verb, Label::Mark).chain(syntax.children_by(verb, Label::Advmod));
    match syntax.token(verb).label {
        Label::Relcl => true,
        Label::Advcl => marks().any(|m| wording.grammar.has(syntax.word(grounds.page, m), Function::Granted)),
        _ => false,
    }
}

/// The subject of a report verb as speaker.
fn said_by(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads, verb: TokenId) -> Option<Attribution> {
    wording.report(grounds.syntax.lemma(verb))?;
    let frame = grounds.clauses.frame(verb)?;
    let speaker = frame.in_role(Role::Subject).find_map(|s| ends(grounds, wording, heads, s).first().copied())?;
    Some(Attribution { speaker: speaker.entity, mention: speaker.mention, cue: verb })
}

/// "according to X" on a predicate.
fn according(grounds: &Grounds<'_>, wording: &Wording, heads: &Heads, predicate: TokenId) -> Option<Attribution> {
    let frame = grounds.clauses.frame(predicate)?;
    frame.arguments.iter().find_map(|argument| {
        let Role::Preposition(preposition) = argument.role else { return None };
        let word = grounds.syntax.word(grounds.page, preposition);
        // "according to" is two words of which the second may hang anywhere.
        let next = TokenId(preposition.0 + 1);
        let behind = grounds.syntax.tokens.get(next.index()).map(|_| grounds.syntax.word(grounds.page, next));
        wording.report(word).or_else(|| wording.report(&format!("{word} {}", behind?)))?;
        let end = *ends(grounds, wording, heads, argument.head).first()?;
        Some(Attribution { speaker: end.entity, mention: end.mention, cue: preposition })
    })
}

/// What stands between quotation marks.
pub(super) fn quoted(grounds: &Grounds<'_>) -> Vec<Span<Tokens>> {
    quotations(grounds).into_iter().map(|q| q.span).collect()
}

/// Stretches between quotation marks, within a paragraph.
fn quotations(grounds: &Grounds<'_>) -> Vec<Quotation> {
    let syntax = grounds.syntax;
    let mut found = Vec::new();
    let mut open: Option<u32> = None;
    for i in 0..syntax.tokens.len() as u32 {
        let token = TokenId(i);
        let new_paragraph = i == 0 || syntax.token(token).paragraph != syntax.token(TokenId(i - 1)).paragraph;
        if new_paragraph && let Some(start) = open.take() {
            // A quotation that goes on in the next paragraph is left open in this one.
            found.push(Quotation { span: Span::new(start, i), speaker: None });
        }
        let word = syntax.word(grounds.page, token);
        let opens = matches!(word, "“" | "„" | "«") || word == "\"" && open.is_none();
        let closes = matches!(word, "”" | "»") || word == "\"" && open.is_some();
        if closes && let Some(start) = open.take() {
            found.push(Quotation { span: Span::new(start, i), speaker: None });
        } else if opens || (closes && syntax.token(token).tag == Tag::OpenQuote) {
            open = Some(i + 1);
        }
    }
    if let Some(start) = open {
        found.push(Quotation { span: Span::new(start, syntax.tokens.len() as u32), speaker: None });
    }
    found.retain(|q| !q.span.is_empty());
    found
}
