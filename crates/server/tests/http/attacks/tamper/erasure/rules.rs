//! Nobody is wiped but who is erased, and nobody erased comes back (S76, S77, S103).

use super::forged;
use crate::attacks::tamper::{ANNA, signs_in};
use crate::support::closing::{DAY, asks, closes, status, sweep};
use crate::support::database::drop_triggers;
use regain_base::history::Entry;
use regain_domain::{HistoryEvent, PersonStatus};
use regain_storage::Store;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{ADDRESSES, World};

/// The engine's own statement, run by somebody else.
fn erase(person: &str, rest: &str) -> String {
    format!(
        "UPDATE people SET status = 'revoked', role = 'member', activated_at = NULL, frozen_at = NULL, needs_recovery = FALSE,
                erased_at = (SELECT at FROM history ORDER BY seq DESC LIMIT 1), standing_version = standing_version + 1,
                standing_mac = randomblob(32) {rest} WHERE id = {person}"
    )
}

const OF_ANNA: [&str; 4] = ["passwords", "saved_codes", "ways_counted", "check_ups"];

#[tokio::test]
async fn s103_the_databases_rules_wipe_nobody_who_isnt_erased_in_the_same_statement() {
    let world = World::new().await;
    let before = world.credentials().await;
    let next = format!("(SELECT standing_version + 1 FROM people WHERE id = {ANNA})");
    for table in OF_ANNA {
        assert!(
            !world
                .database()
                .allows(&format!("DELETE FROM {table} WHERE person_id = {ANNA}"))
                .await,
            "{table}"
        );
    }
    // The database allows neither an erasure without its history entry, nor one without the notice
    // before it.
    assert!(!world.database().allows(&erase(ANNA, "")).await);
    world
        .database()
        .run(&forged("account.erased", ANNA, &next, 0))
        .await;
    assert!(!world.database().allows(&erase(ANNA, "")).await);
    for active in [
        "UPDATE people SET erased_at = 1",
        "UPDATE people SET erased_at = 1, status = 'revoked'",
    ] {
        assert!(
            !world
                .database()
                .allows(&format!("{active} WHERE id = {ANNA}"))
                .await,
            "{active}"
        );
    }
    assert_eq!(world.credentials().await, before);
}

/// Forged entries in SQL can destroy an account; they can't leave one that anybody could use.
#[tokio::test]
async fn s103_whoever_forges_the_entries_destroys_an_account_and_opens_none() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(ADDRESSES[0]).await;
    let person = format!("x'{}'", id.to_hex());
    for event in ["account.closing_asked", "account.erasure_announced"] {
        world
            .database()
            .run(&forged(event, &person, "NULL", 0))
            .await;
    }
    let next = format!("(SELECT standing_version + 1 FROM people WHERE id = {person})");
    world
        .database()
        .run(&forged("account.erased", &person, &next, 0))
        .await;
    for still in [
        ", role = 'global_administrator'",
        ", status = 'active'",
        ", activated_at = created_at",
    ] {
        assert!(
            !world.database().allows(&erase(&person, still)).await,
            "{still}"
        );
    }
    assert_eq!(world.database().run(&erase(&person, "")).await, 1);
    for table in OF_ANNA {
        let left = format!("SELECT count(*) FROM {table} WHERE person_id = {person}");
        assert_eq!(
            world.database().number(&left).await,
            0,
            "{table}: all of it goes, or nothing"
        );
    }
    assert!(!signs_in(&world, "anna", &anna.password).await);
    nobody_comes_back(&world, &person).await;
    assert_eq!(status(&world, id).await, "erased");
}

/// Asserts that the database takes nothing back, and adds nothing to an erased person.
async fn nobody_comes_back(world: &World, person: &str) {
    for statement in [
        format!("UPDATE people SET erased_at = NULL WHERE id = {person}"),
        format!(
            "UPDATE people SET status = 'active', activated_at = created_at, erased_at = NULL,
             standing_version = standing_version + 1, standing_mac = randomblob(32) WHERE id = {person}"
        ),
        format!(
            "UPDATE people SET status = 'invited', standing_version = standing_version + 1, standing_mac = randomblob(32)
             WHERE id = {person}"
        ),
        format!("UPDATE people SET name = 'Anna' WHERE id = {person}"),
        format!(
            "INSERT INTO identifiers (canonical, person_id, kind, shown, position) VALUES ('eve', {person}, 'user_name', 'eve', 0)"
        ),
        format!(
            "INSERT INTO passwords (person_id, phc, set_at, change_id)
             SELECT {person}, phc, set_at, change_id FROM passwords LIMIT 1"
        ),
        format!("DELETE FROM people WHERE id = {person}"),
        "DELETE FROM retired_user_names".to_owned(),
        "UPDATE retired_user_names SET digest = randomblob(32)".to_owned(),
    ] {
        // Without a row, the database has nothing to refuse.
        let about_names = statement.contains("retired_user_names");
        let empty = world.database().number("SELECT count(*) FROM retired_user_names").await == 0;
        if !(about_names && empty) {
            assert!(!world.database().allows(&statement).await, "{statement}");
        }
    }
}

#[tokio::test]
async fn s77_who_was_erased_stays_so_by_the_databases_rules_and_without_them() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(ADDRESSES[0]).await;
    let person = format!("x'{}'", id.to_hex());
    for table in [
        "people",
        "identifiers",
        "passwords",
        "saved_codes",
        "manifests",
        "person_keys",
    ] {
        world
            .database()
            .run(&format!(
                "CREATE TABLE kept_{table} AS SELECT * FROM {table}"
            ))
            .await;
    }
    asks(&world, &anna).await;
    closes(&world).await;
    nobody_comes_back(&world, &person).await;

    // Puts every row that was true once back, with no rule in the way.
    drop_triggers(&world).await;
    world
        .database()
        .run(&format!("DELETE FROM manifests WHERE person_id = {person}"))
        .await;
    for table in [
        "identifiers",
        "passwords",
        "saved_codes",
        "manifests",
        "person_keys",
    ] {
        let columns = columns(&world, table).await;
        let put = format!(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table} WHERE person_id = {person}"
        );
        world.database().run(&put).await;
    }
    let back = format!(
        "UPDATE people SET (status, activated_at, role, name, erased_at, standing_version, standing_mac) =
             (SELECT status, activated_at, role, name, NULL, standing_version, standing_mac FROM kept_people k WHERE k.id = people.id)
         WHERE id = {person}"
    );
    world.database().run(&back).await;
    assert!(!signs_in(&world, "anna", &anna.password).await);
    assert!(!signs_in(&world, "anna", &anna.password).await, "closed");
}

async fn columns(world: &World, table: &str) -> String {
    world
        .database()
        .texts(&format!("SELECT name FROM pragma_table_info('{table}')"))
        .await
        .join(", ")
}

#[tokio::test]
async fn s76_administrators_connections_erase_nobody() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(ADDRESSES[0]).await;
    asks(&world, &anna).await;
    world.advance(DAY * 11);
    sweep(&world).await;
    world.advance(DAY * 3);
    // The erasure is due, and the attacker has our keys and our code.
    let store = SqliteStore::open(&world.database().url())
        .await
        .expect("a way in");
    let store = store.for_administrators().await.expect("a way in");
    let historian = &world.regain().base().historian;
    for event in [
        HistoryEvent::ClosingAsked,
        HistoryEvent::ClosingTakenBack,
        HistoryEvent::ErasureAnnounced,
        HistoryEvent::Erased,
    ] {
        let mut work = store.write().await.expect("a unit of work");
        assert!(
            historian
                .append(work.as_mut(), &Entry::about(event, id), world.now())
                .await
                .is_err(),
            "{event:?}"
        );
    }
    let mut work = store.write().await.expect("a unit of work");
    let person = work
        .people()
        .by_id(id)
        .await
        .expect("an answer")
        .expect("somebody");
    let entry = Entry::about(HistoryEvent::Erased, id);
    assert!(
        historian
            .leave(work.as_mut(), &person, entry, world.now())
            .await
            .is_err()
    );
    drop(work);
    let mut work = store.write().await.expect("a unit of work");
    let gone = regain_storage::Person {
        status: PersonStatus::Erased,
        activated_at: None,
        ..person
    };
    assert!(
        work.people().set_standing(&gone).await.is_err() || status(&world, id).await == "active"
    );
    assert!(
        work.people()
            .retire_user_name(&[7; 32].into())
            .await
            .is_err()
    );
    drop(work);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased", "the sweep may");
}
