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
         like left out. Both without a leading `the` and a closing `'s` that stands as a token of its own where the \
         data has it so. Last column: right where only tokens, not types, are asked for.",
        &["", "gold", "given", "precision", "recall", "F1", "span F1"],
    );
    let (mut ours, mut theirs) = (Tally::default(), Tally::default());
    for (number, (gold, text)) in read(path)?.into_iter().enumerate() {
        let analysis = pipeline.analyse(text.article.clone());
        let of_actant = names(&text, &analysis);
        let of_engine = engine(&text, &analysis.syntax);
        ours.add(&gold, &of_actant);
        theirs.add(&gold, &of_engine);
        explain(&mut report, number, &text, &gold, &of_actant);
    }
    for (who, tally) in [("actant", &ours), ("engine", &theirs)] {
        for (kind, counts) in Kind::ALL.iter().zip(&tally.kinds) {
            row(&mut report, &format!("{who} {kind:?}").to_lowercase(), *counts, "");
        }
        row(&mut report, &format!("{who} all"), tally.all(), &figure(tally.spans.f1()));
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

/// Documents of lines `token TAB label`, sentences apart by an empty line, `# doc = …` before each.
fn read(path: &Path) -> Result<Vec<(Names, Tokenised)>> {
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
            (spans(&labels), Tokenised::new(&format!("document {number}"), &sentences, None))
        })
        .collect())
}

fn spans(labels: &[String]) -> Names {
    let mut names = Names::new();
    let mut open: Option<(usize, &str)> = None;
    for (i, label) in labels.iter().map(String::as_str).chain(["O"]).enumerate() {
        if let Some((start, name)) = open
            && label.strip_prefix("I-") != Some(name)
        {
            names.insert((start, i), Kind::of_data(name));
            open = None;
        }
        if open.is_none() && label != "O" {
            open = label.split_once('-').map(|(_, name)| (i, name));
        }
    }
    names
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
