//! Compares a policy with an older one.

use super::Policy;
use super::text::number;
use crate::policy::Setting;

/// A changed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedValue {
    /// The key.
    pub setting: Setting,
    /// The old value.
    pub old: u32,
    /// The new value.
    pub new: u32,
}

impl ChangedValue {
    /// Whether it loosens something.
    #[must_use]
    pub fn loosens(&self) -> bool {
        self.setting.rule().loosens(self.old, self.new)
    }

    /// The text for the history, separated by spaces: `password_min=12>15`.
    #[must_use]
    pub fn to_text(changes: &[Self]) -> String {
        let one =
            |change: &Self| format!("{}={}>{}", change.setting.code(), change.old, change.new);
        changes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// Parses text from the history; skips keys that this version doesn't know.
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

impl Policy {
    /// The differences from an older policy, in the order of the screen.
    #[must_use]
    pub fn changes(&self, old: &Self) -> Vec<ChangedValue> {
        let all = Setting::all().map(|setting| ChangedValue {
            setting,
            old: old.get(setting),
            new: self.get(setting),
        });
        all.filter(|change| change.old != change.new).collect()
    }

    /// Whether anything is looser than in an older policy, which takes two administrators. That includes a shorter
    /// password minimum that a second factor makes up for: each key is judged by itself.
    #[must_use]
    pub fn loosens(&self, old: &Self) -> bool {
        self.changes(old).iter().any(ChangedValue::loosens)
    }
}
