//! The schema's patterns as the engine understands them.

use std::path::Path;

use actant::clauses::Grammar;
use actant::patterns::Patterns;
use actant::schema::Schema;
use actant::syntax::Engine;

#[test]
fn the_lock_file_holds_what_the_engine_understands() {
    let schema = Schema::built_in().expect("the built-in schema is sound");
    let grammar = Grammar::new(&schema).expect("the function words are sound");
    let engine = Engine::built_in().expect("the model is sound");
    let (patterns, errors) = Patterns::parsed(&schema, &grammar, &engine);
    assert!(errors.is_empty(), "{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/patterns.lock");
    let now = patterns.lock(&schema);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &now).expect("the lock file can be written");
    }
    let locked = std::fs::read_to_string(&path).expect("the lock file is there");
    let changed: Vec<&str> = now.lines().filter(|line| !locked.lines().any(|l| l == *line)).take(10).collect();
    assert!(now == locked, "run `actant schema lock > schema/patterns.lock`; new or changed:\n{}", changed.join("\n"));
}

#[test]
fn a_pattern_is_a_tree_of_roles() {
    let lock = include_str!("../../schema/patterns.lock");
    for line in [
        "accuses\tA accused B (of X)\taccuse.v[subj A, obj B, ~of? X]",
        "condemns\tA condemned/criticized/criticised/denounced/slammed/blasted/lambasted/decried/deplored B's ACT\tcondemn.v[subj A, obj *.n[subj B]]",
    ] {
        assert!(lock.lines().any(|l| l == line), "{line}");
    }
}
