//! The database file seen from outside, without the app.

use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of a database.
#[derive(Debug, Clone)]
pub struct Database {
    pub(crate) path: PathBuf,
}

/// The writer's lock.
pub struct Lock {
    connection: SqliteConnection,
}

impl Lock {
    /// Releases the lock.
    ///
    /// # Panics
    /// If the database doesn't answer.
    pub async fn give_back(mut self) {
        sqlx::query("ROLLBACK")
            .execute(&mut self.connection)
            .await
            .expect(WHY);
    }
}

const WHY: &str = "the database answers";

impl Database {
    /// The database at a path.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The file's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number that a query returns.
    ///
    /// # Panics
    /// If the query fails, or returns something else.
    pub async fn number(&self, query: &str) -> i64 {
        let mut connection = self.connect().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_one(&mut connection)
            .await
            .expect(WHY)
    }

    /// The texts that a query returns.
    ///
    /// # Panics
    /// If the query fails, or returns something else.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        let mut connection = self.connect().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_all(&mut connection)
            .await
            .expect(WHY)
    }

    /// Runs a statement, as somebody with access to the file could; returns how many rows it
    /// changed.
    ///
    /// # Panics
    /// If it fails.
    pub async fn run(&self, statement: &str) -> u64 {
        let mut connection = self.connect().await;
        sqlx::query("PRAGMA foreign_keys = OFF")
            .execute(&mut connection)
            .await
            .expect(WHY);
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&mut connection)
            .await
            .expect(WHY)
            .rows_affected()
    }

    /// Whether the database allows a statement; undoes it.
    pub async fn allows(&self, statement: &str) -> bool {
        let mut connection = self.connect().await;
        sqlx::query("PRAGMA recursive_triggers = ON")
            .execute(&mut connection)
            .await
            .expect(WHY);
        let mut attempt = connection.begin().await.expect(WHY);
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&mut *attempt)
            .await
            .is_ok()
    }

    /// Runs statements one after the other on one connection.
    ///
    /// # Panics
    /// If one fails.
    pub async fn run_all(&self, statements: &[String]) {
        let mut connection = self.connect().await;
        for statement in statements {
            let query = sqlx::query(sqlx::AssertSqlSafe(statement.as_str()));
            query
                .execute(&mut connection)
                .await
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }

    /// How many rows each table has.
    ///
    /// # Panics
    /// If the database doesn't answer.
    pub async fn row_counts(&self) -> BTreeMap<String, i64> {
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'";
        let mut counts = BTreeMap::new();
        for table in self.texts(tables).await {
            let count = self.number(&format!("SELECT count(*) FROM {table}")).await;
            counts.insert(table, count);
        }
        counts
    }

    /// Every row of every table, as text, so that a test can see any change.
    ///
    /// # Panics
    /// If the database doesn't answer.
    pub async fn contents(&self) -> BTreeMap<String, Vec<String>> {
        let mut connection = self.connect().await;
        let mut ask = async |query: String| -> Vec<String> {
            sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .fetch_all(&mut connection)
                .await
                .expect(WHY)
        };
        let mut contents = BTreeMap::new();
        for table in ask("SELECT name FROM sqlite_schema WHERE type = 'table'".to_owned()).await {
            let columns = format!(
                "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}') ORDER BY cid"
            );
            let columns = ask(columns).await.join(" || ',' || ");
            let rows = ask(format!("SELECT {columns} FROM {table} ORDER BY 1")).await;
            contents.insert(table, rows);
        }
        contents
    }

    /// The bytes of the database, its write-ahead log and its index, one after the other.
    ///
    /// # Panics
    /// If there is no database file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut all = std::fs::read(&self.path).expect("there is a database file");
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut path = self.path.clone().into_os_string();
            path.push(suffix);
            all.extend(std::fs::read(path).unwrap_or_default());
        }
        all
    }

    /// The URL by which the app opens it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("sqlite://{}", self.path.display())
    }

    /// Takes the writer's lock, as another process can.
    ///
    /// # Panics
    /// If somebody else has it.
    pub async fn lock(&self) -> Lock {
        let mut connection = self.connect().await;
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut connection)
            .await
            .expect(WHY);
        Lock { connection }
    }

    async fn connect(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new()
            .filename(&self.path)
            .create_if_missing(false);
        SqliteConnection::connect_with(&options).await.expect(WHY)
    }
}
