//! A role's connections to the database, and units of work on them.

use crate::address::PostgresAddress;
use crate::failure::failure;
use crate::rows::access::Access;
use crate::rows::unit::Unit;
use crate::{Db, Watch};
use regain_storage::{Result, StorageError};
use sqlx::pool::{Pool, PoolOptions};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor as _, Postgres, Row as _, Transaction};
use std::sync::Arc;
use std::time::Duration;

/// For each store.
const MOST: u32 = 8;

/// The turn of writers, an advisory lock: one at a time, like SQLite's.
pub const TURN: i64 = 0x7265_6761_696e;

/// The connections of one role.
#[derive(Debug, Clone)]
pub(crate) struct RoleConnections {
    pub(crate) pool: Pool<Db>,
    pub(crate) watch: Watch,
    wait: Duration,
}

impl RoleConnections {
    /// Connects to the database at an address, which names the role, too.
    pub(crate) async fn open(
        address: &PostgresAddress,
        wait: Duration,
        watch: Watch,
    ) -> Result<Self> {
        let pool = PoolOptions::new()
            .max_connections(MOST)
            .acquire_timeout(wait)
            .after_connect(move |connection, _| Box::pin(settle(connection, wait)))
            // A unit of work whose beginning or end was cut short may still be open on the server.
            .after_release(|connection: &mut PgConnection, _| Box::pin(is_outside(connection)))
            .connect_with((*address.0).clone())
            .await
            .map_err(failure)?;

        Ok(Self { pool, watch, wait })
    }

    /// Begins a unit of work; waiting for a connection and for the turn together takes no longer than the maximum wait.
    pub(crate) async fn begin(&self, access: Access) -> Result<Unit<'static>> {
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

/// Whether no transaction is open: then the statement is one of its own, which begins when the statement begins. That holds
/// for a statement that isn't prepared; a prepared one begins its transaction earlier, when it is parsed.
async fn is_outside(connection: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::raw_sql("SELECT now() = statement_timestamp()")
        .fetch_one(connection)
        .await?
        .try_get(0)
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
