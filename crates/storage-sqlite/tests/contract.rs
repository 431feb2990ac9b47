//! The contract of storage, on SQLite files.

use regain_storage::Store;
use regain_storage_sqlite::SqliteStore;
use std::sync::Arc;
use tempfile::TempDir;

async fn fresh_store() -> (Arc<dyn Store>, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("sqlite://{}", directory.path().join("regain.db").display());
    (
        Arc::new(SqliteStore::open(&url).await.expect("a store")),
        directory,
    )
}

regain_storage::contract_tests!(fresh_store);
