//! The name that greets a relay.

use lettre::transport::smtp::extension::ClientId;
use std::net::{IpAddr, Ipv4Addr};
use url::Host;

/// The argument of EHLO: a name with a dot, or an address in brackets (RFC 5321, section 4.1.3). Many relays refuse
/// anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelloName(ClientId);

impl HelloName {
    /// Parses a fully qualified name, or an IP address with or without brackets. Drops a trailing dot.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let address = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(text);
        let address = address.strip_prefix("IPv6:").unwrap_or(address);
        if let Ok(ip) = address.parse() {
            return Some(Self(match ip {
                IpAddr::V4(ip) => ClientId::Ipv4(ip),
                IpAddr::V6(ip) => ClientId::Ipv6(ip),
            }));
        }

        let Ok(Host::Domain(name)) = Host::parse(text) else {
            return None;
        };

        let name = name.strip_suffix('.').unwrap_or(&name);
        let is_label = |label: &str| {
            let plain = label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            plain
                && (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_qualified = name.contains('.') && name.len() <= 253 && name.split('.').all(is_label);

        is_qualified.then(|| Self(ClientId::Domain(name.to_owned())))
    }

    pub(super) const fn client_id(&self) -> &ClientId {
        &self.0
    }
}

/// This machine, without a public name.
impl Default for HelloName {
    fn default() -> Self {
        Self(ClientId::Ipv4(Ipv4Addr::LOCALHOST))
    }
}

impl std::fmt::Display for HelloName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_qualified_and_addresses_stand_in_brackets() {
        for (text, said) in [
            ("id.example.org", "id.example.org"),
            (" ID.Example.ORG. ", "id.example.org"),
            ("例子.tw", "xn--fsqu00a.tw"),
            ("192.0.2.1", "[192.0.2.1]"),
            ("[192.0.2.1]", "[192.0.2.1]"),
            ("2001:db8::1", "[IPv6:2001:db8::1]"),
            ("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"),
        ] {
            assert_eq!(
                HelloName::parse(text)
                    .map(|name| name.to_string())
                    .as_deref(),
                Some(said),
                "{text}"
            );
        }

        for text in [
            "",
            "localhost",
            "7f3a9c",
            "a..b",
            "-a.org",
            "a-.org",
            "a_b.org",
            "a b.org",
            "a.org\r\nMAIL",
            "[x]",
        ] {
            assert_eq!(HelloName::parse(text), None, "{text}");
        }
    }
}
