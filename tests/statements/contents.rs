//! What statements say beyond their ends: whom their contents name, and how many were harmed.

use std::fs;
use std::path::Path;

use actant::check::write;

use super::{PIPELINE, analyse};

/// The statements of a text with a number or a name in their content, a line each.
fn told(text: &str) -> Vec<String> {
    let analysis = analyse(text);
    let name = |entity: &actant::source::EntityId| analysis.entities.entities[entity.index()].name.clone();
    let words = |span| analysis.syntax.bytes(span).of(&analysis.article.page);
    let mut lines = Vec::new();
    for statement in &analysis.statements {
        let mut parts: Vec<String> = Vec::new();
        for casualties in &statement.casualties {
            let number = casualties.figure.written().unwrap_or_else(|| "no number".to_owned());
            let speaker = casualties.speaker.map_or(String::new(), |s| format!(", says {}", name(&s)));
            parts.push(format!("{} {number} ({}{speaker})", casualties.harm.as_str(), words(casualties.words)));
        }
        if !statement.about.is_empty() {
            parts.push(format!("names {}", statement.about.iter().map(name).collect::<Vec<_>>().join(", ")));
        }
        if !parts.is_empty() {
            lines.push(format!("{}: {}", write(&analysis, PIPELINE.schema(), statement), parts.join("; ")));
        }
    }
    lines.sort();
    lines
}

#[test]
fn contents_name_and_count_what_the_cases_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/statements/contents.md");
    let cases = fs::read_to_string(path).expect("the cases of the repository");
    let mut wrong = Vec::new();
    let mut lines = cases.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(text) = line.strip_prefix("> ") else { continue };
        let mut wanted = Vec::new();
        while let Some(one) = lines.peek().and_then(|l| l.strip_prefix("- ")) {
            wanted.push(one.to_owned());
            lines.next();
        }
        let found = told(text);
        if found != wanted {
            wrong.push(format!("> {text}\n  found:  {found:#?}\n  wanted: {wanted:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn of_one_happening_told_twice_the_more_telling_number_stays() {
    let text =
        "Eritrea shelled Adigrat, killing dozens of people. Eritrea shelled Adigrat and killed at least 12 people.";
    assert_eq!(told(text), ["Eritrea attacks Ādīgrat: killed at least 12 (at least 12 people)"]);
}
