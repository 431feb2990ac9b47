//! Where a request comes from, for counting (S61).

use std::net::{IpAddr, Ipv6Addr};

/// What is counted together: one IPv4 address, or the /64 that one IPv6 customer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source(IpAddr);

impl Source {
    /// The source of an address; an IPv4 address may be written as IPv6.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
            v4 => v4,
        })
    }

    /// The address that stands for it.
    #[must_use]
    pub const fn address(self) -> IpAddr {
        self.0
    }

    /// Whether it is this machine, whose users aren't strangers to tell apart, or none at all.
    #[must_use]
    pub const fn is_here(self) -> bool {
        // The /64 of `::1` is all zeros.
        self.0.is_loopback() || self.0.is_unspecified()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s61_one_customer_is_one_source() {
        let source = |text: &str| Source::of(text.parse().expect("an address"));
        assert_eq!(source("203.0.113.7"), source("::ffff:203.0.113.7"));
        assert_ne!(source("203.0.113.7"), source("203.0.113.8"));
        assert_eq!(source("2001:db8:1:2:3::4"), source("2001:db8:1:2::"));
        assert_ne!(source("2001:db8:1:2::"), source("2001:db8:1:3::"));
        assert!(source("127.0.0.1").is_here() && source("::1").is_here());
        assert!(!source("203.0.113.7").is_here() && !source("2001:db8::1").is_here());
    }
}
