//! Predicted statements against gold statements.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::agree::{entity_agrees, normalise};
use super::{Figures, Gold, GoldDocument, GoldStatement, ScoreError, Tally, first_best, share};
use crate::schema::{Kind, Schema};

/// The most code points that a piece of evidence may hold and still count.
const EVIDENCE_LIMIT: usize = 700;

/// A predicted statement: what scoring reads of a line of `actant export --format jsonl`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Prediction {
    /// The document's key; `page#2` is scored with the whole page.
    pub document: String,
    /// The relation.
    pub relation: String,
    /// Who.
    pub source: PredictedEnd,
    /// To whom.
    pub target: PredictedEnd,
    /// `positive` where it is not said.
    #[serde(default)]
    pub polarity: Option<String>,
    /// `actual` where it is not said.
    #[serde(default)]
    pub modality: Option<String>,
    /// On whose word.
    #[serde(default)]
    pub attribution: Option<PredictedEnd>,
    /// When.
    #[serde(default)]
    pub date: Option<String>,
    /// How sure; surer ones are matched first.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// The words that say so.
    #[serde(default)]
    pub evidence: Vec<PredictedEvidence>,
}

/// An entity as a predicted statement names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PredictedEnd {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its Wikidata id.
    #[serde(default)]
    pub wikidata: Option<String>,
}

/// A piece of evidence of a predicted statement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PredictedEvidence {
    /// The words.
    #[serde(default)]
    pub text: String,
}

/// Everything that scoring found out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// All relations but the standing ones: the headline.
    pub events: Section,
    /// Shares of the right events whose attributes are right, beside what a constant answer gets.
    pub attributes: Attributes,
    /// What the attributes were counted on.
    pub counts: Counts,
    /// The standing relations.
    pub standing: Section,
    /// The events with relations collapsed to their PLOVER type.
    pub class: Section,
}

/// One of the three ways of counting. Serialises to its figures alone, as the original scorer does.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "Figures")]
pub struct Section {
    /// Which way.
    pub headline: Headline,
    /// A row a document, in the order of the gold.
    pub rows: Vec<Row>,
    /// A row a relation, in the order of the alphabet.
    pub relations: Vec<RelationRow>,
    /// All documents together.
    pub total: Tally,
    /// What went wrong, document by document.
    pub mistakes: Vec<Mistake>,
    /// What was made of each prediction that is counted here, by its place in the list that was scored.
    pub verdicts: BTreeMap<usize, Verdict>,
}

/// What the gold says of a prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It agrees with a certain statement that no other prediction has.
    Right,
    /// The gold does not have it.
    Wrong,
    /// It agrees with an uncertain statement, or is a second reading of a clause: counted neither way.
    Open,
}

/// Which way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headline {
    /// Relations that happen at a time.
    Events,
    /// Relations that stand.
    Standing,
    /// Events, with relations collapsed to their PLOVER type.
    Class,
}

/// The counts of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which document.
    pub document: String,
    /// Its counts.
    pub tally: Tally,
}

/// The counts of one relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationRow {
    /// Which relation: as predicted for right and wrong, as the gold has it for missed.
    pub relation: String,
    /// Its counts.
    pub tally: Tally,
}

/// Something that is not as the gold has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Mistake {
    /// A predicted statement that the gold does not have.
    Wrong(Box<Prediction>),
    /// A gold statement that was not predicted.
    Missed(Miss),
}

/// A gold statement that was not predicted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Its document.
    pub document: String,
    /// Its id inside the document.
    pub id: String,
    /// Ids of its sources.
    pub source: Vec<String>,
    /// Its relation.
    pub relation: String,
    /// Ids of its targets.
    pub target: Vec<String>,
    /// Its first piece of evidence.
    pub evidence: String,
}

/// Shares of the right events; none where there was nothing to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Attributes {
    /// The modality is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modality: Option<f64>,
    /// … if it were always `actual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modality_constant: Option<f64>,
    /// The modality is right, of those that are not `actual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modality_marked: Option<f64>,
    /// The date is right; half for one that is coarser or finer without contradiction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<f64>,
    /// … if it were always the year of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_constant: Option<f64>,
    /// The speaker is right, of those that have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<f64>,
    /// No speaker is given, of those that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution_none: Option<f64>,
}

/// What the attributes were counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Right events.
    pub matched: usize,
    /// … that are negative.
    pub negative: usize,
    /// … whose modality is not `actual`.
    pub not_actual: usize,
    /// … that someone else says.
    pub attributed: usize,
}

/// Scores predicted statements against gold.
///
/// The schema says which relations stand, which are symmetric, and their PLOVER types.
///
/// # Errors
/// If a prediction belongs to a document that the gold does not know.
pub fn score(schema: &Schema, gold: &Gold, predictions: &[Prediction]) -> Result<Report, ScoreError> {
    let mut by_document: ByDocument<'_> = BTreeMap::new();
    for (place, prediction) in predictions.iter().enumerate() {
        let page = prediction.document.split('#').next().unwrap_or_default();
        by_document.entry(page).or_default().push((place, prediction));
    }
    let known: FxHashSet<&str> = gold.documents.iter().map(|d| d.doc.as_str()).collect();
    let unknown: Vec<&str> = by_document.keys().copied().filter(|d| !known.contains(d)).collect();
    if let Some(first) = unknown.first() {
        return Err(ScoreError::UnknownDocument { document: (*first).to_owned(), count: unknown.len() });
    }
    for list in by_document.values_mut() {
        let sureness = |p: &Prediction| p.confidence.unwrap_or(0.0);
        list.sort_by(|(_, a), (_, b)| sureness(b).total_cmp(&sureness(a)));
    }
    let count = |headline| {
        let mut counter = AttributeCounter::default();
        let section = Matcher { schema, headline }.count(gold, &by_document, &mut counter);
        (section, counter)
    };
    let (events, counter) = count(Headline::Events);
    Ok(Report {
        events,
        attributes: counter.shares(),
        counts: counter.counts,
        standing: count(Headline::Standing).0,
        class: count(Headline::Class).0,
    })
}

/// The documents' predictions with their places in the list, surest first.
type ByDocument<'a> = BTreeMap<&'a str, Vec<(usize, &'a Prediction)>>;

/// What is found out while documents are counted, beside their tallies.
#[derive(Default)]
struct Account {
    relations: BTreeMap<String, Tally>,
    mistakes: Vec<Mistake>,
    verdicts: BTreeMap<usize, Verdict>,
}

impl Account {
    fn relation(&mut self, relation: &str) -> &mut Tally {
        self.relations.entry(relation.to_owned()).or_default()
    }

    fn wrong(&mut self, place: usize, prediction: &Prediction, tally: &mut Tally) {
        tally.wrong += 1;
        self.relation(&prediction.relation).wrong += 1;
        self.mistakes.push(Mistake::Wrong(Box::new(prediction.clone())));
        self.verdicts.insert(place, Verdict::Wrong);
    }
}

/// Matches predictions with gold in one way of counting.
pub(super) struct Matcher<'a> {
    pub(super) schema: &'a Schema,
    pub(super) headline: Headline,
}

impl Matcher<'_> {
    fn count(&self, gold: &Gold, by_document: &ByDocument<'_>, counter: &mut AttributeCounter) -> Section {
        let (mut rows, mut account, mut total) = (Vec::new(), Account::default(), Tally::default());
        for document in &gold.documents {
            let predictions = by_document.get(document.doc.as_str()).map_or(&[][..], Vec::as_slice);
            let tally = self.count_document(document, predictions, counter, &mut account);
            total.add(tally);
            rows.push(Row { document: document.doc.clone(), tally });
        }
        let Account { relations, mistakes, verdicts } = account;
        let relations = relations.into_iter().map(|(relation, tally)| RelationRow { relation, tally }).collect();
        Section { headline: self.headline, rows, relations, total, mistakes, verdicts }
    }

    fn count_document(
        &self,
        document: &GoldDocument,
        predictions: &[(usize, &Prediction)],
        counter: &mut AttributeCounter,
        account: &mut Account,
    ) -> Tally {
        let golds: Vec<&GoldStatement> = document.statements.iter().filter(|g| self.is_counted(&g.relation)).collect();
        let collapsed = self.headline == Headline::Class;
        let mut found: FxHashSet<&str> = FxHashSet::default();
        let mut seen = FxHashSet::default();
        let mut leftover = Vec::new();
        let mut tally = Tally::default();
        for (place, prediction) in predictions.iter().copied() {
            let fits = |g: &GoldStatement| {
                self.relation_agrees(&prediction.relation, g, collapsed) && self.ends_agree(prediction, g, document)
            };
            // An event that the gold has as a standing relation (or the other way round) is counted there.
            if !self.is_counted(&prediction.relation) && !golds.iter().any(|g| fits(g)) {
                continue;
            }
            if !seen.insert(identity(prediction)) {
                account.wrong(place, prediction, &mut tally);
                continue;
            }
            let hits: Vec<&GoldStatement> = if evidence_stands(prediction, document) {
                golds.iter().copied().filter(|g| fits(g) && polarity(prediction) == g.polarity).collect()
            } else {
                Vec::new()
            };
            let fresh = hits
                .iter()
                .copied()
                .filter(|g| g.certain && !found.contains(g.id.as_str()) && shares_words(prediction, g));
            let best = first_best(fresh, |g| {
                (modality(prediction) == g.modality, date_agrees(prediction.date.as_deref(), g.date.as_deref()))
            });
            if let Some(best) = best {
                found.insert(&best.id);
                tally.right += 1;
                account.relation(&prediction.relation).right += 1;
                account.verdicts.insert(place, Verdict::Right);
                counter.add(prediction, best, document);
            } else if hits.is_empty() {
                leftover.push((place, prediction));
            } else {
                account.verdicts.insert(place, Verdict::Open);
            }
        }
        for (place, prediction) in leftover {
            // A second reading of a clause that was already found counts neither way.
            let twin = evidence_stands(prediction, document)
                && golds.iter().any(|g| {
                    g.certain
                        && found.contains(g.id.as_str())
                        && self.relation_agrees(&prediction.relation, g, true)
                        && self.ends_agree(prediction, g, document)
                        && shares_words(prediction, g)
                        && polarity(prediction) == g.polarity
                });
            if twin {
                account.verdicts.insert(place, Verdict::Open);
            } else {
                account.wrong(place, prediction, &mut tally);
            }
        }
        for g in golds.iter().filter(|g| g.certain && !found.contains(g.id.as_str())) {
            tally.missed += 1;
            account.relation(&g.relation).missed += 1;
            account.mistakes.push(Mistake::Missed(Miss {
                document: document.doc.clone(),
                id: g.id.clone(),
                source: g.source.clone(),
                relation: g.relation.clone(),
                target: g.target.clone(),
                evidence: g.evidence.first().cloned().unwrap_or_default(),
            }));
        }
        tally
    }

    /// Whether a relation is of the kind that is counted here.
    fn is_counted(&self, relation: &str) -> bool {
        let standing =
            self.schema.relation_id(relation).is_some_and(|id| self.schema.relation(id).kind == Kind::Standing);
        standing == (self.headline == Headline::Standing)
    }

    fn class<'s>(&'s self, relation: &'s str) -> &'s str {
        let known = self.schema.relation_id(relation).map(|id| self.schema.relation(id));
        known.and_then(|r| r.plover.as_deref()).unwrap_or(relation)
    }

    pub(super) fn relation_agrees(&self, predicted: &str, gold: &GoldStatement, collapsed: bool) -> bool {
        let mut options = std::iter::once(&gold.relation).chain(gold.also.iter().flatten());
        if collapsed {
            options.any(|o| self.class(o) == self.class(predicted))
        } else {
            options.any(|o| o == predicted)
        }
    }

    pub(super) fn ends_agree(&self, prediction: &Prediction, gold: &GoldStatement, document: &GoldDocument) -> bool {
        let side = |end: &PredictedEnd, ids: &[String]| ids.iter().any(|id| end.agrees(document, id));
        let symmetric = || self.schema.relation_id(&gold.relation).is_some_and(|id| self.schema.relation(id).symmetric);
        (side(&prediction.source, &gold.source) && side(&prediction.target, &gold.target))
            || (symmetric() && side(&prediction.source, &gold.target) && side(&prediction.target, &gold.source))
    }
}

impl PredictedEnd {
    fn agrees(&self, document: &GoldDocument, id: &str) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        entity_agrees(name, self.wikidata.as_deref(), document.entity(id))
    }
}

/// What makes two predictions the same one, told twice.
type Identity<'p> = (&'p str, Option<&'p str>, &'p str, Option<&'p str>, &'p str, Option<&'p str>, Option<&'p str>);

fn identity(p: &Prediction) -> Identity<'_> {
    (
        &p.document,
        p.source.name.as_deref(),
        &p.relation,
        p.target.name.as_deref(),
        polarity(p),
        p.modality.as_deref(),
        p.date.as_deref(),
    )
}

fn polarity(prediction: &Prediction) -> &str {
    prediction.polarity.as_deref().filter(|p| !p.is_empty()).unwrap_or("positive")
}

fn modality(prediction: &Prediction) -> &str {
    prediction.modality.as_deref().filter(|m| !m.is_empty()).unwrap_or("actual")
}

/// Whether there is evidence, short enough, and verbatim in the text.
fn evidence_stands(prediction: &Prediction, document: &GoldDocument) -> bool {
    !prediction.evidence.is_empty()
        && prediction.evidence.iter().all(|e| {
            !e.text.is_empty()
                && e.text.chars().count() <= EVIDENCE_LIMIT
                && document.text.as_ref().is_none_or(|t| t.contains(&e.text))
        })
}

pub(super) fn shares_words(prediction: &Prediction, gold: &GoldStatement) -> bool {
    let pieces: Vec<String> = prediction.evidence.iter().map(|e| normalise(&e.text)).collect();
    let theirs = pieces.join(" ");
    !theirs.is_empty() && gold.words.iter().any(|w| theirs.contains(w.as_str()) || w.contains(&theirs))
}

/// 1 for the same date, 0.5 for a coarser or finer one that does not contradict, else 0.
fn date_agrees(predicted: Option<&str>, gold: Option<&str>) -> f64 {
    let set = |date: Option<&str>| date.unwrap_or_default().to_owned();
    let (p, g) = (set(predicted), set(gold));
    if p.is_empty() || g.is_empty() {
        return f64::from(u8::from(p.is_empty() && g.is_empty()));
    }
    if !is_date(&p) {
        return 0.0;
    }
    match p == g {
        true => 1.0,
        false if p.starts_with(&g) || g.starts_with(&p) => 0.5,
        false => 0.0,
    }
}

/// Whether a string looks like `2026`, `2026-01` or `2026-01-07`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    parts.len() <= 3 && parts.iter().enumerate().all(|(i, part)| digits(part, if i == 0 { 4 } else { 2 }))
}

/// Counts which attributes of the right events are right.
#[derive(Debug, Default)]
struct AttributeCounter {
    counts: Counts,
    modality: usize,
    modality_constant: usize,
    modality_marked: usize,
    date: f64,
    date_constant: f64,
    attribution: usize,
    attribution_none: usize,
}

impl AttributeCounter {
    fn add(&mut self, p: &Prediction, g: &GoldStatement, document: &GoldDocument) {
        let year: String = document.published.iter().flat_map(|d| d.chars()).take(4).collect();
        self.counts.matched += 1;
        self.modality += usize::from(modality(p) == g.modality);
        self.modality_constant += usize::from(g.modality == "actual");
        self.date += date_agrees(p.date.as_deref(), g.date.as_deref());
        self.date_constant += date_agrees(Some(&year), g.date.as_deref());
        match g.attribution.as_deref().filter(|a| !a.is_empty()) {
            Some(id) => {
                self.counts.attributed += 1;
                self.attribution += usize::from(p.attribution.as_ref().is_some_and(|a| a.agrees(document, id)));
            }
            None => self.attribution_none += usize::from(p.attribution.is_none()),
        }
        if g.modality != "actual" {
            self.counts.not_actual += 1;
            self.modality_marked += usize::from(p.modality.as_deref() == Some(g.modality.as_str()));
        }
        self.counts.negative += usize::from(g.polarity == "negative");
    }

    fn shares(&self) -> Attributes {
        let Counts { matched, not_actual, attributed, .. } = self.counts;
        let of = |part: usize, whole: usize| (whole > 0).then(|| share(part, whole));
        let dated = |sum: f64| (matched > 0).then(|| sum / matched as f64);
        Attributes {
            modality: of(self.modality, matched),
            modality_constant: of(self.modality_constant, matched),
            modality_marked: of(self.modality_marked, not_actual),
            date: dated(self.date),
            date_constant: dated(self.date_constant),
            attribution: of(self.attribution, attributed),
            attribution_none: of(self.attribution_none, matched - attributed),
        }
    }
}

impl From<Section> for Figures {
    fn from(section: Section) -> Self {
        section.total.figures()
    }
}

impl Headline {
    /// The name in the output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Standing => "standing",
            Self::Class => "class",
        }
    }
}

impl fmt::Display for Section {
    /// A table with a row a document and one for all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.headline.as_str();
        let width = self.rows.iter().map(|r| r.document.chars().count()).max().unwrap_or(0).max(14);
        writeln!(f, "{name:9} {:width$} right wrong missed  P     R     F1", "doc")?;
        for row in &self.rows {
            writeln!(f, "          {:width$} {}", row.document, row.tally)?;
        }
        writeln!(f, "          {:width$} {:.3}", "all", self.total)
    }
}

impl fmt::Display for Attributes {
    /// `modality 0.86, modality_constant 0.79, …`, leaving out what was not counted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            ("modality", self.modality),
            ("modality_constant", self.modality_constant),
            ("modality_marked", self.modality_marked),
            ("date", self.date),
            ("date_constant", self.date_constant),
            ("attribution", self.attribution),
            ("attribution_none", self.attribution_none),
        ];
        let written: Vec<String> =
            named.iter().filter_map(|(name, value)| value.map(|v| format!("{name} {v:.2}"))).collect();
        f.write_str(&written.join(", "))
    }
}

impl fmt::Display for Report {
    /// The three tables and the attributes of the right events.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.events, self.standing, self.class)?;
        let Counts { matched, negative, not_actual, attributed } = self.counts;
        writeln!(
            f,
            "of the right events: {}  (matched {matched}, negative {negative}, not actual {not_actual}, attributed {attributed})",
            self.attributes
        )
    }
}

impl Report {
    /// Precision and recall of every relation that was predicted or is in the gold, as a table.
    #[must_use]
    pub fn relation_table(&self) -> String {
        let mut table = format!("{:24} right wrong missed  P     R     F1\n", "relation");
        for row in self.events.relations.iter().chain(&self.standing.relations) {
            table.push_str(&format!("{:24} {}\n", row.relation, row.tally));
        }
        table
    }

    /// The mistakes of events and standing relations, a line each.
    #[must_use]
    pub fn mistake_list(&self) -> String {
        let mistakes = self.events.mistakes.iter().chain(&self.standing.mistakes);
        mistakes.map(|m| format!("{m}\n")).collect()
    }
}

impl fmt::Display for Mistake {
    /// `wrong   seed-001  A accuses B | the sentence`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |text: &str| text.chars().take(160).collect::<String>();
        match self {
            Self::Wrong(p) => {
                let page = p.document.split('#').next().unwrap_or_default();
                let name = |end: &PredictedEnd| end.name.clone().unwrap_or_else(|| "?".to_owned());
                let pieces: Vec<&str> = p.evidence.iter().map(|e| e.text.as_str()).collect();
                let evidence = short(&pieces.join(" … "));
                write!(f, "wrong   {page}  {} {} {} | {evidence}", name(&p.source), p.relation, name(&p.target))
            }
            Self::Missed(m) => {
                let (source, target) = (m.source.join("/"), m.target.join("/"));
                write!(f, "missed  {}  {source} {} {target} | {}", m.document, m.relation, short(&m.evidence))
            }
        }
    }
}
