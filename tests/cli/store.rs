//! Files that change: articles that come and go, decisions, and looking into a file.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;

use super::{STORY, example, fails};
use crate::program::TestEnv;

const OTHER: &str = "Uganda accuses Kenya\n\n9 January 2026\n\nUganda accused Kenya of piracy on Friday.\n";

/// A file of one story.
fn story() -> TestEnv {
    let env = TestEnv::new();
    let built = env.file("story.txt", STORY).file("other.txt", OTHER).run(&["build", "story.txt"]);
    assert_eq!(built.code, 0, "{}", built.err);
    env
}

fn lines(env: &TestEnv, file: &str) -> String {
    env.run(&["export", file, "--format", "jsonl"]).out
}

/// The id of the first statement that holds these words.
fn statement(env: &TestEnv, words: &str) -> String {
    let found = env.run(&["search", "news.actant", words]).out;
    let id = found.split_whitespace().find(|word| word.starts_with("st-"));
    id.unwrap_or_else(|| panic!("no statement with {words}:\n{found}")).to_owned()
}

#[test]
fn articles_come_and_go() {
    let env = story();
    let before = lines(&env, "news.actant");
    let added = env.run(&["add", "news.actant", "other.txt"]);
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    assert!(added.out.contains("read     1 article from 1 input, "), "{}", added.out);
    assert!(added.out.contains("added    1 article\n"), "{}", added.out);
    assert!(added.out.contains("holds    2 articles, "), "{}", added.out);
    let both = lines(&env, "news.actant");
    assert_eq!(env.run(&["build", "story.txt", "other.txt", "-o", "both.actant"]).code, 0);
    assert_eq!(both, lines(&env, "both.actant"));
    let again = env.run(&["add", "news.actant", "other.txt"]);
    assert!(again.out.contains("same     1 article\n"), "{}", again.out);

    env.file("other.txt", OTHER.replace("accused", "praised"));
    let replaced = env.run(&["add", "news.actant", "other.txt"]);
    assert!(replaced.out.contains("replaced 1 article\n"), "{}", replaced.out);
    fails(
        &env,
        &["remove", "news.actant", "story", "othr"],
        3,
        expect![[r#"
            actant: news.actant holds no document othr; did you mean other?
        "#]],
    );
    let removed = env.run(&["remove", "news.actant", "other"]);
    assert_eq!((removed.code, removed.err.as_str()), (0, ""));
    assert!(removed.out.starts_with("removed  other\nholds    1 article, "), "{}", removed.out);
    assert_eq!(lines(&env, "news.actant"), before);
}

#[test]
fn an_article_goes_by_its_address_or_id_too() {
    let env = TestEnv::new();
    let wire = r#"{"id":"w1","url":"https://news.example/1","text":"Kenya accused Uganda of piracy."}"#;
    env.file("wire.jsonl", wire).file("story.txt", STORY).run(&["build", "wire.jsonl", "story.txt"]);
    let turtle =
        env.run(&["query", "news.actant", "SELECT ?d WHERE { ?d schema:identifier 'story' }", "--format", "csv"]);
    let id = turtle.out.split(['/', '\n', '\r']).find(|part| part.starts_with("doc-")).expect("an id").to_owned();
    let removed = env.run(&["remove", "news.actant", "https://news.example/1", &id]);
    assert!(
        removed.out.starts_with("removed  w1\nremoved  story\nholds    0 articles"),
        "{}{}",
        removed.out,
        removed.err
    );
}

#[test]
fn what_is_added_to_must_be_an_actant_file() {
    let env = TestEnv::new();
    env.file("story.txt", STORY).file("thesis.txt", "years of work");
    fails(
        &env,
        &["add", "nowhere.actant", "story.txt"],
        3,
        expect![[r#"
            actant: nowhere.actant does not exist
        "#]],
    );
    let ended = env.run(&["add", "thesis.txt", "story.txt"]);
    assert!(ended.err.starts_with("actant: thesis.txt is not an actant file"), "{}", ended.err);
    assert_eq!(env.read("thesis.txt"), "years of work");
}

#[cfg(unix)]
#[test]
fn an_addition_that_is_stopped_leaves_the_file_as_it_was() {
    let env = story();
    let before = fs::read(env.path("news.actant")).expect("the file");
    let mut child = env
        .command(&["add", "news.actant", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    // The addition waits for its input; it has begun when nobody else may write.
    let begun = Instant::now();
    let is_free = || {
        let other = rusqlite::Connection::open(env.path("news.actant")).expect("the file");
        other.busy_timeout(Duration::ZERO).expect("a limit");
        other.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok()
    };
    while is_free() && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(20));
    }
    // Waiting would close its input, which is another end than being stopped.
    let input = child.stdin.take();
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill can be run").success());
    assert_eq!(child.wait().expect("the program ends").code(), Some(130));
    drop(input);
    assert_eq!(fs::read(env.path("news.actant")).expect("the file"), before);
}

#[test]
fn a_search_gives_names_then_sentences_with_their_statements() {
    let env = story();
    let found = env.run(&["search", "news.actant", "piracy"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let begin = "story\n  Kenya accused Uganda of piracy on Thursday.\n  → Kenya accuses Uganda  st-";
    assert!(found.out.starts_with(begin), "{}", found.out);
    let found = env.run(&["search", "news.actant", "halloran"]).out;
    assert!(found.starts_with("Edvin Halloran (Person, edvin_halloran-"), "{found}");
    for hostile in ["\"", "a OR b", "text:x", "NEAR(", "*", "piracy'); DROP TABLE page; --", "kenya AND"] {
        let found = env.run(&["search", "news.actant", hostile]);
        assert_eq!((found.code, found.err.as_str()), (0, ""), "{hostile}");
    }
    assert_eq!(env.run(&["search", "news.actant", "zebra"]).out, "nothing found\n");
}

#[test]
fn what_people_decide_holds_and_stays() {
    let env = story();
    env.run(&["add", "news.actant", "other.txt"]);
    let judge = ["--author", "ada", "--at", "2026-01-09"];
    let run = |command: &[&str]| {
        let ended = env.run(&[command, &judge].concat());
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{command:?}");
        ended.out
    };
    let merged = run(&["merge", "news.actant", "Edvin Halloran", "Jonas Ferreby", "--note", "a pen name"]);
    assert!(merged.starts_with("merge Edvin Halloran (edvin_halloran-"), "{merged}");
    let page = env.run(&["explain", "news.actant", "Jonas Ferreby"]).out;
    assert!(page.contains("Edvin Halloran (1), Jonas Ferreby (1)"), "{page}");
    assert!(page.contains("[merged by a person]"), "{page}");
    assert!(page.contains("2026-01-09T00:00:00Z  ada: merge Edvin Halloran"), "{page}");
    assert!(page.contains("      a pen name\n"), "{page}");

    let id = statement(&env, "piracy thursday");
    assert_eq!(run(&["reject", "news.actant", &id]), format!("reject {id} “Kenya accuses Uganda”\n"));
    let question = "ASK { ?k rdfs:label 'Kenya'@en ; act:accuses ?u }";
    assert_eq!(env.run(&["query", "news.actant", question]).out, "no\n");
    let page = env.run(&["explain", "news.actant", &id]).out;
    assert!(page.starts_with("Kenya accuses Uganda  (rejected)\n"), "{page}");
    assert!(page.contains("What it counts for\n  nothing: it is rejected\n"), "{page}");

    // A new build over the same file keeps them, unless told otherwise.
    let exported = env.run(&["decisions", "export", "news.actant"]).out;
    assert_eq!(exported.lines().count(), 2);
    assert_eq!(env.run(&["build", "story.txt", "other.txt"]).code, 0);
    assert_eq!(env.run(&["decisions", "export", "news.actant"]).out, exported);
    assert_eq!(env.run(&["query", "news.actant", question]).out, "no\n");
    assert_eq!(env.run(&["build", "story.txt", "--forget-decisions"]).code, 0);
    assert_eq!(env.run(&["decisions", "list", "news.actant"]).out, "nobody decided anything yet\n");

    env.file("decisions.jsonl", &exported);
    let import = || env.run(&["decisions", "import", "news.actant", "decisions.jsonl"]).out;
    assert_eq!(import(), "imported 2 decisions, 0 were there already\n");
    assert_eq!(import(), "imported 0 decisions, 2 were there already\n");
    let list = env.run(&["decisions", "list", "news.actant"]).out;
    assert_eq!(list.matches("    holds\n").count(), 2, "{list}");

    let accepted = run(&["accept", "news.actant", &id]);
    assert!(accepted.starts_with(&format!("accept {id}")), "{accepted}");
    let parted = run(&["split", "news.actant", "Jonas Ferreby"]);
    assert!(parted.starts_with("split Jonas Ferreby ("), "{parted}");
}

#[test]
fn decisions_that_cannot_be_are_refused() {
    let env = story();
    fails(
        &env,
        &["merge", "news.actant", "Kenya", "Ugandaa", "--author", "ada"],
        3,
        expect![[r#"
            actant: news.actant holds no entity Ugandaa; did you mean Uganda?
        "#]],
    );
    fails(
        &env,
        &["merge", "news.actant", "Kenya", "kenya", "--author", "ada"],
        3,
        expect![[r#"
            actant: a merge needs at least two different entities
        "#]],
    );
    fails(
        &env,
        &["reject", "news.actant", "st-0", "--author", "ada"],
        3,
        expect![[r#"
            actant: news.actant holds no statement st-0; `actant search` shows the ids of statements
        "#]],
    );
    fails(
        &env,
        &["explain", "news.actant", "st-0"],
        3,
        expect![[r#"
            actant: news.actant holds no statement st-0; `actant search` shows the ids of statements
        "#]],
    );
    env.file(
        "decisions.jsonl",
        "\n{\"action\":\"merge\",\"entities\":[],\"author\":\"a\",\"at\":\"2026-01-09T00:00:00Z\"}\n",
    );
    fails(
        &env,
        &["decisions", "import", "news.actant", "decisions.jsonl"],
        3,
        expect![[r#"
            actant: decisions.jsonl:2: a merge needs at least two different entities
        "#]],
    );
    for arguments in [&["merge", "news.actant", "Kenya"][..], &["reject", "news.actant", "x", "--at", "noon"]] {
        assert_eq!(env.run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn a_statement_is_explained_with_its_words_marked() {
    let env = story();
    let page = env.run(&["explain", "news.actant", &statement(&env, "piracy thursday")]).out;
    assert!(page.starts_with("Kenya accuses Uganda\nst-"), "{page}");
    for line in [
        "  [source: Kenya] [word: accuses] [target: Uganda]",
        "  Kenya accused Uganda of piracy on Thursday.",
        "  speaker     nobody: the article says so in its own voice",
        "  date        2026-01-08",
        "  source      Kenya (Country, Q114)",
    ] {
        assert!(page.lines().any(|l| l == line), "`{line}` is missing in\n{page}");
    }
    let page = env.run(&["explain", "news.actant", "uganda"]).out;
    assert!(page.starts_with("Uganda (Country, Q1036)\nhttps://www.wikidata.org/wiki/Q1036\n"), "{page}");
    assert!(page.contains("It is the target of: 1 statement\n  2026-01-08  Kenya accuses Uganda  st-"), "{page}");
}

#[test]
fn a_file_can_be_checked_and_is_whole() {
    let env = TestEnv::new();
    let whole = env.run(&["check", example()]);
    assert_eq!((whole.code, whole.out), (0, format!("{} is whole\n", example())));
    let env = story();
    let tables = rusqlite::Connection::open(env.path("news.actant")).expect("the file");
    tables.execute("DELETE FROM event_statement", []).expect("writable");
    drop(tables);
    let ended = env.run(&["check", "news.actant"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.starts_with("derived: this should not be there or differs: {"), "{}", ended.out);
    assert_eq!(env.run(&["upgrade", "news.actant"]).out, "news.actant is up to date\n");
    let bytes = fs::read(env.path("news.actant")).expect("the file");
    env.file("cut.actant", &bytes[..bytes.len() / 2]);
    let ended = env.run(&["check", "cut.actant"]);
    assert!(ended.code == 1 || ended.code == 3, "{}", ended.err);
    assert!(format!("{}{}", ended.out, ended.err).contains("malformed"), "{}{}", ended.out, ended.err);
}

#[test]
fn a_file_without_texts_says_so_wherever_sentences_are_shown() {
    let env = TestEnv::new();
    env.file("story.txt", STORY);
    assert_eq!(env.run(&["build", "story.txt", "--no-text"]).code, 0);
    let bytes = fs::read(env.path("news.actant")).expect("the file");
    assert!(!bytes.windows(6).any(|w| w == b"piracy" || w == b"Thursd"), "words of the article are in the file");
    let plainly = "news.actant does not keep the text of its articles: sentences are given by place only\n";
    let rows = lines(&env, "news.actant");
    let id = rows.split('"').find(|part| part.starts_with("st-")).expect("a statement").to_owned();
    for arguments in [
        &["search", "news.actant", "piracy"][..],
        &["explain", "news.actant", &id],
        &["export", "news.actant", "--format", "ttl"],
        &["query", "news.actant", "ASK { ?s a act:Statement }"],
    ] {
        let ended = env.run(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (0, plainly), "{arguments:?}");
    }
    assert!(env.run(&["explain", "news.actant", &id]).out.contains("The text is not kept in this file"));
    let checked = env.run(&["check", "news.actant"]);
    assert_eq!(checked.code, 0);
    assert!(checked.out.contains("remark: the file keeps no text"), "{}", checked.out);
}

/// The superuser may write everywhere, so the program runs as somebody else.
#[cfg(unix)]
#[test]
fn a_file_in_a_folder_that_may_not_be_written_is_read_and_not_changed() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let env = story();
    let mode = |name: &str, bits: u32| {
        fs::set_permissions(env.path(name), fs::Permissions::from_mode(bits)).expect("our own files");
    };
    let program = env.path("actant");
    fs::copy(env!("CARGO_BIN_EXE_actant"), &program).expect("room for the program");
    for (name, bits) in
        [("actant", 0o755), ("story.txt", 0o644), ("other.txt", 0o644), ("news.actant", 0o444), ("", 0o555)]
    {
        mode(name, bits);
    }
    let is_superuser = fs::metadata(env.path("")).expect("the folder").uid() == 0;
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(&program);
        command.args(arguments).current_dir(env.path(""));
        if is_superuser {
            command.uid(65_534).gid(65_534);
        }
        let ended = command.output().expect("the program can be started");
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    let read = run(&["search", "news.actant", "piracy"]);
    let added = run(&["add", "news.actant", "other.txt"]);
    let removed = run(&["remove", "news.actant", "story"]);
    mode("", 0o755);
    assert_eq!(read, (Some(0), String::new()));
    for (code, message) in [added, removed] {
        assert_eq!(code, Some(3));
        assert!(message.starts_with("actant: news.actant may not be written"), "{message}");
    }
}

#[test]
fn from_articles_to_a_graph_that_is_kept_right() {
    let env = story();
    // Tomorrow's article comes.
    assert_eq!(env.run(&["add", "news.actant", "other.txt", "--quiet"]).code, 0);
    // Somebody looks for a thing, reads what is behind it, and finds it wrong.
    let id = statement(&env, "piracy friday");
    assert!(env.run(&["explain", "news.actant", &id]).out.contains("Uganda accused Kenya of piracy on Friday."));
    let reject = ["reject", "news.actant", &id, "--author", "ada", "--note", "retracted", "--quiet"];
    assert_eq!(env.run(&reject).code, 0);
    // The article is taken out; what was decided stays and is said to be without effect.
    assert_eq!(env.run(&["remove", "news.actant", "other", "--quiet"]).code, 0);
    let list = env.run(&["decisions", "list", "news.actant"]).out;
    assert!(
        list.contains(&format!(
            "ada: reject {id} “Uganda accuses Kenya”\n    without effect: there is no such statement"
        )),
        "{list}"
    );
    // It comes again, and the decision holds again.
    assert_eq!(env.run(&["add", "news.actant", "other.txt", "--quiet"]).code, 0);
    assert!(env.run(&["decisions", "list", "news.actant"]).out.contains("\n    holds\n    note: retracted\n"));
    assert_eq!(env.run(&["check", "news.actant"]).out, "news.actant is whole\n");
}
