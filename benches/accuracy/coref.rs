//! Who is who within an article: names and pronouns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actant::mentions::{Mention, MentionKind};
use actant::pipeline::{Analysis, Pipeline};
use actant::source::{Span, TokenId, Tokens};
use actant::syntax::{Syntax, Tag};
use serde::Deserialize;

use crate::data::{Result, Tokenised, json_lines};
use crate::measure::{Report, figure};
use crate::metrics::{Clusters, Fraction, b_cubed, ceaf, muc};

/// An article of the data.
#[derive(Deserialize)]
pub struct Record {
    pub doc: String,
    pub dct: Option<String>,
    pub tokens: Vec<String>,
    pub sent_starts: Vec<usize>,
    pub mentions: Vec<GoldMention>,
}

/// A mention of the data; `e` is its last token.
#[derive(Deserialize)]
pub struct GoldMention {
    pub grp: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub link: Option<String>,
    pub s: usize,
    pub e: usize,
}

impl Record {
    pub fn text(&self) -> Tokenised {
        let ends = self.sent_starts.iter().skip(1).copied().chain([self.tokens.len()]);
        let sentences: Vec<Vec<String>> =
            self.sent_starts.iter().zip(ends).map(|(start, end)| self.tokens[*start..end].to_vec()).collect();
        Tokenised::new(&self.doc, &sentences, self.dct.as_deref())
    }

    /// Whether the data call the mention a person, a place or an organisation.
    pub fn is_actor(mention: &GoldMention) -> bool {
        matches!(mention.kind.as_str(), "person" | "place" | "organization")
    }
}

/// The token of the engine by which a span of the data's tokens hangs in the tree.
pub fn head_of(text: &Tokenised, syntax: &Syntax, mention: &GoldMention) -> Option<TokenId> {
    let bytes = text.tokens[mention.s].join(text.tokens[mention.e]);
    let start = syntax.tokens.partition_point(|t| t.span.end <= bytes.start) as u32;
    let end = syntax.tokens.partition_point(|t| t.span.start < bytes.end) as u32;
    let span: Span<Tokens> = Span::new(start, end);
    head(syntax, span)
}

/// The first token of a span whose head is outside.
pub fn head(syntax: &Syntax, span: Span<Tokens>) -> Option<TokenId> {
    span.tokens().find(|t| syntax.head(*t).is_none_or(|h| !span.has(h))).or_else(|| span.tokens().next_back())
}

pub fn measure(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let mut report = Report::new(
        "Named mentions and personal pronouns of persons, places and organisations, in their clusters, singletons \
         left out on both sides. A mention is the token by which it hangs in the engine's tree; a gold mention is \
         named where the engine tags that token a proper noun, a pronoun where it tags it PRP or PRP$. actant: \
         mentions of kind name and pronoun by their first entity; those at a gold mention of another kind (events, \
         descriptions, ideas) are left out. Baseline: the same mentions; names with the same last word (without case) \
         are one, a pronoun is the nearest mention before it.",
        &["", "MUC P", "R", "F1", "B³ P", "R", "F1", "CEAFe P", "R", "F1", "CoNLL F1"],
    );
    let mut sums = [[Fraction::default(); 3]; 2];
    let (mut gold_mentions, mut given_mentions) = (BTreeSet::new(), BTreeSet::new());
    for (number, record) in json_lines::<Record>(path)?.iter().enumerate() {
        let text = record.text();
        let analysis = pipeline.analyse(text.article.clone());
        let (gold, others) = gold_clusters(record, &text, &analysis);
        let heads: BTreeMap<usize, &Mention> = heads(&analysis, &others);
        let answers = [actant_clusters(&analysis, &heads), baseline(&analysis, &heads)];
        for (sum, answer) in sums.iter_mut().zip(&answers) {
            let answer = without_singletons(answer);
            for (fraction, of) in sum.iter_mut().zip([muc, b_cubed, ceaf]) {
                fraction.add(of(&without_singletons(&gold), &answer));
            }
        }
        gold_mentions.extend(gold.iter().flatten().map(|m| (number, *m)));
        given_mentions.extend(heads.keys().map(|m| (number, *m)));
        explain(&mut report, record, &analysis, &gold, &answers[0]);
    }
    for (who, sum) in ["actant", "baseline"].into_iter().zip(sums) {
        let mut row = vec![who.to_owned()];
        for fraction in sum {
            let (precision, recall, f1) = fraction.values();
            row.extend([precision, recall, f1].map(figure));
        }
        row.push(figure(sum.iter().map(|f| f.values().2).sum::<f64>() / 3.0));
        report.rows.push(row);
    }
    let both = gold_mentions.intersection(&given_mentions).count();
    report.row([
        "mentions".to_owned(),
        format!("{} gold", gold_mentions.len()),
        format!("{} given", given_mentions.len()),
        format!("{both} both"),
    ]);
    Ok(report)
}

/// The clusters of the data with singletons, and the heads of its mentions that do not count.
fn gold_clusters(record: &Record, text: &Tokenised, analysis: &Analysis) -> (Clusters, BTreeSet<usize>) {
    let syntax = &analysis.syntax;
    let mut clusters: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let (mut counted, mut others) = (BTreeSet::new(), BTreeSet::new());
    // Longest first, so that of two mentions with one head the whole phrase counts.
    let mut mentions: Vec<&GoldMention> = record.mentions.iter().collect();
    mentions.sort_by_key(|m| (std::cmp::Reverse(m.e - m.s), m.s));
    for mention in mentions {
        let Some(head) = head_of(text, syntax, mention) else { continue };
        let is_kind = matches!(syntax.token(head).tag, Tag::Nnp | Tag::Nnps | Tag::Prp | Tag::PrpPossessive);
        if is_kind && Record::is_actor(mention) {
            if counted.insert(head.index()) {
                clusters.entry(&mention.grp).or_default().insert(head.index());
            }
        } else {
            others.insert(head.index());
        }
    }
    others.retain(|head| !counted.contains(head));
    (clusters.into_values().map(|c| c.into_iter().collect()).collect(), others)
}

/// The mentions of actant that count, by their heads.
fn heads<'a>(analysis: &'a Analysis, others: &BTreeSet<usize>) -> BTreeMap<usize, &'a Mention> {
    let mut heads: BTreeMap<usize, &Mention> = BTreeMap::new();
    for (_, mention) in analysis.mentions.iter() {
        let pronoun = mention.kind == MentionKind::Pronoun
            && matches!(analysis.syntax.token(mention.head).tag, Tag::Prp | Tag::PrpPossessive);
        if (pronoun || mention.kind == MentionKind::Name) && !others.contains(&mention.head.index()) {
            let slot = heads.entry(mention.head.index()).or_insert(mention);
            if mention.span.len() > slot.span.len() {
                *slot = mention;
            }
        }
    }
    heads
}

fn actant_clusters(analysis: &Analysis, heads: &BTreeMap<usize, &Mention>) -> Clusters {
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (id, mention) in analysis.mentions.iter() {
        if heads.get(&mention.head.index()).is_some_and(|m| std::ptr::eq(*m, mention))
            && let Some(entity) = analysis.entities.of[id.index()].first()
        {
            clusters.entry(entity.index()).or_default().push(mention.head.index());
        }
    }
    clusters.into_values().collect()
}

fn baseline(analysis: &Analysis, heads: &BTreeMap<usize, &Mention>) -> Clusters {
    let mut clusters: Clusters = Vec::new();
    let mut by_word: BTreeMap<String, usize> = BTreeMap::new();
    let mut last: Option<usize> = None;
    for (&head, mention) in heads {
        let owner = if let Some(name) = mention.name {
            let word = TokenId(name.end - 1);
            let word = analysis.syntax.word(&analysis.article.page, word).to_lowercase();
            Some(*by_word.entry(word).or_insert(clusters.len()))
        } else {
            last
        };
        let owner = owner.unwrap_or(clusters.len());
        if owner == clusters.len() {
            clusters.push(Vec::new());
        }
        clusters[owner].push(head);
        last = Some(owner);
    }
    clusters
}

fn without_singletons(clusters: &Clusters) -> Clusters {
    clusters.iter().filter(|c| c.len() > 1).cloned().collect()
}

/// Each mention with its first antecedent right, wrong, missing or invented.
fn explain(report: &mut Report, record: &Record, analysis: &Analysis, gold: &Clusters, given: &Clusters) {
    let owner = |clusters: &Clusters| -> BTreeMap<usize, usize> {
        clusters.iter().enumerate().flat_map(|(i, c)| c.iter().map(move |m| (*m, i))).collect()
    };
    let (in_gold, in_given) = (owner(gold), owner(given));
    let before = |clusters: &Clusters, owner: &BTreeMap<usize, usize>, head: usize| {
        clusters[owner[&head]].iter().copied().filter(|m| *m < head).max()
    };
    let page = &analysis.article.page;
    let show = |head: usize| {
        let token = TokenId(head as u32);
        let sentence = analysis.syntax.sentence_of(token);
        let around = Span::new(token.0.saturating_sub(5).max(sentence.start), (token.0 + 5).min(sentence.end));
        format!("{} «{}»", analysis.syntax.word(page, token), analysis.syntax.bytes(around).of(page))
    };
    let is_pronoun = |head: usize| matches!(analysis.syntax.tokens[head].tag, Tag::Prp | Tag::PrpPossessive);
    for &head in in_gold.keys() {
        let kind = if is_pronoun(head) { "pronoun" } else { "name" };
        let Some(right) = before(gold, &in_gold, head) else { continue };
        let error = match in_given.get(&head).map(|_| before(given, &in_given, head)) {
            None => format!("{kind} not found or not resolved"),
            Some(None) => format!("{kind} begins a cluster of its own"),
            Some(Some(other)) if in_gold.get(&other) != in_gold.get(&head) => {
                report.error(
                    format!("{kind} joined to the wrong one"),
                    format!("[{}] {} → {} instead of {}", record.doc, show(head), show(other), show(right)),
                );
                continue;
            }
            Some(Some(_)) => continue,
        };
        report.error(error, format!("[{}] {} → {}", record.doc, show(head), show(right)));
    }
    for &head in in_given.keys().filter(|h| !in_gold.contains_key(h)) {
        if let Some(other) = before(given, &in_given, head) {
            let kind = if is_pronoun(head) { "pronoun" } else { "name" };
            report.error(
                format!("{kind} joined, in the data none"),
                format!("[{}] {} → {}", record.doc, show(head), show(other)),
            );
        }
    }
}
