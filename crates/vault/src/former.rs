//! Older proofs outrank newer ones: at the end of a recovery, and when a frozen account opens, what is too new to count is set
//! aside, and what was removed and proved itself comes back (S109, S112, S113).

use crate::{Circumstances, Condition, Ended, Holdings, MethodRow, Permit, Vault, VaultWork};
use regain_domain::{ChangeId, HistoryEvent, PersonId, ProofClass, Timestamp};
use regain_storage::{Proof, Result};
use std::time::Duration;

/// When an account is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Settling {
    /// The moment at which something has to count: when the account was frozen, if it is (S111).
    pub counting_at: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// How long what says nothing else waits (S28).
    pub quarantine: Duration,
}

impl Vault {
    /// Sets aside what doesn't count yet, and puts back what was used since it ended; whether that changed anything.
    ///
    /// # Errors
    /// If the database fails, or refuses.
    pub async fn settle(
        &self,
        work: &mut dyn VaultWork,
        person: PersonId,
        settling: Settling,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let Some(person) = work.people().by_id(person).await? else { return Ok(false) };
        let Condition::Genuine(holdings) = self.check(work, &person).await? else { return Ok(false) };
        let holdings = self.reckoned(work, person.id, holdings, settling.now).await?;
        let permit = Permit::new();
        let methods = self.settle_methods(work, &permit, &holdings, settling).await?;
        let codes = self.settle_codes(work, &permit, &holdings, settling).await?;
        if !methods && !codes {
            return Ok(false);
        }
        let entry = circumstances.entry(HistoryEvent::WaysSettled, &person);
        self.vouch(work, &permit, person.id, Some(entry), settling.now).await
    }

    /// Whether somebody got back in with a saved code a moment ago: as long as a finished recovery is kept, which is a day.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recovered_by_code(&self, work: &mut dyn VaultWork, person: PersonId, now: Timestamp) -> Result<bool> {
        for flow in work.recovery().finished_of(person).await? {
            let by_code = |proof: &Proof| proof.class == ProofClass::SavedCode && proof.person == person;
            let proofs = work.recovery().proofs(flow).await?;
            if proofs.iter().any(|proof| by_code(proof) && self.is_fresh_proof(proof, now)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn settle_methods(
        &self,
        work: &mut dyn VaultWork,
        permit: &Permit,
        holdings: &Holdings,
        settling: Settling,
    ) -> Result<bool> {
        let is_new = |method: &&MethodRow| !method.counts(settling.counting_at) && !method.by_two_gates;
        let mut changed = false;
        for method in holdings.methods.iter().filter(is_new) {
            changed |= work.rows().end_method(permit, method.id, &Ended::aside(settling.now)).await?;
        }
        for former in &holdings.former_methods {
            if former.ended.counts(settling.counting_at) && former.was_used_since() {
                changed |= work.rows().put_back_method(permit, former.was.id, None).await?;
            }
        }
        Ok(changed)
    }

    /// A set of codes is set aside whole; then the newest one before it that still counts is the owner's again.
    async fn settle_codes(
        &self,
        work: &mut dyn VaultWork,
        permit: &Permit,
        holdings: &Holdings,
        settling: Settling,
    ) -> Result<bool> {
        let Some(code) = holdings.saved_codes.first() else { return Ok(false) };
        if holdings.code_counts_from(code, settling.quarantine) <= settling.counting_at {
            return Ok(false);
        }
        work.rows().end_codes(permit, code.change, &Ended::aside(settling.now)).await?;
        if let Some(set) = newest_set(holdings, settling.counting_at) {
            work.rows().put_back_codes(permit, set).await?;
        }
        Ok(true)
    }
}

/// The set of saved codes that ended last among those that count at a moment.
fn newest_set(holdings: &Holdings, at: Timestamp) -> Option<ChangeId> {
    let counting = holdings.former_codes.iter().filter(|former| former.ended.counts(at));
    counting.max_by_key(|former| former.ended.at).map(|former| former.was.change)
}
