//! Capitals that stand for governments.
//!
//! "Washington imposed sanctions", "relations between Washington and Bogotá" and "criticism from
//! Washington" speak of governments; "a meeting in Washington", "flew to Washington" and
//! "Bogotá's Plaza Bolívar" of the place.

use crate::mentions::{Lexicons, Words};
use crate::source::TokenId;
use crate::syntax::{Label, Tag};

/// Chains of conjunction longer than this are read as places.
const LONGEST_CHAIN: usize = 8;

/// Whether the capital whose name hangs in the tree by `head` stands for its government.
pub(super) fn stands_for_government(words: &Words, lexicons: &Lexicons, head: TokenId) -> bool {
    let mut token = head;
    for _ in 0..LONGEST_CHAIN {
        let Some(governor) = words.syntax.head(token) else { return false };
        let reading = |kind: &str, word: &str| lexicons.metonymy.get(&format!("{kind} {word}")).map(String::as_str);
        let lemma = words.syntax.lemma(governor).to_lowercase();
        return match words.label(token) {
            Label::Nsubj | Label::Nsubjpass => {
                // "Damascus was hit by missiles"
                let struck = words.label(token) == Label::Nsubjpass && reading("motion", &lemma) == Some("place");
                words.is_verb(governor)
                    && !struck
                    && (reading("verb", &lemma) != Some("place")
                        // "Bogotá has been vocal", but "Bogotá is the capital".
                        || lemma == "be" && words.syntax.children_by(governor, Label::Acomp).next().is_some())
            }
            Label::Dobj | Label::Dative => {
                reading("motion", &lemma) != Some("place") && reading("verb", &lemma) != Some("place")
            }
            Label::Poss => {
                !lexicons.places.contains_key(&lemma) && !matches!(words.tag(governor), Tag::Nnp | Tag::Nnps)
            }
            Label::Pobj => {
                let above = words.syntax.head(governor).map(|h| words.syntax.lemma(h).to_lowercase());
                let above = above.unwrap_or_default();
                if words.label(governor) == Label::Agent {
                    return true;
                }
                match reading("preposition", &lemma) {
                    Some("government") => {
                        !lexicons.places.contains_key(&above) && reading("motion", &above) != Some("place")
                    }
                    Some("motion") => reading("motion", &above) != Some("place"),
                    _ => false,
                }
            }
            Label::Conj => {
                token = governor;
                continue;
            }
            _ => false,
        };
    }
    false
}
