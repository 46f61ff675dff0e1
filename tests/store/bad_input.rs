//! Files that are damaged, held by others, or of another time.

use std::time::{Duration, Instant};

use actant::store::{Build, DocumentRecord, Filter, Run, Store, StoreError, Texts};

use super::{build, folder};
use crate::records::{Article, odd_articles, schema};

#[test]
fn a_file_that_another_program_holds_is_waited_for_and_then_named() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let mut store = build(&path, &odd_articles());
    let before = store.dump().expect("readable");
    let other = rusqlite::Connection::open(&path).expect("the file");
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody else holds it");
    let begun = Instant::now();
    let error = store.add(&[Article::new("new").done()], &schema(), &Run::default()).expect_err("held");
    assert!(begun.elapsed() >= Duration::from_secs(4), "it should have waited");
    let expected =
        format!("{} is held by another program; waited 5 seconds: try again when that is done", path.display());
    assert_eq!(error.to_string(), expected);
    // Readers are not shut out.
    assert_eq!(Store::open_read_only(&path).expect("readable").dump().expect("readable"), before);
    other.execute_batch("COMMIT").expect("held until now");
    store.add(&[Article::new("new").done()], &schema(), &Run::default()).expect("free again");
}

#[test]
fn a_reader_sees_the_old_state_while_documents_are_added() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let mut store = build(&path, &odd_articles());
    let before = store.dump().expect("readable");
    let many: Vec<DocumentRecord> =
        (0..60).map(|i| Article::new(&format!("k{i}")).sentence(&"many words ".repeat(2000)).done()).collect();
    let mut addition = store.begin(actant::store::Precedence::Given).expect("nobody holds it");
    addition.add(&many).expect("room");
    // More than the database keeps in memory by itself: it must not take the file for that.
    assert_eq!(Store::open_read_only(&path).expect("readable").dump().expect("readable"), before);
    drop(addition);
    assert_eq!(store.dump().expect("readable"), before);
}

#[test]
fn a_corrupted_page_is_said_to_be_so() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let many: Vec<DocumentRecord> =
        (0..40).map(|i| Article::new(&format!("k{i}")).say(&format!("A{i}"), "accuses", "B").done()).collect();
    drop(build(&path, &many));
    let whole = std::fs::read(&path).expect("readable");
    let page = 4096;
    let mut said = 0;
    for at in 1..whole.len() / page {
        let mut bytes = whole.clone();
        bytes[at * page..(at + 1) * page].fill(0xA5);
        std::fs::write(&path, &bytes).expect("writable");
        let Ok(store) = Store::open_read_only(&path) else { continue };
        // Whatever is asked for comes, or is said to be damaged; nothing panics.
        for error in [
            store.graph(&schema(), &Filter::default()).err(),
            store.search("accuses", 9).err(),
            store.document("k7").err(),
            store.counts().err(),
        ]
        .into_iter()
        .flatten()
        {
            assert!(matches!(error, StoreError::Damaged { .. } | StoreError::Database { .. }), "page {at}: {error}");
            said += 1;
        }
        let audit = store.audit(&schema()).expect("an answer");
        assert!(!audit.findings.is_empty(), "page {at} is filled with rubbish");
    }
    assert!(said > 0);
}

#[test]
fn a_sound_file_has_no_findings_and_a_changed_one_has() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let store = build(&path, &odd_articles());
    assert_eq!(store.audit(&schema()).expect("readable").findings, [] as [&str; 0]);
    let tables = rusqlite::Connection::open(&path).expect("the file");
    for (change, undo, finding) in [
        (
            "UPDATE evidence SET text = 'else' WHERE document = 1 AND statement = 0",
            "UPDATE evidence SET text = 'Syldavia accuses Borduria.' WHERE document = 1 AND statement = 0",
            "the evidence of a statement (accuses) does not stand at 0..26",
        ),
        ("UPDATE edge SET positive = positive + 1", "UPDATE edge SET positive = positive - 1", "derived: this"),
        (
            "UPDATE page SET sha256 = 'x' || sha256",
            "UPDATE page SET sha256 = substr(sha256, 2)",
            "its text is not that of its hash",
        ),
        ("UPDATE sentence SET digest = digest + 1", "UPDATE sentence SET digest = digest - 1", "the sentence at"),
        (
            "UPDATE statement SET target_entity = 99 + target_entity",
            "UPDATE statement SET target_entity = target_entity - 99",
            "refers to",
        ),
    ] {
        tables.execute(change, []).expect("writable");
        let findings = store.audit(&schema()).expect("readable").findings;
        assert!(findings.iter().any(|f| f.contains(finding)), "{change}: {findings:?}");
        tables.execute(undo, []).expect("writable");
        assert_eq!(store.audit(&schema()).expect("readable").findings, [] as [&str; 0], "{undo}");
    }
}

/// Makes a file look as the third format did.
fn downgrade_to_3(path: &std::path::Path) {
    let tables = rusqlite::Connection::open(path).expect("the file");
    tables
        .execute_batch(
            "DROP TABLE statement_about; DROP TABLE casualties; DROP TABLE event_casualties; \
             DELETE FROM migration WHERE version = 4; PRAGMA user_version = 3",
        )
        .expect("a file of the fourth format");
}

/// The articles as a program of before knew them.
fn plain(mut documents: Vec<DocumentRecord>) -> Vec<DocumentRecord> {
    for statement in documents.iter_mut().flat_map(|d| &mut d.statements) {
        statement.about.clear();
        statement.casualties.clear();
    }
    documents
}

/// Makes a file look as the second format did.
fn downgrade(path: &std::path::Path) {
    downgrade_to_3(path);
    let tables = rusqlite::Connection::open(path).expect("the file");
    tables
        .execute_batch(
            "DROP INDEX entity_even; DROP INDEX entity_wikidata; DROP INDEX sentence_digest; DROP INDEX event_ends; \
             DROP INDEX edge_statement_statement; ALTER TABLE entity DROP COLUMN even; \
             ALTER TABLE entity DROP COLUMN named; ALTER TABLE entity DROP COLUMN mentions; DROP TABLE decision; \
             DROP TABLE setting; ALTER TABLE event DROP COLUMN first_reported; \
             ALTER TABLE event DROP COLUMN independent_documents; DROP TABLE document_copy; DROP TABLE event_place; \
             DELETE FROM migration WHERE version = 3; PRAGMA user_version = 2",
        )
        .expect("a file of the third format");
}

#[test]
fn a_file_of_an_older_format_is_brought_up_to_date() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let expected = build(&path, &plain(odd_articles())).dump().expect("readable");
    downgrade(&path);
    let error = Store::open_read_only(&path).expect_err("old").to_string();
    assert!(error.contains("has the older format 2 (now 4); `actant upgrade "), "{error}");
    let upgraded = Store::upgrade(&path, &schema()).expect("room");
    assert_eq!((upgraded.from, upgraded.to, upgraded.rederived), (2, 4, true));
    let store = Store::open_read_only(&path).expect("the newest format");
    assert_eq!(store.dump().expect("readable"), expected);
    assert_eq!(store.audit(&schema()).expect("readable").findings, [] as [&str; 0]);
    drop(store);
    let again = Store::upgrade(&path, &schema()).expect("nothing to do");
    assert_eq!((again.from, again.to, again.rederived), (4, 4, false));

    // Whoever writes to it need not ask for that.
    downgrade(&path);
    let mut store = Store::open(&path).expect("an older file");
    store.remove(&["c.txt".to_owned()], &schema(), &Run::default()).expect("there");
    let mut rest = plain(odd_articles());
    rest.remove(2);
    let fresh = build(&folder.path().join("f.actant"), &rest);
    assert_eq!(store.dump().expect("readable"), fresh.dump().expect("readable"));
}

#[test]
fn a_file_without_texts_holds_no_sentence_and_all_else() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let mut draft = Build::begin(&path).expect("a new file");
    draft.keep_texts(Texts::Hashed).expect("room");
    draft.add(&odd_articles()[..2]).expect("room");
    let mut store = draft.commit(&schema(), &Run::default()).expect("room");
    store.add(&odd_articles()[2..], &schema(), &Run::default()).expect("room");
    let with = build(&folder.path().join("w.actant"), &odd_articles());
    let (graph, full) = (
        store.graph(&schema(), &Filter::default()).expect("a graph"),
        with.graph(&schema(), &Filter::default()).expect("a graph"),
    );
    assert_eq!(
        (&graph.documents, &graph.entities, &graph.events, &graph.edges),
        (&full.documents, &full.entities, &full.events, &full.edges)
    );
    for (hashed, kept) in graph.statements.iter().zip(&full.statements) {
        assert_eq!(hashed.evidence[0].quote.span, kept.evidence[0].quote.span);
        assert_eq!(&*hashed.evidence[0].quote.text, "");
    }
    assert_eq!(store.search("Klow", 9).expect("readable").sentences, []);
    assert!(!store.search("Syldavia", 9).expect("readable").entities.is_empty());
    let audit = store.audit(&schema()).expect("readable");
    assert_eq!((audit.findings.as_slice(), audit.remarks.len()), ([].as_slice(), 1), "{audit:?}");
    drop(store);
    let bytes = std::fs::read(&path).expect("readable");
    let holds = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
    assert!(holds("Syldavia") && !holds("accuses Borduria.") && !holds("Nothing else") && !holds("klow"));
}

#[test]
fn a_file_of_the_third_format_stays_readable_and_takes_numbers_with_the_next_reading() {
    let folder = folder();
    let path = folder.path().join("t.actant");
    let with_numbers = build(&path, &odd_articles()).dump().expect("readable");
    downgrade_to_3(&path);
    let error = Store::open_read_only(&path).expect_err("old").to_string();
    assert!(error.contains("has the older format 3 (now 4)"), "{error}");
    let upgraded = Store::upgrade(&path, &schema()).expect("room");
    assert_eq!((upgraded.from, upgraded.to), (3, 4));
    let mut store = Store::open(&path).expect("the newest format");
    let beside = folder.path().join("plain.actant");
    let without = build(&beside, &plain(odd_articles())).dump().expect("readable");
    assert_eq!(store.dump().expect("readable"), without);
    let keys: Vec<String> = odd_articles().iter().map(|d| d.key.clone()).collect();
    store.remove(&keys, &schema(), &Run::default()).expect("there");
    store.add(&odd_articles(), &schema(), &Run::default()).expect("good records");
    assert_eq!(store.dump().expect("readable"), with_numbers);
}
