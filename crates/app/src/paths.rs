//! Paths of pages, and which of them are sent as blocks.

pub use regain_domain::paths::*;

/// Whether the page at a path is sent as blocks.
#[must_use]
pub(crate) fn is_of_blocks(path: &str) -> bool {
    path == VERIFY
        || path == RECOVER_AUTHENTICATOR
        || path == OTHER_TAB
        || path == CONFIRM
        || path == OBJECT
        || path == DEVICES
        || path == HISTORY
        || path == CHECK_UP
        || path == CLOSE
        || path.starts_with(METHODS)
        || path.starts_with(CONTACT)
        || path.starts_with(ADMIN)
}
