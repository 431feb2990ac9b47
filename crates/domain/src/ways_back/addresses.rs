//! Changes of a person's addresses.

use serde::{Deserialize, Serialize};

/// A change of a person's addresses, as reported in a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressesChange {
    /// A second address was added.
    Added,
    /// An address was replaced.
    Changed,
    /// The second address was removed.
    Removed,
    /// A former address that still counted was ended at once (S109).
    Ended,
    /// A former address objected and was restored (S28, S71).
    Restored,
}
