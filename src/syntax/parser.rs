//! Token vectors to heads, labels and sentence starts: the transition parser.
//!
//! Takes the vectors of a paragraph; gives a tree for each sentence. Greedy: the best valid move
//! wins. Does not look at words. Example: in `Apple isn't looking` the verb takes three left arcs.

use pulp::Arch;

use super::model::{ModelError, Sections};
use super::names::Label;
use super::network::{Allowed, Prepared, Scorer};

/// Slots of a state: B0, B1, S0, S1, S2, last left child of B0, of S0, last right child of S0.
const SLOTS: usize = 8;

/// The trees of a paragraph.
pub(super) struct Trees {
    pub(super) heads: Vec<u32>,
    pub(super) labels: Vec<Label>,
    /// Whether a sentence starts at the token.
    pub(super) starts: Vec<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// How many actions there are.
const ACTIONS: usize = 5;

/// A label, and the label of the head to look for where the arc was lifted to make the tree
/// projective (`pobj||prep`).
#[derive(Debug, Clone, Copy)]
struct ArcLabel {
    label: Label,
    lifted_from: Option<Label>,
}

/// The parser's moves and weights.
pub(super) struct Parser {
    moves: Vec<(Action, ArcLabel)>,
    scorer: Scorer,
    /// What is allowed for each set of valid actions, a bit each.
    allowed: Vec<Allowed>,
}

impl Parser {
    pub(super) fn read(arch: Arch, sections: &Sections) -> Result<Self, ModelError> {
        let mut reader = sections.section("parser/moves")?;
        let mut moves = Vec::new();
        for _ in 0..reader.u32()? {
            let action = match reader.u8()? {
                0 => Action::Shift,
                1 => Action::Reduce,
                2 => Action::Left,
                3 => Action::Right,
                4 => Action::Break,
                _ => return Err(reader.damaged("an unknown action")),
            };
            let name = reader.text()?;
            let (label, lifted_from) = match name.split_once("||") {
                Some((label, from)) => (label, Some(from)),
                None => (name, None),
            };
            let parse = |name| Label::parse(name).ok_or_else(|| reader.damaged("an unknown label"));
            let label = match action {
                Action::Left | Action::Right => parse(label)?,
                Action::Shift | Action::Reduce | Action::Break => Label::Root,
            };
            moves.push((action, ArcLabel { label, lifted_from: lifted_from.map(parse).transpose()? }));
        }
        let scorer = Scorer::read(arch, sections, "parser", SLOTS, moves.len())?;
        let allowed = (0..1 << ACTIONS)
            .map(|valid: usize| Allowed::new(moves.iter().map(|(action, _)| valid >> *action as usize & 1 == 1)))
            .collect();
        Ok(Self { moves, scorer, allowed })
    }

    /// The trees of a paragraph; `is_space` says which tokens are white space.
    pub(super) fn parse(&self, vectors: &[f32], is_space: &[bool], prepared: &mut Prepared) -> Trees {
        self.scorer.prepare(vectors, prepared);
        let mut state = State::new(is_space.len());
        while !state.is_final() {
            let best = self.scorer.best(prepared, &state.slots(), &self.allowed[state.valid()]);
            let (action, label) = self.moves[best];
            state.apply(action, label);
        }
        state.finish(is_space)
    }
}

const NONE: u32 = u32::MAX;

struct State {
    n: u32,
    stack: Vec<u32>,
    /// The first token never taken from the input.
    next: u32,
    /// Tokens put back in front of the input; the last comes first.
    returned: Vec<u32>,
    heads: Vec<u32>,
    labels: Vec<ArcLabel>,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
    /// The child of the newest left and right arc of each token.
    newest: [Vec<u32>; 2],
    /// The child of the arc before this child's arc, on the same side of the same head.
    older: Vec<u32>,
}

impl State {
    fn new(n: usize) -> Self {
        let mut starts = vec![false; n];
        if let Some(first) = starts.first_mut() {
            *first = true;
        }
        Self {
            n: n as u32,
            stack: Vec::new(),
            next: 0,
            returned: Vec::new(),
            heads: vec![NONE; n],
            labels: vec![ArcLabel { label: Label::Root, lifted_from: None }; n],
            unshiftable: vec![false; n],
            starts,
            newest: [vec![NONE; n], vec![NONE; n]],
            older: vec![NONE; n],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer(0).is_none()
    }

    /// The token at a place of the buffer.
    fn buffer(&self, place: usize) -> Option<u32> {
        match self.returned.len().checked_sub(place + 1) {
            Some(at) => Some(self.returned[at]),
            None => {
                let token = self.next + (place - self.returned.len()) as u32;
                (token < self.n).then_some(token)
            }
        }
    }

    /// The token at a depth of the stack.
    fn stack(&self, depth: usize) -> Option<u32> {
        self.stack.len().checked_sub(depth + 1).map(|at| self.stack[at])
    }

    fn newest_child(&self, head: Option<u32>, side: usize) -> Option<u32> {
        head.map(|head| self.newest[side][head as usize]).filter(|child| *child != NONE)
    }

    fn slots(&self) -> [Option<u32>; SLOTS] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            self.newest_child(b0, 0),
            self.newest_child(s0, 0),
            self.newest_child(s0, 1),
        ]
    }

    /// Which actions are valid, a bit each. There always is one: an empty stack can be shifted to,
    /// any other reduced.
    fn valid(&self) -> usize {
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        let has_stack = !self.stack.is_empty();
        let starts_sentence = b0.is_some_and(|b0| self.starts[b0 as usize]);
        let unshiftable = b0.is_some_and(|b0| self.unshiftable[b0 as usize]);
        let shift = !has_stack || (b1.is_some() && !starts_sentence && !unshiftable);
        let arc = has_stack && b0.is_some() && !starts_sentence;
        let split = match (b0, b1) {
            (Some(b0), Some(b1)) => b1 == b0 + 1 && !self.starts[b1 as usize],
            _ => false,
        };
        [shift, has_stack, arc, arc, split].iter().rev().fold(0, |bits, valid| bits << 1 | usize::from(*valid))
    }

    fn apply(&mut self, action: Action, label: ArcLabel) {
        match (action, self.buffer(0), self.stack(0)) {
            (Action::Shift, Some(b0), _) => {
                self.take();
                self.stack.push(b0);
            }
            (Action::Reduce, _, Some(s0)) => {
                self.stack.pop();
                if self.heads[s0 as usize] == NONE && !self.stack.is_empty() {
                    self.returned.push(s0);
                    self.unshiftable[s0 as usize] = true;
                }
            }
            (Action::Left, Some(b0), Some(s0)) => {
                self.attach(b0, s0, label);
                self.unshiftable[b0 as usize] = false;
                self.stack.pop();
            }
            (Action::Right, Some(b0), Some(s0)) => {
                self.attach(s0, b0, label);
                self.take();
                self.stack.push(b0);
            }
            (Action::Break, ..) => {
                if let Some(b1) = self.buffer(1) {
                    self.starts[b1 as usize] = true;
                }
            }
            // Only valid moves are made, and they have what they need.
            _ => self.stack.clear(),
        }
    }

    fn take(&mut self) {
        if self.returned.pop().is_none() {
            self.next += 1;
        }
    }

    fn attach(&mut self, head: u32, child: u32, label: ArcLabel) {
        self.detach(child);
        let newest = &mut self.newest[usize::from(child > head)][head as usize];
        self.older[child as usize] = *newest;
        *newest = child;
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }

    fn detach(&mut self, child: u32) {
        let head = self.heads[child as usize];
        if head == NONE {
            return;
        }
        let older = self.older[child as usize];
        let newest = &mut self.newest[usize::from(child > head)][head as usize];
        if *newest == child {
            *newest = older;
            return;
        }
        let mut younger = *newest;
        while younger != NONE && self.older[younger as usize] != child {
            younger = self.older[younger as usize];
        }
        if younger != NONE {
            self.older[younger as usize] = older;
        }
    }

    /// Roots for what has no head, lifted arcs put down, sentences cut at the roots' subtrees.
    fn finish(mut self, is_space: &[bool]) -> Trees {
        let n = self.n as usize;
        for i in 0..n {
            if self.heads[i] == NONE {
                self.heads[i] = i as u32;
                self.labels[i] = ArcLabel { label: Label::Root, lifted_from: None };
            }
        }
        let mut edges = Edges::of(&self.heads);
        if self.labels.iter().any(|label| label.lifted_from.is_some()) {
            self.put_down(&edges, is_space);
            edges = Edges::of(&self.heads);
        }
        let mut starts = vec![false; n];
        for i in 0..n {
            if self.heads[i] == i as u32 {
                starts[edges.left[i] as usize] = true;
            }
        }
        Trees { heads: self.heads, labels: self.labels.iter().map(|label| label.label).collect(), starts }
    }

    /// Gives each lifted arc the first token below its head that has the label it was lifted from.
    fn put_down(&mut self, edges: &Edges, is_space: &[bool]) {
        let mut children = Children::of(&self.heads);
        let (mut level, mut below) = (Vec::new(), Vec::new());
        for i in 0..self.heads.len() {
            let Some(from) = self.labels[i].lifted_from else { continue };
            let label = self.labels[i].label;
            let old = self.heads[i];
            level.clear();
            level.push(old);
            let mut new = None;
            'search: while !level.is_empty() {
                below.clear();
                for head in &level {
                    let range = edges.left[*head as usize]..=edges.right[*head as usize];
                    for child in children.sorted(*head) {
                        if *child as usize == i || is_space[*child as usize] || !range.contains(child) {
                            continue;
                        }
                        let current = self.labels[*child as usize];
                        if current.lifted_from.is_none() && current.label == from {
                            new = Some(*child);
                            break 'search;
                        }
                        below.push(*child);
                    }
                }
                std::mem::swap(&mut level, &mut below);
            }
            if let Some(new) = new {
                self.heads[i] = new;
                children.change(i as u32, old, new);
            }
            self.labels[i] = ArcLabel { label, lifted_from: None };
        }
    }
}

/// The first and last token of the subtree of each token.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Edges {
    fn of(heads: &[u32]) -> Self {
        let n = heads.len();
        let mut edges = Self { left: (0..n as u32).collect(), right: (0..n as u32).collect() };
        // Twelve rounds are what the reference takes at most; one is nearly always enough.
        for _ in 0..12 {
            for i in (0..n).chain((0..n).rev()) {
                let head = heads[i] as usize;
                edges.left[head] = edges.left[head].min(edges.left[i]);
                edges.right[head] = edges.right[head].max(edges.right[i]);
            }
            if edges.sentences_hold_their_heads(heads) {
                break;
            }
        }
        edges
    }

    fn sentences_hold_their_heads(&self, heads: &[u32]) -> bool {
        let n = heads.len();
        let mut is_start = vec![false; n + 1];
        for i in 0..n {
            if heads[i] == i as u32 {
                is_start[self.left[i] as usize] = true;
            }
        }
        let mut start = 0;
        for end in 1..=n {
            if end == n || is_start[end] {
                // The reference compares with the token after the sentence, which exists for all
                // but the last.
                let last = end.min(n - 1);
                if heads[start..end].iter().any(|head| (*head as usize) < start || *head as usize > last) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

/// The children of each token, in text order.
struct Children(Vec<Vec<u32>>);

impl Children {
    fn of(heads: &[u32]) -> Self {
        let mut children = vec![Vec::new(); heads.len()];
        for (i, head) in heads.iter().enumerate() {
            if *head as usize != i {
                children[*head as usize].push(i as u32);
            }
        }
        Self(children)
    }

    fn sorted(&self, head: u32) -> &[u32] {
        &self.0[head as usize]
    }

    fn change(&mut self, child: u32, old: u32, new: u32) {
        self.0[old as usize].retain(|c| *c != child);
        let list = &mut self.0[new as usize];
        list.insert(list.partition_point(|c| *c < child), child);
    }
}
