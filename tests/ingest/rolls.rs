use actant::ingest::{Article, BlockKind};

use super::{blocks, date, read};

const A: &str =
    "The river Orta left its banks on Tuesday and drove four thousand people from their homes, the mayor said.";
const B: &str = "The harbour of Prell was closed on Monday because of ice, and nine ships waited outside for a pilot.";
const C: &str = "The two towns agreed in autumn to share their boats. Neither has asked for help since then.";

fn summary(articles: &[Article]) -> Vec<(String, String, String)> {
    articles.iter().map(|a| (a.key.clone(), a.title.clone().unwrap_or_default(), date(a))).collect()
}

fn row(key: &str, title: &str, date: &str) -> (String, String, String) {
    (key.to_owned(), title.to_owned(), date.to_owned())
}

#[test]
fn headings_with_date_lines_below_begin_the_articles_of_a_roll() {
    let text = format!(
        "Normal view\n\nRiver drives thousands from Orta\n\n8 January 2026 at 17:53\n\n{A}\n\n{C}\n\nUna riada en Orta\n\n\
         Ice closes harbour of Prell\n\nMonday, January 5, 2026\n\n{B}\n\nA short thaw\n\n{C}\n"
    );
    let articles = read("page.txt", &text);
    assert_eq!(
        summary(&articles),
        [
            row("page#1", "River drives thousands from Orta", "2026-01-08 Text"),
            row("page#2", "Ice closes harbour of Prell", "2026-01-05 Text"),
        ]
    );
    assert_eq!(blocks(&articles[0], BlockKind::Paragraph), [A, C]);
    assert_eq!(blocks(&articles[1], BlockKind::Paragraph), [B, C]);
    assert!(articles[1].span.of(&text).starts_with("Ice closes"));
    assert_eq!(&*articles[0].page, text);
}

#[test]
fn stamps_above_the_headings_begin_the_articles_of_a_roll() {
    let text = format!(
        "Posted on Jan. 8, 2026 by Ana Prell\nRiver drives thousands from Orta\n{A}\n{C}\n{A} {B} {C}\n\
         Posted on Jan. 5, 2026 by Karl Voss\nIce closes harbour of Prell\n{B}\n{C}\n"
    );
    assert_eq!(
        summary(&read("page.txt", text)),
        [
            row("page#1", "River drives thousands from Orta", "2026-01-08 Text"),
            row("page#2", "Ice closes harbour of Prell", "2026-01-05 Text"),
        ]
    );
}

#[test]
fn published_lines_below_the_text_end_the_articles_of_a_roll() {
    let text = format!(
        "River drives thousands from Orta\n\n{A}\n\n{C}\n\nPublished: 8 Jan 2026\n\n\
         Ice closes harbour of Prell\n\n{B}\n\n{C}\n\nPublished: 5 Jan 2026\n"
    );
    assert_eq!(
        summary(&read("page.txt", text)),
        [
            row("page#1", "River drives thousands from Orta", "2026-01-08 Text"),
            row("page#2", "Ice closes harbour of Prell", "2026-01-05 Text"),
        ]
    );
}

#[test]
fn a_roll_in_html_is_split_as_one_in_plain_text() {
    let html = format!(
        "<html><head><title>Orta Herald</title></head><body><main>\
         <h2>River drives thousands from Orta</h2><div>8 January 2026, 17:53</div><p>{A}</p><p>{C}</p><p>{A} {C}</p>\
         <h2>Ice closes harbour of Prell</h2><div>5 January 2026, 09:10</div><p>{B}</p><p>{C}</p><p>{B} {C}</p>\
         </main></body></html>"
    );
    let articles = read("page.html", html);
    assert_eq!(articles.iter().map(date).collect::<Vec<_>>(), ["2026-01-08 Text", "2026-01-05 Text"]);
    assert_eq!(articles[1].title.as_deref(), Some("Ice closes harbour of Prell"));
}

#[test]
fn one_article_that_mentions_dates_on_lines_of_their_own_stays_one() {
    let text = format!("A winter in Orta\n\n9 January 2026\n\n{C}\n\n3 January 2026\n\n{B}\n\n6 January 2026\n\n{A}\n");
    let articles = read("page.txt", text);
    assert_eq!(summary(&articles), [row("page", "A winter in Orta", "2026-01-09 Text")]);
}

#[test]
fn a_timeline_stays_one_article() {
    let inline = format!("A winter in Orta\n\n{C}\n\n3 January: {B}\n\n5 January: {A}\n\n8 January 2026: {C}\n");
    assert_eq!(summary(&read("page.txt", inline)), [row("page", "A winter in Orta", "none")]);
    let headed = format!(
        "A winter in Orta\n\n{C}\n\nThe ice comes\n\n3 January 2026\n\n{B}\n\nThe river rises\n\n5 January 2026\n\n{A}\n"
    );
    assert_eq!(read("page.txt", headed).len(), 1);
}

#[test]
fn a_second_date_line_for_an_update_makes_no_second_article() {
    let text = format!("A winter in Orta\n\nPublished 8 January 2026\nUpdated 9 January 2026\n\n{A}\n\n{B}\n");
    assert_eq!(summary(&read("page.txt", text)), [row("page", "A winter in Orta", "2026-01-08 Text")]);
}

#[test]
fn other_titles_with_dates_and_no_text_are_no_articles() {
    let text = format!(
        "A winter in Orta\n\n8 January 2026 at 10:00\n\n{A}\n\n{B}\n\nIce closes harbour\n\n5 January 2026 at 09:00\n\n\
         Mayor opens school\n\n4 January 2026 at 08:00\n"
    );
    let articles = read("page.txt", text);
    assert_eq!(summary(&articles), [row("page", "A winter in Orta", "2026-01-08 Text")]);
    assert_eq!(blocks(&articles[0], BlockKind::Paragraph), [A, B]);
}
