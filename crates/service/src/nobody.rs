//! Who stands in for people that don't exist.

use regain_domain::PersonId;

/// In whose name everything is looked up in a recovery of somebody who doesn't exist, so that it takes the same road (S2, S3).
pub(crate) const NOBODY: PersonId = PersonId::from_bytes([0; 16]);
