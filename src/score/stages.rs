//! Which stage lost a statement that the gold has and the program has not.
//!
//! Takes a [`Report`], the gold and what the stages made of its articles; gives a [`Loss`] for each missed
//! statement, so that the next improvement is chosen by count. The first stage at which the way breaks off
//! gets the blame: what would have gone wrong behind it nobody knows. Example: in "he condemned the raid" the
//! source is lost by resolution if "he" means somebody else, and what the pattern would have made of it is not asked.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashSet;

use super::agree::{entity_agrees, normalise};
use super::statements::{Matcher, shares_words};
use super::{Gold, GoldDocument, GoldStatement, Headline, Mistake, Prediction, Report, Section, Tally};
use crate::clauses::Frame;
use crate::mentions::{Mention, MentionKind};
use crate::patterns::{Node, WordKind};
use crate::pipeline::{Analysis, Pipeline};
use crate::schema::{EntityType, Relation};
use crate::source::{EntityId, MentionId, Span, TokenId, Tokens};

/// Governed frames are followed this far: "threatened to order an attack on".
const DEPTH: usize = 3;

/// Where the way to a statement broke off, in the order of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// No sentence that was read shares words with the evidence.
    Text,
    /// An end is not in the words of the evidence: it must be understood.
    Unsaid,
    /// An end is in the words, but no mention is.
    Mention,
    /// A mention is there, but it means nobody or somebody else.
    Resolution,
    /// An end has a type that the relation does not take, or no name.
    Filter,
    /// Both ends are there, but no predicate has both, itself or by what it governs.
    Clause,
    /// A predicate has both, but neither it nor what it governs is the root of one of the relation's patterns.
    Word,
    /// The word is there, but no pattern holds, or a stronger reading took its place.
    Pattern,
    /// Another relation was read between the ends in these words.
    Relation,
    /// The relation was read the other way round.
    Direction,
    /// The statement was found, but affirmed where it is denied or the other way round.
    Polarity,
    /// The statement was found in other words only, or counted for another of the gold's.
    Elsewhere,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Unsaid,
        Self::Mention,
        Self::Resolution,
        Self::Filter,
        Self::Clause,
        Self::Word,
        Self::Pattern,
        Self::Relation,
        Self::Direction,
        Self::Polarity,
        Self::Elsewhere,
    ];

    /// The name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Unsaid => "unsaid",
            Self::Mention => "mention",
            Self::Resolution => "resolution",
            Self::Filter => "filter",
            Self::Clause => "clause",
            Self::Word => "word",
            Self::Pattern => "pattern",
            Self::Relation => "relation",
            Self::Direction => "direction",
            Self::Polarity => "polarity",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// What is meant by it, for people.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Text => "no sentence read has the evidence",
            Self::Unsaid => "an end is not in the evidence",
            Self::Mention => "an end is there, but no mention",
            Self::Resolution => "a mention means nobody or another",
            Self::Filter => "an end has the wrong type or no name",
            Self::Clause => "no predicate has both ends",
            Self::Word => "no word between them is a pattern's",
            Self::Pattern => "the word is there, no pattern holds",
            Self::Relation => "another relation is read",
            Self::Direction => "read the other way round",
            Self::Polarity => "affirmed where denied, or denied",
            Self::Elsewhere => "found in other words only",
        }
    }
}

/// A missed statement and the stage that lost it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Its document.
    pub document: String,
    /// Its id in the gold.
    pub statement: String,
    /// Whether it was missed among events or standing relations.
    pub headline: Headline,
    /// Its relation.
    pub relation: String,
    /// Ids of its sources, then of its targets, as the gold has them.
    pub ends: [Vec<String>; 2],
    /// Where the way broke off.
    pub stage: Stage,
    /// Its first piece of evidence.
    pub evidence: String,
}

/// The losses of a report, with its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Losses {
    /// Events first, then standing relations, document by document.
    pub losses: Vec<Loss>,
    relations: BTreeMap<String, Tally>,
}

/// Says of each missed event and standing relation which stage lost it. `predictions` are those that were
/// scored, `analyses` what the pipeline made of the articles that they come from.
#[must_use]
pub fn losses(
    pipeline: &Pipeline,
    gold: &Gold,
    analyses: &[Analysis],
    predictions: &[Prediction],
    report: &Report,
) -> Losses {
    let mut losses = Vec::new();
    let mut relations: BTreeMap<String, Tally> = BTreeMap::new();
    for section in [&report.events, &report.standing] {
        for row in &section.relations {
            relations.entry(row.relation.clone()).or_default().add(row.tally);
        }
        for (document, statement) in missed(gold, section) {
            let page = |key: &str| key.split('#').next() == Some(document.doc.as_str());
            let tracer = Tracer {
                pipeline,
                document,
                analyses: analyses.iter().filter(|a| page(&a.article.key)).collect(),
                predictions: predictions.iter().filter(|p| page(&p.document)).collect(),
                matcher: Matcher { schema: pipeline.schema(), headline: section.headline },
            };
            losses.push(Loss {
                document: document.doc.clone(),
                statement: statement.id.clone(),
                headline: section.headline,
                relation: statement.relation.clone(),
                ends: [statement.source.clone(), statement.target.clone()],
                stage: tracer.stage(statement),
                evidence: statement.evidence.first().cloned().unwrap_or_default(),
            });
        }
    }
    Losses { losses, relations }
}

/// The gold statements that a section misses.
fn missed<'g>(gold: &'g Gold, section: &Section) -> Vec<(&'g GoldDocument, &'g GoldStatement)> {
    let of = |mistake: &Mistake| {
        let Mistake::Missed(miss) = mistake else { return None };
        let document = gold.documents.iter().find(|d| d.doc == miss.document)?;
        Some((document, document.statements.iter().find(|s| s.id == miss.id)?))
    };
    section.mistakes.iter().filter_map(of).collect()
}

struct Tracer<'a> {
    pipeline: &'a Pipeline,
    document: &'a GoldDocument,
    analyses: Vec<&'a Analysis>,
    predictions: Vec<&'a Prediction>,
    matcher: Matcher<'a>,
}

/// A sentence with the evidence of a statement.
#[derive(Clone, Copy)]
struct Place<'a> {
    analysis: &'a Analysis,
    sentence: Span<Tokens>,
}

impl Tracer<'_> {
    fn stage(&self, gold: &GoldStatement) -> Stage {
        if let Some(stage) = self.nearly(gold) {
            return stage;
        }
        let places = self.places(gold);
        if places.is_empty() {
            return Stage::Text;
        }
        // The sentence in which the way leads furthest has the say.
        let stages = places.iter().map(|place| self.in_sentence(*place, gold));
        stages.max().unwrap_or(Stage::Text)
    }

    /// Whether something near to it was found.
    fn nearly(&self, gold: &GoldStatement) -> Option<Stage> {
        let turned = GoldStatement { source: gold.target.clone(), target: gold.source.clone(), ..gold.clone() };
        let mut stages = Vec::new();
        for prediction in &self.predictions {
            let here = shares_words(prediction, gold);
            let relation = self.matcher.relation_agrees(&prediction.relation, gold, false);
            let ends = self.matcher.ends_agree(prediction, gold, self.document);
            let back = self.matcher.ends_agree(prediction, &turned, self.document);
            stages.extend(match (relation, ends, here) {
                (true, true, true) if prediction.polarity.as_deref().unwrap_or("positive") != gold.polarity => {
                    Some(Stage::Polarity)
                }
                (true, true, _) => Some(Stage::Elsewhere),
                (true, false, true) if back => Some(Stage::Direction),
                (false, true, true) => Some(Stage::Relation),
                _ => None,
            });
        }
        stages.into_iter().max()
    }

    /// The sentences that share words with the evidence, as the scorer compares them.
    fn places(&self, gold: &GoldStatement) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        for analysis in &self.analyses {
            for sentence in &analysis.syntax.sentences {
                let words = normalise(analysis.syntax.bytes(*sentence).of(&analysis.article.page));
                let shares = |w: &String| !words.is_empty() && (words.contains(w.as_str()) || w.contains(&words));
                if gold.words.iter().any(shares) {
                    places.push(Place { analysis, sentence: *sentence });
                }
            }
        }
        places
    }

    fn in_sentence(&self, place: Place<'_>, gold: &GoldStatement) -> Stage {
        let sides = [&gold.source, &gold.target].map(|ids| self.mentions(place, ids));
        let [Ok(sources), Ok(targets)] = sides else {
            // Of two ends the one that breaks off first.
            return sides.into_iter().filter_map(Result::err).min().unwrap_or(Stage::Mention);
        };
        let schema = self.pipeline.schema();
        let Some(relation) = schema.relation_id(&gold.relation).map(|id| schema.relation(id)) else {
            return Stage::Pattern;
        };
        let fits =
            |mentions: &[MentionId], types: &[EntityType]| mentions.iter().any(|m| fits(place.analysis, *m, types));
        let either = relation.symmetric && fits(&sources, &relation.target) && fits(&targets, &relation.source);
        if !(either || fits(&sources, &relation.source) && fits(&targets, &relation.target)) {
            return Stage::Filter;
        }
        let shared = shared(place, &sources, &targets);
        if shared.is_empty() {
            return Stage::Clause;
        }
        if self.has_root(place, &shared, relation, gold) { Stage::Pattern } else { Stage::Word }
    }

    /// The mentions of an end in a sentence, or where the way to them breaks off.
    fn mentions(&self, place: Place<'_>, ids: &[String]) -> Result<Vec<MentionId>, Stage> {
        let Place { analysis, sentence } = place;
        let inside = |m: &Mention| sentence.has(m.head);
        let is_meant = |entity: &EntityId| {
            let entity = &analysis.entities.entities[entity.index()];
            let agrees =
                |id: &String| entity_agrees(&entity.name, entity.wikidata.as_deref(), self.document.entity(id));
            ids.iter().any(agrees)
        };
        let of = |id: MentionId| &analysis.entities.of[id.index()];
        let there: Vec<(MentionId, &Mention)> = analysis.mentions.iter().filter(|(_, m)| inside(m)).collect();
        let meant: Vec<MentionId> =
            there.iter().filter(|(id, _)| of(*id).iter().any(is_meant)).map(|(id, _)| *id).collect();
        if !meant.is_empty() {
            return Ok(meant);
        }
        let forms: FxHashSet<String> = ids
            .iter()
            .map(|id| self.document.entity(id))
            .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.mentions))
            .map(|form| normalise(form))
            .filter(|form| !form.is_empty())
            .collect();
        let words = |span: Span<Tokens>| normalise(analysis.syntax.bytes(span).of(&analysis.article.page));
        let overlaps = |m: &Mention| {
            let own = words(m.span);
            // Whole words only: "Iran" is not in "Iranian".
            let padded = format!(" {own} ");
            forms.iter().any(|form| padded.contains(&format!(" {form} ")) || format!(" {form} ").contains(&padded))
        };
        if there.iter().any(|(_, m)| m.kind != MentionKind::Pronoun && overlaps(m)) {
            return Err(Stage::Resolution);
        }
        let all = format!(" {} ", words(sentence));
        if forms.iter().any(|form| all.contains(&format!(" {form} "))) {
            return Err(Stage::Mention);
        }
        // The gold does not list pronouns, so any of them may have been meant.
        let pronoun = there.iter().any(|(_, m)| m.kind == MentionKind::Pronoun);
        Err(if pronoun { Stage::Resolution } else { Stage::Unsaid })
    }

    /// Whether one of these words is the root of a pattern of the relation, or of one as good.
    fn has_root(&self, place: Place<'_>, words: &[TokenId], relation: &Relation, gold: &GoldStatement) -> bool {
        let Place { analysis, .. } = place;
        let schema = self.pipeline.schema();
        let wanted = |id: &str| id == relation.id || gold.also.iter().flatten().any(|other| other == id);
        let roots: FxHashSet<(&str, WordKind)> = self
            .pipeline
            .patterns()
            .patterns
            .iter()
            .filter(|p| wanted(&schema.relation(p.relation).id))
            .filter_map(|p| match &p.tree {
                Node::Word { lemma, kind, .. } => Some((lemma.as_str(), *kind)),
                Node::Slot(_) | Node::Any { .. } => None,
            })
            .collect();
        words.iter().filter_map(|token| analysis.clauses.frame(*token)).any(|frame| {
            let lemma = analysis.syntax.lemma(frame.predicate).to_lowercase();
            roots.contains(&(lemma.as_str(), WordKind::from(frame.kind)))
        })
    }
}

/// Whether an entity of a mention has one of the types and a name of its own or of whom it belongs to.
fn fits(analysis: &Analysis, mention: MentionId, types: &[EntityType]) -> bool {
    analysis.entities.of[mention.index()].iter().any(|entity| {
        let entity = &analysis.entities.entities[entity.index()];
        types.contains(&entity.entity_type) && entity.name.contains(char::is_uppercase)
    })
}

/// The predicates of the sentence that have both ends, themselves or by what they govern, with what they govern.
fn shared(place: Place<'_>, sources: &[MentionId], targets: &[MentionId]) -> Vec<TokenId> {
    let Place { analysis, sentence } = place;
    let heads =
        |ids: &[MentionId]| -> Vec<TokenId> { ids.iter().map(|id| analysis.mentions.mention(*id).head).collect() };
    let (sources, targets) = (heads(sources), heads(targets));
    let mut shared = Vec::new();
    for frame in sentence.tokens().filter_map(|token| analysis.clauses.frame(token)) {
        let mut reached = Vec::new();
        reach(analysis, frame, DEPTH, &mut reached);
        let has = |heads: &[TokenId]| heads.iter().any(|head| reached.contains(head));
        if has(&sources) && has(&targets) {
            shared.push(frame.predicate);
            shared.extend(reached);
        }
    }
    shared
}

/// The words that fill a frame's roles, and those of the frames among them.
fn reach(analysis: &Analysis, frame: &Frame, depth: usize, reached: &mut Vec<TokenId>) {
    for argument in &frame.arguments {
        let new = !reached.contains(&argument.head);
        if new {
            reached.push(argument.head);
        }
        if let Some(below) = analysis.clauses.frame(argument.head).filter(|_| new && depth > 0) {
            reach(analysis, below, depth - 1, reached);
        }
    }
}

impl fmt::Display for Losses {
    /// A table of the stages, then one of the relations with the stages that lost their statements.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |wanted: &dyn Fn(&Loss) -> bool| self.losses.iter().filter(|l| wanted(l)).count();
        writeln!(f, "{:12} events standing", "lost by")?;
        for stage in Stage::ALL {
            let of = |headline| count(&|l| l.stage == stage && l.headline == headline);
            let (events, standing) = (of(Headline::Events), of(Headline::Standing));
            writeln!(f, "{:12} {events:6} {standing:8}  {}", stage.as_str(), stage.meaning())?;
        }
        writeln!(f, "\n{:18} right wrong missed  lost by", "relation")?;
        for (relation, tally) in &self.relations {
            let stages = Stage::ALL.map(|stage| (stage, count(&|l| l.stage == stage && l.relation == *relation)));
            let named = stages.iter().filter(|(_, n)| *n > 0).map(|(stage, n)| format!("{} {n}", stage.as_str()));
            let named = named.collect::<Vec<_>>().join(", ");
            let Tally { right, wrong, missed } = tally;
            writeln!(f, "{}", format!("{relation:18} {right:5} {wrong:5} {missed:6}  {named}").trim_end())?;
        }
        Ok(())
    }
}

impl fmt::Display for Loss {
    /// `lost    seed-001  a accuses b  [clause] | the words`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [source, target] = self.ends.each_ref().map(|ids| ids.join("/"));
        let evidence: String = self.evidence.chars().take(160).collect();
        let stage = self.stage.as_str();
        write!(f, "lost    {}  {source} {} {target}  [{stage}] | {evidence}", self.document, self.relation)
    }
}
