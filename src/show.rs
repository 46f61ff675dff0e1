//! What each stage made of an article, for people to read.
//!
//! Takes an [`Analysis`]; gives text. Does not run stages. Example: the stage `entities` of "Petro
//! spoke. He left." lists "Gustavo Petro" with the mentions "Petro" and "He" and the reason of each.

use std::fmt::Write;

use crate::check;
use crate::clauses::{Link, PredicateKind, Role};
use crate::ingest::BlockKind;
use crate::mentions::MentionKind;
use crate::pipeline::Analysis;
use crate::schema::Schema;
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::text::Language;

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Paragraphs with their language.
    Text,
    /// Tokens with tags, heads and labels.
    Syntax,
    /// Date expressions and what they mean.
    Dates,
    /// Places where the text refers to somebody or something.
    Mentions,
    /// Who they are.
    Entities,
    /// Predicates with their arguments.
    Clauses,
    /// Who did what to whom.
    Statements,
}

/// What a stage made of an article, a line each.
#[must_use]
pub fn show(stage: Stage, analysis: &Analysis, schema: &Schema) -> String {
    let view = View { analysis, schema };
    match stage {
        Stage::Text => view.text(),
        Stage::Syntax => view.syntax(),
        Stage::Dates => view.dates(),
        Stage::Mentions => view.mentions(),
        Stage::Entities => view.entities(),
        Stage::Clauses => view.clauses(),
        Stage::Statements => view.statements(),
    }
}

struct View<'a> {
    analysis: &'a Analysis,
    schema: &'a Schema,
}

/// A line of the output; writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($arguments:tt)*) => {
        writeln!($out, $($arguments)*).expect("a string takes any text")
    };
}

impl View<'_> {
    fn page(&self) -> &str {
        &self.analysis.article.page
    }

    fn words(&self, span: Span<Tokens>) -> &str {
        if span.is_empty() { "" } else { self.analysis.syntax.bytes(span).of(self.page()) }
    }

    fn word(&self, token: TokenId) -> &str {
        self.analysis.syntax.word(self.page(), token)
    }

    fn text(&self) -> String {
        let mut out = String::new();
        let article = &self.analysis.article;
        line!(out, "{}  {}", article.key, article.title.as_deref().unwrap_or("(no title)"));
        match article.published {
            Some((day, source)) => line!(out, "published {day} ({source:?})"),
            None => line!(out, "published: unknown"),
        }
        for paragraph in &self.analysis.text.paragraphs {
            let kind = match paragraph.kind {
                BlockKind::Heading => "heading",
                BlockKind::Paragraph => "paragraph",
                BlockKind::ListItem => "list item",
                BlockKind::Furniture => "furniture",
            };
            let language = match paragraph.language {
                Language::English => "eng",
                Language::Other(code) => code,
                Language::Unsure => "?",
            };
            let read = if paragraph.is_read() { "" } else { " (left unread)" };
            line!(out, "\n{kind} {language}{read}\n{}", paragraph.span.of(self.page()));
        }
        out
    }

    fn syntax(&self) -> String {
        let syntax = &self.analysis.syntax;
        let mut out = String::new();
        for sentence in &syntax.sentences {
            line!(out, "# {}", self.words(*sentence).replace('\n', " "));
            for token in sentence.tokens() {
                let t = syntax.token(token);
                let head = syntax.head(token).map_or("ROOT", |h| self.word(h));
                let entity = t.entity.map_or(String::new(), |(label, begins)| {
                    format!("{}-{}", if begins { "B" } else { "I" }, label.as_str())
                });
                line!(
                    out,
                    "{:>5}  {:18} {:16} {:5} {:6} {:10} {:18} {entity}",
                    token.0,
                    self.word(token).escape_debug().to_string(),
                    syntax.lemma(token).escape_debug().to_string(),
                    t.tag.as_str(),
                    t.pos.as_str(),
                    t.label.as_str(),
                    head.escape_debug().to_string()
                );
            }
            line!(out, "");
        }
        out
    }

    fn dates(&self) -> String {
        let mut out = String::new();
        for date in &self.analysis.dates.expressions {
            let value = date.value.map_or("unknown".to_owned(), |v| v.to_string());
            line!(out, "{}  →  {value} ({:?})", self.words(date.span), date.bound);
        }
        out
    }

    fn mention_kind(&self, id: MentionId) -> &'static str {
        match self.analysis.mentions.mentions[id.index()].kind {
            MentionKind::Name => "name",
            MentionKind::Adjective => "adjective",
            MentionKind::Description => "description",
            MentionKind::Pronoun => "pronoun",
        }
    }

    fn mentions(&self) -> String {
        let mut out = String::new();
        for (i, mention) in self.analysis.mentions.mentions.iter().enumerate() {
            let kind = self.mention_kind(MentionId(i as u32));
            let name = mention.name.map_or(String::new(), |n| format!("  name \"{}\"", self.words(n)));
            let entity_type = mention.entity_type.map_or("?", |t| t.as_str());
            let number = mention.number.map_or(String::new(), |n| format!("  {n:?}"));
            let gender = mention.gender.map_or(String::new(), |g| format!("  {g:?}"));
            line!(out, "{kind:12} {entity_type:13} {}{name}{number}{gender}", self.words(mention.span));
        }
        out
    }

    fn entities(&self) -> String {
        let entities = &self.analysis.entities;
        let mut out = String::new();
        for entity in &entities.entities {
            let wikidata = entity.wikidata.as_ref().map_or(String::new(), |id| format!(", {id}"));
            let country = entity.country.as_ref().map_or(String::new(), |c| format!(", of {c}"));
            line!(out, "{} ({}{wikidata}{country})", entity.name, entity.entity_type.as_str());
            for mention in &entity.mentions {
                let words = self.words(self.analysis.mentions.mentions[mention.index()].span);
                line!(out, "    {words}  [{}: {}]", self.mention_kind(*mention), entities.reasons[mention.index()]);
            }
        }
        let unresolved = entities.of.iter().enumerate().filter(|(_, of)| of.is_empty());
        for (i, _) in unresolved {
            let words = self.words(self.analysis.mentions.mentions[i].span);
            line!(out, "unresolved: {words}  [{}]", self.mention_kind(MentionId(i as u32)));
        }
        for office in &entities.offices {
            let name = |id: crate::source::EntityId| &entities.entities[id.index()].name;
            let past = if office.past { " (ended)" } else { "" };
            let (holder, of) = (name(office.holder), name(office.of));
            line!(out, "office: {holder} is {} of {of}{past}  [{}]", self.words(office.title), office.rule);
        }
        out
    }

    fn clauses(&self) -> String {
        let mut out = String::new();
        for frame in &self.analysis.clauses.frames {
            let kind = match frame.kind {
                PredicateKind::Verb => "verb",
                PredicateKind::Noun => "noun",
                PredicateKind::Adjective => "adjective",
            };
            let governor = frame.governor.map_or(String::new(), |(token, link)| {
                let link = match link {
                    Link::Complement => "completes",
                    Link::Adverbial => "beside",
                    Link::Relative => "describes",
                };
                format!("  {link} {}", self.word(token))
            });
            line!(out, "{} ({kind}){governor}", self.word(frame.predicate));
            for argument in &frame.arguments {
                let role = match argument.role {
                    Role::Subject => "subject".to_owned(),
                    Role::Object => "object".to_owned(),
                    Role::Recipient => "recipient".to_owned(),
                    Role::Attribute => "attribute".to_owned(),
                    Role::Holder => "holder".to_owned(),
                    Role::Clause => "clause".to_owned(),
                    Role::Particle => "particle".to_owned(),
                    Role::Modifier => "modifier".to_owned(),
                    Role::Preposition(token) => self.word(token).to_lowercase(),
                };
                line!(out, "    {role}: {}", self.word(argument.head));
            }
        }
        out
    }

    fn statements(&self) -> String {
        let mut out = String::new();
        for (statement, confidence) in self.analysis.statements.iter().zip(&self.analysis.confidence) {
            line!(out, "{}", check::write(self.analysis, self.schema, statement));
            if let Some(attribution) = statement.attribution {
                let speaker = &self.analysis.entities.entities[attribution.speaker.index()].name;
                line!(out, "    says {speaker} ({})", self.word(attribution.cue));
            }
            if let Some(date) = statement.date {
                line!(out, "    on {date}");
            }
            if let Some(place) = statement.place {
                line!(out, "    in {}", self.analysis.entities.entities[place.index()].name);
            }
            if let Some(content) = statement.content {
                line!(out, "    about: {}", self.words(content));
            }
            if !statement.about.is_empty() {
                let named = statement.about.iter().map(|e| self.analysis.entities.entities[e.index()].name.as_str());
                line!(out, "    which names: {}", named.collect::<Vec<_>>().join("; "));
            }
            for casualties in &statement.casualties {
                let number = casualties.figure.written().unwrap_or_else(|| "no number".to_owned());
                let speaker = casualties.speaker.map(|s| &self.analysis.entities.entities[s.index()].name);
                let speaker = speaker.map_or(String::new(), |name| format!(", says {name}"));
                let words = self.words(casualties.words);
                line!(out, "    {}: {number} (\"{words}\"){speaker}", casualties.harm.as_str());
            }
            line!(out, "    right with probability {confidence:.2}");
            line!(out, "    by {}, word \"{}\"", statement.rule, self.word(statement.trigger));
            for evidence in &statement.evidence {
                line!(out, "    | {}", self.words(*evidence).replace('\n', " "));
            }
        }
        out
    }
}
