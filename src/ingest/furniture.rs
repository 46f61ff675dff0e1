//! What stands on a page beside the article: menus, adverts, credits, addresses, bylines.
//!
//! Example: "304 North Cardinal St." below "Physical Address" is an address; "By Jane Doe" is a byline.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashSet;

use crate::schema::{Schema, SchemaError};

/// The words of furniture, read from `schema/lexicon/furniture.tsv`.
#[derive(Debug)]
pub(super) struct Furniture {
    whole: FxHashSet<String>,
    /// Finds the patterns of `start` and `inside`.
    words: AhoCorasick,
    is_start: Vec<bool>,
    street_words: FxHashSet<String>,
}

/// A longer block is never taken for furniture because of its words.
const MAX_LENGTH: usize = 240;
/// Bylines name one to a few people.
const MAX_BYLINE_WORDS: usize = 14;

impl Furniture {
    pub(super) fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let lexicon = schema.lexicon("furniture")?;
        let (mut whole, mut street_words) = (FxHashSet::default(), FxHashSet::default());
        let (mut patterns, mut is_start) = (Vec::new(), Vec::new());
        for row in &lexicon.rows {
            let fail = |message: &str| lexicon.wrong(row, message);
            let [pattern, place, kind] = row.as_slice() else { return Err(fail("three cells are needed")) };
            match (place.as_str(), kind.as_str()) {
                ("whole", _) => {
                    whole.insert(pattern.clone());
                }
                ("start" | "inside", _) => {
                    patterns.push(pattern.clone());
                    is_start.push(place == "start");
                }
                ("word", "street") => {
                    street_words.insert(pattern.clone());
                }
                _ => return Err(fail("`where` must be whole, start, inside or, for streets, word")),
            }
        }
        let words = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .map_err(|error| lexicon.lacks(&error.to_string()))?;
        Ok(Self { whole, words, is_start, street_words })
    }

    /// Whether a block is furniture by its words or shape; date lines are told elsewhere.
    pub(super) fn has(&self, block: &str) -> bool {
        if !block.chars().any(char::is_alphabetic) {
            return block.len() <= MAX_LENGTH;
        }
        if block.len() > MAX_LENGTH {
            return false;
        }
        let words = normalise(block);
        self.whole.contains(words.trim_matches(|c: char| !c.is_alphanumeric()))
            || self.holds_pattern(&words)
            || self.is_address_line(block)
            || is_byline(block)
            || is_link_or_handle(block)
    }

    fn holds_pattern(&self, words: &str) -> bool {
        self.words.find_overlapping_iter(words).any(|found| {
            let before = words[..found.start()].chars().next_back();
            let after = words[found.end()..].chars().next();
            let last = words[..found.end()].chars().next_back();
            let ends = !last.is_some_and(char::is_alphanumeric) || !after.is_some_and(char::is_alphanumeric);
            if self.is_start[found.pattern().as_usize()] {
                found.start() == 0 && ends
            } else {
                ends && !before.is_some_and(char::is_alphanumeric)
            }
        })
    }

    /// "304 North Cardinal St." or "Dorchester Center, MA 02124".
    fn is_address_line(&self, block: &str) -> bool {
        let words: Vec<&str> = block.split_whitespace().map(|w| w.trim_end_matches([',', '.'])).collect();
        if words.len() < 2 || words.len() > 8 {
            return false;
        }
        let is_number = |w: &str| !w.is_empty() && w.len() <= 5 && w.bytes().all(|b| b.is_ascii_digit());
        let are_capitalised = |words: &[&str]| words.iter().all(|w| !w.starts_with(char::is_lowercase));
        let last = words[words.len() - 1];
        let is_street =
            is_number(words[0]) && are_capitalised(&words) && self.street_words.contains(last.to_lowercase().as_str());
        let state = words[words.len() - 2];
        let code = last.split('-').next().unwrap_or(last);
        let is_town = words.len() >= 3
            && is_number(code)
            && code.len() == 5
            && state.len() == 2
            && state.bytes().all(|b| b.is_ascii_uppercase())
            && are_capitalised(&words);
        is_street || is_town
    }
}

/// "By Jane Doe and John Roe, Northern Herald".
fn is_byline(block: &str) -> bool {
    let mut words = block.split_whitespace();
    let starts = words.next().is_some_and(|w| w.eq_ignore_ascii_case("by"));
    let words: Vec<&str> = words.collect();
    starts
        && !words.is_empty()
        && words.len() <= MAX_BYLINE_WORDS
        && words[0].starts_with(char::is_uppercase)
        && !block.ends_with(['.', '!', '?', ':'])
        && words.iter().all(|w| !w.starts_with(char::is_lowercase) || w.len() <= 3)
        && words.iter().all(|w| !w.bytes().any(|b| b.is_ascii_digit()))
}

/// A block that is only addresses of the web, handles, tags, or the signature below a quoted post:
/// "— Jane Doe (@janedoe) May 3, 2026".
fn is_link_or_handle(block: &str) -> bool {
    let is_link = |w: &str| {
        let w = w.trim_matches(|c: char| "()[]<>,;".contains(c));
        w.starts_with("http://")
            || w.starts_with("https://")
            || w.starts_with("www.")
            || (w.len() > 1 && (w.starts_with('@') || w.starts_with('#')))
            || (w.contains('@') && w.contains('.') && !w.ends_with('.'))
    };
    let is_signature = block.starts_with(['—', '–', '-']) && block.contains("(@") && block.len() <= 120;
    is_signature || block.split_whitespace().all(is_link)
}

/// Lower case, straight quotes, one space between words, numbers as `N`.
fn normalise(block: &str) -> String {
    let mut words = String::with_capacity(block.len());
    for c in block.chars() {
        match c {
            '’' | '‘' => words.push('\''),
            '0'..='9' => {
                if !words.ends_with('N') {
                    words.push('N');
                }
            }
            c if c.is_whitespace() => {
                if !words.ends_with(' ') && !words.is_empty() {
                    words.push(' ');
                }
            }
            c => words.extend(c.to_lowercase()),
        }
    }
    words
}
