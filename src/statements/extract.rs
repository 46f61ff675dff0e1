//! Patterns over clauses to statements.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clauses::{Frame, Function, Role};
use crate::dates::DateValue;
use crate::mentions::MentionKind;
use crate::patterns::{Bindings, Pattern, Patterns, Surroundings};
use crate::schema::{EntityType, Kind, Schema};
use crate::source::{EntityId, RelationId, Span, TokenId, Tokens};

use super::about::about;
use super::affiliations::affiliated;
use super::casualties::join;
use super::ends::{Heads, ends, fits, whole};
use super::losses::Losses;
use super::marks::{marks, own_marks};
use super::places::located;
use super::voice::Voices;
use super::wording::Wording;
use super::{Construction, End, Finding, Grounds, Modality, Polarity, Statement, when};

/// What extraction needs beside the article: the schema, its patterns and its words.
#[derive(Debug, Clone, Copy)]
pub struct Extraction<'a> {
    /// The relations.
    pub schema: &'a Schema,
    /// Their patterns.
    pub patterns: &'a Patterns,
    /// The words of polarity, modality and report.
    pub wording: &'a Wording,
}

/// The statements of an article, in text order.
#[must_use]
pub fn extract(grounds: &Grounds<'_>, extraction: &Extraction<'_>) -> Vec<Statement> {
    let heads = Heads::new(grounds);
    let voices = Voices::new(grounds, extraction.wording, &heads);
    let extractor = Extractor { grounds, extraction, heads: &heads, voices: &voices };
    let mut candidates = Vec::new();
    for frame in &grounds.clauses.frames {
        extractor.at_frame(frame, &mut candidates);
    }
    let mut statements = settle_dates(strongest(candidates));
    let losses = Losses::new(grounds, extraction, &heads, &voices);
    for statement in &mut statements {
        statement.about = about(grounds, statement);
        statement.casualties = losses.of(statement);
    }
    statements.extend(extractor.offices());
    statements.extend(extractor.places());
    statements.extend(extractor.affiliations());
    statements.sort_by_key(|s| (s.trigger, s.source.entity, s.relation, s.target.entity));
    merge(statements)
}

struct Extractor<'a> {
    grounds: &'a Grounds<'a>,
    extraction: &'a Extraction<'a>,
    heads: &'a Heads,
    voices: &'a Voices,
}

/// A statement with the weight of its pattern.
struct Candidate {
    statement: Statement,
    weight: usize,
    /// The date that it has if nothing tells a better one.
    fallback: Option<DateValue>,
}

impl Surroundings for Extractor<'_> {
    fn is_happening(&self, token: TokenId) -> bool {
        self.extraction.wording.is_happening(self.grounds.syntax.lemma(token))
    }

    fn whole(&self, token: TokenId) -> Option<TokenId> {
        whole(self.grounds, self.extraction.wording, token)
    }
}

impl Extractor<'_> {
    fn at_frame(&self, frame: &Frame, candidates: &mut Vec<Candidate>) {
        let grounds = self.grounds;
        let found = self.extraction.patterns.at(
            grounds.page,
            grounds.syntax,
            grounds.clauses,
            frame,
            &self.extraction.wording.grammar,
            self,
        );
        for (pattern, bindings) in found {
            for (source, target) in self.pairs(pattern, &bindings) {
                candidates.push(self.candidate(frame, pattern, &bindings, source, target));
            }
        }
        self.said_at(frame, candidates);
    }

    /// What somebody says, whatever the way of saying: "B lied", X said; according to X; in a quotation.
    fn said_at(&self, frame: &Frame, candidates: &mut Vec<Candidate>) {
        let grounds = self.grounds;
        let wording = self.extraction.wording;
        let patterns = self.extraction.patterns;
        let found = patterns.said_at(grounds.page, grounds.syntax, grounds.clauses, frame, &wording.grammar, self);
        if found.is_empty() {
            return;
        }
        let Some(voice) = self.voices.speaker(grounds, wording, self.heads, frame) else { return };
        let cue = wording.report(grounds.syntax.lemma(voice.cue));
        let own = own_marks(grounds, wording, frame);
        if own.polarity == Polarity::Negative || cue.is_some_and(|r| r.act || r.denies) {
            return;
        }
        // The saying happens when and as the verb of report says.
        let saying = grounds.clauses.frame(voice.cue).unwrap_or(frame);
        let source = End { entity: voice.speaker, mention: voice.mention };
        for (pattern, bindings) in found {
            // "must pay" is asked for as written; what may only be is not said to be.
            let asked = pattern.tree.asks_auxiliary();
            if own.modality != Modality::Actual && !asked {
                continue;
            }
            let targets = bindings
                .b
                .iter()
                .flat_map(|t| ends(grounds, wording, self.heads, *t))
                .filter(|target| target.entity != source.entity && self.fits(pattern, source, *target));
            for target in targets {
                let mut candidate = self.candidate(saying, pattern, &bindings, source, target);
                candidate.statement.finding.construction = Construction::Saying;
                candidate.statement.evidence = vec![grounds.syntax.sentence_of(frame.predicate)];
                candidates.push(candidate);
            }
        }
    }

    /// Each source with each target that the pattern's types allow.
    fn pairs(&self, pattern: &Pattern, bindings: &Bindings) -> Vec<(End, End)> {
        let resolve = |tokens: &[TokenId]| -> Vec<End> {
            tokens.iter().flat_map(|t| ends(self.grounds, self.extraction.wording, self.heads, *t)).collect()
        };
        let sources = resolve(&bindings.a);
        let targets = resolve(&bindings.b);
        let mut pairs = Vec::new();
        for (i, source) in sources.iter().enumerate() {
            for target in targets.iter().skip(if bindings.together { i + 1 } else { 0 }) {
                // "Mali and Niger warned that they would act": they are no target of themselves.
                let own =
                    !bindings.together && self.grounds.entities.of[target.mention.index()].contains(&source.entity);
                if source.entity != target.entity && !own && self.fits(pattern, *source, *target) {
                    pairs.push((*source, *target));
                }
            }
        }
        pairs
    }

    /// Whether two ends may stand in a pattern.
    fn fits(&self, pattern: &Pattern, source: End, target: End) -> bool {
        let name = |end: End| self.grounds.entities.entities[end.entity.index()].name.as_str();
        let listed = |list: &String| self.extraction.wording.is_listed(list, name(target));
        fits(self.grounds, source, &pattern.source)
            && fits(self.grounds, target, &pattern.target)
            && pattern.target_list.as_ref().is_none_or(listed)
    }

    /// What a reading weighs: what its pattern asks for, then whether the ends have the types it asks for.
    fn weight(&self, pattern: &Pattern, statement: &Statement) -> usize {
        let exact = |end: End, types: &[EntityType]| {
            usize::from(types.contains(&self.grounds.entities.entities[end.entity.index()].entity_type))
        };
        3 * pattern.weight + exact(statement.source, &pattern.source) + exact(statement.target, &pattern.target)
    }

    fn candidate(&self, frame: &Frame, pattern: &Pattern, bindings: &Bindings, source: End, target: End) -> Candidate {
        let grounds = self.grounds;
        let mut marks = marks(grounds, self.extraction.wording, frame);
        let relation = self.extraction.schema.relation(pattern.relation);
        // "had previously accused him" happened; only a state can have ended.
        if relation.kind == Kind::Event && marks.modality == Modality::Past {
            marks.modality = Modality::Actual;
        }
        let event = relation.kind == Kind::Event;
        let fallback = if event { when::reported(grounds, self.extraction.wording, frame, marks) } else { None };
        if marks.modality == Modality::Actual {
            marks.modality = pattern.modality.map_or(Modality::Actual, Modality::of);
        }
        let date = if event { when::date(grounds, frame) } else { None };
        // "They meet on Monday": what is told in the present of a day to come is planned.
        if marks.modality == Modality::Actual && when::is_to_come(grounds, frame, date) {
            marks.modality = Modality::Planned;
        }
        let statement = Statement {
            source,
            relation: pattern.relation,
            target,
            polarity: marks.polarity,
            modality: marks.modality,
            attribution: self.voices.speaker(grounds, self.extraction.wording, self.heads, frame),
            date,
            evidence: self.evidence(frame.predicate, source, target),
            trigger: frame.predicate,
            content: bindings.x.first().map(|x| grounds.syntax.subtree(*x)),
            about: Vec::new(),
            casualties: Vec::new(),
            place: self.place(frame),
            rule: rule(&relation.id, &pattern.text),
            finding: Finding { together: bindings.together, ..Finding::by(Construction::Clause) },
        };
        let weight = self.weight(pattern, &statement);
        Candidate { statement, weight, fallback }
    }

    /// The sentence of a word, then the sentences elsewhere that name the ends.
    fn evidence(&self, predicate: TokenId, source: End, target: End) -> Vec<Span<Tokens>> {
        let syntax = self.grounds.syntax;
        let sentence = |end: End| syntax.sentence_of(self.grounds.mentions.mentions[end.mention.index()].head);
        let mut found = vec![syntax.sentence_of(predicate)];
        for elsewhere in [sentence(source), sentence(target)] {
            if !found.contains(&elsewhere) {
                found.push(elsewhere);
            }
        }
        found
    }

    fn place(&self, frame: &Frame) -> Option<EntityId> {
        frame.arguments.iter().find_map(|argument| {
            let Role::Preposition(preposition) = argument.role else { return None };
            let word = self.grounds.syntax.word(self.grounds.page, preposition);
            if !self.extraction.wording.grammar.has(word, Function::Place) {
                return None;
            }
            ends(self.grounds, self.extraction.wording, self.heads, argument.head)
                .into_iter()
                .find(|end| fits(self.grounds, *end, &[EntityType::Place, EntityType::Country]))
                .map(|end| end.entity)
        })
    }

    /// The offices that the resolver learnt, as standing statements.
    fn offices(&self) -> Vec<Statement> {
        let name = |leads: bool| if leads { "leads" } else { "worksFor" };
        self.grounds
            .entities
            .offices
            .iter()
            .filter_map(|office| {
                let relation = self.extraction.schema.relation_id(name(office.leads))?;
                Some(Statement {
                    source: End { entity: office.holder, mention: self.mention_in(office.holder, office.evidence)? },
                    relation,
                    target: End { entity: office.of, mention: self.mention_in(office.of, office.evidence)? },
                    polarity: Polarity::Positive,
                    modality: if office.past { Modality::Past } else { Modality::Actual },
                    attribution: None,
                    date: None,
                    evidence: vec![self.grounds.syntax.sentence_of(office.head)],
                    trigger: office.head,
                    content: Some(office.title),
                    about: Vec::new(),
                    casualties: Vec::new(),
                    place: None,
                    rule: format!("{}: office by {}", name(office.leads), office.rule),
                    finding: Finding::by(Construction::Office),
                })
            })
            .collect()
    }

    /// Where places and bodies are, as their noun phrases say.
    fn places(&self) -> Vec<Statement> {
        let Some(relation) = self.extraction.schema.relation_id("locatedIn") else { return Vec::new() };
        let mut statements = Vec::new();
        for place in located(self.grounds, self.extraction.wording, self.heads) {
            statements.push(Statement {
                source: place.what,
                relation,
                target: place.within,
                polarity: Polarity::Positive,
                modality: Modality::Actual,
                attribution: None,
                date: None,
                evidence: vec![self.grounds.syntax.sentence_of(place.trigger)],
                trigger: place.trigger,
                content: None,
                about: Vec::new(),
                casualties: Vec::new(),
                place: None,
                rule: format!("locatedIn: place by {}", place.rule),
                finding: Finding::by(Construction::Place),
            });
        }
        statements
    }

    /// Whom persons stand for, as their noun phrases say; what a title says already is not said again.
    fn affiliations(&self) -> Vec<Statement> {
        let (wording, entities) = (self.extraction.wording, self.grounds.entities);
        let known = |who: EntityId, body: EntityId| entities.offices.iter().any(|o| o.holder == who && o.of == body);
        let mut statements = Vec::new();
        for found in affiliated(self.grounds, wording, self.heads) {
            let sentence = self.grounds.syntax.sentence_of(found.trigger);
            let word = |t: TokenId| self.grounds.syntax.word(self.grounds.page, t);
            // In "elected were Ana Quispe of ADX and …" the bodies are parties, whatever they are called.
            let ballot = sentence.tokens().any(|t| wording.grammar.has(word(t), Function::Ballot));
            let party = ballot || wording.is_listed("party", &entities.entities[found.body.entity.index()].name);
            let name = if party { "memberOf" } else { "worksFor" };
            let Some(relation) = self.extraction.schema.relation_id(name) else { continue };
            if known(found.who.entity, found.body.entity) {
                continue;
            }
            statements.push(Statement {
                source: found.who,
                relation,
                target: found.body,
                polarity: Polarity::Positive,
                modality: Modality::Actual,
                attribution: None,
                date: None,
                evidence: vec![self.grounds.syntax.sentence_of(found.trigger)],
                trigger: found.trigger,
                content: None,
                about: Vec::new(),
                casualties: Vec::new(),
                place: None,
                rule: format!("{name}: person of a body"),
                finding: Finding::by(Construction::Office),
            });
        }
        statements
    }

    /// The entity's mention inside a span, else its first one.
    fn mention_in(
        &self,
        entity: EntityId,
        span: crate::source::Span<crate::source::Tokens>,
    ) -> Option<crate::source::MentionId> {
        let own = &self.grounds.entities.entities[entity.index()].mentions;
        let all = &self.grounds.mentions.mentions;
        own.iter()
            .find(|m| span.covers(all[m.index()].span) && all[m.index()].kind != MentionKind::Pronoun)
            .or_else(|| own.first())
            .copied()
    }
}

/// How a statement names the pattern that found it: `accuses: A blamed B (for X)`.
#[must_use]
pub fn rule(relation: &str, pattern: &str) -> String {
    format!("{relation}: {pattern}")
}

/// Of the readings of one word with the same ends, the one whose pattern asks for most.
fn strongest(candidates: Vec<Candidate>) -> Vec<Candidate> {
    type Place = (TokenId, EntityId, EntityId);
    let place = |s: &Statement| -> Place { (s.trigger, s.source.entity, s.target.entity) };
    let mut read: FxHashMap<Place, Vec<Reading>> = FxHashMap::default();
    for candidate in &candidates {
        let s = &candidate.statement;
        let relations = read.entry(place(s)).or_default();
        match relations.iter_mut().find(|reading| reading.relation == s.relation) {
            Some(reading) => {
                reading.weight = reading.weight.max(candidate.weight);
                reading.patterns += 1;
                if let Some(content) = s.content
                    && reading.content.is_none_or(|known| content.covers(known))
                {
                    reading.content = Some(content);
                }
            }
            None => {
                let (relation, weight, content) = (s.relation, candidate.weight, s.content);
                relations.push(Reading { relation, weight, patterns: 1, content });
            }
        }
    }
    let mut taken: FxHashSet<Place> = FxHashSet::default();
    let mut statements = Vec::new();
    for mut candidate in candidates {
        let key = place(&candidate.statement);
        let relations = &read[&key];
        let best = relations.iter().map(|reading| reading.weight).max();
        if best == Some(candidate.weight) && taken.insert(key) {
            let Statement { relation, finding, content, .. } = &mut candidate.statement;
            if let Some(own) = relations.iter().find(|reading| reading.relation == *relation) {
                finding.seconds = own.patterns - 1;
                *content = own.content.filter(|wide| content.is_some_and(|c| wide.covers(c))).or(*content);
            }
            finding.rivals = relations.len() - 1;
            finding.tied = relations.iter().filter(|reading| reading.weight == candidate.weight).count() > 1;
            statements.push(candidate);
        }
    }
    statements
}

/// A relation that patterns read in one place.
struct Reading {
    relation: RelationId,
    /// The most that one of the patterns asks for.
    weight: usize,
    /// How many they are.
    patterns: usize,
    /// What it is about, by the one that takes in most.
    content: Option<Span<Tokens>>,
}

/// Gives a statement without a date that of the same happening told elsewhere in the article, where only
/// one is told, else the fallback.
fn settle_dates(candidates: Vec<Candidate>) -> Vec<Statement> {
    type Happening = (EntityId, RelationId, EntityId, Polarity, Modality);
    let happening =
        |s: &Statement| -> Happening { (s.source.entity, s.relation, s.target.entity, s.polarity, s.modality) };
    let mut told: FxHashMap<Happening, Vec<DateValue>> = FxHashMap::default();
    for statement in candidates.iter().map(|c| &c.statement) {
        if let Some(date) = statement.date {
            let dates = told.entry(happening(statement)).or_default();
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
    }
    candidates
        .into_iter()
        .map(|mut candidate| {
            if candidate.statement.date.is_none() {
                let elsewhere = match told.get(&happening(&candidate.statement)).map(Vec::as_slice) {
                    Some([only]) => Some(*only),
                    _ => None,
                };
                candidate.statement.date = elsewhere.or(candidate.fallback);
            }
            candidate.statement
        })
        .collect()
}

/// What a statement says in each of its sentences, whenever it was.
fn told(statement: &Statement) -> Vec<(EntityId, RelationId, EntityId, Polarity, Modality, u32)> {
    let (source, target) = (statement.source.entity, statement.target.entity);
    let sentences = statement.evidence.iter().map(|sentence| sentence.start);
    let told = |start| (source, statement.relation, target, statement.polarity, statement.modality, start);
    sentences.map(told).collect()
}

/// Says once what the article says several times, with all its evidence. What a sentence dates and then
/// names again ("imposed sanctions on Peru … the sanctions on Peru") it says once.
fn merge(statements: Vec<Statement>) -> Vec<Statement> {
    let mut merged: Vec<Statement> = Vec::new();
    let dated: FxHashSet<_> = statements.iter().filter(|s| s.date.is_some()).flat_map(told).collect();
    let again = |s: &Statement| s.date.is_none() && told(s).iter().any(|t| dated.contains(t));
    for statement in statements {
        if again(&statement) {
            continue;
        }
        let same = merged.iter_mut().find(|s| {
            (s.source.entity, s.relation, s.target.entity, s.polarity, s.modality, s.date)
                == (
                    statement.source.entity,
                    statement.relation,
                    statement.target.entity,
                    statement.polarity,
                    statement.modality,
                    statement.date,
                )
        });
        match same {
            Some(first) => {
                for evidence in statement.evidence {
                    if !first.evidence.contains(&evidence) {
                        first.evidence.push(evidence);
                    }
                }
                join(&mut first.casualties, statement.casualties);
            }
            None => merged.push(statement),
        }
    }
    merged
}
