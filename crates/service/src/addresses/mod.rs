//! A person's own addresses: adding, replacing and removing them. Each change takes a fresh proof and the code mailed
//! to the new address (S28, S45, S71).

mod objections;

pub use objections::Objections;

use crate::accounts::Accounts;
use crate::confirmation::Confirmation;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Base, Letter, Op, Span};
use regain_domain::{
    AddressesChange, ClaimId, EmailAddress, OneTimeCode, PersonId, Refusal, Timestamp, policy,
};
use regain_storage::{AddressClaim, ClaimDigest, Person, Work};
use regain_vault::{
    ClaimOutcome, FormerAddress, Holdings, Vault, VaultOperation, VaultStore, Waits,
};
use std::sync::Arc;
use std::time::Duration;

/// One of a person's addresses, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressView {
    /// The address.
    pub address: EmailAddress,
    /// Position: 1 or 2.
    pub position: u8,
    /// When it became theirs.
    pub since: Timestamp,
    /// When it starts to count in a recovery, if it doesn't yet (S28).
    pub counts_from: Option<Timestamp>,
}

/// A claimed address whose code hasn't been entered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimView {
    /// The claimed address.
    pub address: EmailAddress,
    /// Whether it replaces another address.
    pub replaces: bool,
    /// Tries left for this code.
    pub tries_left: u32,
    /// Whether the code has expired.
    pub expired: bool,
    /// Time until a new code can be requested; `None` if today's are used up.
    pub resend_in: Option<Duration>,
    /// Number of codes mailed within the last day.
    pub number: u32,
}

pub(crate) fn views(holdings: &Holdings, now: Timestamp) -> Vec<AddressView> {
    let view = |row: &regain_vault::AddressRow| AddressView {
        address: row.address.clone(),
        position: row.position,
        since: row.verified_at,
        counts_from: Some(row.counts_from).filter(|at| *at > now),
    };
    holdings.addresses.iter().map(view).collect()
}

/// An address that somebody wants to add.
struct NewAddress {
    address: EmailAddress,
    position: u8,
    /// The address in whose place it comes, in canonical form.
    replaces: Option<String>,
}

/// A person's own addresses.
pub struct Addresses {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) confirmation: Arc<Confirmation>,
}

impl Addresses {
    /// The address waiting for its code, if any.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`].
    pub async fn address_claim(&self, signed_in: &SignedIn) -> Outcome<Option<ClaimView>> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let claims = self.recent_claims(&mut op, signed_in.person.id).await?;
        let newest = claims.first().filter(|claim| claim.is_open());

        Ok(newest.map(|claim| ClaimView {
            address: claim.address.clone(),
            replaces: claim.replaces.is_some(),
            tries_left: policy::CODE_TRIES.saturating_sub(claim.tries),
            expired: !claim.lasts(now),
            resend_in: (claims.len() < policy::ADDRESS_MAILS)
                .then(|| claim.created_at.wait_left(policy::RESEND_WAIT, now)),
            number: u32::try_from(claims.len()).unwrap_or(u32::MAX),
        }))
    }

    /// Claims an address: as a second one, or in place of the one at `position`. Mails a code to it. If the address
    /// belongs to somebody else, the result looks the same (S6).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the address; [`Refusal::AddressOwn`], [`Refusal::AddressMany`],
    /// [`Refusal::AddressContact`], [`Refusal::AddressNone`]; [`Refusal::AddressMails`],
    /// [`Refusal::MailsSpent`] (S115).
    pub async fn claim_address(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        typed: &str,
        position: Option<u8>,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let address = EmailAddress::parse(typed).map_err(Refusal::from)?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let addresses = &holdings.addresses;
        if addresses
            .iter()
            .any(|row| row.address.canonical() == address.canonical())
        {
            return Err(Refusal::AddressOwn.into());
        }

        if is_of_a_contact(&holdings, &address) {
            return Err(Refusal::AddressContact.into());
        }

        let at = |position: u8| addresses.iter().find(|row| row.position == position);
        let (position, replaces) = match position {
            Some(position) => (
                position,
                Some(
                    at(position)
                        .ok_or(Refusal::AddressNone)?
                        .address
                        .canonical()
                        .to_owned(),
                ),
            ),
            None if addresses.len() >= policy::ADDRESSES_MAX => {
                return Err(Refusal::AddressMany.into());
            }
            None => (if at(1).is_none() { 1 } else { 2 }, None),
        };

        let wanted = NewAddress {
            address,
            position,
            replaces,
        };
        self.send_claim(&mut op, &signed_in.person, wanted).await?;

        op.commit().await
    }

    /// Mails a new code to the claimed address; the earlier code stops working.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::AddressNone`]; [`Refusal::ResendEarly`]; [`Refusal::AddressMails`],
    /// [`Refusal::MailsSpent`] (S115).
    pub async fn resend_address_code(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let claims = self.recent_claims(&mut op, signed_in.person.id).await?;
        let open = claims.into_iter().next().filter(|claim| claim.is_open());
        let AddressClaim {
            address,
            position,
            replaces,
            created_at,
            ..
        } = open.ok_or(Refusal::AddressNone)?;
        if !created_at
            .wait_left(policy::RESEND_WAIT, op.now())
            .is_zero()
        {
            return Err(Refusal::ResendEarly.into());
        }

        let wanted = NewAddress {
            address,
            position,
            replaces,
        };
        self.send_claim(&mut op, &signed_in.person, wanted).await?;

        op.commit().await
    }

    /// Abandons the claim of an address.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`].
    pub async fn stop_address(&self, signed_in: &SignedIn) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        op.addresses()
            .replace_claims(signed_in.person.id, now)
            .await?;

        op.commit().await
    }

    /// Takes the code mailed to the new address and makes that address the person's.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the code; [`Refusal::AddressNone`] if no claim is open, or the
    /// address to be replaced has changed; [`Refusal::AddressTaken`] if somebody else has the address by now.
    pub async fn enter_address_code(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        typed: &str,
    ) -> Outcome<()> {
        let code = OneTimeCode::parse(typed)?;
        let person = &signed_in.person;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();

        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let claims = self.recent_claims(&mut op, person.id).await?;
        let newest = claims.first().ok_or(Refusal::AddressNone)?;
        let matches = |claim: &AddressClaim| {
            let span = Span::of(claim.created_at, policy::ADDRESS_MAILS_WITHIN);
            self.base.is_sealed(span, &claim.code_digest, |keys| {
                keys.claim_digest(claim, &code)
            })
        };
        if newest.consumed_at.is_some() && claims.iter().any(matches) {
            return Err(Refusal::CodeUsed.into());
        }

        if !newest.is_open() {
            return Err(Refusal::AddressNone.into());
        }

        if op
            .addresses()
            .count_claim_try(newest.id, policy::CODE_TRIES, now)
            .await?
            .is_none()
        {
            return Err(if !newest.lasts(now) {
                Refusal::CodeExpired
            } else {
                Refusal::CodeTries
            }
            .into());
        }

        if !matches(newest) {
            op.commit().await?;
            let older = claims.iter().skip(1).any(matches);
            return Err(if older {
                Refusal::CodeReplaced
            } else {
                Refusal::CodeWrong
            }
            .into());
        }

        let holdings = self
            .accounts
            .genuine(&mut op, person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        if is_of_a_contact(&holdings, &newest.address) {
            return Err(Refusal::AddressContact.into());
        }

        let proofs = self
            .confirmation
            .confirmed_proofs(&mut op, signed_in)
            .await?;
        let policy = op.policy().await?;
        let waits = Waits {
            new: crate::quarantine::of_new(&policy, &proofs, &holdings),
            former: policy.former_counts(),
        };
        let circumstances = crate::circumstances(visitor);
        let taken = self
            .vault
            .take_address(&mut op, proofs, newest, waits, &circumstances)
            .await?;

        match taken {
            ClaimOutcome::Done(replaced) => {
                let change = if replaced.is_some() {
                    AddressesChange::Changed
                } else {
                    AddressesChange::Added
                };

                self.addresses_changed(op, person, change, replaced.as_deref())
                    .await
            }
            ClaimOutcome::SomebodyElses => Err(Refusal::AddressTaken.into()),
            ClaimOutcome::Over => Err(Refusal::CodeUsed.into()),
            ClaimOutcome::Moved => Err(Refusal::AddressNone.into()),
        }
    }

    /// Removes the second address.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::AddressNone`]; [`Refusal::AddressFirst`] if the first one doesn't count yet.
    pub async fn remove_address(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let at = |position: u8| {
            holdings
                .addresses
                .iter()
                .find(|row| row.position == position)
        };
        let second = at(2).ok_or(Refusal::AddressNone)?;

        if at(1).is_none_or(|first| first.counts_from > proofs.at()) {
            return Err(Refusal::AddressFirst.into());
        }

        let second = (&second.address, op.policy().await?.former_counts());
        let removed = self
            .vault
            .remove_address(&mut op, proofs, second, &crate::circumstances(visitor))
            .await?;
        let removed = removed.ok_or(Refusal::AddressNone)?;

        self.addresses_changed(op, person, AddressesChange::Removed, Some(&removed))
            .await
    }

    /// Finishes every change of addresses: cancels open recoveries and claims (S21) and notifies every address. The
    /// removed address is also told how to object (S30).
    pub(crate) async fn addresses_changed(
        &self,
        mut op: VaultOperation<'_>,
        person: &Person,
        change: AddressesChange,
        gone: Option<&FormerAddress>,
    ) -> Outcome<()> {
        let now = op.now();
        op.recovery().cancel_open_of(person.id, None).await?;
        op.addresses().replace_claims(person.id, now).await?;
        let letter = Letter::AddressesChanged { change };
        let except = gone.map(|gone| &gone.was.address);
        op.notify_but(person, &letter, except).await?;

        if let Some(gone) = gone {
            let reader = Visitor {
                language: person.language,
                ..op.visitor().clone()
            };
            self.tell_gone(
                &mut op,
                &reader,
                &gone.was.address,
                gone_by(gone, person, change),
            )
            .await?;
        }

        op.commit().await
    }

    /// Tells an address that it no longer belongs to a person.
    pub(crate) async fn tell_gone(
        &self,
        op: &mut dyn Op,
        reader: &Visitor,
        address: &EmailAddress,
        letter: Letter,
    ) -> Outcome<()> {
        let expires_at = op.now().plus(policy::OBJECTION_LIFETIME);
        op.enqueue_for(reader, Some(address), letter, expires_at)
            .await
    }

    /// Stores a claim and sends one letter, whoever owns the address (S6, S71).
    async fn send_claim(
        &self,
        op: &mut dyn Op,
        person: &Person,
        wanted: NewAddress,
    ) -> Outcome<()> {
        let NewAddress {
            address,
            position,
            replaces,
        } = wanted;
        let now = op.now();
        let policy = op.policy().await?;
        if self.recent_claims(op, person.id).await?.len() >= policy::ADDRESS_MAILS {
            return Err(Refusal::AddressMails.into());
        }

        // Checked before looking up the owner, so that the answer doesn't depend on it (S6).
        self.base.must_mail_to(op, &address).await?;
        op.addresses().replace_claims(person.id, now).await?;
        let id = ClaimId::from_bytes(self.base.bytes());
        let nonce = self.base.bytes();
        let mut claim = AddressClaim {
            id,
            person: person.id,
            position,
            replaces,
            address,
            nonce,
            code_digest: ClaimDigest::NONE,
            created_at: now,
            expires_at: now.plus(policy.code_lifetime()),
            tries: 0,
            consumed_at: None,
            replaced_at: None,
        };
        claim.code_digest = self
            .base
            .keys
            .claim_digest(&claim, &self.base.keys.address_code(id, &nonce));
        op.addresses().insert_claim(&claim).await?;
        let holder = op.addresses().holder(claim.address.canonical()).await?;

        match holder.filter(|holder| *holder != person.id) {
            None => {
                let reader = Visitor {
                    language: person.language,
                    ..op.visitor().clone()
                };
                let letter = Letter::AddressCode { claim: id.to_hex() };
                op.enqueue_for(&reader, Some(&claim.address), letter, claim.expires_at)
                    .await
            }
            Some(holder) => {
                self.tell_holder(op, holder, &claim.address, claim.expires_at)
                    .await
            }
        }
    }

    /// Tells the owner of an address that somebody else claimed it; the mail goes to the stored address (S6, S7).
    /// Former owners aren't told.
    async fn tell_holder(
        &self,
        op: &mut dyn Op,
        holder: PersonId,
        asked: &EmailAddress,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        let addresses = op.people().addresses(holder).await?;
        let stored = addresses
            .into_iter()
            .find(|address| address.canonical() == asked.canonical());
        let language = op
            .people()
            .by_id(holder)
            .await?
            .map(|holder| holder.language)
            .unwrap_or_default();

        // Reveals neither the device nor the place of the claimant.
        let reader = Visitor {
            language,
            ..Visitor::default()
        };
        let letter = if stored.is_some() {
            Letter::AddressClaimed
        } else {
            Letter::Noop
        };

        let expires_at = if stored.is_some() {
            op.now().plus(policy::OBJECTION_LIFETIME)
        } else {
            expires_at
        };

        op.enqueue_for(&reader, stored.as_ref(), letter, expires_at)
            .await
    }

    /// Claims made within the last day, newest first.
    async fn recent_claims(&self, op: &mut dyn Op, person: PersonId) -> Outcome<Vec<AddressClaim>> {
        let since = op.now().minus(policy::ADDRESS_MAILS_WITHIN);
        Ok(op.addresses().claims_of(person, since).await?)
    }
}

/// Whether the address belongs to a recovery contact, or to a former one that is still kept: one mailbox would then
/// be two ways back (S12, S27).
fn is_of_a_contact(holdings: &Holdings, address: &EmailAddress) -> bool {
    let former = holdings.former_contacts.iter().map(|former| &former.was);
    holdings
        .contacts
        .iter()
        .chain(former)
        .any(|contact| contact.address.canonical() == address.canonical())
}

/// The letter to an address that no longer belongs to a person.
pub(crate) fn gone_by(former: &FormerAddress, person: &Person, change: AddressesChange) -> Letter {
    Letter::AddressGone {
        change,
        ended_by: former.ended_by.to_hex(),
        person: person.id.to_hex(),
    }
}
