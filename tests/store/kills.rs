//! Programs that are killed while they write.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actant::store::{DocumentRecord, Run, Store};

use super::{build, folder};
use crate::records::{Article, schema};

/// Documents that come and go.
const DOCUMENTS: usize = 8;
/// How often the program is killed.
const KILLS: u64 = 50;

fn document(i: usize) -> DocumentRecord {
    let mut article = Article::new(&format!("k{i}"));
    for line in 0..150 {
        article = article.say(&format!("A{}", (i + line) % 40), "accuses", &format!("B{}", line % 30));
    }
    article.done()
}

/// Document `n % DOCUMENTS` comes in step n if it is away and goes if it is there.
fn after(steps: usize) -> Vec<DocumentRecord> {
    let is_there = |i: usize| (steps + DOCUMENTS - 1 - i) / DOCUMENTS % 2 == 1;
    (0..DOCUMENTS).filter(|i| is_there(*i)).map(document).collect()
}

/// The child of the next test: changes the file step by step and notes each that is done.
#[test]
fn a_child_that_changes_until_it_is_killed() {
    let Ok(path) = std::env::var("ACTANT_TEST_CHANGE_AT") else { return };
    let notes = format!("{path}.steps");
    let schema = schema();
    let documents: Vec<DocumentRecord> = (0..DOCUMENTS).map(document).collect();
    let mut store = Store::open(Path::new(&path)).expect("a file");
    std::fs::write(format!("{path}.begun"), "").expect("writable");
    loop {
        let steps: usize = std::fs::read_to_string(&notes).expect("notes").parse().expect("a number");
        let document = &documents[steps % DOCUMENTS];
        // The step before may be done although it was not noted down.
        let is_there = store.keys().expect("readable").contains(&document.key);
        let done = if after(steps).iter().any(|d| d.key == document.key) != is_there {
            Ok(Default::default())
        } else if is_there {
            store.remove(std::slice::from_ref(&document.key), &schema, &Run::default())
        } else {
            store.add(std::slice::from_ref(document), &schema, &Run::default())
        };
        done.expect("room");
        // Renamed into place, so that a kill does not leave half a number.
        std::fs::write(format!("{notes}.new"), (steps + 1).to_string()).expect("writable");
        std::fs::rename(format!("{notes}.new"), &notes).expect("writable");
    }
}

fn child(path: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["store::kills::a_child_that_changes_until_it_is_killed", "--exact"])
        .env("ACTANT_TEST_CHANGE_AT", path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child")
}

#[test]
fn fifty_kills_at_any_point_leave_the_last_committed_state() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let (notes, begun) = (folder.path().join("t.actant.steps"), folder.path().join("t.actant.begun"));
    drop(build(&path, &[]));
    std::fs::write(&notes, "0").expect("writable");
    let fresh: Vec<String> = (0..2 * DOCUMENTS)
        .map(|steps| build(&folder.path().join("f.actant"), &after(steps)).dump().expect("readable"))
        .collect();
    let mut chance = 7_u64;
    let mut reached = 0;
    for kill in 0..KILLS {
        let mut child = child(&path);
        let started = Instant::now();
        while !begun.exists() && started.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(1));
        }
        // Knuth's generator of numbers that look like chance, the same in each run.
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((chance >> 33) % 60_000));
        child.kill().expect("a child to kill");
        child.wait().expect("a killed child");
        std::fs::remove_file(&begun).expect("the child had begun");
        let steps: usize = std::fs::read_to_string(&notes).expect("notes").parse().expect("a number");
        // A reader comes first as often as a writer.
        let store = if kill % 2 == 0 { Store::open(&path) } else { Store::open_read_only(&path) };
        let dump = store.expect("a file that opens").dump().expect("readable");
        let (noted, next) = (&fresh[steps % (2 * DOCUMENTS)], &fresh[(steps + 1) % (2 * DOCUMENTS)]);
        assert!(dump == *noted || dump == *next, "kill {kill} after step {steps} left something else");
        reached = steps;
    }
    assert!(reached > 0, "no change was ever finished");
}
