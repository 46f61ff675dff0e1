//! Dates in words and figures, as they stand on date lines, in datelines and in metadata.
//!
//! Example: "8 January 2026 at 17:53" is a date line; "Washington, Jan 8,2026:" is a dateline.

use jiff::civil::{Date, Weekday};
use rustc_hash::FxHashMap;

use crate::schema::{Schema, SchemaError};

/// The words of dates, read from `schema/lexicon/calendar.tsv`.
#[derive(Debug, Clone)]
pub struct Calendar {
    words: FxHashMap<String, Word>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Month(i8),
    Weekday(Weekday),
    Ordinal,
    /// Times of day, time zones, words that join the parts, counts of comments.
    Neutral,
    Label(Label),
    Byline,
}

/// What a date line says its date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// "Published:", "Posted on".
    Published,
    /// The date alone.
    None,
    /// "Updated".
    Updated,
}

/// A line that holds a date and nothing else that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateLine {
    /// The day, if the line names the year.
    pub date: Option<Date>,
    pub label: Label,
    /// Whether more than a bare date shows that the line dates a publication: a time of day, a
    /// label, an author.
    pub is_stamp: bool,
}

/// The place, date and agency before the first words of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Where the report itself begins, in bytes.
    pub end: usize,
    pub day: Option<Day>,
}

/// A day, maybe without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

impl Day {
    pub(super) fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// The date in the year that brings it next to `reference`, if that is within `days`.
    pub(super) fn near(self, reference: Date, days: i32) -> Option<Date> {
        if self.year.is_some() {
            return self.date();
        }
        (-1..=1)
            .filter_map(|shift| Date::new(reference.year() + shift, self.month, self.day).ok())
            .find(|date| (*date - reference).get_days().abs() <= days)
    }
}

/// A word, number or sign of a line.
#[derive(Debug, Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl Piece<'_> {
    fn number(&self) -> Option<i16> {
        if self.text.len() > 4 || !self.text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.text.parse().ok()
    }

    fn year(&self) -> Option<i16> {
        // Four figures that a newspaper can mean as a year.
        self.number().filter(|n| self.text.len() == 4 && (1600..2300).contains(n))
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphabetic)
    }

    fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Longer lines are no date lines.
const MAX_DATE_LINE: usize = 160;
/// Datelines end within so many bytes.
const MAX_DATELINE: usize = 100;

impl Calendar {
    /// Reads the words of dates.
    ///
    /// # Errors
    /// If the schema has no `calendar.tsv` or a row of it is wrong.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let lexicon = schema.lexicon("calendar")?;
        let mut words = FxHashMap::default();
        for row in &lexicon.rows {
            let fail = |message: &str| lexicon.wrong(row, message);
            let [word, kind, value] = row.as_slice() else { return Err(fail("three cells are needed")) };
            let number = || value.parse::<i8>().map_err(|_| fail("the value must be a number"));
            let entry = match kind.as_str() {
                "month" => Word::Month(Some(number()?).filter(|m| (1..=12).contains(m)).ok_or_else(|| fail("1–12"))?),
                "weekday" => Word::Weekday(Weekday::from_monday_one_offset(number()?).map_err(|_| fail("1–7"))?),
                "ordinal" => Word::Ordinal,
                "time" | "zone" | "link" | "filler" => Word::Neutral,
                "label" if value == "published" => Word::Label(Label::Published),
                "label" if value == "updated" => Word::Label(Label::Updated),
                "byline" => Word::Byline,
                _ => return Err(fail("no such kind or value")),
            };
            if words.insert(word.clone(), entry).is_some() {
                return Err(fail("the word stands here twice"));
            }
        }
        Ok(Self { words })
    }

    /// The month (1–12) that a word names, whole or shortened.
    #[must_use]
    pub fn month(&self, word: &str) -> Option<i8> {
        match self.look_up(word)? {
            Word::Month(month) => Some(month),
            _ => None,
        }
    }

    /// The day of the week that a word names, whole or shortened.
    #[must_use]
    pub fn weekday(&self, word: &str) -> Option<Weekday> {
        match self.look_up(word)? {
            Word::Weekday(day) => Some(day),
            _ => None,
        }
    }

    /// Whether letters stand behind the number of a day: "3rd".
    #[must_use]
    pub fn is_ordinal_suffix(&self, letters: &str) -> bool {
        self.look_up(letters) == Some(Word::Ordinal)
    }

    fn look_up(&self, word: &str) -> Option<Word> {
        let word = word.strip_suffix('.').unwrap_or(word);
        // The longest word of a calendar is "September".
        if word.len() > 24 {
            return None;
        }
        self.words.get(word.to_lowercase().as_str()).copied()
    }

    /// The line as a date line, if it is one.
    pub(super) fn date_line(&self, line: &str) -> Option<DateLine> {
        if line.len() > MAX_DATE_LINE || !line.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let pieces = cut(line);
        let mut dates: Vec<(Label, Day)> = Vec::new();
        let mut label = Label::None;
        let (mut has_time, mut in_byline, mut has_byline) = (false, false, false);
        let (mut unknown, mut separators) = (0, 0);
        let mut i = 0;
        while i < pieces.len() {
            if let Some((used, day)) = self.day(&pieces[i..]) {
                dates.push((label, day));
                (label, in_byline) = (Label::None, false);
                i += used;
                continue;
            }
            let piece = pieces[i];
            match self.look_up(piece.text) {
                Some(Word::Label(l)) if !in_byline => label = l,
                Some(Word::Byline) => (in_byline, has_byline) = (true, true),
                Some(Word::Weekday(_) | Word::Neutral | Word::Ordinal | Word::Label(_)) => {}
                Some(Word::Month(_)) => return None,
                None if piece.number().is_some() => {
                    has_time |= pieces.get(i + 1).is_some_and(|p| p.text == ":");
                }
                None if piece.is_word() => {
                    if !piece.is_capitalised() {
                        return None;
                    }
                    unknown += usize::from(!in_byline);
                }
                None => match piece.text {
                    "|" | "•" | "·" | "/" => (separators, in_byline) = (separators + 1, false),
                    "," | "." | ":" | "-" | "–" | "—" | "(" | ")" | "+" | "&" | "'" | "’" | "[" | "]" => {}
                    _ => return None,
                },
            }
            i += 1;
        }
        // "3–5 May 2026" or "1 May 2026 – 3 May 2026" dates an event, not a text.
        let unlabelled = dates.iter().filter(|(l, _)| *l == Label::None).count();
        if dates.is_empty() || dates.len() > 3 || (unlabelled > 1) {
            return None;
        }
        if unknown > 0 && (separators == 0 || unknown > 6) {
            return None;
        }
        let (label, day) = *dates.iter().min_by_key(|(l, _)| *l)?;
        let is_stamp = has_time || has_byline || label != Label::None || separators > 0;
        // Without a year only a stamp is a date line: "8 January" may head a part of a timeline.
        (day.year.is_some() || is_stamp).then(|| DateLine { date: day.date(), label, is_stamp })
    }

    /// The dateline at the start of a paragraph: "BOGOTA, Jan 8 (Reuters) -", "NAIROBI, Kenya —".
    pub(super) fn dateline(&self, paragraph: &str) -> Option<Dateline> {
        let (sign, end) = dateline_end(paragraph)?;
        let rest = paragraph[end..].trim_start();
        if !rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "“\"‘'`[".contains(c)) {
            return None;
        }
        let body = paragraph[..end].trim_end_matches([' ', '\u{A0}', '-', '–', '—', ':', '_']);
        let pieces = cut(body);
        let first = pieces.first()?;
        let mut day = None;
        let mut names = 0;
        let mut in_brackets = false;
        let mut has_agency = false;
        let mut i = 0;
        while i < pieces.len() {
            if let Some((used, found)) = self.day(&pieces[i..]) {
                day = day.or(Some(found));
                i += used;
                continue;
            }
            let piece = pieces[i];
            match piece.text {
                "(" => in_brackets = true,
                ")" => (in_brackets, has_agency) = (false, true),
                "," | "." | "/" | "-" | "'" | "’" | "&" => {}
                _ if piece.number().is_some() => {}
                _ if piece.is_word() => match self.look_up(piece.text) {
                    Some(Word::Weekday(_) | Word::Neutral | Word::Ordinal | Word::Label(_)) => {}
                    _ if in_brackets => {}
                    _ if piece.is_capitalised() => names += 1,
                    // "Port-au-Prince", "Rio de Janeiro".
                    _ if piece.text.len() <= 3 && i > 0 => {}
                    _ => return None,
                },
                _ => return None,
            }
            i += 1;
        }
        let is_upper = |p: &&Piece<'_>| p.is_word() && p.text.chars().all(char::is_uppercase);
        // "ROME", "NEW ORTA"; two letters are an abbreviation.
        let capitals: usize = pieces.iter().take_while(is_upper).map(|p| p.text.chars().count()).sum();
        let has_place_in_capitals = capitals > 3 && names <= 5;
        let starts_well = first.is_capitalised() || first.text == "(" || day.is_some();
        let is_dateline = match sign {
            // "8 January: The president calls …" is an entry of a timeline.
            Sign::Colon => names > 0 && day.is_some_and(|d| d.year.is_some()),
            Sign::Dash => (names > 0 && day.is_some()) || has_agency || has_place_in_capitals,
        };
        (is_dateline && starts_well && names <= 8 && !in_brackets)
            .then(|| Dateline { end: paragraph.len() - rest.len(), day })
    }

    /// The day of a field of metadata: ISO 8601 first, else any full date in words.
    pub(super) fn metadata_date(&self, field: &str) -> Option<Date> {
        let field = field.trim();
        if let Some(date) = field.get(..10).and_then(|start| start.parse::<Date>().ok()) {
            return Some(date);
        }
        if field.len() == 8
            && let Ok(number) = field.parse::<u32>()
        {
            return Date::new((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8).ok();
        }
        if field.len() > MAX_DATE_LINE {
            return None;
        }
        let pieces = cut(field);
        (0..pieces.len()).find_map(|i| self.day(&pieces[i..])?.1.date())
    }

    /// The day that an address names in its path: `/2026/01/08/`, `/2026-01-08-title`.
    pub(super) fn address_date(url: &str) -> Option<Date> {
        let path = url.split_once("://")?.1.split_once('/')?.1;
        let path = path.split(['?', '#']).next()?;
        let numbers: Vec<&str> = path.split(['/', '-', '_']).collect();
        numbers.windows(3).find_map(|w| {
            let [year, month, day] = w else { return None };
            let is_plain = |s: &str, n: usize| s.len() <= n && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
            if year.len() != 4 || !is_plain(year, 4) || !is_plain(month, 2) || !is_plain(day, 2) {
                return None;
            }
            let year: i16 = year.parse().ok().filter(|y| (1900..2200).contains(y))?;
            Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
        })
    }

    /// A day at the start of `pieces`, and how many of them it takes.
    fn day(&self, pieces: &[Piece<'_>]) -> Option<(usize, Day)> {
        let first = pieces.first()?;
        if let Some(month) = self.month(first.text) {
            let mut i = 1 + usize::from(pieces.get(1).is_some_and(|p| p.text == "."));
            let day = day_number(pieces.get(i)?)?;
            i += 1;
            i += usize::from(self.is_ordinal(pieces, i));
            let (year, used) = self.year_behind(pieces, i);
            // "May 17:53" is no day; nor is "January 2026" the 20th.
            if year.is_none() && pieces.get(i).is_some_and(|p| p.text == ":" && pieces[i - 1].end == p.start) {
                let is_time = pieces.get(i + 1).is_some_and(|p| p.start == pieces[i].end && p.number().is_some());
                if is_time {
                    return None;
                }
            }
            return valid(used, Day { year, month, day });
        }
        if let Some(year) = first.year()
            && let [_, s1, month, s2, day, ..] = pieces
            && s1.text == s2.text
            && matches!(s1.text, "-" | "/" | ".")
        {
            let day = Day { year: Some(year), month: small(month)?, day: small(day)? };
            return valid(5, day);
        }
        let number = small(first)?;
        let mut i = 1;
        i += usize::from(self.is_ordinal(pieces, i));
        i += usize::from(pieces.get(i).is_some_and(|p| p.text.eq_ignore_ascii_case("of")));
        i += usize::from(pieces.get(i).is_some_and(|p| p.text == "-" || p.text == "."));
        if let Some(month) = pieces.get(i).and_then(|p| self.month(p.text)) {
            i += 1;
            i += usize::from(pieces.get(i).is_some_and(|p| p.text == "." || p.text == "-"));
            let (year, used) = self.year_behind(pieces, i);
            return valid(used, Day { year, month, day: number });
        }
        let [_, s1, second, s2, year, ..] = pieces else { return None };
        if s1.text != s2.text || !matches!(s1.text, "-" | "/" | ".") {
            return None;
        }
        let (second, year) = (small(second)?, year.year()?);
        let (day, month) = match s1.text {
            "." => (number, second),
            // 8/1/2026 is the eighth of January in London and the first of August in New York.
            _ if number > 12 || number == second => (number, second),
            _ if second > 12 => (second, number),
            _ => return None,
        };
        valid(5, Day { year: Some(year), month, day })
    }

    fn is_ordinal(&self, pieces: &[Piece<'_>], i: usize) -> bool {
        pieces.get(i).is_some_and(|p| p.start == pieces[i - 1].end && self.look_up(p.text) == Some(Word::Ordinal))
    }

    /// A year at `i`, maybe behind a comma; and the index behind it.
    fn year_behind(&self, pieces: &[Piece<'_>], i: usize) -> (Option<i16>, usize) {
        let at = i + usize::from(pieces.get(i).is_some_and(|p| p.text == ","));
        match pieces.get(at).and_then(Piece::year) {
            Some(year) => (Some(year), at + 1),
            None => (None, i),
        }
    }
}

fn valid(used: usize, day: Day) -> Option<(usize, Day)> {
    // 2024 has every day that any year has.
    Date::new(day.year.unwrap_or(2024), day.month, day.day).ok().map(|_| (used, day))
}

fn small(piece: &Piece<'_>) -> Option<i8> {
    piece.number().filter(|_| piece.text.len() <= 2).map(|n| n as i8)
}

fn day_number(piece: &Piece<'_>) -> Option<i8> {
    small(piece).filter(|n| (1..=31).contains(n))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Dash,
    Colon,
}

/// The first sign that may end a dateline, and where the text behind it begins.
fn dateline_end(paragraph: &str) -> Option<(Sign, usize)> {
    let mut previous = ' ';
    for (i, c) in paragraph.char_indices() {
        if i > MAX_DATELINE {
            return None;
        }
        let end = i + c.len_utf8();
        let is_spaced = previous.is_whitespace() && paragraph[end..].starts_with(char::is_whitespace);
        match c {
            '—' | '–' if i > 0 => return Some((Sign::Dash, end)),
            '-' | '_' if is_spaced && i > 0 => {
                return Some((Sign::Dash, end));
            }
            '-' if previous == ')' || (previous == '-' && i > 1) => return Some((Sign::Dash, end)),
            ':' if paragraph[end..].starts_with(char::is_whitespace) => return Some((Sign::Colon, end)),
            _ => {}
        }
        previous = c;
    }
    None
}

/// Cuts a line into words, numbers and signs; a word keeps full stops between its letters ("a.m").
fn cut(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut characters = line.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if c.is_ascii_digit() {
            while let Some((i, _)) = characters.next_if(|(_, n)| n.is_ascii_digit()) {
                end = i + 1;
            }
        } else if c.is_alphabetic() {
            while let Some((i, n)) = characters.peek().copied() {
                let is_inner_stop = n == '.' && line[i + 1..].starts_with(char::is_alphabetic);
                if !n.is_alphabetic() && !is_inner_stop {
                    break;
                }
                characters.next();
                end = i + n.len_utf8();
            }
        }
        pieces.push(Piece { text: &line[start..end], start, end });
    }
    pieces
}
