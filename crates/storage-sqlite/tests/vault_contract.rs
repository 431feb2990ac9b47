//! The contract of credentials, on SQLite files.

use regain_storage_sqlite::SqliteStore;
use regain_vault::VaultStore;
use std::sync::Arc;
use tempfile::TempDir;

async fn fresh_vault() -> (Arc<dyn VaultStore>, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("sqlite://{}", directory.path().join("regain.db").display());
    (
        Arc::new(SqliteStore::open(&url).await.expect("a store")),
        directory,
    )
}

regain_vault::contract_tests!(fresh_vault);
