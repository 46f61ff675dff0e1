//! The function words of `schema/lexicon/grammar.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::schema::{Schema, SchemaError};
use crate::source::TokenId;
use crate::syntax::{Pos, Syntax};

/// What a function word does in the normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    Copula,
    Agent,
    Patient,
    Recipient,
    Light,
    SubjectControl,
    ObjectGerund,
    Place,
    Location,
    Comma,
    Subjunctive,
    Pluperfect,
    Untimed,
    Hearer,
    Granted,
    Ditransitive,
    Her,
    Asked,
    Concession,
    Report,
    Interrogative,
    Separator,
    Expletive,
    NeutralAuxiliary,
    Transfer,
    Seat,
    Ballot,
    Belonging,
    Definite,
}

/// The function words that the clause normal form rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grammar {
    functions: FxHashMap<String, Vec<Function>>,
    /// Nouns of happening whose possessor undergoes it: "Maduro's arrest".
    patients: FxHashSet<String>,
    /// Nouns of happening, each with the verb whose clause it stands for.
    happenings: FxHashMap<String, String>,
    /// Forms whose lemma the engine gets wrong: "waged".
    lemmas: FxHashMap<String, String>,
    /// Verbs whose subject does what their object names: "considered strikes".
    lenders: FxHashSet<String>,
    /// Verb and preposition whose object does what the infinitive says.
    prepositional_control: Vec<(String, String)>,
    /// Prepositions that join more of the same, each with the word beside it, if any: "along with".
    accompaniments: Vec<(String, Option<String>)>,
}

impl Grammar {
    /// Reads the function words of a schema.
    ///
    /// # Errors
    /// If the schema has no `grammar.tsv` or a row names an unknown function.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut grammar = Self::default();
        let table = schema.lexicon("grammar")?;
        for row in &table.rows {
            let function = match row[1].as_str() {
                "copula" => Function::Copula,
                "agent" => Function::Agent,
                "patient" => Function::Patient,
                "recipient" => Function::Recipient,
                "light" => Function::Light,
                "subject-control" => Function::SubjectControl,
                "object-gerund" => Function::ObjectGerund,
                "place" => Function::Place,
                "location" => Function::Location,
                "comma" => Function::Comma,
                "subjunctive" => Function::Subjunctive,
                "pluperfect" => Function::Pluperfect,
                "untimed" => Function::Untimed,
                "hearer" => Function::Hearer,
                "granted" => Function::Granted,
                "ditransitive" => Function::Ditransitive,
                "receiver" => Function::Her,
                "asked" => Function::Asked,
                "concession" => Function::Concession,
                "report" => Function::Report,
                "interrogative" => Function::Interrogative,
                "separator" => Function::Separator,
                "seat" => Function::Seat,
                "ballot" => Function::Ballot,
                "belonging" => Function::Belonging,
                "definite" => Function::Definite,
                "expletive" => Function::Expletive,
                "neutral-auxiliary" => Function::NeutralAuxiliary,
                "transfer" => Function::Transfer,
                "prepositional-control" => {
                    grammar.prepositional_control.push((row[0].clone(), row[2].clone()));
                    continue;
                }
                "accompaniment" => {
                    let beside = Some(row[2].clone()).filter(|word| word != "-");
                    grammar.accompaniments.push((row[0].clone(), beside));
                    continue;
                }
                // Read where mentions are found.
                "origin" | "people" | "peer" | "capital" | "regional" => continue,
                other => return Err(table.wrong(row, &format!("`{other}` is no function"))),
            };
            grammar.functions.entry(row[0].clone()).or_default().push(function);
        }
        let nouns = schema.lexicon("event_nouns")?;
        let verb = nouns.required("verb")?;
        grammar.happenings.extend(nouns.rows.iter().map(|r| (r[0].clone(), r[verb].clone())));
        if let Some(possessor) = nouns.column("possessor") {
            grammar.patients.extend(nouns.rows.iter().filter(|r| r[possessor] == "patient").map(|r| r[0].clone()));
        }
        for row in &schema.lexicon("lemma_corrections")?.rows {
            grammar.lemmas.insert(row[0].clone(), row[1].clone());
        }
        let complements = schema.lexicon("complement_verbs")?;
        if let (Some(pos), Some(modality)) = (complements.column("pos"), complements.column("modality")) {
            let lends =
                |row: &&Vec<String>| row[pos] == "verb" && matches!(row[modality].as_str(), "planned" | "possible");
            grammar.lenders.extend(complements.rows.iter().filter(lends).map(|row| row[0].clone()));
        }
        Ok(grammar)
    }

    pub(crate) fn has(&self, word: &str, function: Function) -> bool {
        let found = match self.functions.get(word) {
            Some(functions) => Some(functions),
            None if word.bytes().any(|b| b.is_ascii_uppercase()) => self.functions.get(&word.to_ascii_lowercase()),
            None => None,
        };
        found.is_some_and(|functions| functions.contains(&function))
    }

    /// The lemma of a token, mended where the engine is known to get it wrong.
    #[must_use]
    pub fn lemma<'a>(&'a self, page: &str, syntax: &'a Syntax, token: TokenId) -> &'a str {
        let mended = match syntax.token(token).pos {
            Pos::Verb => self.lemmas.get(&syntax.word(page, token).to_lowercase()),
            _ => None,
        };
        mended.map_or_else(|| syntax.lemma(token), String::as_str)
    }

    pub(super) fn lends_subject(&self, verb: &str) -> bool {
        self.lenders.contains(verb)
    }

    /// Whether a noun names a happening, which has a doer of its own.
    pub(super) fn is_happening(&self, noun: &str) -> bool {
        self.happenings.contains_key(noun)
    }

    /// The verb whose clause a noun of happening stands for: "attack" of "attack", "abduct" of "abduction".
    pub(super) fn act(&self, noun: &str) -> Option<&str> {
        self.happenings.get(noun).map(String::as_str)
    }

    pub(super) fn possessor_undergoes(&self, noun: &str) -> bool {
        self.patients.contains(noun)
    }

    /// Whether a preposition joins more of the same; `stands_beside` tells which words stand next to it.
    pub(super) fn accompanies(&self, preposition: &str, stands_beside: impl Fn(&str) -> bool) -> bool {
        self.accompaniments.iter().any(|(word, beside)| {
            word.eq_ignore_ascii_case(preposition) && beside.as_deref().is_none_or(&stands_beside)
        })
    }

    pub(super) fn controls_by(&self, verb: &str, preposition: &str) -> bool {
        self.prepositional_control.iter().any(|(v, p)| v == verb && p.eq_ignore_ascii_case(preposition))
    }
}
