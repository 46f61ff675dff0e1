use actant::ingest::BlockKind::Paragraph;
use actant::ingest::{IngestError, Options};

use super::{blocks, read, try_read};

const CAFE: &str = "The café “Orta” was closed on Monday, said its owner, José Müller. It opens again in May.";

fn failure(name: &str, bytes: impl AsRef<[u8]>) -> String {
    match try_read(name, bytes, Options::default()) {
        Ok(reading) => format!("{:?}", reading.articles),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_empty_file_says_so() {
    assert_eq!(failure("a.txt", ""), "is empty");
    assert_eq!(failure("a.html", ""), "is empty");
}

#[test]
fn a_file_of_white_space_holds_no_text() {
    assert_eq!(failure("a.txt", " \n\t\r\n\u{FEFF}"), "holds no readable text");
    assert_eq!(failure("a.md", "\n\n---\n\n"), "holds no readable text");
}

#[test]
fn binary_files_are_told_by_their_bytes() {
    assert_eq!(failure("a.txt", b"%PDF-1.7\nmuch text"), "is no text (PDF)");
    assert_eq!(failure("a.txt", b"PK\x03\x04xxxx"), "is no text (a ZIP archive or office document)");
    assert_eq!(failure("a.txt", b"\x1F\x8B\x08\0\0"), "is no text (compressed with gzip)");
    // A xorshift generator stands for any data without form.
    let mut state = 88_172_645_463_325_252_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    })
    .take(10_000)
    .collect();
    assert_eq!(failure("a.txt", noise), "is no text (control characters)");
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let little: Vec<u8> = CAFE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = CAFE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [[&b"\xFF\xFE"[..], &little].concat(), [&b"\xFE\xFF"[..], &big].concat(), little, big] {
        assert_eq!(blocks(&read("a.txt", bytes)[0], Paragraph), [CAFE]);
    }
}

#[test]
fn json_lines_in_utf_16_are_read_too() {
    let line = serde_json::json!({"id": "a", "text": CAFE}).to_string();
    let bytes: Vec<u8> = format!("\u{FEFF}{line}\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(blocks(&read("a.jsonl", bytes)[0], Paragraph), [CAFE]);
}

#[test]
fn a_byte_order_mark_is_no_text() {
    assert_eq!(&*read("a.txt", format!("\u{FEFF}{CAFE}"))[0].page, CAFE);
}

#[test]
fn latin_1_and_its_windows_sister_are_recognised() {
    let bytes: Vec<u8> = CAFE
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => c as u8,
        })
        .collect();
    assert_eq!(blocks(&read("a.txt", bytes)[0], Paragraph), [CAFE]);
}

#[test]
fn the_charset_that_an_html_page_names_is_used() {
    let text = "Премьер-министр Орты заявил в понедельник, что мост восстановят. ".repeat(10);
    let (bytes, _, _) = encoding_rs::KOI8_R.encode(&text);
    let page = [b"<html><head><meta charset=\"koi8-r\"></head><body><p>", &*bytes, b"</p></body></html>"].concat();
    assert_eq!(blocks(&read("a.html", page)[0], Paragraph), [text.trim()]);
}

#[test]
fn a_few_broken_places_do_not_spoil_utf_8() {
    let text = CAFE.repeat(12);
    let mut bytes = text.clone().into_bytes();
    bytes.extend(b"\xE2\x80");
    let reading = try_read("a.txt", bytes, Options::default()).expect("the file is readable");
    assert_eq!(&*reading.articles[0].page, format!("{text}\u{FFFD}"));
    assert_eq!(reading.diagnostics[0].message, "bytes that are no characters were replaced by U+FFFD");
}

#[test]
fn a_nul_becomes_the_replacement_character() {
    let article = &read("a.txt", CAFE.replacen("owner", "ow\0ner", 1))[0];
    assert!(article.page.contains("ow\u{FFFD}ner"));
    let line = serde_json::json!({"text": "One\0two three."}).to_string();
    assert_eq!(&*read("a.jsonl", line)[0].page, "One\u{FFFD}two three.");
}

#[test]
fn a_single_line_of_twenty_megabytes_is_one_paragraph() {
    let text = "The mayor of Orta spoke on Monday. ".repeat(600_000);
    let article = &read("a.txt", &text)[0];
    assert_eq!(blocks(article, Paragraph), [text.trim_end()]);
}

#[test]
fn a_hundred_thousand_times_one_word_is_read() {
    let text = "river ".repeat(100_000);
    assert_eq!(blocks(&read("a.txt", &text)[0], Paragraph), [text.trim_end()]);
}

#[test]
fn a_file_above_the_limit_is_named_with_the_limit() {
    let options = || Options { max_bytes: 1_000, ..Options::default() };
    let failure =
        |name: &str, text: String| try_read(name, text, options()).map(|r| r.articles.len()).map_err(|e| e.to_string());
    assert_eq!(failure("a.txt", "x".repeat(1_000)), Ok(1));
    assert_eq!(failure("a.txt", "x".repeat(1_001)), Err("is larger than 1000 bytes".to_owned()));
}

#[test]
fn html_without_text_says_so() {
    assert_eq!(
        failure("a.html", "<html><head><title>Orta</title></head><body><img src=x></body></html>"),
        "holds no readable text"
    );
    assert_eq!(failure("a.html", "<script>while(1){}</script>"), "holds no readable text");
}

#[test]
fn html_nested_beyond_reason_is_refused() {
    assert_eq!(failure("a.html", "<div>".repeat(50_000) + "text"), "is HTML with more than 1000 levels");
    assert_eq!(failure("a.html", "<br>".repeat(150_000) + "text"), "is HTML with more than 100000 elements");
    let unclosed: String = (0..900).map(|i| format!("<b id=x{i}>")).collect();
    assert_eq!(failure("a.html", unclosed + &"<p>text".repeat(50_000)), "is HTML with more than 100000 elements");
    let attributes: String = (0..9_000).map(|i| format!("a{i}=1 ")).collect();
    let element = format!("<p {attributes}>text</p>");
    assert_eq!(failure("a.html", element), "is HTML with more than 5000 attributes in an element");
    let signs = "&amp;".repeat(400_000);
    assert_eq!(failure("a.html", signs), "is HTML with more than 300000 entities and stray signs");
    let nested = format!("{}<p>{CAFE} {CAFE} {CAFE} {CAFE}</p>{}", "<div>".repeat(900), "</div>".repeat(900));
    assert!(read("a.html", nested)[0].page.contains(CAFE));
}

#[test]
fn broken_lines_of_json_lines_are_named_and_the_others_read() {
    let text = format!(
        "{}\n{{\"text\": \"cut off\n\nplain words\n{{\"id\": 3}}\n[1]\n{{\"text\": \"  \"}}\n{}",
        serde_json::json!({"id": "first", "text": CAFE}),
        serde_json::json!({"id": "last", "text": CAFE}),
    );
    let mut bytes = text.into_bytes();
    bytes.extend(b"\n{\"text\": \"\xFF\"}\n");
    let reading = try_read("a.jsonl", bytes, Options::default()).expect("the file is readable");
    assert_eq!(reading.articles.iter().map(|a| a.key.as_str()).collect::<Vec<_>>(), ["first", "last"]);
    let said: Vec<String> = reading
        .skipped
        .iter()
        .map(|s| s.to_string().rsplit("a.jsonl:").next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(said[0], "2: is no JSON record: EOF while parsing a string at column 17");
    assert!(said[1].starts_with("4: is no JSON record: expected value"), "{said:?}");
    assert!(said[2].starts_with("5: is no JSON record: missing field `text`"), "{said:?}");
    assert!(said[3].starts_with("6: is no JSON record: "), "{said:?}");
    assert_eq!(said[4..], ["7: holds no readable text", "9: is no JSON record: the line is not UTF-8"]);
}

#[test]
fn a_line_above_the_limit_is_named_and_the_others_read() {
    let long = serde_json::json!({"id": "long", "text": "x".repeat(5_000)});
    let text = format!(
        "{}\n{long}\n{}\n",
        serde_json::json!({"id": "a", "text": "One."}),
        serde_json::json!({"id": "b", "text": "Two."})
    );
    let reading = try_read("a.jsonl", text, Options { max_bytes: 1_000, ..Options::default() }).expect("readable");
    assert_eq!(reading.articles.iter().map(|a| a.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(reading.skipped[0].line, Some(2));
    assert!(matches!(reading.skipped[0].reason, IngestError::TooLarge { limit: 1_000 }));
}

#[test]
fn a_record_nested_beyond_reason_is_a_broken_line() {
    let text = format!("{{\"text\": \"One.\", \"x\": {}}}\n", "[".repeat(100_000));
    let reading = try_read("a.jsonl", text, Options::default()).expect("the file is readable");
    assert_eq!(reading.skipped[0].line, Some(1));
}
