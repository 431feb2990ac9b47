//! Judges each credential: whether it stays, or is too new, or yields to older proofs (S112, S113).

use super::{OpenedBy, Settling};
use crate::proofs::evidence::{Age, Evidence};
use crate::{AddressRow, ContactRow, Holdings, MethodRow, SavedCodeRow};
use regain_domain::Timestamp;
use std::time::Duration;

/// Decides which credentials stay.
pub(super) struct StayingRule {
    pub(super) at: Timestamp,
    pub(super) now: Timestamp,
    quarantine: Duration,
    pub(super) evidence: Evidence,
}

impl StayingRule {
    pub(super) fn of(settling: Settling, holdings: &Holdings) -> Self {
        let Settling {
            counting_at: at,
            now,
            opened_by,
            quarantine,
        } = settling;
        let evidence = match opened_by {
            OpenedBy::Proofs(evidence) => evidence,
            OpenedBy::Factor(factor) => holdings.last_factor(factor, at, now),
        };

        Self {
            at,
            now,
            quarantine,
            evidence,
        }
    }

    /// Whether young credentials yield: old proofs opened the account.
    fn yields(&self) -> bool {
        self.evidence.age == Age::Old
    }

    pub(super) fn stays(&self, method: &MethodRow) -> bool {
        self.evidence.added == Some(method.id)
            || (method.confirms(self.at) && !(self.yields() && method.is_young(self.at)))
    }

    pub(super) fn set_stays(&self, holdings: &Holdings, code: &SavedCodeRow) -> bool {
        let counts = holdings.code_counts_from(code, self.quarantine) <= self.at;
        counts && !(self.yields() && holdings.code_is_young(code, self.at))
    }

    pub(super) fn contact_stays(&self, contact: &ContactRow) -> bool {
        // A contact who declined is of no use to anybody.
        contact.declined_at.is_some()
            || (contact.counts(self.at) && !(self.yields() && contact.is_young(self.at)))
    }

    pub(super) fn address_stays(&self, row: &AddressRow) -> bool {
        row.counts_from <= self.at && !(self.yields() && row.is_young(self.at))
    }
}
