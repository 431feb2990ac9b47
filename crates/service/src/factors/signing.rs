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
