//! The parts of the `regain` binary: configuration, key file, log, middleware, listener, assets.
//!
//! The modules don't know the use cases or the pages, except `compose`, which assembles everything, and
//! `commands`.
//!
//! It knows no rule of an account. Read first: `compose/mod.rs` (how everything is put together), `middleware/stack.rs`
//! (every layer and its place), `config/mod.rs` (what operators set).

pub mod assets;
pub mod breaches;
pub mod client_ip;
pub mod commands;
pub mod compose;
pub mod config;
pub mod dns;
pub mod health;
pub mod key_file;
pub mod listen;
pub mod log;
pub mod mailbox;
pub mod memory;
pub mod middleware;
pub mod page;
pub mod private;
pub mod public_url;
pub mod words;
