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

#[cfg(test)]
mod tests {
    use super::*;
    use regain_domain::{ChangeId, EmailAddress, MethodId, SavedCodeId};
    use regain_vault::{AddressRow, MethodRow, PasswordHash, SavedCodeRow};
    use std::time::Duration;

    const HOUR: Duration = Duration::from_secs(60 * 60);

    fn at(hours: u32) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).plus(HOUR * hours)
    }

    /// Somebody who enrolled at hour 0 with an app and two saved codes, and has added a passkey that counts from
    /// hour 72 on.
    fn holdings() -> Holdings {
        let method = |number: u8, kind: MethodKind, counts_from: Timestamp| MethodRow {
            id: MethodId::from_bytes([number; 16]),
            kind,
            name: String::new(),
            secret: Vec::new(),
            added_at: at(0),
            counts_from,
            by_two_gates: false,
            change: ChangeId::from_bytes([number; 16]),
            last_use: None,
        };
        let code = |number: u8| SavedCodeRow {
            id: SavedCodeId::from_bytes([number; 16]),
            selector: format!("000{number}"),
            hash: PasswordHash::from_phc(String::new()),
            change: ChangeId::from_bytes([3; 16]),
            made_at: at(0),
            used_at: None,
            counts_from: None,
        };
        Holdings {
            activated_at: Some(at(0)),
            user_name: None,
            addresses: vec![AddressRow {
                address: EmailAddress::parse("anna@example.org").expect("an address"),
                position: 1,
                verified_at: at(0),
                counts_from: at(0),
                change: None,
            }],
            former_addresses: Vec::new(),
            password: None,
            saved_codes: vec![code(1), code(2)],
            former_codes: Vec::new(),
            methods: vec![
                method(1, MethodKind::Authenticator, at(0)),
                method(2, MethodKind::Passkey, at(72)),
            ],
            former_methods: Vec::new(),
            contacts: Vec::new(),
            former_contacts: Vec::new(),
            contacts_needed: None,
        }
    }

    #[test]
    fn s28_a_way_that_waits_is_no_way_that_counts_until_its_moment() {
        let holdings = holdings();
        let passkeys = |hour| ways_of(&holdings, at(hour)).passkeys;
        let of = |counting, waiting| Count { counting, waiting };
        assert_eq!(passkeys(71), of(0, 1));
        assert_eq!(passkeys(72), of(1, 0));
        let ways = ways_of(&holdings, at(71));
        assert_eq!(ways.mail_addresses, of(1, 0));
        assert_eq!(ways.authenticators, of(1, 0));
        assert_eq!(ways.saved_codes, 2);
    }

    #[test]
    fn s28_saved_codes_are_none_while_no_unused_one_counts() {
        let policy = Policy::default();
        let codes =
            |holdings: &Holdings, hour| ways_that_count(holdings, &policy, at(hour)).saved_codes;
        let mut holdings = holdings();
        assert_eq!(codes(&holdings, 1), 2, "those of the enrolment");
        for code in &mut holdings.saved_codes {
            code.counts_from = Some(at(72));
        }

        assert_eq!(codes(&holdings, 71), 0);
        assert_eq!(codes(&holdings, 72), 2);
        holdings.saved_codes[0].used_at = Some(at(80));
        assert_eq!(codes(&holdings, 81), 1);
        holdings.saved_codes[1].used_at = Some(at(81));
        assert_eq!(codes(&holdings, 82), 0);
    }
}
