//! Articles that nobody wrote: any number of statements, the same at every run.

use actant::schema::{EntityType, Schema};
use actant::statements::{Figure, Harm, Modality, Polarity};
use actant::store::{
    AttributionRecord, CasualtiesRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord,
    ParagraphRecord, StatementRecord,
};

const STATEMENTS_OF_A_DOCUMENT: usize = 10;
const STATEMENTS_OF_A_SENTENCE: usize = 2;
const PUBLISHERS: usize = 200;
const DAYS: usize = 730;

/// How many documents are handed over at a time.
const PART: usize = 1000;

/// Documents with so many statements in all, a thousand at a time.
pub fn documents(statements: usize, schema: &Schema) -> impl Iterator<Item = Vec<DocumentRecord>> {
    // 5,000 entities at 100,000 statements; ten times as many statements speak of four times as many.
    let entities = (5000.0 * (statements as f64 / 100_000.0).powf(0.6)).max(10.0) as usize;
    let relations: Vec<String> = schema.relations.iter().map(|r| r.id.clone()).collect();
    let count = statements.div_ceil(STATEMENTS_OF_A_DOCUMENT);
    (0..count.div_ceil(PART)).map(move |part| {
        (part * PART..count.min((part + 1) * PART)).map(|i| Article::write(i, entities, &relations)).collect()
    })
}

/// Numbers that look like chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of `count`, the n-th about 1/n as often as the first.
    fn skewed(&mut self, count: usize) -> usize {
        let at = ((count as f64 + 1.0).ln() * self.share()).exp() - 1.0;
        (at as usize).min(count - 1)
    }

    fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }
}

struct Article {
    record: DocumentRecord,
    letters: u32,
    /// The entity of the record for each entity of the world that it speaks of.
    known: Vec<(usize, usize)>,
}

impl Article {
    fn write(number: usize, entities: usize, relations: &[String]) -> DocumentRecord {
        let mut chance = Chance(number as u64);
        let day = |n: usize| format!("{}-{:02}-{:02}", 2024 + n / 365, n % 365 / 31 + 1, n % 28 + 1);
        let published = chance.next() as usize % DAYS;
        let mut article = Self {
            record: DocumentRecord {
                key: format!("article-{number:07}"),
                title: Some(format!("Report number {number}")),
                url: Some(format!("https://news.example/{number}")),
                publisher: Some(format!("Publisher {}", chance.skewed(PUBLISHERS))),
                author: None,
                published: Some(day(published)),
                text: String::new(),
                span: (0, 0),
                paragraphs: Vec::new(),
                sentences: Vec::new(),
                tokens: 0,
                entities: Vec::new(),
                mentions: Vec::new(),
                statements: Vec::new(),
            },
            letters: 0,
            known: Vec::new(),
        };
        for _ in 0..STATEMENTS_OF_A_DOCUMENT / STATEMENTS_OF_A_SENTENCE {
            article.sentence(&mut chance, entities, relations, &day(published.saturating_sub(chance_day(number))));
        }
        let end = article.letters;
        article.record.span = (0, end);
        article.record.tokens = end / 5;
        article.record.paragraphs.push(ParagraphRecord {
            span: (0, end),
            kind: "paragraph".to_owned(),
            language: Some("eng".to_owned()),
            read: true,
        });
        article.record
    }

    /// "Report 12: A accuses B, and C meets D, it was said on the occasion in the capital."
    fn sentence(&mut self, chance: &mut Chance, entities: usize, relations: &[String], day: &str) {
        let start = self.letters;
        let mut parts = Vec::new();
        for _ in 0..STATEMENTS_OF_A_SENTENCE {
            let source = self.mention(chance.skewed(entities), " ");
            let relation = relations[chance.skewed(relations.len())].clone();
            let trigger = (self.letters, self.letters + relation.len() as u32);
            self.words(&relation);
            let mut other = chance.skewed(entities);
            if self.record.mentions[source.mention].text == name(other) {
                other = (other + 1) % entities;
            }
            let target = self.mention(other, " ");
            self.words(", and");
            parts.push((source, relation, trigger, target));
        }
        self.words(" it was said on the occasion in the capital before a large crowd.");
        let span = (start, self.letters);
        let text = self.record.text[start as usize..].trim_start().to_owned();
        let span = (span.1 - text.len() as u32, span.1);
        self.record.sentences.push(span);
        for (source, relation, trigger, target) in parts {
            let attribution = chance.happens(0.25).then(|| AttributionRecord {
                entity: target.entity,
                mention: target.mention,
                cue: "said".to_owned(),
            });
            let modality = match chance.share() {
                s if s < 0.7 => Modality::Actual,
                s if s < 0.8 => Modality::Planned,
                s if s < 0.87 => Modality::Possible,
                s if s < 0.93 => Modality::Requested,
                s if s < 0.97 => Modality::Alleged,
                _ => Modality::Past,
            };
            // Every attack has a toll.
            let casualties = (relation == "attacks").then(|| CasualtiesRecord {
                harm: Harm::Killed,
                figure: Figure::exactly(span.0 % 90),
                span,
                text: text.clone(),
                speaker: None,
            });
            self.record.statements.push(StatementRecord {
                source,
                rule: format!("{relation}#1 \"A {relation} B\""),
                relation,
                target,
                polarity: if chance.happens(0.06) { Polarity::Negative } else { Polarity::Positive },
                modality,
                attribution,
                date: chance.happens(0.5).then(|| day.to_owned()),
                evidence: vec![EvidenceRecord { span, text: text.clone() }],
                trigger,
                content: chance.happens(0.2).then(|| "of something".to_owned()),
                about: Vec::new(),
                casualties: casualties.into_iter().collect(),
                place: chance.happens(0.05).then_some(0),
                confidence: Some((chance.share() * 100.0).round() / 100.0),
            });
        }
    }

    fn words(&mut self, words: &str) {
        self.record.text.push_str(words);
        self.letters += words.len() as u32;
    }

    fn mention(&mut self, entity: usize, before: &str) -> EndRecord {
        let name = name(entity);
        let here = match self.known.iter().find(|(known, _)| *known == entity) {
            Some((_, here)) => *here,
            None => {
                let here = self.record.entities.len();
                self.record.entities.push(EntityRecord {
                    entity_type: match entity % 10 {
                        0..=4 => EntityType::Person,
                        5 | 6 => EntityType::Country,
                        7 | 8 => EntityType::Organization,
                        _ => EntityType::Place,
                    },
                    wikidata: (entity % 5 < 2).then(|| format!("Q{}", 1000 + entity)),
                    country: None,
                    forms: vec![name.clone()],
                    name: name.clone(),
                });
                self.known.push((entity, here));
                here
            }
        };
        self.words(before);
        let start = self.letters;
        self.words(&name);
        self.record.mentions.push(MentionRecord {
            span: (start, self.letters),
            text: name,
            kind: "name".to_owned(),
            entities: vec![here],
            reason: "made up".to_owned(),
        });
        self.words(" ");
        EndRecord { entity: here, mention: self.record.mentions.len() - 1 }
    }
}

/// How many days before an article its events lie.
fn chance_day(number: usize) -> usize {
    number % 4
}

/// The name of an entity of the world: "Tokari Velmo".
fn name(entity: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["to", "ka", "ri", "vel", "mo", "zan", "bor", "di", "lu", "sha", "per", "gul", "ne", "fa", "hin", "cro"];
    let word = |n: usize| {
        let word: String = [n % 16, n / 16 % 16, n / 256 % 16].map(|i| SYLLABLES[i]).concat();
        word[..1].to_uppercase() + &word[1..]
    };
    format!("{} {}", word(entity), word(entity * 7 + entity / 4096))
}
