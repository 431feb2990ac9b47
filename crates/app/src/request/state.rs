//! The use cases, as pages and server functions reach them.

use leptos::prelude::*;
use regain_admin::Admin;
use regain_service::{Administrator, Regain};
use std::sync::Arc;

/// The use cases, in Leptos' context.
#[derive(Clone)]
pub struct AppState {
    /// The owners' use cases.
    pub regain: Arc<Regain>,
    admin: Arc<Admin>,
    /// The path of the file that pages judge new passwords with.
    pub words: Arc<str>,
}

impl AppState {
    /// Of the use cases, and the path of the file that pages judge new passwords with.
    #[must_use]
    pub const fn new(regain: Arc<Regain>, admin: Arc<Admin>, words: Arc<str>) -> Self {
        Self {
            regain,
            admin,
            words,
        }
    }

    /// The administrators' use cases; no road leads there past the passkey that roles need (S114).
    #[must_use]
    pub fn admin_for(&self, _who: &Administrator) -> Arc<Admin> {
        Arc::clone(&self.admin)
    }
}

/// The use cases.
///
/// # Panics
/// Outside of a request: [`provide_request`](super::provide_request) runs before every page and server function.
#[must_use]
pub fn regain() -> Arc<Regain> {
    expect_context::<AppState>().regain
}
