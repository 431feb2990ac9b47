//! A connection of somebody who reads and writes the tables themselves.
//!
//! Tests write their statements in SQLite's words; [`for_postgres`] turns what differs.

use regain_cluster::TURN;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Result, query, query_scalar};
use std::path::Path;

pub(super) enum Session {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Sends a statement to whichever it is.
macro_rules! send {
    ($session:expr, $statement:expr, |$to:ident, $text:ident| $answer:expr) => {
        match $session {
            Session::Sqlite($to) => {
                let $text = AssertSqlSafe($statement.to_owned());
                $answer
            }
            Session::Postgres($to) => {
                let $text = AssertSqlSafe(for_postgres($statement));
                $answer
            }
        }
    };
}

impl Session {
    pub(super) async fn to_file(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false);
        SqliteConnection::connect_with(&options)
            .await
            .map(Self::Sqlite)
    }

    pub(super) async fn number(&mut self, statement: &str) -> Result<i64> {
        match self {
            Self::Sqlite(to) => {
                query_scalar(AssertSqlSafe(statement.to_owned()))
                    .fetch_one(to)
                    .await
            }
            // PostgreSQL has several types of numbers, and one of truth.
            Self::Postgres(to) => {
                let text = format!("SELECT CAST(({}) AS text)", for_postgres(statement));
                let found: Option<String> = query_scalar(AssertSqlSafe(text)).fetch_one(to).await?;
                match found.as_deref() {
                    Some("true") => Ok(1),
                    Some("false") => Ok(0),
                    found => found
                        .and_then(|found| found.parse().ok())
                        .ok_or(sqlx::Error::RowNotFound),
                }
            }
        }
    }

    pub(super) async fn texts(&mut self, statement: &str) -> Result<Vec<String>> {
        send!(self, statement, |to, text| query_scalar(text)
            .fetch_all(to)
            .await)
    }

    pub(super) async fn run(&mut self, statement: &str) -> Result<u64> {
        send!(self, statement, |to, text| query(text)
            .execute(to)
            .await
            .map(|done| done.rows_affected()))
    }

    /// From now on, keys between tables aren't checked; triggers are.
    pub(super) async fn ignore_keys(&mut self) -> Result<()> {
        let statement = match self {
            Self::Sqlite(_) => "PRAGMA foreign_keys = OFF",
            Self::Postgres(_) => "SET session_replication_role = replica",
        };
        self.run(statement).await.map(drop)
    }

    /// Whether a statement works; undoes it.
    pub(super) async fn allows(&mut self, statement: &str) -> Result<bool> {
        if let Self::Sqlite(_) = self {
            self.run("PRAGMA recursive_triggers = ON").await?;
        }
        self.run("BEGIN").await?;
        let allowed = self.run(statement).await.is_ok();
        self.run("ROLLBACK").await?;
        Ok(allowed)
    }

    /// The names of all tables of the app.
    pub(super) async fn tables(&mut self) -> Result<Vec<String>> {
        let select = match self {
            Self::Sqlite(_) => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name"
            }
            Self::Postgres(_) => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'regain' AND tablename NOT LIKE '\\_%' ORDER BY 1"
            }
        };
        self.texts(select).await
    }

    /// All rows of a table as text, in order.
    pub(super) async fn rows(&mut self, table: &str) -> Result<Vec<String>> {
        let select = match self {
            Self::Sqlite(_) => {
                let columns = format!(
                    "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}') ORDER BY cid"
                );
                let columns = self.texts(&columns).await?.join(" || ',' || ");
                format!("SELECT {columns} FROM {table} ORDER BY 1")
            }
            Self::Postgres(_) => format!("SELECT row::text FROM {table} AS row ORDER BY 1"),
        };
        self.texts(&select).await
    }

    /// Takes the writers' turn.
    pub(super) async fn lock(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => self.run("BEGIN IMMEDIATE").await.map(drop),
            Self::Postgres(_) => {
                self.run("BEGIN").await?;
                self.run(&format!("SELECT pg_advisory_xact_lock({TURN})"))
                    .await
                    .map(drop)
            }
        }
    }
}

/// A statement in PostgreSQL's words.
fn for_postgres(statement: &str) -> String {
    if let Some(trigger) = statement.trim().strip_prefix("DROP TRIGGER ") {
        return format!(
            "SELECT testing.drop_trigger('{}')",
            trigger.trim_end_matches(';')
        );
    }
    match statement {
        "PRAGMA foreign_keys = OFF" => "SET session_replication_role = replica".to_owned(),
        // PostgreSQL looks after its own files.
        "PRAGMA integrity_check" => "SELECT 'ok'".to_owned(),
        other => with_bytes(other),
    }
}

/// `x'00ff'` is `'\\x00ff'::bytea`.
fn with_bytes(statement: &str) -> String {
    let mut turned = String::with_capacity(statement.len());
    let mut rest = statement;
    while let Some(at) = rest.find("x'") {
        let (before, after) = rest.split_at(at);
        let digits = after[2..]
            .find(|letter: char| !letter.is_ascii_hexdigit())
            .filter(|end| after[2 + end..].starts_with('\''));
        let is_word = before.ends_with(|letter: char| letter.is_alphanumeric());
        match digits {
            Some(end) if !is_word => {
                turned.push_str(before);
                turned.push_str("'\\x");
                turned.push_str(&after[2..2 + end]);
                turned.push_str("'::bytea");
                rest = &after[3 + end..];
            }
            _ => {
                turned.push_str(before);
                turned.push_str("x'");
                rest = &after[2..];
            }
        }
    }
    turned + rest
}
