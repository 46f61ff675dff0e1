//! Options that choose a part of the graph.

use clap::Args;

use super::{Failure, output};
use crate::schema::Schema;
use crate::statements::{Modality, Polarity};
use crate::store::{Emptied, Filter, FilterPart, Graph, Store, modality_name, polarity_name};

#[derive(Debug, Args)]
#[command(next_help_heading = "Which part of the graph")]
pub(super) struct FilterArgs {
    /// Only what is around this entity: a name, an id or a Wikidata id; may be given several times
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// How many steps around --entity [default: 1]; 0 means only what stands between those named
    #[arg(long, value_name = "N", requires = "entity")]
    hops: Option<u32>,
    /// Only this relation; may be given several times
    #[arg(long, value_name = "RELATION")]
    relation: Vec<String>,
    /// Only relations of this class: a PLOVER type (sanction, accuse …), cooperation, conflict, verbal,
    /// material, standing, none; may be given several times
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
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
    /// The part of the graph that is asked for; a condition that leaves nothing is named on standard
    /// error. `top` and `hops` hold if the user does not say.
    pub(super) fn graph(
        &self,
        store: &Store,
        schema: &Schema,
        top: Option<usize>,
        hops: Option<u32>,
    ) -> Result<Graph, Failure> {
        let filter = self.filter(schema, top)?;
        let selection = store.select(schema, &Filter { hops: filter.hops.or(hops), ..filter })?;
        if let Some(Emptied { by, before }) = selection.emptied {
            let condition = format!("--{} {}", by.as_str(), self.value(by));
            let statements = if before == 1 { "the one statement" } else { &format!("the {before} statements") };
            output::complain(&format!("nothing is left: none of {statements} before it passes {condition}\n"))?;
        }
        Ok(selection.graph)
    }

    /// The entities that the user named.
    pub(super) fn entities(&self) -> &[String] {
        &self.entity
    }

    /// What the user gave for a condition.
    fn value(&self, part: FilterPart) -> String {
        let one = |value: &Option<String>| value.clone().unwrap_or_default();
        let any = |values: &[String]| values.join(" or ");
        match part {
            FilterPart::Document => one(&self.document),
            FilterPart::Publisher => one(&self.publisher),
            FilterPart::Relation => any(&self.relation),
            FilterPart::Class => any(&self.class),
            FilterPart::Since => one(&self.since),
            FilterPart::Until => one(&self.until),
            FilterPart::Polarity => self.polarity.map(|p| polarity_name(p).to_owned()).unwrap_or_default(),
            FilterPart::Modality => {
                any(&self.modality.iter().map(|m| modality_name(*m).to_owned()).collect::<Vec<_>>())
            }
            FilterPart::MinConfidence => self.min_confidence.map(|p| p.to_string()).unwrap_or_default(),
            FilterPart::Entity => any(&self.entity),
            FilterPart::Top => self.top.map(|n| n.to_string()).unwrap_or_default(),
        }
    }

    /// The filter; `top` is how many entities there are if the user does not say.
    pub(super) fn filter(&self, schema: &Schema, top: Option<usize>) -> Result<Filter, Failure> {
        if let Some(unknown) = self.relation.iter().find(|r| schema.relation_id(r).is_none()) {
            return Err(Failure::Usage(unknown_relation(schema, unknown)));
        }
        Ok(Filter {
            entities: self.entity.clone(),
            hops: self.hops,
            relations: self.relation.clone(),
            classes: classes(schema, &self.class)?,
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

/// The classes that the user's words mean: each the name of a class, or words of a quad class.
fn classes(schema: &Schema, wanted: &[String]) -> Result<Vec<String>, Failure> {
    let table = schema.lexicon("plover")?;
    let quads = table.column("quad");
    let mut classes = Vec::new();
    for word in wanted {
        let known = classes.len();
        let lower = word.to_lowercase();
        for row in &table.rows {
            let quad = quads.map(|column| row[column].as_str()).unwrap_or_default();
            if row[0].eq_ignore_ascii_case(word) || lower.split(' ').all(|w| quad.split(' ').any(|q| q == w)) {
                classes.push(row[0].clone());
            }
        }
        if classes.len() == known {
            let names: Vec<String> = table.rows.iter().map(|row| row[0].to_lowercase()).collect();
            return Err(Failure::Usage(format!(
                "no class `{word}`; there are cooperation, conflict, verbal, material, {}",
                names.join(", ")
            )));
        }
    }
    Ok(classes)
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
