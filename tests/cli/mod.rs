//! The command line: what it prints, how it ends, what it leaves behind.

mod store;

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};

use crate::program::{TestEnv, example_file, examples};

const STORY: &str = "Kenya accuses Uganda\n\n8 January 2026 at 17:53\n\n\
    Kenya accused Uganda of piracy on Thursday. President Edvin Halloran invited Jonas Ferreby to a summit.\n";

/// A run that fails with this code and says this.
fn fails(env: &TestEnv, arguments: &[&str], code: i32, message: Expect) {
    let ended = env.run(arguments);
    message.assert_eq(&ended.err);
    assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{}", arguments.join(" "));
}

fn example() -> &'static str {
    example_file().to_str().expect("a path in UTF-8")
}

#[test]
fn every_command_explains_itself_with_examples() {
    let env = TestEnv::new();
    let commands = [
        &["--help"][..],
        &["build", "--help"],
        &["query", "--help"],
        &["export", "--help"],
        &["show", "--help"],
        &["score", "--help"],
        &["schema", "--help"],
        &["schema", "check", "--help"],
        &["schema", "list", "--help"],
        &["schema", "lock", "--help"],
        &["stats", "--help"],
        &["add", "--help"],
        &["remove", "--help"],
        &["search", "--help"],
        &["merge", "--help"],
        &["split", "--help"],
        &["reject", "--help"],
        &["accept", "--help"],
        &["decisions", "--help"],
        &["decisions", "list", "--help"],
        &["decisions", "export", "--help"],
        &["decisions", "import", "--help"],
        &["explain", "--help"],
        &["check", "--help"],
        &["upgrade", "--help"],
    ];
    for arguments in commands {
        let ended = env.run(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ended.out.contains("Examples:\n  actant "), "{arguments:?} gives no examples");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let env = TestEnv::new();
    let expected = format!("actant {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(env.run(&["--version"]).out, expected);
    assert_eq!(env.run(&["version"]).out, expected);
}

#[test]
fn a_build_tells_what_it_read_skipped_and_found() {
    let env = TestEnv::new();
    let ended = env.file("story.txt", STORY).file("picture.png", b"\x89PNG").run(&["build", "."]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("read     1 article from 1 input, "), "{}", ended.out);
    assert!(ended.out.contains("skipped  1 input (1 × its ending names no format that is read)"), "{}", ended.out);
    assert!(ended.out.contains("found    "), "{}", ended.out);
    assert!(ended.out.contains("wrote    news.actant"), "{}", ended.out);
    assert_eq!(ended.err, "skipped ./picture.png: its ending names no format that is read\n");
    assert_eq!(env.names(), ["news.actant", "picture.png", "story.txt"]);
}

#[test]
fn a_quiet_build_says_nothing() {
    let env = TestEnv::new();
    let ended = env.file("story.txt", STORY).run(&["build", "story.txt", "--quiet"]);
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (0, "", ""));
}

#[test]
fn the_example_articles_are_all_read() {
    let env = TestEnv::new();
    let folder = examples();
    let ended = env.run(&["build", folder.to_str().expect("a path in UTF-8")]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out.contains("read     12 articles from 10 inputs, "), "{}", ended.out);
    assert!(ended.out.contains("skipped  nothing\n"), "{}", ended.out);
    assert!(!ended.out.contains("undated"), "{}", ended.out);
}

/// The superuser may read everything, so the program runs as somebody else, with a copy that anybody may start.
#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_named_and_the_rest_is_done() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let env = TestEnv::new();
    env.file("story.txt", STORY).file("locked/other.txt", STORY);
    let mode = |name: &str, bits: u32| {
        fs::set_permissions(env.path(name), fs::Permissions::from_mode(bits)).expect("our own files");
    };
    let program = env.path("actant");
    fs::copy(env!("CARGO_BIN_EXE_actant"), &program).expect("room for the program");
    mode("", 0o777);
    mode("actant", 0o755);
    mode("story.txt", 0o644);
    mode("locked", 0o000);
    let mut command = std::process::Command::new(&program);
    command.args(["build", "locked", "story.txt", "-o", "news.actant"]).current_dir(env.path(""));
    if fs::metadata(env.path("")).expect("the folder").uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let ended = command.output().expect("the program can be started");
    mode("locked", 0o755);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    expect![[r#"
        skipped locked: cannot be read: Permission denied (os error 13)
    "#]]
    .assert_eq(&text(&ended.stderr));
    assert_eq!(ended.status.code(), Some(1));
    assert!(text(&ended.stdout).contains("read     1 article from 1 input, "), "{}", text(&ended.stdout));
}

#[test]
fn a_missing_input_is_named_and_the_rest_is_done() {
    let env = TestEnv::new();
    let ended = env.file("story.txt", STORY).run(&["build", "nowhere.txt", "story.txt", "none/*.html"]);
    expect![[r#"
        skipped none/*.html: no file matches the pattern
        skipped nowhere.txt: there is no such file or folder
    "#]]
    .assert_eq(&ended.err);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("read     1 article from 1 input, "), "{}", ended.out);
}

#[test]
fn broken_lines_are_named_by_number_and_the_others_are_read() {
    let env = TestEnv::new();
    let lines = "{\"id\": \"a\", \"text\": \"Tavria accused Korland.\"}\n{\"id\": \n\n[1, 2]\n\
        {\"id\": \"b\", \"text\": \"Korland denied it.\", \"published\": \"2026-01-08\"}\n{\"id\": \"c\"}\n";
    let ended = env.file("wire.jsonl", lines).run(&["build", "wire.jsonl"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("read     2 articles from 1 input, "), "{}", ended.out);
    let named: Vec<&str> = ended.err.lines().filter_map(|l| l.strip_prefix("skipped wire.jsonl:")).collect();
    let numbers: Vec<&str> = named.iter().filter_map(|l| l.split(':').next()).collect();
    assert_eq!(numbers, ["2", "4", "6"], "{}", ended.err);
}

#[test]
fn strange_inputs_are_skipped_with_a_reason_or_read() {
    let env = TestEnv::new();
    let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(STORY.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    env.file("in/empty.txt", "")
        .file("in/binary.txt", [0x7F, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0xFF, 0xFE, 0x80, 0, 0, 1, 2, 3])
        .file("in/utf16.txt", utf_16)
        .file(
            "in/latin1.txt",
            b"Published: 3 March 2025\n\nThe mayor of M\xFCnster accused Tavria of theft in a caf\xE9.\n",
        )
        .file("in/nul.txt", "Tavria accused\0 Korland of theft on Monday.\n")
        .file(
            "in/nothing.html",
            "<html><head><script>var a = 1;</script></head><body><img src=a.png><script>b()</script></body></html>",
        )
        .file(
            "in/spanish.txt",
            "El presidente de Tavria acusó el lunes a Korland de haber cerrado el estrecho y amenazó con responder. \
             El gobierno de Korland rechazó la acusación y pidió una reunión urgente.\n",
        )
        .file("in/story.txt", STORY);
    let ended = env.run(&["build", "in", "-o", "out.actant"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    let skipped: Vec<&str> =
        ended.err.lines().filter_map(|l| l.strip_prefix("skipped in/")?.split(':').next()).collect();
    assert_eq!(skipped, ["binary.txt", "empty.txt", "nothing.html"], "{}", ended.err);
    assert!(ended.out.contains("unread   1 paragraph in another language (spa)"), "{}", ended.out);
    assert!(ended.out.contains("undated  "), "{}", ended.out);
    let lines = env.run(&["export", "out.actant", "--format", "jsonl"]).out;
    for document in ["utf16", "story"] {
        assert!(lines.contains(&format!("\"document\":\"{document}\"")), "{document} gives no statement:\n{lines}");
    }
}

#[test]
fn a_build_without_any_article_leaves_the_old_file() {
    let env = TestEnv::new();
    env.file("story.txt", STORY).run(&["build", "story.txt"]);
    let before = fs::read(env.path("news.actant")).expect("the file");
    fails(
        &env,
        &["build", "nowhere.txt"],
        3,
        expect![[r#"
            skipped nowhere.txt: there is no such file or folder
            actant: no article could be read
        "#]],
    );
    assert_eq!(fs::read(env.path("news.actant")).expect("the file"), before);
    assert_eq!(env.names(), ["news.actant", "story.txt"]);
}

#[test]
fn a_file_that_is_not_ours_is_not_overwritten() {
    let env = TestEnv::new();
    env.file("story.txt", STORY).file("thesis.txt", "years of work");
    let ended = env.run(&["build", "story.txt", "-o", "thesis.txt"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.starts_with("actant: thesis.txt is not an actant file"), "{}", ended.err);
    assert_eq!(env.read("thesis.txt"), "years of work");
    assert_eq!(env.names(), ["story.txt", "thesis.txt"]);
}

#[test]
fn a_folder_that_is_not_there_cannot_hold_the_output() {
    let env = TestEnv::new();
    let ended = env.file("story.txt", STORY).run(&["build", "story.txt", "-o", "no/such/folder.actant"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("no/such"), "{}", ended.err);
}

#[cfg(unix)]
#[test]
fn a_build_that_is_stopped_leaves_nothing_half_made() {
    let env = TestEnv::new();
    let mut child = env
        .command(&["build", "-", "-o", "news.actant"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    // The build waits for its input; it has begun when its draft stands in the folder.
    let begun = Instant::now();
    while env.names().is_empty() && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(20));
    }
    assert!(!env.names().is_empty(), "the build has not begun");
    // Waiting would close its input, which is another end than being stopped.
    let input = child.stdin.take();
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill can be run").success());
    let status = child.wait().expect("the program ends");
    drop(input);
    assert_eq!(status.code(), Some(130));
    assert!(env.names().is_empty(), "{:?}", env.names());
}

#[test]
fn a_build_that_is_killed_leaves_the_old_file_and_the_next_one_sweeps_up() {
    let env = TestEnv::new();
    env.file("story.txt", STORY).run(&["build", "story.txt"]);
    let before = env.run(&["stats", "news.actant"]).out;
    let mut child = env
        .command(&["build", "-", "-o", "news.actant"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    // It has begun when its draft bears the mark of one, not already when the file is made.
    let bears_mark = || {
        let draft = env.names().into_iter().find(|name| name.ends_with(".unfinished"));
        draft.is_some_and(|name| std::fs::metadata(env.path(&name)).is_ok_and(|file| file.len() > 8192))
    };
    let begun = Instant::now();
    while !bears_mark() && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("the program runs");
    child.wait().expect("the program ends");
    assert_eq!(env.run(&["stats", "news.actant"]).out, before);
    assert_eq!(env.run(&["build", "story.txt"]).code, 0);
    assert_eq!(env.names(), ["news.actant", "story.txt"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let env = TestEnv::new();
    let mut child = env
        .command(&["export", example(), "--format", "nq"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn neither_threads_nor_the_order_of_inputs_change_the_graph() {
    let env = TestEnv::new();
    let articles = examples();
    let mut files: Vec<String> = fs::read_dir(&articles)
        .expect("the articles")
        .map(|f| f.expect("an article").path().to_str().expect("a path in UTF-8").to_owned())
        .collect();
    files.sort();
    let mut lines = Vec::new();
    for (threads, name) in [("1", "one.actant"), ("2", "two.actant")] {
        let mut arguments = vec!["build", "--quiet", "--threads", threads, "-o", name];
        arguments.extend(files.iter().map(String::as_str));
        assert_eq!(env.run(&arguments).code, 0);
        lines.push(env.run(&["export", name, "--format", "jsonl"]).out);
        files.reverse();
    }
    assert_eq!(lines[0], lines[1]);
    assert!(!lines[0].is_empty());
}

#[test]
fn wrong_usage_ends_with_two_and_says_what_to_do() {
    let env = TestEnv::new();
    fails(
        &env,
        &["export", example()],
        2,
        expect![[r#"
            actant: which format? give --format, or --output with its ending
        "#]],
    );
    fails(
        &env,
        &["export", example(), "--format", "ttl", "--relation", "accuse"],
        2,
        expect![[r#"
            actant: the schema has no relation `accuse`; did you mean `accuses`?
        "#]],
    );
    fails(
        &env,
        &["export", example(), "--format", "ttl", "--relation", "xyz"],
        2,
        expect![[r#"
            actant: the schema has no relation `xyz`; `actant schema list` names them all
        "#]],
    );
    fails(
        &env,
        &["export", example(), "--format", "dot", "--layout", "dot"],
        2,
        expect![[r#"
            actant: `--layout dot` draws svg and png; `--format dot` writes GraphViz's own language
        "#]],
    );
    fails(
        &env,
        &["query", example(), "--name", "no such query"],
        2,
        expect![[r#"
            actant: no ready-made query `no such query`; `actant query FILE --list` names them
        "#]],
    );
    for arguments in [
        &["build"][..],
        &["bake"],
        &["build", "x", "--published", "tomorrow"],
        &["build", "x", "--format", "docx"],
        &["export", "x", "--format", "docx"],
        &["export", "x", "--format", "ttl", "--modality", "sure"],
        &["show", "soul", "x"],
    ] {
        let ended = env.run(arguments);
        assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.err);
        assert!(ended.err.starts_with("error: "), "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn failures_end_with_three_and_name_what_failed() {
    let env = TestEnv::new();
    env.file("text.txt", "no database").file("bad.rq", "SELECT WHERE {");
    fails(
        &env,
        &["stats", "nowhere.actant"],
        3,
        expect![[r#"
            actant: nowhere.actant does not exist
        "#]],
    );
    let ended = env.run(&["stats", "text.txt"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.starts_with("actant: text.txt is not an actant file"), "{}", ended.err);
    let ended = env.run(&["query", example(), "--file", "bad.rq"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.starts_with("actant: the query cannot be read at line 1, column "), "{}", ended.err);
    fails(
        &env,
        &["query", example(), "--file", "nowhere.rq"],
        3,
        expect![[r#"
            actant: cannot read nowhere.rq: No such file or directory (os error 2)
        "#]],
    );
    let ended = env.run(&["export", example(), "--format", "jsonl", "--entity", "Nobody At All"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.ends_with("holds no entity Nobody At All\n"), "{}", ended.err);
    fails(
        &env,
        &["export", example(), "--format", "jsonl", "--since", "yesterday"],
        3,
        expect![[r#"
            actant: `yesterday` is no date; write a day (2026-01-07), a month (2026-01) or a year (2026)
        "#]],
    );
    fails(
        &env,
        &["show", "text", "nowhere.txt"],
        3,
        expect![[r#"
            actant: nowhere.txt: there is no such file or folder
        "#]],
    );
    fails(
        &env,
        &["export", example(), "-o", "no/such.svg"],
        3,
        expect![[r#"
            actant: cannot write no/such.svg: No such file or directory (os error 2)
        "#]],
    );
    fails(
        &env,
        &["schema", "list", "--schema", "nowhere"],
        3,
        expect![[r#"
            actant: cannot read schema file nowhere: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn an_export_goes_to_the_file_or_to_standard_output() {
    let env = TestEnv::new();
    let ended = env.run(&["export", example(), "-o", "news.ttl"]);
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (0, "", ""));
    assert_eq!(env.read("news.ttl"), env.run(&["export", example(), "--format", "ttl"]).out);
    assert_eq!(env.run(&["export", example(), "--format", "csv", "-o", "tables"]).code, 0);
    assert_eq!(env.read("tables/statements.csv"), env.run(&["export", example(), "--format", "csv"]).out);
    assert_eq!(env.names(), ["news.ttl", "tables"]);
}

#[test]
fn a_filter_chooses_a_part_of_the_graph() {
    let env = TestEnv::new();
    let all = env.run(&["export", example(), "--format", "jsonl"]).out;
    let accusations = env.run(&["export", example(), "--format", "jsonl", "--relation", "accuses"]).out;
    let wanted: Vec<&str> = all.lines().filter(|l| l.contains("\"relation\":\"accuses\"")).collect();
    assert_eq!(accusations.lines().count(), wanted.len());
    assert!(!wanted.is_empty() && accusations.len() < all.len());
    let document = env.run(&["export", example(), "--format", "jsonl", "--document", "us-colombia"]).out;
    assert!(document.lines().all(|l| l.contains("\"document\":\"us-colombia\"")) && !document.is_empty());
}

#[test]
fn a_filter_that_leaves_nothing_is_named_and_the_empty_output_is_whole() {
    let env = TestEnv::new();
    let ended = env.run(&["export", example(), "--format", "csv", "--class", "conflict", "--since", "2999"]);
    assert_eq!(ended.code, 0);
    assert!(ended.err.starts_with("nothing is left: none of the ") && ended.err.ends_with(" passes --since 2999\n"));
    assert!(ended.out.starts_with("id,document,") && ended.out.lines().count() == 1, "{}", ended.out);
    let ended = env.run(&["export", example(), "--format", "svg", "--min-confidence", "1"]);
    assert!(ended.out.trim_end().ends_with("</svg>") && ended.err.contains("--min-confidence 1"), "{}", ended.err);
    let ended = env.run(&["export", example(), "--format", "csv", "--class", "friendship"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.starts_with("actant: no class `friendship`; there are cooperation, conflict"), "{}", ended.err);
    let ended = env.run(&["export", example(), "--format", "csv", "--entity", "Gustavo Petra"]);
    assert!(ended.err.contains("holds no entity Gustavo Petra; did you mean Gustavo Petro"), "{}", ended.err);
}

#[test]
fn a_path_shows_the_sentences_along_it() {
    let env = TestEnv::new();
    let ended = env.run(&["path", example(), "Donald Trump", "Gustavo Petro"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out.starts_with("Donald Trump – Gustavo Petro: 1 step\n"), "{}", ended.out);
    assert!(ended.out.contains("Donald Trump invites Gustavo Petro"), "{}", ended.out);
    assert!(ended.out.contains("us-colombia, 2026-01-"), "{}", ended.out);
    let json = env.run(&["path", example(), "Donald Trump", "Gustavo Petro", "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["steps"][0]["from"]["name"], "Donald Trump");
    assert!(json["steps"][0]["statements"][0]["evidence"][0]["text"].is_string());
    let ended = env.run(&["path", example(), "Donald Trump", "Gustavo Petro", "--until", "1999"]);
    assert!(ended.err.starts_with("nothing is left"), "{}", ended.err);
    assert_eq!((ended.code, ended.out.as_str()), (0, "no path leads from Donald Trump to Gustavo Petro\n"));
    let ended = env.run(&["path", example(), "Donald Trump", "Gustavo Petra"]);
    assert!(ended.err.contains("did you mean Gustavo Petro"), "{}", ended.err);
}

#[test]
fn a_question_is_answered_and_no_other_server_is_asked() {
    let env = TestEnv::new();
    let question = "SELECT ?name WHERE { ?who act:accuses ?whom . ?who rdfs:label ?name } ORDER BY ?name";
    let table = env.run(&["query", example(), question]);
    assert_eq!((table.code, table.err.as_str()), (0, ""));
    let csv = env.run(&["query", example(), question, "--format", "csv"]).out;
    assert!(csv.lines().count() > 3, "{csv}");
    for name in csv.lines().skip(1) {
        assert!(table.out.contains(name.trim()), "{name} is missing in\n{}", table.out);
    }
    env.file("question.rq", question);
    assert_eq!(env.run(&["query", example(), "--file", "question.rq", "--format", "csv"]).out, csv);
    assert_eq!(env.run_with(&["query", example(), "--file", "-", "--format", "csv"], question).out, csv);
    let service = env.run(&["query", example(), "SELECT * WHERE { SERVICE <https://example.org/> { ?s ?p ?o } }"]);
    assert_eq!(service.code, 3);
    assert!(service.err.contains("never leave this file"), "{}", service.err);
}

#[test]
fn ready_made_questions_are_listed_and_take_values() {
    let env = TestEnv::new();
    let list = env.run(&["query", example(), "--list"]).out;
    assert!(list.starts_with("accusations            Who accuses or condemns whom"), "{list}");
    assert!(
        list.contains("--param least=…  only pairs with at least so many statements (integer, 1 if not given)"),
        "{list}"
    );
    assert!(list.contains("--param one=…  one of the two (entity, needed)"), "{list}");
    let ask = |values: &[&str]| {
        let mut arguments = vec!["query", example(), "--format", "csv", "--name", "accusations"];
        values.iter().for_each(|value| arguments.extend(["--param", value]));
        env.run(&arguments)
    };
    let all = ask(&[]).out;
    let some = ask(&["source=donald trump"]).out;
    assert!(some.lines().count() > 1 && some.lines().count() < all.lines().count(), "{some}");
    assert!(some.lines().skip(1).all(|line| line.starts_with("Donald Trump,")), "{some}");
    let unknown = ask(&["source=Donald Trmup"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(unknown.err, "actant: nobody in the graph is called `Donald Trmup`; did you mean Donald Trump?\n");
}

#[test]
fn a_question_in_no_language_is_shown_at_its_place() {
    let env = TestEnv::new();
    let ended = env.run(&["query", example(), "ASK {\n  ?a act:accuses\n}"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.starts_with("actant: the query cannot be read at line 3, column 1: expected "), "{}", ended.err);
    assert!(ended.err.ends_with("\n  }\n  ^\n"), "{}", ended.err);
}

#[test]
fn sorted_quads_are_kept_beside_the_file_when_asked_for() {
    let env = TestEnv::new();
    std::fs::copy(example(), env.path("news.actant")).expect("room");
    let question = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }";
    let ask = |more: &[&str]| {
        let mut arguments = vec!["query", "news.actant", question, "--format", "csv"];
        arguments.extend(more);
        env.run(&arguments)
    };
    let told = ask(&[]).out;
    assert_eq!(env.names(), ["news.actant"]);
    let kept = ask(&["--index"]);
    assert!(kept.err.starts_with("wrote news.actant.index: ") && kept.err.ends_with(" quads\n"), "{}", kept.err);
    assert_eq!(kept.out, told);
    let from_there = ask(&[]);
    assert_eq!((from_there.out.as_str(), from_there.err.as_str()), (told.as_str(), ""));
    // Another file under the name: the index is made anew.
    std::fs::File::options()
        .write(true)
        .open(env.path("news.actant"))
        .and_then(|f| f.set_modified(std::time::SystemTime::UNIX_EPOCH))
        .expect("a file of ours");
    let anew = ask(&[]);
    assert_eq!(anew.out, told);
    assert!(anew.err.starts_with("wrote news.actant.index: "), "{}", anew.err);
    assert_eq!(ask(&["--index", "--top", "3"]).code, 2);
}

#[test]
fn rdf_1_2_is_written_where_the_format_has_it() {
    let env = TestEnv::new();
    let turtle = env.run(&["export", example(), "--format", "ttl", "--rdf", "1.2"]).out;
    assert!(turtle.contains("rdf:reifies <<( "), "{turtle}");
    assert!(!env.run(&["export", example(), "--format", "ttl"]).out.contains("reifies"));
    let ended = env.run(&["export", example(), "--format", "jsonld", "--rdf", "1.2"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.starts_with("actant: JSON-LD cannot carry RDF 1.2; write ttl"), "{}", ended.err);
}

#[test]
fn numbers_can_be_had_as_json() {
    let env = TestEnv::new();
    let text = env.run(&["stats", example()]).out;
    assert!(text.starts_with("        12  documents\n"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&env.run(&["stats", example(), "--json"]).out).expect("JSON");
    assert_eq!(json["counts"]["documents"], 12);
}

#[test]
fn each_stage_can_be_shown() {
    let env = TestEnv::new();
    env.file("story.txt", STORY);
    let show = |stage: &str| {
        let ended = env.run(&["show", stage, "story.txt"]);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{stage}");
        ended.out
    };
    assert!(show("text").contains("paragraph eng\nKenya accused Uganda of piracy on Thursday."));
    assert!(show("syntax").contains("nsubj"));
    assert!(show("mentions").contains("President Edvin Halloran"));
    assert!(show("entities").contains("Edvin Halloran (Person"));
    assert!(show("clauses").contains("accused (verb)"));
    assert!(show("statements").contains("Kenya accuses Uganda"));
    show("dates");
    assert_eq!(env.run_with(&["show", "statements", "-"], STORY).out, show("statements"));
    assert_eq!(env.names(), ["story.txt"]);
}

#[test]
fn scores_are_printed_with_the_figures() {
    let env = TestEnv::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/score");
    let (gold, statements) = (format!("{folder}/gold"), format!("{folder}/statements.jsonl"));
    let ended = env.run(&["score", &gold, &statements, "--relations", "--errors"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    for line in [
        "          all               10     6      2  0.625  0.833  0.714",
        "leads                        1     1      1  0.50  0.50  0.50",
        "missed  vale  rourke praises whitcombe | Rourke praised Whitcombe",
    ] {
        assert!(ended.out.lines().any(|l| l == line), "`{line}` is missing in\n{}", ended.out);
    }
    let ended = env.run(&["score", &gold]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("articles.jsonl"), "{}", ended.err);
}

#[test]
fn articles_beside_the_gold_are_analysed_when_no_statements_are_given() {
    let env = TestEnv::new();
    let text = "Kenya accused Uganda of piracy.";
    let gold = serde_json::json!({
        "doc": "a", "published": "2026-01-08",
        "entities": [
            {"id": "t", "name": "Kenya", "type": "Country", "wikidata": null, "mentions": ["Kenya"]},
            {"id": "k", "name": "Uganda", "type": "Country", "wikidata": null, "mentions": ["Uganda"]},
        ],
        "statements": [{
            "id": "s1", "source": ["t"], "relation": "accuses", "target": ["k"], "polarity": "positive",
            "modality": "actual", "attribution": null, "date": null, "evidence": [text], "certain": true,
        }],
    });
    env.file("gold/a.json", gold.to_string()).file(
        "gold/articles.jsonl",
        serde_json::json!({"id": "a", "published": "2026-01-08", "text": text}).to_string(),
    );
    let ended = env.run(&["score", "gold", "--json"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let figures: serde_json::Value =
        serde_json::from_str(ended.out.lines().next().expect("a line of figures")).expect("JSON");
    assert_eq!(figures["events"]["f1"], 1.0, "{}", ended.out);
}

#[test]
fn what_is_not_sure_enough_is_left_out() {
    let env = TestEnv::new();
    env.file("story.txt", STORY).run(&["build", "story.txt", "-o", "t.actant"]);
    let lines = |least: &str| env.run(&["export", "t.actant", "--format", "jsonl", "--min-confidence", least]).out;
    let confidence = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        line["confidence"].as_f64().expect("a probability")
    };
    let all = lines("0");
    let most = all.lines().map(confidence).fold(0.0, f64::max);
    let least = all.lines().map(confidence).fold(1.0, f64::min);
    assert!(least < most, "{all}");
    let sure = lines(&most.to_string());
    assert!(!sure.is_empty() && sure.lines().all(|line| confidence(line) >= most), "{sure}");
    let ended = env.run(&["export", "t.actant", "--format", "jsonl", "--min-confidence", "80"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("a probability from 0 to 1 is meant"), "{}", ended.err);
}
