//! Parts of names that belong to the full name.
//!
//! "Petro", "Mr Petro" and "President Petro" are "Gustavo Petro"; "Kim" is "Kim Jong Un" where
//! nobody's last name is Kim; "Women Arise" is "Women Arise for Change Initiative". A bare surname
//! takes the type of the full name, whatever the engine says. Must not: "Maria Petro" is not
//! "Gustavo Petro".

use rustc_hash::{FxHashMap, FxHashSet};

use super::drafts::{DraftId, Drafts};
use crate::mentions::{MentionKind, fold};
use crate::schema::EntityType;

/// A name of several words.
struct Full {
    draft: DraftId,
    words: Vec<String>,
    first: u32,
    person: bool,
    /// Whether nothing but the engine's label says that it is no person.
    unsure: bool,
    /// Whether the gazetteer or a title says who it is; then it is no chance run of words.
    sure: bool,
    /// How often the article names it.
    count: usize,
}

pub(super) fn run(drafts: &mut Drafts) {
    let mut fulls: Vec<Full> = Vec::new();
    let mut shorts: Vec<Full> = Vec::new();
    let mut seen: FxHashMap<(DraftId, Vec<String>), ()> = FxHashMap::default();
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        let (MentionKind::Name, Some(name), Some(draft)) = (mention.kind, mention.name, drafts.of(id)) else {
            continue;
        };
        let known = drafts.draft(draft).entry.map(|e| drafts.gazetteer.entry(e).entity_type);
        if matches!(known, Some(EntityType::Country | EntityType::Group))
            || drafts.type_of(draft) == Some(EntityType::Group)
        {
            continue;
        }
        let words: Vec<String> = name
            .tokens()
            .map(|t| fold(drafts.words.word(t)).into_owned())
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .collect();
        if words.is_empty() || seen.insert((draft, words.clone()), ()).is_some() {
            continue;
        }
        let first_name = words.len() > 1 && drafts.gazetteer.is_first_name(&words[0]);
        let person = known == Some(EntityType::Person)
            || known.is_none() && (first_name || mention.entity_type.is_none_or(|t| t == EntityType::Person));
        let sure = known.is_some() || mention.title.is_some();
        let count = drafts.draft(draft).mentions.len();
        let unsure = known.is_none() && words.len() <= 2 && mention.entity_type != Some(EntityType::Organization);
        let full = Full { draft, words, first: mention.span.start, person, unsure, sure, count };
        if full.words.len() > 1 {
            fulls.push(full);
        } else if !matches!(known, Some(EntityType::Organization | EntityType::Place)) {
            shorts.push(full);
        }
    }
    // Of two words the last alone: so persons are called, and neither towns nor books.
    let bare: FxHashSet<&str> = shorts.iter().filter(|s| s.person || s.unsure).map(|s| s.words[0].as_str()).collect();
    for full in fulls.iter_mut().filter(|f| f.unsure) {
        full.person |= full.words.last().is_some_and(|last| bare.contains(last.as_str()));
    }
    let mut by_last: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut by_first: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (i, full) in fulls.iter().enumerate() {
        if let (Some(first), Some(last)) = (full.words.first(), full.words.last()) {
            by_last.entry(last).or_default().push(i);
            by_first.entry(first).or_default().push(i);
        }
    }
    let mut joins: Vec<(DraftId, DraftId)> = Vec::new();
    for short in &shorts {
        let word = short.words[0].as_str();
        let persons = |index: &FxHashMap<&str, Vec<usize>>| nearest(index.get(word), &fulls, short, |f| f.person);
        let any = |index: &FxHashMap<&str, Vec<usize>>| {
            nearest(index.get(word), &fulls, short, |f| !f.person && f.words.len() > 2)
        };
        // A name that is both a last and a first name is rather the last.
        let full = persons(&by_last)
            .or_else(|| if short.person || drafts.gazetteer.is_first_name(word) { persons(&by_first) } else { None })
            .or_else(|| if short.person { None } else { any(&by_first) });
        if let Some(full) = full {
            joins.push((full, short.draft));
        }
    }
    // Names of two words inside longer ones.
    for short in &fulls {
        let (Some(first), Some(last)) = (short.words.first(), short.words.last()) else { continue };
        let longer = |i: &&usize| {
            let full = &fulls[**i];
            full.words.len() > short.words.len() && full.person == short.person && within(&short.words, &full.words)
        };
        let at_end = by_last.get(last.as_str()).and_then(|c| c.iter().find(longer));
        let at_start = by_first.get(first.as_str()).and_then(|c| c.iter().find(longer));
        let found = if short.person { at_end.or(at_start) } else { at_start };
        if let Some(i) = found {
            joins.push((fulls[*i].draft, short.draft));
        }
    }
    for (full, part) in joins {
        let (a, b) = (drafts.draft(full).entry, drafts.draft(part).entry);
        let person =
            drafts.draft(part).entry.is_none_or(|e| drafts.gazetteer.entry(e).entity_type == EntityType::Person);
        if b.is_none() || person && a.is_none() || a == b {
            drafts.join(full, part, "part of the full name");
        }
    }
}

/// The full name that the gazetteer or a title makes sure of, then the more frequent, then the one
/// begun last before the short one.
fn nearest(
    candidates: Option<&Vec<usize>>,
    fulls: &[Full],
    short: &Full,
    fits: impl Fn(&Full) -> bool,
) -> Option<DraftId> {
    let fitting = candidates?.iter().map(|i| &fulls[*i]).filter(|f| fits(f));
    fitting
        .max_by_key(|f| {
            (
                f.sure,
                f.count.min(3),
                f.first <= short.first,
                if f.first <= short.first { i64::from(f.first) } else { -i64::from(f.first) },
            )
        })
        .map(|f| f.draft)
}

/// Whether all words of `short` stand in `long` in the same order.
fn within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|w| rest.any(|l| l == w))
}
