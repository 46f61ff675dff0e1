use rustc_hash::FxHashMap;

use crate::ingest;
use crate::schema::{Schema, SchemaError};

/// The words of dates, read from `schema/lexicon/calendar.tsv` and `date_words.tsv`.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub(super) days: ingest::Calendar,
    words: FxHashMap<String, Vec<Word>>,
}

/// A part that a word plays in a date expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Day(i8),
    Night,
    Deictic(i8),
    NamedDeictic(i8),
    Part,
    Edge,
    DayPart,
    Unit(Unit),
    Number(i16),
    Ordinal(i8),
    Ago,
    Season(i8, i8),
    Holiday(i8, i8),
    Same,
    After,
    AfterNoun,
    Before,
    BeforeNoun,
    Since,
    Until,
    LaterThan,
    Ahead,
    Plan,
    Purpose,
    Report,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
}

/// The longest word of the lexicon is shorter.
const MAX_WORD: usize = 24;

impl Calendar {
    /// Reads the words of dates.
    ///
    /// # Errors
    /// If the schema lacks one of the two lexicons or a row is wrong.
    pub fn new(schema: &Schema) -> Result<Self, SchemaError> {
        let lexicon = schema.lexicon("date_words")?;
        let mut words: FxHashMap<String, Vec<Word>> = FxHashMap::default();
        for row in &lexicon.rows {
            let fail = || lexicon.wrong(row, "no such kind or value");
            let [word, kind, value] = row.as_slice() else { return Err(fail()) };
            let entry = entry(kind, value).ok_or_else(fail)?;
            words.entry(word.clone()).or_default().push(entry);
        }
        Ok(Self { days: ingest::Calendar::new(schema)?, words })
    }

    /// The parts that a word can play.
    pub(super) fn parts(&self, word: &str) -> &[Word] {
        let mut lower = [0; MAX_WORD];
        let Some(lower) = lower.get_mut(..word.len()) else { return &[] };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let word = std::str::from_utf8(lower).unwrap_or(word);
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is(&self, word: &str, part: Word) -> bool {
        self.parts(word).contains(&part)
    }
}

fn entry(kind: &str, value: &str) -> Option<Word> {
    let number = || value.parse::<i8>().ok();
    let pair = || {
        let (a, b) = value.split_once('-')?;
        let (a, b) = (a.parse::<i8>().ok()?, b.parse::<i8>().ok()?);
        ((1..=12).contains(&a) && (1..=31).contains(&b)).then_some((a, b))
    };
    Some(match kind {
        "day" => Word::Day(number()?),
        "night" => Word::Night,
        "deictic" => Word::Deictic(number()?),
        "named-deictic" => Word::NamedDeictic(number()?),
        "part" => Word::Part,
        "edge" => Word::Edge,
        "daypart" => Word::DayPart,
        "unit" => Word::Unit(match value {
            "day" => Unit::Day,
            "weekend" => Unit::Weekend,
            "week" => Unit::Week,
            "fortnight" => Unit::Fortnight,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            _ => return None,
        }),
        "number" => Word::Number(i16::from(number()?)),
        "ordinal" => Word::Ordinal(number()?),
        "ago" => Word::Ago,
        "season" => pair().map(|(a, b)| Word::Season(a, b))?,
        "holiday" => pair().map(|(a, b)| Word::Holiday(a, b))?,
        "same" => Word::Same,
        "after" => Word::After,
        "after-noun" => Word::AfterNoun,
        "before" => Word::Before,
        "before-noun" => Word::BeforeNoun,
        "since" => Word::Since,
        "until" => Word::Until,
        "later-than" => Word::LaterThan,
        "ahead" => Word::Ahead,
        "plan" => Word::Plan,
        "purpose" => Word::Purpose,
        "report" => Word::Report,
        _ => return None,
    })
}
