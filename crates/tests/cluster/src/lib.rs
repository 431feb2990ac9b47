//! Fresh PostgreSQL databases for tests, each a copy of one template that has the schema.
//!
//! The server is one that was started for tests: `cargo xtask test --engine postgres` starts it, says in
//! `REGAIN_TEST_POSTGRES` where it listens (`postgres://postgres@localhost:PORT/postgres?host=FOLDER`), and ends it.

use regain_storage_postgres::{PostgresAddress, migrate};
pub use regain_storage_postgres::{SELF_ROLE, TURN};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Says where the server listens.
pub const SERVER: &str = "REGAIN_TEST_POSTGRES";

/// Says on which engine tests run that can run on either: `postgres`, or else SQLite.
pub const ENGINE: &str = "REGAIN_TEST_ENGINE";

const WHY: &str = "the server for tests answers";

/// What tests ask in SQLite's words.
const TESTING: &str = "CREATE SCHEMA testing;
    CREATE FUNCTION testing.hex(bytea) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper(encode($1, 'hex'));
    CREATE FUNCTION testing.drop_trigger(name text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE (SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgname = $1);
    END $$";

/// Whether tests that can run on either engine run on PostgreSQL.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests chooses the engine"
)]
pub fn is_chosen() -> bool {
    std::env::var_os(SERVER).is_some()
        && std::env::var(ENGINE).is_ok_and(|engine| engine == "postgres")
}

/// One of the makers of templates at a time, in all processes.
const TEMPLATE_LOCK: i64 = 0x7465_6d70;

/// A database of a test, dropped with this.
#[derive(Debug)]
pub struct Database {
    name: String,
}

impl Database {
    /// A database with the schema and no rows but those that every database has.
    ///
    /// # Panics
    /// If there is no server for tests.
    pub async fn fresh() -> Self {
        let mut server = connect("postgres", "postgres").await;
        let template = template(&mut server).await;
        Self::copied(&mut server, &template).await
    }

    /// A copy of a database that [`keep`](Self::keep) left; `None` if there is none.
    ///
    /// # Panics
    /// If there is no server for tests.
    pub async fn of(kept: &str) -> Option<Self> {
        let mut server = connect("postgres", "postgres").await;
        if is_there(&mut server, kept).await {
            Some(Self::copied(&mut server, kept).await)
        } else {
            None
        }
    }

    /// Whether a database of this name is kept.
    ///
    /// # Panics
    /// If there is no server for tests.
    pub async fn is_kept(name: &str) -> bool {
        is_there(&mut connect("postgres", "postgres").await, name).await
    }

    /// Keeps it for as long as the server runs, for copies of it; returns the name that it has from then on.
    ///
    /// # Panics
    /// If the server doesn't answer.
    pub async fn keep(self) -> String {
        let mut server = connect("postgres", "postgres").await;
        let name = format!("kept_{}", self.name);
        end_connections(&mut server, &self.name).await;
        run(
            &mut server,
            format!("ALTER DATABASE {} RENAME TO {name}", self.name),
        )
        .await;
        name
    }

    /// The same database as it is now, on its own. Whoever is connected to this one is cut off, as if their process had been
    /// killed.
    pub async fn copy(&self) -> Self {
        let mut server = connect("postgres", "postgres").await;
        end_connections(&mut server, &self.name).await;
        Self::copied(&mut server, &self.name).await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a name for the server, which no test sees"
    )]
    async fn copied(server: &mut PgConnection, template: &str) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // Process ids come again.
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let name = format!(
            "test_{}_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed),
            now.map_or(0, |now| now.as_nanos())
        );
        run(
            server,
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        // A copy doesn't take over who may do what with the database itself.
        run(
            server,
            format!("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"),
        )
        .await;
        Self { name }
    }

    /// Its URL for a role.
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        url(&self.name, role)
    }

    /// Its address for a role.
    ///
    /// # Panics
    /// If the server's address can't be one.
    #[must_use]
    pub fn address(&self, role: &'static str) -> PostgresAddress {
        PostgresAddress::parse(&self.url(role), role).expect("an address")
    }

    /// A connection with all rights, as an attacker with SQL would have it; tables need no schema's name, and `hex` is there
    /// as in SQLite.
    pub async fn superuser(&self) -> PgConnection {
        let mut connection = connect(&self.name, "postgres").await;
        run(
            &mut connection,
            "SET search_path = regain, testing".to_owned(),
        )
        .await;
        connection
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.name.clone();
        // A test's runtime can't be waited for from here.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map(|runtime| {
                    runtime.block_on(async {
                        let mut server = connect("postgres", "postgres").await;
                        run(
                            &mut server,
                            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                        )
                        .await;
                    });
                })
        });
        drop(dropped.join());
    }
}

/// The template of this schema; the first caller makes it.
async fn template(server: &mut PgConnection) -> String {
    let name = format!("template_{:016x}", regain_storage_postgres::digest());
    run(server, format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    if !is_there(server, &name).await {
        let making = format!("{name}_in_the_making");
        run(
            server,
            format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)"),
        )
        .await;
        run(server, format!("CREATE DATABASE {making}")).await;
        migrate(&url(&making, "postgres"))
            .await
            .expect("the schema is made");
        let mut made = connect(&making, "postgres").await;
        run(&mut made, TESTING.to_owned()).await;
        made.close().await.expect(WHY);
        run(server, format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }

    run(
        server,
        format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})"),
    )
    .await;
    name
}

async fn is_there(server: &mut PgConnection, name: &str) -> bool {
    let select = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)";
    sqlx::query_scalar::<_, bool>(select)
        .bind(name)
        .fetch_one(server)
        .await
        .expect(WHY)
}

async fn end_connections(server: &mut PgConnection, name: &str) {
    let end =
        "SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity WHERE datname = $1";
    sqlx::query_scalar::<_, i64>(end)
        .bind(name)
        .fetch_one(server)
        .await
        .expect(WHY);
}

async fn run(server: &mut PgConnection, statement: String) {
    server.execute(AssertSqlSafe(statement)).await.expect(WHY);
}

async fn connect(database: &str, role: &str) -> PgConnection {
    let options = PgConnectOptions::from_str(&url(database, role)).expect("an address");
    PgConnection::connect_with(&options).await.expect(WHY)
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever starts the server for tests says where it listens"
)]
fn url(database: &str, role: &str) -> String {
    let server = std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} says where PostgreSQL listens; `cargo xtask test --engine postgres` starts one and sets it")
    });
    server
        .replacen("postgres@", &format!("{role}@"), 1)
        .replacen("/postgres?", &format!("/{database}?"), 1)
}
