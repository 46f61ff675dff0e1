use actant::ingest::{Input, Keys, Options, Skipped, Source, discover};

use super::{Folder, reader};

fn keys(sources: &[Source]) -> Vec<&str> {
    sources.iter().map(|s| s.key.as_str()).collect()
}

fn reasons(skipped: &[Skipped]) -> Vec<String> {
    skipped.iter().map(|s| s.to_string().rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_folder_is_walked_in_order_and_other_formats_are_named() {
    let folder = Folder::new();
    for name in ["b.txt", "a.html", "deep/c.md", "deep/photo.jpg", ".hidden.txt", ".git/x.txt"] {
        folder.write(name, "x");
    }
    let (sources, skipped) = discover(&[folder.path().display().to_string()]);
    assert_eq!(keys(&sources), ["a", "b", "deep/c"]);
    assert_eq!(reasons(&skipped), ["photo.jpg: its ending names no format that is read"]);
    assert!(!skipped[0].reason.is_failure());
}

#[test]
fn a_file_is_known_by_its_stem_and_read_once() {
    let folder = Folder::new();
    folder.write("in/seed-1.txt", "x");
    folder.write("in/seed-2.txt", "x");
    let inputs =
        [folder.name("in/seed-1.txt"), folder.name("in"), folder.name("in/../in/seed-1.txt"), folder.name("in/*.txt")];
    let (sources, skipped) = discover(&inputs);
    assert_eq!(keys(&sources), ["seed-1", "seed-2"]);
    assert!(skipped.is_empty());
    let mut turned = inputs.clone();
    turned.reverse();
    assert_eq!(keys(&discover(&turned).0), ["seed-1", "seed-2"]);
}

#[test]
fn equal_keys_are_told_apart_in_any_order_of_arguments() {
    let folder = Folder::new();
    for name in ["x/a.txt", "y/a.txt", "y/b.txt", "y/b.html"] {
        folder.write(name, "x");
    }
    let inputs = ["y/b.html", "x/a.txt", "y/b.txt", "y/a.txt"].map(|n| folder.name(n));
    let mut turned = inputs.clone();
    turned.reverse();
    assert_eq!(keys(&discover(&inputs).0), ["b.html", "b.txt", "x/a", "y/a"]);
    assert_eq!(discover(&inputs).0, discover(&turned).0);
}

#[test]
fn globs_name_files_below_their_fixed_part() {
    let folder = Folder::new();
    for name in ["n/2025/a.txt", "n/2026/a.txt", "n/2026/b.html", "n/c.txt"] {
        folder.write(name, "x");
    }
    assert_eq!(keys(&discover(&[folder.name("n/*/a.txt")]).0), ["2025/a", "2026/a"]);
    assert_eq!(keys(&discover(&[folder.name("n/**/*.{txt,html}")]).0), ["2025/a", "2026/a", "2026/b", "c"]);
    assert_eq!(reasons(&discover(&[folder.name("n/*.pdf")]).1), ["*.pdf: no file matches the pattern"]);
    assert!(reasons(&discover(&[folder.name("n/[")]).1)[0].starts_with("[: not a valid pattern: "));
}

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new();
    let (sources, skipped) = discover(&[folder.name("none.txt")]);
    assert!(sources.is_empty());
    assert_eq!(reasons(&skipped), ["none.txt: there is no such file or folder"]);
    assert!(skipped[0].reason.is_failure());
}

#[test]
fn a_dash_is_standard_input() {
    let (sources, _) = discover(&["-".to_owned(), "-".to_owned()]);
    assert_eq!(sources, [Source { input: Input::Stdin, key: "stdin".to_owned() }]);
}

#[cfg(unix)]
#[test]
fn links_inside_a_folder_are_not_followed() {
    let folder = Folder::new();
    folder.write("in/a.txt", "x");
    folder.write("secret.txt", "x");
    std::os::unix::fs::symlink(folder.path().join("in"), folder.path().join("in/loop")).expect("a link can be made");
    std::os::unix::fs::symlink(folder.path().join("secret.txt"), folder.path().join("in/out.txt")).expect("a link");
    let (sources, skipped) = discover(&[folder.name("in")]);
    assert_eq!(keys(&sources), ["a"]);
    let reason = "is a link, which is not followed inside a folder";
    assert_eq!(reasons(&skipped), [format!("loop: {reason}"), format!("out.txt: {reason}")]);
}

#[cfg(unix)]
#[test]
fn a_link_to_itself_cannot_be_read() {
    let folder = Folder::new();
    let path = folder.path().join("self.txt");
    std::os::unix::fs::symlink(&path, &path).expect("a link can be made");
    let (sources, skipped) = discover(&[folder.name("self.txt")]);
    assert!(sources.is_empty());
    assert!(reasons(&skipped)[0].starts_with("self.txt: cannot be read: "));
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_named_and_the_rest_is_found() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("in/a.txt", "x");
    folder.write("in/shut/b.txt", "x");
    let shut = folder.path().join("in/shut");
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).expect("the mode can be set");
    let can_read_all = std::fs::read_dir(&shut).is_ok();
    let (sources, skipped) = discover(&[folder.name("in")]);
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o755)).expect("the mode can be set");
    assert_eq!(keys(&sources)[0], "a");
    // The superuser reads everything.
    if !can_read_all {
        assert!(reasons(&skipped)[0].starts_with("shut: cannot be read: "), "{skipped:?}");
        assert!(skipped[0].reason.is_failure());
    }
}

#[test]
fn a_page_whose_address_is_taken_goes_by_its_path() {
    let folder = Folder::new();
    let story = "The river Orta left its banks on Tuesday and drove four thousand people from their homes. ".repeat(8);
    let page =
        format!("<html><head><link rel=canonical href='https://h.example/'></head><body><p>{story}</p></body></html>");
    folder.write("a.html", &page);
    folder.write("b.html", &page);
    folder.write("c.jsonl", "{\"id\":\"r\",\"text\":\"One.\"}\n{\"id\":\"r\",\"text\":\"Two.\"}");
    let (sources, _) = discover(&[folder.path().display().to_string()]);
    let (reader, mut claimed) = (reader(Options::default()), Keys::default());
    let (mut read, mut left_out) = (Vec::new(), Vec::new());
    for source in &sources {
        for record in reader.records(source).expect("the file is readable") {
            let mut record = record.expect("the record is readable");
            match claimed.claim(source, record.line, &mut record.articles) {
                Ok(()) => read.extend(record.articles.into_iter().map(|a| a.key)),
                Err(skipped) => left_out.push(skipped),
            }
        }
    }
    assert_eq!(read, ["https://h.example/", "b", "r"]);
    assert_eq!(reasons(&left_out), ["c.jsonl:2: the key `r` is that of an earlier document"]);
}
