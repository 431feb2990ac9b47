//! The address that a request came from (S61).
//!
//! This is the connection's peer, unless that is a configured proxy: then it is the rightmost entry of
//! `X-Forwarded-For` that no configured proxy wrote. Everything to the left of it is only the client's claim. No
//! other header is read. If a proxy sends no usable entry, the request isn't exempt from limits: all such requests
//! are counted under one address.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName};
use regain_domain::Source;

/// The one header in which proxies name their clients.
static X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A request's client address, as a request extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// A client that the proxy doesn't name.
    pub const UNKNOWN: Self = Self(Source::NOWHERE);

    /// The key under which requests from this address are rate-limited.
    #[must_use]
    pub fn source(self) -> Source {
        Source::of(self.0)
    }
}

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IpRange {
    network: IpAddr,
    prefix: u32,
}

impl IpRange {
    /// Parses an address or a CIDR range. Bits after the prefix must be zero, because others are a typing
    /// mistake.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };

        let network: IpAddr = address.parse().ok()?;
        let width = width(network);
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok()?
            }
            Some(_) => return None,
            None => width,
        };

        let range = Self { network, prefix };
        (prefix <= width && masked(network, prefix) == bits(network)).then_some(range)
    }

    /// Whether it is wider than any organisation's network: wider than `10.0.0.0/8` or `fc00::/7`.
    #[must_use]
    pub fn is_boundless(&self) -> bool {
        self.prefix < if self.network.is_ipv4() { 8 } else { 7 }
    }

    /// Whether the address lies in the range.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        width(address) == width(self.network) && masked(address, self.prefix) == bits(self.network)
    }
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

fn masked(address: IpAddr, prefix: u32) -> u128 {
    let dropped = width(address) - prefix;
    bits(address)
        .checked_shr(dropped)
        .and_then(|kept| kept.checked_shl(dropped))
        .unwrap_or(0)
}

/// The proxies whose `X-Forwarded-For` is believed; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpRange>);

impl TrustedProxies {
    /// The proxies in these ranges.
    #[must_use]
    pub fn new(ranges: Vec<IpRange>) -> Self {
        Self(ranges)
    }

    /// Whether the address is one of them.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }

    /// The client's address, given the connection's peer; [`ClientIp::UNKNOWN`] if the peer is a proxy that
    /// doesn't name its client.
    #[must_use]
    pub fn client_ip(&self, peer: IpAddr, headers: &HeaderMap) -> ClientIp {
        let mut client = peer.to_canonical();
        let mut is_told = !self.contains(client);
        for value in headers.get_all(&X_FORWARDED_FOR).iter().rev() {
            // A value that isn't text stops the walk, like an entry that isn't an address.
            for entry in value.to_str().unwrap_or("?").rsplit(',') {
                if !self.contains(client) {
                    return ClientIp(client);
                }

                let Some(address) = forwarded_entry(entry) else {
                    return ClientIp::UNKNOWN;
                };

                client = address.to_canonical();
                is_told = true;
            }
        }

        if is_told {
            ClientIp(client)
        } else {
            ClientIp::UNKNOWN
        }
    }
}

/// One entry of `X-Forwarded-For`; some proxies add the port.
fn forwarded_entry(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    entry.parse().ok().or_else(|| {
        entry
            .parse()
            .ok()
            .map(|address: std::net::SocketAddr| address.ip())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies::new(
            proxies
                .iter()
                .map(|text| IpRange::parse(text).expect("a range"))
                .collect(),
        );
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(&X_FORWARDED_FOR, value.parse().expect("a header"));
        }

        headers.insert("x-real-ip", "6.6.6.6".parse().expect("a header"));
        headers.insert("forwarded", "for=6.6.6.6".parse().expect("a header"));

        proxies
            .client_ip(peer.parse().expect("an address"), &headers)
            .0
            .to_string()
    }

    #[test]
    fn s61_without_proxies_headers_are_ignored() {
        assert_eq!(client(&[], "203.0.113.9", &["1.2.3.4"]), "203.0.113.9");
        assert_eq!(
            client(&["10.0.0.0/8"], "203.0.113.9", &["1.2.3.4"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn s61_the_last_entry_that_no_proxy_wrote_is_the_client() {
        let proxies = &["10.0.0.0/8", "2001:db8::1"];
        assert_eq!(client(proxies, "10.0.0.1", &["1.2.3.4"]), "1.2.3.4");
        assert_eq!(
            client(proxies, "10.0.0.1", &["6.6.6.6, 1.2.3.4, 10.9.9.9"]),
            "1.2.3.4"
        );
        assert_eq!(
            client(proxies, "10.0.0.1", &["6.6.6.6", "1.2.3.4"]),
            "1.2.3.4"
        );
        assert_eq!(
            client(proxies, "::ffff:10.0.0.1", &["1.2.3.4:5678"]),
            "1.2.3.4"
        );
        assert_eq!(
            client(proxies, "2001:db8::1", &["[2001:db8::7]:99"]),
            "2001:db8::7"
        );
        assert_eq!(
            client(proxies, "10.0.0.1", &["10.1.2.3"]),
            "10.1.2.3",
            "people beside the proxies"
        );
    }

    #[test]
    fn s61_what_a_proxy_does_not_tell_or_tells_unreadably_is_nobodys_address() {
        let unknown = Source::NOWHERE.to_string();
        for proxy in ["10.0.0.1", "127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            let proxies = &["10.0.0.0/8", "127.0.0.1", "::1"];
            for forwarded in [
                &[][..],
                &[""],
                &["unknown"],
                &["1.2.3.4, unknown"],
                &["1.2.3.4, _hidden, 10.9.9.9"],
            ] {
                assert_eq!(
                    client(proxies, proxy, forwarded),
                    unknown,
                    "{proxy} {forwarded:?}"
                );
            }

            assert_eq!(
                client(proxies, proxy, &["unknown, 1.2.3.4"]),
                "1.2.3.4",
                "the client's own claim"
            );
        }
    }

    #[test]
    fn ranges_are_read_strictly() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0.1/8",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "proxy.example.org",
            "2001:db8::/129",
        ] {
            assert_eq!(IpRange::parse(text), None, "{text}");
        }

        let all = IpRange::parse("0.0.0.0/0").expect("a range");
        assert!(all.contains("255.1.2.3".parse().expect("an address")));
        assert!(!all.contains("2001:db8::1".parse().expect("an address")));
        assert!(
            IpRange::parse("::/0")
                .expect("a range")
                .contains("2001:db8::1".parse().expect("an address"))
        );
        assert!(
            !IpRange::parse("10.1.2.3")
                .expect("a range")
                .contains("10.1.2.4".parse().expect("an address"))
        );
    }
}
