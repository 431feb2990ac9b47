//! Administrators' access to the database (S76).

use crate::Db;
use crate::address::Address;
use crate::pools::Pools;
use crate::presence::Presence;
use crate::rows::access::Access;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, StorageError, Store, Work};
use std::sync::Arc;
use std::time::Duration;

/// A database without the right to write credentials.
#[derive(Debug, Clone)]
pub struct SqliteAdminStore {
    pools: Pools,
}

#[derive(Debug, thiserror::Error)]
#[error("administrators' connections need a database in a file")]
struct NotAFile;

impl SqliteAdminStore {
    /// Opens it beside a store that maintains the same files.
    pub(crate) async fn open(
        address: &Address,
        wait: Duration,
        presence: Arc<Presence>,
    ) -> Result<Self> {
        if *address == Address::Memory {
            return Err(StorageError::Failed(Box::new(NotAFile)));
        }

        Ok(Self {
            pools: Pools::open(address, wait, (true, presence)).await?,
        })
    }
}

#[async_trait]
impl Store for SqliteAdminStore {
    async fn read(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.pools.begin(Access::Read).await?))
    }

    async fn write(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.pools.begin(Access::Write).await?))
    }

    async fn check(&self) -> Result<()> {
        let mut unit = self.pools.begin(Access::Read).await?;
        unit.execute(sqlx::query::<Db>("SELECT 1")).await.map(drop)
    }

    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>> {
        self.pools.begin(Access::Read).await?.ahead(now).await
    }

    async fn close(&self) {
        self.pools.close().await;
    }
}
