//! The quads of a graph, sorted three ways, for queries.
//!
//! Takes quads once; gives those that fit a pattern, each by a binary search. Numbers stand for
//! terms. Of each order only the second and third number are kept, and where the rows of each first
//! one begin. The graph of a quad is that of its subject, since a subject stands in one graph only.
//! Example: "?who act:accuses id:Q1" is one range of the rows of `act:accuses`, sorted by object.

use std::io;
use std::sync::Arc;

use oxigraph::model::Term;

use super::Naming;
use super::pages::Numbers;
use super::terms::{Terms, TermsBuilder, encode, is_ours};

/// The graph of a term that is no subject.
pub(super) const NO_GRAPH: u32 = u32::MAX;

/// So many rows are looked through sooner than the subjects of a graph.
const FEW: usize = 1000;

/// Quads sorted three ways.
#[derive(Debug)]
pub(super) struct Index {
    pub terms: Terms,
    /// By subject, predicate, object.
    pub by_subject: Sorted,
    /// By predicate, object, subject.
    pub by_predicate: Sorted,
    /// By object, subject, predicate.
    pub by_object: Sorted,
    /// The graph of each term that is a subject.
    pub graphs: Numbers,
    /// The subjects of each graph: graph and subject by turns, sorted.
    pub members: Numbers,
}

/// Triples of numbers sorted by the first, then the second, then the third.
#[derive(Debug)]
pub(super) struct Sorted {
    /// Where the rows of each first number begin; one more than there are terms.
    pub starts: Numbers,
    /// The second and the third number of each row by turns.
    pub rows: Numbers,
}

/// Subject, predicate and object.
pub(super) type Row = [u32; 3];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Subject,
    Predicate,
    Object,
}

/// Rows of one order with the same first number.
#[derive(Debug, Clone, Copy)]
struct Range {
    order: Order,
    first: u32,
    at: usize,
    end: usize,
}

impl Range {
    /// How many rows; none if a damaged file has them end before they begin.
    fn len(self) -> usize {
        self.end.saturating_sub(self.at)
    }
}

impl Sorted {
    /// Sorts rows whose numbers are already in the order in which they are compared.
    fn new(mut rows: Vec<Row>, terms: u32) -> Self {
        rows.sort_unstable();
        let mut starts = Vec::with_capacity(terms as usize + 1);
        let mut flat = Vec::with_capacity(rows.len() * 2);
        for (i, [first, second, third]) in rows.iter().enumerate() {
            while starts.len() <= *first as usize {
                starts.push(i as u32);
            }
            flat.extend([*second, *third]);
        }
        starts.resize(terms as usize + 1, rows.len() as u32);
        Self { starts: starts.into(), rows: flat.into() }
    }

    /// The rows that begin with `first`.
    fn of(&self, first: u32) -> io::Result<(usize, usize)> {
        let first = first as usize;
        if first + 1 >= self.starts.len() {
            return Ok((0, 0));
        }
        Ok((self.starts.get(first)? as usize, self.starts.get(first + 1)? as usize))
    }

    fn row(&self, at: usize) -> io::Result<(u32, u32)> {
        self.rows.pair(at)
    }

    /// The first of the rows from `at` to `end` that is not before (second, third).
    fn lower_bound(&self, (mut at, mut end): (usize, usize), bound: (u32, u32)) -> io::Result<usize> {
        while at < end {
            let middle = at + (end - at) / 2;
            if self.row(middle)? < bound {
                at = middle + 1;
            } else {
                end = middle;
            }
        }
        Ok(at)
    }

    /// The rows that begin with `first` and `second`, or all three.
    fn within(&self, first: u32, second: u32, third: Option<u32>) -> io::Result<(usize, usize)> {
        let all = self.of(first)?;
        let from = self.lower_bound(all, (second, third.unwrap_or(0)))?;
        let until = match third {
            Some(third) if third < u32::MAX => (second, third + 1),
            _ => (second + 1, 0),
        };
        Ok((from, self.lower_bound((from, all.1), until)?))
    }
}

/// An index under construction.
#[derive(Debug)]
pub(super) struct IndexBuilder {
    naming: Naming,
    terms: TermsBuilder,
    rows: Vec<Row>,
    graphs: Vec<u32>,
    bytes: Vec<u8>,
}

impl IndexBuilder {
    pub(super) fn new(naming: &Naming) -> Self {
        Self {
            naming: naming.clone(),
            terms: TermsBuilder::new(),
            rows: Vec::new(),
            graphs: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// Takes a triple and the graph in which its subject stands.
    ///
    /// # Errors
    /// If the terms are too many, or one of a kind that our graphs do not have.
    pub(super) fn add(&mut self, subject: &Term, predicate: &Term, object: &Term, graph: &Term) -> io::Result<()> {
        let row = [self.number(subject)?, self.number(predicate)?, self.number(object)?];
        let graph = self.number(graph)?;
        let subject = row[0] as usize;
        if self.graphs.len() <= subject {
            self.graphs.resize(subject + 1, NO_GRAPH);
        }
        self.graphs[subject] = graph;
        if self.rows.len() >= (u32::MAX / 2) as usize {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the graph has more than two billion quads"));
        }
        self.rows.push(row);
        Ok(())
    }

    fn number(&mut self, term: &Term) -> io::Result<u32> {
        encode(term, &self.naming, &mut self.bytes);
        if !is_ours(&self.bytes) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("no graph of ours holds {term}")));
        }
        self.terms.number(&self.bytes)
    }

    pub(super) fn finish(self) -> Index {
        let Self { terms, rows, mut graphs, .. } = self;
        let terms = terms.finish();
        let count = terms.len();
        graphs.resize(count as usize, NO_GRAPH);
        let mut members: Vec<(u32, u32)> =
            (0u32..).zip(&graphs).filter(|(_, g)| **g != NO_GRAPH).map(|(subject, graph)| (*graph, subject)).collect();
        members.sort_unstable();
        let turned = |turn: fn(&Row) -> Row| rows.iter().map(turn).collect();
        let by_predicate = Sorted::new(turned(|[s, p, o]| [*p, *o, *s]), count);
        let by_object = Sorted::new(turned(|[s, p, o]| [*o, *s, *p]), count);
        Index {
            by_subject: Sorted::new(rows, count),
            by_predicate,
            by_object,
            graphs: graphs.into(),
            members: members.into_iter().flat_map(|(graph, subject)| [graph, subject]).collect::<Vec<_>>().into(),
            terms,
        }
    }
}

impl Index {
    fn sorted(&self, order: Order) -> &Sorted {
        match order {
            Order::Subject => &self.by_subject,
            Order::Predicate => &self.by_predicate,
            Order::Object => &self.by_object,
        }
    }

    /// The subjects of a graph, as places in `members`.
    fn members_of(&self, graph: u32) -> io::Result<(usize, usize)> {
        let bound = |graph: u32| -> io::Result<usize> {
            let (mut at, mut end) = (0, self.members.len() / 2);
            while at < end {
                let middle = at + (end - at) / 2;
                if self.members.pair(middle)?.0 < graph {
                    at = middle + 1;
                } else {
                    end = middle;
                }
            }
            Ok(at)
        };
        Ok((bound(graph)?, bound(graph.saturating_add(1))?))
    }

    /// The graphs, in the order of their numbers.
    pub(super) fn graph_names(&self) -> io::Result<Vec<u32>> {
        let mut names = Vec::new();
        let (mut at, end) = (0, self.members.len() / 2);
        while at < end {
            let graph = self.members.pair(at)?.0;
            names.push(graph);
            // In a damaged file it might lead back.
            at = self.members_of(graph)?.1.max(at + 1);
        }
        Ok(names)
    }

    fn range(&self, subject: Option<u32>, predicate: Option<u32>, object: Option<u32>) -> io::Result<Option<Range>> {
        let (order, first, (at, end)) = match (subject, predicate, object) {
            (Some(s), Some(p), o) => (Order::Subject, s, self.by_subject.within(s, p, o)?),
            (Some(s), None, Some(o)) => (Order::Object, o, self.by_object.within(o, s, None)?),
            (Some(s), None, None) => (Order::Subject, s, self.by_subject.of(s)?),
            (None, Some(p), Some(o)) => (Order::Predicate, p, self.by_predicate.within(p, o, None)?),
            (None, Some(p), None) => (Order::Predicate, p, self.by_predicate.of(p)?),
            (None, None, Some(o)) => (Order::Object, o, self.by_object.of(o)?),
            (None, None, None) => return Ok(None),
        };
        Ok(Some(Range { order, first, at, end }))
    }
}

/// The quads that fit a pattern.
#[derive(Debug)]
pub(super) struct Matches {
    index: Arc<Index>,
    pattern: [Option<u32>; 3],
    graph: Option<u32>,
    current: Option<Range>,
    /// Subjects still to be looked at: places in `members`.
    subjects: (usize, usize),
    has_failed: bool,
}

impl Matches {
    /// Looks for rows with the given numbers, in any graph or one.
    pub(super) fn new(index: Arc<Index>, pattern: [Option<u32>; 3], graph: Option<u32>) -> io::Result<Self> {
        let [subject, predicate, object] = pattern;
        let mut current = index.range(subject, predicate, object)?;
        let mut subjects = (0, 0);
        // A graph that is named has few subjects, unless something rarer is named too.
        let is_wide = current.is_none_or(|range| range.len() > FEW);
        match graph {
            Some(graph) if subject.is_none() && is_wide => {
                let members = index.members_of(graph)?;
                if current.is_none_or(|range| members.1.saturating_sub(members.0) < range.len()) {
                    current = None;
                    subjects = members;
                }
            }
            None if current.is_none() => subjects = (0, index.members.len() / 2),
            _ => {}
        }
        Ok(Self { index, pattern, graph, current, subjects, has_failed: false })
    }

    fn find(&mut self) -> io::Result<Option<(Row, u32)>> {
        loop {
            let Some(range) = &mut self.current else {
                if self.subjects.0 >= self.subjects.1 {
                    return Ok(None);
                }
                let subject = self.index.members.pair(self.subjects.0)?.1;
                self.subjects.0 += 1;
                self.current = self.index.range(Some(subject), self.pattern[1], self.pattern[2])?;
                continue;
            };
            if range.len() == 0 {
                self.current = None;
                continue;
            }
            let (second, third) = self.index.sorted(range.order).row(range.at)?;
            range.at += 1;
            let row = match range.order {
                Order::Subject => [range.first, second, third],
                Order::Predicate => [third, range.first, second],
                Order::Object => [second, third, range.first],
            };
            let graph = self.index.graphs.get(row[0] as usize)?;
            if self.graph.is_none_or(|wanted| wanted == graph) {
                return Ok(Some((row, graph)));
            }
        }
    }
}

impl Iterator for Matches {
    type Item = io::Result<(Row, u32)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let found = self.find().transpose();
        self.has_failed = matches!(found, Some(Err(_)));
        found
    }
}
