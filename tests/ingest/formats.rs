use actant::ingest::BlockKind::{Heading, ListItem, Paragraph};
use actant::ingest::{Format, Options};

use super::{blocks, date, read, try_read};

const A: &str =
    "The river Orta left its banks on Tuesday and drove four thousand people from their homes, the mayor said.";
const B: &str = "The harbour of Prell was closed on Monday because of ice, and nine ships waited outside for a pilot.";

fn news_page(head: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head>{head}<script>if (a<b && c<d) alert('x')</script></head><body>\
         <nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav>\
         <article><h1>River drives thousands from Orta</h1><p class=byline>By Ana Prell</p>\
         <p>{A} <b>Nobody</b> was&nbsp;hurt.</p><h2>Ice in the harbour</h2><p>{B}</p>\
         <ul><li>Orta sent nine boats to the lower town.</li></ul><p>{A} {B}</p></article>\
         <footer><p>Copyright Orta Herald</p></footer></body></html>"
    )
}

#[test]
fn html_gives_the_story_and_the_metadata() {
    let head = "<title>River drives thousands from Orta | Orta Herald</title>\
        <link rel=canonical href='https://herald.example/2026/river'>\
        <meta property='og:site_name' content='Orta Herald'>\
        <meta property='article:published_time' content='2026-01-08T17:53:00Z'><meta name=author content='Ana Prell'>";
    let articles = read("page.html", news_page(head));
    let article = &articles[0];
    assert_eq!(article.key, "https://herald.example/2026/river");
    assert_eq!(article.title.as_deref(), Some("River drives thousands from Orta"));
    assert_eq!(article.publisher.as_deref(), Some("Orta Herald"));
    assert_eq!(article.author.as_deref(), Some("Ana Prell"));
    assert_eq!(date(article), "2026-01-08 Metadata");
    assert_eq!(
        blocks(article, Paragraph),
        [format!("{A} Nobody was hurt."), B.to_owned(), format!("{A} {B}")].each_ref().map(String::as_str)
    );
    assert_eq!(blocks(article, Heading), ["River drives thousands from Orta", "Ice in the harbour"]);
    assert_eq!(blocks(article, ListItem), ["Orta sent nine boats to the lower town."]);
    assert!(!article.page.contains("alert") && !article.page.contains("Home"), "{}", article.page);
}

#[test]
fn json_ld_dates_an_html_page() {
    let head = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
        "headline":"River drives thousands from Orta","datePublished":"2026-01-07T08:00:00+01:00",
        "author":{"@type":"Person","name":"Karl Voss"},"publisher":{"@type":"Organization","name":"Orta Herald"}}</script>"#;
    let article = &read("page.html", news_page(head))[0];
    assert_eq!(date(article), "2026-01-07 Metadata");
    assert_eq!(article.publisher.as_deref(), Some("Orta Herald"));
    assert_eq!(article.author.as_deref(), Some("Karl Voss"));
    assert_eq!(article.key, "page");
}

#[test]
fn a_page_without_other_date_is_dated_by_its_address() {
    let head = "<link rel=canonical href='https://herald.example/world/2026/01/09/river.html'>";
    assert_eq!(date(&read("page.html", news_page(head))[0]), "2026-01-09 Metadata");
}

#[test]
fn an_address_that_is_none_does_not_become_a_key() {
    for address in ["javascript:alert(1)", "/relative", "https://herald.example/a b"] {
        let article = &read("page.html", news_page(&format!("<link rel=canonical href='{address}'>")))[0];
        assert_eq!((article.key.as_str(), article.url.as_deref()), ("page", None));
    }
}

#[test]
fn markdown_is_read_without_its_signs() {
    let text = format!(
        "---\ntitle: \"River drives thousands from Orta\"\ndate: 2026-01-08\nauthor: Ana Prell\n---\n\n# The river\n\n\
         The *river* [Orta](https://orta.example) rose again.\nIt fell at night.\n\n## Ice\n\n{B}\n\n- Orta sent boats.\n- Prell sent `bread`.\n"
    );
    let article = &read("a.md", text)[0];
    assert_eq!(article.title.as_deref(), Some("River drives thousands from Orta"));
    assert_eq!(article.author.as_deref(), Some("Ana Prell"));
    assert_eq!(date(article), "2026-01-08 Metadata");
    assert_eq!(blocks(article, Heading), ["The river", "Ice"]);
    assert_eq!(blocks(article, Paragraph), ["The river Orta rose again.\nIt fell at night.", B]);
    assert_eq!(blocks(article, ListItem), ["Orta sent boats.", "Prell sent bread."]);
}

#[test]
fn json_lines_give_an_article_a_line_with_its_fields() {
    let lines = [
        serde_json::json!({"id": "r-1", "text": A, "title": "River", "url": "https://herald.example/r", "published": "2026-01-08T09:00:00Z", "publisher": "Orta Herald", "author": "Ana Prell", "language": "en"}),
        serde_json::json!({"id": 7, "text": B}),
        serde_json::json!({"url": "https://herald.example/2026/01/05/ice", "text": B}),
        serde_json::json!({"text": B, "published": "soon"}),
    ];
    let text = lines.map(|l| l.to_string()).join("\n\n");
    let reading = try_read("feed.jsonl", text, Options::default()).expect("the file is readable");
    let keys: Vec<_> = reading.articles.iter().map(|a| a.key.as_str()).collect();
    assert_eq!(keys, ["r-1", "7", "https://herald.example/2026/01/05/ice", "feed:7"]);
    let first = &reading.articles[0];
    assert_eq!((first.title.as_deref(), first.publisher.as_deref()), (Some("River"), Some("Orta Herald")));
    assert_eq!((first.author.as_deref(), first.url.as_deref()), (Some("Ana Prell"), Some("https://herald.example/r")));
    assert_eq!(
        reading.articles.iter().map(date).collect::<Vec<_>>(),
        ["2026-01-08 Metadata", "none", "2026-01-05 Metadata", "none"]
    );
    assert!(reading.diagnostics[0].message.ends_with("feed.jsonl:7: `published` is no date: \"soon\""));
}

#[test]
fn the_format_is_told_by_the_content_where_the_ending_says_nothing() {
    assert_eq!(blocks(&read("page.dat", news_page(""))[0], Paragraph)[1], B);
    assert_eq!(read("feed", serde_json::json!({"id": "x", "text": B}).to_string())[0].key, "x");
    assert_eq!(blocks(&read("note", B)[0], Paragraph), [B]);
}

#[test]
fn a_format_can_be_forced() {
    let options = Options { format: Some(Format::Html), ..Options::default() };
    let reading = try_read("page.txt", news_page(""), options).expect("the file is readable");
    assert_eq!(blocks(&reading.articles[0], Paragraph)[1], B);
}
