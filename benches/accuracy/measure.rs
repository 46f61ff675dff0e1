//! Counts, shares and the small tables in which they are printed.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What was looked for, what was given, and what of it was right.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// In the data.
    pub gold: usize,
    /// By the program.
    pub given: usize,
    /// Both.
    pub right: usize,
}

impl Counts {
    pub fn precision(self) -> f64 {
        share(self.right, self.given)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    pub fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }

    pub fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.given += other.given;
        self.right += other.right;
    }
}

/// A part of a whole; of nothing, nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The harmonic mean.
pub fn harmonic(one: f64, two: f64) -> f64 {
    if one + two == 0.0 { 0.0 } else { 2.0 * one * two / (one + two) }
}

/// A part of the benchmark as it is printed.
#[derive(Debug, Default)]
pub struct Report {
    /// What is compared with what.
    pub compares: String,
    /// The table; its first row is the header.
    pub rows: Vec<Vec<String>>,
    /// What went wrong, by kind.
    pub errors: BTreeMap<String, Vec<String>>,
}

impl Report {
    pub fn new(compares: &str, header: &[&str]) -> Self {
        let rows = vec![header.iter().map(|&cell| cell.to_owned()).collect()];
        Self { compares: compares.to_owned(), rows, errors: BTreeMap::new() }
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Adds a row of precision, recall and F1.
    pub fn counts(&mut self, what: &str, counts: Counts) {
        self.row([
            what.to_owned(),
            counts.gold.to_string(),
            counts.given.to_string(),
            figure(counts.precision()),
            figure(counts.recall()),
            figure(counts.f1()),
        ]);
    }

    pub fn error(&mut self, kind: impl Into<String>, case: impl Into<String>) {
        self.errors.entry(kind.into()).or_default().push(case.into().split_whitespace().collect::<Vec<_>>().join(" "));
    }

    /// The report as text; the wrong cases only where `cases` says so.
    pub fn print(&self, name: &str, cases: bool) -> String {
        let mut text = format!("\n== {name}\n{}\n\n", self.compares.split_whitespace().collect::<Vec<_>>().join(" "));
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.rows {
            let cells = row.iter().zip(&widths).enumerate();
            let line: String = cells
                .map(|(i, (cell, &width))| if i == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") })
                .collect();
            let _infallible = writeln!(text, "  {}", line.trim_end());
        }
        let mut kinds: Vec<_> = self.errors.iter().collect();
        kinds.sort_by_key(|(kind, lines)| (std::cmp::Reverse(lines.len()), *kind));
        for (kind, lines) in kinds {
            let _infallible = writeln!(text, "  {:>5} {kind}", lines.len());
            for line in lines.iter().filter(|_| cases) {
                let _infallible = writeln!(text, "        {line}");
            }
        }
        text
    }
}

/// A share with three digits.
pub fn figure(value: f64) -> String {
    format!("{value:.3}")
}
