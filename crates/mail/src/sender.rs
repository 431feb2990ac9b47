//! The sender of mails.

use crate::one_line::one_line;
use regain_domain::{EmailAddress, EmailAddressError};

/// The configured sender: `no-reply@example.org`, or `Example <no-reply@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    name: Option<String>,
    address: EmailAddress,
}

/// Why text isn't a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SenderError {
    /// A `<` without a `>` at the end.
    #[error("write it as `name@example.org` or `Name <name@example.org>`")]
    Form,
    /// The address isn't valid.
    #[error(transparent)]
    Address(#[from] EmailAddressError),
}

impl Sender {
    /// Parses the configured text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, SenderError> {
        let text = text.trim();
        let Some((name, address)) = text.rsplit_once('<') else {
            return Ok(Self {
                name: None,
                address: EmailAddress::parse(text)?,
            });
        };

        let address = address.strip_suffix('>').ok_or(SenderError::Form)?;
        let name = one_line(name.trim().trim_matches('"'));

        Ok(Self {
            name: Some(name).filter(|name| !name.is_empty()),
            address: EmailAddress::parse(address)?,
        })
    }

    /// The name shown beside the address.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address; bounces go there too.
    #[must_use]
    pub const fn address(&self) -> &EmailAddress {
        &self.address
    }

    /// The domain of the address, which is the right side of every `Message-ID`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address
            .as_str()
            .rsplit_once('@')
            .map_or("localhost", |(_, domain)| domain)
    }
}

impl std::fmt::Display for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address.as_str()),
            None => f.write_str(self.address.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_address_with_or_without_a_name() {
        let shown = |text| Sender::parse(text).map(|sender| sender.to_string());
        assert_eq!(
            shown(" no-reply@example.org "),
            Ok("no-reply@example.org".to_owned())
        );
        assert_eq!(
            shown("<no-reply@example.org>"),
            Ok("no-reply@example.org".to_owned())
        );
        assert_eq!(
            shown("\"Example, Inc.\" <a@example.org>"),
            Ok("Example, Inc. <a@example.org>".to_owned())
        );
        assert_eq!(
            shown("範例公司 <a@example.org>"),
            Ok("範例公司 <a@example.org>".to_owned())
        );
        assert_eq!(shown("Example <a@example.org"), Err(SenderError::Form));
        assert!(matches!(shown("Example"), Err(SenderError::Address(_))));
    }

    #[test]
    fn s67_a_name_has_no_line_breaks_and_there_is_one_address() {
        let sender =
            Sender::parse("Example\r\nBcc: x@example.net <a@example.org>").expect("a sender");
        assert_eq!(sender.name(), Some("Example Bcc: x@example.net"));
        assert_eq!(sender.address().as_str(), "a@example.org");
        assert!(Sender::parse("a@example.org, b@example.org").is_err());
    }
}
