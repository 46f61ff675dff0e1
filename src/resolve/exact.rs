//! Names that are the same, or names of one entry of the gazetteer; adjectives of countries.
//!
//! "United States", "the US", "America" and "American" are one; "Washington" is the United States
//! where it acts and the city where something happens in it. "Petro" twice is one. Must not: "Paris
//! Hilton" is no city, "Jackson" beside "Andrew Jackson" is no town of Mississippi.

use rustc_hash::{FxHashMap, FxHashSet};

use super::drafts::{Drafts, Key};
use super::metonymy;
use crate::mentions::{EntryId, Form, Mention, MentionKind, Reading, abbreviation_of, fold};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};
use crate::syntax::{Label, Tag};

pub(super) fn run(drafts: &mut Drafts) {
    let full_names = words_of_persons(drafts);
    let around = Around { countries: countries_around(drafts), by_comma: countries_by_comma(drafts) };
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind != MentionKind::Name {
            continue;
        }
        let text = drafts.name_text(mention);
        match choose(drafts, mention, text, &full_names, &around) {
            Some(Choice::Entry(entry, reason)) => {
                let draft = drafts.entry(entry);
                drafts.assign(id, draft, reason);
            }
            Some(Choice::Members(entry)) => {
                let draft = drafts.people(entry);
                drafts.assign(id, draft, "demonym");
            }
            None => {
                let draft = drafts.keyed(Key::Name(name_key(text)));
                drafts.assign(id, draft, "exact name");
            }
        }
    }
    halves(drafts);
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind != MentionKind::Adjective {
            continue;
        }
        let text = drafts.name_text(mention);
        // "U.S." of "U.S.-backed" is no adjective by itself.
        let (text, form) = abbreviation_of(text).map_or((text, Form::Adjective), |name| (name, Form::Name));
        let readings = drafts.gazetteer.readings(text);
        let adjectives: Vec<&Reading> = readings.iter().filter(|r| r.form == form).collect();
        // "Congolese" is of the Congo that the article names.
        let chosen = adjectives.iter().find(|r| drafts.known(&Key::Entry(r.entry)).is_some()).or(adjectives.first());
        if let Some(reading) = chosen {
            let draft = drafts.entry(reading.entry);
            drafts.assign(id, draft, "adjective of country or people");
            join_whole(drafts, mention);
        }
    }
}

/// "the North" where the article names North or South Korea: the one country that the word and the second word
/// of a country that the article names make.
fn halves(drafts: &mut Drafts) {
    let country =
        |r: &Reading| r.form == Form::Name && drafts.gazetteer.entry(r.entry).entity_type == EntityType::Country;
    let mut seconds: Vec<&str> = Vec::new();
    for entry in drafts.roots().filter_map(|root| drafts.draft(root).entry) {
        let known = drafts.gazetteer.entry(entry);
        let second = known.name.split_once(' ').filter(|_| known.entity_type == EntityType::Country);
        seconds.extend(second.map(|(_, second)| second).filter(|s| !s.contains(' ')));
    }
    seconds.sort_unstable();
    seconds.dedup();
    let mut found: Vec<(MentionId, EntryId)> = Vec::new();
    for (id, mention) in drafts.mentions.iter().filter(|(_, m)| m.kind == MentionKind::Name) {
        if seconds.is_empty() || drafts.of(id).is_none_or(|d| drafts.draft(d).entry.is_some()) {
            continue;
        }
        let whole = |second: &&str| drafts.gazetteer.readings(&format!("{} {second}", drafts.name_text(mention)));
        let mut entries: Vec<EntryId> =
            seconds.iter().flat_map(whole).filter(|r| country(r)).map(|r| r.entry).collect();
        entries.dedup();
        if let [entry] = entries[..] {
            found.push((id, entry));
        }
    }
    for (id, entry) in found {
        let draft = drafts.entry(entry);
        drafts.assign(id, draft, "first word of a country's name");
    }
}

/// "Peruvian Water Forum", of which the engine saw "Peruvian" and "Water Forum" in one place and the whole in another.
fn join_whole(drafts: &mut Drafts, adjective: &Mention) {
    // Mentions stand in the order in which they begin.
    let all = &drafts.mentions.mentions;
    let from = all.partition_point(|m| m.span.start < adjective.span.end);
    let there = all[from..].iter().take_while(|m| m.span.start == adjective.span.end);
    let found = (from as u32..).map(MentionId).zip(there).find(|(_, m)| m.kind == MentionKind::Name);
    let behind = found.map(|(id, _)| id);
    let Some(part) = behind.and_then(|id| drafts.of(id)) else { return };
    let whole = behind.map(|id| adjective.span.join(drafts.mention(id).name.unwrap_or(drafts.mention(id).span)));
    let Some(whole) = whole.map(|span| name_key(drafts.words.text(span))) else { return };
    if let Some(draft) = drafts.known(&Key::Name(whole))
        && drafts.draft(part).entry.is_none()
    {
        drafts.join(draft, part, "name without its first word");
    }
}

/// How a name is compared: without diacritics, and without case unless it is an abbreviation.
pub(super) fn name_key(text: &str) -> String {
    let folded = fold(text);
    let stripped = folded.strip_prefix("The ").or_else(|| folded.strip_prefix("the ")).unwrap_or(&folded);
    if stripped.chars().any(char::is_lowercase) { stripped.to_lowercase() } else { stripped.to_owned() }
}

enum Choice {
    Entry(EntryId, &'static str),
    Members(EntryId),
}

fn choose(
    drafts: &Drafts,
    mention: &Mention,
    text: &str,
    full_names: &FxHashSet<String>,
    around: &Around,
) -> Option<Choice> {
    let gazetteer = drafts.gazetteer;
    let readings = gazetteer.readings(text);
    let of_type = |t: EntityType, form: Form| {
        readings.iter().find(|r| r.form == form && gazetteer.entry(r.entry).entity_type == t)
    };
    let words = mention.name.map_or(0, |n| n.len());
    if readings.is_empty() {
        return None;
    }
    // "Democratic Party" of an article on Hong Kong is not that of the United States.
    let elsewhere = |r: &Reading| {
        let entry = gazetteer.entry(r.entry);
        let away = entry.country.is_some_and(|country| !around.countries.contains(&country));
        entry.name.ends_with(')') && entry.name != text && away
    };
    if readings.iter().all(elsewhere) {
        return None;
    }
    if let Some(person) = of_type(EntityType::Person, Form::Name)
        && words > 1
    {
        // Of two presidents of a name, the one in office.
        let day = drafts.day();
        let person_entry =
            |r: &&Reading| r.form == Form::Name && gazetteer.entry(r.entry).entity_type == EntityType::Person;
        let office = readings
            .iter()
            .filter(person_entry)
            .find(|r| day.as_ref().is_some_and(|d| gazetteer.in_office(r.entry, d)));
        return Some(Choice::Entry(office.unwrap_or(person).entry, "name in the gazetteer"));
    }
    if mention.entity_type == Some(EntityType::Person) && words > 1 {
        return None;
    }
    let country = of_type(EntityType::Country, Form::Name);
    if words == 1 && country.is_none() && full_names.contains(fold(text).as_ref()) {
        return None;
    }
    let place = place(drafts, text, readings, around);
    // "London" of an article on Canada that does not speak of Britain.
    let stands = |reading: &&Reading| {
        let town = place.and_then(|p| gazetteer.entry(p).country);
        let abroad = town.is_some_and(|c| c != reading.entry && around.countries.contains(&c));
        !around.by_comma.contains_key(text) && (!abroad || around.countries.contains(&reading.entry))
    };
    if let Some(reading) = readings.iter().find(|r| r.form == Form::Metonym).filter(stands) {
        let head = mention.name.map_or(mention.head, |n| drafts.words.head_of(n, mention.head));
        let in_title = mention.title.is_some();
        if !in_title && metonymy::stands_for_government(drafts.words, drafts.lexicons, head) {
            return Some(Choice::Entry(reading.entry, "capital for its government"));
        }
        // A city before a state of the same name: "Washington".
        let city = readings.iter().filter(|r| r.form == Form::Name).max_by_key(|r| gazetteer.entry(r.entry).population);
        if country.is_none() {
            return Some(match city {
                Some(city) => Choice::Entry(city.entry, "place in the gazetteer"),
                None => Choice::Entry(reading.entry, "building for its government"),
            });
        }
    }
    if let Some(country) = country {
        return Some(Choice::Entry(country.entry, "country name"));
    }
    for kind in [EntityType::Organization, EntityType::Group] {
        if let Some(reading) = of_type(kind, Form::Name) {
            return Some(Choice::Entry(reading.entry, "name in the gazetteer"));
        }
    }
    if let Some(place) = place {
        return Some(Choice::Entry(place, "place in the gazetteer"));
    }
    if let Some(reading) = readings.iter().find(|r| matches!(r.form, Form::Members | Form::Member)) {
        let group = gazetteer.entry(reading.entry).entity_type == EntityType::Group;
        return Some(if group { Choice::Entry(reading.entry, "demonym") } else { Choice::Members(reading.entry) });
    }
    // An adjective that stands alone as a name: "Washington and the Chinese".
    readings
        .iter()
        .find(|r| r.form == Form::Adjective)
        .map(|r| Choice::Entry(r.entry, "adjective of country or people"))
}

/// Where an article plays, as far as its names tell.
struct Around {
    /// The countries that it speaks of.
    countries: FxHashSet<EntryId>,
    /// The country that a comma gives a name somewhere: the United States for "Paris" of "Paris, Texas".
    by_comma: FxHashMap<String, EntryId>,
}

/// The town or region that a name means: of several the one where the article says, then in a country that it
/// speaks of, then the largest.
fn place(drafts: &Drafts, text: &str, readings: &[Reading], around: &Around) -> Option<EntryId> {
    let entry = |r: &Reading| drafts.gazetteer.entry(r.entry);
    let said = around.by_comma.get(text);
    let places = readings.iter().filter(|r| r.form == Form::Name && entry(r).entity_type == EntityType::Place);
    let fitting = places.filter(|r| said.is_none_or(|country| entry(r).country == Some(*country)));
    let best = fitting.enumerate().max_by_key(|(i, r)| {
        let near = entry(r).country.is_some_and(|c| around.countries.contains(&c));
        (near, entry(r).population, std::cmp::Reverse(*i))
    });
    best.map(|(_, reading)| reading.entry)
}

/// The countries that the article gives names behind a comma: "Paris, Texas", "Jeddah, Saudi Arabia".
fn countries_by_comma(drafts: &Drafts) -> FxHashMap<String, EntryId> {
    let words = drafts.words;
    let all = &drafts.mentions.mentions;
    let mut found = FxHashMap::default();
    for (town, whole) in all.iter().zip(all.iter().skip(1)) {
        let (Some(name), Some(around)) = (town.name, whole.name) else { continue };
        let comma = TokenId(name.end);
        let beside = name.end + 1 == around.start && words.tag(comma) == Tag::Comma;
        let hangs = words.syntax.head(whole.head) == Some(town.head) && words.label(whole.head) != Label::Conj;
        let [only] = drafts.gazetteer.readings(words.text(around)) else { continue };
        let known = drafts.gazetteer.entry(only.entry);
        let country = if known.entity_type == EntityType::Country { Some(only.entry) } else { known.country };
        let region = matches!(known.entity_type, EntityType::Country | EntityType::Place) && only.form == Form::Name;
        if let Some(country) = country.filter(|_| beside && hangs && region) {
            found.insert(words.text(name).to_owned(), country);
        }
    }
    found
}

/// The last words and first names of full names of persons: a bare "Jackson" belongs to them before it is a town.
fn words_of_persons(drafts: &Drafts) -> FxHashSet<String> {
    drafts
        .mentions
        .mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name && m.entity_type == Some(EntityType::Person))
        .filter_map(|m| m.name.filter(|n| n.len() > 1))
        .flat_map(|n| {
            let first = n.tokens().next().filter(|t| drafts.gazetteer.is_first_name(drafts.words.word(*t)));
            first.into_iter().chain(n.tokens().next_back())
        })
        .map(|t| fold(drafts.words.word(t)).into_owned())
        .collect()
}

/// The countries that the article names, or of which it names somebody or something that is called so in no other.
fn countries_around(drafts: &Drafts) -> FxHashSet<EntryId> {
    let entry = |r: &Reading| drafts.gazetteer.entry(r.entry);
    let names = drafts
        .mentions
        .mentions
        .iter()
        .filter(|m| m.kind != MentionKind::Description && m.kind != MentionKind::Pronoun);
    let readings = names.map(|m| drafts.gazetteer.readings(drafts.name_text(m)));
    let told = readings.filter_map(|all| match all {
        [only] if !entry(only).name.ends_with(')') => Some(only),
        // A capital speaks of its country only where it stands for it.
        several => several.iter().find(|r| entry(r).entity_type == EntityType::Country && r.form != Form::Metonym),
    });
    told.filter_map(|r| if entry(r).entity_type == EntityType::Country { Some(r.entry) } else { entry(r).country })
        .collect()
}
