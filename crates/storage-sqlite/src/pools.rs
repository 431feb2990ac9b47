//! The connections: one that writes, a few that read.

use crate::Db;
use crate::address::Address;
use crate::failure::failure;
use crate::pragmas::Pragmas;
use crate::presence::Presence;
use crate::restricted::restrict;
use crate::rows::access::Access;
use crate::rows::unit::Unit;
use regain_storage::{Result, StorageError};
use sqlx::Connection as _;
use sqlx::pool::{Pool, PoolOptions};
use sqlx::sqlite::SqliteConnection;
use std::sync::Arc;
use std::time::Duration;

/// Readers and the writer don't wait for each other; more readers than this would only wait for the disk.
const READERS: u32 = 4;

/// One connection that writes, a few that read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    pub(crate) writer: Pool<Db>,
    pub(crate) readers: Pool<Db>,
    in_file: bool,
    wait: Duration,
    pub(crate) presence: Arc<Presence>,
}

impl Pools {
    pub(crate) async fn open(
        address: &Address,
        wait: Duration,
        (restricted, presence): (bool, Arc<Presence>),
    ) -> Result<Self> {
        let in_file = *address != Address::Memory;
        let to_write = Pragmas {
            wait,
            access: Access::Write,
            in_file,
        };
        to_write.probe(address).await.map_err(failure)?;
        let writer = connect(to_write, address, 1, restricted).await?;
        let readers = if in_file {
            let to_read = Pragmas {
                access: Access::Read,
                ..to_write
            };
            connect(to_read, address, READERS, false).await?
        } else {
            writer.clone()
        };

        Ok(Self {
            writer,
            readers,
            in_file,
            wait,
            presence,
        })
    }

    /// Waits for running units of work, moves everything into the one file, and closes it.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a unit of work; waiting for a connection and for the lock together takes no longer than the maximum
    /// wait.
    pub(crate) async fn begin(&self, access: Access) -> Result<Unit<'static>> {
        let (pool, statement) = match access {
            Access::Read => (&self.readers, "BEGIN"),
            // A lock that is taken first never has to be upgraded, which would fail at once instead of waiting.
            Access::Write if self.in_file => (&self.writer, "BEGIN IMMEDIATE"),
            Access::Write => (&self.writer, "BEGIN"),
        };

        let begun = tokio::time::timeout(self.wait, pool.begin_with(statement)).await;
        let begun = begun.map_err(|_| StorageError::Busy)?;
        let mut transaction = begun
            .inspect_err(|error| self.presence.learn(error))
            .map_err(failure)?;
        if access == Access::Write {
            self.presence.check()?;
        }

        if !self.in_file {
            let query_only = match access {
                Access::Read => "PRAGMA query_only = ON",
                Access::Write => "PRAGMA query_only = OFF",
            };

            sqlx::query(query_only)
                .execute(&mut *transaction)
                .await
                .map_err(failure)?;
        }

        Ok(Unit::new(transaction, Arc::clone(&self.presence), access))
    }
}

/// A pool of lasting connections, since opening one is expensive and a database in memory would be lost with its last
/// one. Two are ready for reading, since a page reads twice: if the file can't be opened any more, pages still work.
async fn connect(
    pragmas: Pragmas,
    address: &Address,
    connections: u32,
    restricted: bool,
) -> Result<Pool<Db>> {
    PoolOptions::new()
        .max_connections(connections)
        .min_connections(connections.min(2))
        .acquire_timeout(pragmas.wait)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if restricted {
                    restrict(connection).await?;
                }

                pragmas.check(connection).await
            })
        })
        // A commit that the disk refused ends the transaction in SQLite but not in sqlx, which would refuse to begin
        // another one on this connection. Such a connection is replaced (S99).
        .after_release(|connection: &mut SqliteConnection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // This also rolls back a dropped transaction first.
                    connection.ping().await?;
                }

                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(pragmas.options(address).map_err(failure)?)
        .await
        .map_err(failure)
}
