//! The ways back that a person has (S20).

use regain_domain::readiness::Count;
use regain_domain::{MethodKind, Policy, Timestamp, Ways};
use regain_vault::Holdings;

/// The ways that the policy offers and that count now. Saved codes are zero while no set counts, however many wait
/// (S28).
pub(crate) fn ways_that_count(holdings: &Holdings, policy: &Policy, now: Timestamp) -> Ways {
    let mut ways = ways_of(holdings, now).offered(policy);
    if !holdings
        .codes_that_count(now, policy.quarantine())
        .any(|code| code.used_at.is_none())
    {
        ways.saved_codes = 0;
    }
    ways
}

/// The ways that a person has at a moment; one field per way.
pub(crate) fn ways_of(holdings: &Holdings, now: Timestamp) -> Ways {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let methods = |kind: MethodKind| {
        let waiting = holdings
            .methods_of(kind)
            .filter(|method| method.counts_from > now)
            .count();
        Count {
            counting: count(holdings.methods_of(kind).count() - waiting),
            waiting: count(waiting),
        }
    };
    let contacts = holdings.contacts_that_count(now).count();
    let agreed = holdings
        .contacts
        .iter()
        .filter(|contact| contact.agrees())
        .count();
    let waiting = agreed - contacts;
    Ways {
        mail_addresses: Count {
            counting: count(holdings.addresses_that_count(now)),
            waiting: count(
                holdings
                    .addresses
                    .iter()
                    .filter(|row| row.counts_from > now)
                    .count(),
            ),
        },
        saved_codes: holdings.codes_left(),
        authenticators: methods(MethodKind::Authenticator),
        passkeys: methods(MethodKind::Passkey),
        contacts: Count {
            counting: count(contacts),
            waiting: count(waiting),
        },
        contacts_needed: holdings.contacts_needed().number(),
    }
}
