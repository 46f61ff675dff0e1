//! The lexicons of polarity, modality and report, read from the schema.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clauses::{Frame, Function, Grammar, PredicateKind};
use crate::schema::{Lexicon, Schema, SchemaError};
use crate::syntax::Label;

use super::harms::Harms;
use super::quantity::Quantities;
use super::{Grounds, Modality, Polarity};

/// The words that decide on polarity, modality and speaker.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// The function words of clauses.
    pub(super) grammar: Grammar,
    /// What a governing word does to its complement.
    complements: FxHashMap<(PredicateKind, String), Effect>,
    /// Verbs and nouns of report, and whether what they report is only alleged.
    reports: FxHashMap<String, Report>,
    /// Auxiliaries, adverbs, adjectives and subordinators that mark modality.
    modal: FxHashMap<String, Modality>,
    /// Words that negate.
    negation: FxHashSet<String>,
    /// Negations with a word that takes them back: "not only".
    affirmed: FxHashSet<String>,
    /// Words that mark a state as ended.
    past: FxHashSet<String>,
    /// Nouns of happening.
    happenings: FxHashSet<String>,
    /// Words that leave the meaning to what follows "of".
    partitives: FxHashSet<String>,
    /// Lists of names: whole names, and last words of names, by list.
    names: FxHashSet<(String, String)>,
    /// Nouns of bodies that stand at one place: "embassy".
    seated: FxHashSet<String>,
    /// The words of killed, wounded, detained.
    pub(super) harms: Harms,
    /// The words of numbers.
    pub(super) quantities: Quantities,
}

/// What a governing word does to its complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effect {
    /// The modality it sets; `None` leaves the governor's own.
    pub modality: Option<Modality>,
    /// Negative where the complement does not come about.
    pub polarity: Polarity,
    /// Whether only an infinitive is affected: "is to go", "used to lead".
    pub infinitive: bool,
}

/// A word of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Report {
    /// Whether what is reported is marked as unproven.
    pub alleged: bool,
    /// Whether it denies what it reports.
    pub denies: bool,
    /// Whether it is itself an act upon somebody ("accuse"), not a mere saying.
    pub act: bool,
}

impl Wording {
    /// Reads the lexicons of a schema.
    ///
    /// # Errors
    /// If a lexicon is missing or a cell holds an unknown value.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut wording = Self {
            grammar: Grammar::new(schema)?,
            harms: Harms::new(schema)?,
            quantities: Quantities::new(schema)?,
            ..Self::default()
        };
        let complements = Table::new(schema, "complement_verbs", ["lemma", "pos", "modality", "polarity"])?;
        for (line, [lemma, pos, modality, polarity]) in complements.rows() {
            let kind = match pos {
                "verb" | "verb-to" => PredicateKind::Verb,
                "noun" => PredicateKind::Noun,
                "adj" => PredicateKind::Adjective,
                other => return Err(complements.error(line, format!("unknown part of speech `{other}`"))),
            };
            let modality = match modality {
                "same" => None,
                name => Some(
                    parse_modality(name)
                        .ok_or_else(|| complements.error(line, format!("unknown modality `{name}`")))?,
                ),
            };
            let polarity = match polarity {
                "same" => Polarity::Positive,
                "negative" => Polarity::Negative,
                other => return Err(complements.error(line, format!("unknown polarity `{other}`"))),
            };
            wording
                .complements
                .insert((kind, lemma.to_owned()), Effect { modality, polarity, infinitive: pos == "verb-to" });
        }
        let reports = Table::new(schema, "report_verbs", ["lemma", "kind", "alleged"])?;
        for (_, [lemma, kind, alleged]) in reports.rows() {
            let report = Report {
                alleged: alleged == "yes",
                denies: kind == "deny",
                act: kind == "speech-act" || kind == "ask",
            };
            wording.reports.insert(lemma.to_owned(), report);
        }
        let modal = Table::new(schema, "modal_words", ["word", "modality"])?;
        for (line, [word, modality]) in modal.rows() {
            let modality =
                parse_modality(modality).ok_or_else(|| modal.error(line, format!("unknown modality `{modality}`")))?;
            wording.modal.insert(word.to_owned(), modality);
        }
        let past = Table::new(schema, "past_words", ["word", "effect"])?;
        wording.past.extend(past.rows().filter(|(_, [_, e])| *e == "past").map(|(_, [word, _])| word.to_owned()));
        let words = |name: &'static str| -> Result<FxHashSet<String>, SchemaError> {
            Ok(schema.lexicon(name)?.rows.iter().map(|row| row[0].clone()).collect())
        };
        let negation = Table::new(schema, "negation", ["word", "kind"])?;
        for (_, [word, kind]) in negation.rows() {
            let list = if kind == "none" { &mut wording.affirmed } else { &mut wording.negation };
            list.insert(word.to_owned());
        }
        wording.happenings = words("event_nouns")?;
        wording.partitives = words("partitives")?;
        let names = Table::new(schema, "name_lists", ["name", "list"])?;
        wording.names = names.rows().map(|(_, [name, list])| (list.to_owned(), name.to_lowercase())).collect();
        let bodies = Table::new(schema, "body_nouns", ["phrase", "seat"])?;
        let seated = bodies.rows().filter(|(_, [_, seat])| *seat == "yes");
        wording.seated = seated.map(|(_, [phrase, _])| phrase.to_owned()).collect();
        Ok(wording)
    }

    /// Whether a name, or its last word, is on a list.
    pub(super) fn is_listed(&self, list: &str, name: &str) -> bool {
        let name = name.to_lowercase();
        let last = name.rsplit(' ').next().unwrap_or(&name).to_owned();
        [name, last].into_iter().any(|n| self.names.contains(&(list.to_owned(), n)))
    }

    /// Whether a noun names a body that stands at one place.
    pub(super) fn is_seated(&self, noun: &str) -> bool {
        self.seated.contains(&noun.to_lowercase())
    }

    pub(super) fn effect(&self, kind: PredicateKind, lemma: &str) -> Option<Effect> {
        self.complements.get(&(kind, lemma.to_lowercase())).copied()
    }

    /// The effect of a governing word, with its particle, adverb or preposition first ("rule out").
    pub(super) fn effect_of(&self, grounds: &Grounds<'_>, governor: &Frame) -> Option<Effect> {
        let syntax = grounds.syntax;
        let lemma = self.grammar.lemma(grounds.page, syntax, governor.predicate);
        let after = syntax.children(governor.predicate).iter().filter(|c| **c > governor.predicate);
        after
            .filter(|c| matches!(syntax.token(**c).label, Label::Prt | Label::Prep | Label::Advmod))
            .find_map(|c| self.effect(governor.kind, &format!("{lemma} {}", syntax.word(grounds.page, *c))))
            .or_else(|| self.effect(governor.kind, lemma))
    }

    pub(super) fn report(&self, lemma: &str) -> Option<Report> {
        self.reports.get(&lemma.to_lowercase()).copied()
    }

    pub(super) fn modal(&self, word: &str) -> Option<Modality> {
        self.modal.get(&word.to_lowercase()).copied()
    }

    /// "not only", "not just": a negation that denies nothing.
    pub(super) fn negates_nothing(&self, negation: &str, next: &str) -> bool {
        self.affirmed.contains(&format!("{} {}", negation.to_lowercase(), next.to_lowercase()))
    }

    pub(super) fn negates(&self, word: &str) -> bool {
        self.negation.contains(&word.to_lowercase())
    }

    /// "even" before "if": what is said holds all the same.
    pub(super) fn concedes(&self, word: &str) -> bool {
        self.grammar.has(word, Function::Concession)
    }

    pub(super) fn marks_past(&self, word: &str) -> bool {
        self.past.contains(&word.to_lowercase())
    }

    pub(super) fn is_happening(&self, lemma: &str) -> bool {
        self.happenings.contains(&lemma.to_lowercase())
    }

    pub(super) fn is_partitive(&self, lemma: &str) -> bool {
        self.partitives.contains(&lemma.to_lowercase())
    }
}

/// A lexicon seen through some of its columns.
pub(super) struct Table<'a, const N: usize> {
    name: &'static str,
    lexicon: &'a Lexicon,
    columns: [usize; N],
}

impl<'a, const N: usize> Table<'a, N> {
    pub(super) fn new(schema: &'a Schema, name: &'static str, columns: [&str; N]) -> Result<Self, SchemaError> {
        let lexicon = schema.lexicon(name)?;
        let mut positions = [0; N];
        for (position, column) in positions.iter_mut().zip(columns) {
            *position = lexicon.column(column).ok_or_else(|| SchemaError::Row {
                path: format!("lexicon/{name}.tsv"),
                line: 1,
                message: format!("the column `{column}` is missing"),
            })?;
        }
        Ok(Self { name, lexicon, columns: positions })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, [&'a str; N])> + '_ {
        self.lexicon.rows.iter().enumerate().map(|(i, row)| (i, self.columns.map(|c| row[c].as_str())))
    }

    pub(super) fn error(&self, row: usize, message: String) -> SchemaError {
        SchemaError::Row {
            path: format!("lexicon/{}.tsv", self.name),
            line: row + 1,
            message: format!("row {}: {message}", row + 1),
        }
    }
}

fn parse_modality(name: &str) -> Option<Modality> {
    Some(match name {
        "actual" => Modality::Actual,
        "planned" => Modality::Planned,
        "possible" => Modality::Possible,
        "hypothetical" => Modality::Hypothetical,
        "alleged" => Modality::Alleged,
        "requested" => Modality::Requested,
        "past" => Modality::Past,
        _ => return None,
    })
}
