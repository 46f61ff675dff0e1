//! The tokens of an article with what all finders of mentions ask of them.

use super::Lexicons;
use super::lexicons::LONGEST_PHRASE;
use crate::ingest::BlockKind;
use crate::schema::EntityType;
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{EntityLabel, Label, Pos, Syntax, Tag};
use crate::text::Text;

/// The tokens of an article, in lower case too, with the edges of every subtree.
pub(crate) struct Words<'a> {
    pub(crate) page: &'a str,
    pub(crate) syntax: &'a Syntax,
    /// For each sentence, whether it is a heading or written like one.
    headings: Vec<bool>,
    lower: String,
    ends: Vec<u32>,
    left: Vec<u32>,
    right: Vec<u32>,
}

/// The class of a noun phrase by its head noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NounClass {
    /// The type of what it means.
    pub(crate) entity_type: EntityType,
    /// The words of the lexicon that it matched, in lower case, by lemma of the last.
    pub(crate) phrase: String,
    /// Its first token.
    pub(crate) start: TokenId,
    /// Whether the lexicon of offices holds it.
    pub(crate) office: bool,
    /// Whether the lexicon of bodies holds it.
    pub(crate) body: bool,
}

impl<'a> Words<'a> {
    pub(crate) fn new(page: &'a str, text: &Text, syntax: &'a Syntax) -> Self {
        let headings = syntax.sentences.iter().map(|s| is_heading(page, text, syntax, *s)).collect();
        let mut lower = String::new();
        let mut ends = Vec::with_capacity(syntax.tokens.len());
        for token in &syntax.tokens {
            let word = token.span.of(page);
            if word.is_ascii() {
                lower.push_str(word);
                let start = lower.len() - word.len();
                lower[start..].make_ascii_lowercase();
            } else {
                lower.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase));
            }
            ends.push(lower.len() as u32);
        }
        let (left, right) = edges(syntax);
        Self { page, syntax, headings, lower, ends, left, right }
    }

    pub(crate) fn len(&self) -> usize {
        self.syntax.tokens.len()
    }

    pub(crate) fn word(&self, token: TokenId) -> &'a str {
        self.syntax.word(self.page, token)
    }

    pub(crate) fn lower(&self, token: TokenId) -> &str {
        let i = token.index();
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.lower[start as usize..self.ends[i] as usize]
    }

    pub(crate) fn tag(&self, token: TokenId) -> Tag {
        self.syntax.token(token).tag
    }

    pub(crate) fn label(&self, token: TokenId) -> Label {
        self.syntax.token(token).label
    }

    pub(crate) fn entity(&self, token: TokenId) -> Option<EntityLabel> {
        self.syntax.token(token).entity.map(|(label, _)| label)
    }

    pub(crate) fn heading(&self, token: TokenId) -> bool {
        let sentence = self.syntax.token(token).sentence;
        self.headings.get(sentence.index()).copied().unwrap_or(false)
    }

    pub(crate) fn text(&self, span: Span<Tokens>) -> &'a str {
        if span.is_empty() { "" } else { self.syntax.bytes(span).of(self.page) }
    }

    /// The first token of the subtree of a token.
    pub(crate) fn left_edge(&self, token: TokenId) -> u32 {
        self.left[token.index()]
    }

    /// The last token of the subtree of a token.
    pub(crate) fn right_edge(&self, token: TokenId) -> u32 {
        self.right[token.index()]
    }

    /// The token before, if in the same sentence.
    pub(crate) fn before(&self, token: TokenId) -> Option<TokenId> {
        let sentence = self.syntax.sentence_of(token);
        (token.0 > sentence.start).then(|| TokenId(token.0 - 1))
    }

    /// The token after, if in the same sentence.
    pub(crate) fn after(&self, token: TokenId) -> Option<TokenId> {
        let sentence = self.syntax.sentence_of(token);
        (token.0 + 1 < sentence.end).then(|| TokenId(token.0 + 1))
    }

    /// The token of a span by which the whole hangs in the tree; `prefer` wins among several.
    pub(crate) fn head_of(&self, span: Span<Tokens>, prefer: TokenId) -> TokenId {
        let outside = |t: TokenId| self.syntax.head(t).is_none_or(|h| !span.has(h));
        if span.has(prefer) && outside(prefer) {
            return prefer;
        }
        span.tokens().rev().find(|t| outside(*t) && self.tag(*t) != Tag::Pos).unwrap_or(prefer)
    }

    /// The class of the noun phrase whose head is `head`, by the longest phrase of a lexicon that ends there.
    pub(crate) fn noun_class(&self, lexicons: &Lexicons, head: TokenId) -> Option<NounClass> {
        let tag = self.tag(head);
        let plural = matches!(tag, Tag::Nns | Tag::Nnps);
        let written = self.lower(head);
        let lemma = self.syntax.lemma(head).to_lowercase();
        let first = self.syntax.sentence_of(head).start;
        let mut found: Option<NounClass> = None;
        let mut before = String::new();
        for length in 1..=LONGEST_PHRASE {
            let start = TokenId((head.0 + 1).saturating_sub(length as u32));
            if start.0 < first || length > 1 && start.0 + 1 == 0 {
                break;
            }
            if length > 1 {
                let word = self.lower(start);
                let joined = matches!(word, "'s" | "-") || before.starts_with("'s") || before.starts_with('-');
                before = if joined { format!("{word}{before}") } else { format!("{word} {before}") };
                if self.tag(start) == Tag::Comma {
                    break;
                }
            }
            let phrase = format!("{before}{lemma}");
            let as_written = format!("{before}{written}");
            let class = |entity_type, phrase: &str, office, body| {
                Some(NounClass { entity_type, phrase: phrase.to_owned(), start, office, body })
            };
            let here = if let Some(kind) = lexicons.groups.get(&as_written) {
                class(*kind, &as_written, false, false)
            } else if lexicons.offices.contains_key(&phrase) {
                class(if plural { EntityType::Group } else { EntityType::Person }, &phrase, true, false)
            } else if lexicons.bodies.contains_key(&phrase) || lexicons.bodies.contains_key(&as_written) {
                let phrase = if lexicons.bodies.contains_key(&phrase) { &phrase } else { &as_written };
                // "state prosecutors" are an office of state, "companies" are many.
                let several = plural && lexicons.bodies[phrase.as_str()].is_none();
                class(if several { EntityType::Group } else { EntityType::Organization }, phrase, false, true)
            } else if length == 1 && lexicons.places.contains_key(&lemma) {
                let kind = lexicons.places[&lemma];
                class(
                    if plural && kind == EntityType::Country { EntityType::Group } else { kind },
                    &phrase,
                    false,
                    false,
                )
            } else if length == 1 && lexicons.roles.contains(&lemma) {
                class(if plural { EntityType::Group } else { EntityType::Person }, &phrase, false, false)
            } else {
                None
            };
            if here.is_some() {
                found = here;
            }
        }
        found
    }

    /// Whether a token is a common or proper noun.
    pub(crate) fn is_noun(&self, token: TokenId) -> bool {
        matches!(self.tag(token), Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
    }

    /// Whether a token is the subject of a clause.
    pub(crate) fn is_subject(&self, token: TokenId) -> bool {
        matches!(self.label(token), Label::Nsubj | Label::Nsubjpass | Label::Csubj)
            || self.label(token) == Label::Conj
                && self.syntax.head(token).is_some_and(|h| matches!(self.label(h), Label::Nsubj | Label::Nsubjpass))
    }

    /// Whether a token stands before a noun as part of its phrase.
    pub(crate) fn modifies(&self, token: TokenId) -> bool {
        matches!(
            self.label(token),
            Label::Det
                | Label::Amod
                | Label::Compound
                | Label::Poss
                | Label::Nummod
                | Label::Nmod
                | Label::Quantmod
                | Label::Predet
        )
    }

    /// Whether a name and a participle make one adjective: "Iran" of "Iran-backed militias".
    pub(crate) fn in_compound_adjective(&self, token: TokenId) -> bool {
        let participle = |t: TokenId| matches!(self.tag(t), Tag::Vbn | Tag::Vbd);
        let hyphen = self.after(token).filter(|t| self.tag(*t) == Tag::Hyph);
        hyphen.and_then(|h| self.after(h)).is_some_and(participle) || abbreviation_of(self.word(token)).is_some()
    }

    /// Whether a token has a verb's part of speech.
    pub(crate) fn is_verb(&self, token: TokenId) -> bool {
        matches!(self.syntax.token(token).pos, Pos::Verb | Pos::Aux)
    }
}

/// The abbreviated name in an adjective that the tokenizer leaves whole: "U.S." of "U.S.-backed".
pub(crate) fn abbreviation_of(word: &str) -> Option<&str> {
    let (name, _) = word.split_once('-')?;
    name.ends_with('.').then_some(name)
}

/// The least share of capitals among the longer words of a sentence in Title Case.
const TITLE_CASE: (usize, usize) = (4, 5);

/// Whether a sentence is a heading, or a heading that was run into the text: in Title Case.
fn is_heading(page: &str, text: &Text, syntax: &Syntax, sentence: Span<Tokens>) -> bool {
    let Some(first) = sentence.tokens().next() else { return false };
    let paragraph = text.paragraphs.get(syntax.token(first).paragraph.index());
    if paragraph.is_some_and(|p| p.kind == BlockKind::Heading) {
        return true;
    }
    let long = |t: &TokenId| syntax.word(page, *t).chars().filter(|c| c.is_alphabetic()).count() > 3;
    let words = sentence.tokens().skip(1).filter(long).count();
    let capitals = sentence.tokens().skip(1).filter(long).filter(|t| is_proper(syntax.word(page, *t))).count();
    words >= 3
        && capitals * TITLE_CASE.1 >= words * TITLE_CASE.0
        && syntax.token(first).span.start == paragraph.map_or(0, |p| p.span.start)
}

/// Whether a token begins with a capital or is written in capitals.
pub(crate) fn is_proper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The first and last token of every subtree, in time linear in the number of tokens.
fn edges(syntax: &Syntax) -> (Vec<u32>, Vec<u32>) {
    let n = syntax.tokens.len();
    let mut left: Vec<u32> = (0..n as u32).collect();
    let mut right = left.clone();
    let mut order = Vec::with_capacity(n);
    for root in (0..n as u32).map(TokenId).filter(|t| syntax.head(*t).is_none()) {
        let first = order.len();
        order.push(root);
        let mut next = first;
        while next < order.len() {
            order.extend_from_slice(syntax.children(order[next]));
            next += 1;
        }
    }
    // Children stand after their heads, so that the reverse order has every subtree done in time.
    for token in order.into_iter().rev() {
        if let Some(head) = syntax.head(token) {
            left[head.index()] = left[head.index()].min(left[token.index()]);
            right[head.index()] = right[head.index()].max(right[token.index()]);
        }
    }
    (left, right)
}
