//! Passwords: the rules of `regain-passwords`, applied to what is known of a person by the same code while typing and
//! after sending (S34, S35, S37).

use crate::text::unicode::nfkc;
use crate::{EmailAddress, UserName, policy};
use regain_passwords::breach::Digits;
use regain_passwords::{Common, Length, Reason, Rules, Terms, Verdict};
use std::sync::Arc;
use zeroize::Zeroizing;

/// A password to be checked against the stored one; only its size is limited.
#[derive(Clone)]
pub struct GivenPassword(Zeroizing<String>);

/// A password that meets the rules and may be stored (as a hash).
#[derive(Clone)]
pub struct NewPassword(Zeroizing<String>);

/// What a new password is judged by besides its length: words that an attacker would try first (S35).
#[derive(Debug, Clone)]
pub struct PasswordContext {
    names: Terms,
    banned: Arc<Terms>,
    common: Option<&'static Common>,
    minimum: usize,
}

impl Default for PasswordContext {
    fn default() -> Self {
        Self {
            names: Terms::default(),
            banned: Arc::default(),
            common: None,
            minimum: policy::PASSWORD_MIN,
        }
    }
}

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Nothing was given.
    #[error("no password was given")]
    Empty,
    /// Fewer characters than the policy in force demands.
    #[error("the password is too short")]
    TooShort,
    /// More than [`policy::PASSWORD_MAX`] characters, or [`policy::PASSWORD_MAX_BYTES`] bytes.
    #[error("the password is too long")]
    TooLong,
    /// It is the person's own user name or address, or the product's name, perhaps repeated.
    #[error("the password is a name that others know")]
    Context,
    /// It is on the list of common passwords, or next to one.
    #[error("the password is a common one")]
    Common,
    /// Too little is left once known words are taken out.
    #[error("the password is little more than known words")]
    Weak,
    /// It is known from a breach.
    #[error("the password is known from a breach")]
    Breached,
    /// One short piece, repeated.
    #[error("the password repeats itself")]
    Repetition,
    /// The same as before.
    #[error("the password is the current one")]
    Unchanged,
}

impl From<Reason> for PasswordError {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Empty => Self::Empty,
            Reason::TooShort { .. } => Self::TooShort,
            Reason::TooLong { .. } => Self::TooLong,
            Reason::Repeats => Self::Repetition,
            Reason::OnlyName | Reason::HoldsName => Self::Context,
            Reason::Common => Self::Common,
            Reason::NearBanned | Reason::TooFewPoints { .. } => Self::Weak,
        }
    }
}

impl PasswordContext {
    /// A context with only the words of an organisation.
    #[must_use]
    pub fn organisation(name: &str) -> Self {
        Self {
            names: Terms::new(["regain", &nfkc(name)]),
            ..Self::default()
        }
    }

    /// Sets the minimum length, from the policy in force.
    #[must_use]
    pub fn at_least(mut self, characters: usize) -> Self {
        self.minimum = characters;
        self
    }

    /// Adds the organisation's banned terms.
    #[must_use]
    pub fn with_banned<'a>(mut self, terms: impl IntoIterator<Item = &'a str>) -> Self {
        // Passwords are compared in this form; a term in another form would never match.
        let terms: Vec<String> = terms.into_iter().map(nfkc).collect();
        self.banned = Arc::new(Terms::new(terms.iter().map(String::as_str)));
        self
    }

    /// Adds the common passwords; without them that rule isn't applied.
    #[must_use]
    pub fn with_common(mut self, common: &'static Common) -> Self {
        self.common = Some(common);
        self
    }

    /// Whether the common passwords are available.
    #[must_use]
    pub const fn knows_common(&self) -> bool {
        self.common.is_some()
    }

    /// Adds a person's own words.
    #[must_use]
    pub fn with_person<'a>(
        mut self,
        user_name: Option<&UserName>,
        addresses: impl IntoIterator<Item = &'a EmailAddress>,
    ) -> Self {
        if let Some(name) = user_name {
            self.names.push(name.canonical());
        }

        for address in addresses {
            self.names.push(address.canonical());
            self.names.push(address.local_part());
        }

        self
    }

    /// The complete verdict on a password.
    #[must_use]
    pub fn judge(&self, input: &str) -> Verdict {
        // More bytes than that are too many characters anyway.
        let normalised = if input.len() > policy::PASSWORD_MAX_BYTES {
            Zeroizing::new(String::new())
        } else {
            normalised(input)
        };

        self.rules().judge(if normalised.is_empty() {
            input
        } else {
            &normalised
        })
    }

    fn rules(&self) -> Rules<'_> {
        let maximum = policy::PASSWORD_MAX;
        let maximum_bytes = 4 * policy::PASSWORD_MAX_BYTES;
        let length = Length {
            minimum: self.minimum,
            maximum,
            maximum_bytes,
        };

        Rules {
            length,
            names: &self.names,
            banned: &self.banned,
            common: self.common,
            ..Rules::default()
        }
    }
}

/// NFKC before hashing, so that composed and decomposed input give the same password; never trimmed or case-folded
/// (S34).
fn normalised(input: &str) -> Zeroizing<String> {
    Zeroizing::new(nfkc(input))
}

fn size(input: &str) -> Result<Zeroizing<String>, PasswordError> {
    if input.is_empty() {
        return Err(PasswordError::Empty);
    }

    if input.len() > policy::PASSWORD_MAX_BYTES {
        return Err(PasswordError::TooLong);
    }

    let password = normalised(input);
    if password.chars().count() > policy::PASSWORD_MAX
        || password.len() > 4 * policy::PASSWORD_MAX_BYTES
    {
        return Err(PasswordError::TooLong);
    }

    Ok(password)
}

impl GivenPassword {
    /// Accepts a password to check.
    ///
    /// # Errors
    /// [`PasswordError::Empty`] or [`PasswordError::TooLong`]; refused before any hashing.
    pub fn parse(input: &str) -> Result<Self, PasswordError> {
        size(input).map(Self)
    }

    /// The normalised bytes, for hashing.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl NewPassword {
    /// Judges a new password.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn parse(input: &str, context: &PasswordContext) -> Result<Self, PasswordError> {
        let password = size(input)?;
        if let Some(reason) = context.rules().judge(&password).reasons().first() {
            return Err((*reason).into());
        }

        Ok(Self(password))
    }

    /// The normalised bytes, for hashing.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The SHA-1 digits for the comparison with breached passwords (S36).
    #[must_use]
    pub fn digits(&self) -> Digits {
        Digits::of(self.expose())
    }
}

macro_rules! redacted {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
redacted!(GivenPassword, NewPassword);

#[cfg(test)]
mod tests;
