//! Who does what to whom: the PLOVER root of a sentence, with and without the ends given.

use std::collections::BTreeMap;
use std::path::Path;

use actant::ingest::{Options, Reader};
use actant::pipeline::{Analysis, Pipeline};
use actant::schema::{Kind, Schema};
use actant::source::{Bytes, EntityId, Span};
use actant::statements::{Modality, Polarity, Statement};
use serde::Deserialize;

use crate::data::{Result, json_lines, sentence};
use crate::measure::{Counts, Report, figure, share};
use crate::stages::Stages;

#[derive(Deserialize)]
struct Record {
    id: String,
    marked: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    code: String,
}

/// What was found between two ends.
struct Answer {
    root: Option<String>,
    relation: String,
    is_forward: bool,
    is_negative: bool,
    /// The root with polarity and modality taken into account.
    shaded: Option<String>,
}

pub fn measure(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let mut report = Report::new(
        "PLOVER roots by the `plover` of each relation; YIELD stands for CONCEDE and RETREAT (releases, \
         easesMeasuresOn, withdrawsFrom). Given ends: the two spans of the data are the ends, whether the program saw \
         an entity there or not; the answer is the first event statement between them in text order, the direction of \
         the data before the other; symmetric relations run both ways; polarity and modality are not asked for but in one line, where a cooperation that is refused is a REJECT, one \
         that is planned an AGREE, a conflict that is planned or possible a THREATEN. \
         Recall of a root: root and direction right among the sentences of the root; precision: among those for which \
         it was the answer. No answer is a wrong one. End to end: the program sees only the sentence; found is a \
         statement of the right root whose ends have mentions that overlap the two spans.",
        &["", "gold", "given", "precision", "recall", "F1"],
    );
    let stages = Stages::new(pipeline.schema().clone())?;
    let schema = pipeline.schema();
    let reader = Reader::new(schema, Options::default())?;
    let mut roots: BTreeMap<String, Counts> = BTreeMap::new();
    let mut tally = Tally::default();
    let mut without_target = 0;
    for record in json_lines::<Record>(path)? {
        let Some((text, spans)) = unmark(&record.marked) else {
            without_target += 1;
            continue;
        };
        let Some(gold) = record.events.first().map(|e| e.code.clone()) else { continue };
        let article = sentence(&reader, &record.id, &text);
        let answers: Vec<Answer> = stages
            .between(&article, spans)
            .into_iter()
            .map(|b| {
                let relation = schema.relation(b.statement.relation);
                Answer {
                    root: relation.plover.as_deref().map(root),
                    relation: relation.id.clone(),
                    is_forward: b.is_forward,
                    is_negative: b.statement.polarity == Polarity::Negative,
                    shaded: relation.plover.as_deref().map(|plover| shade(&root(plover), &b.statement)),
                }
            })
            .collect();
        let answer = answers.iter().filter(|a| a.is_forward).chain(&answers).find(|a| a.root.is_some());
        let analysis = pipeline.analyse(article);
        tally.add(&gold, &answers, answer);
        tally.end_to_end(&gold, &overlapping(schema, &analysis, spans));
        roots.entry(gold.clone()).or_default().gold += 1;
        let said = answer.and_then(|a| a.root.clone());
        if let Some(said) = &said {
            let is_right = *said == gold && answer.is_some_and(|a| a.is_forward);
            let counts = roots.entry(said.clone()).or_default();
            counts.given += 1;
            counts.right += usize::from(is_right);
        }
        let error = match (answer, said) {
            (Some(answer), Some(said)) if said != gold => {
                let not = if answer.is_negative { ", negative" } else { "" };
                format!("{gold} taken for {said} ({}{not})", answer.relation)
            }
            (Some(answer), _) if !answer.is_forward => format!("{gold} the wrong way ({})", answer.relation),
            (Some(_), _) => continue,
            (None, _) => format!("{gold} not found"),
        };
        report.error(error, format!("[{}] {}", record.id, record.marked));
    }
    let known: Vec<&Counts> = roots.values().filter(|c| c.gold > 0).collect();
    let macro_f1 = known.iter().map(|c| c.f1()).sum::<f64>() / known.len().max(1) as f64;
    for (name, counts) in &roots {
        report.counts(name, *counts);
    }
    tally.print(&mut report, macro_f1);
    report.row(["left out: the target is not in the sentence".to_owned(), without_target.to_string()]);
    Ok(report)
}

#[derive(Default)]
struct Tally {
    sentences: usize,
    answered: usize,
    root: usize,
    right: usize,
    any: usize,
    shaded: usize,
    ends_seen: usize,
    pair: usize,
    found: usize,
}

impl Tally {
    fn add(&mut self, gold: &str, answers: &[Answer], answer: Option<&Answer>) {
        let is_gold = |a: &Answer| a.root.as_deref() == Some(gold);
        self.sentences += 1;
        self.answered += usize::from(answer.is_some());
        self.root += usize::from(answer.is_some_and(is_gold));
        self.right += usize::from(answer.is_some_and(|a| is_gold(a) && a.is_forward));
        self.any += usize::from(answers.iter().any(|a| is_gold(a) && a.is_forward));
        let is_shaded = |a: &Answer| a.is_forward && a.shaded.as_deref() == Some(gold);
        self.shaded += usize::from(answer.is_some_and(is_shaded));
    }

    fn end_to_end(&mut self, gold: &str, (seen, pairs): &(bool, Vec<(Option<String>, bool)>)) {
        self.ends_seen += usize::from(*seen);
        self.pair += usize::from(!pairs.is_empty());
        self.found += usize::from(pairs.iter().any(|(root, is_forward)| *is_forward && root.as_deref() == Some(gold)));
    }

    fn print(&self, report: &mut Report, macro_f1: f64) {
        let all = self.sentences;
        let mut line = |what: &str, part: usize| {
            report.row([what.to_owned(), all.to_string(), part.to_string(), String::new(), figure(share(part, all))]);
        };
        line("given ends: answered", self.answered);
        line("given ends: root right", self.root);
        line("given ends: root and direction right", self.right);
        line("given ends: right by some statement", self.any);
        line("given ends: right with polarity and modality", self.shaded);
        line("end to end: both ends are mentions", self.ends_seen);
        line("end to end: some event between them", self.pair);
        line("end to end: found", self.found);
        report.row([
            "macro-F1 of root and direction".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            figure(macro_f1),
        ]);
    }
}

/// The root of the data for a PLOVER type of the schema.
fn root(plover: &str) -> String {
    match plover {
        "CONCEDE" | "RETREAT" => "YIELD".to_owned(),
        other => other.to_owned(),
    }
}

/// The root of a deed that is refused or still to come: PLOVER calls a refusal REJECT, a deed of
/// cooperation that is promised AGREE, one of conflict THREATEN.
fn shade(root: &str, statement: &Statement) -> String {
    let is_cooperation = matches!(root, "AGREE" | "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "YIELD");
    let shaded = match (statement.polarity, statement.modality, root) {
        (Polarity::Negative, _, _) if is_cooperation => "REJECT",
        (_, Modality::Planned, "COOPERATE" | "AID" | "YIELD") => "AGREE",
        (_, Modality::Planned | Modality::Possible, "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT") => "THREATEN",
        (_, _, root) => root,
    };
    shaded.to_owned()
}

/// A sentence without its marks, and where the source and the target stand.
fn unmark(marked: &str) -> Option<(String, [Span<Bytes>; 2])> {
    let mut text = String::with_capacity(marked.len());
    let mut bounds = [None; 4];
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let marks = ["<s>", "</s>", "<t>", "</t>"];
        match marks.iter().position(|mark| rest.starts_with(mark)) {
            Some(i) => {
                bounds[i] = bounds[i].or(Some(text.len() as u32));
                rest = &rest[marks[i].len()..];
            }
            None => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    let [source, source_end, target, target_end] = bounds;
    Some((text, [Span::new(source?, source_end?), Span::new(target?, target_end?)]))
}

/// Whether each end overlaps a resolved mention, and the event statements between such ends.
fn overlapping(
    schema: &Schema,
    analysis: &Analysis,
    [source, target]: [Span<Bytes>; 2],
) -> (bool, Vec<(Option<String>, bool)>) {
    let Analysis { mentions, entities, syntax, statements, .. } = analysis;
    let is_at = |entity: EntityId, span: Span<Bytes>| {
        let mut own = mentions.iter().filter(|(id, _)| entities.of[id.index()].contains(&entity));
        own.any(|(_, m)| syntax.bytes(m.span).overlaps(span))
    };
    let seen = |span| (0..entities.entities.len() as u32).any(|e| is_at(EntityId(e), span));
    let pairs = statements
        .iter()
        .filter(|s| schema.relation(s.relation).kind == Kind::Event)
        .filter_map(|s| {
            let relation = schema.relation(s.relation);
            let forward = is_at(s.source.entity, source) && is_at(s.target.entity, target);
            let backward = is_at(s.source.entity, target) && is_at(s.target.entity, source);
            (forward || backward).then(|| (relation.plover.as_deref().map(root), forward || relation.symmetric))
        })
        .collect();
    (seen(source) && seen(target), pairs)
}
