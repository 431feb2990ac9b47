//! The keys of the policy, with their compiled limits, in one table (F21, S82).

use super::limits;
use crate::Method;
use std::time::Duration;

/// A key of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Whether signing in takes a second factor, and enrolment ends only with one. People who have one are always
    /// asked for it.
    SecondFactor,
    /// Minimum length of a new password (S34). Stored passwords stay valid.
    PasswordMin,
    /// Lifetime of a mailed code (S16).
    CodeLifetime,
    /// Longest duration of a recovery after its first step (S16).
    FlowAfterGate,
    /// Longest time that a session may be unused (S51).
    SessionIdle,
    /// Longest duration of a session, used or not (S51).
    SessionAbsolute,
    /// Time for accepting an invitation (S78).
    InvitationLifetime,
    /// Time before a new way back counts in a recovery (S28).
    Quarantine,
    /// Time for which a device isn't asked for the second factor, if its owner wants that; 0: never.
    DeviceRemembered,
    /// Whether a way of recovery is offered; 1 or 0. Those that everybody has after enrolment always are.
    Offers(Method),
}

/// Unit of a policy value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueUnit {
    /// 1 for yes, 0 for no.
    YesNo,
    /// Characters.
    Characters,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

impl ValueUnit {
    /// Length in seconds; 0 for units that aren't durations.
    pub(super) const fn seconds(self) -> u64 {
        match self {
            Self::YesNo | Self::Characters => 0,
            Self::Minutes => 60,
            Self::Hours => 60 * 60,
            Self::Days => 24 * 60 * 60,
        }
    }

    /// Converts a duration to this unit.
    const fn of(self, time: Duration) -> u32 {
        (time.as_secs() / self.seconds()) as u32
    }
}

/// The direction in which a value is looser: loosening takes two administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looser {
    /// A smaller number.
    Less,
    /// A greater number.
    More,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The key.
    pub setting: Setting,
    /// Its unit.
    pub unit: ValueUnit,
    /// Smallest permitted value.
    pub min: u32,
    /// Value until administrators set another.
    pub default: u32,
    /// Greatest permitted value.
    pub max: u32,
    /// The looser direction.
    pub looser: Looser,
}

/// The numeric keys, in the order of the screen.
pub(super) const NUMBERS: [Rule; 9] = [
    rule(
        Setting::SecondFactor,
        ValueUnit::YesNo,
        [0, 1, 1],
        Looser::Less,
    ),
    rule(
        Setting::PasswordMin,
        ValueUnit::Characters,
        [8, 12, 64],
        Looser::Less,
    ),
    longest(
        Setting::CodeLifetime,
        ValueUnit::Minutes,
        3,
        limits::CODE_LIFETIME,
    ),
    longest(
        Setting::FlowAfterGate,
        ValueUnit::Minutes,
        5,
        limits::FLOW_LIFETIME_AFTER_GATE,
    ),
    longest(
        Setting::SessionIdle,
        ValueUnit::Minutes,
        5,
        limits::SESSION_IDLE,
    ),
    longest(
        Setting::SessionAbsolute,
        ValueUnit::Hours,
        2,
        limits::SESSION_ABSOLUTE,
    ),
    longest(
        Setting::InvitationLifetime,
        ValueUnit::Hours,
        4,
        limits::INVITATION_LIFETIME,
    ),
    rule(
        Setting::Quarantine,
        ValueUnit::Days,
        [
            ValueUnit::Days.of(limits::QUARANTINE),
            ValueUnit::Days.of(limits::QUARANTINE),
            ValueUnit::Days.of(limits::QUARANTINE_MAX),
        ],
        Looser::Less,
    ),
    longest(
        Setting::DeviceRemembered,
        ValueUnit::Days,
        0,
        limits::DEVICE_REMEMBERED,
    ),
];

/// A duration whose default is its maximum.
const fn longest(setting: Setting, unit: ValueUnit, min: u32, max: Duration) -> Rule {
    let max = unit.of(max);
    rule(setting, unit, [min, max, max], Looser::More)
}

const fn rule(
    setting: Setting,
    unit: ValueUnit,
    [min, default, max]: [u32; 3],
    looser: Looser,
) -> Rule {
    Rule {
        setting,
        unit,
        min,
        default,
        max,
        looser,
    }
}

/// Minimum password length if the password is the only factor at sign-in (S34).
pub(super) const PASSWORD_MIN_ALONE: u32 = super::PASSWORD_MIN as u32;

impl Setting {
    /// Every key, in the order of the screen; ways of recovery come last, one key each.
    pub fn all() -> impl Iterator<Item = Self> {
        let methods = Method::ALL
            .into_iter()
            .filter(|method| !is_fixed(*method))
            .map(Self::Offers);
        NUMBERS.into_iter().map(|rule| rule.setting).chain(methods)
    }

    /// The code in forms, in `/api/policy` and in the history.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::SecondFactor => "second_factor".to_owned(),
            Self::PasswordMin => "password_min".to_owned(),
            Self::CodeLifetime => "code_lifetime".to_owned(),
            Self::FlowAfterGate => "flow_after_gate".to_owned(),
            Self::SessionIdle => "session_idle".to_owned(),
            Self::SessionAbsolute => "session_absolute".to_owned(),
            Self::InvitationLifetime => "invitation_lifetime".to_owned(),
            Self::Quarantine => "quarantine".to_owned(),
            Self::DeviceRemembered => "device_remembered".to_owned(),
            Self::Offers(method) => ["method_", method.code()].concat(),
        }
    }

    /// The key with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|setting| setting.code() == code)
    }

    /// Its row of the table.
    #[must_use]
    pub fn rule(self) -> Rule {
        let number = NUMBERS.into_iter().find(|rule| rule.setting == self);
        number.unwrap_or(rule(self, ValueUnit::YesNo, [0, 1, 1], Looser::More))
    }
}

impl Rule {
    /// Whether a change from one value to another loosens something.
    #[must_use]
    pub const fn loosens(&self, old: u32, new: u32) -> bool {
        match self.looser {
            Looser::Less => new < old,
            Looser::More => new > old,
        }
    }
}

/// The ways that everybody has after enrolment can't be switched off: they are the two gates (S12, S20).
pub(super) const fn is_fixed(method: Method) -> bool {
    matches!(method, Method::Mail | Method::SavedCode)
}
