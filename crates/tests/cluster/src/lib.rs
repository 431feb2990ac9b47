//! Fresh PostgreSQL databases for tests, each a copy of one template that has the schema.
//!
//! The server is one that was started for tests: `cargo xtask test --engine postgres` starts it, says in
//! `REGAIN_TEST_POSTGRES` where it listens (`postgres://postgres@localhost:PORT/postgres?host=FOLDER`), and ends it.

use regain_storage_postgres::migrate;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// Says where the server listens.
pub const SERVER: &str = "REGAIN_TEST_POSTGRES";

const WHY: &str = "the server for tests answers";

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
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let mut server = connect("postgres", "postgres").await;
        let template = template(&mut server).await;
        run(
            &mut server,
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        )
        .await;
        run(
            &mut server,
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        // A copy doesn't take over who may do what with the database itself.
        run(
            &mut server,
            format!("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"),
        )
        .await;
        Self { name }
    }

    /// Its address for a role.
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        url(&self.name, role)
    }

    /// A connection with all rights, as an attacker with SQL would have it.
    pub async fn superuser(&self) -> PgConnection {
        connect(&self.name, "postgres").await
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
    let name = format!("template_{}", regain_storage_postgres::digest());
    run(server, format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    let there = sqlx::query_scalar::<_, bool>(
        "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)",
    )
    .bind(&name)
    .fetch_one(&mut *server)
    .await
    .expect(WHY);

    if !there {
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
        run(server, format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }

    run(
        server,
        format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})"),
    )
    .await;
    name
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
