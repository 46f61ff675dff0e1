//! Statements, entities, tables and pictures from documents written by hand.

mod formats;
mod pictures;

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use actant::export::{self, Drawing, Engine, Image, Line, Palette, Picture, Theme};
use actant::graph::Leanings;
use actant::schema::Schema;
use actant::statements::{Figure, Harm, Modality, Polarity};
use actant::store::{Build, CasualtiesRecord, DocumentRecord, Filter, Graph, Run, Store};

use crate::records::{Article, casualties, odd_articles, schema};

fn store(documents: &[DocumentRecord]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut build = Build::begin(&folder.path().join("t.actant")).expect("a new file");
    build.add(documents).expect("records that keep to the rules");
    let store = build.commit(&schema(), &Run::default()).expect("room for the file");
    (folder, store)
}

fn graph(documents: &[DocumentRecord]) -> Graph {
    store(documents).1.graph(&schema(), &Filter::default()).expect("a graph")
}

fn palette() -> Palette {
    Palette::new(&schema(), Theme::Light).expect("the tables of the schema keep to the rules")
}

fn leanings() -> Leanings {
    Leanings::new(&schema()).expect("the table of classes keeps to the rules")
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> Result<(), export::ExportError>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("exports are UTF-8")
}

fn lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn drawn(picture: &Picture) -> (Drawing, String) {
    let drawing = export::draw(picture, &palette()).expect("a picture of this size can be drawn");
    let svg = written(|out| export::write_svg(&drawing.scene(&palette()), out));
    (drawing, svg)
}

/// A crowd of entities with many relations between some of them.
fn crowd(entities: usize) -> Graph {
    let relations = ["accuses", "attacks", "condemns", "invites", "meets", "leads"];
    let mut article = Article::new("crowd").published("2026-01-08");
    for i in 0..entities {
        let name = |i: usize| format!("Kingdom of {}{}", "Ne".repeat(i % 7), i);
        for k in 0..1 + i % 4 {
            let other = (i * 7 + k * 13 + 1) % entities;
            article = article.say_that(&name(i), relations[(i + k) % 6], &name(other), |s| {
                if (i + k) % 5 == 0 {
                    s.polarity = Polarity::Negative;
                }
                if (i + k) % 7 == 0 {
                    s.modality = Modality::Possible;
                }
            });
        }
    }
    graph(&[article.done()])
}

#[test]
fn a_statement_line_says_everything_that_is_known() {
    let document = Article::new("a")
        .published("2026-01-08")
        .quote("Klow", "Borduria", "attacks", "Syldavia")
        .say_that("Borduria", "accuses", "Syldavia", |s| {
            s.polarity = Polarity::Negative;
            s.modality = Modality::Planned;
            s.date = Some("2026-01".to_owned());
            s.content = Some("of theft".to_owned());
            s.about = vec![0];
            let about = Figure { best: Some(30), ..Figure::default() };
            s.casualties = vec![CasualtiesRecord { speaker: Some(0), ..casualties(s, Harm::Killed, about) }];
            s.place = Some(0);
        })
        .done();
    let text = written(|out| export::write_statements(&graph(&[document]), out));
    let [attack, accusation] = lines(&text).try_into().expect("two statements");
    assert_eq!(attack["document"], "a");
    assert_eq!(attack["relation"], "attacks");
    assert_eq!(attack["source"]["name"], "Borduria");
    assert_eq!(attack["source"]["type"], "Country");
    assert_eq!(attack["source"]["mention"]["text"], "Borduria");
    assert_eq!(attack["attribution"]["name"], "Klow");
    assert_eq!(attack["attribution"]["cue"], "said");
    assert_eq!(attack["polarity"], "positive");
    assert!(attack["date"].is_null() && attack["confidence"].is_null());
    assert_eq!(attack["evidence"][0]["text"], "Borduria attacks Syldavia.");
    assert_eq!(accusation["polarity"], "negative");
    assert_eq!(accusation["modality"], "planned");
    assert_eq!(accusation["date"], "2026-01");
    assert_eq!(accusation["content"], "of theft");
    assert_eq!(accusation["about"][0]["name"], "Klow");
    let killed = &accusation["casualties"][0];
    assert_eq!((&killed["harm"], &killed["best"]), (&"killed".into(), &30.into()));
    assert!(killed["low"].is_null() && killed["high"].is_null());
    assert_eq!(killed["words"]["text"], "Borduria accuses Syldavia.");
    assert_eq!(killed["said_by"]["name"], "Klow");
    assert_eq!(attack["casualties"].as_array().map(Vec::len), Some(0));
    assert_eq!(accusation["place"]["name"], "Klow");
    assert!(accusation["attribution"].is_null());
}

#[test]
fn the_words_of_a_line_stand_in_the_text_where_it_says() {
    let (_folder, store) = store(&odd_articles());
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    let text = written(|out| export::write_statements(&graph, out));
    for line in lines(&text) {
        let key = line["document"].as_str().expect("a key");
        let page: Vec<char> = store.document(key).expect("readable").expect("there").text.chars().collect();
        let evidence = line["evidence"].as_array().expect("evidence");
        for piece in evidence.iter().chain([&line["source"]["mention"], &line["target"]["mention"]]) {
            let at = |name: &str| piece[name].as_u64().expect("an offset") as usize;
            let words: String = page[at("start")..at("end")].iter().collect();
            assert_eq!(piece["text"], words);
        }
    }
}

#[test]
fn an_entity_line_lists_each_string_once_and_no_pronoun() {
    let mut record =
        Article::new("a").say("Syldavia", "accuses", "Borduria").say("Syldavia", "meets", "Borduria").done();
    let mut pronoun = record.mentions[0].clone();
    pronoun.kind = "pronoun".to_owned();
    pronoun.text = "it".to_owned();
    record.mentions.push(pronoun);
    let mut both = record.mentions[0].clone();
    both.text = "the two kingdoms".to_owned();
    both.entities = vec![0, 1];
    record.mentions.push(both);
    let text = written(|out| export::write_entities(&record, out));
    let [syldavia, borduria] = lines(&text).try_into().expect("two entities");
    assert_eq!(syldavia["name"], "Syldavia");
    assert_eq!(syldavia["mentions"], serde_json::json!(["Syldavia"]));
    assert_eq!(borduria["mentions"], serde_json::json!(["Borduria"]));
}

#[test]
fn tables_can_be_read_back_and_hold_no_formula() {
    let mut documents = odd_articles();
    documents.push(Article::new("=cmd|' /C calc'!A0").title("@SUM(1+1)").say("=1+1", "accuses", "-Borduria").done());
    let (folder, store) = store(&documents);
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    let tables = folder.path().join("tables");
    export::write_tables(&tables, &graph, &leanings(), |key| store.document(key)).expect("a folder for tables");
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(&tables).expect("the folder") {
        let path = file.expect("a file").path();
        names.insert(path.file_name().expect("a name").to_string_lossy().into_owned());
        let mut reader = csv::Reader::from_path(&path).expect("a table");
        for row in reader.records() {
            for cell in &row.expect("a row as long as the header") {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell} in {}", path.display());
            }
        }
    }
    let all = ["documents.csv", "edges.csv", "entities.csv", "events.csv", "mentions.csv", "statements.csv"];
    assert_eq!(names, all.map(str::to_owned).into());
    let mut reader = csv::Reader::from_path(tables.join("statements.csv")).expect("a table");
    let column = |name: &str, headers: &csv::StringRecord| headers.iter().position(|h| h == name).expect("a column");
    let headers = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    let sources: BTreeSet<&str> = rows.iter().map(|r| &r[column("source", &headers)]).collect();
    assert!(sources.contains("'=1+1") && sources.contains("Syldavia"));
}

#[test]
fn a_picture_tells_reported_claimed_prospective_ended_and_denied() {
    let document = Article::new("a")
        .say("Syldavia", "meets", "Borduria")
        .quote("Klow", "Borduria", "attacks", "Syldavia")
        .say_that("Syldavia", "condemns", "Borduria", |s| s.modality = Modality::Planned)
        .say_that("Muskar", "leads", "Syldavia", |s| s.modality = Modality::Past)
        .say_that("Borduria", "accuses", "Syldavia", |s| s.polarity = Polarity::Negative)
        .done();
    let picture = Picture::new(&graph(&[document]));
    let line = |label: &str| {
        let arrow = picture.arrows.iter().find(|a| a.relations[0].label == label);
        arrow.map(|a| a.line).unwrap_or_else(|| panic!("no arrow {label}"))
    };
    assert_eq!(line("meets"), Line::Reported);
    assert_eq!(line("attacks"), Line::Claimed);
    assert_eq!(line("condemns"), Line::Prospective);
    assert_eq!(line("leads"), Line::Ended);
    assert_eq!(line("accuses"), Line::Denied);
}

#[test]
fn arrows_of_the_same_ends_and_line_become_one_that_names_all_relations() {
    let document = Article::new("a")
        .say("Syldavia", "accuses", "Borduria")
        .say("Syldavia", "attacks", "Borduria")
        .say("Syldavia", "attacks", "Borduria")
        .say("Borduria", "attacks", "Syldavia")
        .done();
    let picture = Picture::new(&graph(&[document])).bundled();
    let texts: Vec<Vec<String>> =
        picture.arrows.iter().map(|a| a.relations.iter().map(|r| r.text()).collect()).collect();
    assert!(texts.contains(&vec!["attacks ×2".to_owned(), "accuses".to_owned()]), "{texts:?}");
    assert!(texts.contains(&vec!["attacks".to_owned()]), "{texts:?}");
}

#[test]
fn a_crowded_picture_keeps_the_arrows_with_the_most_statements() {
    let document = Article::new("a")
        .say("Syldavia", "accuses", "Borduria")
        .say("Syldavia", "attacks", "Borduria")
        .say("Syldavia", "attacks", "Borduria")
        .say("Klow", "meets", "Borduria")
        .done();
    let (picture, left_out) = Picture::new(&graph(&[document])).strongest(1);
    assert_eq!((picture.arrows[0].relations[0].text().as_str(), left_out), ("attacks ×2", 2));
    let names: Vec<&str> = picture.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["Syldavia", "Borduria"]);
}

#[test]
fn every_relation_is_written_on_its_arrow() {
    let graph = crowd(12);
    let (drawing, _) = drawn(&Picture::new(&graph));
    let labels: String = drawing.arrows.iter().flat_map(|a| &a.words.lines).map(|(l, _)| format!("{l}\n")).collect();
    for edge in &graph.edges {
        assert!(labels.contains(&edge.label), "{} is missing", edge.label);
    }
}

#[test]
fn denied_and_possible_statements_look_different() {
    let document = Article::new("a")
        .say("Syldavia", "attacks", "Borduria")
        .say_that("Syldavia", "accuses", "Borduria", |s| s.polarity = Polarity::Negative)
        .say_that("Syldavia", "meets", "Borduria", |s| s.modality = Modality::Possible)
        .done();
    let graph = graph(&[document]);
    let (_, svg) = drawn(&Picture::new(&graph));
    let struck = svg.lines().find(|l| l.contains("line-through")).expect("a struck label");
    assert!(struck.contains(">accuses<"));
    let slanted = svg.lines().find(|l| l.contains("italic")).expect("a slanted label");
    assert!(slanted.contains(">meets<"));
    assert!(svg.contains("stroke-dasharray"));
    let dot = written(|out| export::write_dot(&Picture::new(&graph), &palette(), out));
    let line = |word: &str| dot.lines().find(|l| l.contains(word)).expect("an edge").to_owned();
    assert!(line("label=\"accuses (denied)\"").contains("style=dashed"));
    assert!(line("label=\"meets\"").contains("style=dotted"));
    assert!(line("label=\"attacks\"").contains("style=solid"));
}

#[test]
fn a_symmetric_relation_has_no_arrow_head() {
    let document = Article::new("a").say("Syldavia", "meets", "Borduria").done();
    let dot = written(|out| export::write_dot(&Picture::new(&graph(&[document])), &palette(), out));
    assert!(dot.lines().any(|l| l.contains("label=\"meets\"") && l.contains("dir=none")));
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let picture = Picture::new(&crowd(30));
    assert_eq!(drawn(&picture).1, drawn(&picture).1);
}

#[test]
fn hostile_names_cannot_break_out_of_a_picture() {
    let evil = "</text><script>alert(1)</script> \u{1}\u{FFFF} \"&lt; ]]> \\N \\\" \n x";
    let long = "W".repeat(5000);
    let document = Article::new("a").say(evil, "accuses", "Borduria").say(&long, "accuses", evil).done();
    let picture = Picture::new(&graph(&[document]));
    let (drawing, svg) = drawn(&picture);
    assert!(!svg.contains("<script") && !svg.contains('\u{1}') && !svg.contains('\u{FFFF}'));
    assert!(svg.contains("&lt;script&gt;"));
    assert!(drawing.nodes.iter().all(|n| n.words.frame.width < 200.0));
    let dot = written(|out| export::write_dot(&picture, &palette(), out));
    assert!(dot.contains(r"\\N") && dot.contains("&amp;lt;"));
}

#[test]
fn a_picture_that_is_too_large_says_how_to_make_it_smaller() {
    let nodes = (0..2000)
        .map(|i| export::Node {
            id: i.to_string(),
            name: i.to_string(),
            entity_type: actant::schema::EntityType::Person,
            is_root: false,
        })
        .collect();
    let error = export::draw(&Picture { nodes, ..Picture::default() }, &palette()).expect_err("too large");
    assert_eq!(
        error.to_string(),
        "a picture of 2000 entities and labels is too large (at most 1500); ask for fewer with --top"
    );
}

#[test]
fn an_empty_graph_gives_an_empty_picture() {
    let (drawing, svg) = drawn(&Picture::new(&graph(&[])));
    assert!(drawing.frames().is_empty());
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
}

#[test]
fn graphviz_reads_the_dot_where_it_is_installed() {
    if Command::new("dot").arg("-V").output().is_err() {
        return;
    }
    for graph in [crowd(20), graph(&odd_articles())] {
        let dot = written(|out| export::write_dot(&Picture::new(&graph), &palette(), out));
        for engine in [Engine::Dot, Engine::Sfdp] {
            let svg = export::draw_with_graphviz(dot.as_bytes(), engine, Image::Svg, Duration::from_secs(60))
                .expect("GraphViz draws it");
            let svg = String::from_utf8(svg).expect("SVG is UTF-8");
            assert!(svg.contains("</svg>"));
            for edge in &graph.edges {
                assert!(svg.contains(&edge.label), "{} is missing", edge.label);
            }
        }
    }
    let broken = export::draw_with_graphviz(b"digraph {", Engine::Dot, Image::Svg, Duration::from_secs(60))
        .expect_err("no graph");
    assert!(broken.to_string().starts_with("GraphViz's `dot` failed: "), "{broken}");
}

#[test]
fn the_tables_of_colours_cover_the_schema() {
    let schema = Schema::built_in().expect("the built-in schema keeps to the rules");
    let plover = schema.lexicon("plover").expect("a table");
    for relation in &schema.relations {
        if let Some(class) = &relation.plover {
            assert!(plover.has(class), "{} has the type {class}, which has no colour", relation.id);
        }
    }
    for class in ["NONE", "STANDING"] {
        assert!(plover.has(class));
    }
}
