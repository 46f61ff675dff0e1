//! Stable names: hashes of natural content, and names of entities brought to one form.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Longest readable part of an id, in letters.
const SLUG: usize = 40;

/// `kind-` and the first 96 bits of the SHA-256 of all parts. Each part is hashed with its length,
/// so that no two lists of parts run into the same bytes.
pub(super) fn id(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&kind).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    format!("{kind}-{}", hexadecimal(&hash.finalize()[..12]))
}

/// The SHA-256 of a text, in 64 hexadecimal digits.
pub(super) fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// 63 bits of the SHA-256 of a sentence whose white space and case are evened out: equal for the
/// same words in another layout. Fits SQLite's integers.
pub(super) fn sentence_digest(sentence: &str) -> i64 {
    let mut even = String::with_capacity(sentence.len());
    for word in sentence.split_whitespace() {
        even.push_str(&word.to_lowercase());
        even.push(' ');
    }
    let hash = Sha256::digest(even.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(bytes) & i64::MAX
}

/// A name without case, accents and punctuation: "Bogotá, D.C." becomes "bogota dc". Never empty
/// unless the name is.
pub(super) fn normalise_name(name: &str) -> String {
    let mut even = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.nfkd().filter(|c| !is_diacritic(*c)).flat_map(char::to_lowercase) {
        // Points and apostrophes stand inside words ("U.S.", "O'Hara"), all else between them.
        if matches!(c, '.' | '\'' | '’') || is_diacritic(c) {
            continue;
        }
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && !even.is_empty() {
                even.push(' ');
            }
            gap = false;
            even.push(c);
        } else {
            gap = true;
        }
    }
    if even.is_empty() { name.trim().to_lowercase() } else { even.nfc().collect() }
}

/// The accents of Latin, Greek and Cyrillic letters. Marks of other scripts carry meaning: without
/// its vowel signs a Hindi name is another name.
fn is_diacritic(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// The letters and digits of ASCII in a normalised name, words joined by `_`, cut to a length fit
/// for reading; `entity` if nothing is left.
pub(super) fn slug(normalised: &str) -> String {
    let mut slug = String::new();
    for word in normalised.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        if slug.len() + word.len() >= SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.push_str(word);
    }
    if slug.is_empty() { "entity".to_owned() } else { slug }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_whatever_their_case_accents_and_points() {
        assert_eq!(normalise_name("Bogotá, D.C."), "bogota dc");
        assert_eq!(normalise_name("BOGOTA  D.C"), "bogota dc");
        assert_eq!(normalise_name("Bogota\u{301} dc"), "bogota dc");
        assert_eq!(normalise_name("Łódź"), "łodz");
        assert_eq!(normalise_name("İzmir"), "izmir");
    }

    #[test]
    fn a_name_of_nothing_but_signs_stays_itself() {
        assert_eq!(normalise_name(" ++ "), "++");
        assert_eq!(slug(&normalise_name("++")), "entity");
        assert_eq!(slug(&normalise_name("北京")), "entity");
        assert_ne!(normalise_name("北京"), normalise_name("上海"));
    }

    #[test]
    fn parts_of_an_id_do_not_run_together() {
        assert_ne!(id("st", &["ab", "c"]), id("st", &["a", "bc"]));
        assert_eq!(id("st", &["ab", "c"]).len(), "st-".len() + 24);
    }

    #[test]
    fn a_sentence_in_another_layout_has_the_same_digest() {
        assert_eq!(sentence_digest("Syldavia  protests\nagain."), sentence_digest("syldavia protests again."));
    }
}
