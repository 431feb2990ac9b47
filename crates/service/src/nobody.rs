//! The stand-in for people who don't exist.

use regain_domain::PersonId;

/// The id used for all look-ups in a recovery of somebody who doesn't exist, so that it takes the same path (S2, S3).
pub(crate) const NOBODY: PersonId = PersonId::from_bytes([0; 16]);
