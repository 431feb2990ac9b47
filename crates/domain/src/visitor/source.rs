//! The source of a request, for counting (S61, S94).

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// A unit for counting: one IPv4 address, or an IPv6 network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source {
    network: IpAddr,
    width: Width,
}

/// Width of an IPv6 network that is counted as one. A customer gets a /64, a /56 or a /48, depending on the provider,
/// so all three are counted in parallel; an IPv4 address is as narrow as a /64 and has no wider network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// A /64, or an IPv4 address.
    Narrow,
    /// A /56: 256 times a /64.
    Wide,
    /// A /48: 256 times a /56.
    Widest,
}

impl Width {
    /// All widths.
    pub const ALL: [Self; 3] = [Self::Narrow, Self::Wide, Self::Widest];

    /// Multiple of the limit of one /64: several households may share such a network.
    #[must_use]
    pub const fn factor(self) -> u32 {
        match self {
            Self::Narrow => 1,
            Self::Wide => 2,
            Self::Widest => 4,
        }
    }

    const fn bits(self) -> u32 {
        match self {
            Self::Narrow => 64,
            Self::Wide => 56,
            Self::Widest => 48,
        }
    }
}

impl Source {
    /// The address used when a proxy doesn't say where a client is: one that belongs to nobody (RFC 6666), so that
    /// they are counted together (S61).
    pub const NOWHERE: IpAddr = IpAddr::V6(Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0));

    /// The source of an address; IPv4 addresses may be mapped to IPv6.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self {
            network: address.to_canonical(),
            width: Width::Narrow,
        }
        .as_wide_as(Width::Narrow)
    }

    /// The source and its enclosing networks, narrow to wide; each is counted, with its own
    /// [`factor`](Width::factor).
    pub fn networks(self) -> impl Iterator<Item = Self> {
        let widths = Width::ALL
            .into_iter()
            .filter(move |width| self.network.is_ipv6() || *width == Width::Narrow);
        widths.map(move |width| self.as_wide_as(width))
    }

    /// The widest network that one customer may have.
    #[must_use]
    pub fn holder(self) -> Self {
        if self.network.is_ipv6() {
            self.as_wide_as(Width::Widest)
        } else {
            self
        }
    }

    fn as_wide_as(self, width: Width) -> Self {
        let network = match self.network {
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(
                v6.to_bits() & (u128::MAX << (128 - width.bits())),
            )),
            v4 => v4,
        };

        Self { network, width }
    }

    /// Its width.
    #[must_use]
    pub const fn width(self) -> Width {
        self.width
    }

    /// The address that represents it.
    #[must_use]
    pub const fn address(self) -> IpAddr {
        self.network
    }

    /// Whether it is this machine, whose users aren't distinguished, or unspecified.
    #[must_use]
    pub const fn is_here(self) -> bool {
        // The /64 of `::1` is all zeros.
        self.network.is_loopback() || self.network.is_unspecified()
    }
}

/// The address, with the prefix length if the network is wider than a source.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.width {
            Width::Narrow => write!(f, "{}", self.network),
            wider => write!(f, "{}/{}", self.network, wider.bits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::of(text.parse().expect("an address"))
    }

    #[test]
    fn s61_one_customer_is_one_source() {
        assert_eq!(source("203.0.113.7"), source("::ffff:203.0.113.7"));
        assert_ne!(source("203.0.113.7"), source("203.0.113.8"));
        assert_eq!(source("2001:db8:1:2:3::4"), source("2001:db8:1:2::"));
        assert_ne!(source("2001:db8:1:2::"), source("2001:db8:1:3::"));
        assert!(source("127.0.0.1").is_here() && source("::1").is_here());
        assert!(!source("203.0.113.7").is_here() && !source("2001:db8::1").is_here());
        assert!(!Source::of(Source::NOWHERE).is_here(), "it is counted");
    }

    #[test]
    fn s94_an_ipv6_source_lies_in_two_wider_networks_and_an_ipv4_address_in_none() {
        let told = |text: &str| {
            source(text)
                .networks()
                .map(|network| network.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(told("203.0.113.7"), ["203.0.113.7"]);
        let of_a_customer = ["2001:db8:1:2ff::", "2001:db8:1:200::/56", "2001:db8:1::/48"];
        assert_eq!(told("2001:db8:1:2ff:3::4"), of_a_customer);
        assert_eq!(
            source("2001:db8:1:2ff::").holder(),
            source("2001:db8:1:ffff::").holder()
        );
        assert_ne!(
            source("2001:db8:1::").holder(),
            source("2001:db8:2::").holder()
        );

        // The same address, but not the same network.
        assert_eq!(
            source("2001:db8:1::")
                .networks()
                .collect::<std::collections::HashSet<_>>()
                .len(),
            3
        );
        assert_eq!(source("203.0.113.7").holder(), source("203.0.113.7"));
        assert!(Width::ALL.is_sorted_by_key(|width| width.factor()));
    }
}
