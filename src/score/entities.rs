//! Predicted entities against gold entities.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::agree::{entity_agrees, is_proper, normalise};
use super::{Gold, GoldDocument, first_best, share};

/// Types of gold entities that are asked for.
const ASKED: [&str; 5] = ["Person", "Country", "Organization", "Place", "Group"];

/// A predicted entity of one document: a line of `actant export --format entities`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PredictedEntity {
    /// The document's key.
    pub document: String,
    /// Its name.
    pub name: String,
    /// Person, Country …
    #[serde(rename = "type")]
    pub entity_type: String,
    /// Its Wikidata id.
    #[serde(default)]
    pub wikidata: Option<String>,
    /// Each distinct string by which the document refers to it.
    #[serde(default)]
    pub mentions: Vec<String>,
}

/// How well entities were found; shares from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityReport {
    /// Gold entities whose name some predicted entity has.
    pub found: f64,
    /// Of the found: the type agrees.
    pub typed: f64,
    /// Of the found: no other predicted entity carries one of its names.
    pub whole: f64,
    /// Predicted entities that carry the names of one gold entity only.
    pub pure: f64,
    /// Mentions with a proper name that the predicted entity carries too.
    pub aliases: f64,
    /// Plain descriptions that the predicted entity carries too.
    pub described: f64,
    /// Gold entities with a Wikidata id that were linked to it.
    pub linked: f64,
    /// … that were linked to another.
    pub link_wrong: f64,
    /// How many gold entities were asked for.
    pub gold: usize,
    /// What went wrong, a line each.
    #[serde(skip)]
    pub mistakes: Vec<String>,
}

#[derive(Default)]
struct Counter {
    gold: usize,
    found: usize,
    typed: usize,
    whole: usize,
    aliases: usize,
    aliases_gold: usize,
    described: usize,
    described_gold: usize,
    linkable: usize,
    linked: usize,
    link_wrong: usize,
    matched: usize,
    pure: usize,
    mistakes: Vec<String>,
}

/// Scores predicted entities against the gold entities that are an end of a certain statement.
#[must_use]
pub fn score_entities(gold: &Gold, predictions: &[PredictedEntity]) -> EntityReport {
    let mut counter = Counter::default();
    for document in &gold.documents {
        let of_document = predictions.iter().filter(|p| p.document.split('#').next() == Some(document.doc.as_str()));
        counter.count(document, &join_articles(of_document));
    }
    let n = counter;
    EntityReport {
        found: share(n.found, n.gold),
        typed: share(n.typed, n.found),
        whole: share(n.whole, n.found),
        pure: share(n.pure, n.matched),
        aliases: share(n.aliases, n.aliases_gold),
        described: share(n.described, n.described_gold),
        linked: share(n.linked, n.linkable),
        link_wrong: share(n.link_wrong, n.linkable),
        gold: n.gold,
        mistakes: n.mistakes,
    }
}

/// An entity of a page: those of its articles with the same name and type, taken together.
struct Joined<'p> {
    name: &'p str,
    entity_type: &'p str,
    wikidata: Option<&'p str>,
    /// Name and mentions as they are compared.
    strings: BTreeSet<String>,
    /// The mentions alone.
    mentions: BTreeSet<String>,
}

fn join_articles<'p>(predictions: impl Iterator<Item = &'p PredictedEntity>) -> Vec<Joined<'p>> {
    let mut joined: Vec<Joined<'p>> = Vec::new();
    let mut places: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for p in predictions {
        let place = *places.entry((&p.name, &p.entity_type)).or_insert_with(|| {
            let strings = BTreeSet::from([normalise(&p.name)]);
            joined.push(Joined {
                name: &p.name,
                entity_type: &p.entity_type,
                wikidata: None,
                strings,
                mentions: BTreeSet::new(),
            });
            joined.len() - 1
        });
        let entity = &mut joined[place];
        entity.mentions.extend(p.mentions.iter().map(|m| normalise(m)));
        entity.strings.extend(p.mentions.iter().map(|m| normalise(m)));
        entity.wikidata = entity.wikidata.or(p.wikidata.as_deref().filter(|id| !id.is_empty()));
    }
    joined
}

impl Counter {
    fn count(&mut self, document: &GoldDocument, mine: &[Joined<'_>]) {
        let wanted: BTreeSet<&str> = document
            .statements
            .iter()
            .filter(|s| s.certain)
            .flat_map(|s| s.source.first().into_iter().chain(s.target.first()))
            .map(String::as_str)
            .collect();
        // For each proper name, the gold entities that carry it; a name that two carry tells nothing.
        let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for entity in &document.entities {
            for mention in std::iter::once(&entity.name).chain(&entity.mentions).filter(|m| is_proper(m)) {
                owners.entry(normalise(mention)).or_default().insert(&entity.id);
            }
        }
        let asked = document
            .entities
            .iter()
            .filter(|e| wanted.contains(e.id.as_str()) && ASKED.contains(&e.entity_type.as_str()));
        for gold in asked {
            self.gold += 1;
            let all: BTreeSet<String> =
                std::iter::once(&gold.name).chain(&gold.mentions).map(|m| normalise(m)).collect();
            let hits = mine.iter().filter(|p| entity_agrees(p.name, p.wikidata, gold));
            let best = first_best(hits, |q| {
                let name = normalise(q.name);
                (
                    name == normalise(&gold.name),
                    q.entity_type == gold.entity_type,
                    all.contains(&name),
                    all.intersection(&q.mentions).count(),
                )
            });
            let Some(best) = best else {
                self.mistakes.push(format!("missed  {}  {} ({})", document.doc, gold.name, gold.entity_type));
                continue;
            };
            self.found += 1;
            let territory = |t: &str| t == "Country" || t == "Place";
            if best.entity_type == gold.entity_type || (territory(best.entity_type) && territory(&gold.entity_type)) {
                self.typed += 1;
            } else {
                let (is, should) = (best.entity_type, &gold.entity_type);
                self.mistakes.push(format!("type    {}  {}: {is}, not {should}", document.doc, gold.name));
            }
            let own: BTreeSet<String> = std::iter::once(&gold.name)
                .chain(&gold.mentions)
                .filter(|m| is_proper(m))
                .map(|m| normalise(m))
                .filter(|m| owners.get(m).is_some_and(|o| o.len() == 1))
                .collect();
            let carriers: Vec<&str> = mine.iter().filter(|q| !own.is_disjoint(&q.strings)).map(|q| q.name).collect();
            if carriers.len() <= 1 {
                self.whole += 1;
            } else {
                self.mistakes.push(format!("split   {}  {}: {}", document.doc, gold.name, carriers.join(" | ")));
            }
            let strings = |proper: bool| -> BTreeSet<String> {
                let chosen = gold.mentions.iter().filter(|m| !proper || is_proper(m));
                chosen.map(|m| normalise(m)).filter(|m| !m.is_empty()).collect()
            };
            let named = strings(true);
            let described: BTreeSet<String> = strings(false).difference(&named).cloned().collect();
            self.aliases_gold += named.len();
            self.aliases += named.intersection(&best.strings).count();
            self.described_gold += described.len();
            self.described += described.intersection(&best.strings).count();
            if let Some(id) = gold.wikidata.as_deref().filter(|id| !id.is_empty()) {
                self.linkable += 1;
                self.linked += usize::from(best.wikidata == Some(id));
                self.link_wrong += usize::from(best.wikidata.is_some_and(|w| w != id));
            }
        }
        for q in mine {
            let ids: BTreeSet<&str> =
                q.strings.iter().filter_map(|s| owners.get(s)).filter(|o| o.len() == 1).flatten().copied().collect();
            self.matched += usize::from(!ids.is_empty());
            self.pure += usize::from(ids.len() == 1);
            if ids.len() > 1 {
                let ids: Vec<&str> = ids.into_iter().collect();
                self.mistakes.push(format!("merged  {}  {}: {}", document.doc, q.name, ids.join(", ")));
            }
        }
    }
}

impl fmt::Display for EntityReport {
    /// `found 0.910  typed 0.955 … gold 130`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "found {:.3}  typed {:.3}  whole {:.3}  pure {:.3}  aliases {:.3}  described {:.3}  linked {:.3}  link_wrong {:.3}  gold {}",
            self.found,
            self.typed,
            self.whole,
            self.pure,
            self.aliases,
            self.described,
            self.linked,
            self.link_wrong,
            self.gold
        )
    }
}
