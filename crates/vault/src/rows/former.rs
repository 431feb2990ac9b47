//! What somebody had, and what was set aside: it isn't theirs to sign in with, and isn't gone either (S109, S112).

use super::{Holdings, MethodRow, SavedCodeRow};
use regain_domain::{ChangeId, MethodKind, Timestamp, policy};
use std::time::Duration;

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When it was removed, replaced or set aside.
    pub at: Timestamp,
    /// Until when it goes on counting, in a recovery and for opening a frozen account; the same moment if it was set aside.
    pub counts_until: Timestamp,
    /// The change that removed it; none of saved codes, or where it was set aside.
    pub by: Option<ChangeId>,
}

/// What is left of something that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remains {
    /// It was set aside, until its owner says otherwise.
    Aside,
    /// It counts in a recovery and for opening a frozen account, until then.
    CountsUntil(Timestamp),
    /// It counts no longer.
    Nothing,
}

impl Ended {
    /// Set aside at this moment, because it was too new to count.
    #[must_use]
    pub const fn aside(at: Timestamp) -> Self {
        Self {
            at,
            counts_until: at,
            by: None,
        }
    }

    /// Whether it was set aside: until its owner says otherwise it counts for nothing.
    #[must_use]
    pub fn is_aside(&self) -> bool {
        self.counts_until == self.at
    }

    /// What is left of it at a moment.
    #[must_use]
    pub fn remains(&self, at: Timestamp) -> Remains {
        match (self.is_aside(), self.counts(at)) {
            (true, _) => Remains::Aside,
            (false, true) => Remains::CountsUntil(self.counts_until),
            (false, false) => Remains::Nothing,
        }
    }

    /// Whether what has ended counts at a moment.
    #[must_use]
    pub fn counts(&self, at: Timestamp) -> bool {
        at < self.counts_until
    }
}

/// Something that has ended, as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former<T> {
    /// As it was.
    pub was: T,
    /// How it ended.
    pub ended: Ended,
}

impl MethodRow {
    /// Whether it is a gate of a recovery at a moment, as long as it is its owner's.
    #[must_use]
    pub fn counts(&self, at: Timestamp) -> bool {
        self.counts_from <= at
    }

    /// Whether it was added so lately that it gives way to older proofs (S113); what an enrolment made, and what two old proofs
    /// added in the place of something lost, never does.
    #[must_use]
    pub fn is_young(&self, at: Timestamp) -> bool {
        !self.by_two_gates && is_young(self.added_at, self.counts_from, at)
    }

    /// Whether changes can be confirmed with it: with one that is too new only if two gates added it (S110).
    #[must_use]
    pub fn confirms(&self, at: Timestamp) -> bool {
        self.by_two_gates || self.counts(at)
    }
}

impl Holdings {
    /// The credentials of a kind that are gates at a moment: those that count already, and those that do still.
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

    /// Authenticator apps and passkeys, those too that ended.
    pub fn all_methods(&self) -> impl Iterator<Item = &MethodRow> {
        self.methods
            .iter()
            .chain(self.former_methods.iter().map(|former| &former.was))
    }

    /// All saved codes, of sets that ended too.
    pub fn all_codes(&self) -> impl Iterator<Item = &SavedCodeRow> {
        self.saved_codes
            .iter()
            .chain(self.former_codes.iter().map(|former| &former.was))
    }

    /// The saved codes, used or not, of sets that count at a moment, or do still; those that don't say since when, after
    /// `quarantine`.
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

    /// From when a saved code counts: at once, if it is of the set that came with the enrolment or if the set says so; another
    /// may be the work of somebody who was inside for a moment (S28, S110).
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

    /// Whether a set of saved codes was made so lately that it gives way to older proofs (S113).
    #[must_use]
    pub fn code_is_young(&self, code: &SavedCodeRow, at: Timestamp) -> bool {
        is_young(
            code.made_at,
            self.code_counts_from(code, policy::QUARANTINE),
            at,
        )
    }

    /// Whether there is anything to prove more with than the password: what is too new asks for nothing (S110).
    #[must_use]
    pub fn confirms(&self, at: Timestamp) -> bool {
        self.methods.iter().any(|method| method.confirms(at))
            || self
                .former_methods
                .iter()
                .any(|former| former.ended.counts(at))
    }

    /// Everything that has ended, by its id.
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

    /// Whether something that ended counts at a moment.
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
