//! A table of events between pairs, as event data projects (GDELT, ICEWS, Phoenix) give them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use rustc_hash::FxHashMap;

use super::ExportError;
use super::table::Kind::{Real, Text, Whole};
use super::table::{Cell, Column, Sink, column};
use super::tables::Csv;
use crate::schema::{Schema, SchemaError};
use crate::statements::{Modality, Polarity};
use crate::store::{EntityIndex, Graph, StatementView};

const COLUMNS: &[Column] = &[
    column("date", Text),
    column("source", Text),
    column("source_id", Text),
    column("source_type", Text),
    column("source_country", Text),
    column("target", Text),
    column("target_id", Text),
    column("target_type", Text),
    column("target_country", Text),
    column("cameo_root", Text),
    column("cameo_label", Text),
    column("plover", Text),
    column("quad", Text),
    column("intensity", Real),
    column("events", Whole),
    column("mentions", Whole),
    column("documents", Whole),
    column("publishers", Whole),
    column("dated", Whole),
    column("reported", Whole),
    column("claimed", Whole),
    column("prospective", Whole),
    column("denied", Whole),
];

/// CAMEO roots of relations, with their intensities.
#[derive(Debug, Clone, PartialEq)]
pub struct Roots {
    by_relation: FxHashMap<String, String>,
    roots: FxHashMap<String, (f64, String)>,
    quads: FxHashMap<String, String>,
}

/// What is counted for a date, a pair and a root.
#[derive(Debug, Default)]
struct Dyad<'g> {
    plover: BTreeSet<&'g str>,
    events: BTreeSet<u32>,
    mentions: usize,
    documents: BTreeSet<u32>,
    publishers: BTreeSet<&'g str>,
    dated: usize,
    reported: usize,
    claimed: usize,
    prospective: usize,
    denied: usize,
}

impl Roots {
    /// Reads the table `intensity`; a relation's root is the first two digits of its first CAMEO code.
    ///
    /// # Errors
    /// If the table is missing or a row is not what it should be.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let table = schema.lexicon("intensity")?;
        let mut roots = FxHashMap::default();
        for row in &table.rows {
            let cell = |name: &str| table.column(name).map(|c| row[c].as_str());
            let intensity = cell("intensity").and_then(|v| v.parse::<f64>().ok()).filter(|v| v.abs() <= 10.0);
            let intensity = intensity.ok_or_else(|| table.wrong(row, "no intensity from -10 to 10"))?;
            roots.insert(row[0].clone(), (intensity, cell("label").unwrap_or_default().to_owned()));
        }
        let root = |code: &String| code.get(..2).map(str::to_owned);
        let by_relation = schema
            .relations
            .iter()
            .filter_map(|r| Some((r.id.clone(), r.cameo.first().and_then(root)?)))
            .filter(|(_, root)| roots.contains_key(root))
            .collect();
        let plover = schema.lexicon("plover")?;
        let quad = plover.column("quad");
        let quads = plover.rows.iter().filter_map(|row| Some((row[0].clone(), row[quad?].clone()))).collect();
        Ok(Self { by_relation, roots, quads })
    }
}

/// Writes a row for each date, source, target and CAMEO root: how many events, mentions
/// (statements), documents (copies of others not counted) and publishers, how many of the mentions
/// tell the date themselves, how many are reported by articles in their own voice, claimed by
/// others, prospective (planned, possible, asked for, alleged) or denied, and the intensity of the
/// root. Relations without a CAMEO code (standing ones, and a few events) have no rows.
///
/// Rejected statements are not counted. A statement without a date counts on its document's day of publication, and without that on an
/// empty date. Of a symmetric relation the end with the lesser id is the source.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_dyads(graph: &Graph, roots: &Roots, out: impl Write) -> Result<(), ExportError> {
    let mut dyads: BTreeMap<(&str, EntityIndex, EntityIndex, &str), Dyad<'_>> = BTreeMap::new();
    for statement in &graph.statements {
        let Some(edge) = statement.edge.map(|edge| &graph[edge]) else { continue };
        let Some(root) = roots.by_relation.get(&statement.relation) else { continue };
        let document = &graph[statement.document];
        let date = statement.date.as_deref().or(document.published.as_deref()).unwrap_or_default();
        let dyad = dyads.entry((date, edge.source, edge.target, root)).or_default();
        dyad.plover.insert(edge.class());
        dyad.events.extend(statement.event.map(|e| e.0));
        dyad.mentions += 1;
        dyad.documents.insert(document.copy_of.unwrap_or(statement.document).0);
        dyad.publishers.extend(document.publisher.as_deref());
        dyad.dated += usize::from(statement.date.is_some());
        *dyad.kind(statement) += 1;
    }
    let mut csv = Csv::new(COLUMNS, out)?;
    for ((date, source, target, root), dyad) in dyads {
        let (intensity, label) = &roots.roots[root];
        let [source, target] = [&graph[source], &graph[target]];
        let plover: Vec<&str> = dyad.plover.into_iter().collect();
        let quad = plover.first().and_then(|class| roots.quads.get(*class));
        csv.row(&[
            Cell::plain(date),
            Cell::text(&source.name),
            Cell::text(&source.id),
            Cell::plain(source.entity_type.as_str()),
            Cell::maybe_text(source.country.as_deref()),
            Cell::text(&target.name),
            Cell::text(&target.id),
            Cell::plain(target.entity_type.as_str()),
            Cell::maybe_text(target.country.as_deref()),
            Cell::plain(root),
            Cell::plain(label),
            Cell::list(plover),
            Cell::maybe_plain(quad.map(String::as_str)),
            Cell::real(*intensity),
            Cell::count(dyad.events.len()),
            Cell::count(dyad.mentions),
            Cell::count(dyad.documents.len()),
            Cell::count(dyad.publishers.len()),
            Cell::count(dyad.dated),
            Cell::count(dyad.reported),
            Cell::count(dyad.claimed),
            Cell::count(dyad.prospective),
            Cell::count(dyad.denied),
        ])?;
    }
    csv.finish()
}

impl Dyad<'_> {
    /// The count that a statement belongs to.
    fn kind(&mut self, statement: &StatementView) -> &mut usize {
        if statement.polarity == Polarity::Negative {
            &mut self.denied
        } else if statement.is_direct() {
            &mut self.reported
        } else if matches!(statement.modality, Modality::Actual | Modality::Past) {
            &mut self.claimed
        } else {
            &mut self.prospective
        }
    }
}
