//! Ways back: how many there may be, and when they count.

use std::time::Duration;

/// The shortest time in which a new way back doesn't count in a recovery, so that its owner hears of it first (S28).
pub const QUARANTINE: Duration = Duration::from_secs(72 * 60 * 60);
/// The longest that an organisation can have new ways back wait (S82).
pub const QUARANTINE_MAX: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// What part of the quarantine is enough where a passkey confirmed who adds something: 24 of 72 hours (S28).
pub const QUARANTINE_BY_PASSKEY: u32 = 3;
/// How long what was removed or replaced goes on counting at least, in a recovery and for opening a frozen account (S109).
pub const FORMER_COUNTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// For how long what was added gives way to proofs that are older, whatever was done with it meanwhile (S113).
pub const YOUNG_FOR: Duration = FORMER_COUNTS;
/// Authenticator apps that one person may have.
pub const AUTHENTICATORS_MAX: usize = 10;
/// Passkeys that one person may have.
pub const PASSKEYS_MAX: usize = 10;
/// Recovery contacts that one person may have; in a recovery as many mails are written, whether or not there are any (S2).
pub const CONTACTS_MAX: usize = 3;
/// How long somebody can agree to be a recovery contact.
pub const CONTACT_INVITATION_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long a contact can pass a code on, and how long that works (S27): people answer when they can.
pub const CONTACT_CODE_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// Addresses that one person may have.
pub const ADDRESSES_MAX: usize = 2;
/// Addresses that a mail of a recovery goes to at most: those that a person has, and as many that they had lately (S109). As many
/// rows are written for anybody (S3).
pub const ADDRESSES_MAILED: usize = 2 * ADDRESSES_MAX;
/// Codes for new addresses that one person may have mailed within [`ADDRESS_MAILS_WITHIN`] (S66).
pub const ADDRESS_MAILS: usize = 5;
/// After this long a code for a new address no longer counts.
pub const ADDRESS_MAILS_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);
/// How long nobody else can take an address that somebody had (S77).
pub const ADDRESS_RESERVED: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// How long an address that was changed or removed can object (S28, S71).
pub const OBJECTION_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How often a person is asked whether they still have their ways back (S20).
pub const CHECK_UP_EVERY: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Whoever was asked at a sign-in isn't asked again for this long.
pub const CHECK_UP_AGAIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);
