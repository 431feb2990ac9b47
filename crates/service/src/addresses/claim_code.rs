//! Takes the code mailed to a new address: only then the address is its person's (S28, S71).

use super::{Addresses, is_of_a_contact};
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Op, Span};
use regain_domain::{AddressesChange, OneTimeCode, Refusal, policy};
use regain_storage::{AddressClaim, Work};
use regain_vault::{ClaimOutcome, Waits};

impl Addresses {
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
}
