//! An authenticator app or a passkey that was removed or set aside: shown, put back, ended for good (S109, S111).

use crate::{Outcome, Regain, SignedIn, Visitor};
use regain_domain::{MethodId, MethodKind, MethodsChange, Refusal, Timestamp, policy};
use regain_vault::{Former, Holdings, MethodRow, Remains};

/// A named credential that was removed or set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerView {
    /// Names it in forms.
    pub id: MethodId,
    /// What it is.
    pub kind: MethodKind,
    /// What its owner called it.
    pub name: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// Until when it counts in a recovery; none if it was set aside.
    pub counts_until: Option<Timestamp>,
}

impl Regain {
    /// "That's mine": puts an authenticator app or a passkey back that was removed or set aside, by a proof that counts and so is
    /// older (S111).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::MethodMany`].
    pub async fn put_back_method(&self, visitor: &Visitor, signed_in: &SignedIn, method: MethodId) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let proofs = self.confirmed_proofs(work.as_mut(), signed_in).await?;
        let person = &signed_in.person;
        let holdings = self.genuine(work.as_mut(), person).await?.ok_or(Refusal::SignedOut)?;
        let former = former_of(&holdings, method, proofs.at())?;
        let waits = Self::quarantine(&self.base.policy(work.as_mut()).await?, &proofs, &holdings);
        let most = match former.was.kind {
            MethodKind::Authenticator => policy::AUTHENTICATORS_MAX,
            MethodKind::Passkey => policy::PASSKEYS_MAX,
        };
        if holdings.methods_of(former.was.kind).count() >= most {
            return Err(Refusal::MethodMany.into());
        }
        if !self.vault.put_back_method(work.as_mut(), proofs, (former, waits), &crate::circumstances(visitor)).await? {
            return Err(Refusal::MethodUnknown.into());
        }
        self.methods_changed(work, visitor, person, MethodsChange::PutBack).await
    }

    /// Ends an authenticator app or a passkey that was removed or set aside, for good. One that counts still takes two gates of
    /// other classes, since it may be its owner's last way back (S109).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::EndNeedsTwo`].
    pub async fn end_method(&self, visitor: &Visitor, signed_in: &SignedIn, method: MethodId) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let session = signed_in.session.id;
        let proofs = self.confirmed_proofs(work.as_mut(), signed_in).await?;
        let person = &signed_in.person;
        let holdings = self.genuine(work.as_mut(), person).await?.ok_or(Refusal::SignedOut)?;
        let former = former_of(&holdings, method, proofs.at())?;
        let counts = former.ended.counts(proofs.at());
        if counts
            && !self.vault.is_confirmed_twice(work.as_mut(), person, session, former.was.kind, proofs.at()).await?
        {
            return Err(Refusal::EndNeedsTwo.into());
        }
        let change = MethodsChange::removed(former.was.kind);
        if !self.vault.remove_method(work.as_mut(), proofs, (&former.was, None), &crate::circumstances(visitor)).await?
        {
            return Err(Refusal::MethodUnknown.into());
        }
        self.methods_changed(work, visitor, person, change).await
    }
}

pub(crate) fn former_view(former: &Former<MethodRow>, now: Timestamp) -> Option<FormerView> {
    let (row, ended) = (&former.was, &former.ended);
    let counts_until = match ended.remains(now) {
        Remains::Aside => None,
        Remains::CountsUntil(until) => Some(until),
        Remains::Nothing => return None,
    };
    Some(FormerView { id: row.id, kind: row.kind, name: row.name.clone(), added_at: row.added_at, counts_until })
}

/// What ended and still is something: it counts, or was set aside.
fn former_of(holdings: &Holdings, method: MethodId, now: Timestamp) -> Result<&Former<MethodRow>, Refusal> {
    let is_it = |former: &&Former<MethodRow>| former.was.id == method && former.ended.remains(now) != Remains::Nothing;
    holdings.former_methods.iter().find(is_it).ok_or(Refusal::MethodUnknown)
}
