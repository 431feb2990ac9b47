//! Helpers that tests of several subjects share.

pub(crate) mod addresses;
pub(crate) mod apps;
pub(crate) mod closing;
pub(crate) mod database;
pub(crate) mod expected_headers;
pub(crate) mod history;
pub(crate) mod log;
pub(crate) mod markup;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod policy;
pub(crate) mod program;
pub(crate) mod routes;
pub(crate) mod saved_codes;
pub(crate) mod tabs;
