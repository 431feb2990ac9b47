//! What the PostgreSQL engine must do, on a server that was started for it (`regain-cluster`).

mod connections;
mod contract;
mod vault_contract;
