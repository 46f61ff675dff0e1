//! The language of each paragraph, from letter sequences (whatlang), scripts and neighbours.

use whatlang::{Detector, Lang, Script};

use super::Language;

/// So many characters of a paragraph are looked at; more would not change the answer.
const SAMPLE: usize = 600;
/// Fewer letters of a Latin script than this say nothing for themselves.
const MIN_LETTERS: usize = 40;
/// From so many letters on, the paragraph's own answer counts more than its neighbours.
const ENOUGH_LETTERS: usize = 120;

/// The language of each of an article's paragraphs.
pub(super) fn tell(paragraphs: &[&str]) -> Vec<Language> {
    let alone: Vec<Judgement> = paragraphs.iter().map(|p| judge(p)).collect();
    (0..paragraphs.len())
        .map(|i| {
            if let Judgement::Sure(language) = alone[i] {
                return language;
            }
            let before = alone[..i].iter().rev().find_map(Judgement::language);
            let after = alone[i + 1..].iter().find_map(Judgement::language);
            // A short line beside a paragraph in Spanish is Spanish if it looks more like that than
            // like English; what stands between two paragraphs of one language is in it.
            let foreign = [after, before].into_iter().flatten().find(|n| is_rather(paragraphs[i], *n));
            match (alone[i], before, after) {
                _ if foreign.is_some() => foreign.unwrap_or(Language::Unsure),
                (Judgement::Unknown, Some(a), Some(b)) if a == b => a,
                (Judgement::Unknown, Some(a), None) | (Judgement::Unknown, None, Some(a)) => a,
                (Judgement::Leaning(a), b, c) if b == Some(a) || c == Some(a) => a,
                _ => Language::Unsure,
            }
        })
        .collect()
}

/// Whether words look more like a language than like English.
fn is_rather(words: &str, language: Language) -> bool {
    let Language::Other(code) = language else { return false };
    let Some(lang) = Lang::from_code(code) else { return false };
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    letters * 2 >= MIN_LETTERS && wins_against_english(words, lang) && wins_against_english(&without_names(words), lang)
}

fn wins_against_english(words: &str, lang: Lang) -> bool {
    let sample: String = words.chars().take(SAMPLE).collect();
    Detector::with_allowlist(vec![Lang::Eng, lang]).detect_lang(&sample) == Some(lang)
}

/// The words in lower case: those that say in which language the names stand.
fn without_names(words: &str) -> String {
    let words = words.split_whitespace().filter(|w| {
        let letter = w.chars().find(|c| c.is_alphanumeric());
        letter.is_some_and(char::is_lowercase)
    });
    words.collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Judgement {
    Sure(Language),
    /// Too short to be sure.
    Leaning(Language),
    Unknown,
}

impl Judgement {
    fn language(&self) -> Option<Language> {
        match self {
            Self::Sure(language) => Some(*language),
            _ => None,
        }
    }
}

/// A language or two of each family written in Latin letters: a text in any other is nearer to one
/// of these than to English. Asking only them takes a fraction of the time of asking all.
const PANEL: [Lang; 10] =
    [Lang::Eng, Lang::Nld, Lang::Swe, Lang::Spa, Lang::Fra, Lang::Pol, Lang::Fin, Lang::Tur, Lang::Ind, Lang::Sna];

fn judge(paragraph: &str) -> Judgement {
    let sample: String = paragraph.chars().take(SAMPLE).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= ENOUGH_LETTERS {
        let first = Detector::with_allowlist(PANEL.to_vec()).detect(&sample);
        if first.is_some_and(|i| i.lang() == Lang::Eng && i.script() == Script::Latin && i.is_reliable()) {
            return Judgement::Sure(Language::English);
        }
    }
    let Some(info) = whatlang::detect(&sample) else { return Judgement::Unknown };
    let language = language_of(info.lang());
    if info.script() != Script::Latin {
        // Scripts with one language are told by a few letters.
        return if letters >= 4 { Judgement::Sure(language) } else { Judgement::Unknown };
    }
    if letters < MIN_LETTERS {
        return Judgement::Unknown;
    }
    if info.lang() == Lang::Eng {
        return if letters >= ENOUGH_LETTERS || info.is_reliable() {
            Judgement::Sure(Language::English)
        } else {
            Judgement::Leaning(Language::English)
        };
    }
    // Against English alone: names in another language must not carry an English sentence over.
    let duel = Detector::with_allowlist(vec![Lang::Eng, info.lang()]).detect(&sample);
    match duel {
        Some(duel) if duel.lang() == Lang::Eng => Judgement::Leaning(Language::English),
        Some(_) if !wins_against_english(&without_names(&sample), info.lang()) => Judgement::Leaning(Language::English),
        Some(duel) if info.is_reliable() && duel.is_reliable() => Judgement::Sure(language),
        Some(duel) if duel.is_reliable() && letters >= ENOUGH_LETTERS => Judgement::Sure(language),
        _ => Judgement::Leaning(language),
    }
}

fn language_of(lang: Lang) -> Language {
    if lang == Lang::Eng { Language::English } else { Language::Other(lang.code()) }
}
