//! Connections are kept, and none is handed on inside a transaction.

use regain_cluster::{Database, SELF_ROLE};
use regain_storage::{StorageError, Store};
use regain_storage_postgres::PostgresStore;
use std::time::Duration;

const WHY: &str = "the database answers";

/// The number of connections of people's role.
async fn connected(database: &Database) -> i64 {
    let select =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = $1";
    sqlx::query_scalar(select)
        .bind(SELF_ROLE)
        .fetch_one(&mut database.superuser().await)
        .await
        .expect(WHY)
}

/// The number of the server's transactions that are open without doing anything.
async fn idle_inside(database: &Database) -> i64 {
    let select = "SELECT count(*) FROM pg_stat_activity
                  WHERE datname = current_database() AND usename = $1 AND state LIKE 'idle in transaction%'";
    sqlx::query_scalar(select)
        .bind(SELF_ROLE)
        .fetch_one(&mut database.superuser().await)
        .await
        .expect(WHY)
}

#[tokio::test]
async fn a_connection_is_kept_after_a_unit_of_work() {
    let database = Database::fresh().await;
    let address = database.address(SELF_ROLE);
    let store = PostgresStore::open(&address).await.expect("a store");
    assert!(connected(&database).await > 0, "those of the start");

    let begun = "SELECT count(DISTINCT backend_start) FROM pg_stat_activity
                 WHERE datname = current_database() AND usename = $1 AND backend_start > $2::timestamptz";
    let now: String = sqlx::query_scalar("SELECT now()::text")
        .fetch_one(&mut database.superuser().await)
        .await
        .expect(WHY);
    for _ in 0..5 {
        store.check().await.expect(WHY);
        drop(store.read().await.expect(WHY));
    }

    let anew: i64 = sqlx::query_scalar(begun)
        .bind(SELF_ROLE)
        .bind(now)
        .fetch_one(&mut database.superuser().await)
        .await
        .expect(WHY);
    assert!(anew <= 1, "{anew} connections for ten units of work");
    assert!(!PostgresStore::is_alone(&address).await.expect(WHY));
    store.close().await;
    assert!(PostgresStore::is_alone(&address).await.expect(WHY));
}

#[tokio::test]
async fn s98_whoever_waits_in_vain_for_their_turn_leaves_no_transaction_open() {
    let database = Database::fresh().await;
    let address = database.address(SELF_ROLE);
    let store = PostgresStore::open_with_wait(&address, Duration::from_millis(300))
        .await
        .expect("a store");
    let first = store.write().await.expect(WHY);
    for _ in 0..20 {
        let refused = store.write().await.err();
        assert!(matches!(refused, Some(StorageError::Busy)), "{refused:?}");
    }

    drop(first);
    store.check().await.expect("its turn");
    // Each goes back to its pool by itself, in its own time.
    while idle_inside(&database).await > 0 {
        tokio::task::yield_now().await;
    }
}
