//! Opening the database.

use crate::address::{ADMIN_ROLE, PostgresAddress, SELF_ROLE};
use crate::failure::failure;
use crate::rows::access::Access;
use crate::rows::unit::Unit;
use crate::watch::Damage;
use crate::{Db, Watch};
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, StorageError, Store, Work};
use regain_vault::{VaultStore, VaultWork};
use sqlx::pool::{Pool, PoolOptions};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Postgres, Transaction};
use std::sync::Arc;
use std::time::Duration;

/// Longest wait of a writer for others, and of anybody for an answer (S98).
pub const WAIT: Duration = Duration::from_secs(5);

const CONNECTIONS: u32 = 8;

/// The turn of writers, an advisory lock: one at a time, like SQLite's.
pub const TURN: i64 = 0x7265_6761_696e;

/// A PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    pool: Pool<Db>,
    wait: Duration,
    watch: Watch,
}

impl PostgresStore {
    /// Opens the database at an address, whose schema [`migrate`](crate::migrate) made.
    ///
    /// # Errors
    /// What is wrong with the connection or its settings.
    pub async fn open(address: &PostgresAddress) -> Result<Self> {
        Self::open_with_wait(address, WAIT).await
    }

    /// The same with a wait other than five seconds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_wait(address: &PostgresAddress, wait: Duration) -> Result<Self> {
        let pool = PoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(wait)
            .after_connect(move |connection, _| Box::pin(settle(connection, wait)))
            // A unit of work whose beginning or end was cut short may still be open on the server.
            .after_release(|connection: &mut PgConnection, _| {
                Box::pin(async move {
                    let is_outside = "SELECT now() = statement_timestamp()";
                    sqlx::query_scalar::<Db, bool>(is_outside)
                        .fetch_one(connection)
                        .await
                })
            })
            .connect_with(address.0.clone())
            .await
            .map_err(failure)?;

        let store = Self {
            pool,
            wait,
            watch: Arc::new(Damage::default()),
        };
        store.describe_anew().await?;
        Ok(store)
    }

    /// Whether no server is connected: nobody else with the roles that servers have.
    ///
    /// # Errors
    /// If the database doesn't answer.
    pub async fn is_alone(address: &PostgresAddress) -> Result<bool> {
        let mut connection = PgConnection::connect_with(&address.0)
            .await
            .map_err(failure)?;
        let others = "SELECT count(*) FROM pg_stat_activity
                      WHERE datname = current_database() AND usename IN ($1, $2) AND pid <> pg_backend_pid()";
        let others = sqlx::query_scalar::<Db, i64>(others)
            .bind(SELF_ROLE)
            .bind(ADMIN_ROLE)
            .fetch_one(&mut connection)
            .await;
        connection.close().await.map_err(failure)?;
        others.map(|others| others == 0).map_err(failure)
    }

    /// Before any search for people: what a search looks in, as this version writes it.
    async fn describe_anew(&self) -> Result<()> {
        let outdated = self
            .begin(Access::Read)
            .await?
            .described_otherwise()
            .await?;
        if outdated.is_empty() {
            return Ok(());
        }

        let mut unit = self.begin(Access::Write).await?;
        for id in outdated {
            unit.describe(id).await?;
        }

        unit.keep().await
    }

    async fn begin(&self, access: Access) -> Result<Unit<'static>> {
        let statement = match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        let pool = self.pool.clone();

        // In a task of its own, which goes on if the caller gives up: sqlx 0.9.0 forgets a BEGIN that was cut short, and
        // would hand the open transaction to the next caller (sqlx issue 4385).
        let begun = tokio::spawn(async move {
            let mut transaction = pool.begin_with(statement).await?;
            if access == Access::Write {
                take_turn(&mut transaction).await?;
            }
            Ok(transaction)
        });
        let begun = tokio::time::timeout(self.wait, begun)
            .await
            .map_err(|_| StorageError::Busy)?
            .map_err(|error| StorageError::Failed(Box::new(error)))?;
        let transaction = begun
            .inspect_err(|error| self.watch.learn(error))
            .map_err(failure)?;
        if access == Access::Write {
            self.watch.check()?;
        }

        Ok(Unit::new(transaction, Arc::clone(&self.watch), access))
    }
}

/// Everything after it sees what writers before it committed.
async fn take_turn(transaction: &mut Transaction<'static, Postgres>) -> sqlx::Result<()> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(TURN)
        .execute(&mut **transaction)
        .await
        .map(drop)
}

/// Settings that every connection makes (S75, S98).
async fn settle(connection: &mut PgConnection, wait: Duration) -> sqlx::Result<()> {
    let millis = wait.as_millis();
    connection
        .execute(AssertSqlSafe(format!(
            "SET search_path = regain, pg_temp; SET statement_timeout = {millis}; SET lock_timeout = {millis};
             SET idle_in_transaction_session_timeout = 60000; SET synchronous_commit = on"
        )))
        .await
        .map(drop)
}

#[async_trait]
impl Store for PostgresStore {
    async fn read(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.begin(Access::Read).await?))
    }

    async fn write(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.begin(Access::Write).await?))
    }

    async fn check(&self) -> Result<()> {
        let mut unit = self.begin(Access::Write).await?;
        unit.execute(sqlx::query(
            "UPDATE write_checks SET parity = NOT parity WHERE id = 1",
        ))
        .await?;
        unit.keep().await
    }

    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>> {
        self.begin(Access::Read).await?.ahead(now).await
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

#[async_trait]
impl VaultStore for PostgresStore {
    async fn read_vault(&self) -> Result<Box<dyn VaultWork>> {
        Ok(Box::new(self.begin(Access::Read).await?))
    }

    async fn write_vault(&self) -> Result<Box<dyn VaultWork>> {
        Ok(Box::new(self.begin(Access::Write).await?))
    }
}
