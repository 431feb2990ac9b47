//! The contract of storage, on PostgreSQL.

use regain_cluster::{Database, SELF_ROLE};
use regain_storage::Store;
use regain_storage_postgres::PostgresStore;
use std::sync::Arc;

async fn fresh_store() -> (Arc<dyn Store>, Database) {
    let database = Database::fresh().await;
    let store = PostgresStore::open(&database.address(SELF_ROLE)).await;
    (Arc::new(store.expect("a store")), database)
}

regain_storage::contract_tests!(fresh_store);
