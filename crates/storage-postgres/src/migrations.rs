//! The schema, as migrations that its owner runs.

use crate::failure::failure;
use regain_storage::{Result, StorageError};
use sqlx::Connection as _;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::str::FromStr as _;

static MIGRATIONS: Migrator = sqlx::migrate!();

const ROLES: &str = include_str!("../roles.sql");

const GRANTS: &str = include_str!("../grants.sql");

/// Identifies the schema and the rights on it, for this build: others have another number.
#[must_use]
pub fn digest() -> u64 {
    let mut hasher = DefaultHasher::new();
    for migration in MIGRATIONS.iter() {
        migration.checksum.hash(&mut hasher);
    }

    (ROLES, GRANTS).hash(&mut hasher);
    hasher.finish()
}

/// Makes the roles and the schema, or brings it up to date, by a connection that may: a superuser's, or that of somebody who
/// may create roles and owns the database.
///
/// # Errors
/// If the database doesn't answer, or the connection may not.
pub async fn migrate(owner_url: &str) -> Result<()> {
    let options = PgConnectOptions::from_str(owner_url).map_err(failure)?;
    let mut owner = PgConnection::connect_with(&options)
        .await
        .map_err(failure)?;
    let migrated = as_owner(&mut owner).await;
    let closed = owner.close().await.map_err(failure);
    migrated.and(closed)
}

async fn as_owner(owner: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(ROLES)
        .execute(&mut *owner)
        .await
        .map_err(failure)?;
    MIGRATIONS
        .run_direct(None, owner, false)
        .await
        .map_err(|error| match error {
            MigrateError::Execute(error) => failure(error),
            other => StorageError::Failed(Box::new(other)),
        })?;
    sqlx::raw_sql(GRANTS)
        .execute(&mut *owner)
        .await
        .map_err(failure)
        .map(drop)
}
