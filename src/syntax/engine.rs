//! The order of the engine's parts.
//!
//! Takes paragraphs; gives [`Syntax`]. Does not decide which paragraphs are read. Example: each
//! paragraph is analysed alone, so a heading never lends its words to the sentence below it.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::entities::Recogniser;
use super::lemmatizer::Lemmatizer;
use super::model::{ModelError, Sections};
use super::network::{Affine, Encoder, WIDTH};
use super::parser::Parser;
use super::pattern::Classes;
use super::ruler::{Ruler, Seen};
use super::tokenizer::{Piece, Tokenizer, TokenizerMemory};
use super::words::{Lexicon, WordId, Words};
use super::{BUILT_IN, Syntax, Tag, Token};
use crate::source::{ParagraphId, SentenceId, Span, TokenId};
use crate::text::Text;

/// The language engine: weights, tables and rules, read-only.
///
/// Threads may share one engine; each call works alone and its result depends on its text only.
pub struct Engine {
    lexicon: Lexicon,
    tokenizer: Tokenizer,
    encoder: Encoder,
    tags: Vec<Tag>,
    tagger: Affine,
    parser: Parser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    entity_encoder: Encoder,
    recogniser: Recogniser,
    /// What earlier calls remember of words, to be used again; changes speed, never results.
    memories: Mutex<Vec<Memory>>,
}

/// What is remembered of words between calls.
struct Memory {
    words: Words,
    tokenizer: TokenizerMemory,
    /// The vectors of words without and with a space, before they see their neighbours.
    vectors: [WordVectors; 2],
    entity_vectors: WordVectors,
}

#[derive(Default)]
struct WordVectors {
    rows: Vec<f32>,
    /// The row of each word.
    row_of: Vec<Option<u32>>,
}

impl WordVectors {
    /// The vector of a word, made once.
    fn get(&mut self, word: WordId, make: impl FnOnce(&mut [f32])) -> &[f32] {
        if self.row_of.len() <= word as usize {
            self.row_of.resize(word as usize + 1, None);
        }
        let row = match self.row_of[word as usize] {
            Some(row) => row as usize * WIDTH,
            None => {
                let start = self.rows.len();
                self.rows.resize(start + WIDTH, 0.0);
                make(&mut self.rows[start..]);
                self.row_of[word as usize] = Some((start / WIDTH) as u32);
                start
            }
        };
        &self.rows[row..row + WIDTH]
    }
}

/// The output while it grows.
#[derive(Default)]
struct Output {
    tokens: Vec<Token>,
    sentences: Vec<Span<crate::source::Tokens>>,
    lemmas: String,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// The engine with the model that is compiled in.
    ///
    /// # Errors
    /// If the model file is damaged, which the tests of the project rule out.
    pub fn built_in() -> Result<Self, ModelError> {
        Self::open(BUILT_IN)
    }

    fn open(file: &'static [u8]) -> Result<Self, ModelError> {
        let sections = Sections::open(file)?;
        let classes = Classes::read(&sections)?;
        let mut labels = sections.section("tagger/labels")?;
        let tags = labels
            .texts()?
            .into_iter()
            .map(|name| Tag::parse(name).ok_or_else(|| labels.damaged("an unknown tag")))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            lexicon: Lexicon::read(&sections, &classes)?,
            tokenizer: Tokenizer::read(&sections, classes)?,
            encoder: Encoder::read(&sections, "tok2vec")?,
            tagger: Affine::read(&sections, "tagger", tags.len(), WIDTH)?,
            tags,
            parser: Parser::read(&sections)?,
            ruler: Ruler::read(&sections)?,
            lemmatizer: Lemmatizer::read(&sections)?,
            entity_encoder: Encoder::read(&sections, "ner")?,
            recogniser: Recogniser::read(&sections)?,
            memories: Mutex::new(Vec::new()),
        })
    }

    /// The syntax of the paragraphs that are read; spans are bytes of `page`.
    #[must_use]
    pub fn parse(&self, page: &str, text: &Text) -> Syntax {
        let paragraphs = text.paragraphs.iter().enumerate().filter(|(_, paragraph)| paragraph.is_read());
        self.parse_paragraphs(page, paragraphs.map(|(n, paragraph)| (ParagraphId(n as u32), paragraph.span.range())))
    }

    /// The syntax of a string that is one paragraph.
    #[must_use]
    pub fn parse_str(&self, text: &str) -> Syntax {
        self.parse_paragraphs(text, std::iter::once((ParagraphId(0), 0..text.len())))
    }

    fn parse_paragraphs(&self, page: &str, paragraphs: impl Iterator<Item = (ParagraphId, Range<usize>)>) -> Syntax {
        let remembered = self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = remembered.unwrap_or_else(|| self.memory());
        let mut output = Output::default();
        let mut pieces = Vec::new();
        for (id, range) in paragraphs {
            let text = &page[range.clone()];
            pieces.clear();
            self.tokenizer.tokenize(&self.lexicon, &mut memory.words, &mut memory.tokenizer, text, &mut pieces);
            self.analyse(&mut memory, text, range.start as u32, id, &pieces, &mut output);
        }
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        Syntax::new(output.tokens, output.sentences, output.lemmas)
    }

    fn memory(&self) -> Memory {
        let mut words = Words::default();
        let tokenizer = self.tokenizer.memory(&self.lexicon, &mut words);
        Memory { words, tokenizer, vectors: Default::default(), entity_vectors: WordVectors::default() }
    }

    /// Adds the tokens of a paragraph to the output.
    fn analyse(
        &self,
        memory: &mut Memory,
        text: &str,
        offset: u32,
        paragraph: ParagraphId,
        pieces: &[Piece],
        output: &mut Output,
    ) {
        if pieces.is_empty() {
            return;
        }
        let words = &memory.words;
        let is_space: Vec<bool> = pieces.iter().map(|piece| words.get(piece.word).is_space).collect();

        let mut vectors = Vec::with_capacity(pieces.len() * WIDTH);
        for piece in pieces {
            let word = words.get(piece.word);
            let [norm, prefix, suffix, shape] = word.features;
            let features = [norm, prefix, suffix, shape, u64::from(piece.space), u64::from(word.is_space)];
            let row = memory.vectors[usize::from(piece.space)].get(piece.word, |row| self.encoder.word(&features, row));
            vectors.extend_from_slice(row);
        }
        self.encoder.look_around(&mut vectors);
        let tags = self.tag(&vectors);
        let trees = self.parser.parse(&vectors, &is_space);

        vectors.clear();
        for piece in pieces {
            let word = words.get(piece.word);
            let row = memory.entity_vectors.get(piece.word, |row| self.entity_encoder.word(&word.features, row));
            vectors.extend_from_slice(row);
        }
        self.entity_encoder.look_around(&mut vectors);
        let entities = self.recogniser.recognise(&vectors, &is_space, &trees.starts);

        let first = output.tokens.len() as u32;
        let seen = |i: usize| {
            let word = words.get(pieces[i].word);
            Seen { tag: tags[i], label: trees.labels[i], lower: word.lower(), is_space: word.is_space }
        };
        let (mut before, mut now) = (None, Some(seen(0)));
        for (i, piece) in pieces.iter().enumerate() {
            let after = (i + 1 < pieces.len()).then(|| seen(i + 1));
            let Some(token) = now else { break };
            let word = words.get(piece.word);
            let analysis = self.ruler.analyse(before.as_ref(), &token, after.as_ref());
            (before, now) = (now, after);

            let lemma_start = output.lemmas.len() as u32;
            match analysis.lemma {
                Some(lemma) => output.lemmas.push_str(lemma),
                None => self.lemmatizer.lemma(
                    &self.lexicon.characters,
                    &word.text,
                    word.lower(),
                    analysis.pos,
                    analysis.pos.is_none_or(|pos| analysis.morphology.is_base(pos)),
                    &mut output.lemmas,
                ),
            }
            let index = first + i as u32;
            if trees.starts[i] || i == 0 {
                output.sentences.push(Span::new(index, index));
            }
            if let Some(sentence) = output.sentences.last_mut() {
                sentence.end = index + 1;
            }
            let end = piece.start + word.text.len() as u32;
            let next = text[end as usize..].chars().next();
            output.tokens.push(Token {
                span: Span::new(offset + piece.start, offset + end),
                paragraph,
                sentence: SentenceId(output.sentences.len() as u32 - 1),
                head: TokenId(first + trees.heads[i]),
                label: analysis.label,
                tag: analysis.tag,
                pos: analysis.pos.unwrap_or(super::Pos::X),
                lemma: (lemma_start, output.lemmas.len() as u32),
                entity: entities[i],
                space_after: next.is_some_and(|c| self.lexicon.characters.is_space(c)),
            });
        }
    }

    fn tag(&self, vectors: &[f32]) -> Vec<Tag> {
        let mut scores = vec![0.0; vectors.len() / WIDTH * self.tags.len()];
        self.tagger.apply(vectors, &mut scores);
        let best =
            |scores: &[f32]| (0..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
        scores.chunks_exact(self.tags.len()).map(|scores| self.tags[best(scores)]).collect()
    }
}
