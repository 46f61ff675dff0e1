//! What somebody may have meant who named a thing that is not there.

use super::identity::normalise_name;

/// A word of at least this many letters that two names share makes them near.
const TELLING: usize = 4;

/// Names that are longer than this many letters are compared by their beginnings.
const COMPARED: usize = 64;

/// The names most like the wanted one, best first, at most three; none if nothing is like it.
pub(super) fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let letters = |name: &str| normalise_name(name).chars().take(COMPARED).collect::<Vec<char>>();
    let wanted = letters(wanted);
    // Of a name of one or two letters everything is a neighbour.
    if wanted.len() < 3 {
        return Vec::new();
    }
    let words = |letters: &[char]| -> Vec<Vec<char>> {
        letters.split(|c| *c == ' ').filter(|word| word.len() >= TELLING).map(<[char]>::to_vec).collect()
    };
    let wanted_words = words(&wanted);
    let mut near: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let candidate = letters(name);
        let holds = candidate.windows(wanted.len()).any(|part| part == wanted);
        let distance = distance(&wanted, &candidate);
        if holds || distance * 3 <= wanted.len().max(candidate.len()) {
            near.push((if holds { 0 } else { distance }, name));
        } else if words(&candidate).iter().any(|word| wanted_words.contains(word)) {
            near.push((COMPARED + distance, name));
        }
    }
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// How many letters must be put in, left out or changed (Levenshtein 1965).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = above[0];
        above[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = above[j + 1];
            above[j + 1] = changed.min(above[j] + 1).min(diagonal + 1);
        }
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_a_part_of_a_name_finds_it_and_anything_else_does_not() {
        let names = ["Gustavo Petro", "Donald Trump", "Bogotá", "us-colombia"];
        assert_eq!(nearest("gustavo pedro", names), ["Gustavo Petro"]);
        assert_eq!(nearest("trump", names), ["Donald Trump"]);
        assert_eq!(nearest("bogota", names), ["Bogotá"]);
        assert_eq!(nearest("us-columbia", names), ["us-colombia"]);
        assert_eq!(nearest("Petro Urrego", names), ["Gustavo Petro"]);
        assert_eq!(nearest("Emmanuel Macron", names), [] as [&str; 0]);
        assert_eq!(nearest("b", names), [] as [&str; 0]);
    }
}
