//! How long the store takes: a file of N documents (2,000 unless told) is built, and one document
//! added, replaced and removed; beside it a consolidation of everything. Prints a line each.
//!
//! The documents are made up: twelve statements each among 500 people and 40 countries, some of them
//! linked, a line that all pages of a house share, every fiftieth a copy of the one before.

use std::time::{Duration, Instant};

use actant::schema::{EntityType, Schema};
use actant::statements::{Modality, Polarity};
use actant::store::{
    Build, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, Filter, MentionRecord, Run, StatementRecord, Store,
};

const RELATIONS: [&str; 6] = ["accuses", "meets", "criticizes", "supports", "threatens", "sanctions"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`.
    let number = std::env::args().skip(1).find(|argument| argument != "--bench");
    let n: u64 = number.map_or(Ok(2000), |n| n.parse())?;
    let schema = Schema::built_in()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bench.actant");
    let documents: Vec<DocumentRecord> = (0..n).map(document).collect();
    let run = Run::default();

    let begun = Instant::now();
    let mut build = Build::begin(&path)?;
    build.add(&documents)?;
    let store = build.commit(&schema, &run)?;
    let counts = store.counts()?;
    tell(&format!("write {n} documents, {} statements, and consolidate", counts.statements), begun.elapsed());
    let begun = Instant::now();
    let graph = store.graph(&schema, &Filter::default())?;
    tell(&format!("consolidate everything: {} events", graph.events.len()), begun.elapsed());
    drop((graph, store));

    // A fresh connection each time, as a command has it.
    let one = document(n);
    let mut again = document(n / 2);
    again.statements.truncate(6);
    tell("add one document", timed(&path, |store| store.add(&[one], &schema, &run).map(drop))?);
    tell("replace one document", timed(&path, |store| store.replace(&[again], &schema, &run).map(drop))?);
    let key = [document(n / 3).key];
    tell("remove one document", timed(&path, |store| store.remove(&key, &schema, &run).map(drop))?);
    tell("search two words", timed(&path, |store| store.search("person accuses", 20).map(drop))?);
    Ok(())
}

fn timed(
    path: &std::path::Path,
    work: impl FnOnce(&mut Store) -> Result<(), actant::store::StoreError>,
) -> Result<Duration, actant::store::StoreError> {
    let begun = Instant::now();
    work(&mut Store::open(path)?)?;
    Ok(begun.elapsed())
}

#[expect(clippy::print_stdout, reason = "a benchmark speaks to who runs it")]
fn tell(what: &str, took: Duration) {
    println!("{:>9.1} ms  {what}", took.as_secs_f64() * 1000.0);
}

/// Knuth's generator of numbers that look like chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn document(i: u64) -> DocumentRecord {
    // Every fiftieth says what the one before says.
    let mut chance = Chance(if i % 50 == 49 { i - 1 } else { i });
    let mut record = DocumentRecord {
        key: format!("a{i:07}"),
        title: None,
        url: None,
        publisher: Some(format!("House {}", i % 7)),
        author: None,
        published: Some(format!("2026-{:02}-{:02}", 1 + i % 12, 1 + i % 28)),
        text: format!("House {} brings you the news.", i % 7),
        span: (0, 0),
        paragraphs: Vec::new(),
        sentences: Vec::new(),
        tokens: 0,
        entities: Vec::new(),
        mentions: Vec::new(),
        statements: Vec::new(),
    };
    record.sentences.push((0, record.text.len() as u32));
    for _ in 0..12 {
        let (source, target) = (name(&mut chance), name(&mut chance));
        let relation = RELATIONS[chance.below(6) as usize];
        record.text.push(' ');
        let start = record.text.len() as u32;
        let source = end(&mut record, source);
        record.text.push_str(&format!(" {relation} "));
        let trigger = record.text.len() as u32 - 1;
        let target = end(&mut record, target);
        record.text.push('.');
        let span = (start, record.text.len() as u32);
        record.sentences.push(span);
        record.tokens += 6;
        record.statements.push(StatementRecord {
            source,
            relation: relation.to_owned(),
            target,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            attribution: None,
            date: (chance.below(3) > 0).then(|| format!("2026-{:02}", 1 + i % 12)),
            evidence: vec![EvidenceRecord { span, text: record.text[start as usize..].to_owned() }],
            trigger: (trigger - relation.len() as u32, trigger),
            content: None,
            about: Vec::new(),
            casualties: Vec::new(),
            place: None,
            rule: format!("{relation}: A {relation} B"),
            confidence: Some(0.5),
        });
    }
    record.span = (0, record.text.len() as u32);
    record
}

/// A person or country, some more often than others.
fn name(chance: &mut Chance) -> (String, EntityType, Option<String>) {
    let popular = |chance: &mut Chance, end: u64| {
        let most = 1 + chance.below(end);
        chance.below(most)
    };
    if chance.below(2) == 0 {
        let n = popular(chance, 40);
        (format!("Country {n}"), EntityType::Country, Some(format!("Q{}", 1000 + n)))
    } else {
        let n = popular(chance, 500);
        (format!("Person {n}"), EntityType::Person, (n % 3 == 0).then(|| format!("Q{}", 5000 + n)))
    }
}

/// Writes a name and gives its mention.
fn end(record: &mut DocumentRecord, (name, entity_type, wikidata): (String, EntityType, Option<String>)) -> EndRecord {
    let start = record.text.len() as u32;
    record.text.push_str(&name);
    let known = record.entities.iter().position(|e| e.name == name);
    let entity = known.unwrap_or(record.entities.len());
    record.mentions.push(MentionRecord {
        span: (start, record.text.len() as u32),
        text: name.clone(),
        kind: "name".to_owned(),
        entities: vec![entity],
        reason: "made up".to_owned(),
    });
    if known.is_none() {
        let forms = vec![name.clone()];
        record.entities.push(EntityRecord { name, entity_type, wikidata, country: None, forms });
    }
    EndRecord { entity, mention: record.mentions.len() - 1 }
}
