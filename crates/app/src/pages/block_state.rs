//! What the parts of a screen of blocks share.

use super::Refresh;
use leptos::prelude::*;

/// What the parts of a screen share.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    /// Asks for the screen anew.
    pub(super) refresh: Refresh,
    /// The table that is to be judged.
    pub(super) table: RwSignal<String>,
    /// The code that stood in the address.
    pub(super) code: RwSignal<String>,
    /// Something was sent since the screen came: what it says has happened is over.
    pub(super) sent: RwSignal<bool>,
}

impl Shared {
    /// For blocks on a page that asks for itself.
    pub(super) fn on(refresh: Refresh) -> Self {
        let (table, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        Self {
            refresh,
            table,
            code,
            sent: RwSignal::new(false),
        }
    }
}
