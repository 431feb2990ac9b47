//! Acts in a browser, and their codes.

use regain_domain::{Method, Trouble};

/// One of two browsers, or of two people.
pub(super) type One = usize;

/// A mailed code, or the token of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mailed {
    Newest,
    Earlier,
    OfTheOtherBrowser,
    Wrong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saved {
    Fresh,
    Used,
    OfTheOtherPerson,
    Wrong,
}

/// Somebody's act in a browser.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    Start(One, Trouble),
    Choose(Method),
    Resend,
    OtherWay,
    EnterMailed(Mailed),
    ConfirmLink(Mailed),
    EnterSaved(Saved),
    /// A mailed code in place of a contact's: nobody here has contacts, and nothing else stands for
    /// theirs.
    EnterPassed(Mailed),
    FinishNew,
    FinishKept {
        right: bool,
    },
    Switch {
        keep: bool,
    },
    Stop,
    Wait(u64),
}

pub(super) type Step = (One, Deed);
