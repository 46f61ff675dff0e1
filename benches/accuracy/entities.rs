//! Names: spans and types.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actant::mentions::{MentionKind, Mentions};
use actant::pipeline::{Analysis, Pipeline};
use actant::resolve::Entities;
use actant::schema::EntityType;
use actant::source::{MentionId, Span};
use actant::syntax::{EntityLabel, Syntax};

use crate::data::{Result, Tokenised};
use crate::measure::{Counts, Report, figure};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Person,
    Location,
    Organisation,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Person, Self::Location, Self::Organisation];

    fn of_data(label: &str) -> Option<Self> {
        match label {
            "PER" | "Person" => Some(Self::Person),
            "LOC" | "Location" | "Facility" => Some(Self::Location),
            "ORG" | "Organization" => Some(Self::Organisation),
            _ => None,
        }
    }

    fn of_type(entity_type: EntityType) -> Option<Self> {
        match entity_type {
            EntityType::Person => Some(Self::Person),
            EntityType::Country | EntityType::Place => Some(Self::Location),
            EntityType::Organization => Some(Self::Organisation),
            _ => None,
        }
    }

    fn of_engine(label: EntityLabel) -> Option<Self> {
        match label {
            EntityLabel::Person => Some(Self::Person),
            EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac => Some(Self::Location),
            EntityLabel::Org => Some(Self::Organisation),
            _ => None,
        }
    }
}

/// Names by their range of tokens. Ranges of names that are left out (demonyms, dates, works, other
/// types) stand with `None`, so that errors can tell a type apart from a name out of the air.
type Names = BTreeMap<(usize, usize), Option<Kind>>;

pub fn measure(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let mut report = Report::new(
        "Names of persons, locations (country, place, facility) and organisations: a name is right where its first \
         and last token and its type are those of the data. actant: the name of each mention of kind name, without \
         its title, typed by its entity, the longest where one lies in another; adjectives such as `Colombian` are \
         left out, as the data call them no place. Engine: the named entities of the language model, NORP and the \
         like left out. Both without a leading `the` and a closing `'s` that stands as a token of its own. Last column: \
         right where only tokens, not types, are asked for. Mended: in flat labels a name inside another has taken its \
         tokens from it (`Uzbek` B-NORP, `Office` I-Organization); the outer one is put together again, as far as \
         the labels or a closing `of` show it. Errors are against the mended labels.",
        &["", "gold", "given", "precision", "recall", "F1", "span F1"],
    );
    // As labelled, then mended; actant, then the engine.
    let mut tallies: [[Tally; 2]; 2] = Default::default();
    let mut is_mended = false;
    for (number, document) in read(path)?.into_iter().enumerate() {
        let analysis = pipeline.analyse(document.text.article.clone());
        let given = [names(&document.text, &analysis), engine(&document.text, &analysis.syntax)];
        for (gold, tallies) in [&document.labelled, &document.mended].into_iter().zip(&mut tallies) {
            for (tally, given) in tallies.iter_mut().zip(&given) {
                tally.add(gold, given);
            }
        }
        is_mended |= document.labelled != document.mended;
        explain(&mut report, number, &document.text, &document.mended, &given[0]);
    }
    for (tallies, labels) in tallies.iter().zip(["", ", mended"]).take(1 + usize::from(is_mended)) {
        for (tally, who) in tallies.iter().zip(["actant", "engine"]) {
            for (kind, counts) in Kind::ALL.iter().zip(&tally.kinds) {
                row(&mut report, &format!("{who} {}{labels}", format!("{kind:?}").to_lowercase()), *counts, "");
            }
            row(&mut report, &format!("{who} all{labels}"), tally.all(), &figure(tally.spans.f1()));
        }
    }
    Ok(report)
}

fn row(report: &mut Report, what: &str, counts: Counts, spans: &str) {
    report.counts(what, counts);
    if let Some(last) = report.rows.last_mut() {
        last.push(spans.to_owned());
    }
}

#[derive(Default)]
struct Tally {
    kinds: [Counts; 3],
    spans: Counts,
}

impl Tally {
    fn add(&mut self, gold: &Names, given: &Names) {
        for (i, kind) in Kind::ALL.into_iter().enumerate() {
            let of_kind = |names: &Names| names.values().filter(|k| **k == Some(kind)).count();
            let right = gold.iter().filter(|(span, k)| **k == Some(kind) && given.get(span) == Some(*k)).count();
            self.kinds[i].add(Counts { gold: of_kind(gold), given: of_kind(given), right });
        }
        let counted = |names: &Names| names.values().flatten().count();
        let both = |span: &(usize, usize)| gold[span].is_some() && matches!(given.get(span), Some(Some(_)));
        let right = gold.keys().filter(|span| both(span)).count();
        self.spans.add(Counts { gold: counted(gold), given: counted(given), right });
    }

    fn all(&self) -> Counts {
        let mut all = Counts::default();
        for counts in self.kinds {
            all.add(counts);
        }
        all
    }
}

/// A document of the data, with its names as labelled and mended.
struct Document {
    text: Tokenised,
    labelled: Names,
    mended: Names,
}

/// Documents of lines `token TAB label`, sentences apart by an empty line, `# doc = …` before each.
fn read(path: &Path) -> Result<Vec<Document>> {
    let content = std::fs::read_to_string(path)?;
    let mut documents: Vec<(Vec<Vec<String>>, Vec<String>)> = Vec::new();
    for line in content.lines() {
        if line.starts_with("# doc") || documents.is_empty() {
            documents.push((vec![Vec::new()], Vec::new()));
            if line.starts_with("# doc") {
                continue;
            }
        }
        let Some((sentences, labels)) = documents.last_mut() else { continue };
        match line.split_once('\t') {
            Some((token, label)) => {
                if let Some(sentence) = sentences.last_mut() {
                    sentence.push(token.to_owned());
                }
                labels.push(label.to_owned());
            }
            None => sentences.push(Vec::new()),
        }
    }
    Ok(documents
        .into_iter()
        .enumerate()
        .map(|(number, (sentences, labels))| {
            let text = Tokenised::new(&format!("document {number}"), &sentences, None);
            let chunks = chunks(&labels, &sentences);
            let names = |chunks: &[Chunk]| chunks.iter().map(|c| ((c.start, c.end), Kind::of_data(&c.name))).collect();
            Document { labelled: names(&chunks), mended: names(&mend(chunks.clone(), &text)), text }
        })
        .collect())
}

/// A stretch of tokens of one label.
#[derive(Debug, Clone)]
struct Chunk {
    start: usize,
    end: usize,
    name: String,
    /// Whether it begins with `I-` right behind another chunk.
    goes_on: bool,
}

fn chunks(labels: &[String], sentences: &[Vec<String>]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut at = 0;
    for sentence in sentences {
        for (i, label) in labels.iter().enumerate().skip(at).take(sentence.len()) {
            let Some((mark, name)) = label.split_once('-') else { continue };
            let last = chunks.last_mut().filter(|c| c.end == i && i > at);
            let is_behind = last.is_some();
            match last.filter(|c| mark == "I" && c.name == name) {
                Some(chunk) => chunk.end = i + 1,
                None => {
                    let goes_on = mark == "I" && is_behind;
                    chunks.push(Chunk { start: i, end: i + 1, name: name.to_owned(), goes_on });
                }
            }
        }
        at += sentence.len();
    }
    chunks
}

/// Puts names together again from which a name inside has taken tokens.
fn mend(chunks: Vec<Chunk>, text: &Tokenised) -> Vec<Chunk> {
    let mut mended: Vec<Chunk> = Vec::new();
    for chunk in chunks {
        let Some(before) = mended.last_mut().filter(|b| b.end == chunk.start) else {
            mended.push(chunk);
            continue;
        };
        // "Uzbek | Prosecutor General ’ s Office" is an office.
        if chunk.goes_on {
            (before.end, before.name) = (chunk.end, chunk.name);
            // "University of | Sydney | Business School".
            let outer = mended.len() - 1;
            if outer > 0 && mended[outer - 1].end == mended[outer].start && mended[outer - 1].name == mended[outer].name
            {
                let end = mended[outer].end;
                mended.truncate(outer);
                mended[outer - 1].end = end;
            }
        } else if matches!(text.words((before.end - 1, before.end)), "of" | "for" | "the" | "and" | "de") {
            before.end = chunk.end;
        } else {
            mended.push(chunk);
        }
    }
    mended
}

/// The type of a mention: that of its entity, else its own.
pub fn entity_type(mentions: &Mentions, entities: &Entities, id: MentionId) -> Option<EntityType> {
    let of = entities.of[id.index()].first().map(|e| entities.entities[e.index()].entity_type);
    of.or(mentions.mention(id).entity_type)
}

fn names(text: &Tokenised, analysis: &Analysis) -> Names {
    let Analysis { mentions, entities, syntax, .. } = analysis;
    let mut names = Names::new();
    let mut adjectives = BTreeSet::new();
    for (id, mention) in mentions.iter() {
        let Some(name) = mention.name else { continue };
        let range = trim(text, text.under(syntax.bytes(name)));
        match mention.kind {
            MentionKind::Name => {
                let kind = entity_type(mentions, entities, id).and_then(Kind::of_type);
                let slot = names.entry(range).or_insert(kind);
                *slot = slot.or(kind);
            }
            MentionKind::Adjective => {
                adjectives.insert(range);
            }
            _ => {}
        }
    }
    let ranges: Vec<_> = names.keys().copied().collect();
    names.retain(|&(start, end), _| !ranges.iter().any(|&(s, e)| s <= start && end <= e && (s, e) != (start, end)));
    for range in adjectives {
        names.entry(range).or_insert(None);
    }
    names
}

fn engine(text: &Tokenised, syntax: &Syntax) -> Names {
    let mut names = Names::new();
    let mut open: Option<(Span<_>, EntityLabel)> = None;
    let mut close = |open: &mut Option<(Span<_>, EntityLabel)>| {
        if let Some((span, label)) = open.take() {
            names.insert(trim(text, text.under(span)), Kind::of_engine(label));
        }
    };
    for token in &syntax.tokens {
        match (token.entity, &mut open) {
            (Some((label, false)), Some((span, before))) if label == *before => *span = span.join(token.span),
            (entity, _) => {
                close(&mut open);
                open = entity.map(|(label, _)| (token.span, label));
            }
        }
    }
    close(&mut open);
    names
}

/// Leaves out a leading article and a closing possessive that the data write as tokens.
fn trim(text: &Tokenised, (mut start, mut end): (usize, usize)) -> (usize, usize) {
    if end > start + 1 && text.words((start, start + 1)).eq_ignore_ascii_case("the") {
        start += 1;
    }
    if end > start + 1 && matches!(text.words((end - 1, end)), "'s" | "’s" | "'" | "’") {
        end -= 1;
    }
    (start, end)
}

/// Names each difference between the data and actant.
fn explain(report: &mut Report, number: usize, text: &Tokenised, gold: &Names, given: &Names) {
    let overlapping = |names: &Names, (start, end): (usize, usize)| {
        names.iter().find(|((s, e), _)| *s < end && start < *e).map(|(range, kind)| (*range, *kind))
    };
    let say = |kind: Option<Kind>| kind.map_or("other".to_owned(), |k| format!("{k:?}").to_lowercase());
    for (&range, &kind) in gold.iter().filter(|(_, kind)| kind.is_some()) {
        let words = text.words(range);
        let (error, case) = match (given.get(&range), overlapping(given, range)) {
            (Some(same), _) if *same == kind => continue,
            (Some(other), _) => (format!("type: {} taken for {}", say(kind), say(*other)), words.to_owned()),
            (None, Some((other, as_kind))) => {
                let longer = other.0 <= range.0 && range.1 <= other.1;
                let shape = if longer {
                    "longer"
                } else if range.0 <= other.0 && other.1 <= range.1 {
                    "shorter"
                } else {
                    "shifted"
                };
                let same = if as_kind == kind { "" } else { " and of other type" };
                (format!("span {shape}{same}"), format!("{words} | {} ({})", text.words(other), say(as_kind)))
            }
            (None, None) => (format!("missed: {}", say(kind)), words.to_owned()),
        };
        report.error(error, format!("[{number}] {case}   … {}", text.context(range)));
    }
    for (&range, &kind) in given.iter().filter(|(_, kind)| kind.is_some()) {
        let error = match overlapping(gold, range) {
            None => format!("no name in the data: {}", say(kind)),
            Some((_, None)) => format!("other type in the data: {}", say(kind)),
            Some(_) => continue,
        };
        report.error(error, format!("[{number}] {}   … {}", text.words(range), text.context(range)));
    }
}
