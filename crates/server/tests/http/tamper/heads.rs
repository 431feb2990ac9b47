//! The file of heads after its last line was torn: nothing that was published is lost, and nobody is kept out (S80).

use super::change_password;
use regain_service::heads::{HeadFile, Keeper, RolledBack};
use regain_testkit::World;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

fn keeper(world: &World, path: &Path) -> Keeper {
    Keeper::new(Arc::clone(world.regain()), HeadFile::open(path, world.heads_key()).expect("a file"), false)
}

async fn publish(keeper: &mut Keeper) {
    keeper.publish().await.expect("the file takes it").expect("nothing is wrong").expect("a head");
}

/// A world that published twice, into this file; how long the file was after the first time, and what it is now.
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
        heads.check().await.expect("an answer").expect("nothing is wrong");
        if [first, first + 20, whole.len() - 1].contains(&length) {
            publish(&mut heads).await;
            let refused = keeper(&older, &path).check().await.expect("an answer");
            assert!(matches!(refused, Err(RolledBack::Older { .. })), "{length}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn s80_a_torn_line_keeps_no_command_from_its_work() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("regain.heads");
    let (world, first, whole) = published(&path).await;
    let seq = HeadFile::read(&path, world.heads_key()).expect("a file").head().expect("a head").seq;
    world.leave_in(directory.path()).await.expect("the disk takes it");
    let run = |arguments: &[&str]| {
        let file = |name: &str| directory.path().join(name).display().to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_regain"));
        command.args(arguments).current_dir(directory.path()).env_clear();
        command.env("REGAIN_PUBLIC_URL", "https://id.example.org").env("REGAIN_ORGANISATION", "Example");
        command.env("REGAIN_DATABASE_URL", format!("sqlite://{}", file("regain.sqlite3")));
        command.env("REGAIN_KEY_FILE", file("regain.keys")).env("REGAIN_HEADS_FILE", file("regain.heads"));
        let done = command.output().expect("it runs");
        let words = [done.stdout, done.stderr].concat();
        (done.status.success(), String::from_utf8_lossy(&words).into_owned())
    };
    assert!(run(&["backup", "copy"]).0);

    let torn = [&whole[..], b"manifest 0011"].concat();
    std::fs::write(&path, &torn).expect("the disk takes it");
    let (done, words) = run(&["audit", "verify"]);
    assert!(done && words.contains(&format!("up to entry {seq}.")), "{words}");
    let words = run(&["doctor"]).1;
    assert!(words.contains("and agrees with the heads outside"), "{words}");
    assert_eq!(std::fs::read(&path).expect("a file"), torn, "who only looks changes nothing");

    std::fs::write(&path, &whole[..whole.len() - 5]).expect("the disk takes it");
    let (done, words) = run(&["audit", "verify"]);
    assert!(done && words.contains("It agrees with"), "{words}");
    let (done, words) = run(&["restore", "copy"]);
    assert!(done, "{words}");
    let (now, end) = (std::fs::read_to_string(&path).expect("a file"), String::from_utf8_lossy(&whole[..first]));
    assert!(now.starts_with(&*end), "what was published stays");
    assert!(now.lines().last().is_some_and(|line| line.starts_with("restored 1 ")) && now.ends_with('\n'), "{now}");
    let (done, words) = run(&["audit", "verify"]);
    assert!(done && words.contains("It agrees with"), "{words}");
}
