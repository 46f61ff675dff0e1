//! The words by which mentions are found, read once from `schema/lexicon`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Gender, Number};
use crate::schema::{EntityType, Lexicon, Schema, SchemaError};

/// The words by which mentions are found and told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicons {
    /// Offices by their words in lower case.
    pub offices: FxHashMap<String, OfficeNoun>,
    /// For each office that has another name, the one by which both are compared.
    likes: FxHashMap<String, String>,
    /// Nouns of persons by lemma.
    pub roles: FxHashSet<String>,
    /// Nouns of several people, as written.
    pub groups: FxHashMap<String, EntityType>,
    /// Nouns of bodies, with the usual name for the one of a country (`Government of {}`), if any.
    pub bodies: FxHashMap<String, Option<String>>,
    /// Nouns of places and countries by lemma.
    pub places: FxHashMap<String, EntityType>,
    /// Nouns of bodies that stand at one place: "embassy".
    pub seated: FxHashSet<String>,
    /// Nouns of what parts two countries, by lemma: "border".
    pub borders: FxHashSet<String>,
    /// What each kind of evidence weighs in the vote on a name's type.
    pub votes: Votes,
    /// Nouns with which a name is the name of what they mean: "the village of X", "the X group".
    pub named: FxHashSet<String>,
    /// Nouns of groups that say what they are to somebody: "supporters", as written.
    pub relational: FxHashSet<String>,
    /// How much more often than the next one something is named that an article is about.
    pub prominence: Prominence,
    /// Prepositions that name a receiver: "to".
    pub recipients: FxHashSet<String>,
    /// How a group without a name is told apart by its place, by its noun as written.
    pub scenes: FxHashMap<String, Scene>,
    /// Prepositions that say what a place or body lies in: "in".
    pub location: FxHashSet<String>,
    /// Adjectives that mean the region of which an article speaks: "regional".
    pub regional: FxHashSet<String>,
    /// Nouns of the seat of a government: "capital".
    pub capitals: FxHashSet<String>,
    /// Nouns that say of countries, as of persons, what they are to others: "Jordan, an ally of Peru".
    pub peers: FxHashSet<String>,
    /// Nouns that with "the" and the adjective of a country mean all its people: "the Peruvian people".
    pub people: FxHashSet<String>,
    /// Prepositions that say where people come from: "students from Chiapas".
    pub origin: FxHashSet<String>,
    /// Days of the week, and months that are no first names.
    pub dates: FxHashSet<String>,
    /// Pronouns in lower case.
    pub pronouns: FxHashMap<String, Pronoun>,
    /// Titles as written, with the gender that they show.
    pub titles: FxHashMap<String, Option<Gender>>,
    /// Words that say whether an office is still held: `past`, `present`, `future`, `none`.
    pub status: FxHashMap<String, String>,
    /// Words that introduce another name: "nickname".
    pub alias_words: FxHashSet<String>,
    /// Small words inside names: "de", "of".
    pub name_links: FxHashSet<String>,
    /// Nouns of "the two leaders", with the type of the two, `None` for any.
    pub pairs: FxHashMap<String, Option<EntityType>>,
    /// For capitals: `preposition in` → `place`.
    pub metonymy: FxHashMap<String, String>,
    /// Offices that lead a country, in the order in which a "leader" is looked for among them.
    pub heads_of_state: Vec<String>,
    /// Verbs that report speech, by lemma.
    pub report_verbs: FxHashSet<String>,
}

/// A noun of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeNoun {
    /// Whether its holder leads the country or body, rather than working for it.
    pub leads: bool,
    /// What it is usually an office of.
    pub scope: Scope,
    /// The ISO code of the country that is meant where none is named: "Commerce Secretary".
    pub usual: Option<[u8; 2]>,
}

impl Lexicons {
    /// Whether a noun is that of a body of which a country has one, with a usual name: "parliament".
    #[must_use]
    pub fn is_of_state(&self, noun: &str) -> bool {
        self.bodies.get(noun).is_some_and(Option::is_some)
    }

    /// Whether what a noun names comes in so many kinds ("armed group", "aid group", "rebel group") that a name
    /// that ends in it is not the only one that is called so.
    #[must_use]
    pub fn comes_in_kinds(&self, noun: &str) -> bool {
        let kinds = self.named.iter().filter(|phrase| phrase.rsplit_once(' ').is_some_and(|(_, last)| last == noun));
        kinds.count() >= self.prominence.kinds
    }

    /// The class of offices that may be said of one holder: "ambassador" for "envoy".
    #[must_use]
    pub fn like<'a>(&'a self, office: &'a str) -> &'a str {
        self.likes.get(office).map_or(office, String::as_str)
    }
}

/// What an office is usually an office of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A state.
    Country,
    /// An organisation.
    Body,
    /// A city or region.
    Place,
}

/// What each kind of evidence weighs in the vote on a name's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Votes {
    /// The engine's label, for each word of the name up to three.
    pub label: u32,
    /// A title before the name.
    pub title: u32,
    /// The name begins with a known first name.
    pub first_name: u32,
    /// The noun of a body before the name.
    pub body_title: u32,
    /// The name is the subject of a verb of saying.
    pub speaks: u32,
    /// Something happens in what a name of one word names.
    pub location: u32,
    /// The first or last word of the name says what it is.
    pub kind_noun: u32,
}

/// How many times as often as the next one an article must name something for it to be what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prominence {
    /// The country whose government "the government" is.
    pub article_country: usize,
    /// The country in which everything happens that is given no other place.
    pub setting: usize,
    /// The town in which its residents live.
    pub town: usize,
    /// From so many kinds of what a noun names on, a name that ends in it is not the only one called so.
    pub kinds: usize,
}

/// How a group without a name is told apart by where the article speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// By the adjective of the country: "Somali officials".
    Nation,
    /// "students in Peru"
    Country,
    /// "residents in Cusco"
    Town,
    /// "partners of Somalia"
    Of,
    /// "donors to Somalia"
    To,
}

/// A pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// How it is used.
    pub kind: PronounKind,
    /// First, second or third person.
    pub person: u8,
    /// One or several, where it tells.
    pub number: Option<Number>,
    /// He, she, it, where it tells.
    pub gender: Option<Gender>,
    /// Whether it means a human being.
    pub human: bool,
}

/// How a pronoun is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PronounKind {
    /// he, him
    Personal,
    /// his
    Possessive,
    /// himself
    Reflexive,
    /// who, which
    Relative,
    /// both
    Plural,
}

/// The most words that a phrase of a lexicon may have.
pub(crate) const LONGEST_PHRASE: usize = 6;

impl Lexicons {
    /// Reads the lexicons of a schema.
    ///
    /// # Errors
    /// If a lexicon or one of its columns is missing, or a cell has an unknown value.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut lexicons = Self::default();
        for (row, [noun, relation, scope, like, usual]) in
            cells(schema, "offices", ["noun", "relation", "scope", "like", "usual"])?
        {
            if !row[like].is_empty() {
                lexicons.likes.insert(row[noun].clone(), row[like].clone());
            }
            let scope = match row[scope].as_str() {
                "country" => Scope::Country,
                "body" => Scope::Body,
                "place" => Scope::Place,
                _ => return Err(wrong(schema, "offices", row, "its scope is none of country, body, place")),
            };
            let leads = match row[relation].as_str() {
                "leads" => true,
                "worksFor" => false,
                _ => return Err(wrong(schema, "offices", row, "its relation is none of leads, worksFor")),
            };
            if leads && scope == Scope::Country {
                lexicons.heads_of_state.push(row[noun].clone());
            }
            let usual = <[u8; 2]>::try_from(row[usual].as_bytes()).ok();
            lexicons.offices.insert(row[noun].clone(), OfficeNoun { leads, scope, usual });
        }
        for (row, [word, function]) in cells(schema, "grammar", ["word", "function"])? {
            match row[function].as_str() {
                "location" => lexicons.location.insert(row[word].clone()),
                "regional" => lexicons.regional.insert(row[word].clone()),
                "capital" => lexicons.capitals.insert(row[word].clone()),
                "peer" => lexicons.peers.insert(row[word].clone()),
                "people" => lexicons.people.insert(row[word].clone()),
                "origin" => lexicons.origin.insert(row[word].clone()),
                "recipient" => lexicons.recipients.insert(row[word].clone()),
                _ => false,
            };
        }
        for (row, [word, kind]) in cells(schema, "calendar", ["word", "kind"])? {
            if matches!(row[kind].as_str(), "weekday" | "month") {
                lexicons.dates.insert(row[word].clone());
            }
        }
        for name in ["role_nouns", "person_nouns"] {
            for (row, [lemma]) in cells(schema, name, ["lemma"])? {
                lexicons.roles.insert(row[lemma].clone());
            }
        }
        for (row, [noun, kind, relational, scene]) in
            cells(schema, "group_nouns", ["noun", "type", "relational", "scene"])?
        {
            let scene = match row[scene].as_str() {
                "" => None,
                "nation" => Some(Scene::Nation),
                "country" => Some(Scene::Country),
                "town" => Some(Scene::Town),
                "of" => Some(Scene::Of),
                "to" => Some(Scene::To),
                _ => {
                    return Err(wrong(
                        schema,
                        "group_nouns",
                        row,
                        "its scene is none of nation, country, town, of, to",
                    ));
                }
            };
            lexicons.scenes.extend(scene.map(|scene| (row[noun].clone(), scene)));
            if row[relational] == "yes" {
                lexicons.relational.insert(row[noun].clone());
            }
            lexicons.groups.insert(row[noun].clone(), entity_type(schema, "group_nouns", row, kind)?);
        }
        for (row, [phrase, name, named, seat]) in cells(schema, "body_nouns", ["phrase", "name", "named", "seat"])? {
            if row[seat] == "yes" {
                lexicons.seated.insert(row[phrase].clone());
            }
            if row[named] == "yes" {
                lexicons.named.insert(row[phrase].clone());
            }
            let name = (!row[name].is_empty()).then(|| row[name].clone());
            lexicons.bodies.insert(row[phrase].clone(), name);
        }
        for (row, [lemma, kind, named, border]) in cells(schema, "place_nouns", ["lemma", "type", "named", "border"])? {
            if row[border] == "yes" {
                lexicons.borders.insert(row[lemma].clone());
            }
            if row[named] == "yes" {
                lexicons.named.insert(row[lemma].clone());
            }
            lexicons.places.insert(row[lemma].clone(), entity_type(schema, "place_nouns", row, kind)?);
        }
        for (row, [form, kind, person, number, gender]) in
            cells(schema, "pronouns", ["form", "kind", "person", "number", "gender"])?
        {
            let kind = match row[kind].as_str() {
                "personal" => PronounKind::Personal,
                "possessive" => PronounKind::Possessive,
                "reflexive" => PronounKind::Reflexive,
                "relative" => PronounKind::Relative,
                "plural" => PronounKind::Plural,
                _ => return Err(wrong(schema, "pronouns", row, "its kind is not known")),
            };
            let person = match row[person].as_str() {
                "1" => 1,
                "2" => 2,
                "3" => 3,
                _ => return Err(wrong(schema, "pronouns", row, "its person is none of 1, 2, 3")),
            };
            let number = match row[number].as_str() {
                "singular" => Some(Number::Singular),
                "plural" => Some(Number::Plural),
                _ => None,
            };
            let human = matches!(row[gender].as_str(), "person" | "masculine" | "feminine");
            let pronoun = Pronoun { kind, person, number, gender: gender_of(&row[gender]), human };
            lexicons.pronouns.insert(row[form].clone(), pronoun);
        }
        for (row, [form, gender]) in cells(schema, "titles", ["form", "gender"])? {
            lexicons.titles.insert(row[form].clone(), gender_of(&row[gender]));
        }
        for (row, [word, status]) in cells(schema, "status_words", ["word", "status"])? {
            lexicons.status.insert(row[word].clone(), row[status].clone());
        }
        for (row, [word]) in cells(schema, "name_links", ["word"])? {
            lexicons.name_links.insert(row[word].clone());
        }
        for (row, [evidence, weight]) in cells(schema, "type_votes", ["evidence", "weight"])? {
            let votes = &mut lexicons.votes;
            let slot = match row[evidence].as_str() {
                "label" => &mut votes.label,
                "title" => &mut votes.title,
                "first_name" => &mut votes.first_name,
                "body_title" => &mut votes.body_title,
                "speaks" => &mut votes.speaks,
                "location" => &mut votes.location,
                "kind_noun" => &mut votes.kind_noun,
                _ => return Err(wrong(schema, "type_votes", row, "there is no such evidence")),
            };
            *slot = row[weight].parse().map_err(|_| wrong(schema, "type_votes", row, "its weight is no number"))?;
        }
        for (row, [what, times]) in cells(schema, "prominence", ["what", "times"])? {
            let prominence = &mut lexicons.prominence;
            let slot = match row[what].as_str() {
                "article_country" => &mut prominence.article_country,
                "setting" => &mut prominence.setting,
                "town" => &mut prominence.town,
                "kinds" => &mut prominence.kinds,
                _ => return Err(wrong(schema, "prominence", row, "there is nothing of that name")),
            };
            *slot = row[times].parse().map_err(|_| wrong(schema, "prominence", row, "its times are no number"))?;
        }
        for (row, [word]) in cells(schema, "alias_words", ["word"])? {
            lexicons.alias_words.insert(row[word].clone());
        }
        for (row, [noun, kind]) in cells(schema, "plural_pairs", ["noun", "type"])? {
            let kind = if row[kind] == "any" { None } else { Some(entity_type(schema, "plural_pairs", row, kind)?) };
            lexicons.pairs.insert(row[noun].clone(), kind);
        }
        for (row, [word, reading]) in cells(schema, "metonymy", ["word", "reading"])? {
            lexicons.metonymy.insert(row[word].clone(), row[reading].clone());
        }
        for (row, [lemma, pos]) in cells(schema, "report_verbs", ["lemma", "pos"])? {
            if row[pos] == "verb" {
                lexicons.report_verbs.insert(row[lemma].clone());
            }
        }
        Ok(lexicons)
    }
}

fn gender_of(cell: &str) -> Option<Gender> {
    match cell {
        "masculine" => Some(Gender::Masculine),
        "feminine" => Some(Gender::Feminine),
        "neuter" => Some(Gender::Neuter),
        _ => None,
    }
}

type Rows<'s, const N: usize> = Vec<(&'s Vec<String>, [usize; N])>;

/// The rows of a lexicon with the positions of the columns that are asked for.
fn cells<'s, const N: usize>(
    schema: &'s Schema,
    name: &'static str,
    columns: [&str; N],
) -> Result<Rows<'s, N>, SchemaError> {
    let lexicon: &Lexicon = schema.lexicon(name)?;
    let mut positions = [0; N];
    for (position, column) in positions.iter_mut().zip(columns) {
        *position = lexicon.required(column)?;
    }
    Ok(lexicon.rows.iter().map(|row| (row, positions)).collect())
}

fn wrong(schema: &Schema, name: &'static str, row: &[String], message: &str) -> SchemaError {
    schema.lexicon(name).map_or_else(|missing| missing, |lexicon| lexicon.wrong(row, message))
}

fn entity_type(schema: &Schema, name: &'static str, row: &[String], column: usize) -> Result<EntityType, SchemaError> {
    EntityType::parse(&row[column]).ok_or_else(|| wrong(schema, name, row, "its type is none of the schema's"))
}
