//! What an organisation decides, above compiled floors (F21, S82).

use super::settings::{NUMBERS, PASSWORD_MIN_ALONE, is_fixed};
use super::{Rule, Setting};
use crate::Method;
use std::time::Duration;

/// What an organisation decides; never below a compiled floor. Two gates of different classes open an account, for
/// everybody and always: that is no key (S12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    numbers: [u32; NUMBERS.len()],
    /// The ways of recovery that aren't offered, by their place in [`Method::ALL`].
    off: u32,
}

/// A value that isn't between the floors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the policy can't have this value")]
pub struct PolicyError(
    /// Whose it is.
    pub Setting,
);

/// A value that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Whose it is.
    pub setting: Setting,
    /// As it was.
    pub old: u32,
    /// As it becomes.
    pub new: u32,
}

impl Change {
    /// Whether it makes something easier that was harder.
    #[must_use]
    pub fn loosens(&self) -> bool {
        self.setting.rule().loosens(self.old, self.new)
    }

    /// As in the history: `password_min=12>15`, parted by spaces.
    #[must_use]
    pub fn to_text(changes: &[Self]) -> String {
        let one =
            |change: &Self| format!("{}={}>{}", change.setting.code(), change.old, change.new);
        changes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// Reads what the history has; a key that this version doesn't know is left out.
    #[must_use]
    pub fn from_text(text: &str) -> Vec<Self> {
        let one = |text: &str| {
            let (code, values) = text.split_once('=')?;
            let (old, new) = values.split_once('>')?;
            Some(Self {
                setting: Setting::from_code(code)?,
                old: number(old)?,
                new: number(new)?,
            })
        };
        text.split(' ').filter_map(one).collect()
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            numbers: NUMBERS.map(|rule| rule.default),
            off: 0,
        }
    }
}

impl Policy {
    /// What holds where nobody can tell what was set, because the stored policy isn't what administrators made: of each key
    /// the strictest value that they could have set, so that SQL loosens nothing, whatever it was.
    ///
    /// That locks out nobody who signs in: passwords that there are stay, and who has no second factor signs in as before.
    /// The ways of recovery that can be switched off are, too, since an organisation may have done so for a reason that SQL
    /// mustn't overrule. Mail and saved codes are left, which everybody has after enrolment; who has used up their codes
    /// makes new ones while signed in, or waits until administrators have saved a policy again.
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

    /// The policy with some values set; what isn't among them stays.
    ///
    /// # Errors
    /// The first key whose value is beyond its floors (S82).
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

    /// Reads values as they were typed; each that can't be is named.
    ///
    /// # Errors
    /// The keys whose value isn't a number, or is beyond its floors (S82).
    pub fn parse(typed: &[(Setting, &str)]) -> Result<Self, Vec<PolicyError>> {
        let mut policy = Self::default();
        let mut errors = Vec::new();
        for (setting, text) in typed {
            match number(text) {
                Some(value) => policy.set(*setting, value),
                None => errors.push(PolicyError(*setting)),
            }
        }
        errors.extend(
            policy
                .faults()
                .into_iter()
                .filter(|error| !errors.contains(error))
                .collect::<Vec<_>>(),
        );
        if errors.is_empty() {
            Ok(policy)
        } else {
            Err(errors)
        }
    }

    /// As it is stored: every key with its value.
    #[must_use]
    pub fn to_text(&self) -> String {
        let values =
            Setting::all().map(|setting| format!("{}={}", setting.code(), self.get(setting)));
        values.collect::<Vec<_>>().join(" ")
    }

    /// Reads what was stored. A key that this version doesn't know is left out, one that the text doesn't have is as at
    /// first, and a value beyond a floor becomes the floor: a floor that was raised holds at once (S82).
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut policy = Self::default();
        for pair in text.split(' ') {
            let (code, value) = pair.split_once('=')?;
            let value = number(value)?;
            if let Some(setting) = Setting::from_code(code) {
                policy.set(setting, value);
            }
        }
        for PolicyError(setting) in policy.faults() {
            let rule = setting.rule_in(&policy);
            policy.set(setting, policy.get(setting).clamp(rule.min, rule.max));
        }
        Some(policy)
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

    /// The keys whose values are beyond the floors.
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

    /// What differs from an older policy, in the order of the screen.
    #[must_use]
    pub fn changes(&self, old: &Self) -> Vec<Change> {
        let all = Setting::all().map(|setting| Change {
            setting,
            old: old.get(setting),
            new: self.get(setting),
        });
        all.filter(|change| change.old != change.new).collect()
    }

    /// Whether anything gets easier than under an older policy: that takes two administrators. A shorter floor of
    /// passwords that a second factor makes up for does, too: each key is judged by itself.
    #[must_use]
    pub fn loosens(&self, old: &Self) -> bool {
        self.changes(old).iter().any(Change::loosens)
    }

    /// Whether signing in takes a second factor, and enrolment ends only with one.
    #[must_use]
    pub fn second_factor(&self) -> bool {
        self.get(Setting::SecondFactor) == 1
    }

    /// The fewest characters of a new password.
    #[must_use]
    pub fn password_min(&self) -> usize {
        self.get(Setting::PasswordMin) as usize
    }

    /// Whether a way of recovery is offered.
    #[must_use]
    pub fn offers(&self, method: Method) -> bool {
        self.off & bit(method) == 0
    }

    /// The ways of recovery that are offered, in the order of the screen.
    #[must_use]
    pub fn methods(&self) -> Vec<Method> {
        Method::ALL
            .into_iter()
            .filter(|method| self.offers(*method))
            .collect()
    }

    /// How long a mailed code works.
    #[must_use]
    pub fn code_lifetime(&self) -> Duration {
        self.span(Setting::CodeLifetime)
    }

    /// How long a recovery may take after its first step.
    #[must_use]
    pub fn flow_after_gate(&self) -> Duration {
        self.span(Setting::FlowAfterGate)
    }

    /// How long a session lasts unused.
    #[must_use]
    pub fn session_idle(&self) -> Duration {
        self.span(Setting::SessionIdle)
    }

    /// How long a session lasts at most.
    #[must_use]
    pub fn session_absolute(&self) -> Duration {
        self.span(Setting::SessionAbsolute)
    }

    /// How long an invitation can be accepted.
    #[must_use]
    pub fn invitation_lifetime(&self) -> Duration {
        self.span(Setting::InvitationLifetime)
    }

    /// How long a new way back doesn't count.
    #[must_use]
    pub fn quarantine(&self) -> Duration {
        self.span(Setting::Quarantine)
    }

    /// How long what was removed or replaced goes on counting: at least until what was added meanwhile counts, so that there is
    /// no time in which nothing does (S28, S109).
    #[must_use]
    pub fn former_counts(&self) -> Duration {
        super::FORMER_COUNTS.max(self.quarantine())
    }

    /// How long a device isn't asked for the second factor; none where that isn't offered.
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
    /// Its line of the table, as it holds beside the other values: without a second factor passwords are longer (S34).
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

/// Digits alone, at most six.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let plain = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
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
