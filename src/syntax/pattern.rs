//! Sets of characters and the patterns of the tokenizer.
//!
//! Takes the programs that `models/convert.py` compiled from Python regular expressions; matches
//! them as Python does (backtracking, first alternative first). Does not read the syntax of
//! regular expressions.

use super::model::{ModelError, Reader, Sections};

/// A set of characters.
pub(super) struct Class {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl Class {
    pub(super) fn contains(&self, c: char) -> bool {
        let c = c as u32;
        if c < 128 {
            return self.ascii >> c & 1 == 1;
        }
        let after = self.ranges.partition_point(|(low, _)| *low <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }
}

/// All sets of characters of the model, by number.
pub(super) struct Classes(Vec<Class>);

impl Classes {
    pub(super) fn read(sections: &Sections) -> Result<Self, ModelError> {
        let mut reader = sections.section("classes")?;
        let mut classes = Vec::new();
        for _ in 0..reader.u32()? {
            let mut class = Class { ascii: 0, ranges: Vec::new() };
            for _ in 0..reader.u32()? {
                let (low, high) = (reader.u32()?, reader.u32()?);
                class.ranges.push((low, high));
                (low..=high.min(127)).for_each(|c| class.ascii |= 1 << c);
            }
            classes.push(class);
        }
        Ok(Self(classes))
    }

    fn get(&self, number: u32, reader: &Reader) -> Result<&Class, ModelError> {
        self.0.get(number as usize).ok_or_else(|| reader.damaged("there is no character class of that number"))
    }
}

/// The character classes of the language the model was trained with: Python's `isalpha`, `isupper`,
/// `isdigit`, `isspace`, and what `lower` changes. They are those of an older Unicode than Rust's.
pub(super) struct Characters {
    alphabetic: Class,
    upper: Class,
    digit: Class,
    space: Class,
    lowered: Class,
}

impl Characters {
    pub(super) fn read(sections: &Sections, classes: &Classes) -> Result<Self, ModelError> {
        let mut reader = sections.section("character_classes")?;
        let mut next = || {
            let number = reader.u32()?;
            let class = classes.get(number, &reader)?;
            Ok(Class { ascii: class.ascii, ranges: class.ranges.clone() })
        };
        Ok(Self { alphabetic: next()?, upper: next()?, digit: next()?, space: next()?, lowered: next()? })
    }

    /// The text in lower case; characters younger than the model stay as they are.
    pub(super) fn lower(&self, text: &str) -> String {
        let is_young = |c: char| !c.is_ascii() && !self.lowered.contains(c) && !c.to_lowercase().eq([c]);
        let mut lower = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(is_young) {
            let (before, young) = rest.split_at(at);
            lower.push_str(&before.to_lowercase());
            let len = young.chars().next().map_or(0, char::len_utf8);
            lower.push_str(&young[..len]);
            rest = &young[len..];
        }
        lower.push_str(&rest.to_lowercase());
        lower
    }

    pub(super) fn is_alphabetic(&self, c: char) -> bool {
        self.alphabetic.contains(c)
    }

    pub(super) fn is_upper(&self, c: char) -> bool {
        self.upper.contains(c)
    }

    pub(super) fn is_digit(&self, c: char) -> bool {
        self.digit.contains(c)
    }

    pub(super) fn is_space(&self, c: char) -> bool {
        self.space.contains(c)
    }
}

#[derive(Debug, Clone, Copy)]
enum Instruction {
    Match,
    Char(char),
    Class(u32),
    /// Go on at the first; on failure at the second.
    Split(u32, u32),
    Jump(u32),
    /// The program that follows must (not) match `back` characters before the place; then go on.
    Look {
        then: u32,
        back: u32,
        negative: bool,
    },
    Start,
    End,
}

/// A compiled regular expression.
pub(super) struct Program {
    code: Vec<Instruction>,
}

/// Memory that matching uses again and again.
#[derive(Default)]
pub(super) struct MatchMemory {
    open: Vec<(u32, u32)>,
    /// One bit for each pair of instruction and position that was already tried in vain.
    tried: Vec<u64>,
}

impl Program {
    pub(super) fn read(sections: &Sections, classes: &Classes, name: &str) -> Result<Self, ModelError> {
        let mut reader = sections.section(name)?;
        let len = reader.u32()?;
        let mut code = Vec::with_capacity(len as usize);
        for _ in 0..len {
            let (kind, a, b) = (reader.u8()?, reader.u32()?, reader.u32()?);
            let target = |to: u32| if to < len { Ok(to) } else { Err(reader.damaged("a jump leaves the program")) };
            code.push(match kind {
                0 => Instruction::Match,
                1 => Instruction::Char(char::from_u32(a).ok_or_else(|| reader.damaged("not a character"))?),
                2 => {
                    classes.get(a, &reader)?;
                    Instruction::Class(a)
                }
                3 => Instruction::Split(target(a)?, target(b)?),
                4 => Instruction::Jump(target(a)?),
                5 => Instruction::Look { then: target(a)?, back: b >> 1, negative: b & 1 == 1 },
                6 => Instruction::Start,
                7 => Instruction::End,
                _ => return Err(reader.damaged("an unknown instruction")),
            });
        }
        if !matches!(code.last(), Some(Instruction::Match)) {
            return Err(reader.damaged("a program without end"));
        }
        Ok(Self { code })
    }

    /// Where a match that starts at `start` ends.
    pub(super) fn match_at(
        &self,
        classes: &Classes,
        text: &[char],
        start: usize,
        memory: &mut MatchMemory,
    ) -> Option<usize> {
        self.run(classes, text, 0, start, memory, None)
    }

    /// Whether the whole program matches at the start, in time linear in the text: no instruction
    /// is tried twice at the same place, which cannot change the answer.
    pub(super) fn matches_start(&self, classes: &Classes, text: &[char], memory: &mut MatchMemory) -> bool {
        let mut tried = std::mem::take(&mut memory.tried);
        tried.clear();
        tried.resize((self.code.len() * (text.len() + 1)).div_ceil(64), 0);
        let found = self.run(classes, text, 0, 0, memory, Some(&mut tried)).is_some();
        memory.tried = tried;
        found
    }

    fn run(
        &self,
        classes: &Classes,
        text: &[char],
        entry: usize,
        start: usize,
        memory: &mut MatchMemory,
        mut tried: Option<&mut [u64]>,
    ) -> Option<usize> {
        let floor = memory.open.len();
        memory.open.push((entry as u32, start as u32));
        let mut end = None;
        'threads: while memory.open.len() > floor {
            let Some((pc, at)) = memory.open.pop() else { break };
            let (mut pc, mut at) = (pc as usize, at as usize);
            loop {
                if let Some(tried) = tried.as_deref_mut() {
                    let bit = at * self.code.len() + pc;
                    if tried[bit / 64] >> (bit % 64) & 1 == 1 {
                        continue 'threads;
                    }
                    tried[bit / 64] |= 1 << (bit % 64);
                }
                match self.code[pc] {
                    Instruction::Match => {
                        end = Some(at);
                        break 'threads;
                    }
                    Instruction::Char(c) if text.get(at) == Some(&c) => (pc, at) = (pc + 1, at + 1),
                    Instruction::Class(n) if text.get(at).is_some_and(|c| classes.0[n as usize].contains(*c)) => {
                        (pc, at) = (pc + 1, at + 1);
                    }
                    Instruction::Split(first, second) => {
                        memory.open.push((second, at as u32));
                        pc = first as usize;
                    }
                    Instruction::Jump(to) => pc = to as usize,
                    Instruction::Look { then, back, negative } => {
                        let found = at
                            .checked_sub(back as usize)
                            .is_some_and(|from| self.run(classes, text, pc + 1, from, memory, None).is_some());
                        if found == negative {
                            continue 'threads;
                        }
                        pc = then as usize;
                    }
                    Instruction::Start if at == 0 => pc += 1,
                    Instruction::End if at == text.len() => pc += 1,
                    Instruction::Char(_) | Instruction::Class(_) | Instruction::Start | Instruction::End => {
                        continue 'threads;
                    }
                }
            }
        }
        memory.open.truncate(floor);
        end
    }
}
