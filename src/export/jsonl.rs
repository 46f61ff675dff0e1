//! Statements as JSON Lines: the contract that [`crate::score`] reads.

use std::io::Write;

use serde::Serialize;

use super::ExportError;
use crate::store::{CasualtiesView, EndView, EntityIndex, Graph, Quote, StatementView};

/// The most code points that a piece of evidence may hold.
const EVIDENCE_LIMIT: usize = 700;

/// A line of the export.
#[derive(Serialize)]
struct Line<'g> {
    id: &'g str,
    document: &'g str,
    published: Option<&'g str>,
    relation: &'g str,
    source: End<'g>,
    target: End<'g>,
    polarity: crate::statements::Polarity,
    modality: crate::statements::Modality,
    attribution: Option<Attribution<'g>>,
    date: Option<&'g str>,
    content: Option<&'g str>,
    about: Vec<Place<'g>>,
    casualties: Vec<Casualties<'g>>,
    place: Option<Place<'g>>,
    event: Option<&'g str>,
    rule: &'g str,
    confidence: Option<f64>,
    evidence: Vec<Piece>,
}

#[derive(Serialize)]
struct End<'g> {
    id: &'g str,
    name: &'g str,
    r#type: &'static str,
    wikidata: Option<&'g str>,
    mention: Mention<'g>,
}

#[derive(Serialize)]
struct Attribution<'g> {
    #[serde(flatten)]
    speaker: End<'g>,
    cue: &'g str,
}

#[derive(Serialize)]
struct Mention<'g> {
    start: u32,
    end: u32,
    text: &'g str,
}

#[derive(Serialize)]
struct Casualties<'g> {
    harm: crate::statements::Harm,
    #[serde(flatten)]
    figure: crate::statements::Figure,
    words: Mention<'g>,
    said_by: Option<Place<'g>>,
}

#[derive(Serialize)]
struct Place<'g> {
    id: &'g str,
    name: &'g str,
    wikidata: Option<&'g str>,
}

/// A piece of evidence as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) text: String,
}

/// Writes every statement of the graph, one a line.
///
/// Names are those of the document, `id` and `wikidata` those of the entity over all documents.
/// Offsets count Unicode code points of the document's stored page. A piece of evidence is at most
/// 700 code points long: of a longer sentence the words around the trigger and the two mentions
/// are given, cut between words.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_statements(graph: &Graph, mut out: impl Write) -> Result<(), ExportError> {
    for statement in &graph.statements {
        serde_json::to_writer(&mut out, &line(graph, statement))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// A statement as a line has it.
pub(super) fn line<'g>(graph: &'g Graph, statement: &'g StatementView) -> impl Serialize + use<'g> {
    let document = &graph[statement.document];
    Line {
        id: &statement.id,
        document: &document.key,
        published: document.published.as_deref(),
        relation: &statement.relation,
        source: end(graph, &statement.source),
        target: end(graph, &statement.target),
        polarity: statement.polarity,
        modality: statement.modality,
        attribution: statement
            .attribution
            .as_ref()
            .map(|a| Attribution { speaker: end(graph, &a.speaker), cue: &a.cue }),
        date: statement.date.as_deref(),
        content: statement.content.as_deref(),
        about: statement.about.iter().map(|e| place(graph, *e)).collect(),
        casualties: statement.casualties.iter().map(|c| casualties(graph, c)).collect(),
        place: statement.place.map(|p| place(graph, p)),
        event: statement.event.map(|e| graph[e].id.as_str()),
        rule: &statement.rule,
        confidence: statement.confidence,
        evidence: evidence(statement),
    }
}

fn end<'g>(graph: &'g Graph, end: &'g EndView) -> End<'g> {
    let entity = &graph[end.entity];
    let Quote { span: (start, stop), text } = &end.mention;
    End {
        id: &entity.id,
        name: &end.name,
        r#type: entity.entity_type.as_str(),
        wikidata: entity.wikidata.as_deref(),
        mention: Mention { start: *start, end: *stop, text },
    }
}

fn casualties<'g>(graph: &'g Graph, casualties: &'g CasualtiesView) -> Casualties<'g> {
    let Quote { span: (start, end), text } = &casualties.words;
    Casualties {
        harm: casualties.harm,
        figure: casualties.figure,
        words: Mention { start: *start, end: *end, text },
        said_by: casualties.speaker.map(|s| place(graph, s)),
    }
}

fn place(graph: &Graph, place: EntityIndex) -> Place<'_> {
    let entity = &graph[place];
    Place { id: &entity.id, name: &entity.name, wikidata: entity.wikidata.as_deref() }
}

/// The evidence of a statement, long pieces cut.
pub(super) fn evidence(statement: &StatementView) -> Vec<Piece> {
    let anchors = [statement.source.mention.span, statement.trigger, statement.target.mention.span];
    statement.evidence.iter().flat_map(|e| cut(&e.quote, &anchors, EVIDENCE_LIMIT)).collect()
}

/// The piece itself if it is short enough, else windows around the anchors that lie in it.
///
/// Anchors that fit into one window share it; a window is filled up to the limit with the words on
/// both sides. Without an anchor the piece's beginning is given.
fn cut(quote: &Quote, anchors: &[(u32, u32)], limit: usize) -> Vec<Piece> {
    let (start, _) = quote.span;
    let chars: Vec<char> = quote.text.chars().collect();
    if chars.len() <= limit {
        return vec![Piece { start, end: start + chars.len() as u32, text: quote.text.to_string() }];
    }
    let mut inside: Vec<(usize, usize)> = anchors
        .iter()
        .filter(|(from, to)| *from >= start && ((to - start) as usize) <= chars.len() && from < to)
        .map(|(from, to)| ((from - start) as usize, (to - start) as usize))
        .collect();
    inside.sort_unstable();
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (from, to) in inside {
        match groups.last_mut() {
            Some(last) if to.max(last.1) - last.0 <= limit => last.1 = to.max(last.1),
            _ => groups.push((from, to)),
        }
    }
    if groups.is_empty() {
        groups.push((0, 0));
    }
    // Several windows share the limit, so that a long sentence does not come back whole in pieces.
    let room = limit / groups.len();
    let windows = groups.iter().map(|group| widen(&chars, *group, room.max(group.1 - group.0).min(limit)));
    windows
        .map(|(from, to)| Piece {
            start: start + from as u32,
            end: start + to as u32,
            text: chars[from..to].iter().collect(),
        })
        .collect()
}

/// Widens `from..to` evenly to at most `room` code points, cut between words.
fn widen(chars: &[char], (from, to): (usize, usize), room: usize) -> (usize, usize) {
    let to = to.min(from + room);
    let spare = room - (to - from);
    let left = (spare / 2).max(spare.saturating_sub(chars.len() - to)).min(from);
    let mut first = from - left;
    let mut last = (to + (spare - left)).min(chars.len());
    // Half a word at either end is left out, but never a word of the anchors.
    if first > 0 && !chars[first - 1].is_whitespace() {
        first = (first..from).find(|i| chars[*i].is_whitespace()).unwrap_or(from);
    }
    while first < from && chars[first].is_whitespace() {
        first += 1;
    }
    if last < chars.len() && !chars[last].is_whitespace() {
        last = (to..last).rev().find(|i| chars[*i].is_whitespace()).unwrap_or(to);
    }
    while last > to && chars[last - 1].is_whitespace() {
        last -= 1;
    }
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(text: &str) -> Quote {
        Quote { span: (10, 10 + text.chars().count() as u32), text: text.into() }
    }

    #[test]
    fn a_short_piece_is_given_whole() {
        assert_eq!(cut(&quote("Tavria accused Korland."), &[], 700)[0].text, "Tavria accused Korland.");
    }

    #[test]
    fn a_long_piece_is_cut_between_words_around_what_matters() {
        let text = "très ".repeat(20) + "Tavria accused Korland of piracy" + &" again".repeat(20);
        let at = |word: &str| {
            let byte = text.find(word).expect("the word is in the text");
            let from = 10 + text[..byte].chars().count() as u32;
            (from, from + word.chars().count() as u32)
        };
        let pieces = cut(&quote(&text), &[at("Tavria"), at("accused"), at("Korland")], 40);
        assert_eq!(pieces.len(), 1);
        assert_eq!(pieces[0].text, "très Tavria accused Korland of");
        let chars: Vec<char> = text.chars().collect();
        let same: String = chars[pieces[0].start as usize - 10..pieces[0].end as usize - 10].iter().collect();
        assert_eq!(same, pieces[0].text);
    }

    #[test]
    fn anchors_too_far_apart_get_a_window_each() {
        let text = "Tavria ".to_owned() + &"and ".repeat(50) + "accused " + &"or ".repeat(50) + "Korland";
        let at = |word: &str| {
            let from = 10 + text.find(word).expect("the word is in the text") as u32;
            (from, from + word.len() as u32)
        };
        let pieces = cut(&quote(&text), &[at("Tavria"), at("accused"), at("Korland")], 60);
        let texts: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(texts, ["Tavria and and and", "and accused or or", "or or or or Korland"]);
    }

    #[test]
    fn a_long_word_without_spaces_is_cut_where_it_must() {
        let pieces = cut(&quote(&"x".repeat(900)), &[(400, 420)], 700);
        assert!(pieces[0].text.len() <= 700 && pieces[0].text.len() >= 20);
    }
}
