//! S99: a database that can't be written, was moved away or is damaged isn't ready, and nothing is
//! written to it.

use super::{place, stranger, url};
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::{OK, Tested, activate, add_people};
use regain_storage::{StorageError, Store};
use regain_storage_sqlite::SqliteStore;
use sqlx::AssertSqlSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn s99_a_database_that_cannot_be_written_fails_the_check() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let mut other = stranger(&path).await;
    sqlx::query("DROP TABLE write_checks")
        .execute(&mut other)
        .await
        .expect("broken");
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
        let error = begun
            .commit()
            .await
            .expect_err("what began before isn't acknowledged either")
            .to_string();
        assert!(error.contains("was removed, moved or replaced"), "{error}");
        assert!(matches!(
            store.write().await.err(),
            Some(StorageError::Failed(_))
        ));
        std::fs::copy(&aside, &file).expect("another file of this name");
        assert!(
            matches!(store.check().await, Err(StorageError::Failed(_))),
            "{suffix}"
        );
        store
            .read()
            .await
            .expect(OK)
            .people()
            .anybody_active()
            .await
            .expect(OK);
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
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut other)
        .await
        .expect("all is in the file");
    drop(other);
    let length = std::fs::metadata(&path).expect("a file").len() as usize;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .expect("a file");
    std::os::unix::fs::FileExt::write_all_at(&file, &vec![0; length - 4096], 4096)
        .expect("written");
    store
        .read()
        .await
        .expect(OK)
        .people()
        .by_id(person_id(1))
        .await
        .expect_err("no page");
    let error = store.check().await.expect_err("not ready").to_string();
    assert!(error.contains("it is damaged"), "{error}");
    assert!(matches!(
        store.write().await.err(),
        Some(StorageError::Failed(_))
    ));
    let error = SqliteStore::open(&url(&path))
        .await
        .expect_err("not opened")
        .to_string();
    assert!(
        error.contains("damaged") || error.contains("malformed"),
        "{error}"
    );
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
        SqliteStore::open(&url(&path))
            .await
            .expect("whole")
            .close()
            .await;
        // As an empty page in the table's place, which `integrity_check` takes for another empty
        // table.
        let mut other = stranger(&path).await;
        sqlx::query("DROP TRIGGER ways_counted_stay")
            .execute(&mut other)
            .await
            .expect("gone");
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}")))
            .execute(&mut other)
            .await
            .expect("emptied");
        let error = SqliteStore::open(&url(&path))
            .await
            .expect_err("not opened")
            .to_string();
        assert!(error.contains(&format!("missing in {table}")), "{error}");
    }
}

const REINDEX: &str = "REINDEX people_in_order";

#[tokio::test]
async fn s100_a_large_file_is_looked_through_beside_the_work_and_damage_ends_the_writing() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let tested: Tested = Arc::new(store);
    add_people(&tested, &[1]).await;
    tested.close().await;
    let address = url(&path);
    let large = || SqliteStore::open_large(&address, Duration::from_secs(5), 1);
    let store = large().await.expect("a store");
    store.look_through().await.expect("it is whole");
    store.check().await.expect(OK);
    store.close().await;

    // An index that differs from its table; a start doesn't look at that.
    for (statement, from, to) in [
        ("SELECT 1", "(sort_key, id)", "(language, id)"),
        (REINDEX, "(language, id)", "(sort_key, id)"),
    ] {
        let mut other = stranger(&path).await;
        let change = format!(
            "UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = 'people_in_order'"
        );
        for statement in [statement, "PRAGMA writable_schema = ON", &change] {
            sqlx::query(AssertSqlSafe(statement))
                .execute(&mut other)
                .await
                .expect("done");
        }
    }
    let refused = SqliteStore::open(&url(&path))
        .await
        .expect_err("a small one isn't opened")
        .to_string();
    assert!(refused.contains("damaged"), "{refused}");
    let store = large().await.expect("a large one is");
    let administrators = store.for_administrators().await.expect("a store");
    store.check().await.expect(OK);
    let error = store.look_through().await.expect_err("found").to_string();
    assert!(error.contains("damaged"), "{error}");
    assert!(
        store.check().await.is_err() && administrators.write().await.is_err(),
        "nobody writes any more"
    );
    store.read().await.expect("pages answer");
}
