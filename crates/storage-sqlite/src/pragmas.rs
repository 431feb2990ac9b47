//! Settings that every connection makes, and reads back before it is used (S75, S98).

use crate::address::Address;
use crate::rows::access::Access;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row};
use std::str::FromStr;
use std::time::Duration;

/// Required settings of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pragmas {
    /// Longest wait of a writer for others.
    pub(crate) wait: Duration,
    /// Whether it may write.
    pub(crate) access: Access,
    /// Whether the database is a file; a database in memory has no write-ahead log.
    pub(crate) in_file: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("{pragma} is {found}, not {wanted}")]
struct PragmaError {
    pragma: &'static str,
    found: String,
    wanted: String,
}

impl Pragmas {
    /// Options for connecting to `address`.
    pub(crate) fn options(self, address: &Address) -> Result<SqliteConnectOptions, sqlx::Error> {
        let options = match address {
            Address::File(path) => SqliteConnectOptions::new()
                .filename(path)
                .journal_mode(SqliteJournalMode::Wal),
            Address::Memory => {
                SqliteConnectOptions::from_str("sqlite::memory:")?.shared_cache(false)
            }
        };

        let options = options
            .busy_timeout(self.wait)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("recursive_triggers", "ON")
            .pragma("trusted_schema", "OFF")
            .pragma("ignore_check_constraints", "OFF")
            .pragma("writable_schema", "OFF")
            .pragma("secure_delete", "ON");
        Ok(match self.access {
            Access::Write => options,
            Access::Read => options.pragma("query_only", "ON"),
        })
    }

    /// Fails unless the connection has the required settings.
    pub(crate) async fn check(self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let wanted = [
            (
                "PRAGMA journal_mode",
                if self.in_file { "wal" } else { "memory" }.to_owned(),
            ),
            ("PRAGMA synchronous", "2".to_owned()),
            ("PRAGMA foreign_keys", "1".to_owned()),
            ("PRAGMA recursive_triggers", "1".to_owned()),
            ("PRAGMA busy_timeout", self.wait.as_millis().to_string()),
            ("PRAGMA trusted_schema", "0".to_owned()),
            ("PRAGMA ignore_check_constraints", "0".to_owned()),
            ("PRAGMA writable_schema", "0".to_owned()),
            ("PRAGMA secure_delete", "1".to_owned()),
            (
                "PRAGMA query_only",
                u8::from(self.access == Access::Read).to_string(),
            ),
        ];
        for (pragma, wanted) in wanted {
            let row = sqlx::query(pragma).fetch_one(&mut *connection).await?;

            // Integers and texts are both read as text.
            let found: String = row.try_get_unchecked(0)?;
            if found != wanted {
                return Err(sqlx::Error::Configuration(Box::new(PragmaError {
                    pragma,
                    found,
                    wanted,
                })));
            }
        }

        Ok(())
    }

    /// Connects once, so that a failure to open the database has its reason: a pool would only report a timeout.
    pub(crate) async fn probe(self, address: &Address) -> Result<(), sqlx::Error> {
        let mut connection = self.options(address)?.connect().await?;
        let checked = self.check(&mut connection).await;
        connection.close().await?;
        checked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn s75_every_setting_that_differs_is_noticed() {
        let pragmas = Pragmas {
            wait: Duration::from_secs(5),
            access: Access::Write,
            in_file: false,
        };
        let mut connection = pragmas
            .options(&Address::Memory)
            .expect("options")
            .connect()
            .await
            .expect("a connection");
        pragmas.check(&mut connection).await.expect("as wanted");

        for (break_it, mend_it) in [
            ("PRAGMA journal_mode = OFF", "PRAGMA journal_mode = MEMORY"),
            ("PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"),
            ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
            (
                "PRAGMA recursive_triggers = OFF",
                "PRAGMA recursive_triggers = ON",
            ),
            ("PRAGMA busy_timeout = 0", "PRAGMA busy_timeout = 5000"),
            ("PRAGMA trusted_schema = ON", "PRAGMA trusted_schema = OFF"),
            (
                "PRAGMA ignore_check_constraints = ON",
                "PRAGMA ignore_check_constraints = OFF",
            ),
            (
                "PRAGMA writable_schema = ON",
                "PRAGMA writable_schema = OFF",
            ),
            ("PRAGMA secure_delete = OFF", "PRAGMA secure_delete = ON"),
            ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        ] {
            sqlx::query(break_it)
                .execute(&mut connection)
                .await
                .expect("set");
            let error = pragmas
                .check(&mut connection)
                .await
                .expect_err(break_it)
                .to_string();
            let name = break_it.split(' ').nth(1).expect("a name");
            assert!(error.contains(name), "{error}");
            sqlx::query(mend_it)
                .execute(&mut connection)
                .await
                .expect("set back");
        }

        pragmas
            .check(&mut connection)
            .await
            .expect("as wanted again");
    }
}
