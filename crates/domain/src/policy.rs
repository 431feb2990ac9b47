//! The figures of every rule, in one place: screens, mails and use cases read them here (F21).

mod news;
mod settings;
mod values;

pub use news::PolicyNews;
pub use settings::{Looser, Rule, Setting, Unit};
pub use values::{Change, Policy, PolicyError};

use std::time::Duration;

/// The fewest characters of a password, unless the policy in force asks for more (S34): where nothing else is known, as
/// where it is the only factor at sign-in.
pub const PASSWORD_MIN: usize = 15;
/// The most characters of a password (S34).
pub const PASSWORD_MAX: usize = 256;
/// The most bytes of a password as sent (S34, S95).
pub const PASSWORD_MAX_BYTES: usize = 1024;

/// How long a mailed code works (S16).
pub const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Tries for one challenge (S15).
pub const CODE_TRIES: u32 = 5;
/// How long after a code was sent a new one may be asked for.
pub const RESEND_WAIT: Duration = Duration::from_secs(30);
/// New codes that one flow may ask for, the first included: no more than an hour's budget has (S66).
pub const CODES_PER_FLOW: u32 = MAILS.hourly;
/// How long a recovery may take before its first gate has passed.
pub const FLOW_LIFETIME: Duration = Duration::from_secs(30 * 60);
/// How long a recovery may take after its first gate has passed (S16).
pub const FLOW_LIFETIME_AFTER_GATE: Duration = Duration::from_secs(15 * 60);
/// How long before the end of a recovery its page says that it ends.
pub const FLOW_ENDS_SOON: Duration = Duration::from_secs(2 * 60);
/// How long the last page of a recovery can be seen again.
pub const FLOW_DONE_SHOWN: Duration = Duration::from_secs(15 * 60);
/// Open recoveries of one identifier from one source, known or not; the oldest that has nothing to show makes room: no gate
/// passed, no familiar browser, and none of as many that asked for a mailed code first (S21). Those of other sources stay, or
/// strangers could stop every recovery that has only begun (S59).
pub const OPEN_FLOWS: u32 = 5;
/// Recoveries that any stranger can make, of which so many are kept: then some make room (S99). Each takes
/// half a kilobyte when it begins, and less than four with all that one can ask for: 80 megabytes together at most.
pub const FLOWS_OF_STRANGERS: u32 = 20_000;
/// So many make room at once, for as long as other writers can wait (S98).
pub const FLOWS_MAKE_ROOM: u32 = 200;
/// Counters of failed sign-ins, of which so many are kept: then those of the fewest failures are forgotten, for one who comes to
/// that many has long had to wait for others (S57, S99). Each takes some 120 bytes.
pub const COUNTERS_KEPT: u32 = 1_000_000;
/// Tries to enter the current password at the end of a recovery that keeps it.
pub const KEEP_TRIES: u32 = 5;

/// How long an invitation can be accepted (S78).
pub const INVITATION_LIFETIME: Duration = Duration::from_secs(72 * 60 * 60);
/// How long the link of a notice can freeze the account.
pub const FREEZE_LINK_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How long the place of an entry of the history is kept (S103).
pub const PLACE_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// An owner who asks for their account to be closed can take that back for so long (S103).
pub const CLOSING_WAITS: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// So long before the account is closed, its owner is told once more.
pub const CLOSING_TOLD: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// Whoever is disabled for so long without a break is erased (S103).
pub const DISABLED_KEPT: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// So long before that, they are told once more.
pub const DISABLED_TOLD: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How long a role waits for a second administrator.
pub const ROLE_REQUEST_LIFETIME: Duration = Duration::from_secs(72 * 60 * 60);
/// So many saved codes left are few, and their owner is asked to make new ones (S25).
pub const FEW_SAVED_CODES: u32 = 3;
/// Saved recovery codes in a set (S25).
pub const SAVED_CODES: usize = 10;
/// How long the browser that made them shows them again (S25).
pub const SAVED_CODES_SHOWN: Duration = Duration::from_secs(60 * 60);

/// A session ends when it wasn't used for this long (S51).
pub const SESSION_IDLE: Duration = Duration::from_secs(60 * 60);
/// A session ends after this long, used or not (S51).
pub const SESSION_ABSOLUTE: Duration = Duration::from_secs(24 * 60 * 60);

/// The same for whoever has a role, whatever the policy allows (S51, S114).
pub const ADMINISTRATORS_SESSION_IDLE: Duration = Duration::from_secs(15 * 60);
/// Likewise.
pub const ADMINISTRATORS_SESSION_ABSOLUTE: Duration = Duration::from_secs(12 * 60 * 60);

/// By how much clocks may differ, or one may be corrected, before what was written counts as written in the future.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);

/// How long what was removed or replaced goes on counting at least, in a recovery and for opening a frozen account (S109).
pub const FORMER_COUNTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// For how long what was added gives way to proofs that are older, whatever was done with it meanwhile (S113).
pub const YOUNG_FOR: Duration = FORMER_COUNTS;

/// How long a clock that was set back has to stay so before the history says that it was wrong before: shorter than anything
/// waits (S28), and checked every hour.
pub const CLOCK_SETTLES: Duration = Duration::from_secs(23 * 60 * 60);

/// Failed sign-ins in a row that cost nothing (S57).
pub const FREE_FAILURES: u32 = 5;
/// The longest wait between tries to sign in (S57).
pub const LONGEST_DELAY: Duration = Duration::from_secs(15 * 60);
/// Failed sign-ins in a row after which the password opens nothing on devices that aren't known, until a second factor or a
/// recovery succeeds (S57; NIST SP 800-63B, 3.2.2).
pub const FAILURES_MAX: u32 = 100;
/// After this long without a failure the count starts anew, but for one that has come to [`FAILURES_MAX`]: pausing gives
/// nobody more guesses than that (S57).
pub const FAILURES_FORGOTTEN: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Wrong passwords at one name that are remembered, so that the same one again isn't counted again (S63).
pub const WRONG_REMEMBERED: usize = 3;

/// Failed sign-ins and started recoveries of one source within [`PRESSURE_WITHIN`] that don't press; one office is one source
/// (S64).
pub const PRESSURE_FAILURES_OF_SOURCE: usize = 20;
/// Different identifiers among them that don't press: one password tried on many people (S64).
pub const PRESSURE_IDENTIFIERS_OF_SOURCE: usize = 10;
/// How far back those of a source count.
pub const PRESSURE_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Those of everybody together within a minute that don't press (S64).
pub const PRESSURE_FAILURES_OF_ALL: u32 = 300;
/// How long pressure lasts after the last failure that was too many.
pub const PRESSURE_LASTS: Duration = Duration::from_secs(10 * 60);
/// Zero bits that a browser has to find under pressure (S62): in Chromium a tenth of a second, with the processor slowed six-fold
/// as on a plain phone some 0.7 (the middle of eight; the longest took 1.2).
pub const WORK_BITS: u8 = 17;
/// The most bits that are asked for beside them, one for each doubling of what presses (S62): eight times as long, so that a plain
/// phone finds it within [`EFFORT_WINDOW`] nearly always.
pub const WORK_BITS_MORE: u8 = 3;
/// How long what a browser found, or waited for, can be sent (S62).
pub const EFFORT_WINDOW: Duration = Duration::from_secs(30);
/// How long a browser without script waits instead (S62).
pub const WAIT: Duration = Duration::from_secs(15);
/// Of this nothing can be spent.
pub const NOTHING: Budget = Budget {
    hourly: 0,
    daily: 0,
};
/// Waits of one source: they cost a machine nothing, and so are fewer than what can be found by work (S62).
pub const WAITS_OF_SOURCE: Budget = Budget {
    hourly: 20,
    daily: 100,
};

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

/// How often somebody is told that their password is known to somebody else (S30).
pub const PASSWORD_KNOWN_TOLD: Budget = Budget {
    hourly: 1,
    daily: 1,
};
/// How often links of notices freeze an account in a day: once, and once more after it was opened. Whoever reads the mail could
/// keep its owner out otherwise, since each opening mails a new link (S30).
pub const FROZEN_BY_LINK: Budget = Budget {
    hourly: 2,
    daily: 2,
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

/// How long whoever gets a role may act in it without a passkey that counts (S114).
pub const TIME_TO_GET_A_PASSKEY: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// Acts of one administrator in an hour that take something from others, or ask a second one (S114).
pub const DESTRUCTIVE_ACTS: Budget = Budget {
    hourly: 20,
    daily: 480,
};
/// User names that whoever accepts an invitation may ask for (S6).
pub const USER_NAMES_ASKED: Budget = Budget {
    hourly: 20,
    daily: 60,
};

/// How long a mail that failed waits for its next try, at most (S65).
pub const MAIL_LONGEST_PAUSE: Duration = Duration::from_secs(10 * 60);

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// In any hour.
    pub hourly: u32,
    /// In any day.
    pub daily: u32,
}

impl Budget {
    /// So many times as much.
    #[must_use]
    pub const fn times(self, factor: u32) -> Self {
        Self {
            hourly: self.hourly.saturating_mul(factor),
            daily: self.daily.saturating_mul(factor),
        }
    }
}

/// Wrong authenticator codes of one person within [`AUTHENTICATOR_FORGOTTEN`], from devices that aren't known, and from each that
/// is; then other ways are left (S41, S58).
pub const AUTHENTICATOR_TRIES: u32 = 10;
/// After this long wrong authenticator codes no longer count (S41).
pub const AUTHENTICATOR_FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);
/// Authenticator apps that one person may have.
pub const AUTHENTICATORS_MAX: usize = 10;
/// How long a question for a passkey may be answered (S42).
pub const PASSKEY_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// Passkeys that one person may have.
pub const PASSKEYS_MAX: usize = 10;
/// What part of the quarantine is enough where a passkey confirmed who adds something: 24 of 72 hours (S28).
pub const QUARANTINE_BY_PASSKEY: u32 = 3;
/// How long a tightening that somebody falls short of waits, so that they can mend it first (S82).
pub const POLICY_NOTICE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long a policy that loosens something, or switches a way off, waits for a second administrator.
pub const POLICY_REQUEST_LIFETIME: Duration = Duration::from_secs(72 * 60 * 60);
/// How long after the password the second factor may be given.
pub const VERIFY_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Tries of saved codes for one sign-in.
pub const VERIFY_TRIES: u32 = 5;
/// How long a fresh proof opens changes of credentials (S45).
pub const CONFIRMED_FOR: Duration = Duration::from_secs(5 * 60);
/// How long a new way back doesn't count in a recovery, so that its owner hears of it first (S28).
pub const QUARANTINE: Duration = Duration::from_secs(72 * 60 * 60);
/// Recovery contacts that one person may have; in a recovery as many mails are written, whether or not there are any (S2).
pub const CONTACTS_MAX: usize = 3;
/// How long somebody can agree to be a recovery contact.
pub const CONTACT_INVITATION_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long a contact can pass a code on, and how long that works (S27): people answer when they can.
pub const CONTACT_CODE_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a recovery that asks contacts may take altogether, however often they are asked (S16, S27).
pub const FLOW_LONGEST: Duration = Duration::from_secs(48 * 60 * 60);
/// Addresses that one person may have.
pub const ADDRESSES_MAX: usize = 2;
/// Addresses that a mail of a recovery goes to at most: those that a person has, and as many that they had lately (S109). As many
/// rows are written for anybody (S3).
pub const ADDRESSES_MAILED: usize = 2 * ADDRESSES_MAX;
/// Codes for new addresses that one person may have mailed within [`ADDRESS_MAILS_WITHIN`] (S66).
pub const ADDRESS_MAILS: usize = 5;
/// After this long such a mail no longer counts.
pub const ADDRESS_MAILS_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an address that was changed or removed can object (S28, S71).
pub const OBJECTION_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long nobody else can take an address that somebody had (S77).
pub const ADDRESS_RESERVED: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// How long a device that was to be remembered is.
pub const DEVICE_REMEMBERED: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// How often a person is asked whether they still have their ways back (S20).
pub const CHECK_UP_EVERY: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Who was asked at a sign-in isn't asked again for this long.
pub const CHECK_UP_AGAIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The wait after a wrong authenticator code: none for the first ones, and then a day.
#[must_use]
pub fn authenticator_delay(failures: u32) -> Duration {
    match failures >= AUTHENTICATOR_TRIES {
        true => AUTHENTICATOR_FORGOTTEN,
        false => Duration::ZERO,
    }
}

/// The wait after the `failures`th failure in a row: none for the first five, then 2^(n−5) seconds, at most 15 minutes; after
/// [`FAILURES_MAX`] it ends only with the count (S57).
#[must_use]
pub fn sign_in_delay(failures: u32) -> Duration {
    match failures.checked_sub(FREE_FAILURES) {
        None | Some(0) => Duration::ZERO,
        Some(_) if failures >= FAILURES_MAX => Duration::MAX,
        Some(excess) => {
            Duration::from_secs(1u64.checked_shl(excess).unwrap_or(u64::MAX)).min(LONGEST_DELAY)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s57_delays_double_from_the_sixth_failure_up_to_15_minutes() {
        let seconds: Vec<u64> = (0..=16)
            .map(|failures| sign_in_delay(failures).as_secs())
            .collect();
        assert_eq!(
            seconds,
            [
                0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900
            ]
        );
        assert_eq!(sign_in_delay(FAILURES_MAX - 1), LONGEST_DELAY);
        assert_eq!(
            [FAILURES_MAX, u32::MAX].map(sign_in_delay),
            [Duration::MAX; 2]
        );
    }

    #[test]
    fn s16_lifetimes_keep_the_bounds() {
        assert!(CODE_LIFETIME <= Duration::from_secs(600));
        assert!(FLOW_LIFETIME_AFTER_GATE <= Duration::from_secs(900));
        assert!(SESSION_IDLE <= Duration::from_secs(3600));
        assert!(SESSION_ABSOLUTE <= Duration::from_secs(86400));
        assert!(INVITATION_LIFETIME <= Duration::from_secs(72 * 3600));
        assert!(EFFORT_WINDOW <= Duration::from_secs(30), "S62");
        assert!(
            CONTACT_CODE_LIFETIME <= Duration::from_secs(24 * 3600),
            "S27"
        );
    }
}
