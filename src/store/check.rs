//! What a record must keep to before it goes into a file.

use jiff::civil::Date;

use super::offsets::Offsets;
use super::{DocumentRecord, EndRecord, StoreError};
use crate::source::{CodePoints, Span};

/// Checks that no index dangles, no span leaves the text, and every statement has evidence that
/// stands in the text where it says.
pub(super) fn check(record: &DocumentRecord, offsets: &Offsets<'_>) -> Result<(), StoreError> {
    let fail = |message: String| Err(StoreError::Record { key: record.key.clone(), message });
    if record.key.is_empty() {
        return fail("the key is empty".to_owned());
    }
    let within = |span: (u32, u32)| span.0 <= span.1 && span.1 <= offsets.len();
    let spans = std::iter::once(("the document", record.span))
        .chain(record.paragraphs.iter().map(|p| ("a paragraph", p.span)))
        .chain(record.sentences.iter().map(|s| ("a sentence", *s)))
        .chain(record.mentions.iter().map(|m| ("a mention", m.span)))
        .chain(record.statements.iter().map(|s| ("a trigger", s.trigger)));
    for (what, span) in spans {
        if !within(span) {
            return fail(format!("{what} at {}..{} leaves the text of {} letters", span.0, span.1, offsets.len()));
        }
    }
    if let Some(published) = record.published.as_deref().filter(|p| p.parse::<Date>().is_err()) {
        return fail(format!("the day of publication is `{published}`"));
    }
    for entity in &record.entities {
        if let Some(wikidata) = entity.wikidata.as_deref().filter(|w| !is_wikidata_id(w)) {
            return fail(format!("the Wikidata id of {} is `{wikidata}`", entity.name));
        }
    }
    for mention in &record.mentions {
        if mention.entities.iter().any(|e| *e >= record.entities.len()) {
            return fail(format!("the mention `{}` refers to an entity that is not there", mention.text));
        }
    }
    let dangles = |end: EndRecord| end.entity >= record.entities.len() || end.mention >= record.mentions.len();
    for statement in &record.statements {
        let what = &statement.relation;
        let speaker = statement.attribution.as_ref().map(|a| EndRecord { entity: a.entity, mention: a.mention });
        let speakers = statement.casualties.iter().filter_map(|c| c.speaker.as_ref());
        if [Some(statement.source), Some(statement.target), speaker].into_iter().flatten().any(dangles)
            || statement.place.iter().chain(&statement.about).chain(speakers).any(|e| *e >= record.entities.len())
        {
            return fail(format!("a statement ({what}) refers to an entity or mention that is not there"));
        }
        if let Some(date) = statement.date.as_deref().filter(|d| days(d).is_none()) {
            return fail(format!("the date of a statement ({what}) is `{date}`"));
        }
        if statement.confidence.is_some_and(|c| !(0.0..=1.0).contains(&c)) {
            return fail(format!("the confidence of a statement ({what}) is no probability"));
        }
        if statement.evidence.is_empty() {
            return fail(format!("a statement ({what}) has no evidence"));
        }
        if !statement.casualties.is_sorted_by(|a, b| a.harm < b.harm) {
            return fail(format!("the casualties of a statement ({what}) are not one for each harm, in order"));
        }
        let evidence = statement.evidence.iter().map(|e| ("evidence", e.span, &e.text));
        let counts = statement.casualties.iter().map(|c| ("number of casualties", c.span, &c.text));
        for (kind, (start, end), text) in evidence.chain(counts) {
            let stands =
                start < end && offsets.words(Span::<CodePoints>::new(start, end)).is_some_and(|words| words == *text);
            if !stands {
                return fail(format!("the {kind} of a statement ({what}) does not stand at {start}..{end}"));
            }
        }
    }
    Ok(())
}

/// `Q` and a number.
pub(super) fn is_wikidata_id(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|n| !n.is_empty() && n.len() <= 12 && !n.starts_with('0') && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The first and the last day of an ISO 8601 day (`2026-01-07`), month (`2026-01`) or year (`2026`);
/// none for anything else.
#[must_use]
pub fn days(date: &str) -> Option<(Date, Date)> {
    let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<i16>().ok()).flatten();
    let day = |year: i16, month: i16, day: i16| Date::new(year, month as i8, day as i8).ok();
    match (date.len(), date.get(..4), date.get(4..5), date.get(5..7), date.get(7..8), date.get(8..)) {
        (4, Some(year), ..) => {
            let year = number(year)?;
            Some((day(year, 1, 1)?, day(year, 12, 31)?))
        }
        (7, Some(year), Some("-"), Some(month), ..) => {
            let first = day(number(year)?, number(month)?, 1)?;
            Some((first, first.last_of_month()))
        }
        (10, Some(year), Some("-"), Some(month), Some("-"), Some(of_month)) => {
            let day = day(number(year)?, number(month)?, number(of_month)?)?;
            Some((day, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_months_or_years_and_nothing_else() {
        let span = |d| days(d).map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(span("2024-02"), Some(("2024-02-01".into(), "2024-02-29".into())));
        assert_eq!(span("2026"), Some(("2026-01-01".into(), "2026-12-31".into())));
        assert_eq!(span("2026-01-07"), Some(("2026-01-07".into(), "2026-01-07".into())));
        for wrong in ["", "26", "2026-13", "2026-02-30", "2026-1-7", "+026", "2026/01", "2026-01-07T", "２０２６"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn wikidata_ids_are_q_and_a_number() {
        assert!(is_wikidata_id("Q22686"));
        for wrong in ["", "Q", "Q0", "q1", "Q1 ", "P31", "Q1>", "Q١"] {
            assert!(!is_wikidata_id(wrong), "{wrong}");
        }
    }
}
