//! The graph as CSV tables (RFC 4180, UTF-8, a header line).
//!
//! Texts come from the open web, and a spreadsheet program runs a cell that begins with `=`, `+`,
//! `-` or `@` as a formula. Cells of free text that begin so (or with a tab or line break) get an
//! apostrophe in front, which spreadsheets show as plain text. Ids, numbers and dates never begin
//! so and are left alone; who needs the words verbatim takes the JSON Lines.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rustc_hash::FxHashMap;

use super::ExportError;
use super::jsonl::evidence;
use crate::store::{DocumentIndex, DocumentRecord, EntityIndex, Graph, StoreError, modality_name, polarity_name};

/// What separates several values in one cell.
const SEPARATOR: &str = "; ";

/// Writes `documents.csv`, `entities.csv`, `mentions.csv`, `statements.csv`, `events.csv` and
/// `edges.csv` into a folder, which is made if it is not there.
///
/// `record` gives the record of a document of the graph by its key.
///
/// # Errors
/// If a file cannot be written or a record not be read.
pub fn write_tables(
    directory: &Path,
    graph: &Graph,
    mut record: impl FnMut(&str) -> Result<Option<DocumentRecord>, StoreError>,
) -> Result<(), ExportError> {
    std::fs::create_dir_all(directory).map_err(|source| ExportError::File { path: directory.to_path_buf(), source })?;
    let file = |name: &str, write: Filling<'_>| {
        let path = directory.join(name);
        let fail = |source| ExportError::File { path: path.clone(), source };
        let mut table = Table::new(BufWriter::new(File::create(&path).map_err(fail)?));
        write(&mut table).and_then(|()| table.finish()).map_err(|e| match e {
            ExportError::Write(source) => fail(source),
            other => other,
        })
    };
    file("documents.csv", &mut |t| documents(graph, t))?;
    file("entities.csv", &mut |t| entities(graph, t))?;
    file("mentions.csv", &mut |t| mentions(graph, &mut record, t))?;
    file("statements.csv", &mut |t| statements(graph, t))?;
    file("events.csv", &mut |t| events(graph, t))?;
    file("edges.csv", &mut |t| edges(graph, t))
}

/// Writes the table of statements alone.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_statement_table(graph: &Graph, out: impl Write) -> Result<(), ExportError> {
    let mut table = Table::new(out);
    statements(graph, &mut table)?;
    table.finish()
}

/// What fills a table with rows.
type Filling<'f> = &'f mut dyn FnMut(&mut Table<BufWriter<File>>) -> Result<(), ExportError>;

/// A table under way.
struct Table<W: Write> {
    writer: csv::Writer<W>,
}

/// A cell: free text is made safe, the rest is written as it is.
enum Cell<'a> {
    /// Words from a document.
    Text(Cow<'a, str>),
    /// An id, a date, a fixed word.
    Plain(Cow<'a, str>),
    /// Nothing known.
    Empty,
}

impl<'a> Cell<'a> {
    fn text(words: &'a str) -> Self {
        Self::Text(Cow::Borrowed(words))
    }

    fn maybe_text(words: Option<&'a str>) -> Self {
        words.map_or(Self::Empty, Self::text)
    }

    fn plain(value: &'a str) -> Self {
        Self::Plain(Cow::Borrowed(value))
    }

    fn maybe_plain(value: Option<&'a str>) -> Self {
        value.map_or(Self::Empty, Self::plain)
    }

    fn number(value: impl ToString) -> Self {
        Self::Plain(Cow::Owned(value.to_string()))
    }

    fn list(values: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let values: Vec<String> = values.into_iter().map(|v| v.as_ref().to_owned()).collect();
        Self::Text(Cow::Owned(values.join(SEPARATOR)))
    }
}

impl<W: Write> Table<W> {
    fn new(out: W) -> Self {
        Self { writer: csv::Writer::from_writer(out) }
    }

    fn header(&mut self, columns: &[&str]) -> Result<(), ExportError> {
        self.writer.write_record(columns).map_err(into_io)?;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let cells = cells.iter().map(|cell| match cell {
            Cell::Text(words) => disarm(words),
            Cell::Plain(value) => Cow::Borrowed(value.as_ref()),
            Cell::Empty => Cow::Borrowed(""),
        });
        for cell in cells {
            self.writer.write_field(cell.as_bytes()).map_err(into_io)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(into_io)?;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), ExportError> {
        Ok(self.writer.flush()?)
    }
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => io::Error::other(format!("a table row of another length: {other:?}")),
    }
}

/// Puts an apostrophe before words that a spreadsheet would take for a formula.
fn disarm(words: &str) -> Cow<'_, str> {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{words}"))
    } else {
        Cow::Borrowed(words)
    }
}

fn documents<W: Write>(graph: &Graph, table: &mut Table<W>) -> Result<(), ExportError> {
    table.header(&[
        "id",
        "document",
        "title",
        "url",
        "publisher",
        "author",
        "published",
        "start",
        "end",
        "tokens",
        "copy_of",
        "text_sha256",
    ])?;
    for d in &graph.documents {
        table.row(&[
            Cell::plain(&d.id),
            Cell::text(&d.key),
            Cell::maybe_text(d.title.as_deref()),
            Cell::maybe_text(d.url.as_deref()),
            Cell::maybe_text(d.publisher.as_deref()),
            Cell::maybe_text(d.author.as_deref()),
            Cell::maybe_plain(d.published.as_deref()),
            Cell::number(d.span.0),
            Cell::number(d.span.1),
            Cell::number(d.tokens),
            Cell::maybe_text(d.copy_of.map(|c| graph[c].key.as_str())),
            Cell::plain(&d.text_sha256),
        ])?;
    }
    Ok(())
}

fn entities<W: Write>(graph: &Graph, table: &mut Table<W>) -> Result<(), ExportError> {
    table.header(&["id", "name", "type", "wikidata", "country", "documents", "mentions", "names", "former_ids"])?;
    for e in &graph.entities {
        table.row(&[
            Cell::text(&e.id),
            Cell::text(&e.name),
            Cell::plain(e.entity_type.as_str()),
            Cell::maybe_plain(e.wikidata.as_deref()),
            Cell::maybe_text(e.country.as_deref()),
            Cell::number(e.documents.len()),
            Cell::number(e.mentions),
            Cell::list(e.names.iter().map(|(name, _)| name)),
            Cell::list(&e.redirects),
        ])?;
    }
    Ok(())
}

fn mentions<W: Write>(
    graph: &Graph,
    record: &mut impl FnMut(&str) -> Result<Option<DocumentRecord>, StoreError>,
    table: &mut Table<W>,
) -> Result<(), ExportError> {
    let mut global: FxHashMap<(DocumentIndex, u32), EntityIndex> = FxHashMap::default();
    for (i, entity) in graph.entities.iter().enumerate() {
        for member in &entity.members {
            global.insert((member.document, member.entity), EntityIndex(i as u32));
        }
    }
    table.header(&["document", "start", "end", "text", "kind", "entity", "name", "reason"])?;
    for (i, document) in graph.documents.iter().enumerate() {
        let Some(record) = record(&document.key)? else { continue };
        for mention in &record.mentions {
            // A mention of several entities has a row for each; one that was not resolved has one without.
            let members = mention.entities.iter().map(|e| global.get(&(DocumentIndex(i as u32), *e as u32)));
            let mut ends: Vec<Option<EntityIndex>> = members.flatten().map(|e| Some(*e)).collect();
            if mention.entities.is_empty() {
                ends.push(None);
            }
            for end in ends {
                table.row(&[
                    Cell::text(&document.key),
                    Cell::number(mention.span.0),
                    Cell::number(mention.span.1),
                    Cell::text(&mention.text),
                    Cell::plain(&mention.kind),
                    Cell::maybe_text(end.map(|e| graph[e].id.as_str())),
                    Cell::maybe_text(end.map(|e| graph[e].name.as_str())),
                    Cell::text(&mention.reason),
                ])?;
            }
        }
    }
    Ok(())
}

fn statements<W: Write>(graph: &Graph, table: &mut Table<W>) -> Result<(), ExportError> {
    table.header(&[
        "id",
        "document",
        "published",
        "source",
        "source_id",
        "relation",
        "target",
        "target_id",
        "polarity",
        "modality",
        "said_by",
        "said_by_id",
        "cue",
        "date",
        "content",
        "place",
        "event",
        "confidence",
        "rule",
        "evidence",
        "evidence_start",
        "evidence_end",
    ])?;
    for s in &graph.statements {
        let document = &graph[s.document];
        let pieces = evidence(s);
        let texts: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        let speaker = s.attribution.as_ref().map(|a| &a.speaker);
        table.row(&[
            Cell::plain(&s.id),
            Cell::text(&document.key),
            Cell::maybe_plain(document.published.as_deref()),
            Cell::text(&s.source.name),
            Cell::text(&graph[s.source.entity].id),
            Cell::plain(&s.relation),
            Cell::text(&s.target.name),
            Cell::text(&graph[s.target.entity].id),
            Cell::plain(polarity_name(s.polarity)),
            Cell::plain(modality_name(s.modality)),
            Cell::maybe_text(speaker.map(|e| e.name.as_str())),
            Cell::maybe_text(speaker.map(|e| graph[e.entity].id.as_str())),
            Cell::maybe_text(s.attribution.as_ref().map(|a| a.cue.as_str())),
            Cell::maybe_plain(s.date.as_deref()),
            Cell::maybe_text(s.content.as_deref()),
            Cell::maybe_text(s.place.map(|p| graph[p].name.as_str())),
            Cell::maybe_plain(s.event.map(|e| graph[e].id.as_str())),
            s.confidence.map_or(Cell::Empty, |c| Cell::number(format_args!("{c:.2}"))),
            Cell::text(&s.rule),
            Cell::Text(Cow::Owned(texts.join(" … "))),
            pieces.first().map_or(Cell::Empty, |p| Cell::number(p.start)),
            pieces.last().map_or(Cell::Empty, |p| Cell::number(p.end)),
        ])?;
    }
    Ok(())
}

fn events<W: Write>(graph: &Graph, table: &mut Table<W>) -> Result<(), ExportError> {
    table.header(&[
        "id",
        "relations",
        "plover",
        "source",
        "source_id",
        "target",
        "target_id",
        "date",
        "status",
        "places",
        "documents",
        "statements",
    ])?;
    for e in &graph.events {
        table.row(&[
            Cell::plain(&e.id),
            Cell::list(&e.relations),
            Cell::maybe_plain(e.plover.as_deref()),
            Cell::text(&graph[e.source].name),
            Cell::text(&graph[e.source].id),
            Cell::text(&graph[e.target].name),
            Cell::text(&graph[e.target].id),
            Cell::maybe_plain(e.date.as_deref()),
            Cell::plain(e.status.as_str()),
            Cell::list(e.places.iter().map(|p| &graph[*p].name)),
            Cell::number(e.documents.len()),
            Cell::list(e.statements.iter().map(|s| &graph[*s].id)),
        ])?;
    }
    Ok(())
}

fn edges<W: Write>(graph: &Graph, table: &mut Table<W>) -> Result<(), ExportError> {
    table.header(&[
        "id",
        "source",
        "source_id",
        "relation",
        "target",
        "target_id",
        "plover",
        "direct",
        "statements",
        "positive",
        "negative",
        "actual",
        "first_reported",
        "last_reported",
        "documents",
        "independent_documents",
    ])?;
    for e in &graph.edges {
        table.row(&[
            Cell::plain(&e.id),
            Cell::text(&graph[e.source].name),
            Cell::text(&graph[e.source].id),
            Cell::plain(&e.relation),
            Cell::text(&graph[e.target].name),
            Cell::text(&graph[e.target].id),
            Cell::maybe_plain(e.plover.as_deref()),
            Cell::plain(if e.direct { "true" } else { "false" }),
            Cell::number(e.statements.len()),
            Cell::number(e.positive),
            Cell::number(e.negative),
            Cell::number(e.actual),
            Cell::maybe_plain(e.first_reported.as_deref()),
            Cell::maybe_plain(e.last_reported.as_deref()),
            Cell::number(e.documents.len()),
            Cell::number(e.independent_documents),
        ])?;
    }
    Ok(())
}
