//! How right each stage is, on annotated data of its own kind.
//!
//! Takes a directory of benchmark data; prints for each part what is compared and the figures.
//! What is not in the directory is skipped with a message. The same data give the same bytes.
//!
//! ```sh
//! cargo bench --bench accuracy -- DATA [--part PART]… [--errors PART]… [--schema DIR]
//! ```

mod attribution;
mod coref;
mod data;
mod differences;
mod entities;
mod events;
mod factuality;
mod linking;
mod measure;
mod mechanics;
mod metrics;
mod stages;
mod time;

use std::io::Write;
use std::path::{Path, PathBuf};

use actant::pipeline::Pipeline;
use actant::schema::Schema;

use data::Result;
use measure::Report;

/// A part measures one file.
type Measure = fn(&Pipeline, &Path) -> Result<Report>;

/// The parts with their files, in the order of the pipeline.
const PARTS: &[(&str, &str, Measure)] = &[
    ("time", "time/timebank.jsonl", time::measure),
    ("time", "time/aquaint.jsonl", time::measure),
    ("entities", "entities/worldwide-dev.bio", entities::measure),
    ("entities", "entities/conll03-testa.bio", entities::measure),
    ("coref", "coref/gum-news.jsonl", coref::measure),
    ("linking", "linking/RSS-500.jsonl", linking::by_title),
    ("linking", "linking/trnews.jsonl", linking::by_place),
    ("linking", "coref/gum-news.jsonl", linking::by_article),
    ("events", "events/plover-sentences.jsonl", events::measure),
    ("events", "events/petrarch-unit.jsonl", mechanics::measure),
    ("attribution", "attribution/polnear-dev.jsonl", attribution::measure),
    ("factuality", "factuality/factbank-dev.conll", factuality::measure),
];

fn main() -> Result<()> {
    let mut directory: Option<PathBuf> = None;
    let mut schema: Option<PathBuf> = None;
    let (mut only, mut cases) = (Vec::new(), Vec::new());
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--part" => only.push(arguments.next().ok_or("--part asks for the name of a part")?),
            "--schema" => schema = Some(PathBuf::from(arguments.next().ok_or("--schema asks for a directory")?)),
            "--errors" => cases.push(arguments.next().ok_or("--errors asks for the name of a part")?),
            _ => directory = Some(argument.into()),
        }
    }
    let mut out = std::io::stdout().lock();
    // `cargo bench` without arguments runs this program as well.
    let Some(directory) = directory else {
        writeln!(out, "usage: cargo bench --bench accuracy -- DATA [--part PART]… [--errors PART]… [--schema DIR]")?;
        return Ok(());
    };
    if let Some(unknown) = only.iter().chain(&cases).find(|name| PARTS.iter().all(|(part, ..)| part != name)) {
        return Err(format!("there is no part `{unknown}`").into());
    }
    // Who asks for the errors of a part wants that part.
    only.extend(cases.iter().cloned());
    let schema = schema.map_or_else(Schema::built_in, |directory| Schema::with_directory(&directory))?;
    let pipeline = Pipeline::new(schema)?;
    for (part, file, measure) in PARTS {
        if !only.is_empty() && !only.iter().any(|name| name == part) {
            continue;
        }
        let path = directory.join(file);
        if !path.exists() {
            writeln!(out, "\n== {part}: {file} is not there, skipped")?;
            continue;
        }
        let report = measure(&pipeline, &path)?;
        write!(out, "{}", report.print(&format!("{part}: {file}"), cases.iter().any(|name| name == part)))?;
        out.flush()?;
    }
    Ok(())
}
