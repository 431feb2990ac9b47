//! S99: a database that can't be written, was moved away or is damaged is not ready, and nothing is written to it.

use super::{place, stranger, url};
use regain_storage::contract::support::{OK, Tested, activate, add_people, at, person_id};
use regain_storage::{StorageError, Store};
use regain_storage_sqlite::SqliteStore;
use sqlx::AssertSqlSafe;
use std::path::PathBuf;
use std::sync::Arc;

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
async fn s99_tables_that_no_index_vouches_for_may_not_be_empty() {
    for table in ["ways_counted", "write_checks"] {
        let (_directory, path) = place();
        let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
        add_people(&store, &[1]).await;
        let mut work = store.write().await.expect(OK);
        assert!(activate(work.as_mut(), 1, at(1)).await);
        work.commit().await.expect(OK);
        store.close().await;
        SqliteStore::open(&url(&path)).await.expect("whole").close().await;
        // As an empty page in the place of theirs, which `integrity_check` takes for another empty table.
        let mut other = stranger(&path).await;
        sqlx::query("DROP TRIGGER ways_counted_stay").execute(&mut other).await.expect("gone");
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut other).await.expect("emptied");
        let error = SqliteStore::open(&url(&path)).await.expect_err("not opened").to_string();
        assert!(error.contains(&format!("missing in {table}")), "{error}");
    }
}
