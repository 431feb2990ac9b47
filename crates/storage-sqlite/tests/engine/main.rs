//! SQLite's own behaviour: files and their modes, locks, settings, and what the triggers refuse to
//! SQL of any origin.

mod damage;
mod locks;
mod search;
mod triggers;

use regain_storage::contract::samples::{person, person_id};
use regain_storage::contract::support::{OK, Tested, add_people};
use regain_storage::{StorageError, Store};
use regain_storage_sqlite::SqliteStore;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
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

/// A connection that isn't the store's, with the settings that S75 wants. It waits for locks, since
/// a connection that was dropped closes a little later.
async fn stranger(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .pragma("recursive_triggers", "ON")
        .busy_timeout(Duration::from_secs(60));
    SqliteConnection::connect_with(&options)
        .await
        .expect("a connection")
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path)
        .expect("a file")
        .permissions()
        .mode()
        & 0o777
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
async fn a_path_stands_as_it_is() {
    let (folder, _) = place();
    for name in [
        "a b.sqlite3",
        "100% of a%20b.sqlite3",
        "資料.sqlite3",
        "a&b=c;d'e.sqlite3",
    ] {
        let path = folder.path().join("in a folder, too %").join(name);
        let store = SqliteStore::open(&url(&path)).await.expect("a store");
        store.close().await;
        assert!(path.is_file(), "{name}");
    }
    for name in ["a#b.sqlite3", "a?b.sqlite3"] {
        let path = folder.path().join("nothing is written").join(name);
        assert!(SqliteStore::open(&url(&path)).await.is_err(), "{name}");
        assert!(!folder.path().join("nothing is written").exists());
    }
}

#[tokio::test]
async fn reopening_keeps_the_data() {
    let (_directory, path) = place();
    let store = SqliteStore::open(&url(&path)).await.expect("a store");
    let tested: Tested = Arc::new(store.clone());
    add_people(&tested, &[1]).await;
    store.close().await;
    assert!(
        !Path::new(&format!("{}-wal", path.display())).exists(),
        "all is in the one file"
    );
    assert!(
        matches!(store.read().await, Err(StorageError::Failed(_))),
        "closed"
    );
    let again = SqliteStore::open(&url(&path)).await.expect("a store");
    let found = again
        .read()
        .await
        .expect(OK)
        .people()
        .by_id(person_id(1))
        .await
        .expect(OK);
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
    let found = other
        .read()
        .await
        .expect(OK)
        .people()
        .by_id(person_id(1))
        .await
        .expect(OK);
    assert_eq!(found, None, "each is a database of its own");
}

#[tokio::test]
async fn what_is_no_database_is_refused_at_once() {
    let (directory, path) = place();
    std::fs::write(
        &path,
        "This is a letter, not a database, and long enough to be sure of that. ".repeat(20),
    )
    .expect("a file");
    for url in [
        url(&path),
        url(directory.path()),
        "postgres://localhost/regain".into(),
    ] {
        // At once: a store that waits for the file to become a database would wait for a day.
        let day = Duration::from_secs(24 * 60 * 60);
        let error = SqliteStore::open_with_wait(&url, day)
            .await
            .expect_err("no store");
        assert!(matches!(error, StorageError::Failed(_)), "{error}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let (_directory, path) = place();
    SqliteStore::open(&url(&path))
        .await
        .expect("a store")
        .close()
        .await;
    let mut other = stranger(&path).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&mut other)
    .await
    .expect("a migration");
    assert!(matches!(
        SqliteStore::open(&url(&path)).await,
        Err(StorageError::Failed(_))
    ));
}
