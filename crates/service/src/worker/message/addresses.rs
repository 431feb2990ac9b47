//! Makes the messages about a person's addresses: the code for a new one, and the objection of a former one.

use super::Messages;
use crate::Outcome;
use regain_base::{Keys, Span};
use regain_domain::{ChangeId, ClaimId, EmailAddress, PersonId, Timestamp, policy};
use regain_mail::{AddressObjection, Message};
use regain_storage::Work;

impl Messages {
    /// The code for a claimed address: only to the address in the same row, and only while nobody else has it (S6,
    /// S71).
    pub(super) async fn address_code(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = ClaimId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(claim) = op.addresses().claim(id).await? else {
            return Ok(None);
        };

        let open = claim.is_open() && claim.lasts(now);
        let digest = |keys: &Keys| keys.claim_digest(&claim, &keys.address_code(id, &claim.nonce));
        let span = Span::of(claim.created_at, policy::ADDRESS_MAILS_WITHIN);
        let keys = self.base.keys_of(span, &claim.code_digest, digest);
        let whole = keys.is_some();
        let code = keys
            .unwrap_or(&self.base.keys)
            .address_code(id, &claim.nonce);
        let holder = op.addresses().holder(claim.address.canonical()).await?;
        let free = holder.is_none_or(|holder| holder == claim.person);

        if !open || !whole || !free || claim.address != *to {
            return Ok(None);
        }

        Ok(Some(Message::AddressCode {
            code,
            at: claim.created_at,
            expires_at: claim.expires_at,
        }))
    }

    /// How an address can object to the change that removed it, while it can.
    pub(super) async fn objection(
        &self,
        person: &str,
        ended_by: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<AddressObjection>> {
        let (Some(person), Some(ended_by)) =
            (PersonId::from_hex(person), ChangeId::from_hex(ended_by))
        else {
            return Ok(None);
        };

        let holdings = self.genuine_holdings(Some(person)).await?;
        let mut former = holdings
            .into_iter()
            .flat_map(|(_, holdings)| holdings.former_addresses);
        let former = former.find(|former| former.ended_by == ended_by && former.was.address == *to);
        let open = former.filter(|former| former.objected_at.is_none());

        Ok(open.and_then(|former| {
            let until = former.objectable_until.filter(|until| now < *until)?;
            let code = self.vault.objection_code(person, &former);
            Some(AddressObjection {
                link: self.base.objection_link(&code),
                code,
                until,
            })
        }))
    }
}
