//! Tags to parts of speech and features, by the model's rules.
//!
//! Takes tags, labels and words; gives parts of speech, what the lemmatizer needs of the
//! morphology, and lemmas of single words. Does not change heads. Example: `MD` with the word `ca`
//! is an auxiliary with the lemma `can`.

use rustc_hash::FxHashMap;

use super::model::{ModelError, Reader, Sections};
use super::names::{Label, Pos, Tag};

/// What the lemmatizer asks about the morphology of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Morphology {
    /// A base form whatever the part of speech.
    any_base: bool,
    noun_base: bool,
    verb_base: bool,
}

impl Morphology {
    fn parse(features: &str) -> Self {
        let has = |feature: &str| features.split('|').any(|f| f == feature);
        let number = features.split('|').any(|f| f.starts_with("Number="));
        Self {
            any_base: has("VerbForm=Inf") || has("VerbForm=None") || has("Degree=Pos"),
            noun_base: has("Number=Sing"),
            verb_base: has("VerbForm=Fin") && has("Tense=Pres") && !number,
        }
    }

    /// Whether the word is its own lemma but for capitals.
    pub(super) fn is_base(self, pos: Pos) -> bool {
        self.any_base || (pos == Pos::Noun && self.noun_base) || (pos == Pos::Verb && self.verb_base)
    }
}

/// What the rules say about a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Analysis {
    pub(super) tag: Tag,
    pub(super) label: Label,
    pub(super) pos: Option<Pos>,
    pub(super) morphology: Morphology,
    pub(super) lemma: Option<&'static str>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'w> {
    pub(super) tag: Tag,
    pub(super) label: Label,
    pub(super) lower: &'w str,
    pub(super) is_space: bool,
}

/// Conditions on one token; all must hold.
struct Condition {
    tags: u64,
    labels: u64,
    /// The words, and whether they are excluded.
    words: Option<(Vec<&'static str>, bool)>,
    is_space: Option<bool>,
}

impl Condition {
    fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let mut condition = Self { tags: u64::MAX, labels: u64::MAX, words: None, is_space: None };
        for _ in 0..reader.u8()? {
            let (key, negated, values) = (reader.u8()?, reader.u8()? == 1, reader.texts()?);
            // Names that are no label or tag cannot be met; the empty one stands for "not set",
            // and everything is set.
            let mask = |bits: &dyn Fn(&str) -> Option<u64>| {
                let set = values.iter().filter_map(|name| bits(name)).fold(0, |set, bit| set | bit);
                if negated { !set } else { set }
            };
            match key {
                0 => condition.tags &= mask(&|name| Tag::parse(name).map(|tag| 1 << tag as u64)),
                1 => condition.words = Some((values, negated)),
                2 => condition.labels &= mask(&|name| Label::parse(name).map(|label| 1 << label as u64)),
                3 => condition.is_space = Some((values == ["1"]) != negated),
                _ => return Err(reader.damaged("an unknown condition")),
            }
        }
        Ok(condition)
    }

    fn holds(&self, seen: &Seen) -> bool {
        self.tags >> seen.tag as u64 & 1 == 1
            && self.labels >> seen.label as u64 & 1 == 1
            && self.is_space.is_none_or(|is_space| is_space == seen.is_space)
            && self.words.as_ref().is_none_or(|(words, negated)| words.contains(&seen.lower) != *negated)
    }
}

struct Rule {
    /// Alternatives of one or two tokens.
    patterns: Vec<Vec<Condition>>,
    /// Which token of the match is changed.
    index: usize,
    tag: Option<Tag>,
    pos: Option<Pos>,
    morphology: Option<Morphology>,
    lemma: Option<&'static str>,
    label: Option<Label>,
}

/// The rules in order.
pub(super) struct Ruler {
    rules: Vec<Rule>,
    /// The rules that ask for a word of the token they change, by the word.
    by_word: FxHashMap<&'static str, Vec<u32>>,
    /// The other rules, by the tag they ask for.
    by_tag: Vec<Vec<u32>>,
}

impl Ruler {
    pub(super) fn read(sections: &Sections) -> Result<Self, ModelError> {
        let mut reader = sections.section("rules")?;
        let mut rules = Vec::new();
        for _ in 0..reader.u32()? {
            let index = usize::from(reader.u8()?);
            let mut named = || reader.optional_text();
            let (tag, pos, morphology, lemma, label) = (named()?, named()?, named()?, named()?, named()?);
            let mut patterns = Vec::new();
            for _ in 0..reader.u8()? {
                let pattern = (0..reader.u8()?).map(|_| Condition::read(&mut reader)).collect::<Result<Vec<_>, _>>()?;
                if index >= pattern.len() || pattern.len() > 2 {
                    return Err(reader.damaged("a rule changes a token outside its pattern"));
                }
                patterns.push(pattern);
            }
            rules.push(Rule {
                patterns,
                index,
                tag: tag.map(|name| Tag::parse(name).ok_or_else(|| reader.damaged("an unknown tag"))).transpose()?,
                pos: pos.map(|name| Pos::parse(name).ok_or_else(|| reader.damaged("an unknown part"))).transpose()?,
                label: label
                    .map(|name| Label::parse(name).ok_or_else(|| reader.damaged("an unknown label")))
                    .transpose()?,
                morphology: morphology.map(Morphology::parse),
                lemma,
            });
        }
        let mut ruler = Self { rules, by_word: FxHashMap::default(), by_tag: vec![Vec::new(); Tag::ALL.len()] };
        for (number, rule) in ruler.rules.iter().enumerate() {
            let number = number as u32;
            for pattern in &rule.patterns {
                let condition = &pattern[rule.index];
                if let Some((words, false)) = &condition.words {
                    for word in words {
                        ruler.by_word.entry(word).or_default().push(number);
                    }
                } else {
                    for tag in Tag::ALL {
                        if condition.tags >> *tag as u64 & 1 == 1 {
                            ruler.by_tag[*tag as usize].push(number);
                        }
                    }
                }
            }
        }
        Ok(ruler)
    }

    /// What the rules make of a token that stands between these neighbours.
    pub(super) fn analyse(&self, before: Option<&Seen>, token: &Seen, after: Option<&Seen>) -> Analysis {
        let mut analysis =
            Analysis { tag: token.tag, label: token.label, pos: None, morphology: Morphology::default(), lemma: None };
        let by_word = self.by_word.get(token.lower).map_or(&[][..], Vec::as_slice);
        let by_tag = &self.by_tag[token.tag as usize];
        // Both lists ascend; later rules overwrite what earlier ones set.
        let (mut w, mut t) = (0, 0);
        while w < by_word.len() || t < by_tag.len() {
            let number = match (by_word.get(w), by_tag.get(t)) {
                (Some(a), Some(b)) if a <= b => *a,
                (Some(a), None) => *a,
                (_, Some(b)) => *b,
                (None, None) => break,
            };
            w += usize::from(by_word.get(w) == Some(&number));
            t += usize::from(by_tag.get(t) == Some(&number));
            let rule = &self.rules[number as usize];
            let fits = rule.patterns.iter().any(|pattern| {
                let first = if rule.index == 0 { Some(token) } else { before };
                let second = if rule.index == 0 { after } else { Some(token) };
                [first, second]
                    .iter()
                    .zip(pattern)
                    .all(|(seen, condition)| seen.is_some_and(|seen| condition.holds(seen)))
            });
            if fits {
                analysis.tag = rule.tag.unwrap_or(analysis.tag);
                analysis.label = rule.label.unwrap_or(analysis.label);
                analysis.pos = rule.pos.or(analysis.pos);
                analysis.morphology = rule.morphology.unwrap_or(analysis.morphology);
                analysis.lemma = rule.lemma.or(analysis.lemma);
            }
        }
        analysis
    }
}
