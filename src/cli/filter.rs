//! Options that choose a part of the graph.

use clap::Args;

use super::Failure;
use crate::schema::Schema;
use crate::statements::{Modality, Polarity};
use crate::store::Filter;

#[derive(Debug, Args)]
#[command(next_help_heading = "Which part of the graph")]
pub(super) struct FilterArgs {
    /// Only what is around this entity: a name, an id or a Wikidata id
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// How many steps around --entity
    #[arg(long, value_name = "N", requires = "entity")]
    hops: Option<u32>,
    /// Only this relation; may be given several times
    #[arg(long, value_name = "RELATION")]
    relation: Vec<String>,
    /// Only what happened on this day, month or year or later (without a date: was published)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what happened on this day, month or year or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only what is said to be so, or not to be so
    #[arg(long, value_name = "positive|negative", value_parser = polarity)]
    polarity: Option<Polarity>,
    /// Only this modality (actual, planned, possible, hypothetical, alleged, requested, past); may be
    /// given several times
    #[arg(long, value_name = "MODALITY", value_parser = modality)]
    modality: Vec<Modality>,
    /// Only statements that are right with at least this probability: 0.8
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f64>,
    /// Only documents of this publisher
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Only this document
    #[arg(long, value_name = "KEY")]
    document: Option<String>,
    /// Only the N entities with the most statements; 0 means all [pictures: 30]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
}

impl FilterArgs {
    /// The filter; `top` is how many entities there are if the user does not say.
    pub(super) fn filter(&self, schema: &Schema, top: Option<usize>) -> Result<Filter, Failure> {
        if let Some(unknown) = self.relation.iter().find(|r| schema.relation_id(r).is_none()) {
            return Err(Failure::Usage(unknown_relation(schema, unknown)));
        }
        Ok(Filter {
            entity: self.entity.clone(),
            hops: self.hops,
            relations: self.relation.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            polarity: self.polarity,
            modalities: self.modality.clone(),
            min_confidence: self.min_confidence,
            publisher: self.publisher.clone(),
            document: self.document.clone(),
            top: match self.top {
                Some(0) => None,
                Some(n) => Some(n),
                None => top,
            },
        })
    }
}

fn unknown_relation(schema: &Schema, unknown: &str) -> String {
    let mut near: Vec<&str> = schema.relations.iter().map(|r| r.id.as_str()).collect();
    let alike = |id: &str| id.chars().zip(unknown.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    near.sort_by_key(|id| std::cmp::Reverse(alike(id)));
    match near.first() {
        Some(id) if alike(id) >= 3 => format!("the schema has no relation `{unknown}`; did you mean `{id}`?"),
        _ => format!("the schema has no relation `{unknown}`; `actant schema list` names them all"),
    }
}

fn polarity(word: &str) -> Result<Polarity, String> {
    parse(word, &["positive", "negative"])
}

fn modality(word: &str) -> Result<Modality, String> {
    parse(word, &["actual", "planned", "possible", "hypothetical", "alleged", "requested", "past"])
}

fn probability(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    value.ok_or_else(|| "a probability from 0 to 1 is meant".to_owned())
}

fn parse<T: for<'de> serde::Deserialize<'de>>(word: &str, all: &[&str]) -> Result<T, String> {
    let value = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(word);
    T::deserialize(value).map_err(|_| format!("one of {} is meant", all.join(", ")))
}
