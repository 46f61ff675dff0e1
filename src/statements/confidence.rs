//! How likely a statement is to be right: a logistic model over what was seen when it was found.
//!
//! Takes the statements of an article with what they were read from; gives a probability each. The
//! weights are data (`schema/lexicon/confidence.tsv`) that `models/confidence/` fits to annotated
//! articles; what is right is decided as [`crate::score`] decides it. Does not change or drop a
//! statement. Example: "Petro accused Trump" weighs more than "they", three clauses down, who
//! "took it" from somebody who is only described.

use rustc_hash::FxHashMap;

use crate::clauses::Link;
use crate::mentions::MentionKind;
use crate::resolve::Entity;
use crate::schema::{EntityType, Kind, Schema, SchemaError};
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{Label, Syntax};

use super::ends::is_guess;
use super::voice::quoted;
use super::{Construction, End, Grounds, Modality, Polarity, Statement};

/// The weights of features.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Confidence {
    weights: FxHashMap<String, f64>,
}

/// Something that was seen when a statement was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// What: `root verb`, `source: pronoun`, `class ACCUSE`.
    pub name: String,
    /// One where it is only there or not, else how much; distances as the logarithm of one more.
    pub value: f64,
}

impl Confidence {
    /// Reads the weights of a schema. A feature that the table leaves out weighs nothing.
    ///
    /// # Errors
    /// If the table is missing or a weight is no number.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut weights = FxHashMap::default();
        let table = schema.lexicon("confidence")?;
        for row in &table.rows {
            let weight = row.get(1).and_then(|cell| cell.parse::<f64>().ok()).filter(|w| w.is_finite());
            let weight = weight.ok_or_else(|| table.wrong(row, "the weight is no number"))?;
            weights.insert(row[0].clone(), weight);
        }
        Ok(Self { weights })
    }

    /// The probability that a statement with these features is right, to the hundredth: the
    /// calibration knows no more.
    #[must_use]
    pub fn probability(&self, features: &[Feature]) -> f64 {
        let weight = |f: &Feature| self.weights.get(&f.name).copied().unwrap_or_default();
        let sum: f64 = features.iter().map(|f| f.value * weight(f)).sum();
        let probability = 1.0 / (1.0 + (-sum).exp());
        (probability * 100.0).round() / 100.0
    }
}

/// The features of each statement of an article.
#[must_use]
pub fn features(grounds: &Grounds<'_>, schema: &Schema, statements: &[Statement]) -> Vec<Vec<Feature>> {
    let quoted = quoted(grounds);
    let observer = Observer { grounds, schema, statements, quoted: &quoted };
    statements.iter().map(|statement| observer.features(statement)).collect()
}

struct Observer<'a> {
    grounds: &'a Grounds<'a>,
    schema: &'a Schema,
    statements: &'a [Statement],
    quoted: &'a [Span<Tokens>],
}

/// The features of one statement, as they are collected.
#[derive(Default)]
struct Seen(Vec<Feature>);

impl Seen {
    fn is(&mut self, name: impl Into<String>) {
        self.much(name, 1.0);
    }

    fn when(&mut self, condition: bool, name: impl Into<String>) {
        if condition {
            self.is(name);
        }
    }

    fn much(&mut self, name: impl Into<String>, value: f64) {
        self.0.push(Feature { name: name.into(), value });
    }

    /// Counts and distances matter less the greater they are.
    fn many(&mut self, name: impl Into<String>, count: usize) {
        self.much(name, (count as f64).ln_1p());
    }
}

impl Observer<'_> {
    fn features(&self, statement: &Statement) -> Vec<Feature> {
        let mut seen = Seen::default();
        seen.is("always");
        self.rule(statement, &mut seen);
        self.parse(statement, &mut seen);
        self.end("source", statement, statement.source, &mut seen);
        self.end("target", statement, statement.target, &mut seen);
        self.between(statement, &mut seen);
        self.marks(statement, &mut seen);
        seen.0
    }

    /// What the rule asks for.
    fn rule(&self, statement: &Statement, seen: &mut Seen) {
        let relation = self.schema.relation(statement.relation);
        seen.when(relation.kind == Kind::Standing, "standing");
        seen.when(statement.finding.construction == Construction::Saying, "found by saying");
        seen.when(statement.finding.construction == Construction::Office, "found by office");
        seen.when(statement.finding.together, "ends in one phrase");
        seen.many("other patterns of the relation", statement.finding.seconds);
        seen.when(statement.finding.rivals > 0, "another relation is read");
        seen.when(statement.finding.tied, "another relation is read as well");
        let exact = |end: End, types: &[EntityType]| types.contains(&self.entity_type(end));
        seen.when(!exact(statement.source, &relation.source), "source: type not of the relation");
        seen.when(!exact(statement.target, &relation.target), "target: type not of the relation");
    }

    /// Where the trigger stands.
    fn parse(&self, statement: &Statement, seen: &mut Seen) {
        let syntax = self.grounds.syntax;
        let trigger = statement.trigger;
        let sentence = syntax.sentence_of(trigger);
        seen.many("words of the sentence", sentence.len() as usize);
        let link = self.grounds.clauses.frame(trigger).and_then(|frame| frame.governor).map(|(_, link)| link);
        seen.when(link == Some(Link::Complement), "governed as complement");
        let depth = std::iter::successors(Some(trigger), |token| syntax.head(*token)).skip(1);
        seen.many("depth of the root", depth.count());
        seen.when(syntax.token(trigger).label == Label::Conj, "root is coordinated");
        seen.when(self.quoted.iter().any(|q| q.has(trigger)), "in quotation");
        let others = self.statements.iter().filter(|s| s.trigger == trigger).count() - 1;
        seen.many("other statements of the root", others);
        seen.many("told again", statement.evidence.len() - 1);
    }

    /// Who an end is and how far off.
    fn end(&self, side: &str, statement: &Statement, end: End, seen: &mut Seen) {
        let Grounds { syntax, mentions, entities, .. } = self.grounds;
        let mention = mentions.mention(end.mention);
        let entity = &entities.entities[end.entity.index()];
        seen.when(mention.kind == MentionKind::Description, format!("{side}: description"));
        seen.when(mention.kind == MentionKind::Pronoun, format!("{side}: pronoun"));
        seen.when(entity.wikidata.is_some(), format!("{side}: linked"));
        seen.when(is_guess(self.grounds, end), format!("{side}: type guessed"));
        seen.when(entities.of[end.mention.index()].len() > 1, format!("{side}: one of several"));
        let named = |kind| entity.mentions.iter().filter(move |m| mentions.mention(**m).kind == kind).count();
        seen.many(format!("{side}: names in the article"), named(MentionKind::Name));
        seen.when(named(MentionKind::Name) + named(MentionKind::Adjective) == 0, format!("{side}: never named"));
        let same = syntax.token(mention.head).sentence == syntax.token(statement.trigger).sentence;
        if same {
            let distance = mention.head.0.abs_diff(statement.trigger.0) as usize;
            seen.many(format!("{side}: words from the root"), distance);
            seen.many(format!("{side}: steps from the root"), steps(syntax, mention.head, statement.trigger));
            let (from, to) = (mention.head.min(statement.trigger), mention.head.max(statement.trigger));
            let between = mentions.iter().filter(|(id, m)| {
                m.kind == MentionKind::Name
                    && m.head > from
                    && m.head < to
                    && !mention.span.has(m.head)
                    && entities.of[id.index()].iter().all(|e| *e != end.entity)
            });
            seen.many(format!("{side}: other names before the root"), between.count());
        }
        seen.when(syntax.token(mention.head).label == Label::Conj, format!("{side}: coordinated"));
    }

    /// How the ends stand to each other and to those of other statements.
    fn between(&self, statement: &Statement, seen: &mut Seen) {
        let heads = [statement.source, statement.target].map(|e| self.grounds.mentions.mention(e.mention).head);
        let ends = (statement.source.entity, statement.target.entity);
        let reverse = |s: &&Statement| (s.target.entity, s.source.entity) == ends;
        let first = |t| first_of_coordination(self.grounds.syntax, t);
        seen.when(first(heads[0]) == first(heads[1]), "ends coordinated with each other");
        let [a, b] = [ends.0, ends.1].map(|e| &self.grounds.entities.entities[e.index()]);
        // News tells what a country does to others; an office is mostly held at home.
        let event = self.schema.relation(statement.relation).kind == Kind::Event;
        let same = home(a).is_some_and(|own| home(b) == Some(own));
        seen.when(same && event, "event within one country");
        seen.when(same && !event, "state within one country");
        // "US President Donald Trump" is president of the US, but "the US embassy" seldom attacks the US.
        let shared = |w: &str| w.contains(char::is_uppercase) && b.name.split_whitespace().any(|v| v == w);
        seen.when(event && a.name.split_whitespace().any(shared), "event between ends that share a word");
        seen.when(holds_common_word(a), "source: common word in the name");
        seen.when(holds_common_word(b), "target: common word in the name");
        seen.many("statements the other way", self.statements.iter().filter(reverse).count());
    }

    /// Polarity, modality, speaker, content.
    fn marks(&self, statement: &Statement, seen: &mut Seen) {
        seen.when(statement.polarity == Polarity::Negative, "negative");
        seen.when(!matches!(statement.modality, Modality::Actual | Modality::Past), "not actual");
        seen.when(statement.attribution.is_some(), "on another's word");
        seen.when(statement.content.is_some(), "with content");
    }

    fn entity_type(&self, end: End) -> EntityType {
        self.grounds.entities.entities[end.entity.index()].entity_type
    }
}

/// The first member of the coordination that a token is in; the token itself if it is in none.
fn first_of_coordination(syntax: &Syntax, token: TokenId) -> TokenId {
    let before = |t: &TokenId| syntax.head(*t).filter(|_| syntax.token(*t).label == Label::Conj);
    std::iter::successors(Some(token), before).last().unwrap_or(token)
}

/// The country that an entity is or belongs to.
fn home(entity: &Entity) -> Option<&str> {
    let own = entity.wikidata.as_deref().filter(|_| entity.entity_type == EntityType::Country);
    own.or(entity.country.as_deref())
}

/// Whether a name is in part a description: "Somali government soldiers".
fn holds_common_word(entity: &Entity) -> bool {
    // Short ones are "of", "and", "the".
    entity.name.split_whitespace().any(|w| w.chars().all(char::is_lowercase) && w.chars().nth(3).is_some())
}

/// How many arcs of the tree lie between two tokens of a sentence.
fn steps(syntax: &Syntax, one: TokenId, two: TokenId) -> usize {
    let above = |token| std::iter::successors(Some(token), |t| syntax.head(*t));
    let path: Vec<TokenId> = above(one).collect();
    let (up, meeting) = above(two).enumerate().find(|(_, t)| path.contains(t)).unwrap_or((path.len(), one));
    up + path.iter().position(|t| *t == meeting).unwrap_or_default()
}
