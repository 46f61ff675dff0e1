//! `exports/` holds what the example articles give; `UPDATE_EXPECT=1` writes it anew.

use std::fs;
use std::path::Path;

use crate::program::{TestEnv, example_file};

/// The files under `exports/` and how they are made; the most wordy formats show one article only.
const EXPORTS: [(&str, &[&str]); 20] = [
    ("news.ttl", &["--format", "ttl"]),
    ("news.trig", &["--format", "trig"]),
    ("us-colombia.nq", &["--format", "nq", "--document", "us-colombia"]),
    ("us-colombia.jsonld", &["--format", "jsonld", "--document", "us-colombia"]),
    ("news.dot", &["--format", "dot"]),
    ("news.svg", &["--format", "svg"]),
    ("news.png", &["--format", "png"]),
    ("us-colombia.svg", &["--format", "svg", "--document", "us-colombia"]),
    ("petro.svg", &["--entity", "Gustavo Petro"]),
    ("petro-dark.png", &["--entity", "Gustavo Petro", "--theme", "dark"]),
    ("timeline.svg", &TIMELINE),
    ("timeline.png", &TIMELINE),
    ("us-colombia.graphml", &["--document", "us-colombia"]),
    ("us-colombia.gexf", &["--document", "us-colombia"]),
    ("us-colombia.cyjs", &["--document", "us-colombia"]),
    ("dyads.csv", &["--format", "dyads"]),
    ("neo4j", &["--format", "neo4j", "--document", "us-colombia"]),
    ("tables", &["--format", "csv"]),
    ("news.jsonl", &["--format", "jsonl"]),
    ("news.entities.jsonl", &["--format", "entities"]),
];

/// Two who have much to do with each other in the example articles.
const TIMELINE: [&str; 6] = ["--picture", "timeline", "--entity", "Jonas Ferreby", "--entity", "Edvin Halloran"];

#[test]
fn exports_hold_what_the_example_articles_give() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("exports");
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let env = TestEnv::new();
    let file = example_file().to_str().expect("a path in UTF-8");
    let mut stale = Vec::new();
    for (name, options) in EXPORTS {
        let mut arguments = vec!["export", file, "-o", name];
        arguments.extend(options);
        let ended = env.run(&arguments);
        assert_eq!(ended.code, 0, "{name}: {}", ended.err);
        let made = env.path(name);
        let files: Vec<String> = if made.is_dir() {
            let inside = fs::read_dir(&made).expect("the folder of tables");
            inside.map(|f| format!("{name}/{}", f.expect("a table").file_name().to_string_lossy())).collect()
        } else {
            vec![name.to_owned()]
        };
        for inside in files {
            let fresh = fs::read(env.path(&inside)).expect("the export");
            let kept = folder.join(&inside);
            if is_update {
                fs::create_dir_all(kept.parent().expect("a folder")).expect("room for a folder");
                fs::write(&kept, fresh).expect("room for the export");
            } else if fs::read(&kept).ok() != Some(fresh) {
                stale.push(inside);
            }
        }
    }
    assert!(stale.is_empty(), "run `just exports` and look at what changed in exports/: {}", stale.join(", "));
}
