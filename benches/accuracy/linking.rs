//! Names to Wikidata ids.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actant::mentions::{Entry, Gazetteer, MentionKind};
use actant::pipeline::{Analysis, Pipeline};
use actant::schema::EntityType;
use actant::source::{Bytes, Span};
use serde::Deserialize;

use crate::coref::{Record, head, head_of};
use crate::data::{Result, article, code_points, json_lines};
use crate::measure::{Counts, Report};

/// Which Wikidata ids stand for which GeoNames ids.
const GEONAMES: &str = include_str!("geonames.tsv");

const HEADER: &[&str] = &["", "gold", "given", "precision", "recall", "F1"];

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

/// What an id of the program is, against the data.
enum Verdict {
    Right,
    Wrong,
}

pub fn by_title(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gazetteer = Gazetteer::new(pipeline.schema())?;
    let mut report = Report::new(
        "Wikidata ids of actant at the mentions of the data (the same words, or the same head), which give DBpedia pages or say that there is none. An id \
         is right where its entry in the gazetteer bears the page's title as a name or alias (what follows a comma or \
         stands in brackets must not contradict its country or type; `Inc.` and middle names count for nothing). Precision: of the ids given at mentions of the \
         data; a link where the data have no page is wrong. Recall: of the mentions with a page. `reachable`: only \
         mentions whose page the gazetteer knows with an id.",
        HEADER,
    );
    let (mut counts, mut reachable) = (Counts::default(), Counts::default());
    for record in json_lines::<Linked>(path)? {
        let analysis = pipeline.analyse(article(&record.doc, &record.text, "\n", None));
        let offsets = code_points(&record.text);
        for link in &record.mentions {
            let title = link.uri.as_deref().and_then(|uri| uri.strip_prefix("http://dbpedia.org/resource/")).map(title);
            let Some(span) = place(&record.text, &offsets, link) else { continue };
            let given = id_at(&analysis, span);
            let verdict = |id: &str, title: &str| of_title(&gazetteer, title, id);
            tally(&mut report, &mut counts, &record.text, link, given, title.as_deref(), verdict);
            if let Some(title) = title.filter(|t| !known(&gazetteer, t).is_empty()) {
                let right = given.is_some_and(|id| matches!(of_title(&gazetteer, &title, id), Verdict::Right));
                reachable.add(Counts { gold: 1, given: usize::from(given.is_some()), right: usize::from(right) });
            }
        }
    }
    report.counts("links", counts);
    report.counts("reachable", reachable);
    Ok(report)
}

pub fn by_place(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gazetteer = Gazetteer::new(pipeline.schema())?;
    let mut report = Report::new(
        "Wikidata ids of actant at the toponyms of the data (names and adjectives of places), which give GeoNames ids. \
         benches/accuracy/geonames.tsv tells which are the same; where it knows neither, an id is right where its \
         entry bears the words of the data as its own name. Precision: of the ids given at toponyms of the data; \
         recall: of the toponyms with a GeoNames id. `reachable`: only toponyms whose GeoNames id the table holds.",
        HEADER,
    );
    let same: BTreeMap<&str, &str> = GEONAMES.lines().filter_map(|line| line.split_once('\t')).collect();
    let of_table: BTreeSet<&str> = same.values().copied().collect();
    let (mut counts, mut reachable) = (Counts::default(), Counts::default());
    for record in json_lines::<Linked>(path)? {
        let analysis = pipeline.analyse(article(&record.doc, &record.text, "\n", None));
        let offsets = code_points(&record.text);
        for link in &record.toponyms {
            let Some(span) = place(&record.text, &offsets, link) else { continue };
            let given = id_at(&analysis, span);
            let gold = link.geonames.as_deref();
            let verdict = |id: &str, gold: &str| {
                let is_right = match same.get(gold) {
                    Some(right) => *right == id,
                    None => {
                        !of_table.contains(id)
                            && entries(&gazetteer, &link.text).iter().any(|e| e.wikidata.as_deref() == Some(id))
                    }
                };
                if is_right { Verdict::Right } else { Verdict::Wrong }
            };
            tally(&mut report, &mut counts, &record.text, link, given, gold, verdict);
            if let Some(gold) = gold.filter(|g| same.contains_key(g)) {
                let right = given.is_some_and(|id| matches!(verdict(id, gold), Verdict::Right));
                reachable.add(Counts { gold: 1, given: usize::from(given.is_some()), right: usize::from(right) });
            }
        }
    }
    report.counts("links", counts);
    report.counts("reachable", reachable);
    Ok(report)
}

pub fn by_article(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gazetteer = Gazetteer::new(pipeline.schema())?;
    let mut report = Report::new(
        "Wikidata ids of actant at named mentions of persons, places and organisations whose Wikipedia article the data \
         give. A mention is the token by which it hangs in the engine's tree. An id is right as for DBpedia pages.",
        HEADER,
    );
    let (mut counts, mut reachable) = (Counts::default(), Counts::default());
    for record in json_lines::<Record>(path)? {
        let text = record.text();
        let analysis = pipeline.analyse(text.article.clone());
        let mut seen = BTreeSet::new();
        for mention in record.mentions.iter().filter(|m| Record::is_actor(m)) {
            let Some(page) = mention.link.as_deref() else { continue };
            let Some(head) = head_of(&text, &analysis.syntax, mention) else { continue };
            let is_name =
                matches!(analysis.syntax.token(head).tag, actant::syntax::Tag::Nnp | actant::syntax::Tag::Nnps);
            if !is_name || !seen.insert(head) {
                continue;
            }
            let title = title(page);
            let span = text.tokens[mention.s].join(text.tokens[mention.e]);
            let given = id_at(&analysis, span);
            let words = text.words((mention.s, mention.e + 1)).to_owned();
            let before = analysis.article.page[..span.start as usize].chars().count();
            let link = Link { s: before, e: before + words.chars().count(), text: words, uri: None, geonames: None };
            let verdict = |id: &str, title: &str| of_title(&gazetteer, title, id);
            tally(&mut report, &mut counts, &analysis.article.page, &link, given, Some(&title), verdict);
            if !known(&gazetteer, &title).is_empty() {
                let right = given.is_some_and(|id| matches!(of_title(&gazetteer, &title, id), Verdict::Right));
                reachable.add(Counts { gold: 1, given: usize::from(given.is_some()), right: usize::from(right) });
            }
        }
    }
    report.counts("links", counts);
    report.counts("reachable", reachable);
    Ok(report)
}

fn tally(
    report: &mut Report,
    counts: &mut Counts,
    text: &str,
    link: &Link,
    given: Option<&str>,
    gold: Option<&str>,
    verdict: impl Fn(&str, &str) -> Verdict,
) {
    counts.gold += usize::from(gold.is_some());
    counts.given += usize::from(given.is_some());
    let around: String = text.chars().skip(link.s.saturating_sub(40)).take(link.e - link.s + 80).collect();
    let case = |id: &str, gold: &str| format!("{} → {id}, data {gold}   … {around}", link.text);
    match (given, gold) {
        (Some(id), Some(gold)) => match verdict(id, gold) {
            Verdict::Right => counts.right += 1,
            Verdict::Wrong => report.error("wrong id", case(id, gold)),
        },
        (Some(id), None) => report.error("linked, in the data nothing", case(id, "nothing")),
        (None, Some(gold)) => report.error("not linked", case("nothing", gold)),
        (None, None) => {}
    }
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

fn of_title(gazetteer: &Gazetteer, title: &str, id: &str) -> Verdict {
    let is_right = known(gazetteer, title).iter().any(|entry| entry.wikidata.as_deref() == Some(id));
    if is_right { Verdict::Right } else { Verdict::Wrong }
}
