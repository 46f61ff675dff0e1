//! The stages one by one, so that a part can put something between them.

use actant::clauses::{self, Grammar};
use actant::dates::{self, Calendar};
use actant::ingest::Article;
use actant::mentions::{self, Gazetteer, Lexicons, Mention, MentionKind, Mentions};
use actant::patterns::Patterns;
use actant::resolve::{self, Entities, Entity};
use actant::schema::{EntityType, Kind, Schema};
use actant::source::{Bytes, EntityId, MentionId, Span, TokenId};
use actant::statements::{self, Extraction, Grounds, Statement, Wording};
use actant::syntax::Engine;
use actant::text;

use crate::coref::head;
use crate::data::Result;

/// All that the stages need beside the article.
pub struct Stages {
    schema: Schema,
    engine: Engine,
    grammar: Grammar,
    patterns: Patterns,
    wording: Wording,
    calendar: Calendar,
    lexicons: Lexicons,
    gazetteer: Gazetteer,
}

/// A statement between two given ends.
pub struct Between {
    /// What it says.
    pub statement: Statement,
    /// Whether it runs from the first end to the second; a symmetric relation runs both ways.
    pub is_forward: bool,
}

/// What an end is tried as where nothing tells its type.
const TYPES: [EntityType; 5] =
    [EntityType::Organization, EntityType::Person, EntityType::Country, EntityType::Group, EntityType::Place];

impl Stages {
    pub fn new(schema: Schema) -> Result<Self> {
        let engine = Engine::built_in()?;
        let grammar = Grammar::new(&schema)?;
        let patterns = Patterns::new(&schema, &grammar, &engine).map_err(|errors| errors[0].to_string())?;
        Ok(Self {
            wording: Wording::new(&schema)?,
            calendar: Calendar::new(&schema)?,
            lexicons: Lexicons::new(&schema)?,
            gazetteer: Gazetteer::new(&schema)?,
            schema,
            engine,
            grammar,
            patterns,
        })
    }

    /// The event statements between two spans of an article, in text order.
    ///
    /// Where no mention hangs in the tree by the same word as a span, the span becomes a mention
    /// before resolution. Each end is an entity of its own; it has the type that the program gave
    /// it, and only if nothing is found so, one type after the other is tried.
    pub fn between(&self, article: &Article, spans: [Span<Bytes>; 2]) -> Vec<Between> {
        let page: &str = &article.page;
        let published = article.published.map(|(date, _)| date);
        let text = text::read(article);
        let syntax = self.engine.parse(page, &text);
        let found = mentions::find(page, &text, &syntax, &self.lexicons, &self.gazetteer);
        let mut list = found.mentions.clone();
        let mut heads = Vec::new();
        for span in spans {
            let start = syntax.tokens.partition_point(|t| t.span.end <= span.start) as u32;
            let end = syntax.tokens.partition_point(|t| t.span.start < span.end) as u32;
            let tokens = Span::new(start, end);
            let Some(head) = head(&syntax, tokens) else { return Vec::new() };
            if !list.iter().any(|m| m.head == head) {
                list.push(Mention {
                    span: tokens,
                    head,
                    kind: MentionKind::Name,
                    name: Some(tokens),
                    title: None,
                    entity_type: None,
                    number: None,
                    gender: None,
                });
            }
            heads.push(head);
        }
        let mentions = Mentions::new(list, syntax.tokens.len());
        let resolved = resolve::resolve(page, &text, &syntax, &mentions, &self.lexicons, &self.gazetteer, published);
        let clauses = clauses::build(page, &syntax, &self.grammar);
        let dates = dates::find(page, &syntax, published, &self.calendar);
        let extraction = Extraction { schema: &self.schema, patterns: &self.patterns, wording: &self.wording };

        let own = [0, 1].map(|i| own_type(&resolved, &mentions, heads[i]));
        let tries = |i: usize| own[i].into_iter().chain(TYPES.into_iter().filter(move |t| Some(*t) != own[i]));
        for source in tries(0) {
            for target in tries(1) {
                let (entities, ends) = with_ends(&resolved, &mentions, &heads, [source, target]);
                let grounds = Grounds {
                    page,
                    syntax: &syntax,
                    dates: &dates,
                    mentions: &mentions,
                    entities: &entities,
                    clauses: &clauses,
                    published,
                };
                let statements = statements::extract(&grounds, &extraction);
                let between = self.select(statements, ends);
                if !between.is_empty() {
                    return between;
                }
            }
        }
        Vec::new()
    }

    fn select(&self, statements: Vec<Statement>, [source, target]: [EntityId; 2]) -> Vec<Between> {
        let is_event = |s: &Statement| self.schema.relation(s.relation).kind == Kind::Event;
        let mut between: Vec<Between> = statements
            .into_iter()
            .filter(is_event)
            .filter_map(|statement| {
                let is_symmetric = self.schema.relation(statement.relation).symmetric;
                let forward = (statement.source.entity, statement.target.entity) == (source, target);
                let backward = (statement.source.entity, statement.target.entity) == (target, source);
                (forward || backward).then_some(Between { statement, is_forward: forward || is_symmetric })
            })
            .collect();
        between.sort_by_key(|b| b.statement.trigger);
        between
    }
}

/// The mentions that hang by a token.
fn at(mentions: &Mentions, head: TokenId) -> impl Iterator<Item = MentionId> + '_ {
    mentions.iter().filter(move |(_, m)| m.head == head).map(|(id, _)| id)
}

fn own_type(entities: &Entities, mentions: &Mentions, head: TokenId) -> Option<EntityType> {
    let of = at(mentions, head).filter_map(|id| entities.of[id.index()].first()).next()?;
    Some(entities.entities[of.index()].entity_type)
}

/// The entities with one of its own for each end. What the program takes for the same as the words given
/// ("it", an apposition) goes with them, unless it takes both ends for one.
fn with_ends(
    resolved: &Entities,
    mentions: &Mentions,
    heads: &[TokenId],
    types: [EntityType; 2],
) -> (Entities, [EntityId; 2]) {
    let mut entities = resolved.clone();
    let mut ends = [EntityId(0); 2];
    let same: Vec<Option<EntityId>> =
        heads.iter().map(|head| at(mentions, *head).find_map(|id| resolved.of[id.index()].first().copied())).collect();
    let apart = same.first() != same.last();
    for (((head, entity_type), same), end) in heads.iter().zip(types).zip(&same).zip(&mut ends) {
        *end = EntityId(entities.entities.len() as u32);
        let own: Vec<MentionId> = at(mentions, *head).collect();
        for (id, of) in resolved.of.iter().enumerate() {
            let follows = apart && same.is_some_and(|same| of.as_slice() == [same]);
            if follows || own.iter().any(|own| own.index() == id) {
                entities.of[id] = vec![*end];
            }
        }
        entities.entities.push(Entity {
            by_scene: false,
            name: "The given end".to_owned(),
            entity_type,
            wikidata: None,
            country: None,
            mentions: own,
            forms: Vec::new(),
        });
    }
    entities.offices.clear();
    (entities, ends)
}
