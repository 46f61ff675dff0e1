//! Contrast sentences: one event told in different ways, through the whole pipeline.
//!
//! `contrast/*.tsv` holds the texts and what a careful reader takes from each, written by the annotation
//! guideline and not by the program. A row holds if its statement is found and every statement found with
//! these ends and this relation has its polarity, modality and speaker.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use actant::ingest::{Article, Block, BlockKind};
use actant::pipeline::Pipeline;
use actant::schema::Schema;
use actant::source::Span;
use actant::statements::{Modality, Polarity};

/// The least mean over the classes of the share of rows that are right; known failures count as wrong.
const LEAST: [(&str, f64); 3] = [("polarity", 0.90), ("modality", 0.80), ("speaker", 0.80)];

const COLUMNS: [&str; 10] =
    ["set", "source", "relation", "target", "polarity", "modality", "form", "speaker", "known", "text"];

const FORMS: [&str; 11] = [
    "article",
    "before",
    "after",
    "aside",
    "according",
    "body",
    "pronoun",
    "quoted",
    "continued",
    "act",
    // No speaker is asked for.
    "*",
];

struct Row {
    place: String,
    source: Vec<String>,
    relation: String,
    target: Vec<String>,
    polarity: Polarity,
    modality: Modality,
    form: String,
    speaker: Speaker,
    known: Option<String>,
    text: String,
}

enum Speaker {
    Article,
    Named(Vec<String>),
    Any,
}

/// A statement with the ends and the relation of a row.
struct Found {
    polarity: Polarity,
    modality: Modality,
    speaker: Option<String>,
}

struct Case {
    row: Row,
    found: Vec<Found>,
    /// All statements of the text, to show in a failure.
    all: Vec<String>,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let pipeline =
        Pipeline::new(Schema::built_in().expect("the built-in schema is sound")).expect("the stages can be set up");
    rows().into_iter().map(|row| run(&pipeline, row)).collect()
});

fn rows() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec/contrast");
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("the contrast sentences").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        let name = file.file_name().expect("a file").to_string_lossy().into_owned();
        let content = fs::read_to_string(&file).expect("a text file");
        let mut lines = content.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let (_, header) = lines.next().expect("a header");
        assert_eq!(header.split('\t').collect::<Vec<_>>(), COLUMNS, "{name}: the columns");
        rows.extend(lines.map(|(i, line)| row(&format!("{name}:{}", i + 1), line)));
    }
    rows
}

fn row(place: &str, line: &str) -> Row {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, source, relation, target, polarity, modality, form, speaker, known, text] = cells[..] else {
        panic!("{place}: {} cells instead of {}", cells.len(), COLUMNS.len());
    };
    assert!(FORMS.contains(&form), "{place}: no form `{form}`");
    assert!(known.is_empty() || known.starts_with("FIXME: "), "{place}: `{known}` names no cause");
    let names = |cell: &str| cell.split('|').map(plain).collect::<Vec<_>>();
    let speaker = match speaker {
        "-" => Speaker::Article,
        "*" => Speaker::Any,
        named => Speaker::Named(names(named)),
    };
    let consistent = match speaker {
        Speaker::Article => form == "article",
        Speaker::Any => form == "*",
        Speaker::Named(_) => !matches!(form, "article" | "*"),
    };
    assert!(consistent, "{place}: the form `{form}` does not go with its speaker");
    let word = |cell: &str| serde_json::Value::String(cell.to_owned());
    Row {
        place: place.to_owned(),
        source: names(source),
        relation: relation.to_owned(),
        target: names(target),
        polarity: serde_json::from_value(word(polarity)).unwrap_or_else(|e| panic!("{place}: {e}")),
        modality: serde_json::from_value(word(modality)).unwrap_or_else(|e| panic!("{place}: {e}")),
        form: form.to_owned(),
        speaker,
        known: (!known.is_empty()).then(|| known.to_owned()),
        text: text.to_owned(),
    }
}

/// A name without its article and case: "The Dockers' Union" is "dockers' union".
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_prefix("the ").map_or(name.clone(), str::to_owned)
}

fn run(pipeline: &Pipeline, row: Row) -> Case {
    let span = Span::new(0, row.text.len() as u32);
    let analysis = pipeline.analyse(Article {
        key: String::new(),
        title: None,
        url: None,
        publisher: None,
        author: None,
        published: None,
        page: Arc::from(row.text.as_str()),
        span,
        blocks: vec![Block { span, kind: BlockKind::Paragraph }],
    });
    let relation = pipeline.schema().relations.iter().find(|r| r.id == row.relation);
    let relation = relation.unwrap_or_else(|| panic!("{}: no relation `{}`", row.place, row.relation));
    let name = |entity: actant::source::EntityId| analysis.entities.entities[entity.index()].name.as_str();
    let mut found = Vec::new();
    let mut all = Vec::new();
    for statement in &analysis.statements {
        let speaker = statement.attribution.map(|a| name(a.speaker).to_owned());
        let written = actant::check::write(&analysis, pipeline.schema(), statement);
        all.push(speaker.as_ref().map_or(written.clone(), |s| format!("{s}: {written}")));
        let source = plain(name(statement.source.entity));
        let target = plain(name(statement.target.entity));
        let fits = |a: &String, b: &String| row.source.contains(a) && row.target.contains(b);
        let ends = fits(&source, &target) || relation.symmetric && fits(&target, &source);
        if ends && pipeline.schema().relation(statement.relation).id == row.relation {
            found.push(Found { polarity: statement.polarity, modality: statement.modality, speaker });
        }
    }
    Case { row, found, all }
}

impl Case {
    fn right_polarity(&self) -> bool {
        self.every(|f| f.polarity == self.row.polarity)
    }

    fn right_modality(&self) -> bool {
        self.every(|f| f.modality == self.row.modality)
    }

    fn right_speaker(&self) -> bool {
        self.every(|f| match (&self.row.speaker, &f.speaker) {
            (Speaker::Any, _) | (Speaker::Article, None) => true,
            (Speaker::Named(names), Some(found)) => names.contains(&plain(found)),
            _ => false,
        })
    }

    fn every(&self, right: impl Fn(&Found) -> bool) -> bool {
        !self.found.is_empty() && self.found.iter().all(right)
    }

    fn holds(&self) -> bool {
        self.right_polarity() && self.right_modality() && self.right_speaker()
    }

    /// What is wrong, for a person to read.
    fn wrong(&self) -> String {
        let Row { place, source, relation, target, polarity, modality, speaker, text, .. } = &self.row;
        let speaker = match speaker {
            Speaker::Article => "the article",
            Speaker::Any => "anyone",
            Speaker::Named(names) => &names[0],
        };
        let what: Vec<&str> = [
            (self.found.is_empty(), "not found"),
            (!self.found.is_empty() && !self.right_polarity(), "polarity"),
            (!self.found.is_empty() && !self.right_modality(), "modality"),
            (!self.found.is_empty() && !self.right_speaker(), "speaker"),
        ]
        .into_iter()
        .filter_map(|(wrong, what)| wrong.then_some(what))
        .collect();
        let (source, target) = (&source[0], &target[0]);
        format!(
            "{place}: {}\n    {text}\n    expected {speaker}: {source} {relation} {target}, {polarity:?}, {modality:?}\n    found {:?}",
            what.join(", "),
            self.all
        )
    }
}

#[test]
fn every_contrast_sentence_gives_its_statement() {
    let wrong: Vec<String> = CASES.iter().filter(|c| c.row.known.is_none() && !c.holds()).map(Case::wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_known_failure_that_holds_now_is_known_no_more() {
    let mended: Vec<String> = CASES
        .iter()
        .filter(|c| c.holds())
        .filter_map(|c| c.row.known.as_ref().map(|known| format!("{}: holds now, remove its {known}", c.row.place)))
        .collect();
    assert!(mended.is_empty(), "{}", mended.join("\n"));
}

/// Rows that are right and all rows, by what is asked and its class.
fn tally() -> BTreeMap<&'static str, BTreeMap<String, (usize, usize)>> {
    let mut tally: BTreeMap<&str, BTreeMap<String, (usize, usize)>> = BTreeMap::new();
    let mut count = |what, class: String, right| {
        let (hits, total) = tally.entry(what).or_default().entry(class).or_default();
        *hits += usize::from(right);
        *total += 1;
    };
    for case in CASES.iter() {
        count("polarity", format!("{:?}", case.row.polarity), case.right_polarity());
        count("modality", format!("{:?}", case.row.modality), case.right_modality());
        if case.row.form != "*" {
            count("speaker", case.row.form.clone(), case.right_speaker());
        }
    }
    tally
}

#[test]
#[expect(clippy::print_stderr, reason = "shows the figures and the known failures with --nocapture")]
fn the_mean_recall_of_polarity_modality_and_speaker_stays_high() {
    let tally = tally();
    let mut report = String::new();
    let mut low = Vec::new();
    for (what, least) in LEAST {
        let classes = &tally[what];
        let share = |(hits, total): &(usize, usize)| *hits as f64 / *total as f64;
        let mean = classes.values().map(share).sum::<f64>() / classes.len() as f64;
        writeln!(report, "{what} {mean:.3} (at least {least:.2})").expect("a string takes all");
        for (class, counts) in classes {
            writeln!(report, "    {class} {:.3} of {}", share(counts), counts.1).expect("a string takes all");
        }
        if mean < least {
            low.push(what);
        }
    }
    for case in CASES.iter().filter(|c| c.row.known.is_some()) {
        writeln!(report, "{}", case.wrong()).expect("a string takes all");
    }
    eprintln!("{report}");
    assert!(low.is_empty(), "too low: {}\n{report}", low.join(", "));
}
