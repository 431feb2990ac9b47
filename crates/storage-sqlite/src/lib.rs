//! The SQLite engine: pragmas, migrations, triggers, self-test.
//!
//! `engine` opens the database and begins units of work. The queries are in [`rows`], whose source every engine shares
//! (`crates/storage-sql`).
//!
//! It knows no key and no rule that isn't in the schema. Read first: `schema.sql` (the rules, as all migrations
//! together make them), `../storage-sql/src/unit.rs` (a unit of work), `../storage-sql/src/recovery.rs` (an aggregate).

mod address;
mod administrators;
mod backup;
mod engine;
mod failure;
mod migrations;
#[cfg(test)]
mod moments_tests;
mod pools;
mod pragmas;
mod presence;
#[cfg(test)]
mod reckoned_tests;
mod restricted;
#[path = "../../storage-sql/src/rows.rs"]
mod rows;
mod schema;
mod self_test;

pub use administrators::SqliteAdminStore;
pub use engine::SqliteStore;
#[cfg(feature = "stops")]
pub use rows::stops::counted;

/// The database that the queries run on.
type Db = sqlx::Sqlite;

/// What a unit of work learns from errors, and checks before its commit.
type Watch = std::sync::Arc<presence::Presence>;
