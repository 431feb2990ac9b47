//! What is SQLite's own: files and their modes, locks, settings, and what the triggers refuse to SQL of any origin.

use regain_domain::{FlowState, ProofClass};
use regain_storage::contract::support::{
    OK, Tested, activate, add_flows, add_people, address, at, challenge, invitation, name, pass_gate, person,
    person_id, step, user_name, writing,
};
use regain_storage::{StorageError, Store};
use regain_storage_sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

fn place() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("regain.db");
    (directory, path)
}

fn url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

/// A connection that isn't the store's, with the settings that S75 wants.
async fn stranger(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .pragma("recursive_triggers", "ON")
        .busy_timeout(Duration::from_millis(10));
    SqliteConnection::connect_with(&options).await.expect("a connection")
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[tokio::test]
async fn nobody_but_the_owner_can_read_the_files() {
    let (directory, _) = place();
    let path = directory.path().join("data/regain/regain.db");
    let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
    add_people(&store, &[1]).await;
    assert_eq!(mode(&directory.path().join("data")), 0o700);
    assert_eq!(mode(&directory.path().join("data/regain")), 0o700);
    for suffix in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{suffix}", path.display()));
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn reopening_keeps_the_data() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let tested: Tested = Arc::new(store.clone());
    add_people(&tested, &[1]).await;
    store.close().await;
    assert!(!Path::new(&format!("{}-wal", path.display())).exists(), "all is in the one file");
    assert!(matches!(store.read().await, Err(StorageError::Failed(_))), "closed");
    let again = SqliteStore::open(&url(&path)).await.expect("a store");
    let found = again.read().await.expect(OK).people().by_id(person_id(1)).await.expect(OK);
    assert_eq!(found, Some(person(1)));
}

#[tokio::test]
async fn a_database_in_memory_works_and_keeps_its_readers_from_writing() {
    let store = SqliteStore::open("sqlite::memory:").await.expect("a store");
    let tested: Tested = Arc::new(store.clone());
    add_people(&tested, &[1]).await;
    let mut work = store.read().await.expect(OK);
    assert!(work.people().by_id(person_id(1)).await.expect(OK).is_some());
    assert!(work.people().insert(&person(2)).await.is_err());
    drop(work);
    add_people(&tested, &[2]).await;
    store.check().await.expect(OK);
    let other = SqliteStore::open("sqlite::memory:").await.expect("a store");
    let found = other.read().await.expect(OK).people().by_id(person_id(1)).await.expect(OK);
    assert_eq!(found, None, "each is a database of its own");
}

#[tokio::test]
async fn s98_a_lock_held_by_another_process_makes_writers_busy_and_lets_readers_read() {
    let (_directory, path) = place();
    let wait = Duration::from_millis(500);
    let store = SqliteStore::open_with_wait(&url(&path), wait).await.expect("a store");
    let mut other = stranger(&path).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("the lock");

    let attempts = async { tokio::join!(store.write(), store.write(), store.check()) };
    let in_time = tokio::time::timeout(2 * wait, attempts).await;
    let (first, second, check) = in_time.expect("waiting for the turn and for the lock don't add up");
    for answer in [first.err(), second.err(), check.err()] {
        assert!(matches!(answer, Some(StorageError::Busy)), "{answer:?}");
    }
    store.read().await.expect(OK).people().anybody_active().await.expect(OK);

    sqlx::query("ROLLBACK").execute(&mut other).await.expect("no lock");
    store.check().await.expect("as before");
}

#[tokio::test]
async fn s98_a_writer_waits_for_a_lock_that_goes_away_in_time() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let mut other = stranger(&path).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("the lock");
    let release = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sqlx::query("ROLLBACK").execute(&mut other).await.expect("no lock");
    };
    let (written, ()) = tokio::join!(store.check(), release);
    written.expect(OK);
}

#[tokio::test]
async fn s98_a_writer_of_this_process_makes_others_busy_too() {
    let (_directory, path) = place();
    let store = SqliteStore::open_with_wait(&url(&path), Duration::from_millis(300)).await.expect("a store");
    let held = store.write().await.expect(OK);
    assert!(matches!(store.write().await.err(), Some(StorageError::Busy)));
    drop(held);
    store.check().await.expect("as before");
}

#[tokio::test]
async fn s99_a_database_that_cannot_be_written_fails_the_check() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let mut other = stranger(&path).await;
    sqlx::query("DROP TABLE write_checks").execute(&mut other).await.expect("broken");
    assert!(matches!(store.check().await, Err(StorageError::Failed(_))));
}

#[tokio::test]
async fn s99_nothing_is_written_into_a_file_that_was_moved_away() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    store.check().await.expect(OK);
    for suffix in ["", "-wal"] {
        let file = PathBuf::from(format!("{}{suffix}", path.display()));
        let aside = path.with_extension("aside");
        let begun = store.write().await.expect(OK);
        std::fs::rename(&file, &aside).expect("moved");
        let error = begun.commit().await.expect_err("what began before isn't acknowledged either").to_string();
        assert!(error.contains("was removed, moved or replaced"), "{error}");
        assert!(matches!(store.write().await.err(), Some(StorageError::Failed(_))));
        std::fs::copy(&aside, &file).expect("another file of this name");
        assert!(matches!(store.check().await, Err(StorageError::Failed(_))), "{suffix}");
        store.read().await.expect(OK).people().anybody_active().await.expect(OK);
        std::fs::rename(&aside, &file).expect("moved back");
        store.check().await.expect("as before");
    }
}

#[tokio::test]
async fn s99_a_damaged_file_is_not_opened_and_under_a_server_not_written() {
    let (_directory, path) = place();
    let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
    add_people(&store, &[1]).await;
    let mut other = stranger(&path).await;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut other).await.expect("all is in the file");
    drop(other);
    let length = std::fs::metadata(&path).expect("a file").len() as usize;
    let file = std::fs::OpenOptions::new().write(true).open(&path).expect("a file");
    std::os::unix::fs::FileExt::write_all_at(&file, &vec![0; length - 4096], 4096).expect("written");
    store.read().await.expect(OK).people().by_id(person_id(1)).await.expect_err("no page");
    let error = store.check().await.expect_err("not ready").to_string();
    assert!(error.contains("it is damaged"), "{error}");
    assert!(matches!(store.write().await.err(), Some(StorageError::Failed(_))));
    let error = SqliteStore::open(&url(&path)).await.expect_err("not opened").to_string();
    assert!(error.contains("damaged") || error.contains("malformed"), "{error}");
}

#[tokio::test]
async fn what_is_no_database_is_refused_at_once() {
    let (directory, path) = place();
    std::fs::write(&path, "This is a letter, not a database, and long enough to be sure of that. ".repeat(20))
        .expect("a file");
    for url in [url(&path), url(directory.path()), "postgres://localhost/regain".into()] {
        let answer = tokio::time::timeout(Duration::from_secs(2), SqliteStore::open(&url)).await;
        let error = answer.expect("at once").expect_err("no store");
        assert!(matches!(error, StorageError::Failed(_)), "{error}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let (_directory, path) = place();
    SqliteStore::open(&url(&path)).await.expect("a store").close().await;
    let mut other = stranger(&path).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&mut other)
    .await
    .expect("a migration");
    assert!(matches!(SqliteStore::open(&url(&path)).await, Err(StorageError::Failed(_))));
}

/// One row of everything: two people, of whom the first has a recovery that passed its first gate.
async fn furnish(store: &Tested) {
    add_flows(store, &[1]).await;
    add_people(store, &[2, 3]).await;
    let mut work = writing(store).await;
    let people = work.people();
    assert!(people.set_names(person_id(1), &name("Anna"), &user_name("anna")).await.expect(OK));
    assert!(people.add_address(person_id(1), &address("anna@example.org"), None).await.expect(OK));
    for number in [1, 2] {
        assert!(activate(&mut *work, number, at(0)).await);
    }
    work.invitations().insert(&invitation(1, 1)).await.expect(OK);
    assert!(work.invitations().accept(invitation(1, 1).id, at(1)).await.expect(OK));
    pass_gate(&mut *work, 1, 1, ProofClass::MailedCode).await;
    let open = challenge(2, 1, Some(1), ProofClass::SavedCode);
    work.recovery().insert_challenge(&open).await.expect(OK);
    let started = FlowState::Started;
    assert!(step(&mut *work, 1, started, FlowState::OneGate(ProofClass::MailedCode)).await);
    work.commit().await.expect(OK);
}

/// Statements that no code here makes, and what the schema itself answers to them.
const FORBIDDEN: [(&str, &str, &str); 29] = [
    (
        "S77 back to invited",
        "UPDATE people SET status = 'invited', activated_at = NULL WHERE status = 'active'",
        "people: the status is one-way",
    ),
    (
        "S77 active to revoked",
        "UPDATE people SET status = 'revoked', activated_at = NULL WHERE status = 'active'",
        "people: the status is one-way",
    ),
    (
        "S77 invited to disabled",
        "UPDATE people SET status = 'disabled', activated_at = 1 WHERE status = 'invited'",
        "people: the status is one-way",
    ),
    ("S77 another id", "UPDATE people SET id = zeroblob(16) WHERE status = 'active'", "people: an id never changes"),
    ("S77 a person deleted", "DELETE FROM people WHERE status = 'invited'", "people: an id is never given out again"),
    (
        "S75 a person replaced",
        "REPLACE INTO people SELECT id, 'invited', role, name, language, created_at, NULL, NULL, 0, 1, standing_mac, '', ''
         FROM people",
        "people: an id is never given out again",
    ),
    ("a status of no meaning", "UPDATE people SET status = 'owner'", "people: the status is one-way"),
    (
        "a short id",
        "INSERT INTO people SELECT x'01', 'invited', role, name, language, created_at, NULL, NULL, 0, 1, standing_mac, '', ''
         FROM people",
        "CHECK constraint failed: length(id) = 16",
    ),
    (
        "S79 a standing without its seal",
        "UPDATE people SET role = 'global_administrator' WHERE status = 'active'",
        "people: standing changes with its seal",
    ),
    (
        "S79 a standing with an old seal",
        "UPDATE people SET frozen_at = 1, standing_version = standing_version + 1 WHERE status = 'active'",
        "people: standing changes with its seal",
    ),
    (
        "S9 a user name with @",
        "INSERT INTO identifiers SELECT 'a@b', id, 'user_name', 'a', 0, NULL, NULL, NULL FROM people WHERE status = 'invited'",
        "CHECK constraint failed: CASE kind",
    ),
    (
        "S9 an address without @",
        "INSERT INTO identifiers SELECT 'ab', id, 'email', 'ab', 9, NULL, NULL, NULL FROM people WHERE status = 'invited'",
        "CHECK constraint failed: CASE kind",
    ),
    (
        "S72 another address for somebody active",
        "INSERT INTO identifiers SELECT 'x@y', id, 'email', 'x@y', 9, 1, 1, NULL FROM people WHERE status = 'active'",
        "identifiers: only somebody invited gets one",
    ),
    (
        "S72 an address exchanged",
        "UPDATE identifiers SET shown = 'x@y', canonical = 'x@y' WHERE kind = 'email'",
        "identifiers: only verified, once, before activation",
    ),
    ("S72 an address taken away", "DELETE FROM identifiers", "identifiers: those of somebody who came stay"),
    (
        "S17 an invitation open again",
        "UPDATE invitations SET accepted_at = NULL",
        "invitations: accepted or replaced once",
    ),
    (
        "S10 a recovery of another person",
        "UPDATE recovery_flows SET person_id = (SELECT id FROM people LIMIT 1 OFFSET 1)",
        "recovery_flows: person, identifier, browser and start never change",
    ),
    (
        "S21 a recovery of another identifier",
        "UPDATE recovery_flows SET identifier_mac = randomblob(32)",
        "recovery_flows: person, identifier, browser and start never change",
    ),
    (
        "S12 finished with one proof",
        "UPDATE recovery_flows SET state = 'finished', gate_class = NULL",
        "recovery_flows: finished without two proofs",
    ),
    (
        "a state without its class",
        "UPDATE recovery_flows SET gate_class = NULL",
        "CHECK constraint failed: (state = 'one_gate')",
    ),
    (
        "S17 a challenge open again",
        "UPDATE challenges SET consumed_at = NULL WHERE consumed_at IS NOT NULL",
        "challenges: over",
    ),
    (
        "S16 a challenge met late",
        "UPDATE challenges SET consumed_at = expires_at WHERE consumed_at IS NULL",
        "challenges: consumed by its person, before expiry",
    ),
    (
        "S16 a challenge extended",
        "UPDATE challenges SET expires_at = expires_at + 1 WHERE consumed_at IS NULL",
        "challenges: only its tries and its end change",
    ),
    (
        "S15 tries forgotten",
        "UPDATE challenges SET tries = tries - 1 WHERE consumed_at IS NULL",
        "challenges: only its tries and its end change",
    ),
    (
        "S18 another code",
        "UPDATE challenges SET code_mac = zeroblob(32) WHERE consumed_at IS NULL",
        "challenges: only its tries and its end change",
    ),
    ("a challenge deleted", "DELETE FROM challenges", "challenges: forgotten with their recovery only"),
    ("S11 a proof changed", "UPDATE proofs SET class = 'saved_code'", "proofs: append-only"),
    ("S11 a proof deleted", "DELETE FROM proofs", "proofs: forgotten with their recovery only"),
    ("S75 a proof replaced", "REPLACE INTO proofs SELECT * FROM proofs", "proofs: forgotten with their recovery only"),
];

#[tokio::test]
async fn s75_the_schema_refuses_what_no_code_may_do() {
    let (_directory, path) = place();
    let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
    furnish(&store).await;
    let mut other = stranger(&path).await;
    for (what, statement, answer) in FORBIDDEN {
        let mut attempt = other.begin().await.expect("a transaction");
        let error = sqlx::query(statement).execute(&mut *attempt).await.expect_err(what);
        let refusal = error.as_database_error().map(|error| error.message().to_owned()).unwrap_or_default();
        assert!(refusal.contains(answer), "{what}: {refusal}");
    }
}

#[tokio::test]
async fn what_the_triggers_leave_open_still_works() {
    let (_directory, path) = place();
    let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
    furnish(&store).await;
    let mut other = stranger(&path).await;
    for statement in [
        "UPDATE people SET status = 'revoked', standing_version = standing_version + 1, standing_mac = randomblob(32)
         WHERE status = 'invited'",
        "UPDATE people SET status = 'disabled', standing_version = standing_version + 1, standing_mac = randomblob(32)
         WHERE status = 'active'",
        "UPDATE people SET status = 'active', standing_version = standing_version + 1, standing_mac = randomblob(32)
         WHERE status = 'disabled'",
        "UPDATE challenges SET tries = tries + 1 WHERE consumed_at IS NULL",
        "UPDATE challenges SET consumed_at = created_at WHERE consumed_at IS NULL",
        "DELETE FROM recovery_flows",
    ] {
        let done = sqlx::query(statement).execute(&mut other).await.expect(statement);
        assert!(done.rows_affected() > 0, "{statement}");
    }
    let left = sqlx::query("SELECT (SELECT count(*) FROM challenges) + (SELECT count(*) FROM proofs)");
    assert_eq!(left.fetch_one(&mut other).await.expect("a row").get::<i64, _>(0), 0);
}
