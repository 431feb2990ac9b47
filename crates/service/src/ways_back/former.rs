//! Authenticator apps and passkeys that were removed or set aside: showing them, putting them back, ending them for
//! good; and former addresses that still count (S109, S111).

use crate::ways_back::WaysBack;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{
    AddressesChange, ChangeId, EmailAddress, MethodId, MethodKind, MethodsChange, ProofClass,
    Refusal, Timestamp, policy,
};
use regain_vault::{Former, FormerAddress, Holdings, MethodRow, Remains};

/// An app or passkey that was removed or set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerView {
    /// Identifies it in forms.
    pub id: MethodId,
    /// Its kind.
    pub kind: MethodKind,
    /// The owner's name for it.
    pub name: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// Until when it counts in a recovery; `None` if it was set aside.
    pub counts_until: Option<Timestamp>,
}

/// A former address that still counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddressView {
    /// The change that removed it; identifies it in forms.
    pub ended_by: ChangeId,
    /// The address.
    pub address: EmailAddress,
    /// Until when recovery codes are mailed to it.
    pub counts_until: Timestamp,
}

impl WaysBack {
    /// "That's mine": puts back a removed or set-aside authenticator app or passkey. Takes a proof that counts, and
    /// so is older (S111).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::MethodMany`].
    pub async fn put_back_method(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        method: MethodId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let former = former_of(&holdings, method, proofs.at())?;
        let waits = crate::quarantine::of_new(&op.policy().await?, &proofs, &holdings);
        let most = match former.was.kind {
            MethodKind::Authenticator => policy::AUTHENTICATORS_MAX,
            MethodKind::Passkey => policy::PASSKEYS_MAX,
        };

        if holdings.methods_of(former.was.kind).count() >= most {
            return Err(Refusal::MethodMany.into());
        }

        if !self
            .vault
            .put_back_method(
                &mut op,
                proofs,
                (former, waits),
                &crate::circumstances(visitor),
            )
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        self.methods_changed(op, person, MethodsChange::PutBack)
            .await
    }

    /// Ends a removed or set-aside authenticator app or passkey for good. If it still counts, this takes two gates of
    /// other classes, since it may be its owner's last way back (S109).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::EndNeedsTwo`].
    pub async fn end_method(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        method: MethodId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let session = signed_in.session.id;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let former = former_of(&holdings, method, proofs.at())?;
        let counts = former.ended.counts(proofs.at());

        if counts
            && !self
                .vault
                .is_confirmed_twice(
                    &mut op,
                    person,
                    session,
                    former.was.kind.class(),
                    proofs.at(),
                )
                .await?
        {
            return Err(Refusal::EndNeedsTwo.into());
        }

        let change = MethodsChange::removed(former.was.kind);
        if !self
            .vault
            .remove_method(
                &mut op,
                proofs,
                (&former.was, None),
                &crate::circumstances(visitor),
            )
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        self.methods_changed(op, person, change).await
    }

    /// Ends a former address that still counts, by two gates of other classes: its reader can no longer use it in a
    /// recovery or put it back (S109). Refused while no other address counts (S46).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::AddressNone`]; [`Refusal::AddressFirst`] if no other address counts yet;
    /// [`Refusal::EndNeedsTwo`].
    pub async fn end_former_address(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        ended_by: ChangeId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let session = signed_in.session.id;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let now = proofs.at();
        let is_it = |former: &&FormerAddress| former.ended_by == ended_by && former.counts(now);
        let former = holdings
            .former_addresses
            .iter()
            .find(is_it)
            .ok_or(Refusal::AddressNone)?;

        if !holdings.addresses.iter().any(|row| row.counts_from <= now) {
            return Err(Refusal::AddressFirst.into());
        }

        if !self
            .vault
            .is_confirmed_twice(&mut op, person, session, ProofClass::MailedCode, now)
            .await?
        {
            return Err(Refusal::EndNeedsTwo.into());
        }

        if !self
            .vault
            .end_former_address(&mut op, proofs, former, &crate::circumstances(visitor))
            .await?
        {
            return Err(Refusal::AddressNone.into());
        }

        self.addresses
            .addresses_changed(op, person, AddressesChange::Ended, Some(former))
            .await
    }
}

pub(crate) fn former_address_views(holdings: &Holdings, now: Timestamp) -> Vec<FormerAddressView> {
    let view = |former: &FormerAddress| FormerAddressView {
        ended_by: former.ended_by,
        address: former.was.address.clone(),
        counts_until: former.counts_until,
    };
    holdings
        .former_addresses
        .iter()
        .filter(|former| former.counts(now))
        .map(view)
        .collect()
}

pub(crate) fn former_view(former: &Former<MethodRow>, now: Timestamp) -> Option<FormerView> {
    let row = &former.was;
    let ended = &former.ended;
    let counts_until = match ended.remains(now) {
        Remains::Aside => None,
        Remains::CountsUntil(until) => Some(until),
        Remains::Nothing => return None,
    };

    Some(FormerView {
        id: row.id,
        kind: row.kind,
        name: row.name.clone(),
        added_at: row.added_at,
        counts_until,
    })
}

/// The former app or passkey, if it still counts or was set aside.
fn former_of(
    holdings: &Holdings,
    method: MethodId,
    now: Timestamp,
) -> Result<&Former<MethodRow>, Refusal> {
    let is_it = |former: &&Former<MethodRow>| {
        former.was.id == method && former.ended.remains(now) != Remains::Nothing
    };
    holdings
        .former_methods
        .iter()
        .find(is_it)
        .ok_or(Refusal::MethodUnknown)
}
