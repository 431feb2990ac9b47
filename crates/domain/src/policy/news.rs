//! News about the policy for administrators.

use serde::{Deserialize, Serialize};

/// News about the policy for global administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyNews {
    /// A change waits for a second administrator.
    Requested,
    /// It was changed, at once or from a later day.
    Changed,
    /// A change was rejected, withdrawn or cancelled.
    Refused,
}
