//! A person's ways to prove who they are: shown, added, renamed and removed, each change with a fresh proof (S45,
//! S46).

pub(crate) mod former;
mod passkeys;

use crate::accounts::Accounts;
use crate::addresses::Addresses;
use crate::confirmation::Confirmation;
use crate::enrolment::SavedCodeSet;
use crate::factors::Factors;
use crate::factors::authenticator::Seed;
use crate::passwords::Passwords;
use crate::readiness::ways_that_count;
use crate::ways_back::former::{FormerAddressView, FormerView, former_address_views, former_view};
use crate::{AddressView, Outcome, PasskeyKeeping, SignedIn, Visitor};
use regain_base::{Base, Letter, Op};
use regain_domain::{
    MethodId, MethodKind, MethodName, MethodsChange, Policy, Refusal, Timestamp, policy,
};
use regain_storage::{Person, Work};
use regain_vault::{
    Holdings, MethodRow, NewSavedCode, NewSavedCodes, SavedCodeRow, Vault, VaultOp, VaultOperation,
    VaultStore,
};
use std::sync::Arc;
use std::time::Duration;

/// Contents of the page of one's ways back.
#[derive(Debug, Clone)]
pub struct MethodsView {
    /// The authenticator apps.
    pub authenticators: Vec<MethodView>,
    /// The passkeys.
    pub passkeys: Vec<MethodView>,
    /// Number of unused saved codes.
    pub saved_codes_left: u32,
    /// The addresses.
    pub addresses: Vec<AddressView>,
    /// Whether this session may make changes.
    pub confirmed: bool,
    /// Whether the policy demands a second factor, so that the last app or passkey can't be removed.
    pub second_factor: bool,
    /// Apps and passkeys that were removed but still count, or were set aside, in that order of time.
    pub former: Vec<FormerView>,
    /// Former addresses that still count.
    pub former_addresses: Vec<FormerAddressView>,
    /// When the saved codes start to count in a recovery, if they don't yet.
    pub saved_codes_from: Option<Timestamp>,
}

/// A named credential, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodView {
    /// Identifies it in forms.
    pub id: MethodId,
    /// The owner's name for it.
    pub name: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// Last use; `None` if not used since it was added.
    pub used_at: Option<Timestamp>,
    /// When it starts to count in a recovery, if it doesn't yet (S28).
    pub counts_from: Option<Timestamp>,
    /// How the device keeps it, for passkeys.
    pub keeping: Option<PasskeyKeeping>,
}

/// A person's own apps, passkeys and saved codes.
pub struct WaysBack {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) confirmation: Arc<Confirmation>,
    pub(crate) factors: Arc<Factors>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) addresses: Arc<Addresses>,
}

impl WaysBack {
    /// A person's own ways to prove who they are.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<MethodsView> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let person = &signed_in.person;
        let session = signed_in.session.id;
        let view = |row: &MethodRow| MethodView {
            keeping: match row.kind {
                MethodKind::Passkey => self.factors.keeping_of(person.id, row),
                MethodKind::Authenticator => None,
            },
            id: row.id,
            name: row.name.clone(),
            added_at: row.added_at,
            used_at: row
                .last_use
                .map(|(_, at)| at)
                .filter(|at| *at > row.added_at && !at.is_ahead_of(now)),
            counts_from: Some(row.counts_from).filter(|at| *at > now),
        };
        let policy = op.policy().await?;
        let codes_from = holdings
            .saved_codes
            .first()
            .map(|code| holdings.code_counts_from(code, policy.quarantine()));

        Ok(MethodsView {
            authenticators: holdings
                .methods_of(MethodKind::Authenticator)
                .map(view)
                .collect(),
            passkeys: holdings.methods_of(MethodKind::Passkey).map(view).collect(),
            saved_codes_left: holdings.codes_left(),
            addresses: crate::addresses::views(&holdings, now),
            confirmed: self
                .vault
                .is_confirmed(&mut op, person, session, now)
                .await?,
            second_factor: policy.second_factor(),
            former: holdings
                .former_methods
                .iter()
                .filter_map(|former| former_view(former, now))
                .collect(),
            former_addresses: former_address_views(&holdings, now),
            saved_codes_from: codes_from.filter(|from| *from > now),
        })
    }

    /// The secret of the app to be added, if this session may make changes.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`].
    pub async fn seed_to_add(&self, signed_in: &SignedIn) -> Outcome<Seed> {
        if !self.confirmation.is_confirmed(signed_in).await? {
            return Err(Refusal::ConfirmNeeded.into());
        }

        let mut op = self.store.reading(&self.base).await?;
        self.own_seed(&mut op, signed_in).await
    }

    /// Tied to this session, however often it is confirmed: a new sign-in gets another secret.
    async fn own_seed(&self, op: &mut dyn VaultOp, signed_in: &SignedIn) -> Outcome<Seed> {
        let since = signed_in.session.created_at.as_millis().to_be_bytes();
        self.factors
            .seed_of(op, signed_in.person.id, "session", &since)
            .await
    }

    /// Adds an authenticator app, proven by a right code.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the name or the code; [`Refusal::MethodMany`].
    pub async fn add_authenticator(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        name: &str,
        typed: &str,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let seed = self.own_seed(&mut op, signed_in).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;

        if holdings.methods_of(MethodKind::Authenticator).count() >= policy::AUTHENTICATORS_MAX {
            return Err(Refusal::MethodMany.into());
        }

        let step = self.factors.step_shown(&seed, typed, op.now())?;
        let policy = op.policy().await?;
        let waits = crate::quarantine::of_new(&policy, &proofs, &holdings);
        let method = self.factors.new_authenticator(&name, &seed, step, waits);

        self.vault
            .add_method(&mut op, proofs, &method, &crate::circumstances(visitor))
            .await?;

        self.methods_changed(op, person, MethodsChange::AuthenticatorAdded)
            .await
    }

    /// Renames an authenticator app or a passkey.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the name; [`Refusal::MethodUnknown`].
    pub async fn rename_method(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        method: MethodId,
        name: &str,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let circumstances = crate::circumstances(visitor);
        let row = holdings
            .methods
            .iter()
            .find(|row| row.id == method)
            .ok_or(Refusal::MethodUnknown)?;
        let method = (row.id, row.kind);

        if !self
            .vault
            .rename_method(&mut op, proofs, method, &name, &circumstances)
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        op.commit().await
    }

    /// Removes an authenticator app or a passkey. If it counted, it still counts for a while, in a recovery and for
    /// opening a frozen account (S109).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::MethodLast`] if another must be added
    /// first.
    pub async fn remove_method(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        method: MethodId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let row = holdings
            .methods
            .iter()
            .find(|row| row.id == method)
            .ok_or(Refusal::MethodUnknown)?;
        let policy = op.policy().await?;
        let last_to_sign_in = holdings.methods.len() == 1 && policy.second_factor();

        if last_to_sign_in || is_last_way(&holdings, row, &policy, op.now()) {
            return Err(Refusal::MethodLast.into());
        }

        let change = MethodsChange::removed(row.kind);
        let row = (row, Some(policy.former_counts()));
        if !self
            .vault
            .remove_method(&mut op, proofs, row, &crate::circumstances(visitor))
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        self.methods_changed(op, person, change).await
    }

    /// Makes new saved codes. They sign in at once and count in a recovery later. The earlier codes no longer sign
    /// in, but count in a recovery for a while (S109, S110).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`].
    pub async fn renew_saved_codes(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
    ) -> Outcome<SavedCodeSet> {
        // Ten slow hashes are computed only for somebody who is permitted.
        let mut op = self.store.reading(&self.base).await?;
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let taken: Vec<String> = holdings
            .all_codes()
            .map(|code| code.selector.clone())
            .collect();
        drop(op);
        let (codes, stored) = self.passwords.make_saved_codes(&taken).await?;
        let stored: [NewSavedCode; policy::SAVED_CODES] =
            stored.try_into().map_err(|_| Refusal::ConfirmNeeded)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let now = proofs.at();
        let policy = op.policy().await?;

        // If the earlier set has just let the person back in, the new one must be able to do so too (S110).
        let began = (person.id, signed_in.session.created_at);
        let waits = if self
            .vault
            .recovered_by_code(&mut op, began, &holdings, now)
            .await?
        {
            Duration::ZERO
        } else {
            crate::quarantine::of_new(&policy, &proofs, &holdings)
        };

        let counts =
            |code: &&SavedCodeRow| holdings.code_counts_from(code, policy.quarantine()) <= now;
        let earlier = holdings
            .saved_codes
            .first()
            .filter(counts)
            .map(|code| (code.change, policy.former_counts()));
        let set = NewSavedCodes {
            codes: stored,
            counts_from: Some(now.plus(waits)),
            earlier,
        };
        self.vault
            .replace_saved_codes(&mut op, proofs, &set, &crate::circumstances(visitor))
            .await?;
        self.methods_changed(op, person, MethodsChange::SavedCodesMade)
            .await?;

        Ok(SavedCodeSet(codes))
    }

    /// Finishes every change of methods: cancels open recoveries (S21) and notifies every address (S30).
    pub(crate) async fn methods_changed(
        &self,
        mut op: VaultOperation<'_>,
        person: &Person,
        change: MethodsChange,
    ) -> Outcome<()> {
        op.recovery().cancel_open_of(person.id, None).await?;
        op.notify(person, &Letter::MethodsChanged { change })
            .await?;
        op.commit().await
    }
}

/// Whether the account could no longer be recovered without this credential. A replacement may not count for days,
/// and until then only mail would be left (S28, S46).
fn is_last_way(holdings: &Holdings, method: &MethodRow, policy: &Policy, now: Timestamp) -> bool {
    let mut left = holdings.clone();
    left.methods.retain(|row| row.id != method.id);
    let opens = |holdings: &Holdings| ways_that_count(holdings, policy, now).opens().is_some();
    opens(holdings) && !opens(&left)
}
