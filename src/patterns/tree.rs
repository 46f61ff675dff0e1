//! The trees that patterns become, and how they are written: `impose.v[subj A, obj sanction.n, on B]`.

use std::fmt;

use crate::clauses::{Function, Grammar, PredicateKind};

/// A node of a pattern's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A letter of the pattern: an end, content, or somebody else.
    Slot(Slot),
    /// A word that must be there.
    Word {
        /// Its lemma in lower case.
        lemma: String,
        /// Its kind.
        kind: WordKind,
        /// What must hang on it.
        edges: Vec<Edge>,
    },
    /// Any word of a kind: `DO` and `ACT`.
    Any {
        /// Verb or noun.
        kind: WordKind,
        /// What must hang on it.
        edges: Vec<Edge>,
    },
}

/// A letter of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The source.
    A,
    /// The target.
    B,
    /// Somebody else.
    C,
    /// What it is about.
    X,
}

/// What hangs on a word of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// In which role.
    pub role: EdgeRole,
    /// Whether the pattern also holds without it.
    pub optional: bool,
    /// What.
    pub node: Node,
}

/// The role of an edge; prepositions by their words in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EdgeRole {
    /// Who does it.
    Subject,
    /// Who undergoes it.
    Object,
    /// Who receives it, also by "to".
    Recipient,
    /// What somebody is said to be.
    Attribute,
    /// Who is said to be it.
    Holder,
    /// A completing clause with "that" or without.
    Clause,
    /// A completing infinitive.
    Infinitive,
    /// A particle.
    Particle,
    /// A modal auxiliary.
    Auxiliary,
    /// A word before a noun.
    Modifier,
    /// Any role at all but the subject.
    Any,
    /// By a preposition.
    Preposition(String),
}

/// The kind of a word of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// `.v`
    Verb,
    /// `.n`
    Noun,
    /// `.a`
    Adjective,
    /// `.x`: particles and others
    Other,
}

impl From<PredicateKind> for WordKind {
    fn from(kind: PredicateKind) -> Self {
        match kind {
            PredicateKind::Verb => Self::Verb,
            PredicateKind::Noun => Self::Noun,
            PredicateKind::Adjective => Self::Adjective,
        }
    }
}

impl Node {
    /// The lemma of the first written word that must hang on the root, whatever its role.
    pub(super) fn asked(&self) -> Option<&str> {
        let (Self::Word { edges, .. } | Self::Any { edges, .. }) = self else { return None };
        edges.iter().filter(|edge| !edge.optional).find_map(|edge| match &edge.node {
            Self::Word { lemma, .. } => Some(lemma.as_str()),
            _ => None,
        })
    }

    /// Whether a slot occurs in the tree.
    #[must_use]
    pub fn holds(&self, slot: Slot) -> bool {
        match self {
            Self::Slot(own) => *own == slot,
            Self::Word { edges, .. } | Self::Any { edges, .. } => edges.iter().any(|e| e.node.holds(slot)),
        }
    }

    /// What A says in a pattern of saying ("A said B lied"): what hangs on the verb of report.
    pub(super) fn said(&self, grammar: &Grammar) -> Option<&Self> {
        let Self::Word { lemma, kind: WordKind::Verb, edges } = self else { return None };
        let [one, two] = edges.as_slice() else { return None };
        let (subject, clause) = if one.role == EdgeRole::Subject { (one, two) } else { (two, one) };
        let says = grammar.has(lemma, Function::Report)
            && subject.role == EdgeRole::Subject
            && subject.node == Self::Slot(Slot::A)
            && clause.role == EdgeRole::Clause
            && !clause.node.holds(Slot::A);
        says.then_some(&clause.node)
    }

    /// Whether the tree asks for a modal auxiliary.
    #[must_use]
    pub fn asks_auxiliary(&self) -> bool {
        match self {
            Self::Slot(_) => false,
            Self::Word { edges, .. } | Self::Any { edges, .. } => {
                edges.iter().any(|e| e.role == EdgeRole::Auxiliary || e.node.asks_auxiliary())
            }
        }
    }

    /// How much the tree asks for: words count more than slots, optional parts nothing.
    #[must_use]
    pub fn weight(&self) -> usize {
        let inner = |edges: &[Edge]| edges.iter().filter(|e| !e.optional).map(|e| e.node.weight()).sum::<usize>();
        match self {
            Self::Slot(Slot::A | Slot::B) => 1,
            Self::Slot(_) => 1,
            Self::Word { edges, .. } => 4 + inner(edges),
            Self::Any { edges, .. } => 1 + inner(edges),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edges = match self {
            Self::Slot(slot) => return write!(f, "{slot:?}"),
            Self::Word { lemma, kind, edges } => {
                write!(f, "{lemma}.{}", kind.letter())?;
                edges
            }
            Self::Any { kind, edges } => {
                write!(f, "*.{}", kind.letter())?;
                edges
            }
        };
        if edges.is_empty() {
            return Ok(());
        }
        f.write_str("[")?;
        for (i, edge) in edges.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            let optional = if edge.optional { "?" } else { "" };
            write!(f, "{comma}{}{optional} {}", edge.role, edge.node)?;
        }
        f.write_str("]")
    }
}

impl WordKind {
    fn letter(self) -> char {
        match self {
            Self::Verb => 'v',
            Self::Noun => 'n',
            Self::Adjective => 'a',
            Self::Other => 'x',
        }
    }

    fn parse(letter: &str) -> Option<Self> {
        [Self::Verb, Self::Noun, Self::Adjective, Self::Other].into_iter().find(|k| letter == k.letter().to_string())
    }
}

impl fmt::Display for EdgeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subject => "subj",
            Self::Object => "obj",
            Self::Recipient => "recipient",
            Self::Attribute => "attr",
            Self::Holder => "holder",
            Self::Clause => "clause",
            Self::Infinitive => "to",
            Self::Particle => "prt",
            Self::Auxiliary => "aux",
            Self::Modifier => "mod",
            Self::Any => "any",
            Self::Preposition(word) => return write!(f, "~{word}"),
        })
    }
}

/// Reads a tree as [`Node`]'s `Display` writes it; `None` if it is not well formed.
pub(super) fn parse(text: &str) -> Option<Node> {
    let (node, rest) = parse_node(text)?;
    rest.is_empty().then_some(node)
}

fn parse_node(text: &str) -> Option<(Node, &str)> {
    for (name, slot) in [("A", Slot::A), ("B", Slot::B), ("C", Slot::C), ("X", Slot::X)] {
        if let Some(rest) = text.strip_prefix(name)
            && (rest.is_empty() || rest.starts_with([',', ']']))
        {
            return Some((Node::Slot(slot), rest));
        }
    }
    let end = text.find(['[', ',', ']']).unwrap_or(text.len());
    let (word, mut rest) = text.split_at(end);
    let (lemma, letter) = word.rsplit_once('.')?;
    let kind = WordKind::parse(letter)?;
    let mut edges = Vec::new();
    if let Some(inside) = rest.strip_prefix('[') {
        rest = inside;
        loop {
            let (edge, after) = parse_edge(rest)?;
            edges.push(edge);
            if let Some(more) = after.strip_prefix(", ") {
                rest = more;
            } else {
                rest = after.strip_prefix(']')?;
                break;
            }
        }
    }
    let node =
        if lemma == "*" { Node::Any { kind, edges } } else { Node::Word { lemma: lemma.to_owned(), kind, edges } };
    Some((node, rest))
}

fn parse_edge(text: &str) -> Option<(Edge, &str)> {
    let (role, rest) = text.split_once(' ')?;
    let (role, optional) = match role.strip_suffix('?') {
        Some(role) => (role, true),
        None => (role, false),
    };
    let role = match role {
        "subj" => EdgeRole::Subject,
        "obj" => EdgeRole::Object,
        "recipient" => EdgeRole::Recipient,
        "attr" => EdgeRole::Attribute,
        "holder" => EdgeRole::Holder,
        "clause" => EdgeRole::Clause,
        "to" => EdgeRole::Infinitive,
        "prt" => EdgeRole::Particle,
        "aux" => EdgeRole::Auxiliary,
        "mod" => EdgeRole::Modifier,
        "any" => EdgeRole::Any,
        word => EdgeRole::Preposition(word.strip_prefix('~')?.to_owned()),
    };
    let (node, rest) = parse_node(rest)?;
    Some((Edge { role, optional, node }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_as_it_is_written() {
        for text in [
            "accuse.v[subj A, obj B, ~of? X]",
            "impose.v[subj A, obj sanction.n[mod new.a], ~on B]",
            "condemn.v[subj A, obj *.n[subj B]]",
        ] {
            assert_eq!(parse(text).map(|n| n.to_string()).as_deref(), Some(text));
        }
        assert_eq!(parse("accuse.v[subj A"), None);
    }
}
