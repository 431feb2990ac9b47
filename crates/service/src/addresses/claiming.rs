//! Claims an address: as a second one, or in place of another one.

use super::claim_letter::NewAddress;
use super::{Addresses, is_of_a_contact};
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{EmailAddress, Refusal, policy};
use regain_storage::{AddressClaim, Work};
use std::time::Duration;

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
}
