//! Documents made by hand: a builder that writes the text and keeps the offsets, so that tests of
//! the store and of RDF need no language engine.

use std::path::Path;

use actant::schema::{EntityType, Schema};
use actant::statements::{Figure, Harm, Modality, Polarity};
use actant::store::{
    AttributionRecord, CasualtiesRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord,
    ParagraphRecord, StatementRecord,
};

/// The built-in schema with a few relations written for the tests put over it.
pub fn schema() -> Schema {
    Schema::with_directory(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records/schema"))
        .expect("the schema of the tests keeps to the rules")
}

/// So many harmed, by the words of a statement's evidence.
pub fn casualties(statement: &StatementRecord, harm: Harm, figure: Figure) -> CasualtiesRecord {
    let EvidenceRecord { span, text } = statement.evidence[0].clone();
    CasualtiesRecord { harm, figure, span, text, speaker: None }
}

/// A document under construction. Names begin with what they are: a capital letter is a name, a
/// small letter a description.
pub struct Article {
    record: DocumentRecord,
}

impl Article {
    pub fn new(key: &str) -> Self {
        Self {
            record: DocumentRecord {
                key: key.to_owned(),
                title: None,
                url: None,
                publisher: None,
                author: None,
                published: None,
                text: String::new(),
                span: (0, 0),
                paragraphs: Vec::new(),
                sentences: Vec::new(),
                tokens: 0,
                entities: Vec::new(),
                mentions: Vec::new(),
                statements: Vec::new(),
            },
        }
    }

    pub fn title(mut self, title: &str) -> Self {
        self.record.title = Some(title.to_owned());
        self
    }

    pub fn url(mut self, url: &str) -> Self {
        self.record.url = Some(url.to_owned());
        self
    }

    pub fn publisher(mut self, publisher: &str) -> Self {
        self.record.publisher = Some(publisher.to_owned());
        self
    }

    pub fn published(mut self, day: &str) -> Self {
        self.record.published = Some(day.to_owned());
        self
    }

    /// Makes an entity known with what the text does not say; `say` makes others as they come.
    pub fn entity(
        mut self,
        name: &str,
        entity_type: EntityType,
        wikidata: Option<&str>,
        country: Option<&str>,
    ) -> Self {
        self.record.entities.push(EntityRecord {
            name: name.to_owned(),
            entity_type,
            wikidata: wikidata.map(str::to_owned),
            country: country.map(str::to_owned),
            forms: vec![name.to_owned()],
        });
        self
    }

    /// Adds a sentence without a statement.
    pub fn sentence(mut self, words: &str) -> Self {
        self.write(words);
        self
    }

    /// Adds the sentence "Source relation target." and its statement.
    pub fn say(self, source: &str, relation: &str, target: &str) -> Self {
        self.say_that(source, relation, target, |_| {})
    }

    /// Adds a statement and lets `change` mend it.
    pub fn say_that(
        mut self,
        source: &str,
        relation: &str,
        target: &str,
        change: impl FnOnce(&mut StatementRecord),
    ) -> Self {
        let sentence = self.write(&format!("{source} {relation} {target}."));
        let source_end = self.mention(source, sentence.0);
        let trigger_start = sentence.0 + letters(source) + 1;
        let trigger = (trigger_start, trigger_start + letters(relation));
        let target_end = self.mention(target, trigger.1 + 1);
        let mut statement = StatementRecord {
            source: source_end,
            relation: relation.to_owned(),
            target: target_end,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            attribution: None,
            date: None,
            evidence: vec![EvidenceRecord { span: sentence, text: format!("{source} {relation} {target}.") }],
            trigger,
            content: None,
            about: Vec::new(),
            casualties: Vec::new(),
            place: None,
            rule: format!("{relation}#1 \"A {relation} B\""),
            confidence: None,
        };
        change(&mut statement);
        self.record.statements.push(statement);
        self
    }

    /// Adds "Speaker said: Source relation target." and its attributed statement.
    pub fn quote(mut self, speaker: &str, source: &str, relation: &str, target: &str) -> Self {
        let said = self.write(&format!("{speaker} said:"));
        let speaker = self.mention(speaker, said.0);
        self.say_that(source, relation, target, |s| {
            s.attribution =
                Some(AttributionRecord { entity: speaker.entity, mention: speaker.mention, cue: "said".to_owned() });
        })
    }

    pub fn done(mut self) -> DocumentRecord {
        let end = letters(&self.record.text);
        self.record.span = (0, end);
        self.record.paragraphs.push(ParagraphRecord {
            span: (0, end),
            kind: "paragraph".to_owned(),
            language: Some("eng".to_owned()),
            read: true,
        });
        self.record
    }

    fn write(&mut self, words: &str) -> (u32, u32) {
        if !self.record.text.is_empty() {
            self.record.text.push(' ');
        }
        let start = letters(&self.record.text);
        self.record.text.push_str(words);
        let span = (start, start + letters(words));
        self.record.sentences.push(span);
        self.record.tokens += words.split_whitespace().count() as u32;
        span
    }

    fn mention(&mut self, name: &str, start: u32) -> EndRecord {
        let known = self.record.entities.iter().position(|e| e.name == name);
        let entity = known.unwrap_or_else(|| {
            self.record.entities.push(EntityRecord {
                name: name.to_owned(),
                entity_type: EntityType::Country,
                wikidata: None,
                country: None,
                forms: vec![name.to_owned()],
            });
            self.record.entities.len() - 1
        });
        let kind = if name.starts_with(char::is_lowercase) { "description" } else { "name" };
        self.record.mentions.push(MentionRecord {
            span: (start, start + letters(name)),
            text: name.to_owned(),
            kind: kind.to_owned(),
            entities: vec![entity],
            reason: "written by hand".to_owned(),
        });
        EndRecord { entity, mention: self.record.mentions.len() - 1 }
    }
}

fn letters(text: &str) -> u32 {
    text.chars().count() as u32
}

/// Three articles with odd names, a wire copy, a claim, a denial, a plan and a standing relation.
pub fn odd_articles() -> Vec<DocumentRecord> {
    vec![
        Article::new("https://news.example/a?q=<x>&\"{}|\\^`#1")
            .title("Syldavia \"accuses\" Borduria\nand more \\ <b>")
            .url("https://news.example/a?q=<x>&\"{}|\\^`")
            .publisher("Klow Courier & Sons <\"Ltd\">")
            .published("2026-01-08")
            .entity("Syldavia", EntityType::Country, Some("Q1"), None)
            .entity("Muskar \"the XII\"\n\tOttokar", EntityType::Person, None, Some("Q1"))
            .say_that("Syldavia", "accuses", "Borduria", |s| s.date = Some("2026-01-07".to_owned()))
            .say("Muskar \"the XII\"\n\tOttokar", "leads", "Syldavia")
            .say_that("Syldavia", "meets", "the two <ministers>", |s| s.modality = Modality::Planned)
            .sentence("Nothing else is known in Klow, said the paper's man there.")
            .done(),
        Article::new("b/é̂ ünïcode 北京")
            .title("Zoë\u{301} O’Hara 🦊")
            .published("2026-01-09")
            .entity("Syldavia", EntityType::Country, Some("Q1"), None)
            .entity("Zoë\u{301} O’Hara 🦊", EntityType::Person, None, None)
            .quote("Zoë\u{301} O’Hara 🦊", "Borduria", "attacks", "Syldavia")
            .say_that("Borduria", "accuses", "Syldavia", |s| s.polarity = Polarity::Negative)
            .say_that("Syldavia", "condemns", "Borduria", |s| {
                s.date = Some("2026-01".to_owned());
                s.casualties = vec![
                    casualties(s, Harm::Killed, Figure { low: Some(12), ..Figure::default() }),
                    CasualtiesRecord { speaker: Some(1), ..casualties(s, Harm::Wounded, Figure::default()) },
                ];
            })
            .say_that("Borduria", "meets", "Syldavia", |s| {
                s.content = Some("over the \r\n border ]]> & <so on>".to_owned());
                s.about = vec![1, 0];
                s.place = Some(0);
                s.confidence = Some(0.75);
            })
            .done(),
        Article::new("c.txt")
            .publisher("Klow Courier & Sons <\"Ltd\">")
            .published("2026-01-10")
            .entity("Syldavia", EntityType::Country, Some("Q1"), None)
            .say_that("Syldavia", "accuses", "Borduria", |s| {
                s.date = Some("2026".to_owned());
                s.casualties = vec![casualties(s, Harm::Detained, Figure::exactly(3))];
            })
            .say("the two <ministers>", "accuses", "Borduria")
            .done(),
        Article::new("empty").done(),
    ]
}
