//! Words to lemmas, by suffix rules, exceptions and lists of known lemmas.
//!
//! Takes a word with its part of speech; gives its lemma. Does not look at context. Example:
//! `studies` as a noun gives `study`.

use rustc_hash::FxHashMap;

use super::model::{ModelError, Sections};
use super::names::Pos;
use super::pattern::Characters;

/// The tables of one part of speech.
struct Table {
    /// Endings with what takes their place.
    rules: Vec<(&'static str, &'static str)>,
    exceptions: FxHashMap<&'static str, Vec<&'static str>>,
    known: WordList,
}

/// A sorted list of words, each without the bytes it shares with the one before; every sixteenth
/// is whole.
struct WordList {
    starts: Vec<u32>,
    data: &'static [u8],
}

impl WordList {
    fn contains(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let whole = |start: u32| {
            let entry = &self.data[start as usize..];
            &entry[2..2 + usize::from(entry[1])]
        };
        let after = self.starts.partition_point(|start| whole(*start) <= word);
        if after == 0 {
            return false;
        }
        let end = self.starts.get(after).map_or(self.data.len(), |end| *end as usize);
        let mut block = &self.data[self.starts[after - 1] as usize..end];
        // How many bytes of `word` the last entry began with.
        let mut common = 0;
        while let [shared, len, rest @ ..] = block {
            let (suffix, rest) = rest.split_at(usize::from(*len));
            let shared = usize::from(*shared);
            if shared < common {
                return false;
            }
            if shared == common {
                let left = &word[common..];
                common += left.iter().zip(suffix).take_while(|(a, b)| a == b).count();
                if common == word.len() && common == shared + suffix.len() {
                    return true;
                }
            }
            block = rest;
        }
        false
    }
}

/// The lemma tables.
pub(super) struct Lemmatizer {
    tables: FxHashMap<Pos, Table>,
}

impl Lemmatizer {
    pub(super) fn read(sections: &Sections) -> Result<Self, ModelError> {
        let mut reader = sections.section("lemmas")?;
        let mut tables = FxHashMap::default();
        for _ in 0..reader.u32()? {
            let name = reader.text()?;
            let pos = Pos::parse(name).ok_or_else(|| reader.damaged("an unknown part of speech"))?;
            let rules = (0..reader.u32()?)
                .map(|_| Ok((reader.text()?, reader.text()?)))
                .collect::<Result<Vec<_>, ModelError>>()?;
            let exceptions = (0..reader.u32()?)
                .map(|_| Ok((reader.text()?, reader.texts()?)))
                .collect::<Result<FxHashMap<_, _>, ModelError>>()?;
            let starts = (0..reader.u32()?).map(|_| reader.u32()).collect::<Result<Vec<_>, _>>()?;
            let len = reader.u32()? as usize;
            let known = WordList { starts, data: reader.bytes(len)? };
            tables.insert(pos, Table { rules, exceptions, known });
        }
        Ok(Self { tables })
    }

    /// Appends the lemma of `word` to `out`; `lower` is the word in lower case.
    pub(super) fn lemma(
        &self,
        characters: &Characters,
        word: &str,
        lower: &str,
        pos: Option<Pos>,
        is_base: bool,
        out: &mut String,
    ) {
        let table = pos.and_then(|pos| self.tables.get(&pos));
        match table {
            Some(table) if !is_base => table.lemma(characters, word, lower, out),
            None if pos == Some(Pos::Propn) && !is_base => out.push_str(word),
            _ => out.push_str(lower),
        }
    }
}

impl Table {
    fn lemma(&self, characters: &Characters, word: &str, lower: &str, out: &mut String) {
        // Forms that the list of known lemmas has come first, the newest of them at the very front;
        // then forms that are not plain words.
        let mut forms: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.known.contains(&form) {
                forms.insert(0, form);
            } else if !form.chars().all(|c| characters.is_alphabetic(c)) {
                forms.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        // Of several exceptions the last one wins, unless a rule gives it as well.
        for form in self.exceptions.get(lower).into_iter().flatten() {
            if !forms.iter().any(|known| known == form) {
                forms.insert(0, (*form).to_owned());
            }
        }
        match forms.into_iter().next().or(unknown) {
            Some(form) => out.push_str(&form),
            None => out.push_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::BUILT_IN;
    use crate::syntax::pattern::Classes;

    #[test]
    fn lemmas_equal_those_of_the_reference() {
        let sections = Sections::open(BUILT_IN).unwrap();
        let characters = Characters::read(&sections, &Classes::read(&sections).unwrap()).unwrap();
        let lemmatizer = Lemmatizer::read(&sections).unwrap();
        for (word, pos, is_base, expected) in [
            ("better", Pos::Adj, false, "well"),
            ("axes", Pos::Noun, false, "axis"),
            ("blogging", Pos::Verb, false, "blogge"),
            ("Googled", Pos::Verb, false, "google"),
            ("studies", Pos::Noun, false, "study"),
            ("men", Pos::Noun, false, "man"),
            ("boxes", Pos::Noun, false, "box"),
            ("e-mails", Pos::Noun, false, "e-mail"),
            ("“", Pos::Punct, false, "\""),
            ("running", Pos::Verb, false, "run"),
            ("Running", Pos::Noun, true, "running"),
            ("Apples", Pos::Propn, false, "Apples"),
            ("US", Pos::Pron, false, "us"),
            ("lighting", Pos::Verb, false, "light"),
        ] {
            let mut lemma = String::new();
            lemmatizer.lemma(&characters, word, &word.to_lowercase(), Some(pos), is_base, &mut lemma);
            assert_eq!(lemma, expected, "{word}");
        }
    }

    #[test]
    fn every_word_of_a_front_coded_list_is_found() {
        let sections = Sections::open(BUILT_IN).unwrap();
        let lemmatizer = Lemmatizer::read(&sections).unwrap();
        for (pos, len) in [(Pos::Adj, 20_993), (Pos::Noun, 57_528), (Pos::Verb, 8_700), (Pos::Adv, 3_775)] {
            let list = &lemmatizer.tables[&pos].known;
            let (mut rest, mut word, mut found) = (list.data, Vec::new(), 0);
            while let [shared, len, tail @ ..] = rest {
                let (suffix, tail) = tail.split_at(usize::from(*len));
                word.truncate(usize::from(*shared));
                word.extend_from_slice(suffix);
                let text = std::str::from_utf8(&word).unwrap();
                assert!(list.contains(text), "{text}");
                assert!(!list.contains(&format!("{text}\u{1}")), "{text}");
                (rest, found) = (tail, found + 1);
            }
            assert_eq!(found, len);
            assert!(!list.contains(""));
        }
    }
}
