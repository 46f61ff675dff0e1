//! Words per CPU second of the language engine, and of the whole way to statements, on one core.
//!
//! Reads a JSON list of texts (lists of paragraphs) from the file named by the first argument and
//! analyses all of them again and again; prints one line of JSON. `benches/speed.py` runs it beside
//! spaCy.

use std::sync::Arc;
use std::time::Instant;

use actant::ingest::{Article, Block, BlockKind};
use actant::pipeline::Pipeline;
use actant::schema::Schema;
use actant::source::Span;
use actant::syntax::Engine;
use actant::text::{Language, Paragraph, Text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let Some(path) = arguments.next() else { return Ok(()) };
    let rounds: usize = arguments.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let texts: Vec<Vec<String>> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let articles: Vec<(String, Text)> = texts.iter().map(|paragraphs| article(paragraphs)).collect();

    let opening = Instant::now();
    let engine = Engine::built_in()?;
    let opened = opening.elapsed();
    let mut first_round = 0.0;
    let mut words = 0;
    let before = cpu_seconds()?;
    let mut last = before;
    for round in 0..rounds {
        words = 0;
        for (page, text) in &articles {
            let syntax = engine.parse(page, text);
            words += syntax.tokens.len();
        }
        last = cpu_seconds()?;
        if round == 0 {
            first_round = last - before;
        }
    }
    let engine_round = (last - before) / rounds as f64;
    // The whole way is timed after the engine alone, from paragraphs to rows for the store.
    let pipeline = Pipeline::new(Schema::built_in()?)?;
    let inputs: Vec<Article> = articles.iter().map(|(page, text)| input(page, text)).collect();
    let before = cpu_seconds()?;
    let mut statements = 0;
    for _ in 0..rounds {
        statements = 0;
        for article in &inputs {
            let analysis = pipeline.analyse(article.clone());
            statements += pipeline.record(&analysis).statements.len();
        }
    }
    let line = serde_json::json!({
        "tokens": words,
        "statements": statements,
        "whole_round_s": (cpu_seconds()? - before) / rounds as f64,
        "open_ms": opened.as_secs_f64() * 1000.0,
        "first_round_s": first_round,
        "round_s": engine_round,
        "resident_mb": resident_megabytes()?,
    });
    use std::io::Write;
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

fn article(paragraphs: &[String]) -> (String, Text) {
    let mut page = String::new();
    let mut text = Text::default();
    for paragraph in paragraphs {
        let start = page.len() as u32;
        page.push_str(paragraph);
        let span = Span::new(start, page.len() as u32);
        text.paragraphs.push(Paragraph { span, kind: BlockKind::Paragraph, language: Language::English });
        page.push_str("\n\n");
    }
    (page, text)
}

/// The same paragraphs as ingest gives them.
fn input(page: &str, text: &Text) -> Article {
    Article {
        key: "bench".to_owned(),
        title: None,
        url: None,
        publisher: None,
        author: None,
        published: None,
        page: Arc::from(page),
        span: Span::new(0, page.len() as u32),
        blocks: text.paragraphs.iter().map(|p| Block { span: p.span, kind: p.kind }).collect(),
    }
}

/// The time this thread has run, as Linux counts it.
fn cpu_seconds() -> Result<f64, Box<dyn std::error::Error>> {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = times.split_whitespace().next().ok_or("no time in schedstat")?.parse()?;
    Ok(nanoseconds / 1e9)
}

/// The most memory the process has had, as Linux counts it.
fn resident_megabytes() -> Result<f64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM in status")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number after VmHWM")?.parse()?;
    Ok(kilobytes / 1024.0)
}
