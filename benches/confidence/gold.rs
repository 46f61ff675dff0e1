//! Statements of annotated articles, judged as `actant score` judges them.

use std::collections::BTreeMap;
use std::path::Path;

use actant::check;
use actant::ingest::{Options, Reader, Source};
use actant::pipeline::{Analysis, Pipeline};
use actant::score::{self, Gold, PredictedEnd, PredictedEvidence, Prediction, Verdict};
use actant::store::EndRecord;

use crate::{Observation, Result};

/// The statements of `DIR/articles.jsonl` that the annotation of the folder has or surely has not.
pub fn observe(pipeline: &Pipeline, directory: &Path) -> Result<Vec<Observation>> {
    let gold = Gold::read(directory)?;
    let reader = Reader::new(pipeline.schema(), Options::default())?;
    let reading = reader.read(&Source::file(&directory.join("articles.jsonl")))?;
    let mut analyses: Vec<(Analysis, usize)> = Vec::new();
    let mut predictions = Vec::new();
    for article in reading.articles {
        let analysis = pipeline.analyse(article);
        let first = predictions.len();
        predictions.extend(predicted(pipeline, &analysis));
        analyses.push((analysis, first));
    }
    let report = score::score(pipeline.schema(), &gold, &predictions)?;
    // An event that also agrees with the gold of a standing relation is judged as an event.
    let mut verdicts: BTreeMap<usize, Verdict> = report.standing.verdicts;
    verdicts.extend(report.events.verdicts);
    let set = directory.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let of = |place: usize| match verdicts.get(&place)? {
        Verdict::Right => Some(true),
        Verdict::Wrong => Some(false),
        Verdict::Open => None,
    };
    let mut observations = Vec::new();
    for (analysis, first) in &analyses {
        let page = analysis.article.key.split('#').next().unwrap_or_default();
        for (i, features) in pipeline.features(analysis).into_iter().enumerate() {
            let Some(is_right) = of(first + i) else { continue };
            observations.push(Observation {
                set: set.clone(),
                document: page.to_owned(),
                is_right,
                statement: check::write(analysis, pipeline.schema(), &analysis.statements[i]),
                features,
            });
        }
    }
    Ok(observations)
}

/// The statements of an article as the scorer reads them.
fn predicted(pipeline: &Pipeline, analysis: &Analysis) -> Vec<Prediction> {
    let record = pipeline.record(analysis);
    let end = |end: &EndRecord| {
        let entity = &record.entities[end.entity];
        PredictedEnd { name: Some(entity.name.clone()), wikidata: entity.wikidata.clone() }
    };
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
    let predict = |s: &actant::store::StatementRecord| Prediction {
        document: record.key.clone(),
        relation: s.relation.clone(),
        source: end(&s.source),
        target: end(&s.target),
        polarity: serde_json::to_value(s.polarity).ok().and_then(word),
        modality: serde_json::to_value(s.modality).ok().and_then(word),
        attribution: None,
        date: s.date.clone(),
        // In text order: the model that is to be fitted must not choose what it is fitted to.
        confidence: None,
        evidence: s.evidence.iter().map(|e| PredictedEvidence { text: e.text.clone() }).collect(),
    };
    record.statements.iter().map(predict).collect()
}
