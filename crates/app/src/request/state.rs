//! Gives pages and server functions the use cases.

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
    /// The path of the file by which pages judge new passwords.
    pub words: Arc<str>,
}

impl AppState {
    /// From the use cases, and the path of the file by which pages judge new passwords.
    #[must_use]
    pub const fn new(regain: Arc<Regain>, admin: Arc<Admin>, words: Arc<str>) -> Self {
        Self {
            regain,
            admin,
            words,
        }
    }

    /// The administrators' use cases; only reachable with the passkey that roles need (S114).
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
