//! Server functions: parse once, call one use case, map its outcome. All are POST (S88), behind the CSRF layer (S87).
//!
//! Arguments are strings with defaults, so that a missing field is treated like an empty one. An error is a fault
//! of the server; refusals are answers.
//!
//! The data that pages read is in [`reads`](crate::reads).

pub mod account;
pub mod addresses;
pub mod admin;
pub mod check_up;
pub mod contacts;
pub mod invite;
pub mod language;
pub mod methods;
#[cfg(feature = "ssr")]
pub(crate) mod own;
pub mod passkeys;
pub mod policy;
pub mod recovery;
pub mod recovery_end;
pub mod second;
pub mod sign_in;
