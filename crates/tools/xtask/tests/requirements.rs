//! `crates/REQUIREMENTS.md` and the code agree: it has every cited number, and every requirement
//! for shipping has a test.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = "crates/REQUIREMENTS.md";
/// Marks a row without a test so far.
const NOT_BUILT: &str = "Not built";
/// A row with a link requires a document; `readme.rs` checks that it exists.
const DOCUMENT: &str = "](";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The files that cite numbers, by their paths from the root.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = ["crates", "end2end", "style"].map(PathBuf::from).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let path = folder.join(&name);
            let is_made = [
                "node_modules",
                "corpus",
                "test-results",
                "playwright-report",
            ]
            .iter()
            .any(|made| name == *made);
            if root().join(&path).is_dir() {
                if !is_made {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|end| {
                ["rs", "ts", "sql", "md", "css", "toml"]
                    .iter()
                    .any(|of| end == *of)
            }) {
                let text = fs::read_to_string(root().join(&path)).expect("text");
                found.push((path, text));
            }
        }
    }
    found
}

/// The numbers that stand alone in a text: `S17`, `T9`, and `s17` in a test's name.
fn numbers(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_number = |word: &&str| {
        let digits = word.strip_prefix(['S', 'T']).unwrap_or_default();
        (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let names = text
        .split("fn ")
        .skip(1)
        .filter_map(|rest| rest.split('(').next());
    let of_names = names
        .flat_map(|name| name.split('_'))
        .map(str::to_uppercase);
    words
        .filter(is_number)
        .map(str::to_owned)
        .chain(of_names.filter(|name| is_number(&name.as_str())))
        .collect()
}

/// The rows of the page: number, whether it has a star, and text.
fn rows(page: &str) -> Vec<(String, bool, String)> {
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    let numbered = rows.filter(|(number, _)| number.starts_with(['S', 'T']));
    numbered
        .map(|(number, rule)| {
            (
                number.trim_end_matches('★').to_owned(),
                number.ends_with('★'),
                rule.to_owned(),
            )
        })
        .collect()
}

#[test]
fn every_number_that_is_cited_has_a_row() {
    let page = fs::read_to_string(root().join(PAGE)).expect("the page");
    let known: BTreeSet<String> = rows(&page).into_iter().map(|(number, ..)| number).collect();
    for (path, text) in sources() {
        // The page itself mentions omitted numbers, too.
        if path == Path::new(PAGE) || path.ends_with("tests/requirements.rs") {
            continue;
        }
        let unknown: Vec<_> = numbers(&text)
            .into_iter()
            .filter(|number| !known.contains(number))
            .collect();
        assert!(
            unknown.is_empty(),
            "{} cites {unknown:?}, which {PAGE} doesn't have",
            path.display()
        );
    }
}

#[test]
fn what_nothing_ships_without_has_a_test() {
    let page = fs::read_to_string(root().join(PAGE)).expect("the page");
    let is_test = |path: &Path| {
        let parts = path
            .components()
            .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "contract");
        parts || path.ends_with("tests.rs") || path.to_string_lossy().ends_with(".spec.ts")
    };
    let mut proved = BTreeSet::new();
    for (path, text) in sources()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests/requirements.rs"))
    {
        // Unit tests follow the code in the same file.
        let tests = if is_test(&path) {
            Some(text.as_str())
        } else {
            text.split_once("#[cfg(test)]").map(|(_, tests)| tests)
        };
        proved.extend(tests.map(numbers).unwrap_or_default());
    }
    let rows = rows(&page);
    assert!(rows.len() > 120, "the page is read");
    let unproved = |(number, star, rule): &(String, bool, String)| {
        let wanted = *star || number.starts_with('T');
        (wanted
            && ![NOT_BUILT, DOCUMENT].iter().any(|word| rule.contains(word))
            && !proved.contains(number))
        .then(|| number.clone())
    };
    let unproved: Vec<_> = rows.iter().filter_map(unproved).collect();
    assert!(unproved.is_empty(), "no test cites {unproved:?}");
}

#[test]
fn numbers_stand_alone() {
    let found = numbers("S17, S2: (S3★); fn s44_t9_x() { UTF8, S1234, A5, MS11 }");
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        ["S17", "S2", "S3", "S44", "T9"]
    );
}
