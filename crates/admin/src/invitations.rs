//! Inviting people: always a new account, never a way into an old one (S77, S78, S83).

use crate::{Act, Admin};
use regain_base::history::Entry;
use regain_base::{InvitationLink, Letter, Op, Outcome, Visitor};
use regain_domain::{
    EmailAddress, HistoryEvent, InvitationId, Language, PersonId, PersonStatus, Refusal, Role,
    policy,
};
use regain_storage::{Invitation, Person, Work};

/// Result of an invitation. The inviter can't tell the two apart (S6).
#[derive(Debug)]
pub enum InvitationOutcome {
    /// The mail was queued.
    Sent(InvitationLink),
    /// The address has an account: its owner is told, and nothing changes.
    Elsewhere,
}

impl Admin {
    /// Invites an address to a new member's account; replaces an earlier open invitation of it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::MailsSpent`], whoever owns the address (S115).
    pub async fn invite(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        address: &EmailAddress,
        language: Language,
    ) -> Outcome<()> {
        let mut op = self.base.writing(visitor).await?;
        let actor = self
            .actor(&mut op, actor, Act::Invite, Some(Role::Member))
            .await?;
        let known = op.people().by_identifier(address.canonical()).await?;
        if let Some(person) = known.filter(|person| person.status == PersonStatus::Invited) {
            // Somebody invited with a role beyond this actor's permission isn't changed.
            self.actor(&mut op, actor.id, Act::Invite, Some(person.role))
                .await?;
        }

        self.base.must_mail_to(&mut op, address).await?;
        let by = |entry: Entry| entry.by(actor.id).on(visitor.device, visitor.place.clone());
        self.send(&mut op, address, Role::Member, language, by)
            .await?;

        op.commit().await
    }

    /// For the command on the host: invites a global administrator to a new account, and tells every administrator
    /// (S83).
    pub async fn invite_administrator(
        &self,
        address: &EmailAddress,
        language: Language,
    ) -> Outcome<InvitationOutcome> {
        let mut op = self.base.writing(Visitor::nobody()).await?;
        let known = op.people().by_identifier(address.canonical()).await?;
        if known.is_some_and(|person| person.role != Role::GlobalAdministrator) {
            return Ok(InvitationOutcome::Elsewhere);
        }

        let invited = self
            .send(
                &mut op,
                address,
                Role::GlobalAdministrator,
                language,
                |entry| entry,
            )
            .await?;
        if matches!(invited, InvitationOutcome::Sent(_)) {
            op.record(&Entry::of(HistoryEvent::AdministratorInvited))
                .await?;
            let letter = Letter::AdministratorInvited {
                address: address.masked(),
            };
            op.notify_administrators(None, &letter).await?;
        }

        op.commit().await?;
        Ok(invited)
    }

    /// While nobody has ever enrolled: the open invitation of the first administrator, made or renewed if necessary.
    pub async fn first_invitation(
        &self,
        address: &EmailAddress,
    ) -> Outcome<Option<InvitationLink>> {
        let mut op = self.base.reading().await?;
        if op.people().anybody_active().await? {
            return Ok(None);
        }

        let open = op.invitations().newest_open().await?;
        let link = match open.filter(|invitation| invitation.lasts(op.now())) {
            Some(invitation) => {
                let address = self.base.invited_address(&mut op, &invitation).await?;
                address.map(|address| self.base.invitation_link(&invitation, &address))
            }
            None => None,
        };

        drop(op);

        match link {
            Some(link) => Ok(Some(link)),
            None => Ok(
                match self
                    .invite_administrator(address, Language::English)
                    .await?
                {
                    InvitationOutcome::Sent(link) => Some(link),
                    InvitationOutcome::Elsewhere => None,
                },
            ),
        }
    }

    /// Cancels an invitation: the person is revoked for good, and the address can be invited again.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::NotInvited`] if the person isn't invited; [`Refusal::ActsSpent`] (S114).
    pub async fn cancel_invitation(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        person: PersonId,
    ) -> Outcome<()> {
        let mut op = self.base.writing(visitor).await?;
        let now = op.now();
        let person = self.target(&mut op, person).await?;
        let actor = self
            .actor(&mut op, actor, Act::Invite, Some(person.role))
            .await?;

        if person.status != PersonStatus::Invited {
            return Err(Refusal::NotInvited.into());
        }

        self.base.may_take(&mut op, actor.id).await?;
        let addresses = op.people().addresses(person.id).await?;
        op.invitations().replace_open(person.id, now).await?;
        let entry = Entry::about(HistoryEvent::InvitationCancelled, person.id).by(actor.id);
        let revoke = |person: &mut Person| person.status = PersonStatus::Revoked;
        let revoked = self
            .base
            .historian
            .stand(&mut op, &person, revoke, entry, now)
            .await?;
        revoked.ok_or(Refusal::NotInvited)?;
        let reader = Visitor {
            language: person.language,
            ..visitor.clone()
        };
        let expires_at = now.plus(policy::INVITATION_LIFETIME);
        for address in &addresses {
            if !self.base.may_mail_to(&mut op, address).await? {
                continue;
            }

            let letter = Letter::InvitationCancelled;
            op.enqueue_for(&reader, Some(address), letter, expires_at)
                .await?;
        }

        // Nothing is kept of somebody who never enrolled (S103).
        op.people().forget_identifiers(person.id).await?;
        op.history().forget_person_key(person.id).await?;

        op.commit().await
    }

    async fn send(
        &self,
        op: &mut dyn Op,
        address: &EmailAddress,
        role: Role,
        language: Language,
        told: impl Fn(Entry) -> Entry,
    ) -> Outcome<InvitationOutcome> {
        let (person, address) = match op.people().by_identifier(address.canonical()).await? {
            Some(person) if person.status == PersonStatus::Invited => {
                let Some(stored) = self.invited_at(op, person.id, address).await? else {
                    return self.elsewhere(op, language).await;
                };

                let entry = told(Entry::about(HistoryEvent::InvitedAgain, person.id));
                op.record(&entry).await?;
                (person, stored)
            }
            Some(person) => {
                self.tell_invited_elsewhere(op, &person, address).await?;
                return Ok(InvitationOutcome::Elsewhere);
            }
            // A recent owner of the address must not be surprised by anybody else's account (S77).
            None if op.addresses().holder(address.canonical()).await?.is_some() => {
                return self.elsewhere(op, language).await;
            }
            None => (
                self.add_person(op, address, role, language, told).await?,
                address.clone(),
            ),
        };

        let invitation = self.add_invitation(op, person.id, &address).await?;
        let letter = Letter::Invitation {
            invitation: invitation.id.to_hex(),
        };
        let reader = Visitor {
            language: person.language,
            ..Visitor::default()
        };
        op.enqueue_for(&reader, Some(&address), letter, invitation.expires_at)
            .await?;

        Ok(InvitationOutcome::Sent(
            self.base.invitation_link(&invitation, &address),
        ))
    }

    /// Tells an account's owner, at the invited address in its stored form, that somebody invited it (S6, S7);
    /// counted per mailbox (S115).
    async fn tell_invited_elsewhere(
        &self,
        op: &mut dyn Op,
        person: &Person,
        invited: &EmailAddress,
    ) -> Outcome<()> {
        let stored = op.people().addresses(person.id).await?;
        let stored = stored
            .into_iter()
            .find(|address| address.canonical() == invited.canonical());
        let zone = self.base.zone_of(op, person).await?;
        let reader = Visitor {
            language: person.language,
            zone,
            ..Visitor::default()
        };
        let expires_at = op.now().plus(policy::INVITATION_LIFETIME);
        let letter = if stored.is_some() {
            Letter::InvitedElsewhere
        } else {
            Letter::Noop
        };

        op.enqueue_for(&reader, stored.as_ref(), letter, expires_at)
            .await
    }

    /// The address at which somebody was invited, in its original spelling, if it is this one: mail goes where it
    /// went first, and never to an address that SQL gave to them (S79). An ended invitation serves as well as an open
    /// one.
    async fn invited_at(
        &self,
        op: &mut dyn Op,
        person: PersonId,
        address: &EmailAddress,
    ) -> Outcome<Option<EmailAddress>> {
        let Some(newest) = op.invitations().newest_of(person).await? else {
            return Ok(None);
        };

        let stored = self.base.invited_address(op, &newest).await?;
        Ok(stored.filter(|stored| stored.canonical() == address.canonical()))
    }

    /// Tells nobody, but writes as much as if somebody were told.
    async fn elsewhere(&self, op: &mut dyn Op, language: Language) -> Outcome<InvitationOutcome> {
        let reader = Visitor {
            language,
            ..Visitor::default()
        };
        let expires_at = op.now().plus(policy::INVITATION_LIFETIME);
        op.enqueue_for(&reader, None, Letter::Noop, expires_at)
            .await?;
        Ok(InvitationOutcome::Elsewhere)
    }

    async fn add_person(
        &self,
        op: &mut dyn Op,
        address: &EmailAddress,
        role: Role,
        language: Language,
        told: impl Fn(Entry) -> Entry,
    ) -> Outcome<Person> {
        let now = op.now();
        let id = PersonId::from_bytes(self.base.bytes());
        let person = Person::invited(id, role, language, now);
        let entry = told(Entry::about(HistoryEvent::Invited, person.id));
        self.base
            .historian
            .add_person(op, &person, entry, now)
            .await?;
        op.people().add_address(person.id, address, None).await?;

        Ok(person)
    }

    async fn add_invitation(
        &self,
        op: &mut dyn Op,
        person: PersonId,
        address: &EmailAddress,
    ) -> Outcome<Invitation> {
        let now = op.now();
        let lifetime = op.policy().await?.invitation_lifetime();
        let id = InvitationId::from_bytes(self.base.bytes());
        let nonce = self.base.bytes();
        let code = self.base.keys.invitation_code(id, person, address, &nonce);
        let invitation = Invitation {
            id,
            person,
            nonce,
            code_digest: self.base.keys.invitation_digest(&code),
            created_at: now,
            expires_at: now.plus(lifetime),
            password_seal: None,
            codes_seal: None,
            codes_confirmed: None,
            accepted_at: None,
            replaced_at: None,
        };

        op.invitations().replace_open(person, now).await?;
        op.invitations().insert(&invitation).await?;

        Ok(invitation)
    }
}
