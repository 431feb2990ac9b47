//! Opening the database.

use crate::Db;
use crate::address::{ADMIN_ROLE, PostgresAddress, SELF_ROLE};
use crate::administrators::PostgresAdminStore;
use crate::connections::RoleConnections;
use crate::failure::failure;
use crate::rows::access::Access;
use crate::self_test;
use crate::watch::Damage;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, Store, WAIT, Work};
use regain_vault::{VaultStore, VaultWork};
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;
use std::sync::Arc;
use std::time::Duration;

/// A PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    connections: RoleConnections,
    wait: Duration,
}

impl PostgresStore {
    /// Opens the database at an address, whose schema [`migrate`](crate::migrate) made, and tests
    /// that it refuses what it must refuse (S75).
    ///
    /// # Errors
    /// What is wrong with the connection, the role's rights, or the rules in the database (S75, S76).
    pub async fn open(address: &PostgresAddress) -> Result<Self> {
        Self::open_with_wait(address, WAIT).await
    }

    /// The same with a wait other than five seconds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_wait(address: &PostgresAddress, wait: Duration) -> Result<Self> {
        let watch = Arc::new(Damage::default());
        let connections = RoleConnections::open(address, wait, watch).await?;
        self_test::run(&connections, SELF_ROLE).await?;
        let store = Self { connections, wait };
        store.describe_anew().await?;

        Ok(store)
    }

    /// Opens the same database without the right to write credentials (S76).
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn for_administrators(
        &self,
        address: &PostgresAddress,
    ) -> Result<PostgresAdminStore> {
        PostgresAdminStore::open(address, self.wait, Arc::clone(&self.connections.watch)).await
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
            .connections
            .begin(Access::Read)
            .await?
            .described_otherwise()
            .await?;
        if outdated.is_empty() {
            return Ok(());
        }

        let unit = self.connections.begin(Access::Write).await?;
        unit.describe_all(outdated).await
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
        self.connections
            .begin(Access::Write)
            .await?
            .check_writing()
            .await
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
