//! Names that are known before any article is read: countries, cities, places, bodies, peoples, people.
//!
//! Takes the tables under `schema/gazetteer`; gives lookup by the words of a text. Does not decide
//! which reading is meant: "Washington" is a city, a state and the government of the United States.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Gender;
use crate::schema::{EntityType, Lexicon, OwnName, Schema, SchemaError};

/// An entry of the gazetteer; indexes [`Gazetteer::entries`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// Somebody or something that the gazetteer knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The usual full name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// The Wikidata id, where it is certain.
    pub wikidata: Option<String>,
    /// The entry of the country that it belongs to; a country belongs to none.
    pub country: Option<EntryId>,
    /// People of a city or country, to choose between namesakes.
    pub population: u64,
}

/// By which kind of word an entry is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Its name or an alias: "United States", "U.S.".
    Name,
    /// An adjective: "American", "Republican".
    Adjective,
    /// A noun for one of its people: "American".
    Member,
    /// A noun for its people: "Americans".
    Members,
    /// A capital or building that stands for its government: "Washington".
    Metonym,
}

/// One reading of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Which entry.
    pub entry: EntryId,
    /// By which kind of word.
    pub form: Form,
}

/// The time in which a person held an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// Who.
    pub person: EntryId,
    /// ISO 8601, as exact as known.
    pub since: String,
    /// ISO 8601; none if it had not ended when the source was written.
    pub until: Option<String>,
}

impl Tenure {
    /// Whether a day (ISO 8601) lies within it.
    fn covers(&self, day: &str) -> bool {
        earlier(&self.since, day) && self.until.as_deref().is_none_or(|u| !earlier(u, day))
    }
}

/// All names, looked up by the words of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    names: FxHashMap<Box<str>, Vec<Reading>>,
    prefixes: FxHashSet<u64>,
    tenures: FxHashMap<(EntryId, Box<str>), Vec<Tenure>>,
    first_names: FxHashMap<Box<str>, Option<Gender>>,
    adjectives: FxHashMap<EntryId, String>,
    capitals: FxHashMap<EntryId, String>,
    peoples: FxHashMap<EntryId, String>,
    countries: FxHashMap<String, EntryId>,
}

/// The most words that a name may have.
const LONGEST: usize = 9;

impl Gazetteer {
    /// Reads the gazetteer of a schema.
    ///
    /// # Errors
    /// If a table or column is missing, or a row names an unknown country or type.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut gazetteer = Self::default();
        let countries = gazetteer.read_countries(schema)?;
        gazetteer.countries.clone_from(&countries);
        gazetteer.read_organizations(schema, &countries)?;
        gazetteer.read_peoples(schema, &countries)?;
        gazetteer.read_people(schema, &countries)?;
        gazetteer.read_places(schema, &countries)?;
        gazetteer.read_cities(schema, &countries)?;
        gazetteer.read_own(schema.own_names(), &countries)?;
        let table = Table::of(schema, "first_names")?;
        let (name, gender) = (table.column("name")?, table.column("gender")?);
        for row in &table.lexicon.rows {
            let gender = match row[gender].as_str() {
                "feminine" => Some(Gender::Feminine),
                "masculine" => Some(Gender::Masculine),
                _ => None,
            };
            gazetteer.first_names.insert(row[name].as_str().into(), gender);
        }
        Ok(gazetteer)
    }

    /// The entry of an id.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The readings of a whole name, however it is spaced.
    #[must_use]
    pub fn readings(&self, name: &str) -> &[Reading] {
        self.names.get(squeeze(name).as_ref()).map_or(&[], Vec::as_slice)
    }

    /// The longest name that begins with the first of `words`, as the number of its words.
    pub fn longest<'w>(&self, words: impl Iterator<Item = &'w str>) -> Option<(usize, &[Reading])> {
        let mut key = String::new();
        let mut best = None;
        for (i, word) in words.take(LONGEST).enumerate() {
            key.push_str(&squeeze(word));
            if let Some(readings) = self.names.get(key.as_str()) {
                best = Some((i + 1, readings.as_slice()));
            }
            if !self.prefixes.contains(&hash(&key)) {
                break;
            }
        }
        best
    }

    /// The country of an ISO 3166 code of two letters.
    #[must_use]
    pub fn country(&self, code: [u8; 2]) -> Option<EntryId> {
        self.countries.get(std::str::from_utf8(&code).ok()?).copied()
    }

    /// The name of the capital of a country: "Phnom Penh".
    #[must_use]
    pub fn capital(&self, country: EntryId) -> Option<&str> {
        self.capitals.get(&country).map(String::as_str)
    }

    /// The noun for all people of a country: "Somalis"; none where one word is one and many ("Chinese").
    #[must_use]
    pub fn people(&self, country: EntryId) -> Option<&str> {
        self.peoples.get(&country).map(String::as_str)
    }

    /// The first adjective of a country or region: "Somali", "Latin American".
    #[must_use]
    pub fn adjective(&self, country: EntryId) -> Option<&str> {
        self.adjectives.get(&country).map(String::as_str)
    }

    /// Whether a word is a usual first name.
    #[must_use]
    pub fn is_first_name(&self, word: &str) -> bool {
        self.first_names.contains_key(fold(word).as_ref())
    }

    /// The gender that a first name shows, if it shows one.
    #[must_use]
    pub fn gender_of(&self, first_name: &str) -> Option<Gender> {
        self.first_names.get(fold(first_name).as_ref()).copied().flatten()
    }

    /// Who held an office of a country on a day (ISO 8601), if the gazetteer is sure.
    #[must_use]
    pub fn holder(&self, country: EntryId, office: &str, day: &str) -> Option<EntryId> {
        let tenures = self.tenures.get(&(country, office.into()))?;
        let mut holders = tenures.iter().filter(|t| t.covers(day)).collect::<Vec<_>>();
        holders.sort_by(|a, b| b.since.cmp(&a.since));
        holders.first().map(|t| t.person)
    }

    /// Who of those that hold `office` somewhere on `day` (ISO 8601) has `name` for a part of the own name,
    /// with the country: Barack Obama of the United States for "Obama" on a day of 2012.
    #[must_use]
    pub fn holders_called(&self, name: &str, office: &str, day: &str) -> Vec<(EntryId, EntryId)> {
        let name = fold(name);
        let called = |person: EntryId| fold(&self.entry(person).name).split(' ').any(|part| part == name);
        let of_office = self.tenures.iter().filter(|((_, held), _)| held.as_ref() == office);
        let mut found: Vec<(EntryId, EntryId)> = of_office
            .flat_map(|((country, _), tenures)| tenures.iter().map(move |t| (t, *country)))
            .filter(|(t, _)| t.covers(day) && called(t.person))
            .map(|(t, country)| (t.person, country))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a person holds some office on a day (ISO 8601).
    #[must_use]
    pub fn in_office(&self, person: EntryId, day: &str) -> bool {
        self.tenures.values().flatten().any(|t| t.person == person && t.covers(day))
    }

    fn add(&mut self, entry: Entry) -> EntryId {
        let id = EntryId(self.entries.len() as u32);
        self.entries.push(entry);
        id
    }

    fn name(&mut self, words: &str, entry: EntryId, form: Form) {
        let key = squeeze(words);
        if key.is_empty() {
            return;
        }
        // Each place where a tokenizer may divide the name ends a prefix of it.
        let mut prefix = String::new();
        let mut within = false;
        for c in fold(words).chars() {
            if !c.is_alphanumeric() && within || c.is_alphanumeric() && !within {
                self.prefixes.insert(hash(&prefix));
            }
            within = c.is_alphanumeric();
            if !c.is_whitespace() {
                prefix.push(c);
            }
        }
        let readings = self.names.entry(key.into()).or_default();
        let reading = Reading { entry, form };
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }

    fn read_countries(&mut self, schema: &Schema) -> Result<FxHashMap<String, EntryId>, SchemaError> {
        let table = Table::of(schema, "countries")?;
        let [id, name, iso2, kind, aliases, adjectives, demonyms, capital, metonyms, population] = [
            table.column("wikidata")?,
            table.column("name")?,
            table.column("iso2")?,
            table.column("kind")?,
            table.column("aliases")?,
            table.column("adjectives")?,
            table.column("demonyms")?,
            table.column("capital")?,
            table.column("metonyms")?,
            table.column("population")?,
        ];
        let mut by_code = FxHashMap::default();
        // The most populous first, so that it is the first reading of a shared adjective.
        let mut rows: Vec<_> = table.lexicon.rows.iter().collect();
        rows.sort_by_key(|r| (r[kind] == "historical", std::cmp::Reverse(r[population].parse::<u64>().unwrap_or(0))));
        for row in rows {
            let population = row[population].parse().unwrap_or(0);
            let entry = self.add(Entry {
                name: row[name].clone(),
                entity_type: EntityType::Country,
                wikidata: Some(row[id].clone()),
                country: None,
                population,
            });
            if by_code.insert(row[iso2].clone(), entry).is_some() {
                return Err(table.wrong(row, "its country code stands twice"));
            }
            self.name(&row[name], entry, Form::Name);
            for (cell, form) in [(aliases, Form::Name), (adjectives, Form::Adjective), (metonyms, Form::Metonym)] {
                for alias in list(&row[cell]) {
                    self.name(alias, entry, form);
                }
            }
            if let Some(capital) = filled(&row[capital]) {
                self.capitals.insert(entry, capital);
            }
            if let Some(adjective) = list(&row[adjectives]).next() {
                self.adjectives.insert(entry, adjective.to_owned());
            }
            for noun in list(&row[demonyms]) {
                // "Chinese" is one and many; the tree's number tells which.
                let form = if noun.ends_with('s') || noun.ends_with("men") { Form::Members } else { Form::Member };
                self.name(noun, entry, form);
                if form == Form::Members {
                    self.peoples.entry(entry).or_insert_with(|| noun.to_owned());
                }
            }
        }
        Ok(by_code)
    }

    fn read_organizations(
        &mut self,
        schema: &Schema,
        countries: &FxHashMap<String, EntryId>,
    ) -> Result<(), SchemaError> {
        let table = Table::of(schema, "organizations")?;
        let [name, kind, aliases, country, wikidata, adjectives] = [
            table.column("name")?,
            table.column("type")?,
            table.column("aliases")?,
            table.column("country")?,
            table.column("wikidata")?,
            table.column("adjectives")?,
        ];
        for row in &table.lexicon.rows {
            let Some(entity_type) = EntityType::parse(&row[kind]) else {
                return Err(table.wrong(row, "its type is none of the schema's"));
            };
            let entry = self.add(Entry {
                name: row[name].clone(),
                entity_type,
                wikidata: filled(&row[wikidata]),
                country: table.country(row, country, countries)?,
                population: 0,
            });
            self.name(&row[name], entry, Form::Name);
            for alias in list(&row[aliases]) {
                self.name(alias, entry, Form::Name);
            }
            for adjective in list(&row[adjectives]) {
                self.name(adjective, entry, Form::Adjective);
            }
        }
        Ok(())
    }

    fn read_peoples(&mut self, schema: &Schema, countries: &FxHashMap<String, EntryId>) -> Result<(), SchemaError> {
        let table = Table::of(schema, "peoples")?;
        let [name, singular, adjectives, country] =
            [table.column("name")?, table.column("singular")?, table.column("adjectives")?, table.column("country")?];
        for row in &table.lexicon.rows {
            let entry = self.add(Entry {
                name: row[name].clone(),
                entity_type: EntityType::Group,
                wikidata: None,
                country: table.country(row, country, countries)?,
                population: 0,
            });
            self.name(&row[name], entry, Form::Name);
            self.name(&row[singular], entry, Form::Member);
            for adjective in list(&row[adjectives]) {
                self.name(adjective, entry, Form::Adjective);
            }
        }
        Ok(())
    }

    fn read_people(&mut self, schema: &Schema, countries: &FxHashMap<String, EntryId>) -> Result<(), SchemaError> {
        let table = Table::of(schema, "people")?;
        let [name, wikidata, aliases, office, country, since, until] = [
            table.column("name")?,
            table.column("wikidata")?,
            table.column("aliases")?,
            table.column("office")?,
            table.column("country")?,
            table.column("since")?,
            table.column("until")?,
        ];
        let mut known: FxHashMap<(String, String), EntryId> = FxHashMap::default();
        for row in &table.lexicon.rows {
            let of = table.country(row, country, countries)?;
            let key = (row[name].clone(), row[wikidata].clone());
            let person = match known.get(&key) {
                Some(person) => *person,
                None => {
                    let person = self.add(Entry {
                        name: row[name].clone(),
                        entity_type: EntityType::Person,
                        wikidata: filled(&row[wikidata]),
                        country: of,
                        population: 0,
                    });
                    known.insert(key, person);
                    self.name(&row[name], person, Form::Name);
                    person
                }
            };
            for alias in list(&row[aliases]) {
                self.name(alias, person, Form::Name);
            }
            if let Some(of) = of
                && !row[office].is_empty()
                && !row[since].is_empty()
            {
                let tenure = Tenure { person, since: row[since].clone(), until: filled(&row[until]) };
                self.tenures.entry((of, row[office].as_str().into())).or_default().push(tenure);
            }
        }
        Ok(())
    }

    fn read_places(&mut self, schema: &Schema, countries: &FxHashMap<String, EntryId>) -> Result<(), SchemaError> {
        let table = Table::of(schema, "places")?;
        let [name, country, wikidata, aliases, adjectives] = [
            table.column("name")?,
            table.column("country")?,
            table.column("wikidata")?,
            table.column("aliases")?,
            table.column("adjectives")?,
        ];
        for row in &table.lexicon.rows {
            let entry = self.add(Entry {
                name: row[name].clone(),
                entity_type: EntityType::Place,
                wikidata: filled(&row[wikidata]),
                country: table.country(row, country, countries)?,
                population: 0,
            });
            self.name(&row[name], entry, Form::Name);
            for alias in list(&row[aliases]) {
                self.name(alias, entry, Form::Name);
            }
            for adjective in list(&row[adjectives]) {
                self.adjectives.entry(entry).or_insert_with(|| adjective.to_owned());
                self.name(adjective, entry, Form::Adjective);
            }
        }
        Ok(())
    }

    fn read_cities(&mut self, schema: &Schema, countries: &FxHashMap<String, EntryId>) -> Result<(), SchemaError> {
        let table = Table::of(schema, "cities")?;
        let [name, country, population, wikidata, aliases] = [
            table.column("name")?,
            table.column("country")?,
            table.column("population")?,
            table.column("wikidata")?,
            table.column("aliases")?,
        ];
        for row in &table.lexicon.rows {
            // Of several cities of one name the first, the largest, is the one that news means
            // unless it says more; a smaller one keeps its row for the country's sake.
            let entry = self.add(Entry {
                name: row[name].clone(),
                entity_type: EntityType::Place,
                wikidata: filled(&row[wikidata]),
                country: table.country(row, country, countries)?,
                population: row[population].parse().unwrap_or(0),
            });
            self.name(&row[name], entry, Form::Name);
            for alias in list(&row[aliases]) {
                self.name(alias, entry, Form::Name);
            }
        }
        Ok(())
    }
}

impl Gazetteer {
    /// The user's own names go before all others; one with the Wikidata id of a known entry gives that entry
    /// its name and further aliases.
    fn read_own(&mut self, names: &[OwnName], countries: &FxHashMap<String, EntryId>) -> Result<(), SchemaError> {
        if names.is_empty() {
            return Ok(());
        }
        let mut known: FxHashMap<String, EntryId> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(i, entry)| Some((entry.wikidata.clone()?, EntryId(i as u32))))
            .collect();
        for own in names {
            let country = match &own.country {
                None => None,
                Some(code) => Some(*countries.get(code).ok_or_else(|| SchemaError::Row {
                    path: own.path.clone(),
                    line: own.line,
                    message: format!("no country has the code `{code}`; codes are those of ISO 3166, such as PE"),
                })?),
            };
            let entry = match own.wikidata.as_ref().and_then(|id| known.get(id)) {
                Some(entry) => *entry,
                None => self.add(Entry {
                    name: own.name.clone(),
                    entity_type: own.entity_type,
                    wikidata: own.wikidata.clone(),
                    country,
                    population: 0,
                }),
            };
            // A second file may name it again.
            known.extend(own.wikidata.clone().map(|id| (id, entry)));
            let slot = &mut self.entries[entry.0 as usize];
            slot.name.clone_from(&own.name);
            slot.entity_type = own.entity_type;
            slot.country = country.or(slot.country);
            for name in std::iter::once(&own.name).chain(&own.aliases) {
                self.name_first(name, entry, Form::Name);
            }
            for adjective in &own.adjectives {
                self.name_first(adjective, entry, Form::Adjective);
            }
        }
        Ok(())
    }

    /// As [`Gazetteer::name`], before all other readings.
    fn name_first(&mut self, words: &str, entry: EntryId, form: Form) {
        self.name(words, entry, form);
        if let Some(readings) = self.names.get_mut(squeeze(words).as_ref())
            && let Some(at) = readings.iter().position(|r| *r == Reading { entry, form })
        {
            readings[..=at].rotate_right(1);
        }
    }
}

/// Whether the date `a` is not after `b`, as far as both are exact.
fn earlier(a: &str, b: &str) -> bool {
    let n = a.len().min(b.len());
    a.get(..n) <= b.get(..n)
}

/// A table of the gazetteer.
struct Table<'s> {
    lexicon: &'s Lexicon,
}

impl<'s> Table<'s> {
    fn of(schema: &'s Schema, name: &'static str) -> Result<Self, SchemaError> {
        Ok(Self { lexicon: schema.gazetteer(name)? })
    }

    fn column(&self, column: &str) -> Result<usize, SchemaError> {
        self.lexicon.required(column)
    }

    fn wrong(&self, row: &[String], message: &str) -> SchemaError {
        self.lexicon.wrong(row, message)
    }

    fn country(
        &self,
        row: &[String],
        column: usize,
        countries: &FxHashMap<String, EntryId>,
    ) -> Result<Option<EntryId>, SchemaError> {
        match row[column].as_str() {
            "" => Ok(None),
            code => match countries.get(code) {
                Some(entry) => Ok(Some(*entry)),
                None => Err(self.wrong(row, &format!("no country has the code `{code}`"))),
            },
        }
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|c| !c.is_empty())
}

fn filled(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn hash(key: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(key.as_bytes());
    hasher.finish()
}

/// The text without diacritics and with plain apostrophes; case stays ("US" is not "us"). The hyphen of
/// "Kenyan- and Ugandan-grown" goes.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix('-').filter(|rest| !rest.is_empty()).unwrap_or(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let folded = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            '’' | '‘' | 'ʼ' => '\'',
            '‐' | '‑' | '–' => '-',
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'Ø' => 'O',
            other => other,
        })
        .collect();
    Cow::Owned(folded)
}

/// The folded text without white space, so that names match however they were divided.
fn squeeze(text: &str) -> Cow<'_, str> {
    match fold(text) {
        Cow::Borrowed(t) if !t.contains(char::is_whitespace) => Cow::Borrowed(t),
        folded => Cow::Owned(folded.chars().filter(|c| !c.is_whitespace()).collect()),
    }
}
