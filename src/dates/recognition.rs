//! Which words form a date expression.

use jiff::civil::{Date, Weekday};

use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{EntityLabel, Label, Syntax, Tag};

use super::value::Meaning;
use super::words::{Unit, Word};
use super::{Calendar, DateValue};

/// Years that news can mean.
const YEARS: std::ops::Range<i16> = 1500..2200;

/// Looks for date expressions in the tokens of an article.
pub(super) struct Recognition<'a> {
    page: &'a str,
    syntax: &'a Syntax,
    calendar: &'a Calendar,
}

impl<'a> Recognition<'a> {
    pub(super) fn new(page: &'a str, syntax: &'a Syntax, calendar: &'a Calendar) -> Self {
        Self { page, syntax, calendar }
    }

    /// The expression that begins at a token, if one does.
    pub(super) fn at(&self, at: u32, sentence: Span<Tokens>) -> Option<(Span<Tokens>, Meaning)> {
        let cursor = Cursor { all: self, end: sentence.end };
        // Most words can begin no expression, which one look-up tells.
        let word = cursor.word(at);
        let is_name_or_number =
            word.starts_with(|c: char| c.is_ascii_uppercase()) || word.contains(|c: char| c.is_ascii_digit());
        if !is_name_or_number && self.calendar.parts(word).is_empty() && !cursor.is_the(at) {
            return None;
        }
        let (end, meaning) = cursor
            .edge(at)
            .or_else(|| cursor.ago(at))
            .or_else(|| cursor.counted_from_named(at))
            .or_else(|| cursor.quarter(at))
            .or_else(|| cursor.with_part(at))?;
        Some((Span::new(at, end), meaning))
    }
}

/// Reads tokens of one sentence; each method takes the first token and gives the one behind.
struct Cursor<'a> {
    all: &'a Recognition<'a>,
    end: u32,
}

type Found = Option<(u32, Meaning)>;

impl Cursor<'_> {
    fn word(&self, at: u32) -> &str {
        if at >= self.end {
            return "";
        }
        self.all.syntax.word(self.all.page, TokenId(at))
    }

    fn find<T>(&self, at: u32, pick: impl Fn(Word) -> Option<T>) -> Option<T> {
        self.all.calendar.parts(self.word(at)).iter().find_map(|w| pick(*w))
    }

    fn is(&self, at: u32, part: Word) -> bool {
        self.all.calendar.is(self.word(at), part)
    }

    fn unit(&self, at: u32) -> Option<Unit> {
        self.find(at, |w| if let Word::Unit(unit) = w { Some(unit) } else { None })
    }

    fn deictic(&self, at: u32) -> Option<i8> {
        self.find(at, |w| if let Word::Deictic(n) = w { Some(n) } else { None })
    }

    fn is_the(&self, at: u32) -> bool {
        self.word(at).eq_ignore_ascii_case("the")
    }

    fn is_of(&self, at: u32) -> bool {
        self.word(at).eq_ignore_ascii_case("of")
    }

    /// "the end of the year", "the first half of last month".
    fn edge(&self, at: u32) -> Found {
        let mut i = at + u32::from(self.is_the(at));
        i += u32::from(self.find(i, |w| matches!(w, Word::Ordinal(_)).then_some(())).is_some());
        if !self.is(i, Word::Edge) || !self.is_of(i + 1) {
            return None;
        }
        i += 2;
        let unit = self.unit(i + 1).filter(|u| matches!(u, Unit::Week | Unit::Month | Unit::Year));
        match unit {
            Some(unit) if self.is_the(i) => Some((i + 2, Meaning::Unit(unit, 0))),
            _ => self.dated(i),
        }
    }

    /// "three years ago".
    fn ago(&self, at: u32) -> Found {
        let mut i = at;
        let count = self.count(i);
        i += u32::from(count.is_some());
        let unit = self.unit(i)?;
        if !self.is(i + 1, Word::Ago) {
            return None;
        }
        Some((i + 2, count.map_or(Meaning::Vague, |n| Meaning::Ago(unit, n))))
    }

    fn count(&self, at: u32) -> Option<i16> {
        let word = self.word(at);
        if !word.is_empty() && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
            return word.parse().ok();
        }
        self.find(at, |w| if let Word::Number(n) = w { Some(n) } else { None })
    }

    /// "the same day", "the next day", "two days later".
    fn counted_from_named(&self, at: u32) -> Found {
        let i = at + u32::from(self.is_the(at));
        let is_day = |i: u32| self.unit(i) == Some(Unit::Day);
        if i > at || self.is(i, Word::Same) {
            let i = i + u32::from(self.is(i, Word::Same) && self.is(i + 1, Word::Same));
            let days = if self.is(i, Word::Same) {
                Some(0)
            } else if self.is(i, Word::After) {
                Some(1)
            } else if self.is(i, Word::Before) {
                Some(-1)
            } else {
                None
            };
            if let Some(days) = days.filter(|_| is_day(i + 1)) {
                return Some((i + 2, Meaning::FromNamed(days)));
            }
        }
        let count = self.count(at)?;
        let behind = at + 2;
        // "two days after the vote" counts from the vote, not from a day named before.
        let ends_here = self.all.syntax.tokens.get(behind as usize).is_some_and(|t| t.label == Label::Advmod);
        let sign = if self.is(behind, Word::AfterNoun) {
            1
        } else if self.is(behind, Word::BeforeNoun) {
            -1
        } else {
            return None;
        };
        let unit = self.unit(at + 1)?;
        let has_object = !self.all.syntax.children(TokenId(behind)).is_empty();
        match (unit, i8::try_from(count)) {
            (Unit::Day, Ok(count)) if ends_here && !has_object => Some((behind + 1, Meaning::FromNamed(sign * count))),
            _ => Some((behind + 1, Meaning::Vague)),
        }
    }

    /// "the third quarter", "the third quarter of 1989".
    fn quarter(&self, at: u32) -> Found {
        let mut i = at + u32::from(self.is_the(at));
        let number = self.find(i, |w| if let Word::Ordinal(n) = w { Some(n) } else { None })?;
        i += 1;
        i += u32::from(self.word(i) == "-");
        if self.unit(i) != Some(Unit::Quarter) {
            return None;
        }
        i += 1;
        let of = i + u32::from(self.is_of(i));
        if let Some(year) = self.year(of) {
            return Some((of + 1, Meaning::Fixed(DateValue::Year(year))));
        }
        if let (Some(count), Some(Unit::Year)) = (self.deictic(of), self.unit(of + 1)) {
            return Some((of + 2, Meaning::Unit(Unit::Year, count)));
        }
        Some((i, Meaning::Quarter(number)))
    }

    /// "early", "late", "earlier", "mid-" before a date; a part of the day behind it.
    fn with_part(&self, at: u32) -> Found {
        let mut i = at;
        while i < at + 2 && self.is(i, Word::Part) {
            i += 1;
            i += u32::from(i > at && self.word(i) == "-");
        }
        // "later this week" hangs together, "late the day" does not.
        let (mut end, meaning) = self.dated(i)?;
        end += u32::from(self.is(end, Word::DayPart));
        Some((end, meaning))
    }

    fn dated(&self, at: u32) -> Found {
        self.deictic_phrase(at)
            .or_else(|| self.named(at))
            .or_else(|| self.day_word(at))
            .or_else(|| self.the_weekend(at))
    }

    /// "last week", "this past Saturday", "next October", "last night".
    fn deictic_phrase(&self, at: u32) -> Found {
        let mut i = at + u32::from(self.is_the(at) && self.named_deictic(at + 1).is_some());
        let mut count = self.deictic(i);
        i += u32::from(count.is_some());
        if let Some(named) = self.named_deictic(i) {
            count = Some(named);
            i += 1;
        }
        let count = count?;
        let is_named = i > at + 1 || self.deictic(at).is_none();
        if let Some(unit) = self.unit(i) {
            let fits = !is_named || unit == Unit::Weekend;
            let is_singular = !self.word(i).ends_with(['s', 'S']);
            // "This Week" is a programme or a newspaper.
            let is_title = self.word(i).starts_with(char::is_uppercase);
            return (fits && is_singular && !is_title && unit != Unit::Day)
                .then_some((i + 1, Meaning::Unit(unit, count)));
        }
        if self.is(i, Word::DayPart) {
            return (!is_named && count <= 0).then_some((i + 1, Meaning::Day(count)));
        }
        if let Some(weekday) = self.weekday(i) {
            return Some((i + 1, Meaning::Weekday(weekday, Some(count))));
        }
        if let Some((end, Meaning::MonthDay { month, day, .. })) = self.day_of_month(i) {
            return Some((end, Meaning::MonthDay { month, day, weekday: None, deictic: Some(count) }));
        }
        if let Some(month) = self.month(i) {
            return Some((i + 1, Meaning::Month(month, Some(count))));
        }
        self.find(i, |w| match w {
            Word::Season(first, last) => Some((i + 1, Meaning::Season(first, last, Some(count)))),
            Word::Holiday(month, day) => Some((i + 1, Meaning::Holiday(month, day, Some(count)))),
            _ => None,
        })
    }

    fn named_deictic(&self, at: u32) -> Option<i8> {
        self.find(at, |w| if let Word::NamedDeictic(n) = w { Some(n) } else { None })
    }

    /// Dates with names or numbers of their own.
    fn named(&self, at: u32) -> Found {
        if let Some(weekday) = self.weekday(at) {
            let comma = at + 1 + u32::from(self.word(at + 1) == ",");
            if let Some((end, found)) = self.day_of_month(comma) {
                return Some((end, with_weekday(found, weekday)));
            }
            let of = at + 1 + u32::from(self.is_of(at + 1));
            if let (Some(weeks), Some(Unit::Week)) = (self.deictic(of), self.unit(of + 1)) {
                return Some((of + 2, Meaning::WeekdayOfWeek(weekday, weeks)));
            }
            return Some((at + 1, Meaning::Weekday(weekday, None)));
        }
        if let Some(found) = self.day_of_month(at) {
            return Some(found);
        }
        if let Some(month) = self.month(at) {
            let joint = at + 1 + u32::from(self.word(at + 1) == "," || self.is_of(at + 1));
            if let Some(year) = self.year(joint) {
                return Some((joint + 1, Meaning::Fixed(DateValue::Month(year, month))));
            }
            if let (Some(years), Some(Unit::Year)) = (self.deictic(joint), self.unit(joint + 1)) {
                return Some((joint + 2, Meaning::MonthOfYear(month, years)));
            }
            return Some((at + 1, Meaning::Month(month, None)));
        }
        if let Ok(date) = self.word(at).parse::<Date>()
            && self.word(at).len() == 10
        {
            return Some((at + 1, Meaning::Fixed(DateValue::Day(date))));
        }
        if let Some((month, day)) = self.find(at, |w| if let Word::Holiday(m, d) = w { Some((m, d)) } else { None }) {
            let is_name = self.word(at).starts_with(char::is_uppercase);
            return is_name.then_some((at + 1, Meaning::Holiday(month, day, None)));
        }
        if let Some((part, year)) = self.word(at).split_once('-')
            && self.all.calendar.is(part, Word::Part)
            && let Some(year) = year_of(year)
        {
            return Some((at + 1, Meaning::Fixed(DateValue::Year(year))));
        }
        let year = self.year(at).filter(|_| self.is_year_in_context(at))?;
        Some((at + 1, Meaning::Fixed(DateValue::Year(year))))
    }

    /// "January 3, 2026", "3 January", "the 3rd of January".
    fn day_of_month(&self, at: u32) -> Found {
        let (month, day, mut end) = if let Some(month) = self.month(at) {
            (month, self.day_number(at + 1)?, at + 2)
        } else {
            let day = self.day_number(at)?;
            let of = at + 1 + u32::from(self.is_of(at + 1));
            (self.month(of)?, day, of + 1)
        };
        // A year that has no 29 February makes the day one without year, not a wrong one.
        let joint = end + u32::from(self.word(end) == ",");
        if let Some(year) = self.year(joint)
            && let Ok(date) = Date::new(year, month, day)
        {
            end = joint + 1;
            return Some((end, Meaning::Fixed(DateValue::Day(date))));
        }
        Date::new(2024, month, day).ok()?;
        let of = end + u32::from(self.is_of(end));
        if let (Some(_), Some(Unit::Year)) = (self.deictic(of), self.unit(of + 1)) {
            end = of + 2;
        }
        Some((end, Meaning::MonthDay { month, day, weekday: None, deictic: None }))
    }

    fn day_number(&self, at: u32) -> Option<i8> {
        let word = self.word(at);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = &word[digits.len()..];
        let is_ordinal = suffix.is_empty() || self.all.calendar.days.is_ordinal_suffix(suffix);
        let number: i8 = digits.parse().ok().filter(|_| digits.len() <= 2 && is_ordinal)?;
        (1..=31).contains(&number).then_some(number)
    }

    fn year(&self, at: u32) -> Option<i16> {
        year_of(self.word(at))
    }

    /// Whether a number of four figures is used as a year, by the engine's entity label or a
    /// preposition above it.
    fn is_year_in_context(&self, at: u32) -> bool {
        let token = &self.all.syntax.tokens[at as usize];
        let is_date = token.entity.is_some_and(|(label, _)| label == EntityLabel::Date);
        match token.label {
            Label::Nummod | Label::Quantmod => is_date && self.unit(at + 1).is_none(),
            Label::Pobj => is_date || token.entity.is_none(),
            _ => is_date,
        }
    }

    fn weekday(&self, at: u32) -> Option<Weekday> {
        self.name(at, |word| self.all.calendar.days.weekday(word))
    }

    fn month(&self, at: u32) -> Option<i8> {
        self.name(at, |word| self.all.calendar.days.month(word))
    }

    /// A day of the week or month: written as a name, and not the name of somebody or something
    /// ("April" in "April Jones", "Sunday" in "Sunday Times").
    fn name<T>(&self, at: u32, look_up: impl Fn(&str) -> Option<T>) -> Option<T> {
        if at >= self.end {
            return None;
        }
        let word = self.word(at);
        if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let found = look_up(word)?;
        let token = &self.all.syntax.tokens[at as usize];
        let has_number = |i: u32| self.day_number(i).is_some() || self.year(i).is_some();
        let is_beside_number = has_number(at + 1) || (at > 0 && has_number(at - 1));
        let is_other_name = token.entity.is_some_and(|(label, _)| {
            matches!(
                label,
                EntityLabel::Person
                    | EntityLabel::Org
                    | EntityLabel::WorkOfArt
                    | EntityLabel::Product
                    | EntityLabel::Fac
                    | EntityLabel::Event
            )
        });
        // The name of a newspaper or mosque follows without a preposition.
        let is_part_of_name = token.label == Label::Compound
            && token.head.0 == at + 1
            && matches!(self.all.syntax.token(token.head).tag, Tag::Nnp | Tag::Nnps);
        let is_other_name = is_other_name || is_part_of_name;
        // "May" and "March" are also verbs, "Sat" and "Sun" also words.
        let is_name = matches!(token.tag, Tag::Nnp | Tag::Nnps);
        (is_beside_number || (is_name && !is_other_name)).then_some(found)
    }

    /// "yesterday", "tonight", "overnight".
    fn day_word(&self, at: u32) -> Found {
        let meaning = self.find(at, |w| match w {
            Word::Day(days) => Some(Meaning::Day(days)),
            Word::Night => Some(Meaning::Night),
            _ => None,
        })?;
        Some((at + 1, meaning))
    }

    /// "the weekend".
    fn the_weekend(&self, at: u32) -> Found {
        (self.is_the(at) && self.unit(at + 1) == Some(Unit::Weekend)).then_some((at + 2, Meaning::Weekend))
    }
}

fn year_of(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|y| YEARS.contains(y))
}

/// The day of the week tells the year of a day without one.
fn with_weekday(meaning: Meaning, weekday: Weekday) -> Meaning {
    match meaning {
        Meaning::MonthDay { month, day, deictic, .. } => {
            Meaning::MonthDay { month, day, weekday: Some(weekday), deictic }
        }
        other => other,
    }
}
