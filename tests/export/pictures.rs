//! The three kinds of pictures, drawn and looked at by their boxes and pixels.

use actant::export::{self, Caption, Frame, Line, Palette, Picture, Scene, Theme, Timeline};
use actant::statements::{Modality, Polarity};
use actant::store::{EntityIndex, Graph};

use super::{crowd, drawn, graph, palette, written};
use crate::records::{Article, schema};

fn at(graph: &Graph, name: &str) -> EntityIndex {
    graph.entities_named(name).next().expect("an entity of the name")
}

fn timeline(graph: &Graph, one: &str, other: &str) -> Timeline {
    let caption = Caption::new(format!("{one} and {other}"), graph);
    Timeline::new(graph, [&[at(graph, one)], &[at(graph, other)]], &caption, 100, &palette()).0
}

fn png(scene: &Scene, scale: f64) -> Vec<u8> {
    let mut bytes = Vec::new();
    export::write_png(scene, scale, &mut bytes).expect("memory takes everything");
    bytes
}

/// No frame lies upon another or outside the picture.
fn assert_apart(what: &str, frames: &[(String, Frame)], (width, height): (f64, f64)) {
    for (i, (text, frame)) in frames.iter().enumerate() {
        for (other, another) in &frames[i + 1..] {
            assert!(!frame.overlaps(another), "{what}: {text} lies upon {other}");
        }
        let inside = frame.centre.x - frame.width / 2.0 >= 0.0
            && frame.centre.y - frame.height / 2.0 >= 0.0
            && frame.centre.x + frame.width / 2.0 <= width
            && frame.centre.y + frame.height / 2.0 <= height;
        assert!(inside, "{what}: {text} lies outside the picture");
    }
}

/// Two with much to say of each other, over years, with long names and sentences.
fn quarrel(statements: usize) -> Graph {
    let relations = ["accuses", "attacks", "condemns", "invites", "meets", "leads"];
    let (one, other) = ("The Most Serene and Perpetual Kingdom of Syldavia and the Isles", "Borduria");
    let mut article = Article::new("quarrel").published("2026-01-08");
    for i in 0..statements {
        let (source, target) = if i % 3 == 0 { (other, one) } else { (one, other) };
        article = article.say_that(source, relations[i % 6], target, |s| {
            s.date = match i % 5 {
                0 => None,
                1 => Some(format!("20{:02}", i % 30 + 10)),
                2 => Some(format!("2025-{:02}", i % 12 + 1)),
                _ => Some(format!("2025-{:02}-{:02}", i % 12 + 1, i % 28 + 1)),
            };
            if i % 4 == 0 {
                s.polarity = Polarity::Negative;
            }
            if i % 7 == 0 {
                s.modality = Modality::Possible;
            }
        });
    }
    graph(&[article.done()])
}

#[test]
fn no_words_of_a_picture_overlap_among_few_or_many_actors() {
    for entities in [1, 2, 3, 9, 40, 120, 200] {
        let graph = crowd(entities);
        let picture = Picture::new(&graph).bundled().captioned(Caption::new("Who did what to whom", &graph));
        let (picture, _) = picture.strongest(200);
        let (drawing, _) = drawn(&picture);
        let frames = drawing.frames();
        assert!(frames.len() >= picture.nodes.len() + picture.arrows.len() + 2);
        assert_apart(&format!("{entities} actors"), &frames, (drawing.width, drawing.height));
    }
}

#[test]
fn no_words_of_a_neighbourhood_overlap_and_its_middle_stands_out() {
    let relations = ["accuses", "attacks", "condemns", "invites", "meets", "leads"];
    for neighbours in [1, 7, 60] {
        let mut article = Article::new("star").published("2026-01-08");
        for i in 0..neighbours {
            let name = format!("Province of {}{i}", "Ne".repeat(i % 9));
            article = article.say("Klow", relations[i % 6], &name).say(&name, relations[(i + 2) % 6], "Klow");
        }
        let graph = graph(&[article.done()]);
        let root = graph[at(&graph, "Klow")].id.clone();
        let picture = Picture::new(&graph).about(&[&root]).bundled().captioned(Caption::new("Around Klow", &graph));
        let (drawing, _) = drawn(&picture);
        assert_apart(&format!("{neighbours} neighbours"), &drawing.frames(), (drawing.width, drawing.height));
        let roots: Vec<&str> = drawing.nodes.iter().filter(|n| n.is_root).map(|n| n.name.as_str()).collect();
        assert_eq!(roots, ["Klow"]);
    }
}

#[test]
fn no_words_of_a_timeline_overlap() {
    for statements in [1, 2, 12, 150] {
        let graph = quarrel(statements);
        let one = "The Most Serene and Perpetual Kingdom of Syldavia and the Isles";
        let timeline = timeline(&graph, one, "Borduria");
        assert!(!timeline.rows.is_empty());
        assert_apart(&format!("{statements} statements"), &timeline.frames(), (timeline.width, timeline.height));
    }
}

#[test]
fn a_timeline_tells_when_who_and_how_sure() {
    let document = Article::new("a")
        .published("2026-01-10")
        .say("Syldavia", "meets", "Borduria")
        .say_that("Borduria", "attacks", "Syldavia", |s| s.date = Some("2026-01-07".to_owned()))
        .say_that("Borduria", "attacks", "Syldavia", |s| s.date = Some("2026-01-07".to_owned()))
        .say_that("Syldavia", "invites", "Borduria", |s| {
            s.date = Some("2025-11".to_owned());
            s.modality = Modality::Planned;
        })
        .say_that("Syldavia", "accuses", "Borduria", |s| {
            s.date = Some("2026-01-07".to_owned());
            s.polarity = Polarity::Negative;
        })
        .say("Syldavia", "accuses", "Klow")
        .done();
    let timeline = timeline(&graph(&[document]), "Syldavia", "Borduria");
    let text = |words: &export::Words| words.lines.iter().map(|l| l.0.as_str()).collect::<Vec<_>>().join(" ");
    let rows: Vec<(String, String, bool, Line)> = timeline
        .rows
        .iter()
        .map(|r| (r.date.as_ref().map(text).unwrap_or_default(), text(&r.label), r.is_back, r.line))
        .collect();
    let row = |date: &str, label: &str, is_back, line| (date.to_owned(), label.to_owned(), is_back, line);
    assert_eq!(
        rows,
        [
            row("Nov 2025", "invites", false, Line::Prospective),
            row("7 Jan 2026", "attacks ×2", true, Line::Reported),
            row("", "accuses", false, Line::Denied),
            row("by 10 Jan 2026", "meets", false, Line::Reported),
        ]
    );
    assert_eq!(text(&timeline.rows[1].sentence), "“Borduria attacks Syldavia.” a, 2026-01-10; and 1 more");
    assert!(timeline.rows[3].is_symmetric);
    let heads: Vec<&str> = timeline.heads.iter().map(|h| h.name.as_str()).collect();
    assert_eq!(heads, ["Syldavia", "Borduria"]);
}

#[test]
fn a_crowded_timeline_keeps_the_rows_with_the_most_statements() {
    let document = Article::new("a")
        .published("2026-01-10")
        .say("Syldavia", "meets", "Borduria")
        .say("Borduria", "attacks", "Syldavia")
        .say("Borduria", "attacks", "Syldavia")
        .done();
    let graph = graph(&[document]);
    let pair = [&[at(&graph, "Syldavia")][..], &[at(&graph, "Borduria")][..]];
    let (timeline, left_out) = Timeline::new(&graph, pair, &Caption::default(), 1, &palette());
    assert_eq!((timeline.rows[0].label.lines[0].0.as_str(), left_out), ("attacks ×2", 1));
}

#[test]
fn a_png_has_the_colours_of_its_theme_and_the_same_bytes_each_time() {
    let document = Article::new("a").say("Syldavia", "attacks", "Borduria").done();
    let picture = Picture::new(&graph(&[document]));
    for theme in [Theme::Light, Theme::Dark] {
        let palette = Palette::new(&schema(), theme).expect("the tables of the schema keep to the rules");
        let drawing = export::draw(&picture, &palette).expect("a small picture");
        let bytes = png(&drawing.scene(&palette), 2.0);
        assert_eq!(bytes, png(&drawing.scene(&palette), 2.0));
        let pixels = tiny_skia::Pixmap::decode_png(&bytes).expect("a png");
        assert_eq!(pixels.width(), (drawing.width * 2.0).ceil() as u32);
        let has = |colour: &str| {
            let part = |at: usize| u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
            let wanted = (part(1), part(3), part(5));
            pixels.pixels().iter().any(|p| (p.red(), p.green(), p.blue()) == wanted)
        };
        assert!(has(palette.background()) && has(palette.ink()) && has(palette.of_class("ASSAULT")));
    }
}

#[test]
fn a_png_can_be_drawn_of_any_names_and_sizes() {
    let evil = "</text>\u{1}\u{FFFF} 北京 🦊 \u{202E}x";
    let long = "W".repeat(5000);
    let picture = Picture::new(&graph(&[Article::new("a").say(evil, "accuses", &long).done()]));
    let (drawing, _) = drawn(&picture);
    for scale in [0.0, 0.1, 1.0, f64::NAN, 1e9] {
        let bytes = png(&drawing.scene(&palette()), scale);
        assert!(tiny_skia::Pixmap::decode_png(&bytes).is_ok(), "{scale}");
    }
    let (drawing, _) = drawn(&Picture::default());
    assert!(tiny_skia::Pixmap::decode_png(&png(&drawing.scene(&palette()), 1.0)).is_ok());
}

#[test]
fn colours_can_be_read_on_their_background() {
    let luminance = |colour: &str| {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    };
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    let table = schema().lexicon("plover").expect("a table").clone();
    for theme in [Theme::Light, Theme::Dark] {
        let palette = Palette::new(&schema(), theme).expect("the tables of the schema keep to the rules");
        for colour in [palette.ink(), palette.faint()] {
            assert!(contrast(colour, palette.background()) >= 4.5, "{colour}");
        }
        for row in &table.rows {
            let colour = palette.of_class(&row[0]);
            assert!(contrast(colour, palette.background()) >= 4.5, "{} in {colour}", row[0]);
        }
    }
}

#[test]
fn a_hint_shows_the_sentence_and_a_title_what_the_picture_rests_on() {
    let document = Article::new("a").published("2026-01-10").say("Syldavia", "attacks", "Borduria").done();
    let graph = graph(&[document]);
    let picture = Picture::new(&graph).captioned(Caption::new("Around Syldavia", &graph));
    let (_, svg) = drawn(&picture);
    assert!(svg.contains("<title>Syldavia attacks Borduria.</title>"), "{svg}");
    assert!(svg.contains(">Around Syldavia</text>"), "{svg}");
    assert!(svg.contains(">1 statement in 1 article, published 2026-01-10</text>"), "{svg}");
    let timeline = timeline(&graph, "Syldavia", "Borduria");
    let svg = written(|out| export::write_svg(&timeline.scene(&palette()), out));
    assert!(svg.contains(">by 10 Jan 2026</text>") && svg.contains(">attacks</text>"), "{svg}");
}
