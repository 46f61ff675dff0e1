//! Happened, did not, may have: polarity and modality at event words.

use std::collections::BTreeMap;
use std::path::Path;

use actant::pipeline::Pipeline;
use actant::statements::{Marks, Modality, Polarity, Wording, tellings};

use crate::attribution::grounds;
use crate::data::{Result, Tokenised};
use crate::measure::{Report, figure, share};

/// What the data say of an event, from certain to certainly not.
const CLASSES: [&str; 5] = ["certain", "probable or possible", "open", "probably or possibly not", "certainly not"];

/// What actant says.
const ANSWERS: [&str; 7] =
    ["actual", "planned", "possible", "alleged, requested, hypothetical", "not", "perhaps not", "no predicate"];

/// Which class each answer stands for; no predicate stands for none.
const MEANS: [Option<usize>; 7] = [Some(0), Some(0), Some(1), Some(2), Some(4), Some(3), None];

pub fn measure(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let mut header = vec!["the data say"];
    header.extend(ANSWERS);
    header.extend(["gold", "recall", "recall of three"]);
    let mut report = Report::new(
        "Factuality of event words (3 certain, 2 and 1 probable and possible, 0 open, below 0 the same for not) against \
         polarity and modality of the clause frame whose predicate the word is. As in the data, which call an announced \
         event certain, actual and planned stand for certain, possible for probable or possible, alleged, requested \
         and hypothetical for open. Each sentence is an article of its own. Recall of three: certain, certainly not, and \
         anything between as one class. Always saying certain gets a macro recall of 0.2, of three 0.333.",
        &header,
    );
    let wording = Wording::new(pipeline.schema())?;
    let mut table = [[0usize; 7]; 5];
    for (number, (text, values)) in read(path)?.into_iter().enumerate() {
        let analysis = pipeline.analyse(text.article.clone());
        let marks: BTreeMap<usize, Marks> = analysis
            .clauses
            .frames
            .iter()
            .zip(tellings(&grounds(&analysis), &wording))
            .map(|(frame, telling)| (text.under(analysis.syntax.token(frame.predicate).span).0, telling.marks))
            .collect();
        for (token, value) in values {
            let class = class(value);
            let answer = marks.get(&token).map_or(6, |marks| answer(*marks));
            table[class][answer] += 1;
            if MEANS[answer] != Some(class) {
                report.error(
                    format!("{}: {}", CLASSES[class], ANSWERS[answer]),
                    format!("[{number}] {}   … {}", text.words((token, token + 1)), text.words((0, text.tokens.len()))),
                );
            }
        }
    }
    let three = |class: usize| match class {
        0 => 0,
        4 => 2,
        _ => 1,
    };
    let mut macro_recall = 0.0;
    let mut of_three = [(0usize, 0usize); 3];
    for (class, answers) in table.iter().enumerate() {
        let gold: usize = answers.iter().sum();
        let right = |is_right: &dyn Fn(usize) -> bool| -> usize {
            answers.iter().zip(MEANS).filter(|(_, means)| means.is_some_and(is_right)).map(|(n, _)| *n).sum()
        };
        let recall = share(right(&|means| means == class), gold);
        macro_recall += recall / 5.0;
        let coarse = right(&|means| three(means) == three(class));
        of_three[three(class)].0 += coarse;
        of_three[three(class)].1 += gold;
        let mut row = vec![CLASSES[class].to_owned()];
        row.extend(answers.iter().map(usize::to_string));
        row.extend([gold.to_string(), figure(recall), figure(share(coarse, gold))]);
        report.rows.push(row);
    }
    let mut last = vec!["macro recall".to_owned()];
    last.extend(std::iter::repeat_n(String::new(), 8));
    let coarse = of_three.iter().map(|(right, gold)| share(*right, *gold)).sum::<f64>() / 3.0;
    last.extend([figure(macro_recall), figure(coarse)]);
    report.rows.push(last);
    Ok(report)
}

fn class(value: f64) -> usize {
    match value {
        v if v > 2.5 => 0,
        v if v > 0.5 => 1,
        v if v > -0.5 => 2,
        v if v > -2.5 => 3,
        _ => 4,
    }
}

fn answer(marks: Marks) -> usize {
    match (marks.polarity, marks.modality) {
        (Polarity::Positive, Modality::Actual | Modality::Past) => 0,
        (Polarity::Positive, Modality::Planned) => 1,
        (Polarity::Positive, Modality::Possible) => 2,
        (Polarity::Negative, Modality::Possible) => 5,
        (_, Modality::Alleged | Modality::Requested | Modality::Hypothetical) => 3,
        (Polarity::Negative, _) => 4,
    }
}

/// A sentence with the factuality of its events, by token.
type Sentence = (Tokenised, Vec<(usize, f64)>);

/// Sentences of lines with the columns number, token, value (`_` where the token is no event).
fn read(path: &Path) -> Result<Vec<Sentence>> {
    let content = std::fs::read_to_string(path)?;
    let mut sentences = Vec::new();
    for (number, lines) in content.split("\n\n").map(str::trim).filter(|s| !s.is_empty()).enumerate() {
        let (mut tokens, mut values) = (Vec::new(), Vec::new());
        for line in lines.lines() {
            let mut cells = line.split('\t').skip(1);
            let (Some(token), Some(value)) = (cells.next(), cells.next()) else {
                return Err(format!("{}: a line without three columns: {line}", path.display()).into());
            };
            if value != "_" {
                values.push((tokens.len(), value.parse()?));
            }
            tokens.push(token.to_owned());
        }
        sentences.push((Tokenised::new(&format!("sentence {number}"), &[tokens], None), values));
    }
    Ok(sentences)
}
