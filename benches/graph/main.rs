//! How long it takes to make a large graph ready for questions, and to answer each ready-made one.
//!
//! `cargo bench --bench graph -- 100000` makes a file of that many statements by the way that
//! `actant build` takes, loads it, and asks every query of `schema/queries`, once with the quads in
//! memory and once with them kept in a file. Each step is a process of its own, so that the peak of
//! its memory is its own. The graph is made up, the same at every run: names, relations and
//! publishers are as unevenly frequent as in news (the n-th most frequent occurs 1/n as often as the
//! first), two statements stand in a sentence, ten in an article.
//!
//! Options: `--keep FOLDER` leaves the files there and uses those that it finds; `--only STEP` does
//! one step of write, memory, index, kept.

#![expect(clippy::print_stdout, reason = "a benchmark speaks to who runs it")]

mod synthetic;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use actant::rdf::{Answer, Dataset, Limits, Naming, ParameterKind, Source, Version, named_queries};
use actant::schema::Schema;
use actant::store::{Build, Filter, Run, Store};

const STEPS: [&str; 4] = ["write", "memory", "index", "kept"];

/// The stamp of the kept quads: the file is never changed.
const STAMP: &str = "benchmark";

/// After so long a query counts as one that does not end.
const LIMIT: Duration = Duration::from_secs(120);

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`, and runs every benchmark without arguments when none is named.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(statements) = arguments.first() else { return Ok(()) };
    let statements: usize = statements.parse()?;
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    if let Some(step) = option("--only") {
        let folder = option("--keep").ok_or("--only needs --keep FOLDER")?;
        return run(step, statements, Path::new(folder));
    }
    let temporary = tempfile::tempdir()?;
    let folder = option("--keep").map_or_else(|| temporary.path().to_path_buf(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for step in STEPS {
        let ended = Command::new(std::env::current_exe()?)
            .args([&statements.to_string(), "--only", step, "--keep"])
            .arg(&folder)
            .status()?;
        if !ended.success() {
            return Err(format!("the step {step} failed").into());
        }
    }
    Ok(())
}

fn run(step: &str, statements: usize, folder: &Path) -> Result<(), Box<dyn Error>> {
    let file = folder.join(format!("{statements}.actant"));
    let index = folder.join(format!("{statements}.actant.index"));
    let schema = Schema::built_in()?;
    match step {
        "write" if file.exists() => {}
        "write" => {
            let start = Instant::now();
            let mut build = Build::begin(&file)?;
            for part in synthetic::documents(statements, &schema) {
                build.add(&part)?;
            }
            println!("{statements} statements: added in {:.1} s", start.elapsed().as_secs_f64());
            let start = Instant::now();
            build.commit(&schema, &Run::default())?;
            let size = std::fs::metadata(&file)?.len();
            println!("consolidated in {:.1} s, {} MB; {}", start.elapsed().as_secs_f64(), size >> 20, memory());
        }
        "memory" => {
            let dataset = load(&file, &schema, statements)?;
            ask(&dataset.searching(Store::open_read_only(&file)?), &schema)?;
        }
        "index" => {
            let dataset = load(&file, &schema, statements)?;
            let start = Instant::now();
            dataset.keep(&index, STAMP)?;
            let size = std::fs::metadata(&index)?.len();
            println!("kept in {:.1} s, {} MB; {}", start.elapsed().as_secs_f64(), size >> 20, memory());
        }
        "kept" => {
            let start = Instant::now();
            let dataset = Dataset::open(&index, STAMP, &Naming::default())?.ok_or("there is no index")?;
            println!("opened in {:.3} s", start.elapsed().as_secs_f64());
            ask(&dataset.searching(Store::open_read_only(&file)?), &schema)?;
            println!("{}", memory());
        }
        other => return Err(format!("no step {other}").into()),
    }
    Ok(())
}

fn load(file: &Path, schema: &Schema, statements: usize) -> Result<Dataset, Box<dyn Error>> {
    let start = Instant::now();
    let store = Store::open_read_only(file)?;
    let graph = store.graph(schema, &Filter::default())?;
    let read = start.elapsed();
    let counts =
        format!("{} entities, {} edges, {} events", graph.entities.len(), graph.edges.len(), graph.events.len());
    let (runs, naming) = (store.runs()?, Naming::default());
    let source =
        Source { graph: &graph, runs: &runs, schema, naming: &naming, version: Version::Rdf11, measures: None };
    let dataset = Dataset::load(&source)?;
    println!(
        "loaded in {:.1} s (the graph {:.1} s): {counts}, {} quads, {:.1} a statement; {}",
        start.elapsed().as_secs_f64(),
        read.as_secs_f64(),
        dataset.len(),
        dataset.len() as f64 / statements as f64,
        memory()
    );
    Ok(dataset)
}

/// Asks every ready-made query about the two that have most to do with each other.
fn ask(dataset: &Dataset, schema: &Schema) -> Result<(), Box<dyn Error>> {
    let limits = Limits { time: Some(LIMIT), rows: None };
    let busiest = "SELECT ?one ?other WHERE { ?e act:statementCount ?n ; act:subject ?a ; act:object ?b . \
                   ?a rdfs:label ?one . ?b rdfs:label ?other . ?e a act:Edge } ORDER BY DESC(?n) ?e LIMIT 1";
    let Answer::Rows(rows) = dataset.query(busiest, limits)? else { return Err("a SELECT gives rows".into()) };
    let names: Vec<String> = rows
        .rows
        .first()
        .into_iter()
        .flatten()
        .flatten()
        .map(|term| match term {
            oxigraph::model::Term::Literal(label) => label.value().to_owned(),
            other => other.to_string(),
        })
        .collect();
    let [one, other] = names.as_slice() else { return Err("the graph is empty".into()) };
    let mut slow = Vec::new();
    for query in named_queries(schema)? {
        let mut values = Vec::new();
        for parameter in query.parameters.iter().filter(|p| p.is_needed || p.name == "other") {
            let value = match (parameter.kind, parameter.name.as_str()) {
                (ParameterKind::Date, _) => "2025-12",
                (ParameterKind::Text, _) => "capital accuses",
                (_, "other") => other,
                _ => one,
            };
            values.push((parameter.name.clone(), value.to_owned()));
        }
        let (start, before) = (Instant::now(), processor_seconds());
        let text = query.with(&values, dataset, schema)?;
        let answer = dataset.query(&text, limits);
        let (seconds, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - before);
        let rows = match &answer {
            Ok(Answer::Rows(rows)) => format!("{} rows", rows.rows.len()),
            Ok(_) => "an answer".to_owned(),
            Err(error) => error.to_string(),
        };
        println!("{:24} {seconds:8.3} s ({processor:.2} s of a processor)  {rows}", query.name);
        if seconds >= 1.0 {
            slow.push(query.name);
        }
    }
    println!(
        "{}",
        if slow.is_empty() { "each under 1 s".to_owned() } else { format!("not under 1 s: {}", slow.join(", ")) }
    );
    Ok(())
}

/// How long all threads of this process have run, in seconds; on a busy machine less than has gone
/// by. Linux counts hundredths; elsewhere nothing is known.
fn processor_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything.
    let after_name = times.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The peak of this process's memory, where the system tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next());
    let peak: Option<u64> = peak.and_then(|kilobytes| kilobytes.parse().ok());
    peak.map_or_else(|| "memory unknown".to_owned(), |kilobytes| format!("at most {} MB of memory", kilobytes >> 10))
}
