//! What is behind a statement or an entity, for people to read.
//!
//! Takes a [`Store`] and an id or name; gives a page of text: the sentence with the words marked,
//! how it is meant, who is who and why, what people decided. Does not judge. Example: the page of
//! "Syldavia accuses Borduria" begins with `[source: Syldavia] [word: accused] [target: Borduria]`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::schema::Schema;
use crate::store::{
    DocumentRecord, DocumentView, EndView, EntityIndex, EventIndex, Filter, GlobalEntity, Graph, Ruling, StatementView,
    Store, StoreError, modality_name, polarity_name,
};

/// Letters on a line.
const WIDTH: usize = 96;

/// Lines of one list; the rest is counted.
const LINES: usize = 12;

/// A line of the page; writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($arguments:tt)*) => {
        writeln!($out, $($arguments)*).expect("a string takes any text")
    };
}

/// The page of what goes by a name: a statement by its id, or an entity by name or id.
///
/// # Errors
/// If the file cannot be read, or the name means nothing there, or several entities.
pub fn explain(store: &Store, schema: &Schema, name: &str) -> Result<String, StoreError> {
    let graph = store.graph(schema, &Filter::default())?;
    let rulings = store.rulings(schema)?;
    let page = Page { store, graph: &graph, rulings: &rulings };
    if let Some(statement) = graph.statements.iter().find(|s| s.id == name) {
        return page.statement(statement);
    }
    if name.starts_with("st-") {
        // Nobody is called so: the error should speak of statements.
        store.name_statement(&graph, name)?;
    }
    page.entity(store.entity(&graph, name)?)
}

struct Page<'a> {
    store: &'a Store,
    graph: &'a Graph,
    rulings: &'a [Ruling],
}

impl Page<'_> {
    fn statement(&self, statement: &StatementView) -> Result<String, StoreError> {
        let graph = self.graph;
        let document = &graph[statement.document];
        let record = self.record(document)?;
        let mut out = String::new();
        let rejected = statement.verdict.map_or(String::new(), |v| format!("  ({})", v.as_str()));
        line!(out, "{}{rejected}", statement.words());
        line!(out, "{}", statement.id);
        line!(out, "\nWhat the article says");
        for evidence in &statement.evidence {
            let (start, end) = evidence.quote.span;
            if evidence.quote.text.is_empty() {
                line!(
                    out,
                    "  The text is not kept in this file: the words stand at letters {start} to {end} of the page"
                );
                line!(out, "  whose SHA-256 is {}.", document.text_sha256);
                continue;
            }
            line!(out, "{}", wrap(&marked(statement, &evidence.quote.text, start), 2));
        }
        line!(out, "  — {}", source_of(document));
        line!(out, "\nHow it is meant");
        line!(out, "  polarity    {}", polarity_name(statement.polarity));
        line!(out, "  modality    {}", modality_name(statement.modality));
        match &statement.attribution {
            Some(a) => line!(out, "  speaker     {}, by the word “{}”", a.speaker.name, a.cue),
            None => line!(out, "  speaker     nobody: the article says so in its own voice"),
        }
        line!(out, "  date        {}", statement.date.as_deref().unwrap_or("not told"));
        if let Some(content) = &statement.content {
            line!(out, "  about       {}", even(content));
        }
        if !statement.about.is_empty() {
            let named: Vec<String> = statement.about.iter().map(|e| title(&graph[*e])).collect();
            line!(out, "  which names {}", named.join("; "));
        }
        for casualties in &statement.casualties {
            let number = casualties.figure.written().unwrap_or_else(|| "no number".to_owned());
            let words = even(&casualties.words.text);
            let words = if words.is_empty() { words } else { format!(", by the words “{words}”") };
            let speaker = casualties.speaker.map_or(String::new(), |s| format!(", says {}", title(&graph[s])));
            line!(out, "  {:11} {number}{words}{speaker}", casualties.harm.as_str());
        }
        if let Some(place) = statement.place {
            line!(out, "  place       {}", title(&graph[place]));
        }
        if let Some(confidence) = statement.confidence {
            let of = (confidence * 100.0).round();
            line!(out, "  confidence  {confidence:.2}: of 100 such statements {of} are right");
        }
        line!(out, "  rule        {}", statement.rule);
        line!(out, "\nWho is who");
        self.end(&mut out, "source", &statement.source, record.as_ref());
        self.end(&mut out, "target", &statement.target, record.as_ref());
        if let Some(a) = &statement.attribution {
            self.end(&mut out, "speaker", &a.speaker, record.as_ref());
        }
        line!(out, "\nWhat it counts for");
        match statement.edge.map(|e| &graph[e]) {
            None => line!(out, "  nothing: it is rejected"),
            Some(edge) => {
                let direct = if edge.direct { "" } else { "; no article says so in its own voice" };
                let (positive, negative) = (edge.positive, edge.negative);
                line!(
                    out,
                    "  edge        {positive} for, {negative} against, in {}{direct}",
                    count(edge.documents.len(), "article")
                );
            }
        }
        if let Some(event) = statement.event {
            self.event(&mut out, event, statement);
        }
        let about = |r: &&Ruling| r.decision.statement().is_some_and(|s| s.id == statement.id);
        decisions(&mut out, self.rulings.iter().filter(about));
        Ok(out)
    }

    /// One end: who, by which words, why there, and why the same over articles.
    fn end(&self, out: &mut String, role: &str, end: &EndView, record: Option<&DocumentRecord>) {
        let entity = &self.graph[end.entity];
        line!(out, "  {role:11} {}", title(entity));
        let reason = record.and_then(|r| r.mentions.iter().find(|m| m.span == end.mention.span)).map(|m| &m.reason);
        let reason = reason.map_or(String::new(), |r| format!("  [{r}]"));
        line!(out, "              here “{}”, for {}{reason}", even(&end.mention.text), end.name);
        if entity.documents.len() > 1 {
            let why = entity.members.iter().find(|m| m.name == end.name).map_or("", |m| m.reason.as_str());
            line!(out, "              one over {}  [{why}]", count(entity.documents.len(), "article"));
        }
    }

    fn event(&self, out: &mut String, event: EventIndex, statement: &StatementView) {
        let event = &self.graph[event];
        let date = event.date.as_deref().unwrap_or("no date");
        let places: Vec<&str> = event.places.iter().map(|p| self.graph[*p].name.as_str()).collect();
        let places = if places.is_empty() { String::new() } else { format!(", in {}", places.join(", ")) };
        let (status, statements) = (event.status.as_str(), count(event.statements.len(), "statement"));
        line!(out, "  event       {status}, {date}{places}, {statements}  {}", event.id);
        for casualties in &event.casualties {
            let number = casualties.figure.written().unwrap_or_else(|| "no number told".to_owned());
            line!(
                out,
                "              {}: {number}, by {}",
                casualties.harm.as_str(),
                self.graph[casualties.statement].id
            );
        }
        let others = || event.statements.iter().map(|s| &self.graph[*s]).filter(|s| s.id != statement.id);
        for other in others().take(LINES) {
            line!(out, "              also: {}, {}  {}", other.words(), self.graph[other.document].key, other.id);
        }
        more(out, others().count());
    }

    fn entity(&self, index: EntityIndex) -> Result<String, StoreError> {
        let entity = &self.graph[index];
        let mut out = String::new();
        line!(out, "{}", title(entity));
        if let Some(wikidata) = &entity.wikidata {
            line!(out, "https://www.wikidata.org/wiki/{wikidata}");
        }
        if let Some(country) = &entity.country {
            let known = self.graph.entities.iter().find(|e| e.id == *country);
            line!(out, "of {}", known.map_or_else(|| country.clone(), title));
        }
        let names: Vec<String> = entity.names.iter().map(|(n, count)| format!("{} ({count})", even(n))).collect();
        line!(out, "\nNames, and in how many articles\n{}", wrap(&names.join(", "), 2));
        if !entity.redirects.is_empty() {
            line!(out, "\nFormer ids\n{}", wrap(&entity.redirects.join(", "), 2));
        }
        line!(out, "\nArticles: {}, {}", entity.documents.len(), count(entity.mentions as usize, "mention"));
        for member in entity.members.iter().take(LINES) {
            let document = &self.graph[member.document];
            let published = document.published.as_ref().map_or(String::new(), |p| format!(", {p}"));
            line!(out, "  {}{published}: {}  [{}]", document.key, even(&member.name), member.reason.as_str());
            if let Some(record) = self.record(document)? {
                line!(out, "{}", wrap(&mentions(&record, member.entity as usize), 6));
            }
        }
        more(&mut out, entity.members.len());
        let ids: Vec<&str> =
            std::iter::once(entity.id.as_str()).chain(entity.redirects.iter().map(String::as_str)).collect();
        let about = |r: &&Ruling| r.decision.entities().iter().any(|e| ids.contains(&e.id.as_str()));
        decisions(&mut out, self.rulings.iter().filter(about));
        self.sayings(&mut out, "It is the source of", |s| s.source.entity == index);
        self.sayings(&mut out, "It is the target of", |s| s.target.entity == index && s.source.entity != index);
        self.sayings(&mut out, "It says", |s| s.attribution.as_ref().is_some_and(|a| a.speaker.entity == index));
        Ok(out)
    }

    /// Statements in short, the latest first.
    fn sayings(&self, out: &mut String, title: &str, is_meant: impl Fn(&StatementView) -> bool) {
        let mut statements: Vec<&StatementView> = self.graph.statements.iter().filter(|s| is_meant(s)).collect();
        statements.sort_by(|a, b| b.date.cmp(&a.date));
        if statements.is_empty() {
            return;
        }
        line!(out, "\n{title}: {}", count(statements.len(), "statement"));
        for s in statements.iter().take(LINES) {
            let verdict = s.verdict.map_or(String::new(), |v| format!(" ({})", v.as_str()));
            line!(out, "  {:10}  {}{verdict}  {}", s.date.as_deref().unwrap_or("–"), s.words(), s.id);
        }
        more(out, statements.len());
    }

    fn record(&self, document: &DocumentView) -> Result<Option<DocumentRecord>, StoreError> {
        self.store.document(&document.key)
    }
}

fn decisions<'r>(out: &mut String, rulings: impl Iterator<Item = &'r Ruling>) {
    for (i, ruling) in rulings.enumerate() {
        if i == 0 {
            line!(out, "\nWhat people decided");
        }
        let decision = &ruling.decision;
        line!(out, "  {}  {}: {decision}  [{}]", decision.at, decision.author_line(), ruling.effect);
        if let Some(note) = decision.note_line() {
            line!(out, "{}", wrap(&note, 6));
        }
    }
}

/// The words of a piece of evidence, which begins at this letter of the page, with what matters marked.
fn marked(statement: &StatementView, words: &str, start: u32) -> String {
    let mut marks = vec![
        (statement.source.mention.span, "source"),
        (statement.trigger, "word"),
        (statement.target.mention.span, "target"),
    ];
    marks.extend(statement.attribution.as_ref().map(|a| (a.speaker.mention.span, "speaker")));
    // Of marks on the same words, and of one within another, the longer is shown and names both.
    marks.sort_by_key(|((from, to), _)| (*from, std::cmp::Reverse(*to)));
    let mut shown: Vec<((u32, u32), String)> = Vec::new();
    for (span, name) in marks {
        match shown.last_mut() {
            Some((last, names)) if span.0 < last.1 => {
                if !names.split(", ").any(|n| n == name) {
                    names.push_str(", ");
                    names.push_str(name);
                }
            }
            _ => shown.push((span, name.to_owned())),
        }
    }
    let mut out = String::new();
    for (at, letter) in (start..).zip(words.chars()) {
        if let Some((_, names)) = shown.iter().find(|((from, to), _)| at == *from && from < to) {
            out.push_str(&format!("[{names}: "));
        }
        out.push(letter);
        if shown.iter().any(|((from, to), _)| at + 1 == *to && *from >= start) {
            out.push(']');
        }
    }
    even(&out)
}

/// The mentions of an entity of a document: words, how often, by which pass.
fn mentions(record: &DocumentRecord, entity: usize) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut order: Vec<(&str, &str)> = Vec::new();
    for mention in record.mentions.iter().filter(|m| m.entities.contains(&entity)) {
        let key = (mention.text.as_str(), mention.reason.as_str());
        if !counts.contains_key(&key) {
            order.push(key);
        }
        *counts.entry(key).or_default() += 1;
    }
    let words = order.into_iter().map(|key| {
        let times = match counts[&key] {
            1 => String::new(),
            n => format!(" ×{n}"),
        };
        format!("“{}”{times} [{}]", even(key.0), key.1)
    });
    words.collect::<Vec<_>>().join(", ")
}

/// `Ada Moor (Person, Q7)`
fn title(entity: &GlobalEntity) -> String {
    format!("{} ({}, {})", even(&entity.name), entity.entity_type.as_str(), entity.id)
}

/// Where an article comes from.
fn source_of(document: &DocumentView) -> String {
    let mut parts = vec![document.key.clone()];
    parts.extend(document.title.as_ref().map(|t| format!("“{}”", even(t))));
    parts.extend(document.publisher.clone());
    parts.extend(document.published.clone());
    parts.join(", ")
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

fn more(out: &mut String, all: usize) {
    if all > LINES {
        line!(out, "  … and {} more", all - LINES);
    }
}

/// Words with single spaces between them.
fn even(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in lines of a readable length, each after some spaces.
fn wrap(words: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in words.split_whitespace() {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > WIDTH - indent {
            out.push('\n');
            length = 0;
        }
        if length == 0 {
            out.push_str(&" ".repeat(indent));
        } else {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += letters;
    }
    out
}
