//! Budgets for mail, and its delivery.

use super::budget::Budget;
use std::time::Duration;

/// Codes mailed to one person, whoever requests them (S66).
pub const MAILS: Budget = Budget {
    hourly: 3,
    daily: 5,
};
/// Additional codes for requests from the person's own known devices (S66).
pub const MAILS_RESERVED: Budget = Budget {
    hourly: 2,
    daily: 48,
};
/// Codes mailed at the request of one source, to anybody (S66).
pub const MAILS_OF_SOURCE: Budget = Budget {
    hourly: 10,
    daily: 240,
};
/// Codes mailed to everybody together, except those requested from known devices (S66).
pub const MAILS_OF_ALL: Budget = Budget {
    hourly: 5_000,
    daily: 50_000,
};
/// Mails to one mailbox that others cause: invitations, requests to be a contact, codes for a claimed address (S115).
/// Codes of its own recoveries aren't included.
pub const MAILS_OF_MAILBOX: Budget = Budget {
    hourly: 3,
    daily: 72,
};
/// Requests to contacts, repeated ones included, that one person may send (S115).
pub const CONTACTS_ASKED: Budget = Budget {
    hourly: 10,
    daily: 10,
};
/// Notices to one person about one kind of administrators' acts (S115).
pub const NOTICES_OF_ADMINISTRATORS: Budget = Budget {
    hourly: 3,
    daily: 72,
};
/// Longest wait of a failed mail for its next try (S65).
pub const MAIL_LONGEST_PAUSE: Duration = Duration::from_secs(10 * 60);
