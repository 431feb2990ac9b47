//! A person's own addresses: adding, replacing and removing them. Each change takes a fresh proof and the code mailed
//! to the new address (S28, S45, S71).

mod changed;
mod claim_code;
mod claim_letter;
mod claiming;
mod objections;
mod removing;

pub(crate) use changed::gone_by;
pub use claiming::ClaimView;
pub use objections::Objections;

use crate::Outcome;
use crate::accounts::Accounts;
use crate::confirmation::Confirmation;
use regain_base::{Base, Op};
use regain_domain::{EmailAddress, PersonId, Timestamp, policy};
use regain_storage::AddressClaim;
use regain_vault::{Holdings, Vault, VaultStore};
use std::sync::Arc;

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

pub(crate) fn views(holdings: &Holdings, now: Timestamp) -> Vec<AddressView> {
    let view = |row: &regain_vault::AddressRow| AddressView {
        address: row.address.clone(),
        position: row.position,
        since: row.verified_at,
        counts_from: Some(row.counts_from).filter(|at| *at > now),
    };
    holdings.addresses.iter().map(view).collect()
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
