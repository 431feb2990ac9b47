//! Credentials that can sign in: all that the owner has. A frozen account opens only with those that counted when it
//! was frozen, since an intruder may have added some and removed others (S30, S109, S111).

use regain_domain::{MethodKind, SavedCode, Timestamp};
use regain_storage::Person;
use regain_vault::{Holdings, MethodRow, SavedCodeRow};
use std::time::Duration;

/// A person signing in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signing<'a> {
    holdings: &'a Holdings,
    /// When the account was frozen, if it is.
    frozen_at: Option<Timestamp>,
}

impl<'a> Signing<'a> {
    pub(crate) fn of(person: &Person, holdings: &'a Holdings, now: Timestamp) -> Self {
        Self {
            holdings,
            frozen_at: person.frozen_at.map(|_| person.counting_at(now)),
        }
    }

    /// The authenticator apps or passkeys that can sign in.
    pub(crate) fn methods(&self, kind: MethodKind) -> Vec<&'a MethodRow> {
        match self.frozen_at {
            Some(at) => self.holdings.gates_of(kind, at).collect(),
            None => self.holdings.methods_of(kind).collect(),
        }
    }

    /// The saved codes that can sign in, used or not.
    pub(crate) fn codes(
        self,
        quarantine: Duration,
    ) -> Box<dyn Iterator<Item = &'a SavedCodeRow> + Send + 'a> {
        match self.frozen_at {
            Some(at) => Box::new(self.holdings.codes_that_count(at, quarantine)),
            None => Box::new(self.holdings.saved_codes.iter()),
        }
    }

    /// Whether there are former codes that open only a frozen account.
    pub(crate) fn has_former_codes(&self) -> bool {
        let unused = |at| {
            self.holdings
                .former_codes
                .iter()
                .any(|f| f.ended.counts(at) && f.was.used_at.is_none())
        };
        self.frozen_at.is_some_and(unused)
    }

    /// Whether there is any credential that opens only a frozen account.
    pub(crate) fn has_former(&self) -> bool {
        self.frozen_at
            .is_some_and(|at| self.holdings.has_former(at))
    }
}

/// The code with the typed selector.
pub(crate) fn find_code<'a>(
    mut codes: impl Iterator<Item = &'a SavedCodeRow>,
    typed: &SavedCode,
) -> Option<SavedCodeRow> {
    codes.find(|row| row.selector == typed.selector()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_domain::{ChangeId, MethodId};
    use regain_vault::{Ended, Former};

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_millis(hours * 60 * 60 * 1000)
    }

    /// An app that was added at hour 0 and counts from this hour on.
    fn app(number: u8, counts_from: i64) -> MethodRow {
        MethodRow {
            id: MethodId::from_bytes([number; 16]),
            kind: MethodKind::Authenticator,
            name: String::new(),
            secret: Vec::new(),
            added_at: at(0),
            counts_from: at(counts_from),
            by_two_gates: false,
            change: ChangeId::from_bytes([number; 16]),
            last_use: None,
        }
    }

    /// Somebody with an app that counts and one that doesn't yet, who removed another at hour 9.
    fn holdings() -> Holdings {
        Holdings {
            activated_at: Some(at(0)),
            user_name: None,
            addresses: Vec::new(),
            former_addresses: Vec::new(),
            password: None,
            saved_codes: Vec::new(),
            former_codes: Vec::new(),
            methods: vec![app(1, 0), app(2, 72)],
            former_methods: vec![Former {
                was: app(3, 0),
                ended: Ended {
                    at: at(9),
                    counts_until: at(20),
                    by: None,
                },
            }],
            contacts: Vec::new(),
            former_contacts: Vec::new(),
            contacts_needed: None,
        }
    }

    fn apps(holdings: &Holdings, frozen_at: Option<Timestamp>) -> Vec<u8> {
        Signing {
            holdings,
            frozen_at,
        }
        .methods(MethodKind::Authenticator)
        .into_iter()
        .map(|app| app.id.as_bytes()[0])
        .collect()
    }

    #[test]
    fn s111_a_frozen_account_opens_with_what_counted_when_it_was_frozen() {
        let holdings = holdings();
        assert_eq!(apps(&holdings, None), [1, 2], "all that the owner has");
        assert_eq!(apps(&holdings, Some(at(10))), [1, 3]);
        assert_eq!(
            apps(&holdings, Some(at(20))),
            [1],
            "the removed one is over"
        );
        assert_eq!(apps(&holdings, Some(at(72))), [1, 2]);
    }

    #[test]
    fn s109_former_credentials_open_a_frozen_account_alone() {
        let holdings = holdings();
        let has_former = |frozen_at| {
            Signing {
                holdings: &holdings,
                frozen_at,
            }
            .has_former()
        };
        assert!(!has_former(None));
        assert!(has_former(Some(at(10))));
        assert!(!has_former(Some(at(20))));
    }
}
