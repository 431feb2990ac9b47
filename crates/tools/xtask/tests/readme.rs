//! The files that the repository's documents name exist.

use std::fs;
use std::path::{Path, PathBuf};

/// Outputs of builds and runs, which documents name although the repository doesn't have them.
const MADE: [&str; 3] = ["target/", "data/", "site/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Every document, by its path from the root.
fn documents() -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from("README.md")];
    let mut folders = vec![PathBuf::from("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let path = folder.join(&name);
            if root().join(&path).is_dir() && name != "node_modules" && name != "corpus" {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                found.push(path);
            }
        }
    }
    found
}

/// The targets of links that lead to files.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let targets = targets.map(|target| target.split('#').next().unwrap_or_default());
    targets
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

/// Words in backquotes that name a file or folder: with a slash and an ending, or with a slash at
/// the end.
fn named(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    let words = prose.flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let is_plain = |word: &&str| {
        word.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
    };
    let is_path = |word: &&str| {
        let ends = Path::new(word)
            .extension()
            .is_some_and(|end| end.len() <= 4)
            || word.ends_with('/');
        word.contains('/') && ends && !word.starts_with(['/', '.'])
    };
    words
        .filter(is_plain)
        .filter(is_path)
        .filter(|word| !MADE.iter().any(|made| word.starts_with(made)))
        .collect()
}

/// Whether a path exists, as its document means it: from the document, from the root, from
/// `crates`, or from a crate's sources.
fn is_there(document: &Path, path: &str) -> bool {
    let beside = document.parent().unwrap_or(Path::new(""));
    let up = beside.join("..");
    let places = [
        beside.to_owned(),
        PathBuf::new(),
        PathBuf::from("crates"),
        beside.join("src"),
        beside.join("tests"),
        up,
    ];
    places
        .iter()
        .any(|place| root().join(place).join(path).exists())
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let mut missing = Vec::new();
    let mut looked_at = 0;
    for document in documents() {
        let text = fs::read_to_string(root().join(&document)).expect("a document");
        for path in links(&text).into_iter().chain(named(&text)) {
            looked_at += 1;
            if !is_there(&document, path) {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(looked_at > 40, "{looked_at} names were looked at");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn names_of_files_are_told_from_other_words() {
    let text = "See [how](crates/README.md#the-house), [out](https://example.org/a), `crates/domain/src/policy`, `/recover`, \
                `a/b.rs`, `style/`, `cargo run`.\n```sh\ncargo run # `not/this.rs`\n```\n`target/x.json`";
    assert_eq!(links(text), ["crates/README.md"]);
    assert_eq!(named(text), ["a/b.rs", "style/"]);
}
