//! The file of heads after its last line was torn: the server loses no published head, and locks
//! nobody out (S80). If the file is lost, emptied or written by others, nothing is served until an
//! operator says which database is the right one.

use crate::support::people::change_password;
use regain_service::heads::{HeadFile, Keeper, RolledBack};
use regain_testkit::World;
use std::collections::HashMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

fn keeper(world: &World, path: &Path) -> Keeper {
    world.regain().keeper(
        HeadFile::open(path, world.heads_key()).expect("a file"),
        false,
    )
}

async fn publish(keeper: &mut Keeper) {
    keeper
        .publish()
        .await
        .expect("the file takes it")
        .expect("nothing is wrong")
        .expect("a head");
}

/// A world that published twice into this file; the file's length after the first time, and its
/// content now.
async fn published(path: &Path) -> (World, usize, Vec<u8>) {
    let world = World::new().await;
    let mut heads = keeper(&world, path);
    publish(&mut heads).await;
    let first = std::fs::read(path).expect("a file").len();
    change_password(&world, "a newer sentence than before").await;
    publish(&mut heads).await;
    (world, first, std::fs::read(path).expect("a file"))
}

#[tokio::test]
async fn s80_a_line_torn_at_any_byte_keeps_nobody_out_and_hides_no_older_database() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("heads");
    let (world, first, whole) = published(&path).await;
    let older = World::new().await;
    for length in first..whole.len() {
        std::fs::write(&path, &whole[..length]).expect("the disk takes it");
        let mut heads = keeper(&world, &path);
        heads
            .check()
            .await
            .expect("an answer")
            .expect("nothing is wrong");
        if [first, first + 20, whole.len() - 1].contains(&length) {
            publish(&mut heads).await;
            let refused = keeper(&older, &path).check().await.expect("an answer");
            assert!(
                matches!(refused, Err(RolledBack::Older { .. })),
                "{length}: {refused:?}"
            );
        }
    }
}

/// Whether a command succeeds in this folder, and its output.
fn run(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let file = |name: &str| folder.join(name).display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_regain"));
    command.args(arguments).current_dir(folder).env_clear();
    // Somebody else's port: a server that starts after all ends when it tries to listen.
    let taken = TcpListener::bind("127.0.0.1:0")
        .and_then(|taken| Ok((taken.local_addr()?, taken)))
        .expect("a port");
    command.env("REGAIN_LISTEN", taken.0.to_string());
    command
        .env("REGAIN_PUBLIC_URL", "https://id.example.org")
        .env("REGAIN_ORGANISATION", "Example");
    command.env(
        "REGAIN_DATABASE_URL",
        format!("sqlite://{}", file("regain.sqlite3")),
    );
    command
        .env("REGAIN_KEY_FILE", file("regain.keys"))
        .env("REGAIN_HEADS_FILE", file("regain.heads"));
    let done = command.output().expect("it runs");
    let words = [done.stdout, done.stderr].concat();
    (
        done.status.success(),
        String::from_utf8_lossy(&words).into_owned(),
    )
}

#[tokio::test]
async fn s80_a_torn_line_keeps_no_command_from_its_work() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("regain.heads");
    let (world, first, whole) = published(&path).await;
    let seq = HeadFile::read(&path, world.heads_key())
        .expect("a file")
        .head()
        .expect("a head")
        .seq;
    world
        .leave_in(directory.path())
        .await
        .expect("the disk takes it");
    let run = |arguments: &[&str]| run(directory.path(), arguments);
    assert!(run(&["backup", "copy"]).0);

    let torn = [&whole[..], b"manifest 0011"].concat();
    std::fs::write(&path, &torn).expect("the disk takes it");
    let (done, words) = run(&["audit", "verify"]);
    assert!(
        done && words.contains(&format!("up to entry {seq}.")),
        "{words}"
    );
    let words = run(&["doctor"]).1;
    assert!(
        words.contains("and agrees with the heads outside"),
        "{words}"
    );
    assert!(
        words.contains("without a passkey that counts: 1 of 1 who have a role"),
        "S114: {words}"
    );
    assert_eq!(
        std::fs::read(&path).expect("a file"),
        torn,
        "who only looks changes nothing"
    );

    std::fs::write(&path, &whole[..whole.len() - 5]).expect("the disk takes it");
    let (done, words) = run(&["audit", "verify"]);
    assert!(done && words.contains("It agrees with"), "{words}");
    let (done, words) = run(&["restore", "copy"]);
    assert!(done, "{words}");
    let now = std::fs::read_to_string(&path).expect("a file");
    let end = String::from_utf8_lossy(&whole[..first]);
    assert!(now.starts_with(&*end), "what was published stays");
    assert!(
        now.lines()
            .last()
            .is_some_and(|line| line.starts_with("restored 1 "))
            && now.ends_with('\n'),
        "{now}"
    );
    let (done, words) = run(&["audit", "verify"]);
    assert!(done && words.contains("It agrees with"), "{words}");
}

/// The output of a command that would serve: it refuses before it listens.
fn refused(folder: &Path) -> String {
    let (done, words) = run(folder, &["serve"]);
    assert!(!done && words.contains("Nothing is served"), "{words}");
    words
}

async fn left_in(folder: &Path) {
    World::new()
        .await
        .leave_in(folder)
        .await
        .expect("the disk takes it");
}

#[tokio::test]
async fn s80_a_history_without_its_heads_is_served_only_when_an_operator_accepts_it() {
    for emptied in [false, true] {
        let directory = tempfile::tempdir().expect("a directory");
        let folder = directory.path();
        let path = directory.path().join("regain.heads");
        left_in(folder).await;
        let run = |arguments: &[&str]| run(folder, arguments);
        assert!(run(&["audit", "verify"]).0, "with them it is whole");
        let (done, words) = run(&["heads", "accept", "1"]);
        assert!(
            done && words.contains("Nothing is to be accepted."),
            "{words}"
        );

        if emptied {
            std::fs::write(&path, "").expect("the disk takes it");
        } else {
            std::fs::remove_file(&path).expect("it goes");
        }
        for _ in 0..2 {
            let words = refused(folder);
            assert!(
                words.contains("tells of none") && words.contains("regain heads accept"),
                "{words}"
            );
        }
        assert!(!run(&["audit", "verify"]).0);
        assert!(run(&["doctor"]).1.contains("where it is lost for good"));

        let (done, words) = run(&["heads", "accept"]);
        assert!(
            !done && words.contains("nothing was accepted. Only if you know"),
            "{words}"
        );
        let entries: u64 = words
            .rsplit(' ')
            .next()
            .and_then(|last| last.trim().parse().ok())
            .expect("a number");
        assert!(
            !run(&["heads", "accept", &(entries - 1).to_string()]).0,
            "another one"
        );
        refused(folder);
        let (done, words) = run(&["heads", "accept", &entries.to_string()]);
        assert!(done && words.contains("Accepted."), "{words}");
        let (done, words) = run(&["audit", "verify"]);
        assert!(
            done && words.contains(&format!("up to entry {}.", entries + 1)),
            "{words}"
        );
        let told = regain_testkit::Database::at(folder.join("regain.sqlite3"));
        assert_eq!(
            told.number("SELECT count(*) FROM history WHERE event = 'database.accepted'")
                .await,
            1
        );
        assert_eq!(told.number("SELECT count(*) FROM sessions").await, 0);
    }
}

#[tokio::test]
async fn s80_lines_without_our_seal_are_refused_and_what_was_sealed_is_kept() {
    let directory = tempfile::tempdir().expect("a directory");
    let folder = directory.path();
    let path = directory.path().join("regain.heads");
    left_in(folder).await;
    let whole = std::fs::read_to_string(&path).expect("a file");
    let last = whole.lines().last().expect("a head").to_owned();
    let seal = last.rsplit(' ').next().expect("a seal");
    let zeros = "0".repeat(64);
    for forged in [
        format!("restored 1 0 {zeros} 1800000000000 {seal}"),
        format!("restored 0 {zeros} 1800000000000"),
    ] {
        std::fs::write(&path, format!("{whole}{forged}\n")).expect("the disk takes it");
        let (done, words) = run(folder, &["serve"]);
        assert!(
            !done && words.contains("isn't one that Regain wrote"),
            "{words}"
        );
    }
    let entries = last.split(' ').nth(2).expect("a number");
    let (done, words) = run(folder, &["heads", "accept", entries]);
    assert!(
        done && words.contains("regain.heads.before-accept-1"),
        "{words}"
    );
    let now = std::fs::read_to_string(&path).expect("a file");
    let manifests = whole.lines().filter(|line| line.starts_with("manifest "));
    // The newest of each person: later lines have later versions.
    let newest: HashMap<_, _> = manifests
        .map(|line| (line.split(' ').nth(2), line))
        .collect();
    assert!(
        newest.len() > 2 && newest.values().all(|line| now.contains(*line)),
        "{now}"
    );
    assert!(run(folder, &["audit", "verify"]).0);
}

/// A first start that ends before it publishes its first head, and a command before the first
/// start.
#[tokio::test]
async fn s80_a_new_installation_begins_by_itself() {
    let directory = tempfile::tempdir().expect("a directory");
    let folder = directory.path();
    let (done, words) = run(folder, &["create-keys"]);
    assert!(done, "{words}");
    assert!(run(folder, &["invite-admin", "boss@example.org"]).0);
    let (done, words) = run(folder, &["audit", "verify"]);
    assert!(done && words.contains("has no head yet"), "{words}");
    let heads = std::fs::read_to_string(folder.join("regain.heads")).expect("a file");
    assert!(
        heads
            .lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("head 0 0 ")),
        "{heads}"
    );
}
