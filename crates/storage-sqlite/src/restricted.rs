//! Administrators' way into the database: its connections refuse to write a credential, whatever the code above does (S76).

use crate::Db;
use crate::address::Address;
use crate::engine::Pools;
use crate::pragmas::Access;
use crate::presence::Presence;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{Ahead, Result, StorageError, Store, Work};
use sqlx::sqlite::SqliteConnection;
use std::sync::Arc;
use std::time::Duration;

/// What administrators' connections don't write.
const CLOSED: [&str; 22] = [
    "passwords",
    "saved_codes",
    "saved_code_uses",
    "methods",
    "method_uses",
    "used_steps",
    "verifications",
    "manifests",
    "credential_changes",
    "credential_applications",
    "presented_proofs",
    "address_claims",
    "former_addresses",
    "challenges",
    "proofs",
    "check_ups",
    "ways_counted",
    "contacts",
    "contact_invitations",
    "contacts_needed",
    "contact_requests",
    "retired_user_names",
];

/// Nobody is erased by an administrator, nor said to be, nor said to have asked for it (S103).
const NOBODY_LEAVES: [&str; 2] = [
    "CREATE TEMP TRIGGER people_closed_to_erasure BEFORE UPDATE OF erased_at ON main.people
     WHEN NEW.erased_at IS NOT OLD.erased_at
     BEGIN SELECT RAISE(ABORT, 'people: administrators have no business here'); END",
    "CREATE TEMP TRIGGER history_closed_to_erasure BEFORE INSERT ON main.history
     WHEN NEW.event IN ('account.closing_asked', 'account.closing_taken_back', 'account.erasure_announced', 'account.erased')
     BEGIN SELECT RAISE(ABORT, 'history: administrators have no business here'); END",
];

/// A database without the right to write credentials.
#[derive(Debug, Clone)]
pub struct AdminStore {
    pools: Pools,
}

#[derive(Debug, thiserror::Error)]
#[error("administrators' connections need a database in a file")]
struct NotAFile;

impl AdminStore {
    /// Beside a store that looks after the same files.
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

/// Triggers that only this connection has, and that no statement of the app drops.
pub(crate) async fn restrict(
    connection: &mut SqliteConnection,
) -> std::result::Result<(), sqlx::Error> {
    for table in CLOSED {
        for verb in ["INSERT", "UPDATE", "DELETE"] {
            let trigger = format!(
                "CREATE TEMP TRIGGER {table}_closed_to_{verb} BEFORE {verb} ON main.{table}
                 BEGIN SELECT RAISE(ABORT, '{table}: administrators have no business here'); END"
            );
            sqlx::query::<Db>(sqlx::AssertSqlSafe(trigger))
                .execute(&mut *connection)
                .await?;
        }
    }
    for trigger in NOBODY_LEAVES {
        sqlx::query::<Db>(trigger).execute(&mut *connection).await?;
    }
    Ok(())
}

#[async_trait]
impl Store for AdminStore {
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
