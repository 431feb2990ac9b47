//! A person's own addresses: added, replaced and removed by their owner, restored by an objection of the address
//! itself (S28, S71).

use crate::{
    AddressRow, Change, ChangeAction, Circumstances, Condition, FormerAddress, Objection, Vault,
    VaultWork, VerifiedProofs,
};
use regain_base::history::Entry;
use regain_domain::{EmailAddress, HistoryEvent, PersonId, Reckoning, Timestamp, policy};
use regain_storage::{AddressClaim, Result};
use std::time::Duration;

/// Result of entering the code of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// It is now the person's; contains the address that it replaced, if any.
    Done(Option<Box<FormerAddress>>),
    /// The claim was used or had ended; the unit of work must be dropped.
    Over,
    /// The address to be replaced has changed, or the position is taken.
    Moved,
    /// Somebody else has the address.
    SomebodyElses,
}

/// Waiting periods when one address replaces another.
#[derive(Debug, Clone, Copy)]
pub struct Waits {
    /// Time until the new one counts in a recovery (S28).
    pub new: Duration,
    /// Time for which the former one continues to count (S109).
    pub former: Duration,
}

impl Vault {
    /// Makes a claimed address its person's, as the claim says, and uses up the claim. If the replaced address
    /// counted, it counts for a while longer (S109), at least until the new one does (S28).
    pub async fn take_address(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        claim: &AddressClaim,
        waits: Waits,
        circumstances: &Circumstances,
    ) -> Result<ClaimOutcome> {
        let now = proofs.at();
        let person = proofs.person().id;
        let Condition::Genuine(holdings) = self.check(work, proofs.person()).await? else {
            return Ok(ClaimOutcome::Over);
        };

        let canonical = claim.address.canonical();
        let own = |row: &AddressRow| row.address.canonical() == canonical;
        let holder = work.addresses().holder(canonical).await?;
        if holder.is_some_and(|holder| holder != person) {
            return Ok(ClaimOutcome::SomebodyElses);
        }

        let in_place = holdings
            .addresses
            .iter()
            .find(|row| row.position == claim.position);
        let as_asked = in_place.map(|row| row.address.canonical()) == claim.replaces.as_deref();
        if claim.person != person || !as_asked || holdings.addresses.iter().any(own) {
            return Ok(ClaimOutcome::Moved);
        }

        if !work.addresses().consume_claim(claim.id, now).await? {
            return Ok(ClaimOutcome::Over);
        }

        let (action, event) = match in_place {
            Some(_) => (ChangeAction::ReplaceAddress, HistoryEvent::AddressChanged),
            None => (ChangeAction::AddAddress, HistoryEvent::AddressAdded),
        };

        let entry = circumstances.entry(event, proofs.person());
        let change = self.begin(work, &proofs, action, entry).await?;

        // Returning to an address that still counts leaves no gap either.
        let earlier = holdings
            .former_addresses
            .iter()
            .find(|former| own(&former.was));
        let reckoning = self.historian.reckoning_of(work, Some(person), now).await?;
        let still =
            earlier.filter(|former| reckoning.follows(former.ended_at, former.counts_until) > now);
        let counts_from = still.map_or(now.plus(waits.new), |former| former.was.counts_from);
        let replaced = match in_place {
            Some(row) => {
                work.rows()
                    .prolong(proofs.permit(), &change, claim.position, counts_from)
                    .await?;
                let former = self.former(
                    &change,
                    row,
                    counts_from.max(now.plus(waits.former)),
                    true,
                    &reckoning,
                );
                work.rows()
                    .end_address(proofs.permit(), &change, &former)
                    .await?;

                Some(Box::new(former))
            }
            None => None,
        };

        let address = claim.address.clone();
        let position = claim.position;
        let row = AddressRow {
            address,
            position,
            verified_at: now,
            counts_from,
            change: Some(change.id),
        };
        work.rows()
            .add_address(proofs.permit(), &change, &row)
            .await?;

        if earlier.is_some() {
            work.rows()
                .forget_former(proofs.permit(), person, &claim.address)
                .await?;
        }

        self.end(work, &proofs).await?;
        Ok(ClaimOutcome::Done(replaced))
    }

    /// Removes the second address; `None` if it isn't there, and then the unit of work must be dropped. If it
    /// counted, it counts for `lasts` longer (S109). The engine refuses if the first one doesn't count (S46).
    pub async fn remove_address(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        (address, lasts): (&EmailAddress, Duration),
        circumstances: &Circumstances,
    ) -> Result<Option<FormerAddress>> {
        let Condition::Genuine(holdings) = self.check(work, proofs.person()).await? else {
            return Ok(None);
        };

        let Some(row) = holdings
            .addresses
            .iter()
            .find(|row| row.address == *address)
        else {
            return Ok(None);
        };

        let entry = circumstances.entry(HistoryEvent::AddressRemoved, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::RemoveAddress, entry)
            .await?;
        let reckoning = self
            .historian
            .reckoning_of(work, Some(change.person), change.at)
            .await?;
        let former = self.former(&change, row, change.at.plus(lasts), true, &reckoning);

        if !work
            .rows()
            .end_address(proofs.permit(), &change, &former)
            .await?
        {
            return Ok(None);
        }

        self.end(work, &proofs).await?;
        Ok(Some(former))
    }

    /// Ends a former address at once: it no longer counts and can't object. `false` if it had ended so before, and
    /// then the unit of work must be dropped.
    pub async fn end_former_address(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        former: &FormerAddress,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let entry = circumstances.entry(HistoryEvent::AddressRemoved, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::RemoveAddress, entry)
            .await?;
        if !work
            .rows()
            .let_go(proofs.permit(), &change, former.ended_by)
            .await?
        {
            return Ok(false);
        }

        self.end(work, &proofs).await.map(|()| true)
    }

    /// Restores the address that objected, and removes the one in its place; addresses that took the place since then
    /// no longer count and can't object. Returns the removed address.
    pub async fn restore_address(
        &self,
        work: &mut dyn VaultWork,
        objection: Objection,
        circumstances: &Circumstances,
    ) -> Result<Option<EmailAddress>> {
        let proofs = objection.proofs();
        let former = objection.former();
        let holdings = work.rows().holdings(proofs.person().id).await?;
        let reckoning = self
            .historian
            .reckoning_of(work, Some(proofs.person().id), proofs.at())
            .await?;
        let addresses = holdings
            .map(|holdings| holdings.addresses)
            .unwrap_or_default();

        // Done by a reader of the address's mail, not by somebody with an account.
        let entry = Entry::about(HistoryEvent::AddressRestored, proofs.person().id)
            .on(circumstances.device, circumstances.place.clone());
        let change = self
            .begin(work, proofs, ChangeAction::RestoreAddress, entry)
            .await?;
        let position = former.was.position;
        let since = reckoning.happened(former.ended_at);

        work.rows()
            .silence(proofs.permit(), &change, position, since)
            .await?;
        let in_place = addresses.into_iter().find(|row| row.position == position);
        if let Some(row) = &in_place {
            let gone = self.former(&change, row, change.at, false, &reckoning);
            work.rows()
                .end_address(proofs.permit(), &change, &gone)
                .await?;
        }

        let back = AddressRow {
            change: Some(change.id),
            ..former.was.clone()
        };
        work.rows()
            .add_address(proofs.permit(), &change, &back)
            .await?;
        self.end(work, proofs).await?;

        Ok(in_place.map(|row| row.address))
    }

    /// Releases an address that was given up long ago, so that others can have it; `false` if it isn't there or the
    /// account isn't genuine.
    pub async fn release_address(
        &self,
        work: &mut dyn VaultWork,
        person: PersonId,
        address: &EmailAddress,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(person) = work.people().by_id(person).await? else {
            return Ok(false);
        };

        let Condition::Genuine(holdings) = self.check(work, &person).await? else {
            return Ok(false);
        };

        let over =
            |former: &FormerAddress| former.was.address == *address && former.reserved_until <= now;
        if !holdings.former_addresses.iter().any(over) {
            return Ok(false);
        }

        let permit = crate::Permit::new();
        let version = self.next_version(work, person.id).await?;
        let entry =
            Entry::about(HistoryEvent::AddressReleased, person.id).vouching_for_manifest(version);
        self.historian.append(work, &entry, now).await?;
        work.rows()
            .forget_former(&permit, person.id, address)
            .await?;

        self.vouch(work, &permit, person.id, None, now).await
    }

    /// The record of an address that a change removes. If it never counted, it neither continues to count nor can
    /// object.
    fn former(
        &self,
        change: &Change,
        row: &AddressRow,
        counts_until: Timestamp,
        may_object: bool,
        reckoning: &Reckoning,
    ) -> FormerAddress {
        let now = change.at;
        let counted = reckoning.follows(row.verified_at, row.counts_from) <= now;
        let nonce = self.randomness.bytes();
        let code_digest = self.new_objection_digest(change, row.address.canonical(), &nonce);

        FormerAddress {
            was: row.clone(),
            ended_by: change.id,
            ended_at: now,
            counts_until: if counted { counts_until } else { now },
            reserved_until: now.plus(policy::ADDRESS_RESERVED),
            nonce,
            code_digest,
            objectable_until: (counted && may_object).then(|| now.plus(policy::OBJECTION_LIFETIME)),
            objected_at: None,
        }
    }
}
