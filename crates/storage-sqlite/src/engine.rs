//! Opening the database, and beginning units of work: one writer, a few readers.

use crate::Db;
use crate::address::{self, Address};
use crate::pragmas::{Access, Pragmas};
use crate::presence::Presence;
use crate::restricted::{AdminStore, restrict};
use crate::self_test;
use crate::unit::Unit;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, StorageError, Store, Work};
use regain_vault::{VaultStore, VaultWork};
use sqlx::Connection as _;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::{Pool, PoolConnection, PoolOptions};
use sqlx::sqlite::SqliteConnection;
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for the others (S98).
const WAIT: Duration = Duration::from_secs(5);

/// A file up to this size, in bytes, is looked through before anything is served, which takes about a second (S99, S100).
const AT_ONCE: u64 = 64 * 1024 * 1024;

/// Readers don't wait for the writer, nor it for them; more of them than this only wait for the disk.
const READERS: u32 = 4;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!();

/// A SQLite database.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pools: Pools,
    address: Address,
    /// Its pages weren't looked at yet.
    unseen: bool,
}

impl SqliteStore {
    /// Opens the database at `sqlite://PATH`, creates the file and its directory if they are missing, brings its tables up
    /// to date, and lets it show that it refuses what it must refuse (S75).
    ///
    /// `sqlite::memory:` is a database that is gone when the store is; it has a single connection, so in it a unit of
    /// work that begins before another one has ended waits in vain.
    ///
    /// # Errors
    /// [`StorageError::Busy`] if another process keeps it locked; otherwise what is wrong with the address, the file, the
    /// settings of a connection, or the rules in the database (S75).
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with_wait(url, WAIT).await
    }

    /// The same with another wait than five seconds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_wait(url: &str, wait: Duration) -> Result<Self> {
        Self::open_large(url, wait, AT_ONCE).await
    }

    /// The same with another size, in bytes, up to which a file is looked through before anything is served.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_large(url: &str, wait: Duration, at_once: u64) -> Result<Self> {
        let address = Address::parse(url)?;
        if let Address::File(path) = &address {
            address::create_if_missing(path)?;
        }
        let presence = Arc::new(Presence::of(address.path()));
        let pools = Pools::open(&address, wait, (false, presence)).await?;
        let unseen = address.length() > at_once && self_test::is_current(&pools.writer).await?;
        if !unseen {
            self_test::whole(&pools.writer).await?;
        }
        MIGRATIONS
            .run(&pools.writer)
            .await
            .map_err(|error| match error {
                MigrateError::Execute(error) => failure(error),
                other => StorageError::Failed(Box::new(other)),
            })?;
        if !unseen {
            self_test::complete(&pools.writer).await?;
        }
        self_test::run(&pools.writer).await?;
        // Before people are looked for.
        let outdated = pools
            .begin(Access::Read)
            .await?
            .described_otherwise()
            .await?;
        if !outdated.is_empty() {
            let mut unit = pools.begin(Access::Write).await?;
            for id in outdated {
                unit.describe(id).await?;
            }
            unit.keep().await?;
        }
        Ok(Self {
            pools,
            address,
            unseen,
        })
    }

    /// Opens the same database without the right to write credentials (S76).
    ///
    /// # Errors
    /// As [`open`](Self::open); a database in memory can't be opened twice.
    pub async fn for_administrators(&self) -> Result<AdminStore> {
        AdminStore::open(&self.address, WAIT, Arc::clone(&self.pools.presence)).await
    }

    /// A unit of work, for tests of its parts.
    #[cfg(test)]
    pub(crate) async fn unit(&self, access: Access) -> Result<Unit<'static>> {
        self.pools.begin(access).await
    }

    /// The connection that writes: one that only reads may not even write another file.
    pub(crate) async fn writer(&self) -> Result<PoolConnection<Db>> {
        self.pools.writer.acquire().await.map_err(failure)
    }
}

/// One connection that writes, a few that read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    writer: Pool<Db>,
    readers: Pool<Db>,
    in_file: bool,
    wait: Duration,
    presence: Arc<Presence>,
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

    /// Waits for the units of work under way, moves everything into the one file, and closes it.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a unit of work; the wait for a connection and the wait for the lock together are no longer than the one wait.
    pub(crate) async fn begin(&self, access: Access) -> Result<Unit<'static>> {
        let (pool, statement) = match access {
            Access::Read => (&self.readers, "BEGIN"),
            // A lock that is taken first never has to be upgraded later, which would fail at once instead of waiting.
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

/// A pool whose connections last, since opening one is dear and a database in memory would be lost with its last one. Two stand
/// ready to read, since a page reads twice: where the file can't be opened any more, pages still answer.
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
        // A commit that the disk didn't take ends its transaction in SQLite, but not in sqlx, which would refuse to begin
        // another one on this connection: such a connection makes room for a new one (S99).
        .after_release(|connection: &mut SqliteConnection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // One that was dropped is rolled back before this is answered.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(pragmas.options(address).map_err(failure)?)
        .await
        .map_err(failure)
}

/// What an error of the database means for the caller.
pub(crate) fn failure(error: sqlx::Error) -> StorageError {
    /// The low byte of SQLite's extended codes for "another connection has the lock".
    const SQLITE_BUSY: i32 = 5;
    let busy = match &error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error
            .code()
            .and_then(|code| code.parse::<i32>().ok())
            .is_some_and(|code| code & 0xFF == SQLITE_BUSY),
        _ => false,
    };
    if busy {
        StorageError::Busy
    } else {
        StorageError::Failed(Box::new(error))
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.pools.begin(Access::Read).await?))
    }

    async fn write(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.pools.begin(Access::Write).await?))
    }

    async fn check(&self) -> Result<()> {
        // A real write, to its end: only that tells whether the disk takes it.
        let mut unit = self.pools.begin(Access::Write).await?;
        unit.execute(sqlx::query(
            "UPDATE write_checks SET parity = 1 - parity WHERE id = 1",
        ))
        .await?;
        unit.keep().await
    }

    async fn look_through(&self) -> Result<()> {
        if !self.unseen {
            return Ok(());
        }
        let looked = self_test::look_through(&self.pools.readers).await;
        if let Err(error) = &looked
            && self_test::is_damage(error)
        {
            self.pools.presence.damaged();
        }
        looked
    }

    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>> {
        self.pools.begin(Access::Read).await?.ahead(now).await
    }

    async fn close(&self) {
        self.pools.close().await;
    }
}

#[async_trait]
impl VaultStore for SqliteStore {
    async fn read_vault(&self) -> Result<Box<dyn VaultWork>> {
        Ok(Box::new(self.pools.begin(Access::Read).await?))
    }

    async fn write_vault(&self) -> Result<Box<dyn VaultWork>> {
        Ok(Box::new(self.pools.begin(Access::Write).await?))
    }
}
