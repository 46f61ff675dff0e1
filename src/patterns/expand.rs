//! A pattern as written to the sentences that it stands for.

use std::ops::Range;

/// A sentence of a pattern with names put in for its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// The sentence to parse.
    pub text: String,
    /// Where each letter's stand-in stands, in bytes: `A`, `B`, `C`, `X`, `DO`, `ACT`.
    pub letters: Vec<(String, Range<usize>)>,
    /// The optional parts, in bytes.
    pub optional: Vec<Range<usize>>,
}

/// The most sentences that one pattern may stand for.
const MOST: usize = 256;

/// Expands alternatives and puts in the words for letters; `None` if there are too many.
pub(super) fn expand(pattern: &str, stand_in: impl Fn(&str) -> Option<String>) -> Option<Vec<Sentence>> {
    let mut choices: Vec<Vec<&str>> = Vec::new();
    let mut count = 1;
    for word in pattern.split_whitespace() {
        let alternatives: Vec<&str> = word.split('/').collect();
        count *= alternatives.len();
        if count > MOST {
            return None;
        }
        choices.push(alternatives);
    }
    let mut sentences = Vec::with_capacity(count);
    for mut number in 0..count {
        let mut words = Vec::with_capacity(choices.len());
        // A bracket written at the first or last alternative belongs to whichever is chosen.
        for alternatives in &choices {
            let chosen = alternatives[number % alternatives.len()];
            number /= alternatives.len();
            let mut word = chosen.to_owned();
            if alternatives[0].starts_with('(') && !word.starts_with('(') {
                word.insert(0, '(');
            }
            let last = alternatives[alternatives.len() - 1];
            if last.ends_with(')') && !word.ends_with(')') {
                word.push(')');
            }
            words.push(word);
        }
        sentences.push(put_in(&words, &stand_in));
    }
    Some(sentences)
}

fn put_in(words: &[String], stand_in: &impl Fn(&str) -> Option<String>) -> Sentence {
    let mut sentence = Sentence { text: String::new(), letters: Vec::new(), optional: Vec::new() };
    let mut open = None;
    for word in words {
        if !sentence.text.is_empty() {
            sentence.text.push(' ');
        }
        let mut rest = word.as_str();
        if let Some(inner) = rest.strip_prefix('(') {
            open = Some(sentence.text.len());
            rest = inner;
        }
        let closes = rest.ends_with(')');
        rest = rest.strip_suffix(')').unwrap_or(rest);
        // "B's" and "A," keep what follows the letter.
        let end = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len());
        let (letter, tail) = rest.split_at(end);
        match stand_in(letter).filter(|_| tail.is_empty() || tail.starts_with(['\'', ',', '’'])) {
            Some(name) => {
                let start = sentence.text.len();
                sentence.text.push_str(&name);
                sentence.letters.push((letter.to_owned(), start..sentence.text.len()));
                sentence.text.push_str(tail);
            }
            None => sentence.text.push_str(rest),
        }
        if closes && let Some(start) = open.take() {
            sentence.optional.push(start..sentence.text.len());
        }
    }
    sentence.text.push('.');
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_and_brackets_are_expanded() {
        let name = |l: &str| match l {
            "A" => Some("France".to_owned()),
            "B" => Some("Spain".to_owned()),
            "X" => Some("murder".to_owned()),
            _ => None,
        };
        let all = expand("A accused/blamed B's army (of/for X)", name).expect("few alternatives");
        assert_eq!(all.len(), 4);
        assert_eq!(all[0].text, "France accused Spain's army of murder.");
        assert_eq!(all[3].text, "France blamed Spain's army for murder.");
        assert_eq!(&all[0].text[all[0].optional[0].clone()], "of murder");
        assert_eq!(all[0].letters[1].0, "B");
    }
}
