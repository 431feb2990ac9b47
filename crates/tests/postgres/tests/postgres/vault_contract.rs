//! The contract of credentials, on PostgreSQL.

use regain_cluster::{Database, SELF_ROLE};
use regain_storage_postgres::PostgresStore;
use regain_vault::VaultStore;
use std::sync::Arc;

async fn fresh_vault() -> (Arc<dyn VaultStore>, Database) {
    let database = Database::fresh().await;
    let store = PostgresStore::open(&database.address(SELF_ROLE)).await;
    (Arc::new(store.expect("a store")), database)
}

regain_vault::contract_tests!(fresh_vault);
