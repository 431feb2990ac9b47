//! Inviting people: always a new account, never a way into an old one (S77, S78, S83).

use crate::outbox::{Letter, invitation_ref};
use crate::{Outcome, Regain, Visitor};
use regain_domain::{EmailAddress, InvitationCode, InvitationId, Language, PersonId, policy};
use regain_storage::{Invitation, Person, PersonStatus, Role, Work};

/// How an invitation is shown to the one who is invited.
#[derive(Debug)]
pub struct InvitationLink {
    /// To type where script is off.
    pub code: InvitationCode,
    /// The address to open; the code is in its fragment, which no server sees (S22).
    pub url: String,
}

impl Regain {
    pub(crate) fn invitation_link(&self, invitation: &Invitation) -> InvitationLink {
        let code = self.keys.invitation_code(invitation.id, &invitation.nonce);
        InvitationLink { url: format!("{}#{}", self.link("/invite"), code.shown()), code }
    }

    /// Invites an address to a new account; an earlier open invitation of the same person is replaced. `None`: the
    /// address belongs to somebody who has enrolled, and nothing was done (S77).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn invite(
        &self,
        address: &EmailAddress,
        role: Role,
        language: Language,
    ) -> Outcome<Option<InvitationLink>> {
        let mut work = self.store.write().await?;
        let person = match work.people().by_identifier(address.canonical()).await? {
            Some(person) if person.status == PersonStatus::Invited => person,
            Some(_) => return Ok(None),
            None => self.add_person(work.as_mut(), address, role, language).await?,
        };
        let invitation = self.add_invitation(work.as_mut(), person.id).await?;
        let letter = Letter::Invitation { invitation: invitation_ref(invitation.id) };
        let reader = Visitor { language: person.language, device: None };
        self.enqueue(work.as_mut(), Some(address), &reader, letter, invitation.expires_at).await?;
        self.commit(work).await?;
        Ok(Some(self.invitation_link(&invitation)))
    }

    /// While nobody has ever enrolled: the open invitation of the first administrator, made or renewed if need be.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn first_invitation(&self, address: &EmailAddress) -> Outcome<Option<InvitationLink>> {
        let mut work = self.store.read().await?;
        if work.people().anybody_active().await? {
            return Ok(None);
        }
        let open = work.invitations().newest_open().await?;
        drop(work);
        match open.filter(|invitation| self.now() < invitation.expires_at) {
            Some(invitation) => Ok(Some(self.invitation_link(&invitation))),
            None => self.invite(address, Role::GlobalAdministrator, Language::English).await,
        }
    }

    async fn add_person(
        &self,
        work: &mut dyn Work,
        address: &EmailAddress,
        role: Role,
        language: Language,
    ) -> Outcome<Person> {
        let person = Person {
            id: PersonId::from_bytes(self.bytes()),
            status: PersonStatus::Invited,
            role,
            name: None,
            user_name: None,
            language,
            created_at: self.now(),
            activated_at: None,
        };
        work.people().insert(&person).await?;
        work.people().add_address(person.id, address, None).await?;
        Ok(person)
    }

    async fn add_invitation(&self, work: &mut dyn Work, person: PersonId) -> Outcome<Invitation> {
        let now = self.now();
        let id = InvitationId::from_bytes(self.bytes());
        let nonce = self.bytes();
        let code = self.keys.invitation_code(id, &nonce);
        let invitation = Invitation {
            id,
            person,
            nonce,
            code_mac: self.keys.invitation_mac(&code),
            created_at: now,
            expires_at: now.plus(policy::INVITATION_LIFETIME),
            accepted_at: None,
            replaced_at: None,
        };
        work.invitations().replace_open(person, now).await?;
        work.invitations().insert(&invitation).await?;
        Ok(invitation)
    }
}
