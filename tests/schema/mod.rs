//! The built-in schema keeps its own rules: its relations, their codes, the values of its columns.

use actant::mentions::Gazetteer;
use actant::schema::{EntityType, Kind, Schema};

/// The relations of the annotation guideline.
const RELATIONS: [&str; 46] = [
    "accuses",
    "agreesWith",
    "aids",
    "allyOf",
    "apologizesTo",
    "appoints",
    "attacks",
    "bans",
    "borders",
    "calls",
    "condemns",
    "cooperatesWith",
    "deploysForcesTo",
    "detains",
    "easesMeasuresOn",
    "expels",
    "investigates",
    "invites",
    "kills",
    "leads",
    "locatedIn",
    "meets",
    "memberOf",
    "negotiatesWith",
    "ousts",
    "praises",
    "promises",
    "prosecutes",
    "protestsAgainst",
    "recognizes",
    "rejects",
    "releases",
    "requests",
    "revokesVisaOf",
    "sanctions",
    "seizes",
    "spouseOf",
    "summons",
    "supports",
    "suspendsTiesWith",
    "talksWith",
    "threatens",
    "visits",
    "warns",
    "withdrawsFrom",
    "worksFor",
];

const PLOVER: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

const MODALITIES: [&str; 8] = ["actual", "past", "planned", "possible", "hypothetical", "alleged", "requested", "same"];

/// The columns of the lexicons of clauses and statements that hold one of a few values.
const COLUMNS: [(&str, &str, &[&str]); 11] = [
    ("complement_verbs", "pos", &["verb", "verb-to", "noun", "adj"]),
    ("complement_verbs", "modality", &MODALITIES),
    ("complement_verbs", "polarity", &["same", "negative"]),
    ("report_verbs", "pos", &["verb", "noun", "prep"]),
    ("report_verbs", "kind", &["say", "claim", "allege", "deny", "ask", "speech-act"]),
    ("report_verbs", "alleged", &["yes", "no"]),
    ("modal_words", "pos", &["aux", "adv", "adj", "sub", "prep"]),
    ("modal_words", "modality", &["planned", "possible", "hypothetical", "alleged", "requested"]),
    ("negation", "kind", &["neg", "determiner", "pronoun", "preposition", "conjunction", "none"]),
    ("past_words", "effect", &["past", "not-past", "future"]),
    ("event_nouns", "possessor", &["actor", "patient"]),
];

fn built_in() -> Schema {
    Schema::built_in().expect("the compiled-in schema is valid")
}

#[test]
fn the_relations_of_the_guideline_are_all_there() {
    let schema = built_in();
    let missing: Vec<_> = RELATIONS.iter().filter(|name| schema.relation_id(name).is_none()).collect();
    assert!(missing.is_empty(), "no file for {missing:?}");
}

#[test]
fn an_event_relation_has_a_plover_type_and_a_standing_one_has_none() {
    for relation in &built_in().relations {
        match relation.plover.as_deref() {
            Some(plover) => {
                assert!(PLOVER.contains(&plover), "{}: {plover} is no PLOVER type", relation.id);
                assert_eq!(relation.kind, Kind::Event, "{}", relation.id);
            }
            // PLOVER has no type for elections and appointments.
            None => assert!(relation.kind == Kind::Standing || relation.id == "appoints", "{}", relation.id),
        }
    }
}

#[test]
fn cameo_codes_belong_to_one_of_the_twenty_roots() {
    for relation in &built_in().relations {
        for code in &relation.cameo {
            let digits = (3..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
            let root = code.get(..2).and_then(|root| root.parse::<u8>().ok());
            assert!(digits && root.is_some_and(|r| (1..=20).contains(&r)), "{}: {code}", relation.id);
        }
    }
}

#[test]
fn an_example_names_both_ends_as_its_text_or_a_word_of_it_does() {
    let gazetteer = Gazetteer::new(&built_in()).expect("the built-in gazetteer is sound");
    for relation in &built_in().relations {
        for example in &relation.examples {
            for statement in &example.statements {
                let (source, rest) = statement.split_once(&format!(" {} ", relation.id)).expect(statement);
                let target = rest.split(" (").next().unwrap_or(rest);
                let source = source.trim_end_matches(" not");
                for end in [source, target] {
                    // "Ethiopian" and "Swiss" stand for their countries.
                    let text = example.text.to_lowercase();
                    let named = end.to_lowercase().split(' ').any(|word| {
                        let stem: String = word.chars().take(3).collect();
                        text.contains(&stem)
                    });
                    // "Britain" is the United Kingdom to the gazetteer.
                    let listed = !gazetteer.readings(end).is_empty();
                    assert!(named || listed, "{}: {end} is not in {:?}", relation.id, example.text);
                }
            }
        }
    }
}

#[test]
fn both_ends_of_a_symmetric_relation_may_have_the_same_types() {
    for relation in built_in().relations.iter().filter(|r| r.symmetric) {
        assert_eq!(relation.source, relation.target, "{}", relation.id);
    }
}

#[test]
fn a_pattern_names_both_of_its_ends() {
    for relation in &built_in().relations {
        for pattern in &relation.patterns {
            let names = |letter: &str| {
                pattern
                    .text
                    .split(' ')
                    .any(|word| word == letter || word.strip_suffix("'s").is_some_and(|w| w == letter))
            };
            assert!(names("A") && names("B"), "{}: {:?}", relation.id, pattern.text);
        }
    }
}

#[test]
fn a_pattern_narrows_the_types_of_its_relation_and_never_widens_them() {
    for relation in &built_in().relations {
        for pattern in &relation.patterns {
            let within = |own: &Option<Vec<EntityType>>, of: &[EntityType]| {
                own.iter().flatten().all(|entity_type| of.contains(entity_type))
            };
            assert!(within(&pattern.source, &relation.source), "{}: {:?}", relation.id, pattern.text);
            assert!(within(&pattern.target, &relation.target), "{}: {:?}", relation.id, pattern.text);
        }
    }
}

#[test]
fn the_columns_of_the_lexicons_hold_only_known_values() {
    let schema = built_in();
    for (lexicon, column, allowed) in COLUMNS {
        let table = schema.lexicon(lexicon).expect(lexicon);
        let at = table.column(column).expect(column);
        for row in &table.rows {
            assert!(allowed.contains(&row[at].as_str()), "{lexicon}.tsv: {} in column {column}: {row:?}", row[at]);
        }
    }
}

#[test]
fn the_words_of_the_lexicons_are_lower_case_and_stand_once_for_each_part_of_speech() {
    let schema = built_in();
    for lexicon in ["complement_verbs", "report_verbs", "event_nouns", "modal_words", "lemma_corrections"] {
        let table = schema.lexicon(lexicon).expect(lexicon);
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for row in &table.rows {
            assert_eq!(row[0], row[0].to_lowercase(), "{lexicon}.tsv");
            let pos = table.column("pos").map_or("", |at| row[at].as_str());
            assert!(!seen.contains(&(row[0].as_str(), pos)), "{lexicon}.tsv: {} stands twice", row[0]);
            seen.push((row[0].as_str(), pos));
        }
    }
}

/// What is wrong with a table of own names, from the place on.
fn refused(table: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("own.tsv");
    std::fs::write(&path, table).expect("the folder is writable");
    let schema = built_in().with_names(&path);
    let error =
        schema.and_then(|schema| Gazetteer::new(&schema).map(|_| ())).expect_err("the table is wrong").to_string();
    error.rsplit_once("own.tsv:").map_or(error.clone(), |(_, rest)| rest.to_owned())
}

#[test]
fn a_row_of_own_names_with_too_few_cells_is_named_by_its_line() {
    assert_eq!(refused("# mine\nname\ttype\tcountry\nAcme\tOrganization\n"), "3: 2 cells where the header names 3");
}

#[test]
fn an_own_name_of_an_unknown_type_is_told_which_there_are() {
    let message = refused("name\ttype\nAcme\tCompany\n");
    assert!(message.starts_with("2: `Company` is no type; types are Person, Country, Organization"), "{message}");
}

#[test]
fn an_id_or_a_name_that_stands_twice_is_told_where_first() {
    let table = "name\ttype\twikidata\nAcme\tOrganization\tQ1\n\nAcme Peru\tOrganization\tQ1\n";
    assert_eq!(refused(table), "4: the id Q1 stands on line 2 already; put both names into one row");
    let table = "name\ttype\nAcme\tOrganization\nAcme\tOrganization\n";
    assert_eq!(refused(table), "3: `Acme` stands on line 2 already; remove one of them");
}

#[test]
fn own_names_that_lie_within_each_other_are_refused() {
    let table = "name\ttype\twithin\nKarst\tPlace\tDale\nDale\tPlace\tKarst\n";
    assert_eq!(refused(table), "2: `Karst` lies within itself: follow `within` from here");
    let table = "name\ttype\twithin\nKarst\tPlace\tDale\n";
    assert_eq!(refused(table), "2: `Karst` lies within `Dale`, which no row names");
}

#[test]
fn own_names_with_a_wrong_id_country_or_column_are_refused() {
    assert_eq!(refused("name\ttype\twikidata\nA\tPlace\t42\n"), "2: `42` is no Wikidata id; one looks like Q42");
    let message = refused("name\ttype\tcountry\nA\tPlace\tXY\n");
    assert_eq!(message, "2: no country has the code `XY`; codes are those of ISO 3166, such as PE");
    assert!(refused("name\ttype\tsort\nA\tPlace\tB\n").starts_with("1: the column `sort` is not known"));
    assert_eq!(refused("name\taliases\nA\tB\n"), "1: the header names no column `type`");
}

#[test]
fn an_own_name_goes_before_the_built_in_ones() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("own.tsv");
    let table = "name\ttype\taliases\tcountry\twithin\twikidata\n\
        Amazon\tPlace\t\tBR\t\t\nUnited Nations\tOrganization\tWorld Body\t\t\tQ1065\nDelta\tPlace\t\t\tAmazon\t\n";
    std::fs::write(&path, table).expect("the folder is writable");
    let gazetteer =
        Gazetteer::new(&built_in().with_names(&path).expect("the table is sound")).expect("the gazetteer is sound");
    let first = |name: &str| gazetteer.entry(gazetteer.readings(name)[0].entry);
    assert_eq!(first("Amazon").entity_type, EntityType::Place);
    assert_eq!(first("World Body").name, "United Nations");
    assert_eq!(first("UN").wikidata.as_deref(), Some("Q1065"));
    assert_eq!(gazetteer.entry(first("Delta").country.expect("its country is Brazil")).name, "Brazil");
}
