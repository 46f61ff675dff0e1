//! The order of the modules in `src/lib.rs` is the order of use.

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn modules() -> Vec<String> {
    let text = fs::read_to_string(source().join("lib.rs")).expect("lib.rs is there");
    text.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned)).collect()
}

fn files(module: &str) -> Vec<PathBuf> {
    let folder = source().join(module);
    if !folder.is_dir() {
        return vec![source().join(format!("{module}.rs"))];
    }
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|e| e.expect("the sources can be read").into_path())
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .collect()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let modules = modules();
    let mut wrong = Vec::new();
    for (i, module) in modules.iter().enumerate() {
        for file in files(module) {
            let text = fs::read_to_string(&file).expect("the sources can be read");
            for (number, line) in text.lines().enumerate() {
                // Documentation may point anywhere.
                if line.trim_start().starts_with("//") {
                    continue;
                }
                for below in &modules[i + 1..] {
                    let path = format!("crate::{below}::");
                    if line.contains(&path) || line.contains(&format!("crate::{below};")) {
                        wrong.push(format!("{}:{}: {module} uses {below}", file.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_binary_is_thin() {
    let text = fs::read_to_string(source().join("main.rs")).expect("main.rs is there");
    assert!(text.lines().count() <= 60);
}
