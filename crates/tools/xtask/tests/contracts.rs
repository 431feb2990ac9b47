//! A contract test that no engine's list names would never run.

use std::fs;
use std::path::Path;

#[test]
fn every_contract_test_is_listed() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for contract in ["storage", "vault"] {
        let folder = crates.join(contract).join("src/contract");
        let list = fs::read_to_string(folder.join("mod.rs")).expect("a source is text");
        let mut tests = 0;
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            // What tests share isn't a test.
            if path.ends_with("mod.rs") || path.ends_with("support.rs") {
                continue;
            }
            let source = fs::read_to_string(&path).expect("a source is text");
            for line in source.lines() {
                let Some(name) = line.strip_prefix("pub async fn ") else {
                    continue;
                };
                let name = name.split('(').next().unwrap_or_default();
                tests += 1;
                assert!(
                    list.contains(&format!(" {name},")),
                    "{}: {name}",
                    path.display()
                );
            }
        }
        assert!(tests > 100, "{contract}: {tests} tests are found");
    }
}
