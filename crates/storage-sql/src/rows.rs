//! Rows and queries, one module for each aggregate, in SQL that every engine understands.
//!
//! This folder is no crate: each engine includes it (`#[path]`) and compiles it for its own database. The engine gives three
//! things: `Db` (the database's type), `failure` (the meaning of its errors) and `Watch` (what it learns from errors, and
//! checks before a commit). Here nothing names an engine.

pub(crate) mod access;
pub(crate) mod addresses;
pub(crate) mod binds;
pub(crate) mod budgets;
pub(crate) mod check_ups;
pub(crate) mod contact_requests;
pub(crate) mod contacts;
pub(crate) mod counters;
pub(crate) mod credential_columns;
pub(crate) mod credentials;
pub(crate) mod devices;
pub(crate) mod ended;
pub(crate) mod erased;
pub(crate) mod forbidden;
pub(crate) mod freeze_links;
pub(crate) mod history;
pub(crate) mod invitations;
pub(crate) mod methods;
pub(crate) mod moments;
pub(crate) mod older_keys;
pub(crate) mod outbox;
pub(crate) mod own_addresses;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod people_list;
pub(crate) mod policies;
pub(crate) mod readiness;
pub(crate) mod reckoned;
pub(crate) mod recovery;
pub(crate) mod recovery_room;
pub(crate) mod recovery_rows;
pub(crate) mod role_requests;
pub(crate) mod saved_codes;
pub(crate) mod sessions;
pub(crate) mod stops;
pub(crate) mod stored;
pub(crate) mod unit;
pub(crate) mod verifications;
