use actant::ingest::BlockKind::{Furniture, Heading, ListItem, Paragraph};
use actant::ingest::Options;

use super::{blocks, date, read, try_read};

const FLOOD: &str = "The river Orta left its banks on Tuesday and drove four thousand people from their homes in the \
    lower town, the mayor said. Soldiers carried the old and the sick to a school on the hill, where cooks had been at \
    work since dawn.";

#[test]
fn lines_without_empty_lines_between_them_are_paragraphs_when_they_are_long() {
    let text = format!("{FLOOD}\n“We had an hour,” said a baker.\n{FLOOD}\n{FLOOD}\n");
    let article = &read("a.txt", &text)[0];
    assert_eq!(blocks(article, Paragraph), [FLOOD, "“We had an hour,” said a baker.", FLOOD, FLOOD]);
}

#[test]
fn hard_wrapped_lines_are_joined_to_one_paragraph() {
    let text = "The council of Orta voted on Monday to rebuild the old bridge, which fell\n\
                into the river during the flood, and asked the government to pay for a\n\
                third of the work.\n\
                \n\
                Its mayor said the stones had been saved. She thanked the divers, who had\n\
                worked for nine days in cold water without an accident.\n";
    let article = &read("a.txt", text)[0];
    let joined = text.split("\n\n").map(str::trim_end).collect::<Vec<_>>();
    assert_eq!(blocks(article, Paragraph), joined);
}

#[test]
fn hard_wrapped_paragraphs_told_apart_by_short_last_lines_stay_apart() {
    let text = "The council of Orta voted on Monday to rebuild the old bridge, which fell\n\
                into the river during the flood.\n\
                Its mayor said the stones had been saved. She thanked the divers, who had\n\
                worked for nine days in cold water without an accident.\n";
    let article = &read("a.txt", text)[0];
    assert_eq!(blocks(article, Paragraph).len(), 2);
    assert!(blocks(article, Paragraph)[1].starts_with("Its mayor"));
}

#[test]
fn line_breaks_of_windows_stay_in_the_page_and_out_of_the_blocks() {
    let text = format!("Flood in Orta\r\n\r\n{FLOOD}\r\n\r\n{FLOOD}\r\n");
    let article = &read("a.txt", &text)[0];
    assert_eq!(&*article.page, text);
    assert_eq!(blocks(article, Paragraph), [FLOOD, FLOOD]);
    assert_eq!(blocks(article, Heading), ["Flood in Orta"]);
}

#[test]
fn a_title_and_the_headings_between_paragraphs_are_headings() {
    let text =
        format!("World news\n\nRiver drives thousands from lower Orta\n\n{FLOOD}\n\nWhat comes next?\n\n{FLOOD}\n");
    let article = &read("a.txt", &text)[0];
    assert_eq!(article.title.as_deref(), Some("River drives thousands from lower Orta"));
    assert!(blocks(article, Heading).contains(&"What comes next?"));
}

#[test]
fn menus_addresses_credits_and_titles_of_other_stories_are_furniture() {
    let text = format!(
        "Skip to content\nPhysical Address\n12 Old Mill Rd.\nLower Orta, NT 40233\n\nFlood in the lower town\nBy Ana Prell\n\
         Photo: Karl Voss/Orta Herald\n7\n\n{FLOOD}\n\nlist of 3 items\n\n{FLOOD}\n\nShare\n© 2026 Orta Herald\n\
         Mayor opens new school\nDivers find lost bell in the harbour\n"
    );
    let article = &read("a.txt", &text)[0];
    assert_eq!(blocks(article, Paragraph), [FLOOD, FLOOD]);
    assert_eq!(blocks(article, Heading), ["Flood in the lower town"]);
    for line in ["12 Old Mill Rd.", "Lower Orta, NT 40233", "By Ana Prell", "7", "Mayor opens new school"] {
        assert!(blocks(article, Furniture).contains(&line), "{line}");
    }
}

#[test]
fn a_last_sentence_without_full_stop_is_still_read() {
    let last = "The government has promised to pay for the bridge before the end of the coming winter";
    let article = &read("a.txt", format!("{FLOOD}\n\n{FLOOD}\n\n{last}\n"))[0];
    assert_eq!(blocks(article, Paragraph), [FLOOD, FLOOD, last]);
}

#[test]
fn items_of_a_list_are_read_without_their_bullets() {
    let article = &read("a.txt", format!("{FLOOD}\n\n- Orta sent boats.\n- Prell sent bread.\n\n{FLOOD}\n"))[0];
    assert_eq!(blocks(article, ListItem), ["Orta sent boats.", "Prell sent bread."]);
}

#[test]
fn a_paragraph_that_begins_with_a_word_of_a_menu_is_no_furniture() {
    let first = "Share prices in Orta fell on Monday after the flood closed the harbour.";
    let second = "Contact between the two governments broke off.";
    let article = &read("a.txt", format!("{first}\n\n{second}\n\n{FLOOD}\n"))[0];
    assert_eq!(blocks(article, Paragraph), [first, second, FLOOD]);
}

#[test]
fn the_date_is_read_from_a_line_of_the_article_in_many_forms() {
    for (line, expected) in [
        ("8 January 2026 at 17:53", "2026-01-08 Text"),
        ("Thursday, January 8, 2026", "2026-01-08 Text"),
        ("Published: Jan. 8th, 2026 06:30 pm EST", "2026-01-08 Text"),
        ("Posted on 2026-01-08", "2026-01-08 Text"),
        ("By Ana Prell | 08.01.2026", "2026-01-08 Text"),
        ("Updated 9 January 2026, published 8 January 2026", "2026-01-08 Text"),
        ("2026-01-08T17:53:00Z", "2026-01-08 Text"),
        ("13/01/2026", "2026-01-13 Text"),
        // The eighth of January or the first of August: nobody can say.
        ("08/01/2026", "none"),
        ("Meetings: 8 January 2026 – 10 January 2026", "none"),
        ("31 February 2026", "none"),
    ] {
        let article = &read("a.txt", format!("Flood in the lower town\n\n{line}\n\n{FLOOD}\n"))[0];
        assert_eq!(date(article), expected, "{line}");
    }
}

#[test]
fn a_dateline_gives_the_date_and_is_cut_off_the_paragraph() {
    for (dateline, expected) in [
        ("Orta, Jan 8,2026:", "2026-01-08 Text"),
        ("ORTA, Jan 8 (Northern Agency) -", "2026-01-08 Text"),
        ("ORTA, Norland (NA) —", "2026-01-10 Metadata"),
        ("NEW ORTA —", "2026-01-10 Metadata"),
        ("Orta-sur-Mer, 30 December –", "2025-12-30 Text"),
    ] {
        let line = serde_json::json!({ "text": format!("{dateline} {FLOOD}\n\n{FLOOD}"), "published": "2026-01-10" });
        let article = &read("a.jsonl", line.to_string())[0];
        assert_eq!(date(article), expected, "{dateline}");
        assert_eq!(blocks(article, Furniture), [dateline]);
        assert_eq!(blocks(article, Paragraph), [FLOOD, FLOOD]);
    }
}

#[test]
fn what_only_looks_like_a_dateline_stays_in_its_paragraph() {
    for start in [
        "On 8 January 2026 — a cold Thursday — the river rose again in the lower town of Orta.",
        "8 January: The river rises again in the lower town of Orta, and the school is full.",
        "NATO — the alliance — sent boats to the lower town.",
        "The mayor — Ana Prell — thanked the divers for their work in cold water.",
    ] {
        let article = &read("a.txt", format!("{start}\n\n{FLOOD}\n"))[0];
        assert_eq!(blocks(article, Paragraph), [start, FLOOD]);
        assert_eq!(date(article), "none", "{start}");
    }
}

#[test]
fn the_option_dates_only_what_has_no_date_of_its_own() {
    let options = || Options { published: Some(jiff::civil::date(2026, 2, 1)), ..Options::default() };
    let articles = |text: String| try_read("a.txt", text, options()).expect("the file is readable").articles;
    assert_eq!(date(&articles(format!("{FLOOD}\n"))[0]), "2026-02-01 Option");
    assert_eq!(date(&articles(format!("Flood in Orta\n\n8 January 2026\n\n{FLOOD}\n"))[0]), "2026-01-08 Text");
}
