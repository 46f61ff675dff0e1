//! Decisions of people: writing them down, finding what they name, telling what became of them.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::derive::{self, Whole};
use super::file::{self, failed};
use super::identity::normalise_name;
use super::select::{named, names_like};
use super::touched::Touched;
use super::{
    Action, Build, Decision, Effect, EntityIndex, Graph, NamedEntity, NamedStatement, Ruling, StatementView, Store,
    StoreError, damaged, decision, whole,
};
use crate::schema::Schema;
use crate::statements::{Modality, Polarity};

/// Names of documents that tell entities of one name apart.
const SHOWN: usize = 3;

impl Store {
    /// Writes decisions down and carries them out, in one transaction. Those that are there already
    /// change nothing. Gives how many are new.
    ///
    /// # Errors
    /// If a decision contradicts itself or the file cannot be written; the file then is as before.
    pub fn decide(&mut self, decisions: &[Decision], schema: &Schema) -> Result<usize, StoreError> {
        let fail = failed("change", &self.path);
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(&fail)?;
        let new = decision::write(&transaction, decisions)?;
        if new.is_empty() {
            return Ok(0);
        }
        let mut touched = Touched::default();
        touched.judge(&new);
        derive::update(&transaction, touched, schema).map_err(&fail)?.map_err(damaged(&self.path))?;
        transaction.commit().map_err(&fail)?;
        Ok(new.len())
    }

    /// All decisions in the order in which they hold, with what became of each.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn rulings(&self, schema: &Schema) -> Result<Vec<Ruling>, StoreError> {
        let Whole { decisions, effects, .. } = whole(&self.connection, &self.path, schema)?;
        let ruling = |(decision, effect): (Decision, Effect)| Ruling { id: decision.id(), decision, effect };
        Ok(decisions.into_iter().zip(effects).map(ruling).collect())
    }

    /// All decisions, in the order in which they hold.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        decision::read(&self.connection).map_err(failed("read", &self.path))
    }

    /// The one entity of `graph` that goes by a name or id.
    ///
    /// # Errors
    /// If none does, or several do: then they are listed.
    pub fn entity(&self, graph: &Graph, name: &str) -> Result<EntityIndex, StoreError> {
        let path = || self.path.clone();
        let mut found: Vec<EntityIndex> = named(graph, name).collect();
        // An id means one entity, whoever bears it as a name.
        if let Some(exact) = found.iter().find(|e| graph[**e].id == name) {
            return Ok(*exact);
        }
        match found.len() {
            0 => Err(StoreError::NoEntity { path: path(), name: name.to_owned(), near: names_like(graph, name) }),
            1 => Ok(found.remove(0)),
            _ => {
                let candidates = found.iter().map(|e| candidate(graph, *e)).collect();
                Err(StoreError::Ambiguous { path: path(), name: name.to_owned(), candidates })
            }
        }
    }

    /// How a decision names the one entity that goes by a name or id.
    ///
    /// # Errors
    /// As [`Store::entity`].
    pub fn name_entity(&self, graph: &Graph, name: &str) -> Result<NamedEntity, StoreError> {
        let entity = &graph[self.entity(graph, name)?];
        Ok(NamedEntity { id: entity.id.clone(), name: entity.name.clone(), r#type: entity.entity_type })
    }

    /// How decisions name what would be taken apart: of the one entity that goes by a name or id,
    /// the parts that were merged into it and go by it themselves; all of them, if it means the whole.
    ///
    /// # Errors
    /// As [`Store::entity`], or if nothing was merged.
    pub fn name_parts(&self, graph: &Graph, name: &str) -> Result<Vec<NamedEntity>, StoreError> {
        let entity = &graph[self.entity(graph, name)?];
        let even = normalise_name(name);
        let mut all: BTreeSet<NamedEntity> = BTreeSet::new();
        let mut meant: BTreeSet<&str> = BTreeSet::new();
        for member in &entity.members {
            let Some(id) = &member.decided_from else { continue };
            if member.reason != super::Reason::Merged {
                continue;
            }
            // One name is enough for each part.
            if !all.iter().any(|p| p.id == *id) {
                all.insert(NamedEntity { id: id.clone(), name: member.name.clone(), r#type: entity.entity_type });
            }
            if id == name || normalise_name(&member.name) == even {
                meant.insert(id);
            }
        }
        if all.is_empty() {
            let message = format!(
                "{} ({}) is merged with nothing; --document KEY takes out what one article calls so",
                entity.name, entity.id
            );
            return Err(StoreError::Decision { message });
        }
        let heads = entity.members.iter().any(|m| m.decided_from.is_none() && normalise_name(&m.name) == even);
        if !heads && !meant.is_empty() {
            all.retain(|p| meant.contains(p.id.as_str()));
        }
        Ok(all.into_iter().collect())
    }

    /// How a decision names the statement of an id.
    ///
    /// # Errors
    /// If there is none.
    pub fn name_statement(&self, graph: &Graph, id: &str) -> Result<NamedStatement, StoreError> {
        let statement = graph
            .statements
            .iter()
            .find(|s| s.id == id)
            .ok_or_else(|| StoreError::NoStatement { path: self.path.clone(), id: id.to_owned() })?;
        Ok(NamedStatement { id: statement.id.clone(), words: statement.words() })
    }
}

impl StatementView {
    /// What it says, in the names of its document: "Syldavia not accuses Borduria (planned)".
    #[must_use]
    pub fn words(&self) -> String {
        let not = if self.polarity == Polarity::Negative { "not " } else { "" };
        let modality = match self.modality {
            Modality::Actual => String::new(),
            other => format!(" ({})", super::modality_name(other)),
        };
        format!("{} {not}{} {}{modality}", self.source.name, self.relation, self.target.name)
    }
}

/// An entity among others of its name.
fn candidate(graph: &Graph, entity: EntityIndex) -> String {
    let entity = &graph[entity];
    let keys: Vec<&str> = entity.documents.iter().take(SHOWN).map(|d| graph[*d].key.as_str()).collect();
    let more = if entity.documents.len() > SHOWN { ", …" } else { "" };
    format!("  {}  {} ({}) in {}{more}", entity.id, entity.name, entity.entity_type.as_str(), keys.join(", "))
}

impl Build {
    /// Takes over the decisions of the file that is to be replaced, if there is one. Gives how many.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn keep_decisions(&mut self) -> Result<usize, StoreError> {
        let decisions = decisions_at(self.draft.target()).map_err(|error| {
            let path = self.draft.target().display();
            let message =
                format!("the decisions in {path} cannot be kept: {error}; --forget-decisions goes on without");
            StoreError::Decision { message }
        })?;
        decision::write(&self.draft.connection, &decisions)?;
        Ok(decisions.len())
    }
}

/// The decisions of a file of any format; none if there is no file.
fn decisions_at(path: &Path) -> Result<Vec<Decision>, StoreError> {
    match file::recognise(path) {
        Err(StoreError::Missing { .. }) => return Ok(Vec::new()),
        other => other?,
    }
    let read = || {
        let mode = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, mode)?;
        connection.busy_timeout(file::PATIENCE)?;
        // Formats before the third know no decisions.
        let is_there = "SELECT count(*) FROM sqlite_schema WHERE name = 'decision'";
        match connection.query_row(is_there, [], |row| row.get::<_, i64>(0))? {
            0 => Ok(Vec::new()),
            _ => decision::read(&connection),
        }
    };
    read().map_err(failed("read", path))
}

fn said(statement: &NamedStatement) -> String {
    plain(&format!("{} “{}”", statement.id, statement.words))
}

/// Words on one line without what a terminal would obey: decisions may come from elsewhere.
fn plain(words: &str) -> String {
    words.replace(char::is_control, " ")
}

impl Decision {
    /// Who decided, fit to be shown on a line.
    #[must_use]
    pub fn author_line(&self) -> String {
        plain(&self.author)
    }

    /// The note, fit to be shown on a line.
    #[must_use]
    pub fn note_line(&self) -> Option<String> {
        self.note.as_deref().map(plain)
    }
}

impl fmt::Display for Decision {
    /// What is decided, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |e: &NamedEntity| plain(&format!("{} ({})", e.name, e.id));
        match &self.action {
            Action::Merge { entities } => {
                let names: Vec<String> = entities.iter().map(name).collect();
                write!(f, "merge {}", names.join(" with "))
            }
            Action::Split { entity, documents } if documents.is_empty() => {
                write!(f, "split {} from what it was merged with", name(entity))
            }
            Action::Split { entity, documents } => {
                write!(f, "split {} in {}", name(entity), plain(&documents.join(", ")))
            }
            Action::Reject { statement } => write!(f, "reject {}", said(statement)),
            Action::Accept { statement } => write!(f, "accept {}", said(statement)),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => f.write_str("holds"),
            Self::Overruled => f.write_str("overruled by a later decision"),
            Self::Without(why) => write!(f, "without effect: {why}"),
        }
    }
}
