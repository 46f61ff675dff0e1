//! Abbreviations that the article introduces beside the full name.
//!
//! "Kenya's National Dairy and Fodder Board (NDFB)", "the Joint Comprehensive Plan of
//! Action, or JCPOA", "Mohamed, known by his nickname Farmajo". Must not: "Ankara (AFP)", where the letters do not fit.

use super::drafts::Drafts;
use crate::mentions::MentionKind;
use crate::source::TokenId;

/// How many words may stand between a name and its abbreviation: `(`, `, or`, `, known as the`.
const LONGEST_LINK: u32 = 6;

pub(super) fn run(drafts: &mut Drafts) {
    let names: Vec<_> = drafts.ids().filter(|id| drafts.mention(*id).kind == MentionKind::Name).collect();
    for (i, long) in names.iter().enumerate() {
        let Some(long_name) = drafts.mention(*long).name else { continue };
        for short in names[i + 1..].iter().take(4) {
            let Some(short_name) = drafts.mention(*short).name else { continue };
            if short_name.start < long_name.end {
                continue;
            }
            if short_name.start > long_name.end + LONGEST_LINK {
                break;
            }
            let between: Vec<&str> = (long_name.end..short_name.start).map(|t| drafts.words.word(TokenId(t))).collect();
            let introduces = matches!(between.first(), Some(&"(" | &"[" | &"," | &"-" | &"–" | &"—"));
            let text = drafts.words.text(short_name);
            let alias = between.iter().any(|w| drafts.lexicons.alias_words.contains(*w));
            if (introduces && abbreviates(drafts.words.text(long_name), text) || alias)
                && let (Some(a), Some(b)) = (drafts.of(*long), drafts.of(*short))
                && drafts.draft(b).entry.is_none_or(|e| drafts.draft(a).entry.is_none_or(|f| e == f))
            {
                drafts.join(a, b, "abbreviation beside the name");
                break;
            }
        }
    }
}

/// Whether capital letters are, in order, the first letters of a name's words, the first among them.
fn abbreviates(long: &str, short: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < 2
        || letters.len() > 10
        || letters.iter().filter(|c| c.is_uppercase()).count() * 2 < letters.len()
    {
        return false;
    }
    let initials: Vec<char> = long
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|w| w.chars().next())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let mut next = initials.iter();
    let in_order = letters.iter().all(|l| next.any(|i| *i == l.to_ascii_uppercase()));
    in_order && initials.first().is_some_and(|i| *i == letters[0].to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::abbreviates;

    #[test]
    fn letters_of_the_name_abbreviate_it() {
        assert!(abbreviates("National Intelligence and Security Agency", "NISA"));
        assert!(abbreviates("Joint Comprehensive Plan of Action", "JCPOA"));
        assert!(!abbreviates("Ankara Chamber", "AFP"));
        assert!(!abbreviates("European Union", "Erdogan"));
    }
}
