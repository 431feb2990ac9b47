//! Ways back: how many are permitted, and how long former ones still count.

use std::time::Duration;

/// Shortest time for which removed or replaced credentials still count, in a recovery and for opening a frozen
/// account (S109).
pub const FORMER_COUNTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Time for which added credentials yield to older proofs, whatever was done with them meanwhile (S113).
pub const YOUNG_FOR: Duration = FORMER_COUNTS;
/// Most authenticator apps per person.
pub const AUTHENTICATORS_MAX: usize = 10;
/// Most passkeys per person.
pub const PASSKEYS_MAX: usize = 10;
/// Most recovery contacts per person; a recovery always writes this many mails, whether or not there are any (S2).
pub const CONTACTS_MAX: usize = 3;
/// Time for agreeing to be a recovery contact.
pub const CONTACT_INVITATION_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Time for a contact to pass on a code, which then works as long (S27): people answer when they can.
pub const CONTACT_CODE_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// Most addresses per person.
pub const ADDRESSES_MAX: usize = 2;
/// Most addresses that a recovery's mail goes to: the person's, and as many recent ones (S109). This many rows are
/// written for anybody (S3).
pub const ADDRESSES_MAILED: usize = 2 * ADDRESSES_MAX;
/// Codes for new addresses mailed for one person within [`ADDRESS_MAILS_WITHIN`] (S66).
pub const ADDRESS_MAILS: usize = 5;
/// Span in which codes for new addresses are counted.
pub const ADDRESS_MAILS_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);
/// Time for which a given-up address can't be taken by anybody else (S77).
pub const ADDRESS_RESERVED: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// Time for an address that was changed or removed to object (S28, S71).
pub const OBJECTION_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Interval of the question whether a person still has their ways back (S20).
pub const CHECK_UP_EVERY: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Shortest time between two such questions at sign-in.
pub const CHECK_UP_AGAIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);
