//! Date expressions: found, and with the right value.

use std::path::Path;

use actant::dates::DateValue;
use actant::pipeline::Pipeline;
use actant::source::{Bytes, Span};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::Deserialize;

use crate::data::{Result, article, code_points, json_lines};
use crate::measure::{Report, figure, harmonic, share};

#[derive(Deserialize)]
struct Record {
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
    value: Option<String>,
}

/// A date of the data.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Value {
    Day(Date),
    Week(Date),
    Month(i16, i8),
    Year(i16),
}

impl Value {
    /// `1998-08-07`, `1998-W32`, `1998-08`, `1998`; nothing for quarters, seasons, hours and the like.
    fn parse(text: &str) -> Option<Self> {
        match (text.len(), text.get(5..6)) {
            (10, _) => Some(Self::Day(text.parse().ok()?)),
            (8, Some("W")) => {
                let (year, week) = (text.get(..4)?.parse().ok()?, text.get(6..)?.parse().ok()?);
                Some(Self::Week(ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date()))
            }
            (7, _) => Some(Self::Month(text.get(..4)?.parse().ok()?, text.get(5..)?.parse().ok()?)),
            (4, None) => Some(Self::Year(text.parse().ok()?)),
            _ => None,
        }
    }

    fn unit(self) -> usize {
        match self {
            Self::Day(_) => 0,
            Self::Week(_) => 1,
            Self::Month(..) => 2,
            Self::Year(_) => 3,
        }
    }

    /// Whether actant means the same; a week it gives as the month that surely holds it, else the year.
    fn is(self, given: DateValue) -> bool {
        let wider = |monday: Date| {
            let sunday = monday.saturating_add(jiff::Span::new().days(6));
            if (monday.year(), monday.month()) == (sunday.year(), sunday.month()) {
                DateValue::Month(monday.year(), monday.month())
            } else {
                DateValue::Year(monday.year())
            }
        };
        given
            == match self {
                Self::Day(day) => DateValue::Day(day),
                Self::Week(monday) => wider(monday),
                Self::Month(year, month) => DateValue::Month(year, month),
                Self::Year(year) => DateValue::Year(year),
            }
    }
}

#[derive(Default, Clone, Copy)]
struct Tally {
    gold: usize,
    found: usize,
    valued: usize,
    right: usize,
}

pub fn measure(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let mut report = Report::new(
        "TIMEX3 of type DATE whose value is a day, week, month or year, against the expressions of actant, which is \
         told the day of publication. Found: an expression of actant shares a word with it. Right: the longest such \
         expression has the value of the data; a week, which actant does not state, is right as the month that holds \
         all of it, else its year. Accuracy: right among all of the data. Precision: right among the expressions of \
         actant that have a value and share no word with a TIMEX3 of another kind (durations, quarters, `now`).",
        &["", "gold", "found", "with value", "right", "accuracy", "right/found", "precision", "F1"],
    );
    let mut units = [Tally::default(); 4];
    let mut given = 0;
    for record in json_lines::<Record>(path)? {
        let analysis = pipeline.analyse(article(&record.doc, &record.text, "\n\n", Some(&record.dct)));
        let offsets = code_points(&record.text);
        let expressions: Vec<(Span<Bytes>, Option<DateValue>)> =
            analysis.dates.expressions.iter().map(|e| (analysis.syntax.bytes(e.span), e.value)).collect();
        let mut is_apart = vec![true; expressions.len()];
        let mut is_known = vec![false; expressions.len()];
        for timex in &record.timex {
            let span: Span<Bytes> = Span::new(offsets[timex.s], offsets[timex.e]);
            let value = timex.value.as_deref().and_then(Value::parse).filter(|_| timex.kind == "DATE");
            let covering = expressions.iter().enumerate().filter(|(_, (at, _))| at.overlaps(span));
            let best = covering.max_by_key(|(i, (at, _))| (at.len(), std::cmp::Reverse(*i)));
            let Some(value) = value else {
                for (i, (at, _)) in expressions.iter().enumerate() {
                    is_apart[i] &= !at.overlaps(span);
                }
                continue;
            };
            for (i, (at, _)) in expressions.iter().enumerate() {
                is_known[i] |= at.overlaps(span);
            }
            let tally = &mut units[value.unit()];
            tally.gold += 1;
            let shown = timex.value.as_deref().unwrap_or_default();
            let context = around(&record.text, span);
            match best {
                None => report.error(
                    format!("not found: {}", UNITS[value.unit()]),
                    format!("{} = {shown}   … {context} [{}]", span.of(&record.text), record.dct),
                ),
                Some((_, (at, expression))) => {
                    tally.found += 1;
                    tally.valued += usize::from(expression.is_some());
                    if expression.is_some_and(|v| value.is(v)) {
                        tally.right += 1;
                        continue;
                    }
                    let (error, said) = match expression {
                        None => ("no value", "nothing".to_owned()),
                        Some(v) if matches!((v, value), (DateValue::Day(_), Value::Day(_))) => {
                            ("wrong value", v.to_string())
                        }
                        Some(v) if same_unit(*v, value) => ("wrong value", v.to_string()),
                        Some(v) => ("wrong unit", v.to_string()),
                    };
                    report.error(
                        format!("{error}: {}", UNITS[value.unit()]),
                        format!("{} = {shown}, said {said}   … {context} [{}]", at.of(&record.text), record.dct),
                    );
                }
            }
        }
        for (i, (at, value)) in expressions.iter().enumerate() {
            if value.is_some() && is_apart[i] {
                given += 1;
                if !is_known[i] {
                    let case = format!("{}   … {}", at.of(&record.text), around(&record.text, *at));
                    report.error("no date in the data", case);
                }
            }
        }
    }
    let mut all = Tally::default();
    for (name, tally) in UNITS.iter().zip(units) {
        row(&mut report, name, tally, None);
        all.gold += tally.gold;
        all.found += tally.found;
        all.valued += tally.valued;
        all.right += tally.right;
    }
    row(&mut report, "all", all, Some(given));
    Ok(report)
}

const UNITS: [&str; 4] = ["days", "weeks", "months", "years"];

fn same_unit(given: DateValue, value: Value) -> bool {
    matches!(
        (given, value),
        (DateValue::Day(_), Value::Day(_))
            | (DateValue::Month(..), Value::Month(..))
            | (DateValue::Year(_), Value::Year(_))
    )
}

fn row(report: &mut Report, what: &str, tally: Tally, given: Option<usize>) {
    let accuracy = share(tally.right, tally.gold);
    let precision = given.map(|given| share(tally.right, given));
    report.row([
        what.to_owned(),
        tally.gold.to_string(),
        tally.found.to_string(),
        tally.valued.to_string(),
        tally.right.to_string(),
        figure(accuracy),
        figure(share(tally.right, tally.found)),
        precision.map(figure).unwrap_or_default(),
        precision.map(|p| figure(harmonic(p, accuracy))).unwrap_or_default(),
    ]);
}

/// The text around a span.
pub fn around(text: &str, span: Span<Bytes>) -> String {
    let before: String = {
        let mut chars: Vec<char> = text[..span.start as usize].chars().rev().take(60).collect();
        chars.reverse();
        chars.into_iter().collect()
    };
    let after: String = text[span.end as usize..].chars().take(60).collect();
    format!("{before}[{}]{after}", span.of(text))
}
