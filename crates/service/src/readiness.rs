//! Could they get back in: the ways that a person has (S20).

use regain_domain::readiness::Count;
use regain_domain::{MethodKind, Timestamp, Ways};
use regain_vault::Holdings;

/// What a person has at a moment. One line a way.
pub(crate) fn ways_of(holdings: &Holdings, now: Timestamp) -> Ways {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let methods = |kind: MethodKind| {
        let waiting = holdings.methods_of(kind).filter(|method| method.counts_from > now).count();
        Count { counting: count(holdings.methods_of(kind).count() - waiting), waiting: count(waiting) }
    };
    Ways {
        mail_addresses: Count::of(count(holdings.addresses.len())),
        saved_codes: holdings.codes_left(),
        authenticators: methods(MethodKind::Authenticator),
        ..Ways::default()
    }
}
