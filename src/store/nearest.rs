//! Names that somebody may have meant.

use super::identity::normalise_name;
use super::view::Graph;

/// How many names are suggested.
const SUGGESTED: usize = 3;
/// How many letters of a name are compared; names may be hostile and long.
const LETTERS: usize = 60;
/// A word of so many letters that two names share makes them near.
const WORD: usize = 4;

/// The names of entities that are most like a name that none bears, the nearest first.
///
/// Near are names with few letters other (a third of them; Levenshtein 1966), and names that share
/// a whole word of four letters or more.
pub(super) fn nearest(graph: &Graph, name: &str) -> Vec<String> {
    let wanted = letters(name);
    let wanted_words = words(name);
    let mut near: Vec<(usize, u32, &str)> = Vec::new();
    for entity in &graph.entities {
        let best = entity.names.iter().filter_map(|(candidate, _)| {
            let distance = distance(&wanted, &letters(candidate), wanted.len() / 3);
            let shares = || words(candidate).iter().any(|word| wanted_words.contains(word));
            // Who writes only a part of a name is farther off than who writes it wrongly.
            distance.or_else(|| shares().then_some(LETTERS))
        });
        if let Some(distance) = best.min() {
            near.push((distance, u32::MAX - entity.mentions, &entity.name));
        }
    }
    near.sort_unstable();
    // Where a name was only written wrongly, others that share a word with it are not meant.
    if near.first().is_some_and(|(distance, ..)| *distance < LETTERS) {
        near.retain(|(distance, ..)| *distance < LETTERS);
    }
    near.dedup_by_key(|(_, _, name)| *name);
    near.into_iter().take(SUGGESTED).map(|(_, _, name)| name.to_owned()).collect()
}

fn letters(name: &str) -> Vec<char> {
    normalise_name(name).chars().take(LETTERS).collect()
}

fn words(name: &str) -> Vec<String> {
    let name: String = letters(name).into_iter().collect();
    name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() >= WORD).map(str::to_owned).collect()
}

/// How many letters must be put in, taken out or changed, if no more than `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row.pop().filter(|distance| *distance <= most)
}
