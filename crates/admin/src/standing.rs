//! Disabling and enabling accounts, and ending sessions. Credentials aren't touched.

use crate::{Act, Admin};
use regain_base::history::Entry;
use regain_base::{Letter, Op, Outcome, Visitor};
use regain_domain::{
    Facts, HistoryEvent, PersonId, PersonStatus, Refusal, Role, leads_elsewhere, policy,
};
use regain_storage::{Person, Work};

/// Greatest length of a reason in characters.
const REASON_MAX: usize = 200;

impl Admin {
    /// Disables an account: ends its sessions and recoveries at once; credentials stay unchanged (S55).
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::ReasonEmpty`], [`Refusal::ReasonLong`], [`Refusal::ReasonLink`];
    /// [`Refusal::LastAdministrator`]; [`Refusal::Yourself`]; [`Refusal::NotActive`] if it isn't active;
    /// [`Refusal::ActsSpent`] (S114).
    pub async fn disable(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        person: PersonId,
        reason: &str,
    ) -> Outcome<()> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut op = self.base.writing(visitor).await?;
        let person = self.target(&mut op, person).await?;
        let actor = self
            .actor(&mut op, actor, Act::Stand, Some(person.role))
            .await?;

        if reason.is_empty() {
            return Err(Refusal::ReasonEmpty.into());
        }

        if reason.chars().count() > REASON_MAX {
            return Err(Refusal::ReasonLong.into());
        }

        if leads_elsewhere(&reason) {
            return Err(Refusal::ReasonLink.into());
        }

        if actor.id == person.id {
            return Err(Refusal::Yourself.into());
        }

        if person.status != PersonStatus::Active {
            return Err(Refusal::NotActive.into());
        }

        self.not_the_last(&mut op, &person).await?;
        self.base.may_take(&mut op, actor.id).await?;
        let reader = self.reader(&mut op, &person).await?;
        let ended = op.sessions().end_all_of(person.id).await?;
        op.recovery().cancel_open_of(person.id, None).await?;
        let facts = Facts {
            sessions: Some(ended),
            ..Facts::default()
        };
        let entry = self
            .entry(HistoryEvent::Disabled, &person, &actor, visitor)
            .because(&reason)
            .with(facts);
        let disable = |person: &mut Person| person.status = PersonStatus::Disabled;
        let now = op.now();
        let disabled = self
            .base
            .historian
            .stand(&mut op, &person, disable, entry, now)
            .await?;

        disabled.ok_or(Refusal::NotActive)?;
        let until = Some(now.plus(policy::DISABLED_KEPT).as_millis());
        op.notify_for(&reader, &person, &Letter::Disabled { reason, until })
            .await?;

        op.commit().await
    }

    /// Enables an account again, with everything as it was.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::NotDisabled`].
    pub async fn enable(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        person: PersonId,
    ) -> Outcome<()> {
        let mut op = self.base.writing(visitor).await?;
        let now = op.now();
        let person = self.target(&mut op, person).await?;
        let actor = self
            .actor(&mut op, actor, Act::Stand, Some(person.role))
            .await?;

        if person.status != PersonStatus::Disabled {
            return Err(Refusal::NotDisabled.into());
        }

        let entry = self.entry(HistoryEvent::Enabled, &person, &actor, visitor);
        let enable = |person: &mut Person| person.status = PersonStatus::Active;
        let enabled = self
            .base
            .historian
            .stand(&mut op, &person, enable, entry, now)
            .await?;
        enabled.ok_or(Refusal::NotDisabled)?;
        op.notify_for(Visitor::nobody(), &person, &Letter::Enabled)
            .await?;

        op.commit().await
    }

    /// Ends every session of a person; they can sign in again at once.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::NotActive`].
    pub async fn end_sessions(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        person: PersonId,
    ) -> Outcome<u64> {
        let mut op = self.base.writing(visitor).await?;
        let person = self.target(&mut op, person).await?;
        let actor = self
            .actor(&mut op, actor, Act::Stand, Some(person.role))
            .await?;
        if person.status != PersonStatus::Active {
            return Err(Refusal::NotActive.into());
        }

        let reader = self.reader(&mut op, &person).await?;
        let ended = op.sessions().end_all_of(person.id).await?;
        let facts = Facts {
            sessions: Some(ended),
            ..Facts::default()
        };
        let entry = self
            .entry(HistoryEvent::SessionsEnded, &person, &actor, visitor)
            .with(facts);

        op.record(&entry).await?;

        // Limited, since it can be repeated at will.
        if self
            .base
            .may_notify_of_administrators(&mut op, person.id)
            .await?
        {
            op.notify_for(&reader, &person, &Letter::SessionsEnded)
                .await?;
        }

        op.commit().await?;
        Ok(ended)
    }

    /// The reader of a notice about an administrator's action: in the person's time zone, read before their sessions
    /// end. Device and location would be the administrator's, so they are left out.
    pub(crate) async fn reader(&self, op: &mut dyn Op, person: &Person) -> Outcome<Visitor> {
        Ok(Visitor {
            zone: self.base.zone_of(op, person).await?,
            ..Visitor::default()
        })
    }

    /// Refuses if it is the last global administrator, who can neither be disabled nor lose the role.
    pub(crate) async fn not_the_last(&self, op: &mut dyn Op, person: &Person) -> Outcome<()> {
        let last = person.role == Role::GlobalAdministrator
            && person.status == PersonStatus::Active
            && op.people().count_active(Role::GlobalAdministrator).await? <= 1;
        if last {
            Err(Refusal::LastAdministrator.into())
        } else {
            Ok(())
        }
    }

    /// An entry about an administrator's action on a person.
    pub(crate) fn entry(
        &self,
        event: HistoryEvent,
        person: &Person,
        actor: &Person,
        visitor: &Visitor,
    ) -> Entry {
        // Device and place are the actor's, and sealed with the key of the person concerned, who may see them.
        Entry::about(event, person.id)
            .by(actor.id)
            .on(visitor.device, visitor.place.clone())
    }
}
