//! Mail addresses, in their deliverable form and in the canonical form that is unique (S7).

use crate::text::copied::bare_address;
use crate::text::plain;

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

    /// Parses an address as people type and paste it: with invisible marks, or with brackets, quotes, `mailto:` or a
    /// name around it, as long as there is only one address.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(input: &str) -> Result<Self, EmailAddressError> {
        use EmailAddressError as E;

        if input.len() > 4 * Self::MAX {
            return Err(E::TooLong);
        }

        let text = plain(input);
        if text.is_empty() {
            return Err(E::Empty);
        }

        let text = bare_address(&text).ok_or(E::Character)?;
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

        let domain = crate::text::unicode::domain_to_ascii(domain).ok_or(E::Character)?;
        if !domain.contains('.') || domain.starts_with('.') || domain.ends_with('.') {
            return Err(E::Incomplete);
        }

        if local.len() > 64 || local.len() + 1 + domain.len() > Self::MAX {
            return Err(E::TooLong);
        }

        Ok(Self {
            canonical: format!("{}@{domain}", local.to_ascii_lowercase()),
            address: format!("{local}@{domain}"),
        })
    }

    /// The address to deliver to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The canonical form, in which addresses are compared and unique.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The address for display, with the domain in its own script unless that could be mistaken for another domain.
    /// Storage, comparison and delivery use [`as_str`](Self::as_str). Only the server has the tables.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn shown(&self) -> String {
        match self.address.rsplit_once('@') {
            Some((local, domain)) if domain.contains("xn--") => {
                [local, "@", &crate::text::unicode::domain_shown(domain)].concat()
            }
            _ => self.address.clone(),
        }
    }

    /// The part before the `@`, in lower case.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.canonical.split('@').next().unwrap_or_default()
    }

    /// A hint that its owner recognises and that reveals little to others: `m…@example.org`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.address.rsplit_once('@').unwrap_or((&self.address, ""));
        let first = local.chars().next().unwrap_or('…');
        #[cfg(not(target_arch = "wasm32"))]
        let domain = crate::text::unicode::domain_shown(domain);
        format!("{first}…@{domain}")
    }
}

/// Redacted: full addresses must never be logged (S102).
impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

#[cfg(test)]
mod tests;
