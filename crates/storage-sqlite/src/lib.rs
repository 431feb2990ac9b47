//! The SQLite engine: pragmas, migrations, SQL.
//!
//! `engine` opens the database and begins units of work. Everything specific to SQLite is there, in `address`, in
//! `pragmas` and in the migrations. The other modules have one aggregate each, in SQL that PostgreSQL understands
//! too.
//!
//! It knows no key and no rule that isn't in the schema. Read first: `schema.sql` (the rules, as all migrations
//! together make them), `unit.rs` (a unit of work), `recovery.rs` (an aggregate).

mod address;
mod addresses;
mod administrators;
mod backup;
mod binds;
mod budgets;
mod check_ups;
mod contact_requests;
mod contacts;
mod counters;
mod credential_columns;
mod credentials;
mod devices;
mod ended;
mod engine;
mod erased;
mod failure;
mod freeze_links;
mod history;
mod invitations;
mod methods;
mod migrations;
mod moments;
mod older_keys;
mod outbox;
mod own_addresses;
mod passkeys;
mod people;
mod people_list;
mod policies;
mod pools;
mod pragmas;
mod presence;
mod readiness;
mod reckoned;
mod recovery;
mod recovery_room;
mod recovery_rows;
mod restricted;
mod role_requests;
mod saved_codes;
mod schema;
mod self_test;
mod sessions;
mod stops;
mod stored;
mod unit;
mod verifications;

pub use administrators::AdminStore;
pub use engine::{SqliteStore, WAIT};
#[cfg(feature = "stops")]
pub use stops::counted;

/// The database that the queries run on.
type Db = sqlx::Sqlite;
