//! The operators' commands `regain create-keys --rotate` and `--retire`, and what the other
//! commands say afterwards.

use crate::support::program::run;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use regain_server::key_file;
use regain_testkit::{Database, World};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the disk takes it");
}

#[tokio::test]
async fn s104_a_rotation_by_commands_and_what_is_refused_on_its_way() {
    let directory = tempfile::tempdir().expect("a directory");
    let folder = directory.path();
    World::new()
        .await
        .leave_in(folder)
        .await
        .expect("the disk takes it");
    let regain = |arguments: &[&str]| run(folder, "production", arguments);
    let refused = |arguments: &[&str], why: &str| {
        let (done, words) = regain(arguments);
        assert!(!done && words.contains(why), "{arguments:?}: {words}");
    };
    let told = Database::at(folder.join("regain.sqlite3"));
    let rotated = "SELECT count(*) FROM history WHERE event = 'keys.rotated'";
    let path = folder.join("regain.keys");
    let keys = || std::fs::read_to_string(&path).expect("a file");
    let first = keys();
    assert!(regain(&["backup", "before.sqlite3"]).0);
    refused(&["create-keys"], "exists already");
    refused(&["create-keys", "--retire", "1"], "key 1 is the newest");

    let (done, words) = regain(&["create-keys", "--rotate"]);
    assert!(done && words.contains("Added key 2"), "{words}");
    let second = keys();
    assert!(second.starts_with(&first) && second.lines().count() == 3);
    assert_eq!(
        path.metadata().expect("a file").permissions().mode() & 0o777,
        0o600
    );
    refused(&["create-keys"], "exists already");
    refused(
        &["create-keys", "--retire", "1"],
        "no newer key than 1 seals yet",
    );
    let words = regain(&["doctor"]).1;
    assert!(
        words.contains("key 2; older: 1")
            && words.contains("key 1 is the newest that the history knows"),
        "{words}"
    );
    assert_eq!(
        told.number(rotated).await,
        0,
        "who only looks changes nothing"
    );

    // Nobody's address: serving ends once it has looked at the history.
    for _ in 0..2 {
        refused(&["serve"], "can't be listened on");
        assert_eq!(told.number(rotated).await, 1);
    }
    let (whole, words) = regain(&["audit", "verify"]);
    assert!(whole, "{words}");
    let words = regain(&["doctor"]).1;
    assert!(
        words.contains("key 1 is needed still: ") && words.contains("3 passwords"),
        "{words}"
    );
    refused(&["create-keys", "--retire", "1"], "key 1 is needed still: ");
    refused(&["create-keys", "--retire", "2"], "key 2 is the newest");
    refused(&["create-keys", "--retire", "9"], "it has no key 9");
    refused(
        &["create-keys", "--rotate", "--retire", "1"],
        "cannot be used with",
    );
    assert_eq!(keys(), second, "nothing was done");

    // Somebody took lines out, or put the earlier file back.
    let by_hand: String = second
        .lines()
        .filter(|line| !line.starts_with("key 1 "))
        .flat_map(|line| [line, "\n"])
        .collect();
    for (text, missing) in [(by_hand, 1), (first, 2)] {
        write(&path, &text);
        let words = regain(&["doctor"]).1;
        assert!(
            words.contains(&format!(
                "keys           WRONG  key_file: the history is sealed with key {missing}"
            )),
            "{words}"
        );
        for command in [&["serve"][..], &["audit", "verify"]] {
            refused(
                command,
                &format!("sealed with key {missing}, which regain.keys doesn't have"),
            );
        }
    }
    write(&path, &second);
    let (done, words) = regain(&["restore", "before.sqlite3"]);
    assert!(done, "a backup from before the rotation: {words}");
    let (whole, words) = regain(&["audit", "verify"]);
    assert!(whole, "{words}");
    assert_eq!(told.number(rotated).await, 1, "it goes on with the newest");
}

#[tokio::test]
async fn s104_a_backup_from_before_a_retirement_asks_for_the_key_file_of_then() {
    let directory = tempfile::tempdir().expect("a directory");
    let folder = directory.path();
    World::new()
        .await
        .leave_in(folder)
        .await
        .expect("the disk takes it");
    assert!(run(folder, "production", &["create-keys", "--rotate"]).0);
    let path = folder.join("regain.keys");
    // As if nothing still depended on it.
    key_file::retire(&path, 1, &mut StdRng::seed_from_u64(1)).expect("it goes");
    let (served, words) = run(folder, "production", &["serve"]);
    assert!(
        !served && words.contains("sealed with key 1, which is retired"),
        "{words}"
    );
    assert_eq!(key_file::load(&path).expect("keys").retired().len(), 1);
}
