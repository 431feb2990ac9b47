//! The right to write a credential: only the person's own proofs give it (S11, S12, S73).

use crate::Outcome;
use regain_domain::{FlowId, PersonId, Timestamp};
use regain_storage::{Flow, Invitation, Person, PersonStatus, Work};

/// The right to write credentials of one person, once.
///
/// Nothing but this module makes one, and each way consumes what it stands on, in the unit of work of the write.
#[derive(Debug)]
pub(crate) struct VerifiedProofs {
    person: PersonId,
}

impl VerifiedProofs {
    /// Whose credentials may be written.
    pub(crate) const fn person(&self) -> PersonId {
        self.person
    }

    /// By finishing a recovery that has two proofs of different classes; `None` if it hasn't, or something else
    /// finished or ended it first.
    pub(crate) async fn by_two_gates(
        work: &mut dyn Work,
        flow: &Flow,
        shown_until: Timestamp,
        now: Timestamp,
    ) -> Outcome<Option<Self>> {
        let Some(person) = flow.person else { return Ok(None) };
        let active = work.people().by_id(person).await?.is_some_and(|person| person.status == PersonStatus::Active);
        let finished = active && finish(work, flow.id, shown_until, now).await?;
        Ok(finished.then_some(Self { person }))
    }

    /// By an open invitation, as long as its person has never been active.
    pub(crate) async fn by_invitation(
        work: &mut dyn Work,
        invitation: &Invitation,
        now: Timestamp,
    ) -> Outcome<Option<Self>> {
        let current = work.invitations().by_id(invitation.id).await?;
        let open = current.is_some_and(|i| i.accepted_at.is_none() && i.replaced_at.is_none() && now < i.expires_at);
        let person = work.people().by_id(invitation.person).await?;
        let invited = person.is_some_and(|person| person.status == PersonStatus::Invited);
        Ok((open && invited).then_some(Self { person: invitation.person }))
    }

    /// By the current password, checked against the hash that is still the stored one.
    pub(crate) async fn by_current_password(
        work: &mut dyn Work,
        person: &Person,
        checked: &regain_storage::PasswordHash,
    ) -> Outcome<Option<Self>> {
        let stored = work.credentials().password(person.id).await?;
        let current = work.people().by_id(person.id).await?;
        let active = current.is_some_and(|person| person.status == PersonStatus::Active);
        Ok((active && stored.as_ref() == Some(checked)).then_some(Self { person: person.id }))
    }
}

async fn finish(work: &mut dyn Work, flow: FlowId, shown_until: Timestamp, now: Timestamp) -> Outcome<bool> {
    Ok(work.recovery().finish(flow, shown_until, now).await?)
}
