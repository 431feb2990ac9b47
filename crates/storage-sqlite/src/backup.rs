//! Copies of the database at one point in time.

use crate::Db;
use crate::engine::SqliteStore;
use crate::failure::failure;
use regain_storage::{Result, StorageError};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

#[derive(Debug, thiserror::Error)]
#[error("the file's name isn't text")]
struct NotText;

impl SqliteStore {
    /// Copies the database into a new file, readable by its owner alone and durable on return; others can write
    /// meanwhile.
    ///
    /// # Errors
    /// If the file exists already, or the disk fails.
    pub async fn backup_to(&self, path: &Path) -> Result<()> {
        let io = |error: io::Error| StorageError::Failed(Box::new(error));

        // Created first, so that nobody else can read it from its first byte on; SQLite treats an empty file as a new
        // database.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(io)?;
        let copied = self.copy_to(path).await;
        if copied.is_err() {
            let _ = std::fs::remove_file(path);
        }

        copied?;
        File::open(path)
            .and_then(|file| file.sync_all())
            .map_err(io)
    }

    async fn copy_to(&self, path: &Path) -> Result<()> {
        let path = path
            .to_str()
            .ok_or_else(|| StorageError::Failed(Box::new(NotText)))?;
        let mut connection = self.writer().await?;
        let copy = sqlx::query::<Db>("VACUUM INTO $1").bind(path);

        copy.execute(&mut *connection)
            .await
            .map(drop)
            .map_err(failure)
    }

    /// Whether no other process has the database open; then its write-ahead log can be removed.
    ///
    /// # Errors
    /// If it can't be opened.
    pub async fn is_alone(path: &Path) -> Result<bool> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(std::time::Duration::ZERO);
        let mut connection: SqliteConnection = options.connect().await.map_err(failure)?;

        // Leaving the write-ahead log takes a lock that can't be had while others are connected.
        let mode: std::result::Result<String, _> =
            sqlx::query_scalar::<Db, String>("PRAGMA journal_mode = DELETE")
                .fetch_one(&mut connection)
                .await;
        connection.close().await.map_err(failure)?;

        match mode.map_err(failure) {
            Ok(mode) => Ok(mode == "delete"),
            Err(StorageError::Busy) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_backup_is_whole_private_and_never_overwrites() {
        use std::os::unix::fs::PermissionsExt as _;

        let directory = tempfile::tempdir().expect("a directory");
        let database = directory.path().join("a.sqlite3");
        let store = SqliteStore::open(&format!("sqlite://{}", database.display()))
            .await
            .expect("a database");
        let copy = directory.path().join("copy.sqlite3");

        store.backup_to(&copy).await.expect("a copy");
        assert_eq!(
            copy.metadata().expect("a file").permissions().mode() & 0o777,
            0o600
        );
        assert!(store.backup_to(&copy).await.is_err(), "it is there already");
        SqliteStore::open(&format!("sqlite://{}", copy.display()))
            .await
            .expect("a database of its own");
    }

    #[tokio::test]
    async fn a_database_in_use_is_told_from_one_that_is_not() {
        let directory = tempfile::tempdir().expect("a directory");
        let database = directory.path().join("a.sqlite3");
        let store = SqliteStore::open(&format!("sqlite://{}", database.display()))
            .await
            .expect("a database");
        assert!(!SqliteStore::is_alone(&database).await.expect("an answer"));
        regain_storage::Store::close(&store).await;
        assert!(SqliteStore::is_alone(&database).await.expect("an answer"));
    }
}
