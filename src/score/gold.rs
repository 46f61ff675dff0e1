//! Annotated articles as their files say.

use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::ScoreError;
use super::agree::{bag, is_proper, normalise};

/// The annotated articles of a folder, in the order of their file names.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold {
    /// The articles.
    pub documents: Vec<GoldDocument>,
}

/// One annotated article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldDocument {
    /// Its name, which predictions give as `document`.
    pub doc: String,
    /// Day of publication, ISO 8601.
    #[serde(default)]
    pub published: Option<String>,
    /// Who takes part.
    pub entities: Vec<GoldEntity>,
    /// What the article says.
    pub statements: Vec<GoldStatement>,
    /// The text of the file of the same name that ends in `.txt`, where there is one.
    #[serde(skip)]
    pub text: Option<String>,
    #[serde(skip)]
    by_id: FxHashMap<String, usize>,
}

/// An entity of an annotated article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldEntity {
    /// Its id inside the article.
    pub id: String,
    /// The usual full name.
    pub name: String,
    /// Person, Country, Organization …
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The Wikidata id, if it has one.
    #[serde(default)]
    pub wikidata: Option<String>,
    /// Each distinct string by which the article refers to it.
    #[serde(default)]
    pub mentions: Vec<String>,
    /// The bags of words that are its names: descriptions only where it has no proper name.
    #[serde(skip)]
    pub(super) names: Vec<Vec<String>>,
}

/// A statement of an annotated article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldStatement {
    /// Its id inside the article.
    pub id: String,
    /// Ids of the entities that are right as the source, the best first.
    pub source: Vec<String>,
    /// The relation.
    pub relation: String,
    /// Ids of the entities that are right as the target, the best first.
    pub target: Vec<String>,
    /// `positive` or `negative`.
    pub polarity: String,
    /// `actual`, `planned` …
    pub modality: String,
    /// The id of the entity on whose word the article says it.
    #[serde(default)]
    pub attribution: Option<String>,
    /// ISO 8601 day, month or year.
    #[serde(default)]
    pub date: Option<String>,
    /// The words that say so.
    pub evidence: Vec<String>,
    /// Whether two careful readers would both have it.
    pub certain: bool,
    /// Other relations that are as good an answer.
    #[serde(default)]
    pub also: Option<Vec<String>>,
    /// The evidence as it is compared.
    #[serde(skip)]
    pub(super) words: Vec<String>,
}

impl Gold {
    /// Reads the `.json` files of a folder and the texts beside them; files without `statements`
    /// are passed over.
    ///
    /// # Errors
    /// If a file cannot be read, is no annotated article, or if there is none.
    pub fn read(directory: &Path) -> Result<Self, ScoreError> {
        let fail = |path: &Path, source| ScoreError::Read { path: path.to_path_buf(), source };
        let mut paths = Vec::new();
        for entry in fs::read_dir(directory).map_err(|e| fail(directory, e))? {
            let path = entry.map_err(|e| fail(directory, e))?.path();
            if path.extension().is_some_and(|e| e == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut documents = Vec::new();
        for path in paths {
            let json = fs::read_to_string(&path).map_err(|e| fail(&path, e))?;
            let wrong = |source| ScoreError::Gold { path: path.clone(), source };
            let value: serde_json::Value = serde_json::from_str(&json).map_err(wrong)?;
            if value.get("statements").is_none() {
                continue;
            }
            let mut document: GoldDocument = serde_json::from_value(value).map_err(wrong)?;
            let beside = path.with_extension("txt");
            if beside.exists() {
                let text = fs::read_to_string(&beside).map_err(|e| fail(&beside, e))?;
                document.text = Some(text.replace("\r\n", "\n").replace('\r', "\n"));
            }
            document.prepare(&path)?;
            documents.push(document);
        }
        if documents.is_empty() {
            return Err(ScoreError::NoGold { path: directory.to_path_buf() });
        }
        Ok(Self { documents })
    }
}

impl GoldDocument {
    /// Works out what comparing needs, and checks that no id dangles.
    fn prepare(&mut self, path: &Path) -> Result<(), ScoreError> {
        for entity in &mut self.entities {
            let some_proper = is_proper(&entity.name) || entity.mentions.iter().any(|m| is_proper(m));
            let names = entity.mentions.iter().filter(|m| !some_proper || is_proper(m));
            entity.names = std::iter::once(&entity.name).chain(names).map(|n| bag(n)).collect();
        }
        self.by_id = self.entities.iter().enumerate().map(|(i, e)| (e.id.clone(), i)).collect();
        for statement in &mut self.statements {
            let ids = statement.source.iter().chain(&statement.target).chain(&statement.attribution);
            if let Some(unknown) = ids.into_iter().find(|id| !self.by_id.contains_key(*id)) {
                return Err(ScoreError::NoEntity {
                    path: path.to_path_buf(),
                    statement: statement.id.clone(),
                    entity: unknown.clone(),
                });
            }
            statement.words = statement.evidence.iter().map(|e| normalise(e)).collect();
        }
        Ok(())
    }

    /// The entity of an id that some statement names.
    pub(super) fn entity(&self, id: &str) -> &GoldEntity {
        &self.entities[self.by_id[id]]
    }
}
