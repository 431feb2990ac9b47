//! Mails the code for a claimed address; tells its owner instead if there is one (S6, S7, S71).

use super::Addresses;
use crate::{Outcome, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{ClaimId, EmailAddress, PersonId, Refusal, Timestamp, policy};
use regain_storage::{AddressClaim, ClaimDigest, Person};

/// An address that somebody wants to add.
pub(super) struct NewAddress {
    pub(super) address: EmailAddress,
    pub(super) position: u8,
    /// The address in whose place it comes, in canonical form.
    pub(super) replaces: Option<String>,
}

impl Addresses {
    /// Stores a claim and sends one letter, whoever owns the address (S6, S71).
    pub(super) async fn send_claim(
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
}
