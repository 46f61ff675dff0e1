//! When a name agrees with a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::GoldEntity;

/// Words that do not count when names are compared.
///
/// Part of the definition of the score, not knowledge about language: the original scorer has the
/// same list, and the figures would change with it.
const UNCOUNTED: [&str; 9] = ["the", "a", "an", "mr", "mrs", "ms", "dr", "of", "s"];

/// A string as it is compared: lower case, without accents, possessive endings, punctuation and
/// words that do not count, single spaces between the rest.
pub(super) fn normalise(text: &str) -> String {
    let folded: String =
        text.nfkd().collect::<String>().to_lowercase().chars().filter(|c| canonical_combining_class(*c) == 0).collect();
    let chars: Vec<char> = folded.chars().map(|c| if c == '’' { '\'' } else { c }).collect();
    let mut kept = String::with_capacity(chars.len());
    let mut i = 0;
    while i < chars.len() {
        let ends = chars.get(i + 2).is_none_or(|c| !c.is_alphanumeric() && *c != '_');
        if chars[i] == '\'' && chars.get(i + 1) == Some(&'s') && ends {
            i += 2;
            continue;
        }
        let c = chars[i];
        kept.push(if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { ' ' });
        i += 1;
    }
    let words: Vec<&str> = kept.split(' ').filter(|w| !w.is_empty() && !UNCOUNTED.contains(w)).collect();
    words.join(" ")
}

/// The words of a normalised name, sorted: the order of the words does not matter.
pub(super) fn bag(text: &str) -> Vec<String> {
    let mut words: Vec<String> = normalise(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// Whether a mention holds a proper name: a capital behind the first word, or one capitalised word.
pub(super) fn is_proper(mention: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    mention.split_whitespace().skip(1).any(capital) || (capital(mention) && !mention.contains(' '))
}

/// Whether a predicted name, with its Wikidata id if it has one, means the gold entity.
pub(super) fn entity_agrees(name: &str, wikidata: Option<&str>, gold: &GoldEntity) -> bool {
    let words = bag(name);
    if words.is_empty() {
        return false;
    }
    let given = wikidata.filter(|id| !id.is_empty());
    if let (Some(ours), Some(theirs)) = (given, gold.wikidata.as_deref().filter(|id| !id.is_empty()))
        && ours != theirs
    {
        return false;
    }
    gold.names.contains(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_titles_and_possessives() {
        assert_eq!(normalise("Mr. Nicolás Maduro’s"), "nicolas maduro");
        assert_eq!(normalise("the Bank of England"), "bank england");
        assert_eq!(normalise("U.S."), "u");
        assert_eq!(normalise("Côte d'Ivoire"), "cote d ivoire");
        assert_eq!(bag("Kim Jong-un"), bag("Jong Un Kim"));
    }

    #[test]
    fn a_capital_makes_a_mention_proper() {
        assert!(is_proper("Trump") && is_proper("the American leader") && is_proper("US troops of Norland"));
        assert!(!is_proper("the leader") && !is_proper("The leader") && !is_proper("leader"));
    }
}
