//! Colours and widths of pictures, from the schema's tables.

use rustc_hash::FxHashMap;

use super::width::{Weight, Widths};
use crate::schema::{EntityType, Lexicon, Schema, SchemaError};

/// Whether pictures are dark on white or light on nearly black.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark on white, for print.
    #[default]
    Light,
    /// Light on nearly black, for screens.
    Dark,
}

/// How things look in pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    theme: Theme,
    classes: Vec<ClassStyle>,
    types: FxHashMap<&'static str, TypeStyle>,
    widths: Widths,
}

/// How edges of a PLOVER type look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClassStyle {
    /// The type: `ACCUSE`.
    pub(super) id: String,
    /// Words for the legend: "accuse".
    pub(super) label: String,
    /// `#b45309`.
    pub(super) colour: String,
}

/// How entities of a type look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TypeStyle {
    /// The radius of the corners in pixels.
    pub(super) corner: f64,
    /// The colour of the area.
    pub(super) fill: String,
    /// The colour of the border.
    pub(super) border: String,
}

impl Palette {
    /// Reads the tables `plover`, `entity_types` and `character_widths`.
    ///
    /// # Errors
    /// If a table is missing or a row is not what it should be.
    pub fn new(schema: &Schema, theme: Theme) -> Result<Self, SchemaError> {
        let [colour_column, fill_column, border_column] = match theme {
            Theme::Light => ["colour", "fill", "border"],
            Theme::Dark => ["dark", "dark_fill", "dark_border"],
        };
        let table = schema.lexicon("plover")?;
        let mut classes = Vec::new();
        for row in &table.rows {
            let rank: u32 = cell(table, row, "rank")?.parse().map_err(|_| table.wrong(row, "not a rank"))?;
            let label = cell(table, row, "label")?.to_owned();
            let colour = colour(table, row, colour_column)?;
            classes.push((rank, ClassStyle { id: row[0].clone(), label, colour }));
        }
        classes.sort_by_key(|(rank, _)| *rank);
        let classes: Vec<ClassStyle> = classes.into_iter().map(|(_, class)| class).collect();
        if classes.is_empty() {
            return Err(table.lacks("no row"));
        }
        let table = schema.lexicon("entity_types")?;
        let mut types = FxHashMap::default();
        for row in &table.rows {
            let entity_type = EntityType::parse(&row[0]).ok_or_else(|| table.wrong(row, "not an entity type"))?;
            let corner: f64 = cell(table, row, "corner")?.parse().map_err(|_| table.wrong(row, "not a radius"))?;
            let fill = colour(table, row, fill_column)?;
            let border = colour(table, row, border_column)?;
            types.insert(entity_type.as_str(), TypeStyle { corner: corner.clamp(0.0, 40.0), fill, border });
        }
        if !types.contains_key(EntityType::Other.as_str()) {
            return Err(table.lacks("no row `Other`, which stands in for types without one"));
        }
        Ok(Self { theme, classes, types, widths: Widths::new(schema)? })
    }

    /// The colour behind everything.
    #[must_use]
    pub fn background(&self) -> &'static str {
        match self.theme {
            Theme::Light => "#ffffff",
            Theme::Dark => "#14171c",
        }
    }

    /// The colour of names and of the legend.
    #[must_use]
    pub fn ink(&self) -> &'static str {
        match self.theme {
            Theme::Light => "#1f2328",
            Theme::Dark => "#e6e8eb",
        }
    }

    /// The colour of what matters less.
    #[must_use]
    pub fn faint(&self) -> &'static str {
        match self.theme {
            Theme::Light => "#57606a",
            Theme::Dark => "#9aa4b1",
        }
    }

    /// The colour of a PLOVER type, `NONE` or `STANDING`.
    #[must_use]
    pub fn of_class(&self, class: &str) -> &str {
        &self.class(self.rank(class)).colour
    }

    /// The place of a PLOVER type between cooperation and conflict, for types that the table does
    /// not have the last.
    pub(super) fn rank(&self, class: &str) -> usize {
        self.classes.iter().position(|c| c.id == class).unwrap_or(self.classes.len() - 1)
    }

    /// How edges of a rank look.
    pub(super) fn class(&self, rank: usize) -> &ClassStyle {
        &self.classes[rank.min(self.classes.len() - 1)]
    }

    /// How entities of a type look.
    pub(super) fn entity(&self, entity_type: EntityType) -> &TypeStyle {
        self.types.get(entity_type.as_str()).unwrap_or_else(|| &self.types[EntityType::Other.as_str()])
    }

    /// The width of a line of text in pixels.
    pub(super) fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        self.widths.of(text, size, weight)
    }
}

fn cell<'t>(table: &Lexicon, row: &'t [String], column: &str) -> Result<&'t str, SchemaError> {
    Ok(&row[table.required(column)?])
}

/// A colour of six hexadecimal digits: anything else could break out of the attribute it is put in.
fn colour(table: &Lexicon, row: &[String], column: &str) -> Result<String, SchemaError> {
    let value = cell(table, row, column)?;
    let digits = value.strip_prefix('#').is_some_and(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
    if digits { Ok(value.to_owned()) } else { Err(table.wrong(row, "not a colour such as #b45309")) }
}
