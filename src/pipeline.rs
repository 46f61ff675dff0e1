//! The order of the stages, written once.
//!
//! Takes a [`Schema`] and [`Article`]s; gives an [`Analysis`] of each. Never fails on text.

use crate::clauses::{self, Clauses, Grammar};
use crate::dates::{self, Dates};
use crate::ingest::{Article, BlockKind};
use crate::mentions::{self, MentionKind, Mentions};
use crate::patterns::{PatternError, Patterns};
use crate::resolve::{self, Entities};
use crate::schema::{Schema, SchemaError};
use crate::source::{Bytes, CodePointIndex, Span, Tokens};
use crate::statements::{self, Confidence, Extraction, Feature, Grounds, Statement, Wording};
use crate::store::{
    AttributionRecord, CasualtiesRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord,
    ParagraphRecord, StatementRecord,
};
use crate::syntax::{Engine, ModelError, Syntax};
use crate::text::{self, Language, Text};

/// Everything that the stages need beside the article.
pub struct Pipeline {
    schema: Schema,
    engine: Engine,
    grammar: Grammar,
    patterns: Patterns,
    wording: Wording,
    calendar: dates::Calendar,
    lexicons: mentions::Lexicons,
    gazetteer: mentions::Gazetteer,
    confidence: Confidence,
}

/// What the stages made of one article.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The article.
    pub article: Article,
    /// Its paragraphs.
    pub text: Text,
    /// Its tokens and trees.
    pub syntax: Syntax,
    /// Its date expressions.
    pub dates: Dates,
    /// Its mentions.
    pub mentions: Mentions,
    /// Its entities.
    pub entities: Entities,
    /// Its clauses.
    pub clauses: Clauses,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// For each statement, how likely it is to be right.
    pub confidence: Vec<f64>,
}

/// Why a pipeline could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The schema breaks its rules.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The model cannot be read.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Patterns could not be understood.
    #[error("{} of the schema's patterns could not be understood; the first: {}", .0.len(), .0[0])]
    Patterns(Vec<PatternError>),
}

impl Pipeline {
    /// Sets up all stages.
    ///
    /// # Errors
    /// If the schema or the model is broken, or a pattern cannot be understood.
    pub fn new(schema: Schema) -> Result<Self, PipelineError> {
        let engine = Engine::built_in()?;
        let grammar = Grammar::new(&schema)?;
        let patterns = Patterns::new(&schema, &grammar, &engine).map_err(PipelineError::Patterns)?;
        Ok(Self {
            wording: Wording::new(&schema)?,
            calendar: dates::Calendar::new(&schema)?,
            lexicons: mentions::Lexicons::new(&schema)?,
            gazetteer: mentions::Gazetteer::new(&schema)?,
            confidence: Confidence::new(&schema)?,
            schema,
            engine,
            grammar,
            patterns,
        })
    }

    /// The schema that the stages work by.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The patterns of the schema as they were understood.
    #[must_use]
    pub fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// Runs all stages on an article.
    #[must_use]
    pub fn analyse(&self, article: Article) -> Analysis {
        let page: &str = &article.page;
        let published = article.published.map(|(date, _)| date);
        let text = text::read(&article);
        let syntax = self.engine.parse(page, &text);
        let dates = dates::find(page, &syntax, published, &self.calendar);
        let mentions = mentions::find(page, &text, &syntax, &self.lexicons, &self.gazetteer);
        let entities = resolve::resolve(page, &text, &syntax, &mentions, &self.lexicons, &self.gazetteer, published);
        let clauses = clauses::build(page, &syntax, &self.grammar);
        let grounds = Grounds {
            page,
            syntax: &syntax,
            dates: &dates,
            mentions: &mentions,
            entities: &entities,
            clauses: &clauses,
            published,
        };
        let extraction = Extraction { schema: &self.schema, patterns: &self.patterns, wording: &self.wording };
        let statements = statements::extract(&grounds, &extraction);
        let features = statements::features(&grounds, &self.schema, &statements);
        let confidence = features.iter().map(|f| self.confidence.probability(f)).collect();
        Analysis { article, text, syntax, dates, mentions, entities, clauses, statements, confidence }
    }

    /// What [`Analysis::confidence`] was worked out from, for each statement.
    #[must_use]
    pub fn features(&self, analysis: &Analysis) -> Vec<Vec<Feature>> {
        let Analysis { article, syntax, dates, mentions, entities, clauses, statements, .. } = analysis;
        let page: &str = &article.page;
        let published = article.published.map(|(date, _)| date);
        let grounds = Grounds { page, syntax, dates, mentions, entities, clauses, published };
        statements::features(&grounds, &self.schema, statements)
    }

    /// An analysis as rows for the store.
    #[must_use]
    pub fn record(&self, analysis: &Analysis) -> DocumentRecord {
        Recorder { analysis, schema: &self.schema, index: CodePointIndex::new(&analysis.article.page) }.record()
    }
}

/// Turns byte and token spans into code points, ids into rows.
struct Recorder<'a> {
    analysis: &'a Analysis,
    schema: &'a Schema,
    index: CodePointIndex,
}

impl Recorder<'_> {
    fn record(&self) -> DocumentRecord {
        let Analysis { article, text, syntax, entities, mentions, statements, confidence, .. } = self.analysis;
        DocumentRecord {
            key: article.key.clone(),
            title: article.title.clone(),
            url: article.url.clone(),
            publisher: article.publisher.clone(),
            author: article.author.clone(),
            published: article.published.map(|(date, _)| date.to_string()),
            text: article.page.to_string(),
            span: self.code_points(article.span),
            paragraphs: text
                .paragraphs
                .iter()
                .map(|p| ParagraphRecord {
                    span: self.code_points(p.span),
                    kind: match p.kind {
                        BlockKind::Heading => "heading",
                        BlockKind::Paragraph => "paragraph",
                        BlockKind::ListItem => "list item",
                        BlockKind::Furniture => "furniture",
                    }
                    .to_owned(),
                    language: match p.language {
                        Language::English => Some("eng".to_owned()),
                        Language::Other(code) => Some(code.to_owned()),
                        Language::Unsure => None,
                    },
                    read: p.is_read(),
                })
                .collect(),
            sentences: syntax.sentences.iter().map(|s| self.tokens(*s)).collect(),
            tokens: syntax.tokens.len() as u32,
            entities: entities
                .entities
                .iter()
                .map(|e| EntityRecord {
                    name: e.name.clone(),
                    entity_type: e.entity_type,
                    wikidata: e.wikidata.clone(),
                    country: e.country.clone(),
                    forms: e.forms.clone(),
                })
                .collect(),
            mentions: mentions
                .mentions
                .iter()
                .enumerate()
                .map(|(i, m)| MentionRecord {
                    span: self.tokens(m.span),
                    text: self.words(m.span),
                    kind: match m.kind {
                        MentionKind::Name => "name",
                        MentionKind::Adjective => "adjective",
                        MentionKind::Description => "description",
                        MentionKind::Pronoun => "pronoun",
                    }
                    .to_owned(),
                    entities: entities.of[i].iter().map(|e| e.index()).collect(),
                    reason: entities.reasons[i].to_owned(),
                })
                .collect(),
            statements: statements.iter().zip(confidence).map(|(s, c)| self.statement(s, *c)).collect(),
        }
    }

    fn statement(&self, statement: &Statement, confidence: f64) -> StatementRecord {
        let end = |end: statements::End| EndRecord { entity: end.entity.index(), mention: end.mention.index() };
        let syntax = &self.analysis.syntax;
        let trigger = syntax.token(statement.trigger).span;
        StatementRecord {
            source: end(statement.source),
            relation: self.schema.relation(statement.relation).id.clone(),
            target: end(statement.target),
            polarity: statement.polarity,
            modality: statement.modality,
            attribution: statement.attribution.map(|a| AttributionRecord {
                entity: a.speaker.index(),
                mention: a.mention.index(),
                cue: syntax.word(&self.analysis.article.page, a.cue).to_owned(),
            }),
            date: statement.date.map(|d| d.to_string()),
            evidence: statement
                .evidence
                .iter()
                .map(|span| EvidenceRecord { span: self.tokens(*span), text: self.words(*span) })
                .collect(),
            trigger: self.code_points(trigger),
            content: statement.content.map(|span| self.words(span)),
            about: statement.about.iter().map(|e| e.index()).collect(),
            casualties: statement
                .casualties
                .iter()
                .map(|c| CasualtiesRecord {
                    harm: c.harm,
                    figure: c.figure,
                    span: self.tokens(c.words),
                    text: self.words(c.words),
                    speaker: c.speaker.map(|s| s.index()),
                })
                .collect(),
            place: statement.place.map(|p| p.index()),
            rule: statement.rule.clone(),
            confidence: Some(confidence),
        }
    }

    fn words(&self, span: Span<Tokens>) -> String {
        self.analysis.syntax.bytes(span).of(&self.analysis.article.page).to_owned()
    }

    fn tokens(&self, span: Span<Tokens>) -> (u32, u32) {
        self.code_points(self.analysis.syntax.bytes(span))
    }

    fn code_points(&self, span: Span<Bytes>) -> (u32, u32) {
        let span = self.index.code_points(&self.analysis.article.page, span);
        (span.start, span.end)
    }
}
