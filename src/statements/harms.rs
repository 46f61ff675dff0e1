//! The words that say that people were killed, wounded or detained, read from `schema/lexicon/casualties.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Harm;
use super::wording::Table;
use crate::schema::{Schema, SchemaError};

/// The words of harm, read from `schema/lexicon/casualties.tsv`.
#[derive(Debug, Clone, Default)]
pub(super) struct Harms {
    pub verbs: FxHashMap<String, (Harm, Harmed)>,
    pub states: FxHashMap<String, Harm>,
    pub nouns: FxHashMap<String, Harm>,
    pub leaves: FxHashSet<String>,
    pub causes: FxHashSet<String>,
    pub prepositions: FxHashSet<String>,
    pub conjunctions: FxHashSet<String>,
    pub relations: FxHashMap<String, Carried>,
}

/// Which argument of a verb is harmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Harmed {
    Object,
    Subject,
}

/// Which harms the statements of a relation carry.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    pub harms: Vec<Harm>,
    /// The harm that the relation itself does to its target, if it does one.
    pub own: Option<Harm>,
}

impl Harms {
    pub(super) fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut read = Self::default();
        let table = Table::new(schema, "casualties", ["word", "part", "harm", "whom"])?;
        for (line, [word, part, harm, whom]) in table.rows() {
            let fail = |what: &str| table.error(line, format!("unknown {what}"));
            let one = || Harm::parse(harm).ok_or_else(|| fail(&format!("harm `{harm}`")));
            let word = word.to_owned();
            match part {
                "verb" => {
                    let whom = match whom {
                        "object" => Harmed::Object,
                        "subject" => Harmed::Subject,
                        other => return Err(fail(&format!("argument `{other}`"))),
                    };
                    read.verbs.insert(word, (one()?, whom));
                }
                "state" => drop(read.states.insert(word, one()?)),
                "noun" => drop(read.nouns.insert(word, one()?)),
                "leaves" => drop(read.leaves.insert(word)),
                "causes" => drop(read.causes.insert(word)),
                "preposition" => drop(read.prepositions.insert(word)),
                "conjunction" => drop(read.conjunctions.insert(word)),
                "relation" => {
                    let harms: Option<Vec<Harm>> = harm.split(' ').map(Harm::parse).collect();
                    let harms = harms.ok_or_else(|| fail(&format!("harms `{harm}`")))?;
                    let own = harms.first().copied().filter(|_| whom == "target");
                    read.relations.insert(word, Carried { harms, own });
                }
                other => return Err(fail(&format!("part `{other}`"))),
            }
        }
        Ok(read)
    }
}
