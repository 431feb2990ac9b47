//! The SQLite engine: pragmas, migrations, SQL.
//!
//! `engine` opens the database and begins units of work: all that is SQLite's own is there, in `address`, in `pragmas`
//! and in the migrations. The other modules hold one aggregate each, in SQL that PostgreSQL understands as well.

mod address;
mod counters;
mod credentials;
mod engine;
mod invitations;
mod outbox;
mod people;
mod pragmas;
mod recovery;
mod recovery_rows;
mod sessions;
mod stored;
mod unit;

pub use engine::SqliteStore;

/// The database that the queries run on.
type Db = sqlx::Sqlite;
