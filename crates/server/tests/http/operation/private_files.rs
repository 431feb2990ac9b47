//! Files that only their owner may read, and the program's words about those that others can read
//! (S105).

use crate::support::program::run;
use regain_testkit::World;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

const DATABASE: &str = "regain.sqlite3";

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("a file").permissions().mode() & 0o777
}

#[test]
fn s105_production_serves_with_no_file_that_others_can_read() {
    let folder = tempfile::tempdir().expect("a directory");
    assert!(run(folder.path(), "production", &["create-keys"]).0);
    for (name, key) in [
        (DATABASE, "database_url"),
        ("regain.sqlite3-wal", "database_url"),
        ("regain.heads", "heads_file"),
        ("regain.keys", "key_file"),
    ] {
        let path = folder.path().join(name);
        if name != "regain.keys" {
            std::fs::write(&path, "").expect("the disk takes it");
        }
        for exposed in [0o644, 0o640, 0o604, 0o620] {
            set_mode(&path, exposed);
            let (served, words) = run(folder.path(), "production", &["serve"]);
            assert!(!served, "{words}");
            assert!(
                words.contains(&format!("{key}: {name} has mode {exposed:04o}")),
                "{words}"
            );
            assert!(
                words.contains(&format!("chmod 600 {name}")) && words.trim().lines().count() == 1,
                "{words}"
            );
        }
        set_mode(&path, 0o600);
        let words = run(folder.path(), "production", &["serve"]).1;
        assert!(!words.contains("chmod"), "{words}");
        for left in [
            DATABASE,
            "regain.sqlite3-wal",
            "regain.sqlite3-shm",
            "regain.heads",
        ] {
            let _ = std::fs::remove_file(folder.path().join(left));
        }
    }
}

#[tokio::test]
async fn s105_backups_and_what_is_restored_are_their_owners_alone() {
    let folder = tempfile::tempdir().expect("a directory");
    World::new()
        .await
        .leave_in(folder.path())
        .await
        .expect("the disk takes it");
    let (done, words) = run(folder.path(), "development", &["backup", "copy"]);
    assert!(done, "{words}");
    let copy = folder.path().join("copy");
    assert_eq!(mode(&copy), 0o600);

    // As a backup comes back from another machine, and as an earlier attempt left its own copy.
    set_mode(&copy, 0o644);
    let left = folder.path().join("regain.sqlite3.restoring");
    std::fs::write(&left, "").expect("the disk takes it");
    set_mode(&left, 0o666);
    let (done, words) = run(folder.path(), "development", &["restore", "copy"]);
    assert!(done, "{words}");
    assert_eq!(mode(&folder.path().join(DATABASE)), 0o600);
}
