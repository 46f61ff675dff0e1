//! Strings to tokens.
//!
//! Takes a paragraph; gives words with their places. Follows spaCy's tokenizer: white space, then
//! exceptions, affixes, URLs and infixes, then exceptions again over the finished tokens. Does not
//! change the text. Example: `isn't.` gives `is`, `n't` and `.`.

use rustc_hash::FxHashMap;

use super::model::{ModelError, Sections};
use super::pattern::{Classes, MatchMemory, Program};
use super::words::{Lexicon, WordId, Words};

/// The longest chunk that is tested for being a URL, in characters: no browser takes longer ones,
/// and the test must not take time that grows with the square of hostile text.
const LONGEST_URL: usize = 2048;

/// A token before anything is known about it but its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) word: WordId,
    /// Where it starts, in bytes of the paragraph.
    pub(super) start: u32,
    /// Whether one space belongs to the token.
    pub(super) space: bool,
}

/// The words of a stretch of a list.
type Stretch = (u32, u32);

/// A text that is cut as a list says.
struct Exception {
    text: &'static str,
    /// Texts and, where they have one of their own, norms.
    pieces: Vec<(&'static str, Option<&'static str>)>,
}

/// The tokenizer's patterns and exceptions.
pub(super) struct Tokenizer {
    classes: Classes,
    prefix: Program,
    suffix: Program,
    infix: Program,
    url: Program,
    /// No suffix but a run of full stops is longer.
    suffix_width: usize,
    exceptions: Vec<Exception>,
    longest_exception: usize,
}

/// What the tokenizer remembers of texts already seen.
#[derive(Default)]
pub(super) struct TokenizerMemory {
    /// Exceptions to words in `words`.
    exceptions: FxHashMap<&'static str, Stretch>,
    /// Chunks to words in `words`.
    chunks: FxHashMap<Box<str>, Stretch>,
    words: Vec<WordId>,
    /// The first word of token sequences that may stand for an exception, to the sequences.
    sequences: FxHashMap<WordId, Vec<Vec<WordId>>>,
    chars: Vec<char>,
    /// The byte offset of each of `chars`, and of their end.
    offsets: Vec<u32>,
    prefixes: Vec<Stretch>,
    suffixes: Vec<Stretch>,
    matching: MatchMemory,
    found: Vec<(u32, u32)>,
}

impl Tokenizer {
    pub(super) fn read(sections: &Sections, classes: Classes) -> Result<Self, ModelError> {
        let mut reader = sections.section("exceptions")?;
        let mut exceptions = Vec::new();
        for _ in 0..reader.u32()? {
            let text = reader.text()?;
            let pieces = (0..reader.u8()?)
                .map(|_| Ok((reader.text()?, reader.optional_text()?)))
                .collect::<Result<Vec<_>, ModelError>>()?;
            exceptions.push(Exception { text, pieces });
        }
        Ok(Self {
            prefix: Program::read(sections, &classes, "prefix_search")?,
            suffix: Program::read(sections, &classes, "suffix_search")?,
            infix: Program::read(sections, &classes, "infix_finditer")?,
            url: Program::read(sections, &classes, "url_match")?,
            suffix_width: sections.section("suffix_width")?.u32()? as usize,
            longest_exception: exceptions.iter().map(|exception| exception.text.len()).max().unwrap_or(0),
            exceptions,
            classes,
        })
    }

    /// A memory that knows the exceptions; adds their pieces to `words`.
    pub(super) fn memory(&self, lexicon: &Lexicon, words: &mut Words) -> TokenizerMemory {
        let mut memory = TokenizerMemory::default();
        for Exception { text: key, pieces } in &self.exceptions {
            let start = memory.words.len() as u32;
            for (text, norm) in pieces {
                memory.words.push(match norm {
                    Some(norm) => words.add(lexicon, text, norm),
                    None => words.intern(lexicon, text),
                });
            }
            memory.exceptions.insert(key, (start, memory.words.len() as u32));
        }
        for Exception { text: key, .. } in &self.exceptions {
            memory.load(key);
            let n = memory.chars.len();
            let affixed = self.prefix_len(&mut memory, 0, n) > 0
                || self.suffix_len(&mut memory, 0, n) > 0
                || (0..n).any(|at| self.infix_end(&mut memory, (0, n), at).is_some());
            if affixed || key.contains(' ') {
                let mut pieces = Vec::new();
                self.split(lexicon, words, &mut memory, key, false, &mut pieces);
                let sequence: Vec<WordId> = pieces.iter().map(|piece| piece.word).collect();
                memory.sequences.entry(sequence[0]).or_default().push(sequence);
            }
        }
        memory
    }

    /// The tokens of a paragraph, after those that `pieces` already holds.
    pub(super) fn tokenize(
        &self,
        lexicon: &Lexicon,
        words: &mut Words,
        memory: &mut TokenizerMemory,
        text: &str,
        pieces: &mut Vec<Piece>,
    ) {
        let first = pieces.len();
        self.split(lexicon, words, memory, text, true, pieces);
        self.join_exceptions(words, memory, text, pieces, first);
    }

    /// Cuts at white space and tokenizes each chunk.
    fn split(
        &self,
        lexicon: &Lexicon,
        words: &mut Words,
        memory: &mut TokenizerMemory,
        text: &str,
        exceptions: bool,
        pieces: &mut Vec<Piece>,
    ) {
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(|c| lexicon.characters.is_space(c));
        for (at, c) in text.char_indices() {
            if lexicon.characters.is_space(c) == in_space {
                continue;
            }
            self.chunk(lexicon, words, memory, text, start..at, exceptions, pieces);
            if c == ' ' {
                if let Some(last) = pieces.last_mut() {
                    last.space = true;
                }
                start = at + 1;
            } else {
                start = at;
            }
            in_space = !in_space;
        }
        self.chunk(lexicon, words, memory, text, start..text.len(), exceptions, pieces);
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of the memory are borrowed apart from each other")]
    fn chunk(
        &self,
        lexicon: &Lexicon,
        words: &mut Words,
        memory: &mut TokenizerMemory,
        text: &str,
        range: std::ops::Range<usize>,
        exceptions: bool,
        pieces: &mut Vec<Piece>,
    ) {
        let chunk = &text[range.clone()];
        if chunk.is_empty() {
            return;
        }
        let known = if exceptions { memory.exceptions.get(chunk).or_else(|| memory.chunks.get(chunk)) } else { None };
        let stretch = match known {
            Some(stretch) => *stretch,
            None => {
                let start = memory.words.len() as u32;
                self.affixes(lexicon, words, memory, chunk, exceptions);
                let stretch = (start, memory.words.len() as u32);
                if exceptions {
                    memory.chunks.insert(chunk.into(), stretch);
                }
                stretch
            }
        };
        let mut start = range.start as u32;
        for word in &memory.words[stretch.0 as usize..stretch.1 as usize] {
            pieces.push(Piece { word: *word, start, space: false });
            start += words.get(*word).text.len() as u32;
        }
    }

    /// Strips affixes from a chunk and pushes its words.
    fn affixes(
        &self,
        lexicon: &Lexicon,
        words: &mut Words,
        memory: &mut TokenizerMemory,
        chunk: &str,
        exceptions: bool,
    ) {
        memory.load(chunk);
        memory.prefixes.clear();
        memory.suffixes.clear();
        let (mut a, mut b) = (0, memory.chars.len());
        let mut last_len = None;
        while a < b && last_len != Some(b - a) {
            if exceptions && self.exception(memory, chunk, a, b).is_some() {
                break;
            }
            last_len = Some(b - a);
            let prefix = self.prefix_len(memory, a, b);
            let rest = a + prefix;
            if prefix > 0 && rest < b && exceptions && self.exception(memory, chunk, rest, b).is_some() {
                memory.prefixes.push((a as u32, rest as u32));
                a = rest;
                break;
            }
            let suffix = self.suffix_len(memory, rest, b);
            let cut = b - suffix;
            if suffix > 0 && a < cut && exceptions && self.exception(memory, chunk, a, cut).is_some() {
                memory.suffixes.push((cut as u32, b as u32));
                b = cut;
                break;
            }
            if prefix > 0 {
                memory.prefixes.push((a as u32, rest as u32));
                a = rest;
            }
            if suffix > 0 {
                memory.suffixes.push((cut as u32, b as u32));
                b = cut;
            }
        }
        for i in 0..memory.prefixes.len() {
            let (from, to) = memory.prefixes[i];
            memory.push(lexicon, words, chunk, from as usize, to as usize);
        }
        if a < b {
            self.middle(lexicon, words, memory, chunk, a, b, exceptions);
        }
        for i in (0..memory.suffixes.len()).rev() {
            let (from, to) = memory.suffixes[i];
            memory.push(lexicon, words, chunk, from as usize, to as usize);
        }
    }

    /// What is left of a chunk without its affixes.
    #[expect(clippy::too_many_arguments, reason = "the parts of the memory are borrowed apart from each other")]
    fn middle(
        &self,
        lexicon: &Lexicon,
        words: &mut Words,
        memory: &mut TokenizerMemory,
        chunk: &str,
        a: usize,
        b: usize,
        exceptions: bool,
    ) {
        if exceptions && let Some((from, to)) = self.exception(memory, chunk, a, b) {
            memory.words.extend_from_within(from as usize..to as usize);
            return;
        }
        // A URL has a host name with a full stop in it.
        if b - a <= LONGEST_URL
            && memory.chars[a..b].contains(&'.')
            && self.url.matches_start(&self.classes, &memory.chars[a..b], &mut memory.matching)
        {
            memory.push(lexicon, words, chunk, a, b);
            return;
        }
        let (mut start, mut at) = (a, a);
        while at < b {
            let Some(end) = self.infix_end(memory, (a, b), at) else {
                at += 1;
                continue;
            };
            // A match at the very start stays part of the text that follows.
            if at > a {
                if at > start {
                    memory.push(lexicon, words, chunk, start, at);
                }
                memory.push(lexicon, words, chunk, at, end);
                start = end;
            }
            at = end;
        }
        if start < b {
            memory.push(lexicon, words, chunk, start, b);
        }
    }

    fn prefix_len(&self, memory: &mut TokenizerMemory, a: usize, b: usize) -> usize {
        self.prefix.match_at(&self.classes, &memory.chars[a..b], 0, &mut memory.matching).unwrap_or(0)
    }

    /// The length of the suffix that starts first.
    fn suffix_len(&self, memory: &mut TokenizerMemory, a: usize, b: usize) -> usize {
        let text = &memory.chars[a..b];
        let full_stops = text.iter().rev().take_while(|c| **c == '.').count();
        let longest = self.suffix_width.max(full_stops).min(text.len());
        (text.len() - longest..text.len())
            .find(|start| self.suffix.match_at(&self.classes, text, *start, &mut memory.matching).is_some())
            .map_or(0, |start| text.len() - start)
    }

    /// The end of the infix that starts at `at`; it sees only the characters of `range`.
    fn infix_end(&self, memory: &mut TokenizerMemory, range: (usize, usize), at: usize) -> Option<usize> {
        let (a, b) = range;
        let end = self.infix.match_at(&self.classes, &memory.chars[a..b], at - a, &mut memory.matching)?;
        Some(a + end)
    }

    /// The words of the exception that stands between two characters of the chunk.
    fn exception(&self, memory: &TokenizerMemory, chunk: &str, a: usize, b: usize) -> Option<Stretch> {
        let (from, to) = (memory.offsets[a] as usize, memory.offsets[b] as usize);
        if to - from > self.longest_exception {
            return None;
        }
        memory.exceptions.get(&chunk[from..to]).copied()
    }

    /// Finds exceptions again that affixes broke up or that chunks hold beside other tokens.
    fn join_exceptions(
        &self,
        words: &Words,
        memory: &mut TokenizerMemory,
        text: &str,
        pieces: &mut Vec<Piece>,
        first: usize,
    ) {
        memory.found.clear();
        let plain = |piece: &Piece| words.get(piece.word).plain;
        for at in first..pieces.len() {
            for sequence in memory.sequences.get(&plain(&pieces[at])).into_iter().flatten() {
                let fits = pieces.len() - at >= sequence.len()
                    && sequence.iter().zip(&pieces[at..]).all(|(word, piece)| *word == plain(piece));
                if fits {
                    memory.found.push((at as u32, sequence.len() as u32));
                }
            }
        }
        if memory.found.is_empty() {
            return;
        }
        memory.found.sort_by_key(|(at, len)| (std::cmp::Reverse(*len), *at));
        let mut covered = vec![false; pieces.len() - first];
        let mut kept: Vec<(usize, usize, Stretch)> = Vec::new();
        for (at, len) in &memory.found {
            let (at, len) = (*at as usize, *len as usize);
            let range = at - first..at - first + len;
            if !covered[range.start] && !covered[range.end - 1] {
                let last = pieces[at + len - 1];
                let end = last.start as usize + words.get(last.word).text.len();
                if let Some(stretch) = memory.exceptions.get(&text[pieces[at].start as usize..end]) {
                    kept.push((at, len, *stretch));
                }
            }
            covered[range].fill(true);
        }
        if kept.is_empty() {
            return;
        }
        kept.sort_unstable();
        let old = pieces.split_off(first);
        let mut next = first;
        for (at, len, (from, to)) in kept {
            pieces.extend_from_slice(&old[next - first..at - first]);
            let mut start = old[at - first].start;
            for word in &memory.words[from as usize..to as usize] {
                pieces.push(Piece { word: *word, start, space: false });
                start += words.get(*word).text.len() as u32;
            }
            next = at + len;
            if let Some(last) = pieces.last_mut() {
                last.space = old[next - 1 - first].space;
            }
        }
        pieces.extend_from_slice(&old[next - first..]);
    }
}

impl TokenizerMemory {
    /// Takes the characters of a chunk apart.
    fn load(&mut self, chunk: &str) {
        self.chars.clear();
        self.offsets.clear();
        for (at, c) in chunk.char_indices() {
            self.chars.push(c);
            self.offsets.push(at as u32);
        }
        self.offsets.push(chunk.len() as u32);
    }

    /// Pushes the word between two characters of the chunk.
    fn push(&mut self, lexicon: &Lexicon, words: &mut Words, chunk: &str, a: usize, b: usize) {
        let text = &chunk[self.offsets[a] as usize..self.offsets[b] as usize];
        self.words.push(words.intern(lexicon, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::BUILT_IN;

    /// The tokens of a text, with `·` where a space belongs to them, joined by `|`.
    fn tokens(text: &str) -> String {
        let sections = Sections::open(BUILT_IN).unwrap();
        let classes = Classes::read(&sections).unwrap();
        let lexicon = Lexicon::read(&sections, &classes).unwrap();
        let tokenizer = Tokenizer::read(&sections, classes).unwrap();
        let mut words = Words::default();
        let mut memory = tokenizer.memory(&lexicon, &mut words);
        let mut pieces = Vec::new();
        tokenizer.tokenize(&lexicon, &mut words, &mut memory, text, &mut pieces);
        let token = |piece: &Piece| {
            let word = &words.get(piece.word).text;
            assert!(text[piece.start as usize..].starts_with(&**word));
            format!("{word}{}", if piece.space { "·" } else { "" })
        };
        pieces.iter().map(token).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn texts_are_cut_as_the_reference_cuts_them() {
        for (text, expected) in [
            ("don't", "do|n't"),
            ("can't.", "ca|n't|."),
            ("I'm gonna go.", "I|'m·|gon|na·|go|."),
            ("U.S.", "U.S."),
            ("the U.S.-based firm", "the·|U.S.-based·|firm"),
            ("U.K.'s", "U.K.|'s"),
            ("(e.g., this)", "(|e.g.|,·|this|)"),
            ("www.example.com.", "www.example.com|."),
            ("http://a.b/c?d=e,", "http://a.b|/|c?d|=|e|,"),
            ("foo@bar.com,", "foo@bar.com|,"),
            ("10km", "10|km"),
            ("5%", "5|%"),
            ("$1,000.50", "$|1,000.50"),
            ("US$5", "US$|5"),
            ("1-2", "1|-|2"),
            ("a--b", "a|--|b"),
            ("well-known", "well|-|known"),
            ("end.Next", "end|.|Next"),
            ("3.14.", "3.14|."),
            ("10:30pm", "10:30pm"),
            ("p.m.", "p.m."),
            ("9a.m.", "9|a.m."),
            ("'90s", "'|90s"),
            ("’s", "’s"),
            ("C++", "C++"),
            (":-)", ":-)"),
            ("hi:)", "hi|:)"),
            ("(hi)", "(|hi|)"),
            ("wait...", "wait|..."),
            ("a  b", "a·| |b"),
            (" x\n\ny ", " |x|\n\n|y·"),
            ("km/h", "km|/|h"),
            ("AT&T", "AT&T"),
            ("and/or", "and/or"),
            ("x=y", "x|=|y"),
            ("1,2", "1,2"),
            ("a,b", "a|,|b"),
            ("°C.", "°|C|."),
            ("+5", "+5"),
            ("-5", "-5"),
            ("5+", "5|+"),
            ("NASA.", "NASA|."),
            ("A.", "A."),
            ("a.", "a."),
            ("“Hi,”", "“|Hi|,|”"),
            ("''", "''"),
            ("cannot", "can|not"),
            ("Can’t", "Ca|n’t"),
            ("1990s", "1990s"),
            ("\u{a0}x", "\u{a0}|x"),
            ("o.O.", "o.|O."),
            ("let's", "let|'s"),
            ("y'all", "y'|all"),
            ("10-year-old", "10|-|year|-|old"),
            ("#tag", "#|tag"),
            ("@user", "@user"),
            (": )", ":·|)"),
            ("'em,", "'em|,"),
            ("…ok……", "…|ok|……"),
            ("a\u{200b}b", "a\u{200b}b"),
            ("8.8.8.8:80", "8.8.8.8:80"),
            ("5km².", "5|km²|."),
        ] {
            assert_eq!(tokens(text), expected, "{text:?}");
        }
    }
}
