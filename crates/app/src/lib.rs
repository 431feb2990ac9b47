//! The Leptos app: shell, routes, pages, components, thin server functions.
//!
//! Every page works as plain HTML forms; with script, nothing reloads. Server functions parse, call one use case,
//! and map its outcome to a page or a closed reason.
//!
//! It knows no table, no key and no rule: it asks use cases. Read first: `actions/recovery.rs` (server functions),
//! `pages/recover.rs` (a page), `request/mod.rs` (what a request carries).

#![expect(
    unreachable_pub,
    reason = "the component macro makes every component pub"
)]

#[expect(
    missing_docs,
    reason = "the server macro leaves no place for docs on the fields it makes of arguments"
)]
pub mod actions;
pub mod answer;
#[cfg(feature = "ssr")]
pub mod answering;
mod app;
pub mod blocks;
mod components;
#[cfg(any(feature = "hydrate", test))]
mod fields;
mod figures;
#[cfg(feature = "ssr")]
pub mod forms;
mod language;
pub mod marks;
mod pages;
pub mod paths;
#[expect(
    missing_docs,
    reason = "the server macro leaves no place for docs on the fields it makes of arguments"
)]
pub mod reads;
#[cfg(feature = "ssr")]
pub mod request;
mod said;
pub mod screens;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
mod text;
pub mod texts;

pub use app::App;
#[cfg(feature = "hydrate")]
pub use components::under_way;
pub use figures::Figures;
#[cfg(feature = "ssr")]
pub use shell::shell;
