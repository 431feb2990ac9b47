//! User names: never equal to a mail address, nor shaped like one (S9).

use crate::text::copied::bare_user_name;
use crate::text::plain;

/// The name a person signs in with: 2 to 32 ASCII letters, digits, `.`, `_`, `-`, starting with a letter or digit.
///
/// Only ASCII, so that no two names look the same (S7). Case is kept for display and ignored in comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserName {
    shown: String,
    canonical: String,
}

/// Why text isn't a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserNameError {
    /// Nothing was given.
    #[error("no user name was given")]
    Empty,
    /// Fewer than [`UserName::MIN`] characters.
    #[error("the user name is too short")]
    TooShort,
    /// More than [`UserName::MAX`] characters.
    #[error("the user name is too long")]
    TooLong,
    /// A character that no user name has, or a mark at the start.
    #[error("the user name has a character that can't be there")]
    Character,
}

impl UserName {
    /// Minimum length in characters.
    pub const MIN: usize = 2;
    /// Greatest length in characters.
    pub const MAX: usize = 32;

    /// Parses a user name as people type and paste it: removes invisible marks, and quotes, brackets and commas
    /// around it.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(input: &str) -> Result<Self, UserNameError> {
        use UserNameError as E;

        if input.len() > 1024 {
            return Err(E::TooLong);
        }

        let shown = bare_user_name(&plain(input));
        if shown.is_empty() {
            return Err(E::Empty);
        }

        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !shown.chars().all(fits) || !shown.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(E::Character);
        }

        match shown.len() {
            ..Self::MIN => Err(E::TooShort),
            length if length > Self::MAX => Err(E::TooLong),
            _ => Ok(Self {
                canonical: shown.to_ascii_lowercase(),
                shown,
            }),
        }
    }

    /// As its owner wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The canonical form, in which names are compared and unique.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn says_what_is_wrong() {
        use UserNameError as E;

        assert_eq!(UserName::parse(" "), Err(E::Empty));
        assert_eq!(UserName::parse("a"), Err(E::TooShort));
        assert_eq!(UserName::parse(&"a".repeat(33)), Err(E::TooLong));
        assert_eq!(UserName::parse("-anna"), Err(E::Character));
        assert_eq!(UserName::parse("anna smith"), Err(E::Character));
        assert_eq!(UserName::parse("аnna"), Err(E::Character), "Cyrillic а");
        assert_eq!(
            UserName::parse(" Anna.S ").expect("a name").canonical(),
            "anna.s"
        );
    }

    #[test]
    fn s7_reads_what_comes_along_with_a_copied_name() {
        for text in [
            "anna.s",
            "Anna.S",
            "ＡＮＮＡ．Ｓ",
            "anna。s",
            "anna｡s",
            "anna．s",
            "\u{200B}anna.s",
            "anna\u{AD}.\u{200D}s",
            "\u{202A}anna.s\u{202C}",
            "\"anna.s\"",
            "“anna.s”",
            "'anna.s'",
            "`anna.s`",
            "<anna.s>",
            "「anna.s」",
            "【anna.s】",
            "（anna.s）",
            "[anna.s]",
            "{anna.s}",
            "anna.s,",
            "anna.s;",
            "anna.s，",
            "anna.s、",
            "*anna.s*",
            "\u{3000}anna.s\u{A0}",
            "anna\u{FE0F}.s\u{3164}",
        ] {
            let read = UserName::parse(text).map(|name| name.canonical().to_owned());
            assert_eq!(read.as_deref(), Ok("anna.s"), "{text:?}");
        }

        for (text, name) in [
            ("anna.", "anna."),
            ("anna-", "anna-"),
            ("anna_", "anna_"),
            ("anna。", "anna."),
        ] {
            let read = UserName::parse(text).map(|name| name.canonical().to_owned());
            assert_eq!(
                read.as_deref(),
                Ok(name),
                "marks that a name may end with stay: {text:?}"
            );
        }

        for text in [
            "an na",
            "anna,bob",
            "anna (bob)",
            "_anna_",
            ".anna",
            "anna:bob",
            "anna。 s",
        ] {
            assert_eq!(
                UserName::parse(text),
                Err(UserNameError::Character),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn s9_no_user_name_is_shaped_like_an_address(input in ".*") {
            if let Ok(name) = UserName::parse(&input) {
                prop_assert!(!name.as_str().contains('@'));
                let again = UserName::parse(name.canonical()).expect("canonical forms parse");
                prop_assert_eq!(again.canonical(), name.canonical());
            }
        }
    }
}
