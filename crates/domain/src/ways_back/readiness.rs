//! Whether a person could get back in if they lost something today (S20, S46).

mod advice;
mod under_policy;

pub use advice::Advice;
pub use under_policy::Lack;

use crate::policy;
use serde::{Deserialize, Serialize};

/// Number of ways back of one kind, which take a while to count (S28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Count {
    /// Those that count in a recovery.
    pub counting: u32,
    /// Those added too recently to count.
    pub waiting: u32,
}

impl Count {
    /// A number that count, and none that waits.
    #[must_use]
    pub const fn of(counting: u32) -> Self {
        Self {
            counting,
            waiting: 0,
        }
    }

    /// All of them, waiting or not.
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

/// Numbers of a person's ways back, without details (S81).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Ways {
    /// Verified addresses.
    pub mail_addresses: Count,
    /// Unused saved codes.
    pub saved_codes: u32,
    /// Authenticator apps.
    pub authenticators: Count,
    /// Passkeys.
    pub passkeys: Count,
    /// Recovery contacts who have accepted.
    pub contacts: Count,
    /// Number of contacts who have to help; 0 means one.
    pub contacts_needed: u32,
}

/// A class of ways back, in the order of presentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A mailed code.
    Mail,
    /// A saved code.
    SavedCode,
    /// A passkey: since it verifies its user by finger, face or number, it is both steps (S12).
    Passkey,
    /// A code of an authenticator app, accepted only as the second step (S15).
    Authenticator,
    /// Help by recovery contacts: one step, however many there are.
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

/// A combination that opens the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opens {
    /// One way that is both steps.
    Alone(Way),
    /// Two of different classes; the first is one that may come first (S12, S15).
    Both(Way, Way),
}

impl Opens {
    /// Whether a class is part of it.
    #[must_use]
    pub fn with(self, way: Way) -> bool {
        match self {
            Self::Alone(one) => one == way,
            Self::Both(first, second) => first == way || second == way,
        }
    }
}

/// Something that a person may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The phone, with its authenticator apps and any passkeys on it; passkeys are included because it isn't known
    /// where they are.
    Phone,
    /// The mailbox; if there are two, one of them.
    Mail,
    /// All saved codes.
    SavedCodes,
    /// One passkey, such as a security key.
    Passkey,
    /// One recovery contact, who can't be reached.
    Contact,
}

impl Loss {
    /// All losses, in the order of presentation.
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
    /// Yes, after any single loss.
    Ready,
    /// Yes today, but not after every loss.
    FallsShort,
    /// Not even today.
    CannotGetIn,
}

impl Readiness {
    /// Every state, best first.
    pub const ALL: [Self; 3] = [Self::Ready, Self::FallsShort, Self::CannotGetIn];

    /// The code in filters and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::FallsShort => "falls-short",
            Self::CannotGetIn => "cannot-get-in",
        }
    }

    /// The state with this code.
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
    /// Few saved codes are left (S25); reported even for people who are ready.
    FewSavedCodes,
    /// The owner hasn't checked their ways back for a year; reported even for people who are ready.
    CheckOverdue,
}

impl Shortfall {
    /// Every reason, gravest first.
    pub const ALL: [Self; 6] = [
        Self::NoAddress,
        Self::NoSavedCodes,
        Self::NoDevice,
        Self::StillWaits,
        Self::FewSavedCodes,
        Self::CheckOverdue,
    ];

    /// The code in filters and exports.
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

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Ways {
    /// The ways left after a loss.
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

    /// The losses possible for this person; the first three are shown to everybody.
    pub fn losses(self) -> impl Iterator<Item = Loss> {
        Loss::ALL.into_iter().filter(move |loss| match loss {
            Loss::Phone | Loss::Mail | Loss::SavedCodes => true,
            Loss::Passkey => self.passkeys.counting > 0,
            Loss::Contact => self.contacts.counting > 0,
        })
    }

    /// Whether a class is available and counts.
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

    /// Whether a class is present but none of it counts yet.
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

    /// The combination that opens the account: a passkey by itself, or two different classes that don't begin with an
    /// authenticator app (S12, S15).
    #[must_use]
    pub fn opens(self) -> Option<Opens> {
        if self.has(Way::Passkey) {
            return Some(Opens::Alone(Way::Passkey));
        }

        // With an authenticator app and a contact, the contact comes first.
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

    /// Number of ways that don't count yet.
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

    /// Why somebody isn't ready, or soon won't be; never empty for somebody who isn't.
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
