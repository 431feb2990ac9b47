//! An organisation's policy, within compiled limits (F21, S82).

mod changes;
mod text;

pub use changes::ChangedValue;

use super::settings::{NUMBERS, PASSWORD_MIN_ALONE, is_fixed};
use super::{Rule, Setting};
use crate::Method;
use std::time::Duration;

/// An organisation's decisions, never beyond a compiled limit. That two gates of different classes open an account
/// can't be configured: it holds for everybody, always (S12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    numbers: [u32; NUMBERS.len()],
    /// The ways of recovery that aren't offered, as bits by position in [`Method::ALL`].
    off: u32,
}

/// A value beyond its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the policy can't have this value")]
pub struct PolicyError(
    /// The key.
    pub Setting,
);

impl Default for Policy {
    fn default() -> Self {
        Self {
            numbers: NUMBERS.map(|rule| rule.default),
            off: 0,
        }
    }
}

impl Policy {
    /// The policy used while the stored one isn't what administrators made: the strictest permitted value of each
    /// key, so that SQL can't loosen anything.
    ///
    /// This locks out nobody who signs in: stored passwords stay valid, and people without a second factor sign in as
    /// before. Ways of recovery that can be switched off are off, since the organisation may have switched them off
    /// for a reason that SQL mustn't override. Mail and saved codes remain, which everybody has after enrolment;
    /// people who have used up their codes make new ones while signed in, or wait until administrators have saved a
    /// policy again.
    #[must_use]
    pub fn when_in_doubt() -> Self {
        let mut policy = Self::default();
        for setting in Setting::all() {
            let rule = setting.rule();
            policy.set(
                setting,
                if rule.loosens(rule.max, rule.min) {
                    rule.max
                } else {
                    rule.min
                },
            );
        }

        policy
    }

    /// The policy of an organisation whose members sign in with the password alone, unless they have more.
    #[must_use]
    pub fn password_alone() -> Self {
        let mut policy = Self::default();
        policy.set(Setting::SecondFactor, 0);
        policy.set(Setting::PasswordMin, PASSWORD_MIN_ALONE);
        policy
    }

    /// The policy with some values replaced.
    ///
    /// # Errors
    /// The first key whose value is beyond its limits (S82).
    pub fn with(self, values: &[(Setting, u32)]) -> Result<Self, PolicyError> {
        let mut policy = self;
        for (setting, value) in values {
            policy.set(*setting, *value);
        }

        match policy.faults().into_iter().next() {
            None => Ok(policy),
            Some(error) => Err(error),
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, setting: Setting) -> u32 {
        match setting {
            Setting::Offers(method) => u32::from(self.off & bit(method) == 0),
            _ => place(setting).map_or(0, |place| self.numbers[place]),
        }
    }

    fn set(&mut self, setting: Setting, value: u32) {
        match setting {
            Setting::Offers(method) if value == 0 => self.off |= bit(method),
            Setting::Offers(method) => self.off &= !bit(method),
            _ => {
                if let Some(place) = place(setting) {
                    self.numbers[place] = value;
                }
            }
        }
    }

    /// The keys whose values are beyond their limits.
    fn faults(&self) -> Vec<PolicyError> {
        let fixed = Method::ALL
            .into_iter()
            .filter(|method| is_fixed(*method))
            .map(Setting::Offers);
        let fixed = fixed.filter(|setting| self.get(*setting) == 0);
        let beyond = Setting::all().filter(|setting| {
            let rule = setting.rule_in(self);
            !(rule.min..=rule.max).contains(&self.get(*setting))
        });

        beyond.chain(fixed).map(PolicyError).collect()
    }

    /// Whether signing in takes a second factor, and enrolment ends only with one.
    #[must_use]
    pub fn second_factor(&self) -> bool {
        self.get(Setting::SecondFactor) == 1
    }

    /// Minimum length of a new password in characters.
    #[must_use]
    pub fn password_min(&self) -> usize {
        self.get(Setting::PasswordMin) as usize
    }

    /// Whether a way of recovery is offered.
    #[must_use]
    pub fn offers(&self, method: Method) -> bool {
        self.off & bit(method) == 0
    }

    /// The ways of recovery offered, in the order of the screen.
    #[must_use]
    pub fn methods(&self) -> Vec<Method> {
        Method::ALL
            .into_iter()
            .filter(|method| self.offers(*method))
            .collect()
    }

    /// Lifetime of a mailed code.
    #[must_use]
    pub fn code_lifetime(&self) -> Duration {
        self.span(Setting::CodeLifetime)
    }

    /// Longest duration of a recovery after its first step.
    #[must_use]
    pub fn flow_after_gate(&self) -> Duration {
        self.span(Setting::FlowAfterGate)
    }

    /// Longest time that a session may be unused.
    #[must_use]
    pub fn session_idle(&self) -> Duration {
        self.span(Setting::SessionIdle)
    }

    /// Longest duration of a session.
    #[must_use]
    pub fn session_absolute(&self) -> Duration {
        self.span(Setting::SessionAbsolute)
    }

    /// Time for accepting an invitation.
    #[must_use]
    pub fn invitation_lifetime(&self) -> Duration {
        self.span(Setting::InvitationLifetime)
    }

    /// Time before a new way back counts.
    #[must_use]
    pub fn quarantine(&self) -> Duration {
        self.span(Setting::Quarantine)
    }

    /// Time for which removed or replaced credentials still count: at least until their replacements count, so that
    /// there is no gap (S28, S109).
    #[must_use]
    pub fn former_counts(&self) -> Duration {
        super::FORMER_COUNTS.max(self.quarantine())
    }

    /// Time for which a device isn't asked for the second factor; `None` if not offered.
    #[must_use]
    pub fn device_remembered(&self) -> Option<Duration> {
        Some(self.span(Setting::DeviceRemembered)).filter(|span| !span.is_zero())
    }

    fn span(&self, setting: Setting) -> Duration {
        let seconds = setting.rule().unit.seconds();
        Duration::from_secs(u64::from(self.get(setting)) * seconds)
    }
}

impl Setting {
    /// Its row of the table, given the other values: without a second factor, passwords must be longer (S34).
    #[must_use]
    pub fn rule_in(self, policy: &Policy) -> Rule {
        let rule = self.rule();
        match self {
            Self::PasswordMin if !policy.second_factor() => Rule {
                min: PASSWORD_MIN_ALONE,
                default: PASSWORD_MIN_ALONE,
                ..rule
            },
            _ => rule,
        }
    }
}

fn place(setting: Setting) -> Option<usize> {
    NUMBERS.iter().position(|rule| rule.setting == setting)
}

fn bit(method: Method) -> u32 {
    let place = Method::ALL.iter().position(|of| *of == method);
    place
        .and_then(|place| u32::try_from(place).ok())
        .map_or(0, |place| 1 << place)
}

#[cfg(test)]
mod tests;
