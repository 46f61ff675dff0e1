//! Mentions: what the text refers to, before anybody asks whom.

use std::sync::LazyLock;

use actant::ingest::BlockKind;
use actant::mentions::{self, Gazetteer, Lexicons, Mention, MentionKind, Mentions};
use actant::schema::{EntityType, Schema};
use actant::source::Span;
use actant::syntax::{Engine, Syntax};
use actant::text::{Language, Paragraph, Text};

pub(crate) struct Stages {
    pub(crate) engine: Engine,
    pub(crate) lexicons: Lexicons,
    pub(crate) gazetteer: Gazetteer,
}

pub(crate) static STAGES: LazyLock<Stages> = LazyLock::new(|| {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    Stages {
        engine: Engine::built_in().expect("the built-in model is valid"),
        lexicons: Lexicons::new(&schema).expect("the lexicons are valid"),
        gazetteer: Gazetteer::new(&schema).expect("the gazetteer is valid"),
    }
});

/// Paragraphs divided by empty lines; one that begins with `# ` is a heading.
pub(crate) fn read(page: &str) -> (Text, Syntax, Mentions) {
    let mut text = Text::default();
    let mut start = 0;
    for block in page.split("\n\n") {
        let heading = block.starts_with("# ");
        let skipped = if heading { 2 } else { 0 };
        text.paragraphs.push(Paragraph {
            span: Span::new((start + skipped) as u32, (start + block.len()) as u32),
            kind: if heading { BlockKind::Heading } else { BlockKind::Paragraph },
            language: Language::English,
        });
        start += block.len() + 2;
    }
    let syntax = STAGES.engine.parse(page, &text);
    let mentions = mentions::find(page, &text, &syntax, &STAGES.lexicons, &STAGES.gazetteer);
    (text, syntax, mentions)
}

fn texts(page: &str, fits: impl Fn(&Mention) -> bool) -> Vec<String> {
    let (_, syntax, mentions) = read(page);
    mentions.mentions.iter().filter(|m| fits(m)).map(|m| syntax.bytes(m.span).of(page).to_owned()).collect()
}

fn names(page: &str) -> Vec<String> {
    let (_, syntax, mentions) = read(page);
    mentions
        .mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .filter_map(|m| m.name)
        .map(|n| syntax.bytes(n).of(page).to_owned())
        .collect()
}

#[test]
fn a_title_is_split_off_the_name() {
    let page = "French President Emmanuel Macron met Gen. Oliver Hart on Monday.";
    assert_eq!(texts(page, |m| m.kind == MentionKind::Name), ["French President Emmanuel Macron", "Gen. Oliver Hart"]);
    assert_eq!(names(page), ["Emmanuel Macron", "Oliver Hart"]);
}

#[test]
fn the_country_of_a_title_is_a_mention_of_its_own() {
    let page = "Peruvian lawmaker Ana Quispe spoke for US senators.";
    assert_eq!(texts(page, |m| m.kind == MentionKind::Adjective), ["Peruvian"]);
    assert!(names(page).contains(&"US".to_owned()));
}

#[test]
fn an_adjective_of_two_words_is_one_mention() {
    let page = "North Korean soldiers crossed the border.";
    assert_eq!(texts(page, |m| m.kind == MentionKind::Adjective), ["North Korean"]);
}

#[test]
fn descriptions_have_their_owner_and_complement() {
    let page = "The president of Peru met Chile's foreign minister while protesters waited.";
    assert_eq!(
        texts(page, |m| m.kind == MentionKind::Description),
        ["The president of Peru", "Chile's foreign minister", "protesters"]
    );
}

#[test]
fn a_noun_that_only_names_its_follower_is_no_description() {
    // "rebel" is half of the compound; there is one mention, not two.
    let page = "The rebel leader left.";
    assert_eq!(texts(page, |m| m.kind == MentionKind::Description), ["The rebel leader"]);
}

#[test]
fn a_word_in_a_heading_is_no_name_because_of_its_capital() {
    let page = "# Talks Collapse as Brenner Walks Out\n\nMinister Paula Brenner left the talks on Friday.";
    assert_eq!(names(page), ["Brenner", "Paula Brenner"]);
}

#[test]
fn mentions_are_found_by_the_token_that_heads_them() {
    let page = "French President Emmanuel Macron praised Kenya.";
    let (_, syntax, mentions) = read(page);
    let found: Vec<&str> = (0..syntax.tokens.len() as u32)
        .map(actant::source::TokenId)
        .filter_map(|t| mentions.by_head(t))
        .map(|m| syntax.bytes(mentions.mention(m).span).of(page))
        .collect();
    assert_eq!(found, ["French", "French President Emmanuel Macron", "Kenya"]);
}

#[test]
fn brackets_and_odd_characters_are_read_without_failing() {
    for page in ["", "(((", "— “”", "U.S.", "e\u{301}cole du Nord", "日本の首相", "The the of of 's 's."] {
        let (_, syntax, mentions) = read(page);
        assert!(mentions.mentions.iter().all(|m| m.span.end as usize <= syntax.tokens.len()), "{page}");
    }
}

#[test]
fn no_name_or_id_of_the_gazetteer_stands_for_two() {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    for (table, column) in
        [("countries", "wikidata"), ("countries", "name"), ("organizations", "name"), ("peoples", "name")]
    {
        let lexicon = schema.gazetteer(table).expect("the table is there");
        let column = lexicon.column(column).expect("the column is there");
        let mut seen = std::collections::BTreeSet::new();
        for row in &lexicon.rows {
            assert!(seen.insert(&row[column]), "{table}: {} stands twice", row[column]);
        }
    }
}

#[test]
fn one_id_of_a_person_has_one_spelling() {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    let people = schema.gazetteer("people").expect("the table is there");
    let mut spelling = std::collections::BTreeMap::new();
    for row in people.rows.iter().filter(|r| !r[1].is_empty()) {
        let known = spelling.entry(&row[1]).or_insert(&row[0]);
        assert_eq!(*known, &row[0], "{} has two spellings", row[1]);
    }
}

#[test]
fn ids_look_like_those_of_wikidata() {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    for table in ["countries", "organizations", "people", "places", "cities"] {
        let lexicon = schema.gazetteer(table).expect("the table is there");
        let column = lexicon.column("wikidata").expect("the column is there");
        for row in lexicon.rows.iter().filter(|r| !r[column].is_empty()) {
            let digits = row[column].strip_prefix('Q').unwrap_or_default();
            assert!(digits.parse::<u32>().is_ok(), "{table}: {} of {}", row[column], row[0]);
        }
    }
}

#[test]
fn an_office_holder_is_known_at_a_date_and_not_after() {
    let gazetteer = &STAGES.gazetteer;
    let country = gazetteer.readings("United States")[0].entry;
    let name = |day: &str| gazetteer.holder(country, "president", day).map(|p| gazetteer.entry(p).name.as_str());
    assert_eq!(name("2023-06-01"), Some("Joe Biden"));
    assert_eq!(name("2026-01-08"), Some("Donald Trump"));
    assert_eq!(name("1950-01-01"), None);
}

#[test]
fn companies_clubs_and_papers_are_bodies_and_regions_are_places() {
    let gazetteer = &STAGES.gazetteer;
    let kind = |name: &str| gazetteer.readings(name).first().map(|r| gazetteer.entry(r.entry).entity_type);
    for body in ["Netflix", "Ericsson", "Verdi", "Bayern Munich", "Real Madrid", "La Prensa", "Danske Bank", "NYPD"] {
        assert_eq!(kind(body), Some(EntityType::Organization), "{body}");
    }
    for place in ["Crimea", "Oregon", "Zamfara", "Marrakesh", "Tromso", "Eilat", "Stepanakert", "Andalusia"] {
        assert_eq!(kind(place), Some(EntityType::Place), "{place}");
    }
    for ordinary in ["Target", "Gap", "Visa", "Globus", "Zenit"] {
        assert_ne!(kind(ordinary), Some(EntityType::Organization), "{ordinary}");
    }
}

#[test]
fn a_region_needs_no_word_of_the_engine_unless_it_is_a_first_name_too() {
    assert!(names("Fighting in Sindh and in Zamfara went on, said a doctor.").contains(&"Zamfara".to_owned()));
}

#[test]
fn a_name_is_found_however_it_is_divided_and_accented() {
    let gazetteer = &STAGES.gazetteer;
    assert_eq!(gazetteer.readings("Bogota"), gazetteer.readings("Bogotá"));
    let words = ["Port", "-", "au", "-", "Prince", "is"];
    assert_eq!(gazetteer.longest(words.into_iter()).map(|(n, _)| n), Some(5));
}
