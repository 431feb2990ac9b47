//! A SQLite file, and a connection beside the product's.

use regain_storage_sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};
use tempfile::TempDir;

pub(crate) struct Database {
    connection: SqliteConnection,
    _directory: TempDir,
}

impl Database {
    /// One without rows, and the settings that S75 wants.
    pub(crate) async fn fresh() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("regain.db");
        SqliteStore::open(&format!("sqlite://{}", path.display()))
            .await
            .expect("a store");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .pragma("recursive_triggers", "ON");
        let connection = SqliteConnection::connect_with(&options)
            .await
            .expect("a connection");
        Self {
            connection,
            _directory: directory,
        }
    }

    /// Runs one transaction, or says why not.
    pub(crate) async fn run(&mut self, statements: &[String]) -> Result<(), String> {
        let words = |error: sqlx::Error| {
            error
                .as_database_error()
                .map_or_else(|| error.to_string(), |error| error.message().to_owned())
        };
        let mut transaction = self.connection.begin().await.expect("a transaction");
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement.as_str()))
                .execute(&mut *transaction)
                .await
                .map_err(words)?;
        }
        transaction.commit().await.map_err(words)
    }
}

/// Bytes, as SQLite writes them.
pub(crate) fn bytes(hex: &str) -> String {
    format!("x'{hex}'")
}
