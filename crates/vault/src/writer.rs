//! The only writer of credentials; it takes the right to write by value (S72, S73).

use crate::{
    Change, ChangeAction, Circumstances, CodeUse, Condition, Ended, NewSavedCodes, Occasion,
    PasswordHash, Permit, Vault, VaultWork, VerifiedProofs,
};
use regain_base::history::Entry;
use regain_domain::{ChangeId, EmailAddress, Facts, HistoryEvent, InvitationId, PersonStatus};
use regain_storage::{Person, Result, StorageError};

impl Vault {
    /// Stores a password.
    pub async fn set_password(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        occasion: Occasion,
        hash: &PasswordHash,
        circumstances: &Circumstances,
    ) -> Result<()> {
        let Occasion { event, facts } = occasion;
        let action = match event {
            HistoryEvent::PasswordRehashed => ChangeAction::RehashPassword,
            _ => ChangeAction::SetPassword,
        };

        let entry = circumstances.entry(event, proofs.person()).with(facts);
        let change = self.begin(work, &proofs, action, entry).await?;
        match action {
            ChangeAction::RehashPassword => drop(
                work.rows()
                    .rehash_password(proofs.permit(), &change, hash)
                    .await?,
            ),
            _ => {
                work.rows()
                    .set_password(proofs.permit(), &change, hash)
                    .await?;
            }
        }

        self.end(work, &proofs).await
    }

    /// Stores a set of saved codes in place of the earlier one, which continues to count for a while if it did
    /// (S109). A new set states when it counts; the set of an enrolment counts at once.
    pub async fn replace_saved_codes(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        set: &NewSavedCodes,
        circumstances: &Circumstances,
    ) -> Result<()> {
        let entry = circumstances.entry(HistoryEvent::SavedCodesMade, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::ReplaceSavedCodes, entry)
            .await?;
        if let Some((earlier, lasts)) = set.earlier {
            let ended = Ended {
                at: change.at,
                counts_until: change.at.plus(lasts),
                by: None,
            };
            work.rows()
                .end_codes(proofs.permit(), earlier, &ended)
                .await?;
        }

        work.rows()
            .forget_codes(
                proofs.permit(),
                change.person,
                change.at,
                set.earlier.is_none(),
            )
            .await?;
        work.rows()
            .add_saved_codes(proofs.permit(), &change, &set.codes, set.counts_from)
            .await?;

        self.end(work, &proofs).await
    }

    /// Uses up a saved code; `false` if it was used before, or the rows aren't genuine.
    pub async fn use_saved_code(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        used: CodeUse,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let CodeUse { code, proof, at } = used;
        let Condition::Genuine(holdings) = self.check(work, person).await? else {
            return Ok(false);
        };

        let permit = Permit::new();
        if !work.rows().use_saved_code(&permit, code, proof, at).await? {
            return Ok(false);
        }

        let facts = Facts {
            codes_left: Some(holdings.codes_left().saturating_sub(1)),
            ..Facts::default()
        };
        let entry = circumstances
            .entry(HistoryEvent::SavedCodeUsed, person)
            .with(facts);

        self.vouch(work, &permit, person.id, Some(entry), at).await
    }

    /// Activates an enrolled person: uses up the invitation, verifies the invited address, and vouches for all of it.
    /// `false` if the invitation was used or ended before, or the person's address has changed.
    pub async fn activate(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        invitation: InvitationId,
        address: &EmailAddress,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let now = proofs.at();
        let person = proofs.person();
        if !work.invitations().accept(invitation, now).await?
            || !work
                .people()
                .verify_address(person.id, address, now)
                .await?
        {
            return Ok(false);
        }

        let version = self.next_version(work, person.id).await?;
        let entry = circumstances
            .entry(HistoryEvent::Activated, person)
            .vouching_for_manifest(version);
        let activate = |person: &mut Person| {
            person.status = PersonStatus::Active;
            person.activated_at = Some(now);
        };
        if self
            .historian
            .stand(work, person, activate, entry, now)
            .await?
            .is_none()
        {
            return Ok(false);
        }

        self.vouch(work, proofs.permit(), person.id, None, now)
            .await
    }

    pub(crate) async fn begin(
        &self,
        work: &mut dyn VaultWork,
        proofs: &VerifiedProofs,
        action: ChangeAction,
        entry: Entry,
    ) -> Result<Change> {
        let at = proofs.at();
        let person = proofs.person().id;
        let version = self.next_version(work, person).await?;
        let history_seq = self
            .historian
            .append(work, &entry.vouching_for_manifest(version), at)
            .await?;
        let id = ChangeId::from_bytes(self.randomness.bytes());
        let change = Change {
            id,
            person,
            action,
            ceremony: proofs.ceremony(),
            history_seq,
            at,
        };

        work.rows().begin_change(proofs.permit(), &change).await?;
        Ok(change)
    }

    pub(crate) async fn end(
        &self,
        work: &mut dyn VaultWork,
        proofs: &VerifiedProofs,
    ) -> Result<()> {
        if self
            .vouch(work, proofs.permit(), proofs.person().id, None, proofs.at())
            .await?
        {
            Ok(())
        } else {
            // The unit of work holds the writer's lock, so nobody else can have been faster.
            Err(StorageError::Corrupt("a manifest"))
        }
    }
}
