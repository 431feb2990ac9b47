//! One name for one thing: no two crates of the product call a public type the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no product code: contracts are tests, and other tests stand beside it.
const LEFT_OUT: [&str; 3] = ["contract", "tests", "tools"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a folder can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !LEFT_OUT.contains(&name.as_ref()) {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The name that a line gives to a type others can see.
fn named(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub")?;
    let rest = match rest.strip_prefix('(') {
        Some(scope) => scope.split_once(')')?.1,
        None => rest,
    };
    let mut words = rest.split_whitespace();
    let is_type = matches!(words.next()?, "struct" | "enum" | "trait" | "type");
    let name = words.next()?.split(|c: char| !c.is_alphanumeric()).next()?;
    (is_type && !name.is_empty()).then_some(name)
}

#[test]
fn no_two_crates_call_a_type_the_same() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(&crates).expect("the crates") {
        let path = entry.expect("a crate").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut files = Vec::new();
        sources(&path.join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).expect("a source is text");
            for found in text.lines().filter_map(named) {
                let homes = homes.entry(found.to_owned()).or_default();
                homes.insert(name.clone().into_owned());
            }
        }
    }

    assert!(homes.len() > 500, "the sources are read: {}", homes.len());
    let shared: Vec<_> = homes.iter().filter(|(_, homes)| homes.len() > 1).collect();
    assert!(
        shared.is_empty(),
        "these names mean two things, so give one of each a longer one: {shared:?}"
    );
}

#[test]
fn a_type_is_found_whoever_may_see_it() {
    assert_eq!(named("pub struct Person {"), Some("Person"));
    assert_eq!(named("    pub(crate) enum Way<'a> {"), Some("Way"));
    assert_eq!(named("pub(super) type Rows = Vec<u8>;"), Some("Rows"));
    assert_eq!(named("pub fn person() {"), None);
    assert_eq!(named("struct Person;"), None);
}
