//! The mechanics of event coding: passives, conjunctions, reflexives, negation, commas.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actant::pipeline::{Analysis, Pipeline};
use actant::schema::{Kind, Schema};
use actant::source::{Bytes, EntityId, MentionId, Span};
use serde::Deserialize;

use crate::data::{Result, article, json_lines};
use crate::differences::Differences;
use crate::measure::{Report, figure, share};

/// The places that the sentences take for countries: code, name, other words, adjectives.
const ACTORS: &str = include_str!("actors.tsv");

/// The gazetteer's own countries, to which they are added.
const COUNTRIES: &str = include_str!("../../schema/gazetteer/countries.tsv");

/// Relations for what most of the sentences tell, so that grammar is measured and not the lexicon.
const TIES: [(&str, &str); 2] =
    [("restoresTies", include_str!("restoresTies.toml")), ("welcomesTies", include_str!("welcomesTies.toml"))];

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    category: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    source: String,
    target: String,
    code: String,
}

/// What tests the coder's own dictionaries: synonym sets, verb patterns, actors that change with the
/// date, errors in the files. actant has no counterpart.
const DICTIONARY: [&str; 5] = ["SYNSET", "PATTERN", "VERB", "DATE", "ERROR"];

type Pairs = BTreeSet<(String, String)>;

pub fn measure(_: &Pipeline, path: &Path) -> Result<Report> {
    let mut report = Report::new(
        "Hand-written sentences with the events that a coder of the CAMEO kind must give; places of fiction stand for \
         countries and are given to the program as such, and so are two relations (restores ties with, welcomes ties \
         of) that most sentences tell. Compared are the pairs of source and target, by the country that they belong \
         to, not the codes, which come from a dictionary made for the tests. Holds: the same pairs, no more and no \
         less; where the data have a pair both ways, or the relation is symmetric, either way counts. Found: all \
         pairs of the data. Differs: does not hold, and actant means it so, for one of the reasons that are listed below \
         (docs/plover.md tells them); at fault: the rest. Left out: sentences whose actors are nobody (`---`) or in no \
         gazetteer. SYNSET, PATTERN, VERB, DATE and ERROR test the coder's dictionaries, the others grammar.",
        &["mechanic", "sentences", "holds", "found", "differs", "at fault", "share that holds", "without differences"],
    );
    let differences = Differences::read()?;
    let actors = Actors::read();
    let directory = tempfile::tempdir()?;
    actors.write(directory.path())?;
    let pipeline = Pipeline::new(Schema::with_directory(directory.path())?)?;
    let mut mechanics: BTreeMap<String, Tally> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut verdicts = BTreeMap::new();
    let mut left_out = 0;
    for record in json_lines::<Record>(path)? {
        let code = |code: &str| code.get(..3).filter(|c| actors.codes.contains(*c)).map(str::to_owned);
        let expected: Option<Pairs> =
            record.events.iter().map(|e| Some((code(&e.source)?, code(&e.target)?))).collect();
        let Some(expected) = expected else {
            left_out += 1;
            continue;
        };
        let analysis = pipeline.analyse(article(&record.id, &record.text, "\n", None));
        let (given, symmetric) = pairs(&pipeline, &analysis, &actors);
        let turned = |(a, b): &(String, String)| (b.clone(), a.clone());
        let is_either = |pair: &(String, String)| expected.contains(&turned(pair));
        let has = |pair: &(String, String)| {
            given.contains(pair)
                || given.contains(&turned(pair)) && (is_either(pair) || symmetric.contains(&turned(pair)))
        };
        let is_found = expected.iter().all(has);
        let is_wanted = |pair: &(String, String)| {
            expected.contains(pair) || symmetric.contains(pair) && expected.contains(&turned(pair))
        };
        let holds = is_found && given.iter().all(is_wanted);
        let tally = mechanics.entry(record.category.clone()).or_default();
        let reason = differences.of(&record.id);
        verdicts.insert(record.id.clone(), holds);
        tally.sentences += 1;
        tally.holds += usize::from(holds);
        tally.found += usize::from(is_found);
        tally.differs += usize::from(!holds && reason.is_some());
        if !holds {
            if let Some(reason) = reason {
                *reasons.entry(&reason.name).or_default() += 1;
            }
            let kind = if is_found {
                "too many"
            } else if given.is_empty() {
                "nothing found"
            } else {
                "other pairs"
            };
            let events: Vec<_> =
                record.events.iter().map(|e| format!("{}→{} {}", e.source, e.target, e.code)).collect();
            let found: Vec<_> = given.iter().map(|(a, b)| format!("{a}→{b}")).collect();
            report.error(
                match reason {
                    Some(reason) => format!("differ, {}. {}", reason.name, reason.because),
                    None => format!("at fault, {}: {kind}", record.category),
                },
                format!("[{}] {} | wanted {} | given {}", record.id, record.text, events.join(", "), found.join(", ")),
            );
        }
    }
    differences.check(&verdicts)?;
    let (mut grammar, mut dictionary, mut all) = (Tally::default(), Tally::default(), Tally::default());
    for (name, tally) in &mechanics {
        tally.print(&mut report, name);
        let sum = if DICTIONARY.contains(&name.as_str()) { &mut dictionary } else { &mut grammar };
        sum.add(*tally);
        all.add(*tally);
    }
    grammar.print(&mut report, "all of grammar");
    dictionary.print(&mut report, "all of the coder's dictionaries");
    all.print(&mut report, "all");
    report.row(["left out".to_owned(), left_out.to_string()]);
    for reason in differences.reasons() {
        let count = reasons.get(reason.name.as_str()).copied().unwrap_or(0);
        report.row([format!("differ: {}", reason.name), count.to_string()]);
    }
    Ok(report)
}

/// How many sentences of a mechanic hold.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    sentences: usize,
    holds: usize,
    /// All pairs of the data are there, perhaps with others.
    found: usize,
    /// Does not hold, and on purpose.
    differs: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.sentences += other.sentences;
        self.holds += other.holds;
        self.found += other.found;
        self.differs += other.differs;
    }

    fn print(self, report: &mut Report, name: &str) {
        let Self { sentences, holds, found, differs } = self;
        report.row([
            name.to_owned(),
            sentences.to_string(),
            holds.to_string(),
            found.to_string(),
            differs.to_string(),
            (sentences - holds - differs).to_string(),
            figure(share(holds, sentences)),
            figure(share(holds, sentences - differs)),
        ]);
    }
}

/// The pairs of the event statements by code, and those of them that run both ways.
fn pairs(pipeline: &Pipeline, analysis: &Analysis, actors: &Actors) -> (Pairs, Pairs) {
    let (mut all, mut symmetric) = (Pairs::new(), Pairs::new());
    for statement in &analysis.statements {
        let relation = pipeline.schema().relation(statement.relation);
        let source = actors.of(analysis, statement.source.entity, statement.source.mention);
        let target = actors.of(analysis, statement.target.entity, statement.target.mention);
        if let (Kind::Event, Some(source), Some(target)) = (relation.kind, source, target) {
            if relation.symmetric {
                symmetric.insert((source.clone(), target.clone()));
            }
            all.insert((source, target));
        }
    }
    (all, symmetric)
}

/// Who is coded how.
struct Actors {
    codes: BTreeSet<String>,
    /// Wikidata ids, real or made up, to codes.
    ids: BTreeMap<String, String>,
    /// Names and adjectives to codes.
    words: Vec<(String, String)>,
    /// Rows for the gazetteer.
    rows: Vec<String>,
}

impl Actors {
    fn read() -> Self {
        let mut actors = Self { codes: BTreeSet::new(), ids: BTreeMap::new(), words: Vec::new(), rows: Vec::new() };
        for line in COUNTRIES.lines().filter(|line| line.starts_with('Q')) {
            let mut cells = line.split('\t');
            if let (Some(id), Some(code)) = (cells.next(), cells.nth(2)) {
                actors.codes.insert(code.to_owned());
                actors.ids.insert(id.to_owned(), code.to_owned());
            }
        }
        for (number, line) in ACTORS.lines().filter(|line| !line.starts_with('#')).enumerate() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [code, name, aliases, adjectives] = cells[..] else { continue };
            let id = format!("Q9{number:08}");
            actors.codes.insert(code.to_owned());
            actors.ids.insert(id.clone(), code.to_owned());
            let words = [name].into_iter().chain(aliases.split('|')).chain(adjectives.split('|'));
            actors.words.extend(words.filter(|w| !w.is_empty()).map(|w| (w.to_owned(), code.to_owned())));
            // A code of two letters of its own, which no real country has: 0a, 0b …
            let short = format!("{}{}", number / 26, (b'a' + (number % 26) as u8) as char);
            let row = [&id, name, &short, code, "country", aliases, adjectives, adjectives, "", "", "1000000"];
            actors.rows.push(row.join("\t"));
        }
        actors
    }

    /// Writes a schema that knows them.
    fn write(&self, directory: &Path) -> Result<()> {
        let (gazetteer, relations) = (directory.join("gazetteer"), directory.join("relations"));
        std::fs::create_dir(&gazetteer)?;
        std::fs::create_dir(&relations)?;
        let countries = format!("{}\n{}\n", COUNTRIES.trim_end(), self.rows.join("\n"));
        std::fs::write(gazetteer.join("countries.tsv"), countries)?;
        for (name, text) in TIES {
            std::fs::write(relations.join(format!("{name}.toml")), text)?;
        }
        Ok(())
    }

    /// The code of an end: its own country, the one it belongs to, else one that its words name.
    fn of(&self, analysis: &Analysis, entity: EntityId, mention: MentionId) -> Option<String> {
        let found = &analysis.entities.entities[entity.index()];
        let known = [&found.wikidata, &found.country].into_iter().flatten();
        if let Some(code) = known.filter_map(|id| self.ids.get(id)).next() {
            return Some(code.clone());
        }
        let page: &str = &analysis.article.page;
        let span: Span<Bytes> = analysis.syntax.bytes(analysis.mentions.mention(mention).span);
        let texts = [span.of(page), found.name.as_str()];
        texts.iter().find_map(|text| {
            self.words
                .iter()
                .filter(|(word, _)| text.contains(word))
                .max_by_key(|(word, _)| word.len())
                .map(|(_, c)| c.clone())
        })
    }
}
