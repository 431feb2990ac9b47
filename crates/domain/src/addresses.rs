//! What becomes of a person's addresses.

use serde::{Deserialize, Serialize};

/// What about a person's addresses was changed, as a notice tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressesChange {
    /// A second one was added.
    Added,
    /// One took the place of another.
    Changed,
    /// The second one was taken away.
    Removed,
    /// One that was changed or removed, and counted still, was ended at once (S109).
    Ended,
    /// One that was changed or removed objected, and is back (S28, S71).
    Restored,
}
