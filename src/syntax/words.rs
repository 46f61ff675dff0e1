//! Word types: what the engine knows about a word whatever its place.
//!
//! Takes the strings of tokens; gives numbers of words with their features. Does not look at
//! neighbours. Example: `Apple` has the norm `apple`, the prefix `A`, the suffix `ple` and the shape
//! `Xxxxx`.

use rustc_hash::FxHashMap;

use super::model::{ModelError, Sections};
use super::pattern::{Characters, Classes};
use super::strings::Symbols;

/// The number of a word type in a [`Words`].
pub(super) type WordId = u32;

/// A word type.
pub(super) struct Word {
    pub(super) text: Box<str>,
    /// The lower-cased text where it differs.
    lower: Option<Box<str>>,
    /// The ids of norm, prefix, suffix and shape.
    pub(super) features: [u64; 4],
    pub(super) is_space: bool,
    /// The word of the same text without a norm of its own.
    pub(super) plain: WordId,
}

impl Word {
    pub(super) fn lower(&self) -> &str {
        self.lower.as_deref().unwrap_or(&self.text)
    }
}

/// What makes words of strings.
pub(super) struct Lexicon {
    symbols: Symbols,
    pub(super) characters: Characters,
    lexeme_norms: FxHashMap<u64, &'static str>,
    base_norms: FxHashMap<&'static str, &'static str>,
}

impl Lexicon {
    pub(super) fn read(sections: &Sections, classes: &Classes) -> Result<Self, ModelError> {
        let mut reader = sections.section("lexeme_norms")?;
        let lexeme_norms = (0..reader.u32()?)
            .map(|_| Ok((reader.u64()?, reader.text()?)))
            .collect::<Result<FxHashMap<_, _>, ModelError>>()?;
        let mut reader = sections.section("base_norms")?;
        let base_norms = (0..reader.u32()?)
            .map(|_| Ok((reader.text()?, reader.text()?)))
            .collect::<Result<FxHashMap<_, _>, ModelError>>()?;
        Ok(Self {
            symbols: Symbols::read(sections)?,
            characters: Characters::read(sections, classes)?,
            lexeme_norms,
            base_norms,
        })
    }

    /// The word of a text; `norm` where the tokenizer's exceptions set one.
    pub(super) fn word(&self, text: &str, norm: Option<&str>) -> Word {
        let lowered = self.characters.lower(text);
        let norm_id = match norm {
            Some(norm) => self.symbols.id(norm),
            None => match self.lexeme_norms.get(&self.symbols.id(text)).or_else(|| self.base_norms.get(text)) {
                Some(norm) => self.symbols.id(norm),
                None => self.symbols.id(&lowered),
            },
        };
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last_three = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Word {
            features: [
                norm_id,
                self.symbols.id(&text[..first]),
                self.symbols.id(&text[last_three..]),
                self.symbols.id(&self.shape(text)),
            ],
            is_space: text.chars().all(|c| self.characters.is_space(c)),
            plain: 0,
            lower: (lowered != text).then(|| lowered.into_boxed_str()),
            text: text.into(),
        }
    }

    /// Capitals as `X`, other letters as `x`, digits as `d`; of a run only the first four.
    fn shape(&self, text: &str) -> String {
        if text.chars().nth(99).is_some() {
            return "LONG".to_owned();
        }
        let mut shape = String::with_capacity(text.len());
        let (mut last, mut run) = (None, 0);
        for c in text.chars() {
            let symbol = if self.characters.is_alphabetic(c) {
                if self.characters.is_upper(c) { 'X' } else { 'x' }
            } else if self.characters.is_digit(c) {
                'd'
            } else {
                c
            };
            run = if last == Some(symbol) { run + 1 } else { 0 };
            last = Some(symbol);
            if run < 4 {
                shape.push(symbol);
            }
        }
        shape
    }
}

/// Word types met so far.
#[derive(Default)]
pub(super) struct Words {
    list: Vec<Word>,
    by_text: FxHashMap<Box<str>, WordId>,
    bytes: usize,
}

impl Words {
    /// The word of a text without a norm of its own.
    pub(super) fn intern(&mut self, lexicon: &Lexicon, text: &str) -> WordId {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = self.list.len() as WordId;
        self.list.push(Word { plain: id, ..lexicon.word(text, None) });
        self.bytes += text.len();
        self.by_text.insert(text.into(), id);
        id
    }

    /// The word of an exception's piece, which has a norm of its own; cannot be found by its text.
    pub(super) fn add(&mut self, lexicon: &Lexicon, text: &str, norm: &str) -> WordId {
        let plain = self.intern(lexicon, text);
        self.list.push(Word { plain, ..lexicon.word(text, Some(norm)) });
        (self.list.len() - 1) as WordId
    }

    pub(super) fn get(&self, id: WordId) -> &Word {
        &self.list[id as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// How long all texts are together.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::BUILT_IN;

    fn lexicon() -> Lexicon {
        let sections = Sections::open(BUILT_IN).unwrap();
        Lexicon::read(&sections, &Classes::read(&sections).unwrap()).unwrap()
    }

    #[test]
    fn shapes_follow_the_classes_of_python() {
        let lexicon = lexicon();
        for (text, shape) in [
            ("Apple", "Xxxxx"),
            ("U.K.", "X.X."),
            ("10km²", "ddxxd"),
            ("½", "½"),
            ("①", "d"),
            ("٣", "d"),
            ("ªb", "xx"),
            ("ǅ", "x"),
            ("Ⅷ", "Ⅷ"),
            ("हिन्दी", "xिx्xी"),
            ("日本", "xx"),
            ("McDonalds2024", "XxXxxxxdddd"),
            ("a\u{301}b", "x\u{301}x"),
            ("Extraordinary", "Xxxxx"),
        ] {
            assert_eq!(lexicon.shape(text), shape, "{text}");
        }
        assert_eq!(lexicon.shape(&"a".repeat(100)), "LONG");
        assert_eq!(lexicon.shape(&"a".repeat(99)), "xxxx");
    }

    #[test]
    fn norms_come_from_exceptions_then_tables_then_lower_case() {
        let lexicon = lexicon();
        for (text, norm) in [
            ("€", "$"),
            ("--", "-"),
            ("“", "\""),
            ("Colour", "color"),
            ("cuz", "because"),
            ("U.S.", "u.s."),
            ("ca", "ca"),
            ("$", "$"),
            ("ΑΣ", "ας"),
            ("İ", "i\u{307}"),
            ("Ab\u{16eb7}C", "ab\u{16eb7}c"),
        ] {
            assert_eq!(lexicon.word(text, None).features[0], lexicon.symbols.id(norm), "{text}");
        }
        assert_eq!(lexicon.word("ca", Some("can")).features[0], lexicon.symbols.id("can"));
    }

    #[test]
    fn white_space_is_that_of_python() {
        let lexicon = lexicon();
        for c in ['\u{1c}', '\u{1f}', '\u{85}', '\u{a0}', '\u{3000}', '\t'] {
            assert!(lexicon.characters.is_space(c), "{c:?}");
        }
        for c in ['\u{200b}', '\u{feff}', '\0', 'a'] {
            assert!(!lexicon.characters.is_space(c), "{c:?}");
        }
    }
}
