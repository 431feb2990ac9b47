//! Credentials that were removed or set aside: they can't sign in, but aren't gone either (S109, S112).

use super::{Holdings, MethodRow, SavedCodeRow};
use regain_domain::{ChangeId, MethodKind, Timestamp, policy};
use std::time::Duration;

/// The end of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When it was removed, replaced or set aside.
    pub at: Timestamp,
    /// Until when it counts, in a recovery and for opening a frozen account; equal to `at` if it was set aside.
    pub counts_until: Timestamp,
    /// The change that removed it; `None` for saved codes, or if it was set aside.
    pub by: Option<ChangeId>,
}

/// State of an ended credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remains {
    /// Set aside, until its owner decides.
    Aside,
    /// Counts in a recovery and for opening a frozen account, until then.
    CountsUntil(Timestamp),
    /// No longer counts.
    Nothing,
}

impl Ended {
    /// Set aside at this time, because it was too new to count.
    #[must_use]
    pub const fn aside(at: Timestamp) -> Self {
        Self {
            at,
            counts_until: at,
            by: None,
        }
    }

    /// Whether it was set aside; then it doesn't count until its owner decides.
    #[must_use]
    pub fn is_aside(&self) -> bool {
        self.counts_until == self.at
    }

    /// Its state at this time.
    #[must_use]
    pub fn remains(&self, at: Timestamp) -> Remains {
        match (self.is_aside(), self.counts(at)) {
            (true, _) => Remains::Aside,
            (false, true) => Remains::CountsUntil(self.counts_until),
            (false, false) => Remains::Nothing,
        }
    }

    /// Whether it counts at this time.
    #[must_use]
    pub fn counts(&self, at: Timestamp) -> bool {
        at < self.counts_until
    }
}

/// An ended credential, as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former<T> {
    /// The credential as it was.
    pub was: T,
    /// Its end.
    pub ended: Ended,
}

impl MethodRow {
    /// Whether it is a gate of a recovery at this time, unless it has ended.
    #[must_use]
    pub fn counts(&self, at: Timestamp) -> bool {
        self.counts_from <= at
    }

    /// Whether it was added so recently that it yields to older proofs (S113); a credential from the enrolment, or
    /// one that two old proofs added in place of a lost one, never does.
    #[must_use]
    pub fn is_young(&self, at: Timestamp) -> bool {
        !self.by_two_gates && is_young(self.added_at, self.counts_from, at)
    }

    /// Whether it can confirm changes; one that is too new can only if two gates added it (S110).
    #[must_use]
    pub fn confirms(&self, at: Timestamp) -> bool {
        self.by_two_gates || self.counts(at)
    }
}

impl Holdings {
    /// Credentials of this kind that are gates at this time: those that count, and ended ones that still do.
    pub fn gates_of(&self, kind: MethodKind, at: Timestamp) -> impl Iterator<Item = &MethodRow> {
        let current = self
            .methods_of(kind)
            .filter(move |method| method.counts(at));
        current
            .chain(
                self.former_methods
                    .iter()
                    .filter(move |former| former.ended.counts(at))
                    .map(|former| &former.was),
            )
            .filter(move |method| method.kind == kind)
    }

    /// Authenticator apps and passkeys, including ended ones.
    pub fn all_methods(&self) -> impl Iterator<Item = &MethodRow> {
        self.methods
            .iter()
            .chain(self.former_methods.iter().map(|former| &former.was))
    }

    /// All saved codes, including those of ended sets.
    pub fn all_codes(&self) -> impl Iterator<Item = &SavedCodeRow> {
        self.saved_codes
            .iter()
            .chain(self.former_codes.iter().map(|former| &former.was))
    }

    /// Saved codes, used or not, of sets that count at this time, ended ones included; a set without a date of its
    /// own counts after `quarantine`.
    pub fn codes_that_count(
        &self,
        at: Timestamp,
        quarantine: Duration,
    ) -> impl Iterator<Item = &SavedCodeRow> {
        let current = self
            .saved_codes
            .iter()
            .filter(move |code| self.code_counts_from(code, quarantine) <= at);
        current.chain(
            self.former_codes
                .iter()
                .filter(move |former| former.ended.counts(at))
                .map(|former| &former.was),
        )
    }

    /// When a saved code starts to count: at once if it came with the enrolment, or as its set says; any other may
    /// have been made by a short-term intruder (S28, S110).
    #[must_use]
    pub fn code_counts_from(&self, code: &SavedCodeRow, quarantine: Duration) -> Timestamp {
        match (
            code.counts_from,
            self.activated_at
                .is_some_and(|activated_at| code.made_at <= activated_at),
        ) {
            (Some(counts_from), _) => counts_from,
            (None, true) => code.made_at,
            (None, false) => code.made_at.plus(quarantine),
        }
    }

    /// Whether a set of saved codes was made so recently that it yields to older proofs (S113).
    #[must_use]
    pub fn code_is_young(&self, code: &SavedCodeRow, at: Timestamp) -> bool {
        is_young(
            code.made_at,
            self.code_counts_from(code, policy::QUARANTINE),
            at,
        )
    }

    /// Whether there is a credential besides the password to confirm with; one that is too new isn't asked for
    /// (S110).
    #[must_use]
    pub fn confirms(&self, at: Timestamp) -> bool {
        self.methods.iter().any(|method| method.confirms(at))
            || self
                .former_methods
                .iter()
                .any(|former| former.ended.counts(at))
    }

    /// All ended credentials, by id.
    pub(crate) fn all_ended(&self) -> impl Iterator<Item = (&[u8], &Ended)> {
        let contacts = self
            .former_contacts
            .iter()
            .map(|former| (former.was.id.as_bytes().as_slice(), &former.ended));
        let codes = self
            .former_codes
            .iter()
            .map(|former| (former.was.id.as_bytes().as_slice(), &former.ended));
        let methods = self
            .former_methods
            .iter()
            .map(|former| (former.was.id.as_bytes().as_slice(), &former.ended));

        codes.chain(methods).chain(contacts)
    }

    /// Whether any ended credential counts at this time.
    #[must_use]
    pub fn has_former(&self, at: Timestamp) -> bool {
        self.former_methods
            .iter()
            .any(|former| former.ended.counts(at))
            || self
                .former_codes
                .iter()
                .any(|former| former.ended.counts(at) && former.was.used_at.is_none())
    }
}

/// Whether something that had to wait was added within the last days.
fn is_young(added_at: Timestamp, counts_from: Timestamp, at: Timestamp) -> bool {
    counts_from > added_at && at < added_at.plus(policy::YOUNG_FOR)
}
