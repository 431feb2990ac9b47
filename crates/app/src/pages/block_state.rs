//! State shared by the panels of a screen of blocks.

use super::Refresh;
use leptos::prelude::*;

/// State shared by the panels of a screen.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    /// Reloads the screen's data.
    pub(super) refresh: Refresh,
    /// The table to be checked.
    pub(super) table: RwSignal<String>,
    /// The code that was in the URL.
    pub(super) code: RwSignal<String>,
    /// Whether something was sent since the screen was loaded, so that its notice is out of date.
    pub(super) sent: RwSignal<bool>,
}

impl Shared {
    /// For blocks on a page that loads its own data.
    pub(super) fn on(refresh: Refresh) -> Self {
        let table = RwSignal::new(String::new());
        let code = RwSignal::new(String::new());
        Self {
            refresh,
            table,
            code,
            sent: RwSignal::new(false),
        }
    }
}
