//! Entities and events over all documents: pure functions from what documents say to the graph.
//!
//! Nothing here depends on the order in which documents came into the file: groups are made of
//! equal keys, and every choice within a group has a written order.

use std::collections::{BTreeMap, BTreeSet};

use super::copies::copies;
use super::decision::{Action, Decision, Effect};
use super::entities::{self, Local};
use super::events::{join_events, sum_up_edges};
use super::record::CasualtiesRecord;
use super::view::{
    AttributionView, CasualtiesView, DocumentIndex, DocumentView, EndView, EntityIndex, EvidenceView, Graph, Quote,
    StatementView, Verdict,
};
use crate::schema::{EntityType, Schema};
use crate::statements::{Modality, Polarity};

/// A document as the file holds it, without its text.
#[derive(Debug)]
pub(super) struct Source {
    /// What is shown of it; `copy_of` is still empty.
    pub view: DocumentView,
    /// Its sentences with the digest of their words.
    pub sentences: Vec<((u32, u32), i64)>,
    /// Its entities.
    pub entities: Vec<SourceEntity>,
    /// Its statements.
    pub statements: Vec<SourceStatement>,
}

/// An entity of one document.
#[derive(Debug)]
pub(super) struct SourceEntity {
    pub name: String,
    /// The name without case, accents and punctuation.
    pub even: String,
    pub entity_type: EntityType,
    pub wikidata: Option<String>,
    pub country: Option<String>,
    /// Whether the text ever calls it by a name.
    pub named: bool,
    pub mentions: u32,
}

/// One end of a statement in its document.
#[derive(Debug)]
pub(super) struct SourceEnd {
    pub entity: usize,
    pub mention: Quote,
}

/// A statement of one document.
#[derive(Debug)]
pub(super) struct SourceStatement {
    pub id: String,
    pub source: SourceEnd,
    pub relation: String,
    pub target: SourceEnd,
    pub polarity: Polarity,
    pub modality: Modality,
    pub attribution: Option<(SourceEnd, String)>,
    pub date: Option<String>,
    pub evidence: Vec<Quote>,
    pub trigger: (u32, u32),
    pub content: Option<String>,
    pub about: Vec<usize>,
    pub casualties: Vec<CasualtiesRecord>,
    pub place: Option<usize>,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// Joins entities to global ones, statements to events, and sums up edges; says what became of each
/// decision.
pub(super) fn consolidate(mut sources: Vec<Source>, decisions: &[Decision], schema: &Schema) -> (Graph, Vec<Effect>) {
    sources.sort_by(|a, b| a.view.key.cmp(&b.view.key));
    let copies = copies(&sources);
    for (source, copy_of) in sources.iter_mut().zip(copies) {
        source.view.copy_of = copy_of;
    }
    let locals: Vec<Local<'_>> = sources
        .iter()
        .enumerate()
        .flat_map(|(document, source)| {
            (0..).zip(&source.entities).map(move |(position, entity)| Local {
                document,
                key: &source.view.key,
                position,
                entity,
            })
        })
        .collect();
    let (entities, effects) = entities::join(&locals, decisions);
    let mut global: Vec<Vec<EntityIndex>> = sources.iter().map(|s| vec![EntityIndex(0); s.entities.len()]).collect();
    for (i, entity) in entities.iter().enumerate() {
        for member in &entity.members {
            global[member.document.index()][member.entity as usize] = EntityIndex(i as u32);
        }
    }
    let verdicts = verdicts(decisions);
    let mut graph = Graph { entities, ..Graph::default() };
    for (document, source) in sources.into_iter().enumerate() {
        let document = DocumentIndex(document as u32);
        let sentences: BTreeSet<(u32, u32)> = source.sentences.iter().map(|(span, _)| *span).collect();
        let of = &global[document.index()];
        let end = |end: SourceEnd, entities: &[SourceEntity]| EndView {
            entity: of[end.entity],
            name: entities[end.entity].name.clone(),
            mention: end.mention,
        };
        let mut statements: Vec<StatementView> = source
            .statements
            .into_iter()
            .map(|s| StatementView {
                verdict: verdicts.get(s.id.as_str()).copied(),
                id: s.id,
                document,
                source: end(s.source, &source.entities),
                relation: s.relation,
                target: end(s.target, &source.entities),
                polarity: s.polarity,
                modality: s.modality,
                attribution: s
                    .attribution
                    .map(|(speaker, cue)| AttributionView { speaker: end(speaker, &source.entities), cue }),
                date: s.date,
                evidence: s
                    .evidence
                    .into_iter()
                    .map(|quote| EvidenceView { is_sentence: sentences.contains(&quote.span), quote })
                    .collect(),
                trigger: s.trigger,
                content: s.content,
                about: each_once(s.about.into_iter().map(|e| of[e])),
                casualties: s.casualties.into_iter().map(|c| casualties(c, of)).collect(),
                place: s.place.map(|p| of[p]),
                rule: s.rule,
                confidence: s.confidence,
                edge: None,
                event: None,
            })
            .collect();
        statements.sort_by(|a, b| a.trigger.cmp(&b.trigger).then_with(|| a.id.cmp(&b.id)));
        graph.statements.append(&mut statements);
        graph.documents.push(source.view);
    }
    join_events(&mut graph, schema);
    sum_up_edges(&mut graph, schema);
    let said: BTreeSet<&str> = graph.statements.iter().map(|s| s.id.as_str()).collect();
    let effects = decisions
        .iter()
        .zip(effects)
        .map(|(decision, effect)| effect.unwrap_or_else(|| verdict_effect(decision, decisions, &said)))
        .collect();
    (graph, effects)
}

fn casualties(record: CasualtiesRecord, of: &[EntityIndex]) -> CasualtiesView {
    let CasualtiesRecord { harm, figure, span, text, speaker } = record;
    CasualtiesView { harm, figure, words: Quote { span, text: text.into() }, speaker: speaker.map(|s| of[s]) }
}

/// Two entities of a document may be one over all documents.
fn each_once(entities: impl Iterator<Item = EntityIndex>) -> Vec<EntityIndex> {
    let mut once = Vec::new();
    for entity in entities {
        if !once.contains(&entity) {
            once.push(entity);
        }
    }
    once
}

/// What people decided about statements, by id: the last word counts.
pub(super) fn verdicts(decisions: &[Decision]) -> BTreeMap<&str, Verdict> {
    decisions
        .iter()
        .filter_map(|decision| match &decision.action {
            Action::Reject { statement } => Some((statement.id.as_str(), Verdict::Rejected)),
            Action::Accept { statement } => Some((statement.id.as_str(), Verdict::Accepted)),
            Action::Merge { .. } | Action::Split { .. } => None,
        })
        .collect()
}

/// What became of a decision about a statement.
fn verdict_effect(decision: &Decision, decisions: &[Decision], said: &BTreeSet<&str>) -> Effect {
    let Some(statement) = decision.statement() else { return Effect::Holds };
    if !said.contains(statement.id.as_str()) {
        return Effect::Without("there is no such statement".to_owned());
    }
    let last = decisions.iter().rev().find(|d| d.statement().is_some_and(|s| s.id == statement.id));
    if last == Some(decision) { Effect::Holds } else { Effect::Overruled }
}
