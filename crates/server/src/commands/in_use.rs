//! Whether a server works with the database.

use crate::config::DatabaseAddress;
use regain_storage_postgres::PostgresStore;
use regain_storage_sqlite::SqliteStore;

/// Refuses to go on while a server has the database open.
pub(super) async fn refuse_in_use(database: &DatabaseAddress) -> Result<(), String> {
    let alone = match database {
        DatabaseAddress::File(path) => SqliteStore::is_alone(path).await,
        DatabaseAddress::Postgres { own, .. } => PostgresStore::is_alone(own).await,
    };

    if alone.map_err(|error| error.to_string())? {
        Ok(())
    } else {
        Err("a server has the database open; stop it first".to_owned())
    }
}
