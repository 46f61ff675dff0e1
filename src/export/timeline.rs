//! What two entities did to each other, along time: a line for each of them downwards, and arrows
//! between the lines, the earliest above.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::caption::{self, Caption, Title};
use super::drawing::{BORDER, DrawnNode, LABEL_LEADING, LABEL_SIZE, NAME_LEADING, NAME_SIZE, Words, frame_of, wrap};
use super::layout::{Frame, Point};
use super::legend::{LegendEntry, Shown, place_legend};
use super::palette::Palette;
use super::picture::{Line, Relation};
use super::width::Weight;
use super::{dot, paint};
use crate::export::scene::{Face, Scene, Shape, Stroke};
use crate::store::{EdgeIndex, EntityIndex, Graph, StatementIndex, days};

/// Room for a name in the heads, in pixels.
const NAME_LINE: f64 = 170.0;
/// The least distance of the two lines.
const BETWEEN: f64 = 280.0;
/// Room for a sentence, and how many lines of it are shown.
const SENTENCE_LINE: f64 = 430.0;
const SENTENCE_LINES: usize = 3;
const SENTENCE_LEADING: f64 = 14.0;
/// The room around what stands in a row.
const GAP: f64 = 14.0;
/// How much farther apart two rows are each time that the days between them double, and at most.
const PER_DOUBLING: f64 = 5.0;
const LONGEST: f64 = 44.0;
/// The head of an arrow.
const HEAD: f64 = 9.0;

/// The timeline of a pair, with a place for everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels.
    pub height: f64,
    /// What it shows, above it.
    pub titles: Vec<Title>,
    /// The two, at the head of their lines.
    pub heads: [DrawnNode; 2],
    /// What happened, the earliest first.
    pub rows: Vec<TimelineRow>,
    /// What colours and lines mean.
    pub legend: Vec<LegendEntry>,
    /// Where the lines end.
    bottom: f64,
    /// Where the axis of time stands.
    axis: f64,
}

/// Statements of the same relation, direction, date and certainty.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When: "7 Jan 2026", "by 8 Jan 2026" if only the day of publication is known; none if the
    /// row above says the same.
    pub date: Option<Words>,
    /// The relation, on the arrow: "accuses ×2".
    pub label: Words,
    /// The sentence of the first statement, and where it stands.
    pub sentence: Words,
    /// How the arrow is drawn.
    pub line: Line,
    /// Whether the arrow begins at the second of the two.
    pub is_back: bool,
    /// Whether it has no direction.
    pub is_symmetric: bool,
    rank: usize,
    pen: f64,
}

/// What makes statements one row, in the order of rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'g> {
    /// First and last day; those without any come last.
    is_undated: bool,
    days: Option<(Date, Date)>,
    /// Whether the day is that of publication only.
    is_published: bool,
    first: StatementIndex,
    edge: EdgeIndex,
    relation: &'g str,
}

impl Timeline {
    /// Lays out the statements between two entities, each given by all entities of the graph that
    /// are meant by it; no more than `most` rows, those with the most statements. Gives the timeline
    /// and how many rows were left out.
    #[must_use]
    pub fn new(
        graph: &Graph,
        [one, other]: [&[EntityIndex]; 2],
        caption: &Caption,
        most: usize,
        palette: &Palette,
    ) -> (Self, usize) {
        let mut rows = gather(graph, one, other);
        let left_out = rows.len().saturating_sub(most);
        if left_out > 0 {
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by_key(|i| (std::cmp::Reverse(rows[*i].1.len()), *i));
            order.truncate(most);
            order.sort_unstable();
            rows = order.into_iter().map(|i| rows[i].clone()).collect();
        }
        (Self::laid_out(graph, [one, other], &rows, caption, palette), left_out)
    }

    fn laid_out(
        graph: &Graph,
        pair: [&[EntityIndex]; 2],
        rows: &[(Key<'_>, Vec<StatementIndex>)],
        caption: &Caption,
        palette: &Palette,
    ) -> Self {
        let (titles, title_width, title_height) = caption::place(caption, palette);
        let mut heads = pair.map(|entities| head(graph, entities, palette));
        let small = |text: &str| palette.width(text, LABEL_SIZE, Weight::Regular);
        let mut drawn: Vec<TimelineRow> =
            rows.iter().map(|(key, statements)| row(graph, pair[1], key, statements, palette)).collect();
        let dates: Vec<String> = rows.iter().map(|(key, _)| words_of_date(key)).collect();
        let date_room = dates.iter().map(|d| small(d)).fold(0.0, f64::max);
        let axis = BORDER + date_room + 10.0;
        let half = heads.each_ref().map(|h| h.words.frame.width / 2.0);
        let label_room = drawn.iter().map(|r| r.label.frame.width).fold(0.0, f64::max);
        let x = (axis + 34.0).max(BORDER + half[0]);
        let lines = [x, x + BETWEEN.max(half[0] + half[1] + 40.0).max(label_room + 70.0)];
        let sentences = lines[1] + 26.0;
        let head_height = heads.each_ref().map(|h| h.words.frame.height).into_iter().fold(0.0, f64::max);
        for (head, x) in heads.iter_mut().zip(lines) {
            head.words.frame.centre = Point { x, y: BORDER + title_height + head_height / 2.0 };
        }
        let mut y = BORDER + title_height + head_height + 12.0;
        for (i, row) in drawn.iter_mut().enumerate() {
            let is_new = i == 0 || dates[i] != dates[i - 1];
            if is_new && i > 0 {
                y += pause(rows[i - 1].0.days, rows[i].0.days);
            }
            let height = row.label.frame.height.max(row.sentence.frame.height) + GAP;
            let middle = y + height / 2.0;
            row.label.frame.centre = Point { x: (lines[0] + lines[1]) / 2.0, y: middle };
            row.sentence.frame.centre = Point { x: sentences + row.sentence.frame.width / 2.0, y: middle };
            if is_new {
                let width = small(&dates[i]);
                let centre = Point { x: BORDER + date_room - width / 2.0, y: middle };
                let frame = Frame { centre, width, height: LABEL_LEADING };
                row.date = Some(Words { frame, lines: vec![(dates[i].clone(), width)] });
            }
            y += height;
        }
        let ranks = drawn.iter().map(|r| r.rank).collect();
        let types = heads.iter().map(|h| h.entity_type).collect();
        let shown = Shown::new(ranks, |line| drawn.iter().any(|r| r.line == line), types, palette);
        let sentence_room = drawn.iter().map(|r| r.sentence.frame.width).fold(0.0, f64::max);
        let right = (sentences + sentence_room).max(lines[1] + half[1]).max(BORDER + title_width);
        let width = right.max(BORDER + shown.widest()) + BORDER;
        let (legend, height) = place_legend(shown, y + 22.0, width);
        Self { width, height, titles, heads, rows: drawn, legend, bottom: y + 6.0, axis }
    }

    /// All frames that hold words, with the words: none overlaps another.
    #[must_use]
    pub fn frames(&self) -> Vec<(String, Frame)> {
        let rows = self.rows.iter().flat_map(|r| r.date.iter().chain([&r.label, &r.sentence]));
        let words = self.titles.iter().map(|t| &t.words).chain(self.heads.iter().map(|h| &h.words));
        let text = |words: &Words| words.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join(" ");
        let legend = self.legend.iter().map(|l| &l.words);
        words.chain(rows).chain(legend).map(|words| (text(words), words.frame)).collect()
    }

    /// The picture as shapes in the colours of a palette.
    #[must_use]
    pub fn scene(&self, palette: &Palette) -> Scene {
        let mut scene = Scene {
            width: self.width,
            height: self.height,
            background: palette.background().to_owned(),
            items: Vec::new(),
        };
        paint::paint_titles(&self.titles, palette, &mut scene);
        let faint = |width| Stroke::whole(palette.faint(), width);
        let upright = |x: f64, top: f64| vec![Point { x, y: top }, Point { x, y: self.bottom }];
        let top = self.heads.each_ref().map(|h| h.words.frame.centre.y).into_iter().fold(0.0, f64::max);
        // The axis may stand under the first head and begins below it.
        let below = self.heads.each_ref().map(|h| h.words.frame.centre.y + h.words.frame.height / 2.0);
        let axis = upright(self.axis, below.into_iter().fold(0.0, f64::max) + 8.0);
        scene.add(vec![Shape::Line { corners: axis, fill: None, stroke: faint(0.8) }]);
        for head in &self.heads {
            let corners = upright(head.words.frame.centre.x, top);
            scene.add(vec![Shape::Line { corners, fill: None, stroke: faint(1.4) }]);
        }
        for head in &self.heads {
            let hint = format!("{} ({})", head.name, head.entity_type.as_str());
            scene.add_with_hint(&hint, paint::node_shapes(head, palette));
        }
        for row in &self.rows {
            scene.add(self.row_shapes(row, palette));
        }
        paint::paint_legend(&self.legend, palette, &mut scene);
        scene
    }

    fn row_shapes(&self, row: &TimelineRow, palette: &Palette) -> Vec<Shape> {
        let colour = palette.class(row.rank).colour.as_str();
        let ends = self.heads.each_ref().map(|h| h.words.frame.centre.x);
        let [from, to] = if row.is_back { [ends[1], ends[0]] } else { ends };
        let y = row.label.frame.centre.y;
        let side = (to - from).signum();
        let foot = if row.is_symmetric { to } else { to - side * HEAD };
        let point = |x: f64, y: f64| Point { x, y };
        let stroke = paint::stroke(colour, row.line, row.pen);
        let mut shapes = vec![Shape::Line { corners: vec![point(from, y), point(foot, y)], fill: None, stroke }];
        if !row.is_symmetric {
            let corners = [point(to, y), point(foot, y - HEAD * 0.42), point(foot, y + HEAD * 0.42)];
            shapes.push(paint::head(corners, row.line, colour, palette));
        } else {
            shapes.extend(paint::ends([point(from, y), point(to, y)], row.line, colour, palette));
        }
        shapes.push(paint::patch(row.label.frame, palette));
        let (face, struck) = paint::words_of(row.line);
        shapes.extend(paint::write(&row.label, LABEL_SIZE, LABEL_LEADING, |_| (colour.to_owned(), face, struck)));
        if let Some(date) = &row.date {
            let spot = Frame { centre: point(self.axis, y), width: 5.0, height: 5.0 };
            shapes.push(Shape::Box { frame: spot, corner: 2.5, fill: palette.ink().to_owned(), stroke: None });
            let ink = palette.ink().to_owned();
            shapes.extend(paint::write(date, LABEL_SIZE, LABEL_LEADING, |_| (ink.clone(), Face::Regular, false)));
        }
        // Sentences begin at the same place, so that they read as a column.
        let frame = &row.sentence.frame;
        let (left, top) = (frame.centre.x - frame.width / 2.0, frame.centre.y - frame.height / 2.0);
        let last = row.sentence.lines.len() - 1;
        for (i, (line, width)) in row.sentence.lines.iter().enumerate() {
            let at = point(left, top + SENTENCE_LEADING * (i as f64 + 0.5) + LABEL_SIZE * 0.35);
            let colour = if i == last { palette.faint() } else { palette.ink() };
            shapes.push(paint::text(line, *width, LABEL_SIZE, at, (colour.to_owned(), Face::Regular, false)));
        }
        shapes
    }
}

/// The statements between two entities, those of one row together, in the order of time.
fn gather<'g>(graph: &'g Graph, one: &[EntityIndex], other: &[EntityIndex]) -> Vec<(Key<'g>, Vec<StatementIndex>)> {
    // The rows by what makes statements one; a row stands where its first statement would.
    let mut rows: BTreeMap<_, (EdgeIndex, Vec<StatementIndex>)> = BTreeMap::new();
    for (i, statement) in graph.statements.iter().enumerate() {
        let (source, target) = (statement.source.entity, statement.target.entity);
        let is_back = other.contains(&source) && one.contains(&target);
        let is_forth = one.contains(&source) && other.contains(&target);
        if !is_back && !is_forth {
            continue;
        }
        // A rejected statement has no edge and is not drawn.
        let Some(at) = statement.edge else { continue };
        let published = graph[statement.document].published.as_deref();
        let days = statement.date.as_deref().or(published).and_then(days);
        let is_published = statement.date.is_none() && days.is_some();
        let line = Line::of_statement(statement);
        let key = (days, is_published, line, is_back && !graph[at].symmetric, &statement.relation);
        rows.entry(key).or_insert_with(|| (at, Vec::new())).1.push(StatementIndex(i as u32));
    }
    let mut rows: Vec<(Key<'g>, Vec<StatementIndex>)> = rows
        .into_iter()
        .map(|((days, is_published, _, _, relation), (edge, statements))| {
            (Key { is_undated: days.is_none(), days, is_published, first: statements[0], edge, relation }, statements)
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

/// The box at the head of a line; it has no place yet.
fn head(graph: &Graph, entities: &[EntityIndex], palette: &Palette) -> DrawnNode {
    // Of several entities of one name the one that is mentioned most stands for all.
    let most = entities.iter().max_by_key(|e| (graph[**e].mentions, std::cmp::Reverse(**e)));
    let (name, entity_type) = most
        .map_or((String::new(), crate::schema::EntityType::Other), |e| (graph[*e].name.clone(), graph[*e].entity_type));
    let lines = wrap(&name, NAME_LINE, 2, |text| palette.width(text, NAME_SIZE, Weight::Bold));
    let frame = frame_of(&lines, NAME_LEADING, 12.0, 7.0);
    DrawnNode { words: Words { frame, lines }, name, entity_type, is_root: true }
}

fn row(
    graph: &Graph,
    other: &[EntityIndex],
    key: &Key<'_>,
    statements: &[StatementIndex],
    palette: &Palette,
) -> TimelineRow {
    let (first, edge) = (&graph[key.first], &graph[key.edge]);
    let measure = |text: &str| palette.width(text, LABEL_SIZE, Weight::Regular);
    let relation = Relation {
        label: edge.label.clone(),
        class: edge.class().to_owned(),
        count: statements.len(),
        evidence: String::new(),
    };
    let label = wrap(&relation.text(), BETWEEN - 70.0, 1, measure);
    let words: Vec<&str> = first.evidence.iter().map(|e| e.quote.text.as_ref()).collect();
    let words = words.join(" … ");
    // What is a quotation already needs no other marks.
    let is_quoted = words.starts_with(['“', '"', '‘', '\'']);
    let words = if is_quoted { words } else { format!("“{words}”") };
    let mut sentence = wrap(&words, SENTENCE_LINE, SENTENCE_LINES, measure);
    let document = &graph[first.document];
    let mut source = document.publisher.clone().unwrap_or_else(|| document.key.clone());
    if let Some(day) = &document.published {
        source.push_str(&format!(", {day}"));
    }
    if let Some(attribution) = &first.attribution {
        source.push_str(&format!("; said by {}", attribution.speaker.name));
    }
    if statements.len() > 1 {
        source.push_str(&format!("; and {} more", statements.len() - 1));
    }
    sentence.extend(wrap(&source, SENTENCE_LINE, 1, measure));
    let sentence_frame = frame_of(&sentence, SENTENCE_LEADING, 0.0, 0.0);
    TimelineRow {
        date: None,
        label: Words { frame: frame_of(&label, LABEL_LEADING, 5.0, 1.5), lines: label },
        sentence: Words { frame: sentence_frame, lines: sentence },
        line: Line::of_statement(first),
        is_back: other.contains(&first.source.entity),
        is_symmetric: edge.symmetric,
        rank: palette.rank(edge.class()),
        pen: dot::pen_width(statements.len()),
    }
}

/// "7 Jan 2026", "Jan 2026", "2026"; "by 8 Jan 2026" if only the day of publication is known.
fn words_of_date(key: &Key<'_>) -> String {
    let Some((first, last)) = key.days else { return "no date".to_owned() };
    let format = match (first == last, first.month() == last.month()) {
        (true, _) => "%-d %b %Y",
        (false, true) => "%b %Y",
        (false, false) => "%Y",
    };
    format!("{}{}", if key.is_published { "by " } else { "" }, first.strftime(format))
}

/// How much farther apart two rows stand than two of the same date.
fn pause(before: Option<(Date, Date)>, after: Option<(Date, Date)>) -> f64 {
    let (Some((before, _)), Some((after, _))) = (before, after) else { return LONGEST };
    let days = (after - before).get_days().unsigned_abs();
    (PER_DOUBLING * f64::from(days + 1).log2()).min(LONGEST)
}
