//! Mail addresses: what is delivered to, and the canonical form that is unique (S7).

use crate::text::nfkc_trimmed;

/// A mail address that mail can be sent to.
///
/// The local part is ASCII (no look-alikes, S7) and keeps its case for delivery; the domain is in punycode. Two
/// addresses are the same if their [`canonical`](Self::canonical) forms are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    address: String,
    canonical: String,
}

/// Why text isn't a mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailAddressError {
    /// Nothing was given.
    #[error("no address was given")]
    Empty,
    /// Longer than 254 characters, or a local part longer than 64 (RFC 5321).
    #[error("the address is too long")]
    TooLong,
    /// Not of the form `name@example.org`.
    #[error("the address is not complete")]
    Incomplete,
    /// A character that can't occur there.
    #[error("the address has a character that no address here has")]
    Character,
}

impl EmailAddress {
    /// The longest address, in characters (RFC 5321 section 4.5.3.1.3).
    pub const MAX: usize = 254;

    /// Reads an address as people type it.
    ///
    /// # Errors
    /// Which rule the text breaks.
    pub fn parse(input: &str) -> Result<Self, EmailAddressError> {
        use EmailAddressError as E;
        if input.len() > 4 * Self::MAX {
            return Err(E::TooLong);
        }
        let text = nfkc_trimmed(input);
        if text.is_empty() {
            return Err(E::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(E::Incomplete)?;
        if local.is_empty() || domain.is_empty() {
            return Err(E::Incomplete);
        }
        if !local.bytes().all(is_local) {
            return Err(E::Character);
        }
        if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return Err(E::Incomplete);
        }
        let domain = crate::unicode::domain_to_ascii(domain).ok_or(E::Character)?;
        if !domain.contains('.') || domain.starts_with('.') || domain.ends_with('.') {
            return Err(E::Incomplete);
        }
        if local.len() > 64 || local.len() + 1 + domain.len() > Self::MAX {
            return Err(E::TooLong);
        }
        Ok(Self { canonical: format!("{}@{domain}", local.to_ascii_lowercase()), address: format!("{local}@{domain}") })
    }

    /// The address to deliver to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The form in which addresses are compared and unique.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The part before the `@`, in lower case.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.canonical.split('@').next().unwrap_or_default()
    }

    /// A hint that its owner recognises and that tells others little: `m…@example.org`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.address.rsplit_once('@').unwrap_or((&self.address, ""));
        let first = local.chars().next().unwrap_or('…');
        format!("{first}…@{domain}")
    }
}

/// Redacted: full addresses are on the never-log list (S102).
impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_the_case_for_delivery_and_folds_it_for_comparison() {
        let address = EmailAddress::parse(" Mike.Smith@Example.ORG ").expect("an address");
        assert_eq!(address.as_str(), "Mike.Smith@example.org");
        assert_eq!(address.canonical(), "mike.smith@example.org");
        assert_eq!(address.masked(), "M…@example.org");
    }

    #[test]
    fn s7_look_alikes_never_equal_the_real_address() {
        assert_eq!(EmailAddress::parse("mıke@example.org"), Err(EmailAddressError::Character));
        assert_eq!(EmailAddress::parse("mіke@example.org"), Err(EmailAddressError::Character), "Cyrillic і");
        let real = EmailAddress::parse("a@example.org").expect("an address");
        let pair = EmailAddress::parse("a@exаmple.org").map(|address| address.canonical().to_owned());
        assert_ne!(pair.as_deref(), Ok(real.canonical()), "Cyrillic а in the domain");
        // The Kelvin sign is K by NFKC; mail goes to the stored address only.
        assert_eq!(
            EmailAddress::parse("\u{212A}elvin@example.org").expect("an address").as_str(),
            "Kelvin@example.org"
        );
    }

    #[test]
    fn reads_full_width_letters_and_international_domains() {
        assert_eq!(EmailAddress::parse("ｍｉｋｅ＠example.org").expect("an address").canonical(), "mike@example.org");
        assert_eq!(EmailAddress::parse("li@例子.tw").expect("an address").canonical(), "li@xn--fsqu00a.tw");
    }

    #[test]
    fn s67_refuses_what_could_break_out_of_a_header() {
        for input in ["a@b.c\r\nBcc: x@y.z", "a\n@b.c", "a b@c.d", "<a@b.c>", "a@b.c,d@e.f", "a@b.c;x", "\"a\"@b.c"] {
            assert!(EmailAddress::parse(input).is_err(), "{input:?}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        use EmailAddressError as E;
        assert_eq!(EmailAddress::parse("  "), Err(E::Empty));
        assert_eq!(EmailAddress::parse("mike"), Err(E::Incomplete));
        assert_eq!(EmailAddress::parse("mike@"), Err(E::Incomplete));
        assert_eq!(EmailAddress::parse("mike@localhost"), Err(E::Incomplete));
        assert_eq!(EmailAddress::parse("mike..x@example.org"), Err(E::Incomplete));
        assert_eq!(EmailAddress::parse(&format!("{}@example.org", "x".repeat(65))), Err(E::TooLong));
        assert_eq!(EmailAddress::parse(&"x".repeat(5000)), Err(E::TooLong));
    }

    proptest! {
        #[test]
        fn s7_canonical_of_canonical_is_itself(input in "[a-zA-Z0-9.ａ-ｚＫ+_-]{1,20}@[a-zA-Z0-9例子-]{1,10}\\.[a-z]{2,5}") {
            if let Ok(address) = EmailAddress::parse(&input) {
                let again = EmailAddress::parse(address.canonical()).expect("canonical forms parse");
                prop_assert_eq!(again.canonical(), address.canonical());
                prop_assert!(address.canonical().is_ascii());
                prop_assert!(!address.as_str().contains(['\r', '\n', ' ', '<', '>', ',']));
            }
        }

        #[test]
        fn parsing_never_panics(input in ".*") {
            let _ = EmailAddress::parse(&input);
        }
    }
}
