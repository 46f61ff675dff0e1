//! Names to Wikidata ids.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actant::mentions::{Entry, Form, Gazetteer, MentionKind};
use actant::pipeline::{Analysis, Pipeline};
use actant::schema::EntityType;
use actant::source::{Bytes, Span};
use actant::syntax::Tag;
use serde::Deserialize;

use crate::coref::{Record, head, head_of};
use crate::data::{Result, article, code_points, json_lines};
use crate::measure::{Counts, Report};

/// Which Wikidata ids stand for which GeoNames ids.
const GEONAMES: &str = include_str!("geonames.tsv");

/// A mention of the data: where it is, and what it links to.
#[derive(Deserialize)]
struct Link {
    s: usize,
    e: usize,
    text: String,
    uri: Option<String>,
    geonames: Option<String>,
}

#[derive(Deserialize)]
struct Linked {
    doc: String,
    text: String,
    #[serde(default)]
    mentions: Vec<Link>,
    #[serde(default)]
    toponyms: Vec<Link>,
}

pub fn by_title(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gazetteer = Gazetteer::new(pipeline.schema())?;
    let mut tally = Tally::new(
        &gazetteer,
        "Wikidata ids of actant at the mentions of the data (the same words, or the same head), which give DBpedia pages or say that there is none. An id \
         is right where its entry in the gazetteer bears the page's title as a name or alias (what follows a comma or \
         stands in brackets must not contradict its country or type; `Inc.` and middle names count for nothing). Precision: of the ids given at mentions of the \
         data; a link where the data have no page is wrong. Recall: of the mentions with a page. `reachable`: only \
         mentions whose page the gazetteer knows with an id.",
    );
    for record in json_lines::<Linked>(path)? {
        let analysis = pipeline.analyse(article(&record.doc, &record.text, "\n", None));
        let offsets = code_points(&record.text);
        for link in &record.mentions {
            let Some(span) = place(&record.text, &offsets, link) else { continue };
            let page = link.uri.as_deref().and_then(|uri| uri.strip_prefix("http://dbpedia.org/resource/"));
            let title = page.map(title);
            tally.add(&record.text, link, &of_title(&gazetteer, id_at(&analysis, span), title.as_deref()));
        }
    }
    Ok(tally.report())
}

pub fn by_place(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gazetteer = Gazetteer::new(pipeline.schema())?;
    let same: BTreeMap<&str, &str> = GEONAMES.lines().filter_map(|line| line.split_once('\t')).collect();
    let of_table: BTreeSet<&str> = same.values().copied().collect();
    let mut tally = Tally::new(
        &gazetteer,
        "Wikidata ids of actant at the toponyms of the data (names and adjectives of places), which give GeoNames ids. \
         benches/accuracy/geonames.tsv tells which are the same; where it knows neither, an id is right where its \
         entry bears the words of the data as its own name. Precision: of the ids given at toponyms of the data; \
         recall: of the toponyms with a GeoNames id. `reachable`: only toponyms whose GeoNames id the table holds.",
    );
    for record in json_lines::<Linked>(path)? {
        let analysis = pipeline.analyse(article(&record.doc, &record.text, "\n", None));
        let offsets = code_points(&record.text);
        for link in &record.toponyms {
            let Some(span) = place(&record.text, &offsets, link) else { continue };
            let (given, gold) = (id_at(&analysis, span), link.geonames.as_deref());
            let in_table = gold.and_then(|gold| same.get(gold));
            let bears = |id: &str| entries(&gazetteer, &link.text).iter().any(|e| e.wikidata.as_deref() == Some(id));
            let is_right = given.is_some_and(|id| match in_table {
                Some(right) => *right == id,
                None => gold.is_some() && !of_table.contains(id) && bears(id),
            });
            tally.add(&record.text, link, &Answer { given, gold, is_right, is_known: in_table.is_some() });
        }
    }
    Ok(tally.report())
}

pub fn by_article(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gazetteer = Gazetteer::new(pipeline.schema())?;
    let mut tally = Tally::new(
        &gazetteer,
        "Wikidata ids of actant at named mentions of persons, places and organisations whose Wikipedia article the data \
         give. A mention is the token by which it hangs in the engine's tree. An id is right as for DBpedia pages.",
    );
    for record in json_lines::<Record>(path)? {
        let text = record.text();
        let analysis = pipeline.analyse(text.article.clone());
        let page: &str = &analysis.article.page;
        let mut seen = BTreeSet::new();
        for mention in record.mentions.iter().filter(|m| Record::is_actor(m)) {
            let Some(wiki) = mention.link.as_deref() else { continue };
            let Some(head) = head_of(&text, &analysis.syntax, mention) else { continue };
            let is_name = matches!(analysis.syntax.token(head).tag, Tag::Nnp | Tag::Nnps);
            if !is_name || !seen.insert(head) {
                continue;
            }
            let span = text.tokens[mention.s].join(text.tokens[mention.e]);
            let words = span.of(page).to_owned();
            let before = page[..span.start as usize].chars().count();
            let link = Link { s: before, e: before + words.chars().count(), text: words, uri: None, geonames: None };
            tally.add(page, &link, &of_title(&gazetteer, id_at(&analysis, span), Some(&title(wiki))));
        }
    }
    Ok(tally.report())
}

/// Whether a link says the country where the data say its capital or one of its buildings.
fn is_metonym(gazetteer: &Gazetteer, words: &str, id: &str) -> bool {
    gazetteer
        .readings(words)
        .iter()
        .any(|reading| reading.form == Form::Metonym && gazetteer.entry(reading.entry).wikidata.as_deref() == Some(id))
}

/// What has been counted of a file so far.
struct Tally<'a> {
    gazetteer: &'a Gazetteer,
    report: Report,
    links: Counts,
    reachable: Counts,
}

impl<'a> Tally<'a> {
    fn new(gazetteer: &'a Gazetteer, compares: &str) -> Self {
        let report = Report::new(compares, &["", "gold", "given", "precision", "recall", "F1"]);
        Self { gazetteer, report, links: Counts::default(), reachable: Counts::default() }
    }

    /// Counts a mention; `is_known` says whether the program could know what the data say.
    fn add(&mut self, text: &str, link: &Link, answer: &Answer<'_>) {
        let Answer { given, gold, is_right, is_known } = *answer;
        let right = usize::from(is_right);
        let counts = Counts { gold: usize::from(gold.is_some()), given: usize::from(given.is_some()), right };
        self.links.add(counts);
        if is_known {
            self.reachable.add(counts);
        }
        let around: String = text.chars().skip(link.s.saturating_sub(40)).take(link.e - link.s + 80).collect();
        let error = match (given, gold) {
            _ if is_right => return,
            (None, None) => return,
            (Some(id), Some(_)) if is_metonym(self.gazetteer, &link.text, id) => {
                "wrong id: the government for its capital"
            }
            (Some(_), Some(_)) => "wrong id",
            (Some(_), None) => "linked, in the data nothing",
            (None, Some(_)) => "not linked",
        };
        let case =
            format!("{} → {}, data {}   … {around}", link.text, given.unwrap_or("nothing"), gold.unwrap_or("nothing"));
        self.report.error(error, case);
    }

    fn report(mut self) -> Report {
        self.report.counts("links", self.links);
        self.report.counts("reachable", self.reachable);
        self.report
    }
}

/// What the program and the data say of a mention.
struct Answer<'a> {
    given: Option<&'a str>,
    gold: Option<&'a str>,
    is_right: bool,
    is_known: bool,
}

/// Where a mention of the data stands. Some offsets of the data are a few characters off: then the
/// nearest place with the same words.
fn place(text: &str, offsets: &[u32], link: &Link) -> Option<Span<Bytes>> {
    const NEAR: usize = 24;
    let length = link.e - link.s;
    let at = |s: usize| {
        let span = Span::new(*offsets.get(s)?, *offsets.get(s + length)?);
        (span.of(text) == link.text).then_some(span)
    };
    (0..=NEAR).find_map(|off| at(link.s + off).or_else(|| at(link.s.checked_sub(off)?)))
}

/// The Wikidata id of the name or adjective at a span: the same words, or the same word by which
/// both hang in the tree ("Education Secretary Arne Duncan").
fn id_at(analysis: &Analysis, span: Span<Bytes>) -> Option<&str> {
    let Analysis { mentions, entities, syntax, .. } = analysis;
    let start = syntax.tokens.partition_point(|t| t.span.end <= span.start) as u32;
    let end = syntax.tokens.partition_point(|t| t.span.start < span.end) as u32;
    let head = head(syntax, Span::new(start, end))?;
    let candidates = mentions.iter().filter_map(|(id, mention)| {
        let name = mention.name?;
        let is_kind = matches!(mention.kind, MentionKind::Name | MentionKind::Adjective);
        let is_same = syntax.bytes(name) == span;
        let is_here = is_same || mention.head == head;
        (is_kind && is_here).then_some(((is_same, mention.kind == MentionKind::Name, name.len()), id))
    });
    let (_, best) = candidates.max_by_key(|(key, id)| (*key, std::cmp::Reverse(*id)))?;
    let entity = entities.of[best.index()].first()?;
    entities.entities[entity.index()].wikidata.as_deref()
}

/// A page's title as words.
fn title(page: &str) -> String {
    let bytes = page.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let code = page.get(i + 1..i + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code.filter(|_| bytes[i] == b'%') {
            Some(byte) => {
                decoded.push(byte);
                i += 3;
            }
            None => {
                decoded.push(if bytes[i] == b'_' { b' ' } else { bytes[i] });
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn entries<'a>(gazetteer: &'a Gazetteer, name: &str) -> Vec<&'a Entry> {
    gazetteer.readings(name).iter().map(|reading| gazetteer.entry(reading.entry)).collect()
}

/// The entries with an id that a title may mean.
fn known<'a>(gazetteer: &'a Gazetteer, title: &str) -> Vec<&'a Entry> {
    let whole = entries(gazetteer, title);
    let mut found = whole;
    if let Some((base, country)) = title.split_once(", ") {
        // "Tucson, Arizona": a place of that country, or of the United States where it is a state.
        let in_country = |entry: &&Entry| {
            let of = entry.country.map(|c| gazetteer.entry(c));
            let is_state = entries(gazetteer, country).iter().any(|s| s.country == entry.country && of.is_some());
            of.is_some_and(|c| c.name == country) || is_state
        };
        found.extend(entries(gazetteer, base).into_iter().filter(in_country));
    }
    if let Some((base, bracket)) = title.split_once(" (") {
        let fits = |entry: &&Entry| match entry.entity_type {
            EntityType::Country => bracket.starts_with("country"),
            EntityType::Place => !bracket.starts_with("country"),
            _ => true,
        };
        found.extend(entries(gazetteer, base).into_iter().filter(fits));
    }
    if let Some(company) = title.strip_suffix(" Inc.") {
        found.extend(entries(gazetteer, company.trim_end_matches(',')));
    }
    // "Hillary Rodham Clinton".
    if let Some((first, (_, last))) =
        title.split_once(' ').map(|(f, rest)| (f, rest.rsplit_once(' ').unwrap_or_default()))
        && !last.is_empty()
    {
        let people = entries(gazetteer, &format!("{first} {last}"));
        found.extend(people.into_iter().filter(|e| e.entity_type == EntityType::Person));
    }
    found.retain(|entry| entry.wikidata.is_some());
    found
}

/// Judges an id by the title of a page.
fn of_title<'a>(gazetteer: &Gazetteer, given: Option<&'a str>, gold: Option<&'a str>) -> Answer<'a> {
    let known = gold.map(|title| known(gazetteer, title)).unwrap_or_default();
    let is_right = given.is_some() && known.iter().any(|entry| entry.wikidata.as_deref() == given);
    Answer { given, gold, is_right, is_known: !known.is_empty() }
}
