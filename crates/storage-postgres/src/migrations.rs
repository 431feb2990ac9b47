//! The schema, as migrations that its owner runs.

use crate::failure::failure;
use regain_storage::{Result, StorageError};
use sqlx::Connection as _;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use std::str::FromStr as _;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Identifies the schema: another one has another digest.
#[must_use]
pub fn digest() -> String {
    let sums = MIGRATIONS
        .iter()
        .flat_map(|migration| migration.checksum.iter())
        .chain(include_bytes!("../roles.sql"))
        .chain(include_bytes!("../grants.sql"));
    // FNV-1a: it tells texts apart, and guards nothing.
    let digest = sums.fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
        (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{digest:016x}")
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
    sqlx::raw_sql(include_str!("../roles.sql"))
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
    sqlx::raw_sql(include_str!("../grants.sql"))
        .execute(&mut *owner)
        .await
        .map_err(failure)
        .map(drop)
}
