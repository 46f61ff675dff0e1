//! What people decide: that two entities are one, that one is two, that a statement is right or wrong.
//!
//! A decision names what it is about by stable ids (made of natural content, never row numbers), so
//! that it holds again for a file that is built anew. It is kept also where it finds nothing to hold
//! for. Written as JSON Lines:
//! `{"action":"merge","entities":[{"id":"Q1","name":"Syldavia","type":"Country"},…],"author":"ada","at":"2026-01-09T08:00:00Z"}`.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::rows::Sql;
use super::{StoreError, identity};
use crate::schema::EntityType;

/// The most letters that each word of a decision may have.
const LONGEST: usize = 10_000;

/// A person's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is decided.
    #[serde(flatten)]
    pub action: Action,
    /// Who decides.
    pub author: String,
    /// When: RFC 3339 in UTC, to the second (`2026-01-09T08:00:00Z`). Of two decisions that
    /// contradict each other the later holds.
    pub at: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "lowercase")]
pub enum Action {
    /// All these entities are one, which goes by the id of the first that has a Wikidata id, else
    /// of the first.
    Merge {
        /// At least two.
        entities: Vec<NamedEntity>,
    },
    /// The entity is not what it was made one with.
    Split {
        /// The entity: with no documents, it is taken out of every earlier merge.
        entity: NamedEntity,
        /// What these documents (by key) call so is an entity of its own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        documents: Vec<String>,
    },
    /// The statement is wrong.
    Reject {
        /// Which.
        statement: NamedStatement,
    },
    /// The statement is right.
    Accept {
        /// Which.
        statement: NamedStatement,
    },
}

/// An entity as a decision names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedEntity {
    /// The id, as [`super::GlobalEntity::id`]: this counts.
    pub id: String,
    /// The name, which helps to find it.
    pub name: String,
    /// The type, which helps to find it.
    pub r#type: EntityType,
}

/// A statement as a decision names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedStatement {
    /// The id, as [`super::StatementView::id`]: this counts.
    pub id: String,
    /// What it says, for people: "Syldavia accuses Borduria".
    pub words: String,
}

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "effect", content = "why")]
pub enum Effect {
    /// It holds.
    Holds,
    /// A later decision says otherwise.
    Overruled,
    /// What it is about is not in the file, or is so anyway; the reason in words.
    Without(String),
}

/// A decision with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// `decision-` and 24 hexadecimal digits, made of all that it says.
    pub id: String,
    /// What was decided.
    pub decision: Decision,
    /// What became of it.
    pub effect: Effect,
}

impl Decision {
    /// Reads a line of JSON.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(line: &str) -> Result<Self, String> {
        let decision: Self = serde_json::from_str(line).map_err(|e| e.to_string())?;
        decision.check()?;
        Ok(decision)
    }

    /// The decision as a line of JSON, without the end of the line.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("strings and lists are JSON")
    }

    /// `decision-` and 24 hexadecimal digits, made of all that it says.
    #[must_use]
    pub fn id(&self) -> String {
        identity::id("decision", &[&self.line()])
    }

    /// Whether it keeps to the rules that its types do not tell.
    pub(super) fn check(&self) -> Result<(), String> {
        let is_time = self.at.len() == 20 && self.at.ends_with('Z') && self.at.parse::<jiff::Timestamp>().is_ok();
        if !is_time {
            return Err(format!("`at` is `{}`; a time such as 2026-01-09T08:00:00Z is meant", self.at));
        }
        if self.author.trim().is_empty() {
            return Err("`author` is empty; a decision has somebody who made it".to_owned());
        }
        let entities = self.entities();
        if let Action::Merge { entities } = &self.action {
            let mut ids: Vec<&str> = entities.iter().map(|e| e.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.len() < 2 {
                return Err("a merge needs at least two different entities".to_owned());
            }
        }
        let words = entities.iter().flat_map(|e| [&e.id, &e.name]).chain([&self.author]).chain(&self.note);
        if words.chain(self.statement().map(|s| &s.id)).any(|w| w.len() > LONGEST) {
            return Err(format!("it holds a word of more than {LONGEST} letters"));
        }
        if entities.iter().any(|e| e.id.is_empty()) || self.statement().is_some_and(|s| s.id.is_empty()) {
            return Err("an `id` is empty".to_owned());
        }
        Ok(())
    }

    /// The entities that it names.
    #[must_use]
    pub fn entities(&self) -> &[NamedEntity] {
        match &self.action {
            Action::Merge { entities } => entities,
            Action::Split { entity, .. } => std::slice::from_ref(entity),
            Action::Reject { .. } | Action::Accept { .. } => &[],
        }
    }

    /// The statement that it names.
    #[must_use]
    pub fn statement(&self) -> Option<&NamedStatement> {
        match &self.action {
            Action::Reject { statement } | Action::Accept { statement } => Some(statement),
            Action::Merge { .. } | Action::Split { .. } => None,
        }
    }
}

/// All decisions of a file, in the order in which they hold.
pub(super) fn read(connection: &Connection) -> Sql<Vec<Decision>> {
    connection
        .prepare_cached("SELECT record FROM decision ORDER BY at, id")?
        .query_map([], |row| {
            let record: String = row.get(0)?;
            Decision::parse(&record)
                .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, e.into()))
        })?
        .collect()
}

/// Writes decisions down; those that are there already stay. Gives those that are new.
pub(super) fn write<'d>(connection: &Connection, decisions: &'d [Decision]) -> Result<Vec<&'d Decision>, StoreError> {
    let mut new = Vec::new();
    for decision in decisions {
        decision.check().map_err(|message| StoreError::Decision { message })?;
        let written = connection
            .prepare_cached("INSERT INTO decision (id, at, record) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING")
            .and_then(|mut insert| insert.execute(params![decision.id(), decision.at, decision.line()]))
            .map_err(|source| StoreError::Decision { message: format!("a decision cannot be written: {source}") })?;
        if written > 0 {
            new.push(decision);
        }
    }
    Ok(new)
}
