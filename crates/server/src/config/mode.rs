//! Development or production.

use super::error::ConfigError;
use super::sources::Values;

/// How strict Regain is about its environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// On a developer's machine: http is fine, and mails go to `/dev/mailbox`.
    Development,
    /// For real use: https, a mail server and a key file are required (S105).
    Production,
}

impl Mode {
    /// The key's name.
    pub(super) const KEY: &'static str = "mode";
    const ALLOWED: &'static str = "development, production";

    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let Some(given) = values.get(Self::KEY) else {
            return Ok(Self::Development);
        };

        match given.text(Self::ALLOWED)? {
            "development" => Ok(Self::Development),
            "production" => Ok(Self::Production),
            other => Err(given.refuse(other, Self::ALLOWED)),
        }
    }

    /// Whether this is production.
    #[must_use]
    pub fn is_production(self) -> bool {
        self == Self::Production
    }
}
