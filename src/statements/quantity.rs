//! How many people a phrase speaks of: "at least 12 soldiers", "two dozen", "no one".

use rustc_hash::{FxHashMap, FxHashSet};

use crate::schema::{EntityType, Schema, SchemaError};
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{Label, Pos, Tag};

use super::Grounds;
use super::casualties::Figure;
use super::ends::Heads;
use super::wording::Table;

/// The words of numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Quantities {
    numbers: FxHashMap<String, u32>,
    multipliers: FxHashMap<String, u32>,
    vague: FxHashSet<String>,
    articles: FxHashSet<String>,
    ranges: FxHashSet<String>,
    /// "between" with its "and".
    between: FxHashMap<String, String>,
    nobody: FxHashSet<String>,
    joints: FxHashMap<String, Joint>,
    before: FxHashMap<String, Bound>,
    after: FxHashMap<String, Bound>,
    /// Nouns of people.
    people: FxHashSet<String>,
}

/// What words beside a number make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Low,
    High,
    Best,
    Exact,
}

/// Behind what a joint makes one number of two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Number,
    Multiplier,
}

/// How many, and the words that say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quantity {
    pub figure: Figure,
    pub words: Span<Tokens>,
}

/// The longest row beside a number, in words.
const LONGEST: u32 = 4;

impl Quantities {
    pub(super) fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let mut read = Self::default();
        let table = Table::new(schema, "quantities", ["word", "kind", "value"])?;
        for (line, [word, kind, value]) in table.rows() {
            let fail = || table.error(line, format!("unknown kind or value `{kind} {value}`"));
            let bound = || match value {
                "low" => Ok(Bound::Low),
                "high" => Ok(Bound::High),
                "best" => Ok(Bound::Best),
                "exact" => Ok(Bound::Exact),
                _ => Err(fail()),
            };
            let number = || value.parse::<u32>().map_err(|_| fail());
            let word = word.to_owned();
            match kind {
                "number" => drop(read.numbers.insert(word, number()?)),
                "multiplier" => drop(read.multipliers.insert(word, number()?)),
                "vague" => drop(read.vague.insert(word)),
                "article" => drop(read.articles.insert(word)),
                "between" => drop(read.between.insert(word, value.to_owned())),
                "people" => drop(read.people.insert(word)),
                "range" => drop(read.ranges.insert(word)),
                "nobody" => drop(read.nobody.insert(word)),
                "joint" => {
                    let behind = if value == "number" { Joint::Number } else { Joint::Multiplier };
                    read.joints.insert(word, behind);
                }
                "before" => drop(read.before.insert(word, bound()?)),
                "after" => drop(read.after.insert(word, bound()?)),
                _ => return Err(fail()),
            }
        }
        let dates = Table::new(schema, "date_words", ["word", "kind", "value"])?;
        for (line, [word, kind, value]) in dates.rows() {
            if kind == "number" && !read.articles.contains(word) {
                let number = value.parse().map_err(|_| dates.error(line, format!("`{value}` is no number")))?;
                read.numbers.insert(word.to_owned(), number);
            }
        }
        for name in ["person_nouns", "role_nouns", "group_nouns"] {
            read.people.extend(schema.lexicon(name)?.rows.iter().map(|row| row[0].clone()));
        }
        Ok(read)
    }

    /// How many people the phrase with this head speaks of, if it counts them.
    pub(super) fn people(&self, grounds: &Grounds<'_>, heads: &Heads, head: TokenId) -> Option<Quantity> {
        if let Some(none) = self.nobody(grounds, head) {
            return Some(none);
        }
        let noun = if self.is_countable(grounds, head) { Some(head) } else { of_whom(grounds, head) };
        if noun.is_some_and(|noun| !self.is_people(grounds, heads, noun)) {
            return None;
        }
        self.count(grounds, head)
    }

    /// How many of what a noun names, whatever it is: "12 deaths".
    pub(super) fn count(&self, grounds: &Grounds<'_>, head: TokenId) -> Option<Quantity> {
        let syntax = grounds.syntax;
        let number = if self.is_countable(grounds, head) {
            let mut numbers =
                syntax.children(head).iter().copied().filter(|c| *c < head && self.is_number_of(grounds, *c, head));
            match (numbers.next(), numbers.next()) {
                (Some(only), None) => only,
                (None, _) => return self.one(grounds, head),
                _ => return None,
            }
        } else {
            head
        };
        self.at(grounds, number, head)
    }

    /// Whether the head of a phrase is what is counted, not itself the number: "12 of them", "dozens of people".
    fn is_countable(&self, grounds: &Grounds<'_>, head: TokenId) -> bool {
        let word = lower(grounds, head);
        let counts = self.multipliers.contains_key(&word) || self.vague.contains(&word);
        grounds.syntax.token(head).pos != Pos::Num && !counts
    }

    /// Whether a word before a noun, or before a state ("left nine dead"), says how many.
    fn is_number_of(&self, grounds: &Grounds<'_>, token: TokenId, head: TokenId) -> bool {
        let syntax = grounds.syntax;
        let state = syntax.token(head).pos == Pos::Adj && syntax.token(token).pos == Pos::Num;
        match syntax.token(token).label {
            Label::Nummod => true,
            Label::Amod | Label::Det => self.vague.contains(&lower(grounds, token)),
            _ => state,
        }
    }

    /// Whether a noun means people.
    fn is_people(&self, grounds: &Grounds<'_>, heads: &Heads, noun: TokenId) -> bool {
        let syntax = grounds.syntax;
        if syntax.token(noun).pos == Pos::Pron {
            return true;
        }
        if self.people.contains(&syntax.lemma(noun).to_lowercase()) || self.people.contains(&lower(grounds, noun)) {
            return true;
        }
        heads.mention(noun).is_some_and(|mention| {
            let of = &grounds.entities.of[mention.index()];
            let people = [EntityType::Person, EntityType::Group];
            !of.is_empty() && of.iter().all(|e| people.contains(&grounds.entities.entities[e.index()].entity_type))
        })
    }

    /// "no one", "nobody": none at all, unless somebody else was ("no one else").
    fn nobody(&self, grounds: &Grounds<'_>, head: TokenId) -> Option<Quantity> {
        let two = Span::new(head.0.saturating_sub(1), head.0 + 1);
        let words = [Span::new(head.0, head.0 + 1), two];
        let words = words.into_iter().find(|span| self.nobody.contains(&phrase(grounds, *span)))?;
        grounds
            .syntax
            .children(head)
            .iter()
            .all(|c| *c < head)
            .then_some(Quantity { figure: Figure::exactly(0), words })
    }

    /// "a policeman": one, where the noun stands in the singular and nothing makes more of it.
    fn one(&self, grounds: &Grounds<'_>, head: TokenId) -> Option<Quantity> {
        let syntax = grounds.syntax;
        let article = syntax.children_by(head, Label::Det).find(|d| self.articles.contains(&lower(grounds, *d)))?;
        // "a family", "a group of people" are several.
        let single = syntax.token(head).tag == Tag::Nn && of_whom(grounds, head).is_none();
        let of_people = syntax.lemma(head) == lower(grounds, head);
        (single && of_people && article < head)
            .then(|| Quantity { figure: Figure::exactly(1), words: Span::new(article.0, head.0 + 1) })
    }

    /// Reads the number around a token, with what stands beside it; the words end with the head or the number.
    fn at(&self, grounds: &Grounds<'_>, number: TokenId, head: TokenId) -> Option<Quantity> {
        let sentence = grounds.syntax.sentence_of(number);
        let run = self.run(grounds, number, sentence);
        // "dozens of people", "two of the soldiers"
        let behind = of_whom(grounds, head).filter(|noun| noun.0 > run.end && !self.is_countable(grounds, head));
        let mut words = run.join(Span::new(head.0, behind.unwrap_or(head).0 + 1));
        let mut figure = match self.value(grounds, run)? {
            None => Figure::default(),
            Some(value) => Figure::exactly(value),
        };
        let (mut start, mut end) = (run.start, run.end);
        if let Some([least, most]) = self.range(grounds, run, sentence) {
            let (low, high) = (self.value(grounds, least)??, self.value(grounds, most)??);
            if low >= high {
                return None;
            }
            figure = Figure { low: Some(low), best: None, high: Some(high) };
            (start, end) = (least.start, most.end);
            if start > sentence.start && self.between.contains_key(&lower(grounds, TokenId(start - 1))) {
                start -= 1;
            }
        }
        let (bound, first) = self.bound_before(grounds, start, sentence);
        let (behind, last) = self.bound_after(grounds, end, sentence);
        words = words.join(Span::new(first, last.max(words.end)));
        // A number in a range, or between two bounds, is not bounded again.
        if let Some(bound) = bound.or(behind).filter(|_| figure.best.is_some()) {
            figure = figure.bounded(bound);
        }
        Some(Quantity { figure, words })
    }

    /// The words around a token that make one number.
    fn run(&self, grounds: &Grounds<'_>, number: TokenId, sentence: Span<Tokens>) -> Span<Tokens> {
        let is_part = |at: u32| {
            let word = lower(grounds, TokenId(at));
            digits(&word).is_some() || self.numbers.contains_key(&word) || self.multipliers.contains_key(&word)
        };
        // "twenty-five", "a hundred and twenty": what joins two parts belongs to them.
        let large = |at: u32| self.multipliers.contains_key(&lower(grounds, TokenId(at)));
        let spelled = |at: u32| self.numbers.contains_key(&lower(grounds, TokenId(at)));
        let joined = |before: u32, at: u32, behind: u32| {
            let behind_what = self.joints.get(&lower(grounds, TokenId(at)));
            spelled(behind)
                && behind_what.is_some_and(|what| if *what == Joint::Number { spelled(before) } else { large(before) })
        };
        let mut run = Span::new(number.0, number.0 + 1);
        loop {
            if run.end < sentence.end && is_part(run.end) {
                run.end += 1;
            } else if run.end + 1 < sentence.end && joined(run.end - 1, run.end, run.end + 1) {
                run.end += 2;
            } else if run.start > sentence.start && is_part(run.start - 1) {
                run.start -= 1;
            } else if run.start > sentence.start + 1 && joined(run.start - 2, run.start - 1, run.start) {
                run.start -= 2;
            } else if run.start > sentence.start
                && large(run.start)
                && self.articles.contains(&lower(grounds, TokenId(run.start - 1)))
            {
                run.start -= 1;
            } else {
                return run;
            }
        }
    }

    /// What a run of words comes to: no value for "dozens", nothing at all if it is no number.
    #[expect(clippy::option_option, reason = "a number that is not told and no number are two answers")]
    fn value(&self, grounds: &Grounds<'_>, run: Span<Tokens>) -> Option<Option<u32>> {
        let (mut sum, mut part) = (0_f64, 0_f64);
        for token in run.tokens() {
            let word = lower(grounds, token);
            if self.vague.contains(&word) {
                return Some(None);
            } else if let Some(multiplier) = self.multipliers.get(&word).map(|m| f64::from(*m)) {
                let times = if part == 0.0 { multiplier } else { part * multiplier };
                // "two hundred thousand": what is larger than a hundred closes its group.
                (sum, part) = if multiplier > 100.0 { (sum + times, 0.0) } else { (sum, times) };
            } else if let Some(number) = self.numbers.get(&word).map(|n| f64::from(*n)) {
                // "twenty-five", "a hundred and five"; but "five seven" are two numbers.
                let goes_on = part % 100.0 == 0.0 || part % 10.0 == 0.0 && number < 10.0;
                if !goes_on {
                    return None;
                }
                part += number;
            } else if let Some(number) = digits(&word) {
                if part > 0.0 {
                    return None;
                }
                part = number;
            }
        }
        let value = sum + part;
        // No happening of the news has more; half a person is none.
        (value >= 1.0 && value.fract() == 0.0 && value < 1e9).then_some(Some(value as u32))
    }

    /// The two numbers of "10 to 15" and "between 10 and 15", of which the run is one.
    fn range(&self, grounds: &Grounds<'_>, run: Span<Tokens>, sentence: Span<Tokens>) -> Option<[Span<Tokens>; 2]> {
        let counts = |at: u32| {
            let word = lower(grounds, TokenId(at));
            digits(&word).is_some() || self.numbers.contains_key(&word)
        };
        let before = run.start.checked_sub(2).filter(|at| *at >= sentence.start && counts(*at));
        let before = before.map(|at| [self.run(grounds, TokenId(at), Span::new(sentence.start, at + 1)), run]);
        let behind = Some(run.end + 1).filter(|at| *at < sentence.end && counts(*at));
        let behind = behind.map(|at| [run, self.run(grounds, TokenId(at), Span::new(at, sentence.end))]);
        before.into_iter().chain(behind).find(|[least, most]| {
            let joint = lower(grounds, TokenId(most.start - 1));
            let opens = least.start.checked_sub(1).filter(|at| *at >= sentence.start);
            let opened = opens.and_then(|at| self.between.get(&lower(grounds, TokenId(at))));
            most.start == least.end + 1 && (self.ranges.contains(&joint) || opened == Some(&joint))
        })
    }

    /// What the words before a number make of it, and where they begin.
    fn bound_before(&self, grounds: &Grounds<'_>, at: u32, sentence: Span<Tokens>) -> (Option<Bound>, u32) {
        let (mut bound, mut first) = (None, at);
        loop {
            let longest = (1..=LONGEST).rev().filter_map(|length| first.checked_sub(length)).find_map(|start| {
                let found = (start >= sentence.start).then(|| phrase(grounds, Span::new(start, first)))?;
                self.before.get(&found).map(|b| (*b, start))
            });
            let Some((found, start)) = longest else { return (bound, first) };
            if found != Bound::Exact {
                bound = Some(found);
            }
            first = start;
        }
    }

    fn bound_after(&self, grounds: &Grounds<'_>, at: u32, sentence: Span<Tokens>) -> (Option<Bound>, u32) {
        let end = at + 2;
        let words = (end <= sentence.end).then(|| Span::new(at, end));
        let found = words.and_then(|span| self.after.get(&phrase(grounds, span)));
        found.map_or((None, at), |bound| (Some(*bound), end))
    }
}

impl Figure {
    fn bounded(self, bound: Bound) -> Self {
        let number = self.best;
        match bound {
            Bound::Exact => self,
            Bound::Low => Self { low: number, ..Self::default() },
            Bound::High => Self { high: number, ..Self::default() },
            Bound::Best => Self { best: number, ..Self::default() },
        }
    }
}

/// Of whom: "soldiers" for "12" in "12 of the soldiers".
fn of_whom(grounds: &Grounds<'_>, head: TokenId) -> Option<TokenId> {
    let syntax = grounds.syntax;
    let of = |p: &TokenId| syntax.word(grounds.page, *p).eq_ignore_ascii_case("of");
    syntax.children_by(head, Label::Prep).filter(of).find_map(|p| syntax.children_by(p, Label::Pobj).next())
}

fn lower(grounds: &Grounds<'_>, token: TokenId) -> String {
    grounds.syntax.word(grounds.page, token).to_lowercase()
}

fn phrase(grounds: &Grounds<'_>, span: Span<Tokens>) -> String {
    span.tokens().map(|t| lower(grounds, t)).collect::<Vec<_>>().join(" ")
}

/// A number in digits: "12", "23,000", "2.5".
fn digits(word: &str) -> Option<f64> {
    let bare: String = word.chars().filter(|c| *c != ',').collect();
    let well = word.starts_with(|c: char| c.is_ascii_digit())
        && word.split(',').skip(1).all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    let plain = bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    (well && plain).then(|| bare.parse().ok()).flatten()
}
