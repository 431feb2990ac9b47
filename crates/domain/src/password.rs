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
mod tests {
    use super::*;

    fn judge(input: &str) -> Result<(), PasswordError> {
        let context = PasswordContext::organisation("Example Org").with_person(
            UserName::parse("anna.smith").ok().as_ref(),
            EmailAddress::parse("anna@example.org").ok().as_ref(),
        );
        let context = context
            .with_banned(["contoso", "blank"])
            .with_common(Common::embedded());
        NewPassword::parse(input, &context).map(|_| ())
    }

    #[test]
    fn s34_length_is_counted_in_characters_and_bounded_before_hashing() {
        assert_eq!(judge(""), Err(PasswordError::Empty));
        assert_eq!(judge("fourteen chars"), Err(PasswordError::TooShort));
        assert_eq!(judge("fifteen chars ."), Ok(()));
        assert_eq!(judge("😀 😁 😂 🤣 😃 😄 😅 😆"), Ok(()));
        assert_eq!(judge(&"abcde".repeat(51)[..255]), Ok(()));
        assert_eq!(judge(&"abcdefgh".repeat(32)), Ok(()));
        assert_eq!(
            judge(&format!("{}x", "abcdefgh".repeat(32))),
            Err(PasswordError::TooLong)
        );
        assert!(matches!(
            GivenPassword::parse(&"x".repeat(1025)),
            Err(PasswordError::TooLong)
        ));
        assert!(GivenPassword::parse("x").is_ok());
    }

    #[test]
    fn s34_the_policy_says_how_short_a_new_password_may_be() {
        let judge = |minimum, input: &str| {
            NewPassword::parse(
                input,
                &PasswordContext::organisation("Example").at_least(minimum),
            )
            .map(drop)
        };
        assert_eq!(judge(8, "ab1 cd2"), Err(PasswordError::TooShort));
        assert_eq!(judge(8, "ab1 cd2x"), Ok(()));
        assert_eq!(judge(12, "eleven char"), Err(PasswordError::TooShort));
        assert_eq!(judge(12, "twelve chars"), Ok(()));
        assert_eq!(
            judge(64, &"abcdefghi".repeat(7)),
            Err(PasswordError::TooShort)
        );
    }

    #[test]
    fn s34_composed_and_decomposed_letters_are_one_password_and_spaces_stay() {
        let composed = GivenPassword::parse("caf\u{e9} ").expect("a password");
        let decomposed = GivenPassword::parse("cafe\u{301} ").expect("a password");
        assert_eq!(composed.expose(), decomposed.expose());
        assert!(composed.expose().ends_with(b" "));
    }

    #[test]
    fn s35_names_that_others_know_are_refused_as_a_whole_only() {
        assert_eq!(judge("Anna-Smith-Anna-Smith"), Err(PasswordError::Context));
        assert_eq!(judge("anna@example.org"), Err(PasswordError::Context));
        assert_eq!(judge("Regain Regain Regain"), Err(PasswordError::Context));
        assert_eq!(judge("anna.smith rides a bicycle"), Ok(()));
        assert_eq!(judge("aaaaaaaaaaaaaaaa"), Err(PasswordError::Repetition));
        assert_eq!(judge("1234123412341234"), Err(PasswordError::Repetition));
    }

    #[test]
    fn s35_known_words_count_as_one_point_each() {
        assert_eq!(judge("Anna.Smith.2026"), Err(PasswordError::Weak));
        assert_eq!(judge("ContosoBlank 2026 !"), Ok(()));
        assert_eq!(judge("C0ntos0-Blank-12345"), Ok(()));
        assert_eq!(judge("C0ntos0 C0ntos0 Blank"), Ok(()));
        assert_eq!(judge("C0ntos0C0ntos0Bl@nk"), Err(PasswordError::Weak));
        assert_eq!(judge("SunshinePassword"), Err(PasswordError::Weak));
        assert_eq!(judge("1qaz2wsx3edc4rfv"), Err(PasswordError::Common));
        assert_eq!(
            judge("1qaz2wsx3edc4rfvx"),
            Err(PasswordError::Common),
            "one edit away"
        );
    }

    #[test]
    fn s35_a_banned_word_is_found_in_whatever_form_it_was_written() {
        for word in ["Ｃｏｎｔｏｓｏ", "cafe\u{301}s", "ﷺ"] {
            let context = PasswordContext::organisation("Example")
                .with_banned([word])
                .at_least(4);
            let password = [word, "12"].concat();
            assert!(NewPassword::parse(&password, &context).is_err(), "{word}");
        }

        let context = PasswordContext::organisation("Ｃｏｎｔｏｓｏ").at_least(4);
        assert_eq!(
            NewPassword::parse("Contoso-Contoso", &context).err(),
            Some(PasswordError::Context)
        );
    }

    #[test]
    fn f13_a_verdict_has_every_reason() {
        let context = PasswordContext::organisation("Example Org").with_common(Common::embedded());
        assert_eq!(context.judge("").reasons(), [Reason::Empty]);
        assert_eq!(
            context.judge(&"é".repeat(600)).reasons(),
            [Reason::TooLong { maximum: 256 }]
        );
        let reasons: Vec<PasswordError> = context
            .judge("p@ssw0rd")
            .reasons()
            .iter()
            .map(|reason| (*reason).into())
            .collect();
        assert_eq!(
            reasons,
            [
                PasswordError::TooShort,
                PasswordError::Common,
                PasswordError::Weak
            ]
        );
    }

    #[test]
    fn s40_debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", GivenPassword::parse("secret").expect("a password")),
            "GivenPassword(…)"
        );
    }
}
