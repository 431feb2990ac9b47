//! Administrators' access to the database (S76).

use crate::address::{ADMIN_ROLE, PostgresAddress};
use crate::connections::RoleConnections;
use crate::rows::access::Access;
use crate::self_test;
use crate::{Db, Watch};
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, Store, Work};
use std::time::Duration;

/// A database without the right to write credentials, nor to read their secrets: `grants.sql` says what is left.
#[derive(Debug, Clone)]
pub struct PostgresAdminStore {
    connections: RoleConnections,
}

impl PostgresAdminStore {
    /// Opens it beside a store for the same database, which watches over it.
    pub(crate) async fn open(
        address: &PostgresAddress,
        wait: Duration,
        watch: Watch,
    ) -> Result<Self> {
        let connections = RoleConnections::open(address, wait, watch).await?;
        self_test::run(&connections, ADMIN_ROLE).await?;

        Ok(Self { connections })
    }
}

#[async_trait]
impl Store for PostgresAdminStore {
    async fn read(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.connections.begin(Access::Read).await?))
    }

    async fn write(&self) -> Result<Box<dyn Work>> {
        Ok(Box::new(self.connections.begin(Access::Write).await?))
    }

    async fn check(&self) -> Result<()> {
        let mut unit = self.connections.begin(Access::Read).await?;
        unit.execute(sqlx::query::<Db>("SELECT 1")).await.map(drop)
    }

    /// Administrators may not read every table, so only the other store can tell.
    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>> {
        self.connections.begin(Access::Read).await?.ahead(now).await
    }

    async fn close(&self) {
        self.connections.pool.close().await;
    }
}
