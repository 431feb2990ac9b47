//! S98: somebody else's lock makes writers wait, then answers busy, and lets readers read.

use super::{place, stranger, url};
use regain_storage::contract::support::OK;
use regain_storage::{StorageError, Store};
use regain_storage_sqlite::SqliteStore;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test]
async fn s98_a_lock_held_by_another_process_makes_writers_busy_and_lets_readers_read() {
    let (_directory, path) = place();
    let wait = Duration::from_secs(1);
    let store = SqliteStore::open_with_wait(&url(&path), wait)
        .await
        .expect("a store");
    let mut other = stranger(&path).await;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .expect("the lock");

    let busy = |error: Option<StorageError>| {
        assert!(matches!(error, Some(StorageError::Busy)), "{error:?}");
    };
    let begun = Instant::now();
    let (first, second, check) = tokio::join!(store.write(), store.write(), store.check());
    let together = begun.elapsed();
    for error in [first.err(), second.err(), check.err()] {
        busy(error);
    }
    // Now one after the other, three times: simultaneous waits take less than these.
    let begun = Instant::now();
    busy(store.write().await.err());
    busy(store.write().await.err());
    busy(store.check().await.err());
    let in_turn = begun.elapsed();
    assert!(
        3 * together < 2 * in_turn,
        "{together:?} together, {in_turn:?} in turn"
    );
    store
        .read()
        .await
        .expect(OK)
        .people()
        .anybody_active()
        .await
        .expect(OK);

    sqlx::query("ROLLBACK")
        .execute(&mut other)
        .await
        .expect("no lock");
    store.check().await.expect("as before");
}

#[tokio::test]
async fn s98_a_writer_waits_for_a_lock_that_goes_away_in_time() {
    let (_directory, path) = place();
    let store = SqliteStore::open_with_wait(&url(&path), Duration::from_secs(60 * 60))
        .await
        .expect("a store");
    let mut other = stranger(&path).await;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .expect("the lock");
    let release = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sqlx::query("ROLLBACK")
            .execute(&mut other)
            .await
            .expect("no lock");
    };
    let (written, ()) = tokio::join!(store.check(), release);
    written.expect(OK);
}

#[tokio::test]
async fn s98_a_writer_of_this_process_makes_others_busy_too() {
    let (_directory, path) = place();
    let store = SqliteStore::open_with_wait(&url(&path), Duration::from_millis(300))
        .await
        .expect("a store");
    let held = store.write().await.expect(OK);
    assert!(matches!(
        store.write().await.err(),
        Some(StorageError::Busy)
    ));
    drop(held);
    store.check().await.expect("as before");
}
