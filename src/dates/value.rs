//! What a date expression means on the day of publication.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::DateValue;
use super::direction::{Direction, Tense};
use super::words::Unit;

/// What a date expression says, before it is known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// "January 3, 2026", "October 2025", "2023".
    Fixed(DateValue),
    /// "January 3"; "Saturday, January 3"; "last January 3".
    MonthDay { month: i8, day: i8, weekday: Option<Weekday>, deictic: Option<i8> },
    /// "October"; "last October".
    Month(i8, Option<i8>),
    /// "October of last year".
    MonthOfYear(i8, i8),
    /// "Saturday"; "last Saturday".
    Weekday(Weekday, Option<i8>),
    /// "Monday of last week".
    WeekdayOfWeek(Weekday, i8),
    /// "yesterday".
    Day(i8),
    /// "overnight".
    Night,
    /// "last week", "this year".
    Unit(Unit, i8),
    /// "the weekend".
    Weekend,
    /// "three years ago".
    Ago(Unit, i16),
    /// "last summer".
    Season(i8, i8, Option<i8>),
    /// "Christmas".
    Holiday(i8, i8, Option<i8>),
    /// "the third quarter".
    Quarter(i8),
    /// "the same day", "the next day": days from the day named before.
    FromNamed(i8),
    /// Words that name a time nobody can tell: "several years ago".
    Vague,
}

/// What an expression is understood by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    pub published: Option<Date>,
    /// The day that the same or the sentence before names.
    pub named: Option<Date>,
    pub direction: Direction,
}

impl Meaning {
    pub(super) fn value(self, now: &Now) -> Option<DateValue> {
        let is_future = now.direction.tense == Tense::Future;
        match self {
            Self::Fixed(value) => return Some(value),
            Self::FromNamed(days) => return now.named.and_then(|d| shift(d, i64::from(days))).map(DateValue::Day),
            Self::Vague => return None,
            _ => {}
        }
        let today = now.published?;
        match self {
            Self::MonthDay { month, day, weekday, deictic } => {
                let on_weekday = weekday.and_then(|w| day_on(today, month, day, w));
                on_weekday.or_else(|| day_near(today, month, day, deictic, now.direction)).map(DateValue::Day)
            }
            Self::Month(month, deictic) => {
                let year = year_of_month(today, month, deictic, now.direction);
                Some(DateValue::Month(year, month))
            }
            Self::MonthOfYear(month, years) => Some(DateValue::Month(today.year() + i16::from(years), month)),
            Self::Weekday(weekday, deictic) => {
                let since = i64::from(weekday.until(today.weekday()));
                let days = match deictic {
                    Some(-1) if since == 0 => -7,
                    Some(-1) => -since,
                    Some(1) if since == 0 => 7,
                    Some(1) => (7 - since) % 7,
                    _ if is_future || now.direction.is_ahead => (7 - since) % 7,
                    _ => -since,
                };
                shift(today, days).map(DateValue::Day)
            }
            Self::WeekdayOfWeek(weekday, weeks) => {
                let monday = shift(today, -i64::from(today.weekday().to_monday_zero_offset()))?;
                let days = 7 * i64::from(weeks) + i64::from(weekday.to_monday_zero_offset());
                shift(monday, days).map(DateValue::Day)
            }
            Self::Day(days) => shift(today, i64::from(days)).map(DateValue::Day),
            Self::Night => holding(shift(today, -1)?, today),
            Self::Unit(unit, count) => unit_from(today, unit, count, now.direction),
            Self::Weekend => weekend(today, None, now.direction),
            Self::Ago(unit, count) => ago(today, unit, count),
            Self::Season(first, last, deictic) => season(today, first, last, deictic, is_future),
            Self::Holiday(month, day, deictic) => {
                day_near(today, month, day, deictic, now.direction).map(DateValue::Day)
            }
            Self::Quarter(number) => {
                let is_over = i8::from(today.month() > 3 * number);
                let year = today.year() - i16::from(is_over == 0 && !is_future);
                Some(DateValue::Year(year))
            }
            Self::Fixed(_) | Self::FromNamed(_) | Self::Vague => None,
        }
    }
}

fn shift(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// The month that holds a span of days, else the year.
fn holding(first: Date, last: Date) -> Option<DateValue> {
    if first.year() != last.year() {
        None
    } else if first.month() == last.month() {
        Some(DateValue::Month(first.year(), first.month()))
    } else {
        Some(DateValue::Year(first.year()))
    }
}

/// The day of a month in the nearest year in which it falls on the day of the week.
fn day_on(today: Date, month: i8, day: i8, weekday: Weekday) -> Option<Date> {
    (-3..=3)
        .filter_map(|shift| Date::new(today.year() + shift, month, day).ok())
        .filter(|d| d.weekday() == weekday)
        .min_by_key(|d| (*d - today).get_days().abs())
}

/// The day in the year that the words ask for; where they are silent, the nearest.
fn day_near(today: Date, month: i8, day: i8, deictic: Option<i8>, direction: Direction) -> Option<Date> {
    let years = (-1..=1).filter_map(|shift| Date::new(today.year() + shift, month, day).ok());
    match (deictic, direction.tense) {
        (Some(-1), _) => years.filter(|d| *d < today).max(),
        (Some(0), _) => Date::new(today.year(), month, day).ok(),
        (Some(_), _) => years.filter(|d| *d > today).min(),
        (None, Tense::Past) if direction.is_direct && !direction.is_ahead => years.filter(|d| *d <= today).max(),
        (None, Tense::Future) if direction.is_direct && !direction.is_ahead => years.filter(|d| *d >= today).min(),
        (None, _) => years.min_by_key(|d| (*d - today).get_days().abs()),
    }
}

fn year_of_month(today: Date, month: i8, deictic: Option<i8>, direction: Direction) -> i16 {
    let year = today.year();
    let is_later = i16::from(month > today.month());
    match (deictic, direction.tense) {
        (Some(0), _) => year,
        // In November "last October" is the month before; in October it is a year ago.
        (Some(-1), _) => year - i16::from(month >= today.month()),
        (Some(_), _) => year + i16::from(month <= today.month()),
        (None, Tense::Future) if direction.is_direct || direction.is_ahead => year + i16::from(month < today.month()),
        (None, Tense::Past) if !direction.is_ahead => year - is_later,
        (None, Tense::Unknown) if direction.is_direct && !direction.is_ahead => year - is_later,
        // The nearest, forward or back.
        (None, _) => match month - today.month() {
            7.. => year - 1,
            ..-6 => year + 1,
            _ => year,
        },
    }
}

/// "last week", "this month", "next year": the week is the one from Sunday to Saturday.
fn unit_from(today: Date, unit: Unit, count: i8, direction: Direction) -> Option<DateValue> {
    let days_since_sunday = i64::from(today.weekday().to_sunday_zero_offset());
    match unit {
        Unit::Day => shift(today, i64::from(count)).map(DateValue::Day),
        Unit::Weekend => weekend(today, Some(count), direction),
        Unit::Week => {
            let sunday = shift(today, 7 * i64::from(count) - days_since_sunday)?;
            let saturday = shift(sunday, 6)?;
            // Of this week, what is told of is over and what is to come is not.
            match (count, direction.tense) {
                (0, Tense::Past) => holding(shift(today, -i64::from(today.weekday().to_monday_zero_offset()))?, today),
                (0, Tense::Future) => holding(today, saturday),
                _ => holding(sunday, saturday),
            }
        }
        Unit::Fortnight => None,
        Unit::Month => {
            let month = today.first_of_month().checked_add(i64::from(count).months()).ok()?;
            Some(DateValue::Month(month.year(), month.month()))
        }
        Unit::Quarter => {
            let first = today.first_of_month().checked_sub(i64::from((today.month() - 1) % 3).months()).ok()?;
            let first = first.checked_add((3 * i64::from(count)).months()).ok()?;
            Some(DateValue::Year(first.year()))
        }
        Unit::Year => Some(DateValue::Year(today.year() + i16::from(count))),
    }
}

/// A weekend: on Monday the one before, on Friday the one to come, unless the words say which.
fn weekend(today: Date, deictic: Option<i8>, direction: Direction) -> Option<DateValue> {
    let since_saturday = i64::from(Weekday::Saturday.until(today.weekday()));
    let latest = shift(today, -since_saturday)?;
    let coming = if since_saturday < 2 { latest } else { shift(latest, 7)? };
    let is_late_in_the_week = matches!(today.weekday(), Weekday::Thursday | Weekday::Friday);
    let saturday = match (deictic, direction.tense) {
        (Some(-1), _) if since_saturday < 2 => shift(latest, -7)?,
        (Some(-1), _) => latest,
        (Some(1), _) => shift(latest, 7)?,
        (_, Tense::Future) => coming,
        (_, Tense::Past) => latest,
        (_, Tense::Unknown) if is_late_in_the_week => coming,
        (_, Tense::Unknown) => latest,
    };
    holding(saturday, shift(saturday, 1)?)
}

/// "two weeks ago" is said of a day in that week, "three years ago" of one in that year.
fn ago(today: Date, unit: Unit, count: i16) -> Option<DateValue> {
    let count = i64::from(count);
    match unit {
        Unit::Day => shift(today, -count).map(DateValue::Day),
        Unit::Week | Unit::Fortnight | Unit::Weekend => {
            let days = if unit == Unit::Fortnight { 14 * count } else { 7 * count };
            holding(shift(today, -days - 3)?, shift(today, -days + 3)?)
        }
        Unit::Month => {
            let month = today.first_of_month().checked_sub(count.months()).ok()?;
            Some(DateValue::Month(month.year(), month.month()))
        }
        Unit::Quarter => None,
        Unit::Year => Some(DateValue::Year(i16::try_from(i64::from(today.year()) - count).ok()?)),
    }
}

/// A season in the year that holds it; winter lies in two years.
fn season(today: Date, first: i8, last: i8, deictic: Option<i8>, is_future: bool) -> Option<DateValue> {
    if last < first {
        return None;
    }
    let year = today.year();
    Some(DateValue::Year(match deictic {
        Some(-1) => year - i16::from(today.month() <= last),
        Some(1) => year + i16::from(today.month() >= first),
        Some(_) => year,
        None if is_future => year + i16::from(today.month() > last),
        None => year - i16::from(today.month() < first),
    }))
}
