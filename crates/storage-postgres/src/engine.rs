//! Opening the database.

use crate::administrators::RestrictedStore;
use crate::connections::RoleConnections;
use crate::rows::access::Access;
use crate::self_test;
use crate::watch::Damage;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, Store, Work};
use regain_vault::{VaultStore, VaultWork};
use std::sync::Arc;
use std::time::Duration;

/// Longest wait of a writer for others, and of anybody for an answer (S98).
pub const WAIT: Duration = Duration::from_secs(5);

/// A PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    connections: RoleConnections,
    wait: Duration,
}

impl PostgresStore {
    /// Opens the database at `postgres://regain_self@HOST/NAME`, whose schema [`migrate`](crate::migrate) made, and tests
    /// that it refuses what it must refuse (S75).
    ///
    /// # Errors
    /// What is wrong with the address, the connection, the role's rights, or the rules in the database (S75, S76).
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with_wait(url, WAIT).await
    }

    /// The same with a wait other than five seconds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_wait(url: &str, wait: Duration) -> Result<Self> {
        let watch = Arc::new(Damage::default());
        let connections = RoleConnections::open(url, wait, watch).await?;
        self_test::run(&connections, "regain_self").await?;
        let store = Self { connections, wait };
        store.describe_anew().await?;

        Ok(store)
    }

    /// Opens the same database without the right to write credentials (S76), at `postgres://regain_admin@HOST/NAME`.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn for_administrators(&self, url: &str) -> Result<RestrictedStore> {
        RestrictedStore::open(url, self.wait, Arc::clone(&self.connections.watch)).await
    }

    /// Before any search for people: what a search looks in, as this version writes it.
    async fn describe_anew(&self) -> Result<()> {
        let outdated = self
            .connections
            .begin(Access::Read)
            .await?
            .described_otherwise()
            .await?;
        if outdated.is_empty() {
            return Ok(());
        }

        let mut unit = self.connections.begin(Access::Write).await?;
        for id in outdated {
            unit.describe(id).await?;
        }

        unit.keep().await
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn read(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.connections.begin(Access::Read).await?))
    }

    async fn write(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.connections.begin(Access::Write).await?))
    }

    async fn check(&self) -> Result<()> {
        let mut unit = self.connections.begin(Access::Write).await?;
        unit.execute(sqlx::query(
            "UPDATE write_checks SET parity = NOT parity WHERE id = 1",
        ))
        .await?;
        unit.keep().await
    }

    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>> {
        self.connections.begin(Access::Read).await?.ahead(now).await
    }

    async fn close(&self) {
        self.connections.pool.close().await;
    }
}

#[async_trait]
impl VaultStore for PostgresStore {
    async fn read_vault(&self) -> Result<Box<dyn VaultWork>> {
        Ok(Box::new(self.connections.begin(Access::Read).await?))
    }

    async fn write_vault(&self) -> Result<Box<dyn VaultWork>> {
        Ok(Box::new(self.connections.begin(Access::Write).await?))
    }
}
