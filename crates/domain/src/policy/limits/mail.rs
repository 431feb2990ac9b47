//! Budgets of mail, and how it is delivered.

use super::budget::Budget;
use std::time::Duration;

/// Codes that may be mailed to one person in an hour and in a day, whoever asks (S66).
pub const MAILS: Budget = Budget {
    hourly: 3,
    daily: 5,
};
/// What the person's own known devices may ask for beside that (S66).
pub const MAILS_RESERVED: Budget = Budget {
    hourly: 2,
    daily: 48,
};
/// Codes that one source may have mailed, to whomever (S66).
pub const MAILS_OF_SOURCE: Budget = Budget {
    hourly: 10,
    daily: 240,
};
/// Codes that are mailed to everybody together; known devices are beside it (S66).
pub const MAILS_OF_ALL: Budget = Budget {
    hourly: 5_000,
    daily: 50_000,
};
/// Mails that one mailbox gets in an hour because somebody else did something, whoever it was: invitations, requests to be a
/// contact, codes for an address that was typed (S115). Beside the codes of its own recoveries.
pub const MAILS_OF_MAILBOX: Budget = Budget {
    hourly: 3,
    daily: 72,
};
/// Contacts that one person may ask, or ask once more, in a day (S115).
pub const CONTACTS_ASKED: Budget = Budget {
    hourly: 10,
    daily: 10,
};
/// Notices of one kind of administrators' acts that one person gets in an hour (S115).
pub const NOTICES_OF_ADMINISTRATORS: Budget = Budget {
    hourly: 3,
    daily: 72,
};
/// How long a mail that failed waits for its next try, at most (S65).
pub const MAIL_LONGEST_PAUSE: Duration = Duration::from_secs(10 * 60);
