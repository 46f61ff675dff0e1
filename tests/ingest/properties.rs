use actant::ingest::{Article, Format, Options};
use actant::source::Span;
use proptest::prelude::*;

use super::{reader, try_read};

/// What every article promises: blocks in order, apart, on character boundaries, inside the span.
fn check(articles: &[Article]) -> Result<(), TestCaseError> {
    let mut before = 0;
    for article in articles {
        let page = Span::new(0, article.page.len() as u32);
        prop_assert!(page.covers(article.span));
        prop_assert!(article.span.start >= before, "articles overlap");
        before = if articles.len() > 1 { article.span.end } else { 0 };
        let mut end = article.span.start;
        for block in &article.blocks {
            prop_assert!(!block.span.is_empty() && block.span.start >= end);
            prop_assert!(article.span.covers(block.span));
            let words = article.page.get(block.span.range());
            prop_assert!(words.is_some_and(|w| w.trim() == w), "{words:?}");
            end = block.span.end;
        }
        for paragraph in actant::text::read(article).paragraphs {
            prop_assert!(article.page.get(paragraph.span.range()).is_some());
        }
    }
    Ok(())
}

/// Lines of which pages are made, good and odd.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("8 January 2026 at 17:53".to_owned()),
        Just("Published: 5 Jan 2026".to_owned()),
        Just("River drives thousands from Orta".to_owned()),
        Just("ORTA, Jan 8 (Agency) - The river rose on Monday, said the mayor.".to_owned()),
        Just("Hochwasser — ’n Fluß, ¿qué? “Ja.”".to_owned()),
        Just("- an item".to_owned()),
        Just("<p>ORTA — <b>The</b> river</p><br><br>x".to_owned()),
        "[ -~]{0,90}",
        "\\PC{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_lines_in_any_format_keep_the_promises_of_an_article(
        lines in proptest::collection::vec(line(), 0..24),
        ending in prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n"), Just("\r"), Just("\u{2028}")],
        format in prop_oneof![Just(Format::Text), Just(Format::Markdown), Just(Format::Html)],
    ) {
        let options = Options { format: Some(format), ..Options::default() };
        if let Ok(reading) = try_read("a", lines.join(ending), options) {
            check(&reading.articles)?;
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(reading) = try_read("a", bytes, Options::default()) {
            check(&reading.articles)?;
        }
    }

    #[test]
    fn any_text_in_memory_keeps_the_promises(text in "\\PC{0,200}") {
        check(&reader(Options::default()).read_text("key", &text))?;
    }
}
