//! A rewritten history, and a whole older database put back (S80, S84).

use super::{defenceless, signs_in};
use crate::support::database::drop_triggers;
use crate::support::people::change_password;
use regain_domain::PersonStatus;
use regain_service::heads::{HeadFile, Keeper, RolledBack};
use regain_testkit::{ROOT, World};

#[tokio::test]
async fn s80_the_first_entry_that_isnt_what_was_written_is_named() {
    for (attack, first) in [
        (
            "UPDATE history SET event = 'session.started' WHERE seq = 5",
            5,
        ),
        ("UPDATE history SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE history SET actor = subject WHERE seq = 1", 1),
        ("DELETE FROM history WHERE seq = 4", 4),
        ("DELETE FROM history WHERE seq <= 2", 1),
        (
            "UPDATE history SET seq = CASE seq WHEN 6 THEN 1007 WHEN 7 THEN 1006 END WHERE seq IN (6, 7)",
            6,
        ),
    ] {
        let world = defenceless().await;
        let before = verify(&world).await;
        assert_eq!((before.fault, before.entries > 10), (None, true));
        world.database().run("DELETE FROM history_details").await;
        world.database().run(attack).await;
        world
            .database()
            .run("UPDATE history SET seq = seq - 1000 WHERE seq > 1000")
            .await;
        let fault = verify(&world)
            .await
            .fault
            .unwrap_or_else(|| panic!("{attack} goes unnoticed"));
        assert_eq!(fault.seq, first, "{attack}");
    }
}

async fn verify(world: &World) -> regain_base::history::WalkReport {
    let base = world.regain().base();
    base.historian
        .verify(base.store.as_ref(), None)
        .await
        .expect("the database answers")
}

/// A keeper of heads over the world, with a file of its own.
fn keeper(world: &World, directory: &tempfile::TempDir) -> Keeper {
    let file = HeadFile::open(&directory.path().join("heads"), world.heads_key()).expect("a file");
    world.regain().keeper(file, false)
}

#[tokio::test]
async fn s84_a_whole_older_database_lets_nobody_in_and_doesnt_start() {
    let world = World::new().await;
    let anna = world.anna();
    let directory = tempfile::tempdir().expect("a directory");
    let older = directory.path().join("older.sqlite3");
    world
        .database()
        .run(&format!("VACUUM INTO '{}'", older.display()))
        .await;
    change_password(&world, "a newer sentence than before").await;
    let mut heads = keeper(&world, &directory);
    heads
        .publish()
        .await
        .expect("the file takes it")
        .expect("nothing is wrong")
        .expect("a head");

    // Puts a copy of the older file back, table by table, under the running server.
    drop_triggers(&world).await;
    let tables = [
        "history_details",
        "history",
        "passwords",
        "manifests",
        "credential_changes",
        "presented_proofs",
    ];
    let attach = format!("ATTACH '{}' AS older", older.display());
    let mut script = vec![attach, "PRAGMA foreign_keys = OFF".to_owned()];
    for table in tables {
        script.push(format!("DELETE FROM main.{table}"));
        script.push(format!(
            "INSERT INTO main.{table} SELECT * FROM older.{table}"
        ));
    }
    world.database().run_all(&script).await;
    assert!(
        verify(&world).await.fault.is_none(),
        "by itself the older history is whole"
    );
    assert!(
        !signs_in(&world, &anna.user_name, &anna.password).await,
        "the older password"
    );
    assert!(matches!(
        heads.publish().await.expect("an answer"),
        Err(RolledBack::Older { .. })
    ));
    assert!(matches!(
        keeper(&world, &directory).check().await.expect("an answer"),
        Err(RolledBack::Older { .. })
    ));

    // Restored on purpose: the server tells the person, and the account that lost its newer
    // password stays closed until its owner recovers it.
    let mut file =
        HeadFile::open(&directory.path().join("heads"), world.heads_key()).expect("a file");
    let regain = world.regain();
    let restored = regain
        .upkeep
        .after_restore(&mut file)
        .await
        .expect("restored");
    assert_eq!(restored.frozen, 1);
    assert!(restored.lost > 0);
    let anna_now = regain
        .base()
        .store
        .read()
        .await
        .expect("an answer")
        .people()
        .by_identifier("anna")
        .await;
    let anna_now = anna_now.expect("an answer").expect("Anna");
    assert!(anna_now.frozen_at.is_some() && anna_now.status == PersonStatus::Active);
    let told = world.mails_to(ROOT).await;
    assert!(
        told.iter()
            .any(|mail| mail.subject == "The database was restored from a backup"),
        "{told:?}"
    );
    let reopened =
        HeadFile::open(&directory.path().join("heads"), world.heads_key()).expect("a file");
    let head = reopened.head().expect("a head");
    let there = verify(&world).await;
    assert_eq!(
        (head.seq, head.digest),
        (there.entries, there.head),
        "what binds is what was restored"
    );
    assert!(
        keeper(&world, &directory)
            .check()
            .await
            .expect("an answer")
            .is_ok()
    );
}

/// REVIEW, 34: SQL puts a row back with the entry that vouched for it, and makes the newer entry
/// nameless, while the server runs.
#[tokio::test]
async fn s79_what_was_true_once_isnt_true_again_while_the_server_runs() {
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
        let world = World::new().await;
        let anna = world.anna();
        let directory = tempfile::tempdir().expect("a directory");
        let mut heads = keeper(&world, &directory);
        let kept: Vec<String> = tables
            .iter()
            .map(|table| format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"))
            .collect();
        world.database().run_all(&kept).await;
        match what {
            "an older password" => change_password(&world, "a newer sentence than before").await,
            _ => world.set_disabled(&anna.email, true).await,
        }
        heads
            .publish()
            .await
            .expect("the file takes it")
            .expect("nothing is wrong")
            .expect("a head");
        assert!(
            !signs_in(&world, &anna.user_name, &anna.password).await,
            "{what}"
        );

        drop_triggers(&world).await;
        let mut script = vec!["PRAGMA foreign_keys = OFF".to_owned()];
        for table in tables {
            script.push(format!("DELETE FROM {table}"));
            script.push(format!("INSERT INTO {table} SELECT * FROM kept_{table}"));
        }
        script.push(format!(
            "UPDATE history SET {column} = NULL WHERE event = '{puts_back}'"
        ));
        world.database().run_all(&script).await;
        assert!(
            !signs_in(&world, &anna.user_name, &anna.password).await,
            "{what}, put back"
        );
    }
}
