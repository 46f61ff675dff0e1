//! The order of the engine's parts.
//!
//! Takes paragraphs; gives [`Syntax`]. Does not decide which paragraphs are read. Example: each
//! paragraph is analysed alone, so a heading never lends its words to the sentence below it.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use pulp::Arch;
use rustc_hash::FxHashMap;

use super::entities::Recogniser;
use super::lemmatizer::Lemmatizer;
use super::model::{ModelError, Sections};
use super::network::{Affine, Encoder, EncoderMemory, Prepared, WIDTH};
use super::parser::Parser;
use super::pattern::Classes;
use super::ruler::{Analysis, Ruler, Seen};
use super::tokenizer::{Piece, Tokenizer, TokenizerMemory};
use super::words::{Lexicon, Word, WordId, Words};
use super::{BUILT_IN, Pos, Syntax, Tag, Token};
use crate::source::{ParagraphId, SentenceId, Span, TokenId, Tokens};
use crate::text::Text;

/// The longest stretch of text that is analysed as a whole, in bytes. Longer paragraphs, which no
/// newspaper prints, are cut so that memory stays bounded.
const LONGEST_STRETCH: usize = 40_000;
/// The most tokens that are analysed as a whole.
const MOST_TOKENS: usize = 10_000;
/// Paragraphs are collected to about so many tokens before the networks run over them.
const BATCH: usize = 1_000;
/// How many word types are remembered before all are forgotten.
const MOST_WORDS: usize = 30_000;
/// How many bytes of word types are remembered before all are forgotten.
const MOST_WORD_BYTES: usize = 1 << 22;

/// The language engine: weights, tables and rules, read-only.
///
/// Threads may share one engine; each call works alone and its result depends on its text only.
/// Paragraphs beyond 40,000 bytes or 10,000 tokens are cut, where possible after the last sentence
/// mark or white space, and their parts analysed apart.
pub struct Engine {
    lexicon: Lexicon,
    tokenizer: Tokenizer,
    encoder: Encoder,
    tags: Vec<Tag>,
    tagger: Affine<WIDTH>,
    parser: Parser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    entity_encoder: Encoder,
    recogniser: Recogniser,
    /// What earlier calls remember of words, to be used again; changes speed, never results.
    memories: Mutex<Vec<Memory>>,
}

/// What is remembered of words between calls, and numbers to work on.
struct Memory {
    words: Words,
    tokenizer: TokenizerMemory,
    /// Before they see their neighbours, the vectors of words without and with a space.
    vectors: [WordVectors; 2],
    entity_vectors: WordVectors,
    lemmas: Lemmas,
    workspace: Workspace,
}

#[derive(Default)]
struct WordVectors {
    rows: Vec<f32>,
    /// The row of each word.
    row_of: Vec<Option<u32>>,
    /// The features of words that were given a row but no vector yet.
    missing: Vec<u64>,
    next_row: u32,
}

impl WordVectors {
    /// Makes sure that the word has a row; if it is new, `features` are what its vector is made of.
    fn ask(&mut self, word: WordId, features: impl IntoIterator<Item = u64>) {
        if self.row_of.len() <= word as usize {
            self.row_of.resize(word as usize + 1, None);
        }
        let row = &mut self.row_of[word as usize];
        if row.is_none() {
            *row = Some(self.next_row);
            self.next_row += 1;
            self.missing.extend(features);
        }
    }

    /// Makes the vectors of all words that were asked for.
    fn fill(&mut self, encoder: &Encoder, memory: &mut EncoderMemory) {
        if !self.missing.is_empty() {
            encoder.words(&self.missing, memory, &mut self.rows);
            self.missing.clear();
        }
    }

    fn get(&self, word: WordId) -> &[f32] {
        match self.row_of[word as usize] {
            Some(row) => &self.rows[row as usize * WIDTH..][..WIDTH],
            None => &[0.0; WIDTH],
        }
    }
}

/// Lemmas met so far.
#[derive(Default)]
struct Lemmas {
    text: String,
    /// By word, part of speech and whether it is a base form.
    places: FxHashMap<(WordId, Option<Pos>, bool), (u32, u32)>,
}

#[derive(Default)]
struct Workspace {
    pieces: Vec<Piece>,
    is_space: Vec<bool>,
    vectors: Vec<f32>,
    entity_vectors: Vec<f32>,
    scores: Vec<f32>,
    tags: Vec<Tag>,
    lengths: Vec<usize>,
    encoder: EncoderMemory,
    prepared: Prepared,
}

/// A stretch of text that is analysed as a whole.
#[derive(Debug, Clone)]
struct Stretch {
    paragraph: ParagraphId,
    /// Where its text starts in the page.
    offset: u32,
    /// Its tokens among the pieces.
    pieces: Range<usize>,
}

/// The output while it grows.
#[derive(Default)]
struct Output {
    tokens: Vec<Token>,
    sentences: Vec<Span<Tokens>>,
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
        Self::open(Arch::new(), BUILT_IN)
    }

    fn open(arch: Arch, file: &'static [u8]) -> Result<Self, ModelError> {
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
            encoder: Encoder::read(arch, &sections, "tok2vec")?,
            tagger: Affine::read(arch, &sections, "tagger", tags.len())?,
            tags,
            parser: Parser::read(arch, &sections)?,
            ruler: Ruler::read(&sections)?,
            lemmatizer: Lemmatizer::read(&sections)?,
            entity_encoder: Encoder::read(arch, &sections, "ner")?,
            recogniser: Recogniser::read(arch, &sections)?,
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
        let mut stretches = Vec::new();
        for (paragraph, range) in paragraphs {
            let mut rest = range;
            while !rest.is_empty() {
                let cut = rest.start + stretch_len(&page[rest.clone()]);
                let first = memory.workspace.pieces.len();
                self.tokenizer.tokenize(
                    &self.lexicon,
                    &mut memory.words,
                    &mut memory.tokenizer,
                    &page[rest.start..cut],
                    &mut memory.workspace.pieces,
                );
                let last = memory.workspace.pieces.len();
                stretches.extend((first..last).step_by(MOST_TOKENS).map(|from| Stretch {
                    paragraph,
                    offset: rest.start as u32,
                    pieces: from..last.min(from + MOST_TOKENS),
                }));
                rest.start = cut;
                if last >= BATCH {
                    self.analyse(&mut memory, page, &mut stretches, &mut output);
                }
            }
        }
        self.analyse(&mut memory, page, &mut stretches, &mut output);
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        Syntax::new(output.tokens, output.sentences, output.lemmas)
    }

    fn memory(&self) -> Memory {
        let mut words = Words::default();
        let tokenizer = self.tokenizer.memory(&self.lexicon, &mut words);
        Memory {
            words,
            tokenizer,
            vectors: Default::default(),
            entity_vectors: WordVectors::default(),
            lemmas: Lemmas::default(),
            workspace: Workspace::default(),
        }
    }

    /// Analyses all stretches that were tokenized, adds their tokens to the output and lets them go.
    fn analyse(&self, memory: &mut Memory, page: &str, stretches: &mut Vec<Stretch>, output: &mut Output) {
        let Memory { words, vectors, entity_vectors, workspace, .. } = memory;
        let work = workspace;
        work.lengths.clear();
        work.lengths.extend(stretches.iter().map(|stretch| stretch.pieces.len()));

        work.is_space.clear();
        for piece in &work.pieces {
            let word = words.get(piece.word);
            work.is_space.push(word.is_space);
            let whole = word.features.into_iter().chain([u64::from(piece.space), u64::from(word.is_space)]);
            vectors[usize::from(piece.space)].ask(piece.word, whole);
            entity_vectors.ask(piece.word, word.features);
        }
        for vectors in &mut *vectors {
            vectors.fill(&self.encoder, &mut work.encoder);
        }
        entity_vectors.fill(&self.entity_encoder, &mut work.encoder);
        work.vectors.clear();
        work.entity_vectors.clear();
        for piece in &work.pieces {
            work.vectors.extend_from_slice(vectors[usize::from(piece.space)].get(piece.word));
            work.entity_vectors.extend_from_slice(entity_vectors.get(piece.word));
        }
        self.encoder.look_around(&work.lengths, &mut work.vectors, &mut work.encoder);
        self.entity_encoder.look_around(&work.lengths, &mut work.entity_vectors, &mut work.encoder);
        self.tagger.apply(&work.vectors, &mut work.scores);
        work.tags.clear();
        work.tags.extend(work.scores.chunks_exact(self.tags.len()).map(|scores| self.tags[first_best(scores)]));

        for stretch in stretches.drain(..) {
            self.read_off(memory, page, &stretch, output);
        }
        memory.workspace.pieces.clear();
        if memory.words.len() > MOST_WORDS || memory.words.bytes() > MOST_WORD_BYTES {
            let workspace = std::mem::take(&mut memory.workspace);
            *memory = Memory { workspace, ..self.memory() };
        }
    }

    /// Trees, entities, parts of speech and lemmas of a stretch whose vectors are there.
    fn read_off(&self, memory: &mut Memory, page: &str, stretch: &Stretch, output: &mut Output) {
        let Memory { words, lemmas, workspace, .. } = memory;
        let rows = stretch.pieces.start * WIDTH..stretch.pieces.end * WIDTH;
        let pieces = &workspace.pieces[stretch.pieces.clone()];
        let is_space = &workspace.is_space[stretch.pieces.clone()];
        let tags = &workspace.tags[stretch.pieces.clone()];
        let prepared = &mut workspace.prepared;
        let trees = self.parser.parse(&workspace.vectors[rows.clone()], is_space, prepared);
        let entities = self.recogniser.recognise(&workspace.entity_vectors[rows], is_space, &trees.starts, prepared);

        let first = output.tokens.len() as u32;
        let seen = |i: usize| {
            let word = words.get(pieces[i].word);
            Seen { tag: tags[i], label: trees.labels[i], lower: word.lower(), is_space: word.is_space }
        };
        let (mut before, mut now) = (None, pieces.first().map(|_| seen(0)));
        for (i, piece) in pieces.iter().enumerate() {
            let after = (i + 1 < pieces.len()).then(|| seen(i + 1));
            let Some(token) = now else { break };
            let analysis = self.ruler.analyse(before.as_ref(), &token, after.as_ref());
            (before, now) = (now, after);

            let word = words.get(piece.word);
            let lemma_start = output.lemmas.len() as u32;
            output.lemmas.push_str(self.lemma(lemmas, word, &analysis));
            let index = first + i as u32;
            if trees.starts[i] || i == 0 {
                output.sentences.push(Span::new(index, index));
            }
            if let Some(sentence) = output.sentences.last_mut() {
                sentence.end = index + 1;
            }
            let start = stretch.offset + piece.start;
            let end = start + word.text.len() as u32;
            let next = page[end as usize..].chars().next();
            output.tokens.push(Token {
                span: Span::new(start, end),
                paragraph: stretch.paragraph,
                sentence: SentenceId(output.sentences.len() as u32 - 1),
                head: TokenId(first + trees.heads[i]),
                label: analysis.label,
                tag: analysis.tag,
                pos: analysis.pos.unwrap_or(Pos::X),
                lemma: (lemma_start, output.lemmas.len() as u32),
                entity: entities[i],
                space_after: next.is_some_and(|c| self.lexicon.characters.is_space(c)),
            });
        }
    }

    fn lemma<'l>(&self, lemmas: &'l mut Lemmas, word: &Word, analysis: &Analysis) -> &'l str {
        if let Some(lemma) = analysis.lemma {
            return lemma;
        }
        let is_base = analysis.pos.is_none_or(|pos| analysis.morphology.is_base(pos));
        let (start, end) = *lemmas.places.entry((word.plain, analysis.pos, is_base)).or_insert_with(|| {
            let start = lemmas.text.len() as u32;
            let characters = &self.lexicon.characters;
            self.lemmatizer.lemma(characters, &word.text, word.lower(), analysis.pos, is_base, &mut lemmas.text);
            (start, lemmas.text.len() as u32)
        });
        &lemmas.text[start as usize..end as usize]
    }
}

/// How much of a paragraph is analysed as a whole: all of it unless it is very long; then up to the
/// last white space after a mark that ends sentences, or the last white space, or as far as it goes.
fn stretch_len(text: &str) -> usize {
    if text.len() <= LONGEST_STRETCH {
        return text.len();
    }
    let boundary = (0..=LONGEST_STRETCH).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(LONGEST_STRETCH);
    let longest = &text[..boundary];
    let after_space = |(at, space): (usize, &str)| at + space.len();
    longest
        .rmatch_indices(". ")
        .next()
        .or_else(|| longest.rmatch_indices([' ', '\n']).next())
        .map_or(longest.len(), after_space)
}

/// The first of the greatest numbers.
fn first_best(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: &str = "Syldavia’s foreign minister, Ilona Varga, accused Borduria on Monday of shelling 3 villages. \
                             “We can't accept that,” she said; talks that were due to begin won't take place.";

    #[test]
    fn the_width_of_the_vectors_changes_nothing() {
        let expected = Engine::built_in().unwrap().parse_str(SENTENCES);
        let mut machines = vec![Arch::Scalar];
        #[cfg(target_arch = "x86_64")]
        machines.extend(pulp::x86::V3::try_new().map(Arch::V3));
        for arch in machines {
            let found = Engine::open(arch, BUILT_IN).unwrap().parse_str(SENTENCES);
            assert_eq!(found, expected, "{arch:?}");
        }
    }

    #[test]
    fn vectors_equal_those_of_the_reference() {
        let engine = Engine::built_in().unwrap();
        let mut memory = engine.memory();
        let text = "Apple isn't looking at buying U.K. startups.";
        let mut pieces = Vec::new();
        engine.tokenizer.tokenize(&engine.lexicon, &mut memory.words, &mut memory.tokenizer, text, &mut pieces);
        let mut features = Vec::new();
        for piece in &pieces {
            let word = memory.words.get(piece.word);
            features.extend(word.features);
            features.extend([u64::from(piece.space), u64::from(word.is_space)]);
        }
        let mut vectors = Vec::new();
        engine.encoder.words(&features, &mut memory.workspace.encoder, &mut vectors);
        engine.encoder.look_around(&[pieces.len()], &mut vectors, &mut memory.workspace.encoder);
        let rows = vectors.as_chunks::<WIDTH>().0;
        for (token, first_six, norm) in [
            (0, [-0.63940, -1.10333, 1.12041, 0.26031, 0.15437, -0.00208], 6.75218),
            (1, [-0.09435, 0.08293, 1.77609, -0.32137, 0.56569, -0.83394], 6.72325),
            (8, [-0.91337, -0.18777, -1.44970, -1.09000, -0.67006, 1.21382], 9.69983),
        ] {
            for (found, expected) in rows[token].iter().zip(first_six) {
                assert!((found - expected).abs() < 1e-5, "token {token}: {found} instead of {expected}");
            }
            let found = rows[token].iter().map(|x| x * x).sum::<f32>().sqrt();
            assert!((found - norm).abs() < 1e-4, "token {token}: norm {found} instead of {norm}");
        }
    }

    #[test]
    fn very_long_paragraphs_are_cut_after_a_sentence_mark_or_at_white_space() {
        let cut = |text: &str| stretch_len(text);
        let sentence = "It rained all day. ";
        assert_eq!(cut(sentence), sentence.len());
        let sentences = sentence.repeat(LONGEST_STRETCH / sentence.len() + 9);
        assert!(sentences[..cut(&sentences)].ends_with("day. "));
        let words = "word ".repeat(LONGEST_STRETCH);
        assert!(words[..cut(&words)].ends_with("word "));
        assert_eq!(cut(&"é".repeat(LONGEST_STRETCH)), LONGEST_STRETCH);
        assert_eq!(cut(&format!("a{}", "é".repeat(LONGEST_STRETCH))), LONGEST_STRETCH - 1);
    }
}
