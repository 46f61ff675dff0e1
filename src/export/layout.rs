//! Where boxes go: stress majorisation, then overlaps are pushed apart, then labels move aside
//! for lines.
//!
//! The label of an arrow is a box of its own between the two ends, so that the layout keeps room
//! for it and parallel arrows bend apart by themselves. After Gansner, Koren and North, "Graph
//! drawing by stress majorization" (2004). Everything starts from fixed places: the same picture
//! gives the same layout.

/// The most boxes, entities and labels together, that are laid out; beyond, nobody can read the picture.
pub const LIMIT: usize = 1500;

/// How much wider than high a picture is wished to be.
const ASPECT: f64 = 1.45;
/// Boxes of words are wider than high: distances across count this much less.
const STRETCH: f64 = 1.4;
/// The ideal free length of a line between two boxes, in pixels.
const GAP: f64 = 22.0;
/// By how much a line grows each time the arrows of its ends double.
const BUSY: f64 = 0.4;
/// How much of that the busier one of the two ends adds, each time that its arrows are twice a crowd.
const HUB: f64 = 1.5;
/// How many arrows of one box are a crowd.
const CROWD: f64 = 8.0;
/// The least distance between two entities, two labels, and an entity and a label, in pixels; an
/// arrow head must fit before an entity.
const BETWEEN_NODES: f64 = 30.0;
const BETWEEN_LABELS: f64 = 6.0;
const BETWEEN_KINDS: f64 = 13.0;
/// How often every box is moved to its best place among the others.
const SWEEPS: usize = 150;
/// Overlap sweeps before everything is spread a little.
const PATIENCE: usize = 40;
/// Points by which a curve is tested.
const SAMPLES: usize = 24;
/// What a box under a curve costs, in pixels of detour.
const COVER: f64 = 90.0;
/// What a foreign curve under a label costs, in pixels of detour.
const CROSS: f64 = 30.0;
/// What it costs if two arrows between the same ends run in one strand, in pixels of detour.
const STRAND: f64 = 80.0;
/// How far apart two arrows between the same ends should be in their middle, in pixels.
const STRAND_WIDTH: f64 = 26.0;

/// A point of the picture, in pixels, from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A rectangle of the picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Frame {
    /// Its middle.
    pub centre: Point,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Point {
    pub(super) fn plus(self, other: Self, factor: f64) -> Self {
        Self { x: self.x + other.x * factor, y: self.y + other.y * factor }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other, -1.0)
    }

    pub(super) fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}

impl Frame {
    /// How far two frames reach into each other across and down; both positive if they overlap.
    fn overlap(&self, other: &Self, margin: f64) -> (f64, f64) {
        let across = (self.width + other.width) / 2.0 + margin - (self.centre.x - other.centre.x).abs();
        let down = (self.height + other.height) / 2.0 + margin - (self.centre.y - other.centre.y).abs();
        (across, down)
    }

    /// Whether the two frames share area.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let (across, down) = self.overlap(other, 0.0);
        across > 0.0 && down > 0.0
    }

    pub(super) fn contains(&self, point: Point, margin: f64) -> bool {
        (point.x - self.centre.x).abs() <= self.width / 2.0 + margin
            && (point.y - self.centre.y).abs() <= self.height / 2.0 + margin
    }

    fn reach(&self) -> f64 {
        0.8 * (self.width / STRETCH / 2.0).hypot(self.height / 2.0)
    }
}

/// An arrow between two boxes with the box of its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) source: usize,
    pub(super) label: usize,
    pub(super) target: usize,
}

/// Places boxes of the given sizes so that none overlaps and linked ones are near each other.
///
/// The frames' middles in `frames` are not read; the result begins at the origin.
pub(super) fn place(frames: &mut [Frame], links: &[Link]) {
    let components = components(frames.len(), links);
    let mut groups = Vec::with_capacity(components.len());
    for members in &components {
        let mut group: Vec<Frame> = members.iter().map(|m| frames[*m]).collect();
        let local = |of: usize| members.binary_search(&of).expect("an arrow stays within its component");
        let inside: Vec<Link> = links
            .iter()
            .filter(|l| members.binary_search(&l.label).is_ok())
            .map(|l| Link { source: local(l.source), label: local(l.label), target: local(l.target) })
            .collect();
        place_component(&mut group, &inside);
        groups.push(group);
    }
    pack(&mut groups);
    for (members, group) in components.iter().zip(groups) {
        for (member, frame) in members.iter().zip(group) {
            frames[*member] = frame;
        }
    }
}

/// Boxes that lines join, directly or not; the largest component first, members in order.
fn components(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..count).collect();
    fn find(root: &mut [usize], mut i: usize) -> usize {
        while root[i] != i {
            root[i] = root[root[i]];
            i = root[i];
        }
        i
    }
    for link in links {
        for end in [link.source, link.target] {
            let (a, b) = (find(&mut root, link.label), find(&mut root, end));
            root[a.max(b)] = a.min(b);
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for i in 0..count {
        let top = find(&mut root, i);
        members[top].push(i);
    }
    members.retain(|m| !m.is_empty());
    members.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a[0].cmp(&b[0])));
    members
}

/// The least distance between two boxes.
fn margin(is_label: &[bool], a: usize, b: usize) -> f64 {
    match (is_label[a], is_label[b]) {
        (true, true) => BETWEEN_LABELS,
        (false, false) => BETWEEN_NODES,
        _ => BETWEEN_KINDS,
    }
}

fn place_component(frames: &mut [Frame], links: &[Link]) {
    let mut is_label = vec![false; frames.len()];
    for link in links {
        is_label[link.label] = true;
    }
    let distances = distances(frames, links);
    let mut points = start(&distances);
    minimise_stress(&mut points, &distances, &is_label);
    lay_wide(&mut points, &is_label);
    for (frame, point) in frames.iter_mut().zip(&points) {
        frame.centre = Point { x: point.x * STRETCH, y: point.y };
    }
    push_apart(frames, &is_label);
    move_labels_aside(frames, links, &is_label);
}

/// The wished distances between all boxes: the length of the shortest way along lines.
fn distances(frames: &[Frame], links: &[Link]) -> Vec<Vec<f64>> {
    let count = frames.len();
    let mut degree = vec![0u32; count];
    for link in links {
        degree[link.source] += 1;
        degree[link.target] += 1;
    }
    let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    for link in links {
        // Two boxes with many arrows each need room between them for those of the others, and so do
        // the many labels around one box in the middle.
        let ends = (f64::from(degree[link.source]), f64::from(degree[link.target]));
        let busy = ends.0.min(ends.1).log2() + HUB * (ends.0.max(ends.1) / CROWD).max(1.0).log2();
        for end in [link.source, link.target] {
            let length = frames[end].reach() + frames[link.label].reach() + GAP * (1.0 + BUSY * busy);
            near[end].push((link.label, length));
            near[link.label].push((end, length));
        }
    }
    (0..count).map(|from| shortest_ways(&near, from)).collect()
}

/// Dijkstra's algorithm; the lists of neighbours are short.
fn shortest_ways(near: &[Vec<(usize, f64)>], from: usize) -> Vec<f64> {
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;
    // Lengths are positive, and the order of positive floats is the order of their bits.
    let mut ways = vec![f64::INFINITY; near.len()];
    let mut open = BinaryHeap::from([Reverse((0u64, from))]);
    ways[from] = 0.0;
    while let Some(Reverse((bits, at))) = open.pop() {
        let way = f64::from_bits(bits);
        if way > ways[at] {
            continue;
        }
        for (next, length) in &near[at] {
            let longer = way + length;
            if longer < ways[*next] {
                ways[*next] = longer;
                open.push(Reverse((longer.to_bits(), *next)));
            }
        }
    }
    ways
}

/// First places: distances from two boxes far apart as coordinates, spread a little so that no two
/// boxes coincide.
fn start(distances: &[Vec<f64>]) -> Vec<Point> {
    let farthest = |from: usize| {
        let mut best = from;
        for (i, way) in distances[from].iter().enumerate() {
            if *way > distances[from][best] {
                best = i;
            }
        }
        best
    };
    let first = if distances.is_empty() { return Vec::new() } else { farthest(0) };
    let second = farthest(first);
    // The third pivot is far from both, so that the second coordinate differs from the first.
    let mut third = first;
    for i in 0..distances.len() {
        let depth = |p: usize| distances[first][p].min(distances[second][p]);
        if depth(i) > depth(third) {
            third = i;
        }
    }
    let golden = 2.399_963_229_728_653;
    (0..distances.len())
        .map(|i| {
            let (sin, cos) = (i as f64 * golden).sin_cos();
            let spread = 4.0 + (i as f64).sqrt() * 3.0;
            Point {
                x: (distances[first][i] - distances[second][i]) / 2.0 + spread * cos,
                y: distances[third][i] + spread * sin,
            }
        })
        .collect()
}

/// Moves every box in turn to the place that the others wish for it; nearer boxes count more.
fn minimise_stress(points: &mut [Point], distances: &[Vec<f64>], is_label: &[bool]) {
    // Labels stand where the entities leave them room: what they wish of each other counts little.
    let weight = |i: usize, j: usize, wish: f64| {
        let kind = match (is_label[i], is_label[j]) {
            (false, false) => 5.0,
            (true, true) => 0.2,
            _ => 1.0,
        };
        kind / (wish * wish)
    };
    for _ in 0..SWEEPS {
        let mut moved: f64 = 0.0;
        for i in 0..points.len() {
            let (mut sum, mut weights) = (Point::default(), 0.0);
            for j in 0..points.len() {
                let wish = distances[i][j];
                if i == j || !wish.is_finite() || wish <= 0.0 {
                    continue;
                }
                let weight = weight(i, j, wish);
                let away = points[i].minus(points[j]);
                let length = away.length().max(1e-6);
                sum = sum.plus(points[j].plus(away, wish / length), weight);
                weights += weight;
            }
            if weights > 0.0 {
                let better = Point { x: sum.x / weights, y: sum.y / weights };
                moved = moved.max(better.minus(points[i]).length());
                points[i] = better;
            }
        }
        if moved < 0.05 {
            break;
        }
    }
}

/// Turns the points so that the entities reach farthest from left to right.
fn lay_wide(points: &mut [Point], is_label: &[bool]) {
    let entities = || is_label.iter().enumerate().filter(|(_, is_label)| !**is_label).map(|(i, _)| i);
    let count = entities().count().max(1) as f64;
    let mut middle = Point::default();
    for i in entities() {
        middle = middle.plus(points[i], 1.0 / count);
    }
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for i in entities() {
        let from = points[i].minus(middle);
        xx += from.x * from.x;
        xy += from.x * from.y;
        yy += from.y * from.y;
    }
    let (sin, cos) = (0.5 * (2.0 * xy).atan2(xx - yy)).sin_cos();
    for point in points.iter_mut() {
        let from = point.minus(middle);
        *point = Point { x: from.x * cos + from.y * sin, y: from.y * cos - from.x * sin };
    }
}

/// Pushes overlapping boxes apart, each pair along the shorter way; if that goes in circles,
/// everything is spread, which ends it.
fn push_apart(frames: &mut [Frame], is_label: &[bool]) {
    let mut sweep = 0usize;
    loop {
        let mut clear = true;
        for i in 0..frames.len() {
            for j in i + 1..frames.len() {
                let (across, down) = frames[i].overlap(&frames[j], margin(is_label, i, j));
                if across <= 0.0 || down <= 0.0 {
                    continue;
                }
                clear = false;
                // A hair more than needed, so that rounding does not leave them touching.
                let (across, down) = (across / 2.0 + 0.01, down / 2.0 + 0.01);
                let side = |a: f64, b: f64| if a < b || (a == b && i % 2 == 0) { -1.0 } else { 1.0 };
                if across < down {
                    let side = side(frames[i].centre.x, frames[j].centre.x);
                    frames[i].centre.x += side * across;
                    frames[j].centre.x -= side * across;
                } else {
                    let side = side(frames[i].centre.y, frames[j].centre.y);
                    frames[i].centre.y += side * down;
                    frames[j].centre.y -= side * down;
                }
            }
        }
        if clear {
            return;
        }
        sweep += 1;
        if sweep.is_multiple_of(PATIENCE) {
            for frame in frames.iter_mut() {
                frame.centre.x *= 1.04;
                frame.centre.y *= 1.04;
            }
        }
    }
}

/// Moves labels to free places from which their curve runs under no other box, and where no
/// foreign curve runs under them.
fn move_labels_aside(frames: &mut [Frame], links: &[Link], is_label: &[bool]) {
    let curve = |frames: &[Frame], link: &Link| {
        Curve::through(frames[link.source].centre, frames[link.label].centre, frames[link.target].centre).samples()
    };
    let mut curves: Vec<[Point; SAMPLES]> = links.iter().map(|l| curve(frames, l)).collect();
    for _ in 0..3 {
        let mut changed = false;
        for (at, link) in links.iter().enumerate().filter(|(_, l)| l.source != l.target) {
            let now = frames[link.label].centre;
            let mut best = (cost(frames, links, &curves, at), now);
            for candidate in candidates(frames[link.source].centre, frames[link.target].centre, now) {
                frames[link.label].centre = candidate;
                let free = frames.iter().enumerate().all(|(i, other)| {
                    let (across, down) = frames[link.label].overlap(other, margin(is_label, link.label, i));
                    i == link.label || across <= 0.0 || down <= 0.0
                });
                if free {
                    curves[at] = curve(frames, link);
                    let price = cost(frames, links, &curves, at);
                    // Only for a clear gain: small moves would never come to rest.
                    if price + 2.0 < best.0 {
                        best = (price, candidate);
                        changed = true;
                    }
                }
            }
            frames[link.label].centre = best.1;
            curves[at] = curve(frames, link);
        }
        if !changed {
            break;
        }
    }
}

/// Places on a grid along and beside the straight line between two ends.
fn candidates(from: Point, to: Point, now: Point) -> impl Iterator<Item = Point> {
    let along = to.minus(from);
    let length = along.length().max(1.0);
    let beside = Point { x: -along.y / length, y: along.x / length };
    let on_line = [0.5, 0.4, 0.6, 0.32, 0.68].into_iter().flat_map(move |share| {
        (0..15i32).map(move |k| {
            // 0, 14, -14, 28, -28 … pixels beside the line.
            let step = f64::from((k + 1) / 2 * if k % 2 == 0 { -1 } else { 1 }) * 14.0;
            from.plus(along, share).plus(beside, step)
        })
    });
    let nearby = [(-16.0, 0.0), (16.0, 0.0), (0.0, -12.0), (0.0, 12.0)];
    on_line.chain(nearby.into_iter().map(move |(x, y)| now.plus(Point { x, y }, 1.0)))
}

/// What is bad about the label and the curve of one arrow, in pixels of detour.
fn cost(frames: &[Frame], links: &[Link], curves: &[[Point; SAMPLES]], at: usize) -> f64 {
    let link = &links[at];
    let (from, to) = (frames[link.source].centre, frames[link.target].centre);
    let middle = from.plus(to.minus(from), 0.5);
    let off = frames[link.label].centre.minus(middle).length();
    let mut cost = off * off / (to.minus(from).length().max(60.0));
    for (i, frame) in frames.iter().enumerate() {
        let own = i == link.source || i == link.target || i == link.label;
        if !own && curves[at].iter().any(|p| frame.contains(*p, 3.0)) {
            cost += COVER;
        }
    }
    let own = aside(frames, link, link.label);
    for (other, curve) in curves.iter().enumerate().filter(|(other, _)| *other != at) {
        if curve.iter().any(|p| frames[link.label].contains(*p, 2.0)) {
            cost += CROSS;
        }
        let ends = (links[other].source, links[other].target);
        if ends == (link.source, link.target) || ends == (link.target, link.source) {
            let apart = (own - aside(frames, link, links[other].label)).abs();
            cost += STRAND * (1.0 - apart / STRAND_WIDTH).max(0.0);
        }
    }
    cost
}

/// How far a label stands to the left of the straight line of an arrow.
fn aside(frames: &[Frame], link: &Link, label: usize) -> f64 {
    let from = frames[link.source].centre;
    let along = frames[link.target].centre.minus(from);
    let off = frames[label].centre.minus(from);
    (along.x * off.y - along.y * off.x) / along.length().max(1.0)
}

/// Puts components side by side in rows.
fn pack(groups: &mut [Vec<Frame>]) {
    const BETWEEN: f64 = 36.0;
    let bounds: Vec<(Point, Point)> = groups.iter().map(|g| bounds(g)).collect();
    let size = |(low, high): &(Point, Point)| (high.x - low.x, high.y - low.y);
    let area: f64 = bounds.iter().map(size).map(|(w, h)| (w + BETWEEN) * (h + BETWEEN)).sum();
    let widest = bounds.iter().map(size).fold(0.0, |most: f64, (w, _)| most.max(w));
    let row_width = widest.max((area * ASPECT).sqrt());
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0f64);
    for (group, bound) in groups.iter_mut().zip(&bounds) {
        let (width, height) = size(bound);
        if x > 0.0 && x + width > row_width {
            x = 0.0;
            y += row_height + BETWEEN;
            row_height = 0.0;
        }
        for frame in group.iter_mut() {
            frame.centre.x += x - bound.0.x;
            frame.centre.y += y - bound.0.y;
        }
        x += width + BETWEEN;
        row_height = row_height.max(height);
    }
}

/// The corners of the smallest rectangle around all frames.
pub(super) fn bounds(frames: &[Frame]) -> (Point, Point) {
    let mut low = Point { x: f64::INFINITY, y: f64::INFINITY };
    let mut high = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    for frame in frames {
        low.x = low.x.min(frame.centre.x - frame.width / 2.0);
        low.y = low.y.min(frame.centre.y - frame.height / 2.0);
        high.x = high.x.max(frame.centre.x + frame.width / 2.0);
        high.y = high.y.max(frame.centre.y + frame.height / 2.0);
    }
    if frames.is_empty() { Default::default() } else { (low, high) }
}

/// A cubic Bézier curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve(pub(super) [Point; 4]);

impl Curve {
    /// The curve from one point through a second, in its middle, to a third; a loop if the first
    /// and third are the same.
    pub(super) fn through(from: Point, middle: Point, to: Point) -> Self {
        if from == to {
            let out = middle.minus(from);
            let aside = Point { x: -out.y, y: out.x };
            let tip = from.plus(out, 4.0 / 3.0);
            return Self([from, tip.plus(aside, 0.6), tip.plus(aside, -0.6), to]);
        }
        let control = Point { x: 2.0 * middle.x - (from.x + to.x) / 2.0, y: 2.0 * middle.y - (from.y + to.y) / 2.0 };
        let toward = |end: Point| end.plus(control.minus(end), 2.0 / 3.0);
        Self([from, toward(from), toward(to), to])
    }

    /// The point at `t`, from 0 to 1.
    pub(super) fn at(&self, t: f64) -> Point {
        let s = 1.0 - t;
        let [a, b, c, d] = self.0;
        Point::default().plus(a, s * s * s).plus(b, 3.0 * s * s * t).plus(c, 3.0 * s * t * t).plus(d, t * t * t)
    }

    fn samples(&self) -> [Point; SAMPLES] {
        std::array::from_fn(|i| self.at((i as f64 + 0.5) / SAMPLES as f64))
    }

    /// The part of the curve from `from` to `to`.
    pub(super) fn part(&self, from: f64, to: f64) -> Self {
        let split = |curve: [Point; 4], t: f64| {
            let mix = |a: Point, b: Point| a.plus(b.minus(a), t);
            let [a, b, c, d] = curve;
            let (ab, bc, cd) = (mix(a, b), mix(b, c), mix(c, d));
            let (abc, bcd) = (mix(ab, bc), mix(bc, cd));
            let middle = mix(abc, bcd);
            ([a, ab, abc, middle], [middle, bcd, cd, d])
        };
        let (head, _) = split(self.0, to);
        let (_, rest) = split(head, if to > 0.0 { from / to } else { 0.0 });
        Self(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_curve_lies_on_it() {
        let point = |x, y| Point { x, y };
        let curve = Curve::through(point(0.0, 0.0), point(50.0, 40.0), point(100.0, 0.0));
        assert!(curve.at(0.5).minus(point(50.0, 40.0)).length() < 1e-9);
        let part = curve.part(0.25, 0.75);
        assert!(part.at(0.5).minus(curve.at(0.5)).length() < 1e-9);
        assert!(part.at(0.0).minus(curve.at(0.25)).length() < 1e-9);
    }

    #[test]
    fn boxes_that_lie_upon_each_other_are_pushed_apart() {
        let mut frames = vec![Frame { width: 80.0, height: 20.0, ..Frame::default() }; 12];
        push_apart(&mut frames, &[false; 12]);
        for (i, frame) in frames.iter().enumerate() {
            assert!(frames[i + 1..].iter().all(|other| !frame.overlaps(other)));
        }
    }
}
