//! Opening the database.

use crate::Db;
use crate::address::{self, Address};
use crate::administrators::SqliteAdminStore;
use crate::failure::failure;
use crate::migrations::MIGRATIONS;
use crate::pools::Pools;
use crate::presence::Presence;
use crate::rows::access::Access;
#[cfg(test)]
use crate::rows::unit::Unit;
use crate::self_test;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, StorageError, Store, WAIT, Work};
use regain_vault::{VaultStore, VaultWork};
use sqlx::migrate::MigrateError;
use sqlx::pool::PoolConnection;
use std::sync::Arc;
use std::time::Duration;

/// Files up to this size in bytes are checked before anything is served, which takes about a second (S99, S100).
const AT_ONCE: u64 = 64 * 1024 * 1024;

/// A SQLite database.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pools: Pools,
    address: Address,
    wait: Duration,
    /// Whether its pages haven't been checked yet.
    unseen: bool,
}

impl SqliteStore {
    /// Opens the database at `sqlite://PATH`: creates the file and its directory if they are missing, migrates its
    /// tables, and tests that it refuses what it must refuse (S75).
    ///
    /// `sqlite::memory:` is a database that is lost with its store. It has a single connection, so a unit of work
    /// that begins before another has ended waits in vain.
    ///
    /// # Errors
    /// [`StorageError::Busy`] if another process keeps it locked; otherwise what is wrong with the address, the file,
    /// a connection's settings, or the rules in the database (S75).
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with_wait(url, WAIT).await
    }

    /// The same with a wait other than five seconds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_wait(url: &str, wait: Duration) -> Result<Self> {
        Self::open_large(url, wait, AT_ONCE).await
    }

    /// The same with another size in bytes up to which a file is checked before anything is served.
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

        self_test::run(&pools).await?;

        // Before any search for people.
        let outdated = pools
            .begin(Access::Read)
            .await?
            .described_otherwise()
            .await?;
        if !outdated.is_empty() {
            let unit = pools.begin(Access::Write).await?;
            unit.describe_all(outdated).await?;
        }

        Ok(Self {
            pools,
            address,
            wait,
            unseen,
        })
    }

    /// Opens the same database without the right to write credentials (S76).
    ///
    /// # Errors
    /// As [`open`](Self::open); a database in memory can't be opened twice.
    pub async fn for_administrators(&self) -> Result<SqliteAdminStore> {
        SqliteAdminStore::open(&self.address, self.wait, Arc::clone(&self.pools.presence)).await
    }

    /// A unit of work, for tests of its parts.
    #[cfg(test)]
    pub(crate) async fn unit(&self, access: Access) -> Result<Unit<'static>> {
        self.pools.begin(access).await
    }

    /// The connection that writes; a reading one may not even write another file.
    pub(crate) async fn writer(&self) -> Result<PoolConnection<Db>> {
        self.pools.writer.acquire().await.map_err(failure)
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
        self.pools.begin(Access::Write).await?.check_writing().await
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
