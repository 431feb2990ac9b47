//! What administrators hear of a policy.

use serde::{Deserialize, Serialize};

/// What global administrators hear of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyNews {
    /// A change waits for a second administrator.
    Requested,
    /// It was changed, at once or from a later day.
    Changed,
    /// A change was turned down, taken back or called off.
    Refused,
}
