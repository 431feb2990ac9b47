//! Whether a person could get back in if they lost something today (S20, S46).

mod advice;
mod under_policy;

pub use advice::Advice;
pub use under_policy::Lack;

use crate::policy;
use serde::{Deserialize, Serialize};

/// How many there are of something that takes a while to count (S28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Count {
    /// That count in a recovery already.
    pub counting: u32,
    /// That were added too recently to count.
    pub waiting: u32,
}

impl Count {
    /// So many that count already, and none that waits.
    #[must_use]
    pub const fn of(counting: u32) -> Self {
        Self {
            counting,
            waiting: 0,
        }
    }

    /// However they stand.
    #[must_use]
    pub const fn all(self) -> u32 {
        self.counting.saturating_add(self.waiting)
    }

    const fn without_one(self) -> Self {
        Self {
            counting: self.counting.saturating_sub(1),
            ..self
        }
    }
}

/// The ways back that a person has: how many, never which (S81).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Ways {
    /// Verified addresses.
    pub mail_addresses: Count,
    /// Saved codes that weren't used.
    pub saved_codes: u32,
    /// Authenticator apps.
    pub authenticators: Count,
    /// Passkeys.
    pub passkeys: Count,
    /// Recovery contacts who have accepted.
    pub contacts: Count,
    /// How many contacts have to help; 0 means one.
    pub contacts_needed: u32,
}

/// A class of ways back, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A code that is mailed.
    Mail,
    /// A saved code.
    SavedCode,
    /// A passkey: with the finger, face or number that it asks for it is both steps (S12).
    Passkey,
    /// A code of an authenticator app, which only counts second (S15).
    Authenticator,
    /// The help of recovery contacts: one step, however many there are.
    Contact,
}

impl Way {
    /// Every class.
    pub const ALL: [Self; 5] = [
        Self::Mail,
        Self::SavedCode,
        Self::Passkey,
        Self::Authenticator,
        Self::Contact,
    ];
}

/// What opens an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opens {
    /// One that is both steps.
    Alone(Way),
    /// Two of different classes; the first is one that may come first (S12, S15).
    Both(Way, Way),
}

impl Opens {
    /// Whether a class takes part in it.
    #[must_use]
    pub fn with(self, way: Way) -> bool {
        match self {
            Self::Alone(one) => one == way,
            Self::Both(first, second) => first == way || second == way,
        }
    }
}

/// What somebody may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The phone: with the authenticator apps on it, and with the passkeys, if they were on it; nobody can know.
    Phone,
    /// The mailbox: the first one, where there are two.
    Mail,
    /// The saved codes, all of them.
    SavedCodes,
    /// One passkey: a security key, say.
    Passkey,
    /// One recovery contact, who can't be reached.
    Contact,
}

impl Loss {
    /// Everything that may be lost, in the order in which it is told.
    pub const ALL: [Self; 5] = [
        Self::Phone,
        Self::Mail,
        Self::SavedCodes,
        Self::Passkey,
        Self::Contact,
    ];
}

/// Whether somebody could get back in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Readiness {
    /// Whatever single thing they lose.
    Ready,
    /// Today, but not after every loss.
    FallsShort,
    /// Not even today.
    CannotGetIn,
}

impl Readiness {
    /// Every state, the best first.
    pub const ALL: [Self; 3] = [Self::Ready, Self::FallsShort, Self::CannotGetIn];

    /// The code, as in filters and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::FallsShort => "falls-short",
            Self::CannotGetIn => "cannot-get-in",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why somebody isn't ready, or soon won't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shortfall {
    /// No address counts.
    NoAddress,
    /// No saved code is left.
    NoSavedCodes,
    /// Neither an authenticator app nor a passkey.
    NoDevice,
    /// Something was added too recently to count (S28).
    StillWaits,
    /// Few saved codes are left (S25): told even to those who are ready.
    FewSavedCodes,
    /// The owner hasn't looked at their ways back for a year: told even of those who are ready.
    CheckOverdue,
}

impl Shortfall {
    /// Every reason, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::NoAddress,
        Self::NoSavedCodes,
        Self::NoDevice,
        Self::StillWaits,
        Self::FewSavedCodes,
        Self::CheckOverdue,
    ];

    /// The code, as in filters and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAddress => "no-address",
            Self::NoSavedCodes => "no-saved-codes",
            Self::NoDevice => "no-app-or-passkey",
            Self::StillWaits => "still-waits",
            Self::FewSavedCodes => "few-saved-codes",
            Self::CheckOverdue => "check-overdue",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Ways {
    /// What is left after a loss.
    #[must_use]
    pub const fn after(self, loss: Loss) -> Self {
        match loss {
            Loss::Phone => Self {
                authenticators: Count::of(0),
                passkeys: Count::of(0),
                ..self
            },
            Loss::Mail => Self {
                mail_addresses: self.mail_addresses.without_one(),
                ..self
            },
            Loss::SavedCodes => Self {
                saved_codes: 0,
                ..self
            },
            Loss::Passkey => Self {
                passkeys: self.passkeys.without_one(),
                ..self
            },
            Loss::Contact => Self {
                contacts: self.contacts.without_one(),
                ..self
            },
        }
    }

    /// What there is for this person to lose: everybody is told of the first three.
    pub fn losses(self) -> impl Iterator<Item = Loss> {
        Loss::ALL.into_iter().filter(move |loss| match loss {
            Loss::Phone | Loss::Mail | Loss::SavedCodes => true,
            Loss::Passkey => self.passkeys.counting > 0,
            Loss::Contact => self.contacts.counting > 0,
        })
    }

    /// Whether a class is there and counts.
    #[must_use]
    pub const fn has(self, way: Way) -> bool {
        match way {
            Way::Mail => self.mail_addresses.counting > 0,
            Way::SavedCode => self.saved_codes > 0,
            Way::Passkey => self.passkeys.counting > 0,
            Way::Authenticator => self.authenticators.counting > 0,
            Way::Contact => {
                self.contacts.counting > 0 && self.contacts.counting >= self.contacts_needed
            }
        }
    }

    /// Whether there is some of a class, none of which counts yet.
    #[must_use]
    pub const fn waits(self, way: Way) -> bool {
        match way {
            Way::Mail => self.mail_addresses.waiting > 0 && self.mail_addresses.counting == 0,
            Way::SavedCode => false,
            Way::Passkey => self.passkeys.waiting > 0 && self.passkeys.counting == 0,
            Way::Authenticator => {
                self.authenticators.waiting > 0 && self.authenticators.counting == 0
            }
            Way::Contact => !self.has(Way::Contact) && self.contacts.waiting > 0,
        }
    }

    /// What opens the account: a passkey by itself, or two of different classes that don't begin with an authenticator app
    /// (S12, S15).
    #[must_use]
    pub fn opens(self) -> Option<Opens> {
        if self.has(Way::Passkey) {
            return Some(Opens::Alone(Way::Passkey));
        }
        // An authenticator app and a contact: the contact first.
        let order = [Way::Mail, Way::SavedCode, Way::Contact, Way::Authenticator];
        let mut ways = order.into_iter().filter(|way| self.has(*way));
        Some(Opens::Both(ways.next()?, ways.next()?))
    }

    /// Whether this person could get back in.
    #[must_use]
    pub fn readiness(self) -> Readiness {
        if self.opens().is_none() {
            Readiness::CannotGetIn
        } else if self.losses().all(|loss| self.after(loss).opens().is_some()) {
            Readiness::Ready
        } else {
            Readiness::FallsShort
        }
    }

    /// Whether something was added that doesn't count yet (S28).
    #[must_use]
    pub const fn something_waits(self) -> bool {
        self.waiting() > 0
    }

    /// How many of everything don't count yet.
    #[must_use]
    pub const fn waiting(self) -> u32 {
        self.mail_addresses.waiting
            + self.authenticators.waiting
            + self.passkeys.waiting
            + self.contacts.waiting
    }

    /// Whether so few saved codes are left that new ones should be made (S25).
    #[must_use]
    pub const fn few_saved_codes(self) -> bool {
        self.saved_codes > 0 && self.saved_codes <= policy::FEW_SAVED_CODES
    }

    /// Why somebody isn't ready, or soon won't be; never nothing for somebody who isn't.
    #[must_use]
    pub fn shortfalls(self, check_overdue: bool) -> Vec<Shortfall> {
        let short = self.readiness() != Readiness::Ready;
        let device = self.authenticators.all() + self.passkeys.all() > 0;
        let holds = |reason: &Shortfall| match reason {
            Shortfall::NoAddress => short && self.mail_addresses.counting == 0,
            Shortfall::NoSavedCodes => short && self.saved_codes == 0,
            Shortfall::NoDevice => short && !device,
            Shortfall::StillWaits => short && self.something_waits(),
            Shortfall::FewSavedCodes => self.few_saved_codes(),
            Shortfall::CheckOverdue => check_overdue,
        };
        Shortfall::ALL.into_iter().filter(holds).collect()
    }
}

#[cfg(test)]
mod tests;
