//! The PostgreSQL engine: connections, turns of writers, the schema and who may do what with it.
//!
//! `engine` opens the database, `connections` begins units of work. The queries are in [`rows`], whose source every engine shares
//! (`crates/storage-sql`); the rules are `migrations/`, written from SQLite's by `cargo run -p regain-schema`.
//!
//! `self_test` and `rules` refuse a database whose rules aren't this version's.
//!
//! It knows no key and no rule that isn't in the schema. Read first: `engine.rs`, `../storage-sql/src/unit.rs` (a unit of
//! work), `migrations/0022_schema.sql` (the rules).

mod address;
mod administrators;
mod connections;
mod engine;
mod failure;
mod migrations;
#[path = "../../storage-sql/src/rows.rs"]
mod rows;
pub mod rules;
mod self_test;
mod watch;

pub use address::{ADMIN_ROLE, PostgresAddress, PostgresAddressError, SELF_ROLE};
pub use administrators::PostgresAdminStore;
pub use connections::TURN;
pub use engine::PostgresStore;
pub use migrations::{digest, migrate};
#[cfg(feature = "stops")]
pub use rows::stops::counted;

/// The database that the queries run on.
type Db = sqlx::Postgres;

/// What a unit of work learns from errors, and checks before its commit.
type Watch = std::sync::Arc<watch::Damage>;
