//! S96: outside input reaches the database as a bound parameter. The driver takes only texts from
//! the source, unless the code declares another one safe: it does so where a statement can't have
//! parameters, with texts made of constants.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The declaration.
const SAID: &str = "AssertSqlSafe(";
/// The files of the storage that may declare it, and how often: for names of tables and columns
/// from the source, and for a number among settings.
const WHERE: [(&str, usize); 4] = [
    ("connections.rs", 1),
    ("moments.rs", 1),
    ("restricted.rs", 1),
    ("self_test.rs", 1),
];

fn walk(folder: &Path, found: &mut BTreeMap<String, usize>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
            continue;
        }
        let times = fs::read_to_string(&path)
            .expect("a source is text")
            .matches(SAID)
            .count();
        if times > 0 {
            found.insert(
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                times,
            );
        }
    }
}

#[test]
fn s96_no_statement_is_made_of_what_comes_from_outside() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = BTreeMap::new();
    for product in [
        "admin",
        "app",
        "base",
        "domain",
        "mail",
        "server",
        "service",
        "storage",
        "storage-postgres",
        "storage-sql",
        "storage-sqlite",
        "vault",
    ] {
        walk(&crates.join(product).join("src"), &mut found);
    }
    let known = WHERE.map(|(file, times)| (file.to_owned(), times));
    assert_eq!(found, BTreeMap::from(known));
}
