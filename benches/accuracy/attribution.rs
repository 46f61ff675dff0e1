//! On whose word: sources and contents of attributions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actant::mentions::Mention;
use actant::pipeline::{Analysis, Pipeline};
use actant::source::{Bytes, EntityId, Span, TokenId};
use actant::statements::{Attribution, Grounds, Wording, tellings};
use serde::Deserialize;

use crate::coref::head;
use crate::data::{Result, article, code_points, json_lines};
use crate::measure::{Counts, Report, figure, share};

#[derive(Deserialize)]
struct Record {
    doc: String,
    text: String,
    attributions: Vec<Gold>,
}

/// Stretches of the text, as pairs of code points.
type Stretches = Vec<(usize, usize)>;

#[derive(Deserialize)]
struct Gold {
    #[serde(rename = "Source", default)]
    source: Stretches,
    #[serde(rename = "Cue", default)]
    cue: Stretches,
    #[serde(rename = "Content", default)]
    content: Stretches,
}

/// What the program attributes by one cue.
struct Group {
    attribution: Attribution,
    predicates: Vec<TokenId>,
}

pub fn measure(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let mut report = Report::new(
        "Attributions of the data (source, cue, content) against the speaker that actant gives to each predicate; \
         predicates with one cue and speaker are one attribution of actant. Pairs: an attribution of the data with a \
         source is found where actant gives a speaker that is the source (its words, or the word by which it hangs in the tree) to most \
         of the predicates inside the content that it attributes at all (those of attributions nested in it left out); one of actant is right where at least half of its predicates lie in the content of an attribution of the \
         data with that source. Contents: predicates attributed to anybody. Speaker: of the contents in which a \
         predicate is attributed, those whose most frequent speaker is the source.",
        &["", "gold", "given", "precision", "recall", "F1"],
    );
    let wording = Wording::new(pipeline.schema())?;
    let (mut found, mut pairs, mut contents) = (Counts::default(), Counts::default(), Counts::default());
    let (mut with_content, mut right_speaker) = (0, 0);
    for record in json_lines::<Record>(path)? {
        let analysis = pipeline.analyse(article(&record.doc, &record.text, "\n\n", None));
        let told = told(&analysis, &wording);
        let groups = groups(&told);
        let offsets = code_points(&record.text);
        let places = Places { analysis: &analysis, offsets: &offsets };
        let inside: Vec<BTreeSet<TokenId>> = record
            .attributions
            .iter()
            .map(|gold| told.iter().map(|(token, _)| *token).filter(|t| places.has(&gold.content, *t)).collect())
            .collect();
        for (i, gold) in record.attributions.iter().enumerate().filter(|(_, g)| !g.content.is_empty()) {
            let nested: BTreeSet<TokenId> = (0..inside.len())
                .filter(|j| inside[*j].len() < inside[i].len() && inside[*j].is_subset(&inside[i]))
                .flat_map(|j| inside[j].iter().copied())
                .collect();
            let mut speakers: BTreeMap<EntityId, usize> = BTreeMap::new();
            for (token, attribution) in &told {
                if let Some(attribution) = attribution
                    && inside[i].contains(token)
                    && !nested.contains(token)
                {
                    *speakers.entry(attribution.speaker).or_default() += 1;
                }
            }
            let most = speakers.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).map(|(id, _)| *id);
            if gold.source.is_empty() {
                if most.is_some() {
                    report.error("speaker where the data have none", places.show(gold, most));
                }
                continue;
            }
            pairs.gold += 1;
            match most {
                None => {
                    let error = if inside[i].is_empty() {
                        "no predicate in the content"
                    } else if !places.is_mentioned(&gold.source) {
                        "no speaker: the source is no resolved mention"
                    } else {
                        "no speaker: the source is a resolved mention"
                    };
                    report.error(error, places.show(gold, None));
                }
                Some(speaker) => {
                    with_content += 1;
                    if places.is_named(speaker, &gold.source) {
                        right_speaker += 1;
                        pairs.right += 1;
                    } else {
                        let error = if places.is_mentioned(&gold.source) {
                            "wrong speaker"
                        } else {
                            "wrong speaker: the source is no resolved mention"
                        };
                        report.error(error, places.show(gold, Some(speaker)));
                    }
                }
            }
        }
        for group in &groups {
            found.given += 1;
            let is_right = record.attributions.iter().zip(&inside).any(|(gold, inside)| {
                let within = group.predicates.iter().filter(|t| inside.contains(t)).count();
                2 * within >= group.predicates.len() && places.is_named(group.attribution.speaker, &gold.source)
            });
            found.right += usize::from(is_right);
            let is_content = inside.iter().any(|inside| group.predicates.iter().any(|t| inside.contains(t)));
            if !is_right && !is_content {
                let token = group.attribution.cue;
                let sentence = analysis.syntax.bytes(analysis.syntax.sentence_of(token)).of(&record.text);
                let case = format!("{} ({}) {sentence}", places.name(group.attribution.speaker), places.word(token));
                report.error("attribution where the data have none", case);
            }
        }
        let in_some: BTreeSet<TokenId> = inside.iter().flatten().copied().collect();
        let attributed = told.iter().filter(|(_, a)| a.is_some());
        contents.add(Counts {
            gold: in_some.len(),
            given: attributed.clone().count(),
            right: attributed.filter(|(token, _)| in_some.contains(token)).count(),
        });
    }
    let precision = found.precision();
    let recall = pairs.recall();
    report.row([
        "source–content pairs".to_owned(),
        pairs.gold.to_string(),
        found.given.to_string(),
        figure(precision),
        figure(recall),
        figure(crate::measure::harmonic(precision, recall)),
    ]);
    report.counts("contents, by predicates", contents);
    report.row([
        "speaker right where content is found".to_owned(),
        with_content.to_string(),
        right_speaker.to_string(),
        figure(share(right_speaker, with_content)),
    ]);
    Ok(report)
}

/// Each predicate with its speaker, in text order.
fn told(analysis: &Analysis, wording: &Wording) -> Vec<(TokenId, Option<Attribution>)> {
    let grounds = grounds(analysis);
    let tellings = tellings(&grounds, wording);
    analysis
        .clauses
        .frames
        .iter()
        .zip(tellings)
        .map(|(frame, telling)| (frame.predicate, telling.attribution))
        .collect()
}

/// What the stages found, as statements are made of it.
pub fn grounds(analysis: &Analysis) -> Grounds<'_> {
    Grounds {
        page: &analysis.article.page,
        syntax: &analysis.syntax,
        dates: &analysis.dates,
        mentions: &analysis.mentions,
        entities: &analysis.entities,
        clauses: &analysis.clauses,
        published: analysis.article.published.map(|(date, _)| date),
    }
}

fn groups(told: &[(TokenId, Option<Attribution>)]) -> Vec<Group> {
    let mut groups: BTreeMap<(TokenId, EntityId), Group> = BTreeMap::new();
    for (token, attribution) in told {
        let Some(attribution) = *attribution else { continue };
        let slot = groups.entry((attribution.cue, attribution.speaker));
        slot.or_insert_with(|| Group { attribution, predicates: Vec::new() }).predicates.push(*token);
    }
    groups.into_values().collect()
}

/// Where things stand in an article.
struct Places<'a> {
    analysis: &'a Analysis,
    offsets: &'a [u32],
}

impl Places<'_> {
    fn spans(&self, stretches: &Stretches) -> impl Iterator<Item = Span<Bytes>> {
        stretches.iter().map(|(s, e)| Span::new(self.offsets[*s], self.offsets[*e]))
    }

    fn has(&self, stretches: &Stretches, token: TokenId) -> bool {
        let at = self.analysis.syntax.token(token).span;
        self.spans(stretches).any(|span| span.covers(at))
    }

    /// Whether the entity has a mention that is the source.
    fn is_named(&self, entity: EntityId, source: &Stretches) -> bool {
        self.mentions_at(source).any(|of| of.contains(&entity))
    }

    /// Whether some resolved mention is the source.
    fn is_mentioned(&self, source: &Stretches) -> bool {
        self.mentions_at(source).any(|of| !of.is_empty())
    }

    /// The entities of the mentions with the words of the source or its head ("a spokesman" in "a
    /// spokesman for Trump").
    fn mentions_at(&self, source: &Stretches) -> impl Iterator<Item = &[EntityId]> {
        let Analysis { mentions, entities, syntax, .. } = self.analysis;
        let spans: Vec<_> = self.spans(source).collect();
        let heads: Vec<_> = spans
            .iter()
            .filter_map(|span| {
                let start = syntax.tokens.partition_point(|t| t.span.end <= span.start) as u32;
                let end = syntax.tokens.partition_point(|t| t.span.start < span.end) as u32;
                head(syntax, Span::new(start, end))
            })
            .collect();
        let is_source = move |mention: &Mention| {
            spans.contains(&syntax.bytes(mention.span))
                || heads.iter().any(|h| mention.head == *h || mention.name.is_some_and(|name| name.has(*h)))
        };
        mentions.iter().filter(move |(_, m)| is_source(m)).map(|(id, _)| entities.of[id.index()].as_slice())
    }

    fn name(&self, entity: EntityId) -> &str {
        &self.analysis.entities.entities[entity.index()].name
    }

    fn word(&self, token: TokenId) -> &str {
        self.analysis.syntax.word(&self.analysis.article.page, token)
    }

    fn show(&self, gold: &Gold, said: Option<EntityId>) -> String {
        let words = |stretches: &Stretches| -> String {
            self.spans(stretches).map(|s| s.of(&self.analysis.article.page)).collect::<Vec<_>>().join(" … ")
        };
        let said = said.map_or("nobody", |entity| self.name(entity));
        let content: String = words(&gold.content).chars().take(140).collect();
        format!("{} ({}): {content} | said {said}", words(&gold.source), words(&gold.cue))
    }
}
