//! S100: a server that began at the last published head walks a long history beside its work. It
//! trusts the entries that it hasn't walked yet no more than the others, and the first altered
//! entry lets nobody in.

use super::signs_in;
use crate::support::database::drop_triggers;
use crate::support::people::change_password;
use regain_service::heads::{HeadFile, Keeper, Looked, RolledBack};
use regain_testkit::World;
use std::path::{Path, PathBuf};

/// A keeper to which every history is long.
fn keeper(world: &World, path: &Path) -> Keeper {
    let file = HeadFile::open(path, world.heads_key()).expect("a file");
    world.regain().keeper(file, false).walking_at_once(1)
}

/// Looks at the history of a starting server; how many entries it has, if the start didn't walk all
/// of them.
async fn look(world: &World, path: &Path) -> Option<u64> {
    match keeper(world, path)
        .look()
        .await
        .expect("an answer")
        .expect("nothing is wrong")
    {
        Looked::Whole { .. } => None,
        Looked::Behind { entries, .. } => Some(entries),
    }
}

async fn publish(world: &World, path: &Path) {
    keeper(world, path)
        .publish()
        .await
        .expect("the file takes it")
        .expect("nothing is wrong")
        .expect("a head");
}

async fn walk(world: &World, path: &Path, of: u64) -> Result<u64, RolledBack> {
    world
        .regain()
        .walk(path.to_owned(), of)
        .walk()
        .await
        .expect("an answer")
}

/// A world that started once, and the path of its heads.
async fn begun() -> (World, tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let world = World::new().await;
    let path = directory.path().join("heads");
    publish(&world, &path).await;
    assert_eq!(
        look(&world, &path).await,
        None,
        "what was never walked is walked first"
    );
    (world, directory, path)
}

#[tokio::test]
async fn s100_from_the_second_start_on_a_long_history_is_walked_beside_the_work() {
    let (world, _directory, path) = begun().await;
    change_password(&world, "a newer sentence than before").await;
    publish(&world, &path).await;
    world.set_disabled(&world.bert().email, true).await;
    let again = world.after_kill().await;
    let entries = look(&again, &path).await.expect("not all of it was walked");
    let head = HeadFile::read(&path, again.heads_key())
        .expect("a file")
        .head()
        .expect("a head");
    assert!(head.seq < entries, "behind the head it was walked");
    assert!(signs_in(&again, "anna", "a newer sentence than before").await);
    assert!(!signs_in(&again, "bert", &world.bert().password).await);
    let walked = walk(&again, &path, entries)
        .await
        .expect("nothing is wrong");
    assert!(walked >= entries);
    assert_eq!(again.regain().heads().progress(), None, "it is over");
    assert!(signs_in(&again, "anna", "a newer sentence than before").await);
}

#[tokio::test]
async fn s79_what_was_true_once_isnt_true_again_before_it_is_walked() {
    for (what, tables, column, puts_back) in [
        (
            "an older password",
            &["passwords", "manifests"][..],
            "manifest_version",
            "password.changed",
        ),
        (
            "somebody enabled",
            &["people"][..],
            "standing_version",
            "account.disabled",
        ),
    ] {
        let (world, directory, path) = begun().await;
        let anna = world.anna();
        let older = directory.path().join("older.sqlite3");
        world
            .database()
            .run(&format!("VACUUM INTO '{}'", older.display()))
            .await;
        match what {
            "an older password" => change_password(&world, "a newer sentence than before").await,
            _ => world.set_disabled(&anna.email, true).await,
        }
        // Newer entries follow the one that vouches for it.
        assert!(signs_in(&world, "bert", &world.bert().password).await);
        publish(&world, &path).await;

        let again = world.after_kill().await;
        drop_triggers(&again).await;
        let mut script = vec![
            format!("ATTACH '{}' AS older", older.display()),
            "PRAGMA foreign_keys = OFF".to_owned(),
        ];
        for table in tables {
            script.push(format!("DELETE FROM main.{table}"));
            script.push(format!(
                "INSERT INTO main.{table} SELECT * FROM older.{table}"
            ));
        }
        script.push(format!(
            "UPDATE history SET {column} = NULL WHERE event = '{puts_back}'"
        ));
        again.database().run_all(&script).await;
        let entries = look(&again, &path)
            .await
            .expect("nothing is seen at the start");
        assert!(
            !signs_in(&again, &anna.user_name, &anna.password).await,
            "{what}, put back"
        );
        assert!(
            signs_in(&again, "bert", &world.bert().password).await,
            "others are served"
        );
        assert!(
            matches!(
                walk(&again, &path, entries).await,
                Err(RolledBack::Broken { .. })
            ),
            "{what}"
        );
    }
}

#[tokio::test]
async fn s100_an_entry_that_isnt_what_was_written_lets_nobody_in_and_the_next_start_walks_first() {
    let (world, _directory, path) = begun().await;
    change_password(&world, "a newer sentence than before").await;
    publish(&world, &path).await;
    let again = world.after_kill().await;
    drop_triggers(&again).await;
    again
        .database()
        .run("UPDATE history SET at = at + 1 WHERE seq = 3")
        .await;
    let entries = look(&again, &path)
        .await
        .expect("nothing is seen at the start");
    assert!(signs_in(&again, "bert", &again.bert().password).await);
    let wrong = walk(&again, &path, entries).await;
    assert!(
        matches!(wrong, Err(RolledBack::Broken { seq: 3, .. })),
        "{wrong:?}"
    );
    assert!(
        !signs_in(&again, "bert", &again.bert().password).await,
        "closed"
    );
    let next = keeper(&again, &path).look().await.expect("an answer");
    assert!(
        matches!(next, Err(RolledBack::Broken { seq: 3, .. })),
        "{next:?}"
    );
}

#[tokio::test]
async fn s80_a_new_entry_that_isnt_what_was_written_lets_nobody_in() {
    let (world, _directory, path) = begun().await;
    change_password(&world, "a newer sentence than before").await;
    drop_triggers(&world).await;
    world
        .database()
        .run("UPDATE history SET at = at + 1 WHERE seq = (SELECT max(seq) FROM history)")
        .await;
    let wrong = keeper(&world, &path).publish().await.expect("an answer");
    assert!(matches!(wrong, Err(RolledBack::Broken { .. })), "{wrong:?}");
    assert!(!signs_in(&world, "bert", &world.bert().password).await);
    let next = keeper(&world, &path).look().await.expect("an answer");
    assert!(matches!(next, Err(RolledBack::Broken { .. })), "{next:?}");
}
