//! When a person is asked whether they can still use their ways back (S20, S25).

use crate::{Timestamp, Ways, policy};

/// The most ways that an owner is known to have had since their last check; having fewer is a reason to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Addresses.
    pub addresses: u32,
    /// Authenticator apps.
    pub authenticators: u32,
    /// Passkeys.
    pub passkeys: u32,
    /// Recovery contacts.
    pub contacts: u32,
    /// Saved codes; `None` until their owner has been asked about a low number.
    pub saved_codes: Option<u32>,
}

/// Reasons for asking a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckUpReason {
    /// Few saved codes are left, or none.
    FewSavedCodes,
    /// There are fewer addresses.
    AddressGone,
    /// There are fewer authenticator apps.
    AuthenticatorGone,
    /// There are fewer passkeys.
    PasskeyGone,
    /// There are fewer recovery contacts.
    ContactGone,
    /// A year has passed.
    Yearly,
}

impl Known {
    /// The ways that an owner has just checked.
    #[must_use]
    pub const fn of(ways: Ways) -> Self {
        Self {
            addresses: ways.mail_addresses.all(),
            authenticators: ways.authenticators.all(),
            passkeys: ways.passkeys.all(),
            contacts: ways.contacts.all(),
            saved_codes: Some(ways.saved_codes),
        }
    }

    /// Raised where they have more now; a decrease stays a reason to ask.
    #[must_use]
    pub fn raised_by(self, ways: Ways) -> Self {
        let now = Self::of(ways);
        let many = ways.saved_codes > policy::FEW_SAVED_CODES;
        Self {
            addresses: self.addresses.max(now.addresses),
            authenticators: self.authenticators.max(now.authenticators),
            passkeys: self.passkeys.max(now.passkeys),
            contacts: self.contacts.max(now.contacts),
            saved_codes: if many {
                self.saved_codes.max(now.saved_codes)
            } else {
                self.saved_codes
            },
        }
    }
}

/// The reasons to ask somebody now: ways that became weak since their `last` check, and a year without one.
#[must_use]
pub fn reasons(ways: Ways, known: Known, last: Timestamp, now: Timestamp) -> Vec<CheckUpReason> {
    let has = Known::of(ways);
    let fewer_codes = known
        .saved_codes
        .is_none_or(|known| ways.saved_codes < known);
    let all = [
        (
            ways.saved_codes <= policy::FEW_SAVED_CODES && fewer_codes,
            CheckUpReason::FewSavedCodes,
        ),
        (has.addresses < known.addresses, CheckUpReason::AddressGone),
        (
            has.authenticators < known.authenticators,
            CheckUpReason::AuthenticatorGone,
        ),
        (has.passkeys < known.passkeys, CheckUpReason::PasskeyGone),
        (has.contacts < known.contacts, CheckUpReason::ContactGone),
        (
            now >= last.plus(policy::CHECK_UP_EVERY),
            CheckUpReason::Yearly,
        ),
    ];

    all.into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, reason)| reason)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ways_back::readiness::Count;
    use std::time::Duration;

    const START: Timestamp = Timestamp::from_millis(0);
    const ALL: Ways = Ways {
        mail_addresses: Count::of(1),
        saved_codes: 10,
        authenticators: Count::of(1),
        passkeys: Count::of(1),
        contacts: Count::of(1),
        contacts_needed: 0,
    };

    fn asked(ways: Ways, known: Known) -> Vec<CheckUpReason> {
        reasons(ways, known, START, START.plus(Duration::from_secs(60)))
    }

    #[test]
    fn a_year_later_everybody_is_asked_and_not_before() {
        let after = |days: u64| {
            reasons(
                ALL,
                Known::of(ALL),
                START,
                START.plus(Duration::from_secs(days * 86_400)),
            )
        };
        assert_eq!(after(364), []);
        assert_eq!(after(365), [CheckUpReason::Yearly]);
        assert_eq!(after(366), [CheckUpReason::Yearly]);
    }

    #[test]
    fn what_became_less_is_asked_about_until_it_was_looked_at() {
        let known = Known::of(ALL);
        assert_eq!(asked(ALL, known), []);
        for (less, reason) in [
            (
                Ways {
                    mail_addresses: Count::of(0),
                    ..ALL
                },
                CheckUpReason::AddressGone,
            ),
            (
                Ways {
                    authenticators: Count::of(0),
                    ..ALL
                },
                CheckUpReason::AuthenticatorGone,
            ),
            (
                Ways {
                    passkeys: Count::of(0),
                    ..ALL
                },
                CheckUpReason::PasskeyGone,
            ),
            (
                Ways {
                    contacts: Count::of(0),
                    ..ALL
                },
                CheckUpReason::ContactGone,
            ),
            (
                Ways {
                    saved_codes: 3,
                    ..ALL
                },
                CheckUpReason::FewSavedCodes,
            ),
        ] {
            assert_eq!(asked(less, known), [reason]);
            assert_eq!(
                asked(less, known.raised_by(less)),
                [reason],
                "seen, and not looked at"
            );
            assert_eq!(asked(less, Known::of(less)), [], "looked at");
        }

        let new = Ways {
            authenticators: Count {
                counting: 0,
                waiting: 1,
            },
            ..ALL
        };
        assert_eq!(asked(new, known), [], "one that doesn't count yet is there");
    }

    #[test]
    fn s25_few_codes_are_few_until_they_were_looked_at_and_again_when_they_become_fewer() {
        let with = |saved_codes| Ways { saved_codes, ..ALL };
        let few = vec![CheckUpReason::FewSavedCodes];
        assert_eq!(asked(with(4), Known::default()), []);
        assert_eq!(
            asked(with(3), Known::default().raised_by(with(3))),
            few,
            "nobody ever asked"
        );
        let looked = Known::of(with(3));
        assert_eq!(asked(with(3), looked), []);
        assert_eq!(asked(with(2), looked), few);
        let renewed = looked.raised_by(with(10));
        assert_eq!(asked(with(3), renewed), few, "of a new set");
    }
}
