//! The database seen from outside, without the app.

mod session;

use regain_cluster::Database as ServersDatabase;
use session::Session;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A database: files, or one of a PostgreSQL server for tests.
#[derive(Debug, Clone)]
pub struct Database {
    pub(crate) place: Place,
}

/// Where a database is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    File(PathBuf),
    Server(Arc<ServersDatabase>),
}

/// The writer's lock.
pub struct Lock {
    session: Session,
}

impl Lock {
    /// Releases the lock.
    ///
    /// # Panics
    /// If the database doesn't answer.
    pub async fn give_back(mut self) {
        self.session.run("ROLLBACK").await.expect(WHY);
    }
}

const WHY: &str = "the database answers";

impl Database {
    /// The database at a path.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self {
            place: Place::File(path),
        }
    }

    /// One of the server for tests.
    pub(crate) fn of_server(database: ServersDatabase) -> Self {
        Self {
            place: Place::Server(Arc::new(database)),
        }
    }

    /// The file's path.
    ///
    /// # Panics
    /// If it isn't a file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match &self.place {
            Place::File(path) => path,
            Place::Server(_) => panic!("this test is about the files of SQLite"),
        }
    }

    /// The number that a query returns.
    ///
    /// # Panics
    /// If the query fails, or returns something else.
    pub async fn number(&self, query: &str) -> i64 {
        self.connect().await.number(query).await.expect(WHY)
    }

    /// The texts that a query returns.
    ///
    /// # Panics
    /// If the query fails, or returns something else.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        self.connect().await.texts(query).await.expect(WHY)
    }

    /// Runs a statement, as somebody with access to the file, or with a superuser's rights, could; returns how many rows it
    /// changed.
    ///
    /// # Panics
    /// If it fails.
    pub async fn run(&self, statement: &str) -> u64 {
        let mut session = self.connect().await;
        session.ignore_keys().await.expect(WHY);
        session.run(statement).await.expect(WHY)
    }

    /// Whether the database allows a statement; undoes it.
    pub async fn allows(&self, statement: &str) -> bool {
        self.connect().await.allows(statement).await.expect(WHY)
    }

    /// Runs statements one after the other on one connection.
    ///
    /// # Panics
    /// If one fails.
    pub async fn run_all(&self, statements: &[String]) {
        let mut session = self.connect().await;
        for statement in statements {
            session
                .run(statement)
                .await
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }

    /// How many rows each table has.
    ///
    /// # Panics
    /// If the database doesn't answer.
    pub async fn row_counts(&self) -> BTreeMap<String, i64> {
        let mut session = self.connect().await;
        let mut counts = BTreeMap::new();
        for table in session.tables().await.expect(WHY) {
            let count = session
                .number(&format!("SELECT count(*) FROM {table}"))
                .await
                .expect(WHY);
            counts.insert(table, count);
        }
        counts
    }

    /// Every row of every table, as text, so that a test can see any change.
    ///
    /// # Panics
    /// If the database doesn't answer.
    pub async fn contents(&self) -> BTreeMap<String, Vec<String>> {
        let mut session = self.connect().await;
        let mut contents = BTreeMap::new();
        for table in session.tables().await.expect(WHY) {
            let rows = session.rows(&table).await.expect(WHY);
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
        let mut all = std::fs::read(self.path()).expect("there is a database file");
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut path = self.path().as_os_str().to_owned();
            path.push(suffix);
            all.extend(std::fs::read(path).unwrap_or_default());
        }
        all
    }

    /// The URL by which the app opens it.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.place {
            Place::File(path) => format!("sqlite://{}", path.display()),
            Place::Server(database) => database.url(regain_cluster::SELF_ROLE),
        }
    }

    /// Takes the writers' turn, as another process can.
    ///
    /// # Panics
    /// If somebody else has it.
    pub async fn lock(&self) -> Lock {
        let mut session = self.connect().await;
        session.lock().await.expect(WHY);
        Lock { session }
    }

    async fn connect(&self) -> Session {
        match &self.place {
            Place::File(path) => Session::to_file(path).await.expect(WHY),
            Place::Server(database) => Session::Postgres(database.superuser().await),
        }
    }
}
