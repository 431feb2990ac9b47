//! Shows one's own recovery contacts.

use super::Contacts;
use crate::{Outcome, SignedIn};
use regain_base::Op;
use regain_domain::{ContactId, ContactsNeeded, EmailAddress, Refusal, Timestamp, policy};
use regain_storage::ContactInvitation;
use regain_vault::{ContactRow, Former, Remains, VaultWork};

/// Contents of the page of one's recovery contacts.
#[derive(Debug, Clone)]
pub struct ContactsView {
    /// Current contacts.
    pub contacts: Vec<ContactView>,
    /// Contacts who were removed and can still help, or were set aside.
    pub former: Vec<ContactView>,
    /// How many have to help.
    pub needed: ContactsNeeded,
    /// Whether enough contacts count to require two of three.
    pub three_count: bool,
    /// Whether the list is full.
    pub full: bool,
    /// Whether this session may make changes.
    pub confirmed: bool,
}

/// A recovery contact.
#[derive(Debug, Clone)]
pub struct ContactView {
    /// Identifies it in forms.
    pub id: ContactId,
    /// The owner's name for them.
    pub name: String,
    /// The address they are asked at.
    pub address: EmailAddress,
    /// State of the invitation.
    pub state: ContactState,
}

/// State of an invitation to be a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactState {
    /// Not answered yet; can be accepted until then.
    Invited(Timestamp),
    /// Not accepted in time.
    Expired,
    /// Accepted; when they start to count, if they don't yet (S28).
    Accepted(Option<Timestamp>),
    /// They declined, or withdrew.
    Declined,
    /// Removed; can still help until then (S109).
    Former(Timestamp),
    /// Too new when the account was recovered, and set aside (S112).
    Aside,
}

impl Contacts {
    /// One's own recovery contacts.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<ContactsView> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let needed = holdings.contacts_needed();
        let full = holdings.contacts.len() >= policy::CONTACTS_MAX;
        let three_count = holdings.contacts_that_count(now).count() >= policy::CONTACTS_MAX;
        let mut contacts = Vec::new();

        for row in holdings.contacts {
            let newest = op.contacts().newest_invitation(row.id).await?;
            let state = state_of(&row, newest.as_ref(), now);
            contacts.push(ContactView {
                id: row.id,
                name: row.name,
                address: row.address,
                state,
            });
        }

        let former = holdings
            .former_contacts
            .into_iter()
            .filter_map(|former| former_view(former, now))
            .collect();
        let confirmed = self
            .vault
            .is_confirmed(&mut op, &signed_in.person, signed_in.session.id, now)
            .await?;

        Ok(ContactsView {
            contacts,
            former,
            needed,
            three_count,
            full,
            confirmed,
        })
    }
}

fn former_view(former: Former<ContactRow>, now: Timestamp) -> Option<ContactView> {
    let state = match former.ended.remains(now) {
        Remains::Aside => ContactState::Aside,
        Remains::CountsUntil(until) => ContactState::Former(until),
        Remains::Nothing => return None,
    };

    Some(ContactView {
        id: former.was.id,
        name: former.was.name,
        address: former.was.address,
        state,
    })
}

fn state_of(row: &ContactRow, newest: Option<&ContactInvitation>, now: Timestamp) -> ContactState {
    match (row.declined_at, row.counts_from, newest) {
        (Some(_), _, _) => ContactState::Declined,
        (None, Some(from), _) => ContactState::Accepted(Some(from).filter(|from| *from > now)),
        (None, None, Some(newest)) if newest.lasts(now) => ContactState::Invited(newest.expires_at),
        (None, None, _) => ContactState::Expired,
    }
}
