//! Writes the entities of each article of a source as a line of JSON, for `score_entities.py`.
//!
//! usage: entities_dump SOURCE [--mentions | --time]

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use actant::ingest::{Options, Reader, Source};
use actant::mentions::{self, Gazetteer, Lexicons};
use actant::schema::Schema;
use actant::syntax::Engine;
use actant::{resolve, text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("usage: entities_dump SOURCE [--mentions | --time]")?;
    let shown = arguments.iter().any(|a| a == "--mentions");
    let timed = arguments.iter().any(|a| a == "--time");
    let start = Instant::now();
    let schema = Schema::built_in()?;
    let loaded = start.elapsed();
    let start = Instant::now();
    let lexicons = Lexicons::new(&schema)?;
    let gazetteer = Gazetteer::new(&schema)?;
    let built = start.elapsed();
    let engine = Engine::built_in()?;
    let reader = Reader::new(&schema, Options::default())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut tokens, mut parsing, mut finding, mut resolving) = (0, 0.0, 0.0, 0.0);
    for article in reader.read(&Source::file(Path::new(path)))?.articles {
        let page = article.page.as_ref();
        let text = text::read(&article);
        let start = Instant::now();
        let syntax = engine.parse(page, &text);
        parsing += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mentions = mentions::find(page, &text, &syntax, &lexicons, &gazetteer);
        finding += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let published = article.published.map(|(day, _)| day);
        let entities = resolve::resolve(page, &text, &syntax, &mentions, &lexicons, &gazetteer, published);
        resolving += start.elapsed().as_secs_f64();
        tokens += syntax.tokens.len();
        let words = |span| syntax.bytes(span).of(page).split_whitespace().collect::<Vec<_>>().join(" ");
        if timed {
            continue;
        }
        if shown {
            writeln!(out, "## {}", article.key)?;
            for (id, mention) in mentions.iter() {
                let of: Vec<&str> =
                    entities.of[id.index()].iter().map(|e| entities.entities[e.index()].name.as_str()).collect();
                writeln!(
                    out,
                    "{:5} {:40} {:12} {:30} {}",
                    mention.span.start,
                    words(mention.span),
                    format!("{:?}", mention.kind),
                    of.join(" + "),
                    entities.reasons[id.index()]
                )?;
            }
            for office in &entities.offices {
                writeln!(
                    out,
                    "office {} {} {} of {}{} ({})",
                    entities.entities[office.holder.index()].name,
                    if office.leads { "leads as" } else { "works as" },
                    words(office.title),
                    entities.entities[office.of.index()].name,
                    if office.past { ", past" } else { "" },
                    office.rule
                )?;
            }
            continue;
        }
        for entity in &entities.entities {
            let own = entity.mentions.iter().map(|m| mentions.mention(*m));
            let mut texts: Vec<String> = own
                .filter(|m| m.kind != mentions::MentionKind::Pronoun)
                .flat_map(|m| [Some(m.span), m.name])
                .flatten()
                .map(words)
                .collect();
            texts.sort();
            texts.dedup();
            // Plural mentions stand with each of their entities here.
            let spans: Vec<[u32; 2]> = mentions
                .iter()
                .filter(|(id, _)| {
                    entities.of[id.index()].iter().any(|e| std::ptr::eq(&entities.entities[e.index()], entity))
                })
                .map(|(_, m)| syntax.bytes(m.span))
                .map(|s| [s.start, s.end])
                .collect();
            let line = serde_json::json!({
                "document": article.key, "name": entity.name, "type": entity.entity_type.as_str(),
                "wikidata": entity.wikidata, "country": entity.country, "mentions": texts, "spans": spans,
            });
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    if timed {
        let per = |seconds: f64| seconds * 1e6 / tokens as f64;
        writeln!(
            out,
            "schema {loaded:?}, lexicons and gazetteer {built:?}; {tokens} tokens, microseconds each: engine {:.1}, mentions {:.1}, resolve {:.1}",
            per(parsing),
            per(finding),
            per(resolving)
        )?;
    }
    Ok(())
}
