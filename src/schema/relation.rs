//! A relation file: what it means, what it joins, the sentences that say it.

use serde::{Deserialize, Serialize};

use super::{SchemaError, SchemaFile};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A state or territory.
    Country,
    /// A body with members: ministry, company, party, court, army, armed group.
    Organization,
    /// A city, region, building, river.
    Place,
    /// People without a body: protesters, Colombian troops, lawmakers.
    Group,
    /// A named happening: the Rio Summit, the Gaza war.
    Event,
    /// An office apart from its holder: the presidency.
    Office,
    /// A book, law, treaty, newspaper issue, film.
    Work,
    /// Anything else.
    Other,
}

impl EntityType {
    /// All types.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Country,
        Self::Organization,
        Self::Place,
        Self::Group,
        Self::Event,
        Self::Office,
        Self::Work,
        Self::Other,
    ];

    /// The name as the schema and the exports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Country => "Country",
            Self::Organization => "Organization",
            Self::Place => "Place",
            Self::Group => "Group",
            Self::Event => "Event",
            Self::Office => "Office",
            Self::Work => "Work",
            Self::Other => "Other",
        }
    }

    /// The type of a name as the schema writes it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == name)
    }
}

/// Whether a relation happens at a time or stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something that happens: accuses, attacks.
    Event,
    /// A state: leads, borders.
    Standing,
}

/// A relation of the schema, as its file says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Its name, the same as the file's: `accuses`.
    pub id: String,
    /// Words for people: "accuses".
    pub label: String,
    /// Words for the other direction: "is accused by".
    pub inverse: String,
    /// What A does to B, in a sentence.
    pub definition: String,
    /// Event or standing.
    pub kind: Kind,
    /// Whether A and B may be swapped.
    #[serde(default)]
    pub symmetric: bool,
    /// The PLOVER event type: `ACCUSE`; none for standing relations.
    pub plover: Option<String>,
    /// CAMEO codes that it covers.
    #[serde(default)]
    pub cameo: Vec<String>,
    /// Types that A may have.
    pub source: Vec<EntityType>,
    /// Types that B may have.
    pub target: Vec<EntityType>,
    /// Whether it is looked for; a user's schema switches a relation off with `false`.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// The sentences that say it.
    #[serde(deserialize_with = "pattern_texts")]
    pub patterns: Vec<PatternText>,
    /// Texts with the statements that must be found.
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
    /// Texts with the statement that must not be found.
    #[serde(default, rename = "counterexample")]
    pub counterexamples: Vec<Counterexample>,
}

/// A sentence that says a relation, with its own limits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternText {
    /// The sentence: "A accused B (of X)".
    pub text: String,
    /// Types that A may have here, if other than the relation's.
    pub source: Option<Vec<EntityType>>,
    /// Types that B may have here, if other than the relation's.
    pub target: Option<Vec<EntityType>>,
    /// A list of the lexicon `name_lists.tsv` to which the name of B must belong: `outlet`.
    pub target_list: Option<String>,
    /// What the sentence says of what happens, if not that it did.
    pub modality: Option<Asserted>,
}

/// How a pattern leaves what it says: "A ordered B's arrest" is an arrest asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asserted {
    /// Announced or arranged.
    Planned,
    /// It may come.
    Possible,
    /// Asked for.
    Requested,
}

/// A text and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// One or more sentences.
    pub text: String,
    /// Each as `Source relation Target`, with `not` before the relation where it is negative and
    /// `(planned)` and the like behind where it is not actual.
    pub statements: Vec<String>,
}

/// A text that holds the trigger and two ends and yet does not say the relation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterexample {
    /// One or more sentences.
    pub text: String,
    /// Why not, for the reader.
    pub blocked_by: String,
}

fn yes() -> bool {
    true
}

fn pattern_texts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<PatternText>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Plain(String),
        Table(PatternText),
    }
    let written = Vec::<Written>::deserialize(deserializer)?;
    Ok(written
        .into_iter()
        .map(|w| match w {
            Written::Plain(text) => PatternText { text, source: None, target: None, target_list: None, modality: None },
            Written::Table(pattern) => pattern,
        })
        .collect())
}

impl Relation {
    pub(super) fn parse(file: &SchemaFile, stem: &str) -> Result<Self, SchemaError> {
        let fail = |message: String| SchemaError::Toml { path: file.path.clone(), message };
        let relation: Self = toml::from_str(&file.text).map_err(|e| fail(e.to_string()))?;
        if relation.id != stem {
            return Err(fail(format!("id `{}` must be the file's name, `{stem}`", relation.id)));
        }
        if relation.enabled && relation.patterns.is_empty() && relation.kind == Kind::Event {
            return Err(fail("an event relation needs at least one pattern".to_owned()));
        }
        Ok(relation)
    }
}
