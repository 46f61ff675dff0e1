//! How wide a text is, without a font at hand.

use crate::schema::{Lexicon, Schema, SchemaError};

/// Widths of characters in thousandths of the font size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Widths {
    /// First and last code point, width in regular and in bold type; sorted, not overlapping.
    ranges: Vec<(u32, u32, f64, f64)>,
    other: (f64, f64),
}

/// The weight of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Widths {
    pub(super) fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let table = schema.lexicon("character_widths")?;
        let mut ranges = Vec::new();
        let mut other = None;
        for row in &table.rows {
            let width = |name| number(table, row, name).ok_or_else(|| table.wrong(row, "not a width"));
            let (regular, bold) = (width("regular")?, width("bold")?);
            if row[0] == "other" {
                other = Some((regular, bold));
                continue;
            }
            let code = |cell: &str| {
                u32::from_str_radix(cell, 16).map_err(|_| table.wrong(row, "not a hexadecimal code point"))
            };
            let last = table.required("last")?;
            ranges.push((code(&row[0])?, code(&row[last])?, regular, bold));
        }
        ranges.sort_by_key(|r| (r.0, r.1));
        let other = other.ok_or_else(|| table.lacks("no row `other`"))?;
        Ok(Self { ranges, other })
    }

    /// The width of a line of text in pixels at a font size in pixels.
    pub(super) fn of(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let thousandths: f64 = text
            .chars()
            .map(|c| {
                let code = c as u32;
                let at = self.ranges.partition_point(|r| r.1 < code);
                let (regular, bold) = match self.ranges.get(at) {
                    Some((first, _, regular, bold)) if *first <= code => (*regular, *bold),
                    _ => self.other,
                };
                if weight == Weight::Bold { bold } else { regular }
            })
            .sum();
        thousandths * size / 1000.0
    }
}

fn number(table: &Lexicon, row: &[String], column: &str) -> Option<f64> {
    let value: f64 = row[table.column(column)?].parse().ok()?;
    (value.is_finite() && (0.0..=10_000.0).contains(&value)).then_some(value)
}
