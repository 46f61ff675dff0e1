//! Measures the dates that are found against texts annotated with TIMEX3.
//!
//! `cargo run --example date_scores -- FILE.jsonl… [--errors]`. A line is an object with `dct` (the day of
//! publication), `text` and `timex` (`s`, `e` in code points, `type`, `value`). A value counts in the
//! exactness that statements use: a week is the month that holds it, a quarter or season its year,
//! a time of day its day. Values without one (`PRESENT_REF`, decades, durations) are not asked for.
#![expect(clippy::print_stdout, reason = "the scores are what the program is for")]

use std::error::Error;

use actant::dates::{self, Calendar, DateValue};
use actant::schema::Schema;
use actant::syntax::Engine;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::Deserialize;

#[derive(Deserialize)]
struct Document {
    doc: String,
    dct: String,
    text: String,
    timex: Vec<Timex>,
}

#[derive(Deserialize)]
struct Timex {
    s: usize,
    e: usize,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    text: String,
}

#[derive(Default)]
struct Counts {
    asked: usize,
    found: usize,
    right: usize,
    given: usize,
    unknown: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let shows_errors = arguments.iter().any(|a| a == "--errors");
    let engine = Engine::built_in()?;
    let calendar = Calendar::new(&Schema::built_in()?)?;
    for path in arguments.iter().filter(|a| !a.starts_with("--")) {
        let mut counts = Counts::default();
        for line in std::fs::read_to_string(path)?.lines() {
            score(&serde_json::from_str(line)?, &engine, &calendar, &mut counts, shows_errors);
        }
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{path}: asked {}, found {} ({:.1} %), of those right {} ({:.1} %); values given {}, at no annotated date {}",
            counts.asked,
            counts.found,
            percent(counts.found, counts.asked),
            counts.right,
            percent(counts.right, counts.found),
            counts.given,
            counts.unknown,
        );
    }
    Ok(())
}

fn score(document: &Document, engine: &Engine, calendar: &Calendar, counts: &mut Counts, shows_errors: bool) {
    let Ok(published) = document.dct.parse::<Date>() else { return };
    let page = &document.text;
    let offsets: Vec<usize> = page.char_indices().map(|(i, _)| i).chain([page.len()]).collect();
    let syntax = paragraphs(page, engine);
    let mut found = Vec::new();
    for (start, syntax) in &syntax {
        for expression in dates::find(&page[*start..], syntax, Some(published), calendar).expressions {
            let bytes = syntax.bytes(expression.span).range();
            found.push((bytes.start + start..bytes.end + start, expression));
        }
    }
    let around = |range: &std::ops::Range<usize>| {
        let before: String = page[..range.start].chars().rev().take(60).collect();
        let before: String = before.chars().rev().collect();
        let behind: String = page[range.start..].chars().take(range.len() + 40).collect();
        format!("{before}{behind}").replace('\n', " ")
    };
    for timex in &document.timex {
        let Some(expected) = expected(&timex.value).filter(|_| timex.kind == "DATE" || timex.kind == "TIME") else {
            continue;
        };
        let range = offsets[timex.s]..offsets[timex.e];
        counts.asked += 1;
        let overlap = |(r, _): &&(std::ops::Range<usize>, _)| r.start < range.end && range.start < r.end;
        let Some((_, expression)) = found.iter().find(overlap) else {
            if shows_errors {
                println!("MISSED {} {:?} {} in: {}", document.doc, timex.text, timex.value, around(&range));
            }
            continue;
        };
        counts.found += 1;
        if expression.value == Some(expected) {
            counts.right += 1;
        } else if shows_errors {
            let value = expression.value.map_or_else(|| "none".to_owned(), |v| v.to_string());
            println!(
                "WRONG {} {} {:?} {value} for {} in: {}",
                document.doc,
                document.dct,
                timex.text,
                timex.value,
                around(&range)
            );
        }
    }
    for (range, expression) in &found {
        if expression.value.is_none() {
            continue;
        }
        counts.given += 1;
        let is_known = document.timex.iter().any(|t| offsets[t.s] < range.end && range.start < offsets[t.e]);
        if !is_known {
            counts.unknown += 1;
            if shows_errors {
                println!("EXTRA {} {:?} in: {}", document.doc, &page[range.clone()], around(range));
            }
        }
    }
}

/// The syntax of each paragraph with its offset; an empty line ends a paragraph.
fn paragraphs(page: &str, engine: &Engine) -> Vec<(usize, actant::syntax::Syntax)> {
    let mut start = 0;
    let mut parsed = Vec::new();
    for paragraph in page.split_inclusive("\n\n") {
        if !paragraph.trim().is_empty() {
            parsed.push((start, engine.parse_str(paragraph)));
        }
        start += paragraph.len();
    }
    parsed
}

/// The value of a TIMEX3 in the exactness of statements.
fn expected(value: &str) -> Option<DateValue> {
    let number = |range: std::ops::Range<usize>| value.get(range)?.parse::<i16>().ok();
    let year = number(0..4)?;
    let day = value.get(..10).and_then(|day| day.parse::<Date>().ok());
    if let Some(day) = day {
        return Some(DateValue::Day(day));
    }
    match value.get(4..) {
        Some("") => Some(DateValue::Year(year)),
        Some(rest) if rest.starts_with("-W") => match number(6..8) {
            Some(week) if (1..=53).contains(&week) => {
                let monday = ISOWeekDate::new(year, week as i8, Weekday::Monday).ok()?.date();
                let first = if rest.ends_with("-WE") { monday.saturating_add(jiff::ToSpan::days(5)) } else { monday };
                let last = monday.saturating_add(jiff::ToSpan::days(6));
                match (first.year() == last.year(), first.month() == last.month()) {
                    (true, true) => Some(DateValue::Month(first.year(), first.month())),
                    (true, false) => Some(DateValue::Year(first.year())),
                    _ => None,
                }
            }
            _ => None,
        },
        Some("-WI") => None,
        Some(rest) if ["-Q", "-H", "-S", "-F"].iter().any(|s| rest.starts_with(s)) => Some(DateValue::Year(year)),
        Some("-XX" | "-XX-XX") => Some(DateValue::Year(year)),
        Some(rest) if rest.len() >= 3 => {
            let month = number(5..7).filter(|m| (1..=12).contains(m))?;
            Some(DateValue::Month(year, month as i8))
        }
        _ => None,
    }
}
