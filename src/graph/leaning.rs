//! Which classes of relations are cooperation and which are conflict.

use rustc_hash::FxHashMap;

use crate::schema::{Schema, SchemaError};

/// Whether something is done with somebody or against somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaning {
    /// Words or deeds of cooperation.
    Cooperation,
    /// Words or deeds of conflict.
    Conflict,
    /// Standing relations, and events that are neither.
    Neither,
}

/// The leaning of each class, as the schema's table `plover` says by its quad classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leanings {
    by_class: FxHashMap<String, Leaning>,
}

impl Leanings {
    /// Reads the table `plover`.
    ///
    /// # Errors
    /// If there is no such table, or it has no column `quad`.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let table = schema.lexicon("plover")?;
        let quad = table.required("quad")?;
        let leaning = |quad: &str| match quad.rsplit(' ').next() {
            Some("cooperation") => Leaning::Cooperation,
            Some("conflict") => Leaning::Conflict,
            _ => Leaning::Neither,
        };
        Ok(Self { by_class: table.rows.iter().map(|row| (row[0].clone(), leaning(&row[quad]))).collect() })
    }

    /// The leaning of a class; see [`Edge::class`](crate::store::Edge::class).
    #[must_use]
    pub fn of(&self, class: &str) -> Leaning {
        self.by_class.get(class).copied().unwrap_or(Leaning::Neither)
    }
}
