//! The language engine against tables that spaCy made (`make_golden.py`).

use actant::ingest::BlockKind;
use actant::source::Span;
use actant::syntax::{Engine, Syntax};
use actant::text::{Language, Paragraph, Text};

/// Writes what the engine says about a paragraph as `make_golden.py` writes what spaCy says.
fn table(text: &str, syntax: &Syntax) -> String {
    let shown = |word: &str| word.replace(' ', "\\s").replace('\t', "\\t").replace('\u{a0}', "\\u{a0}");
    let mut table = format!("= {text}\n");
    for (i, token) in syntax.tokens.iter().enumerate() {
        if i > 0 && syntax.sentences[token.sentence.index()].start as usize == i {
            table.push_str(".\n");
        }
        let entity = match token.entity {
            Some((label, begins)) => format!("{}-{label}", if begins { 'B' } else { 'I' }),
            None => "-".to_owned(),
        };
        let lemma = &syntax.lemmas[token.lemma.0 as usize..token.lemma.1 as usize];
        let row = [
            i.to_string(),
            shown(token.span.of(text)),
            token.tag.to_string(),
            token.pos.to_string(),
            shown(lemma),
            token.label.to_string(),
            token.head.0.to_string(),
            entity,
        ];
        table.push_str(&row.join("\t"));
        table.push('\n');
    }
    table
}

/// The syntax of nothing.
fn empty() -> Syntax {
    Syntax::new(Vec::new(), Vec::new(), String::new())
}

fn golden() -> Vec<&'static str> {
    include_str!("golden.tsv").split_terminator("\n\n").map(|table| table.trim_end_matches('\n')).collect()
}

#[test]
fn every_token_of_the_golden_sentences_equals_that_of_spacy() {
    let engine = Engine::built_in().unwrap();
    let sentences: Vec<&str> = include_str!("sentences.txt").lines().collect();
    assert_eq!(golden().len(), sentences.len(), "golden.tsv was made from other sentences");
    for (text, expected) in sentences.into_iter().zip(golden()) {
        assert_eq!(table(text, &engine.parse_str(text)).trim_end_matches('\n'), expected, "{text}");
    }
}

/// A page whose paragraphs are these texts.
fn page_of(texts: &[&str]) -> (String, Text) {
    let mut page = String::new();
    let mut text = Text::default();
    for paragraph in texts {
        let start = page.len() as u32;
        page.push_str(paragraph);
        let span = Span::new(start, page.len() as u32);
        text.paragraphs.push(Paragraph { span, kind: BlockKind::Paragraph, language: Language::Unsure });
        page.push_str("\n\n");
    }
    (page, text)
}

#[test]
fn a_paragraph_reads_the_same_alone_and_in_an_article() {
    let engine = Engine::built_in().unwrap();
    let sentences: Vec<&str> = include_str!("sentences.txt").lines().collect();
    let (page, text) = page_of(&sentences);
    let article = engine.parse(&page, &text);
    let mut first = 0;
    for (paragraph, sentence) in text.paragraphs.iter().zip(&sentences) {
        let alone = engine.parse_str(sentence);
        for (token, found) in alone.tokens.iter().zip(&article.tokens[first..]) {
            assert_eq!(found.span.of(&page), token.span.of(sentence));
            assert_eq!(found.span.start - paragraph.span.start, token.span.start);
            assert_eq!(found.head.index() - first, token.head.index(), "{sentence}");
            assert_eq!(
                (found.label, found.tag, found.pos, found.entity),
                (token.label, token.tag, token.pos, token.entity),
                "{sentence}"
            );
        }
        first += alone.tokens.len();
    }
    assert_eq!(first, article.tokens.len());
}

#[test]
fn sentences_tile_the_tokens_and_stay_inside_their_paragraph() {
    let engine = Engine::built_in().unwrap();
    let (page, text) = page_of(&["Rain fell. It stopped.", "A heading without a full stop", "He left"]);
    let syntax = engine.parse(&page, &text);
    let words = |span: Span<_>| syntax.bytes(span).of(&page);
    let sentences: Vec<&str> = syntax.sentences.iter().map(|span| words(*span)).collect();
    assert_eq!(sentences, ["Rain fell.", "It stopped.", "A heading without a full stop", "He left"]);
    let mut next = 0;
    for (number, sentence) in syntax.sentences.iter().enumerate() {
        assert_eq!(sentence.start, next);
        next = sentence.end;
        for token in sentence.tokens() {
            assert_eq!(syntax.token(token).sentence.index(), number);
            assert!(sentence.has(syntax.token(token).head));
        }
    }
    assert_eq!(next as usize, syntax.tokens.len());
}

#[test]
fn paragraphs_of_other_languages_and_furniture_are_left_out() {
    let engine = Engine::built_in().unwrap();
    let (page, mut text) = page_of(&["Er kam gestern.", "He came.", "Read more"]);
    text.paragraphs[0].language = Language::Other("deu");
    text.paragraphs[2].kind = BlockKind::Furniture;
    let syntax = engine.parse(&page, &text);
    let words: Vec<&str> = syntax.tokens.iter().map(|token| token.span.of(&page)).collect();
    assert_eq!(words, ["He", "came", "."]);
    assert!(syntax.tokens.iter().all(|token| token.paragraph.0 == 1));
}

#[test]
fn an_article_without_tokens_gives_an_empty_syntax() {
    let engine = Engine::built_in().unwrap();
    assert_eq!(engine.parse_str(""), empty());
    assert_eq!(engine.parse("", &Text::default()), empty());
}

#[test]
fn the_moves_of_the_parser_give_the_reference_tree() {
    let engine = Engine::built_in().unwrap();
    let text = "Apple isn't looking at buying U.K. startups. It said so.";
    let syntax = engine.parse_str(text);
    let heads: Vec<u32> = syntax.tokens.iter().map(|token| token.head.0).collect();
    assert_eq!(heads, [3, 3, 3, 3, 3, 4, 7, 5, 3, 10, 10, 10, 10]);
    let labels: Vec<&str> = syntax.tokens.iter().map(|token| token.label.as_str()).collect();
    let expected = "nsubj aux neg ROOT prep pcomp compound dobj punct nsubj ROOT advmod punct";
    assert_eq!(labels.join(" "), expected);
    let sentences: Vec<&str> = syntax.sentences.iter().map(|span| syntax.bytes(*span).of(text)).collect();
    assert_eq!(sentences, ["Apple isn't looking at buying U.K. startups.", "It said so."]);
    let entities: Vec<(&str, &str)> = syntax
        .tokens
        .iter()
        .filter_map(|token| token.entity.map(|(label, _)| (token.span.of(text), label.as_str())))
        .collect();
    assert_eq!(entities, [("Apple", "ORG"), ("U.K.", "GPE")]);
}

#[test]
fn hostile_text_is_read_in_bounded_time() {
    let engine = Engine::built_in().unwrap();
    for text in [
        "word ".repeat(12_000),
        ")".repeat(15_000),
        "a".repeat(300_000),
        " ".repeat(100_000),
        "\0".repeat(50_000),
        "a.".repeat(30_000),
        "\u{1f600}".repeat(5_000),
        "(((a@b:c".repeat(1_000),
        "that which who ".repeat(2_000),
        "\n".repeat(50_000) + "x",
    ] {
        let syntax = engine.parse_str(&text);
        let mut at = 0;
        for token in &syntax.tokens {
            let between = &text[at..token.span.start as usize];
            assert!(matches!(between, "" | " "), "{between:?}");
            at = token.span.end as usize;
        }
        assert!(matches!(&text[at..], "" | " "));
    }
}
