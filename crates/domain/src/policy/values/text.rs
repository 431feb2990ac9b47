//! Reads and writes a policy as text: as typed, and as stored.

use super::{Policy, PolicyError};
use crate::policy::Setting;

impl Policy {
    /// Parses typed values; reports every invalid one.
    ///
    /// # Errors
    /// The keys whose value isn't a number, or is beyond its limits (S82).
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

    /// The stored form: every key with its value.
    #[must_use]
    pub fn to_text(&self) -> String {
        let values =
            Setting::all().map(|setting| format!("{}={}", setting.code(), self.get(setting)));
        values.collect::<Vec<_>>().join(" ")
    }

    /// Parses the stored form. Unknown keys are skipped, missing keys get their default, and values beyond a limit
    /// are clamped: a tightened limit applies at once (S82).
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
}

/// Parses up to six digits.
pub(super) fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let plain = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
