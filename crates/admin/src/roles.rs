//! Roles: one administrator requests, another one confirms, whenever a privileged role is given or taken.

use crate::{Act, Admin};
use regain_base::{Failure, Letter, Op, Outcome, Visitor};
use regain_domain::{
    Facts, HistoryEvent, PersonId, PersonStatus, Refusal, RequestId, Role, Timestamp, policy,
};
use regain_storage::{Person, RoleRequest, RoleRequestSeal, Work};

/// A request waiting for a second administrator.
#[derive(Debug, Clone)]
pub struct RoleRequestView {
    /// Id of the request.
    pub id: RequestId,
    /// The person who would get the role.
    pub person: Person,
    /// The role.
    pub role: Role,
    /// The requester.
    pub requested_by: Person,
    /// Expiry.
    pub expires_at: Timestamp,
    /// Whether the requesting administrator may confirm it.
    pub may_confirm: bool,
}

/// The end of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// The role is changed.
    Confirmed,
    /// It stays as it is.
    Refused,
}

impl Admin {
    /// Requests another role for somebody. Every role except "member" has power over others, so a second
    /// administrator must confirm giving or taking it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NotActive`], [`Refusal::RoleUnchanged`], [`Refusal::RoleRequested`],
    /// [`Refusal::LastAdministrator`]; [`Refusal::ActsSpent`] (S114).
    pub async fn request_role(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        person: PersonId,
        role: Role,
    ) -> Outcome<()> {
        let mut op = self.base.writing(visitor).await?;
        let now = op.now();
        let person = self.target(&mut op, person).await?;
        let actor = self
            .actor(&mut op, actor, Act::ChangeRoles, Some(person.role))
            .await?;

        if person.status != PersonStatus::Active {
            return Err(Refusal::NotActive.into());
        }

        if person.role == role {
            return Err(Refusal::RoleUnchanged.into());
        }

        self.not_the_last(&mut op, &person).await?;
        let expires_at = now.plus(policy::ROLE_REQUEST_LIFETIME);
        let mut request = RoleRequest {
            id: RequestId::from_bytes(self.base.bytes()),
            person: person.id,
            role,
            requested_by: actor.id,
            requested_at: now,
            expires_at,
            ends_at: expires_at,
            seal: RoleRequestSeal::NONE,
        };
        request.seal = self.base.keys.role_request_seal(&request);
        if !op.role_requests().insert(&request).await? {
            return Err(Refusal::RoleRequested.into());
        }

        // Whichever role it is, since every other administrator is told.
        self.base.may_take(&mut op, actor.id).await?;
        let facts = Facts {
            role: Some(role),
            ..Facts::default()
        };
        let entry = self
            .entry(HistoryEvent::RoleRequested, &person, &actor, visitor)
            .with(facts);
        op.record(&entry).await?;
        let letter = Letter::RoleRequested {
            person: known_as(&person),
            role,
        };
        op.notify_administrators(Some(actor.id), &letter).await?;

        op.commit().await
    }

    /// Confirms or rejects a request; the requester can only withdraw it, and nobody can confirm a higher role for
    /// themselves.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::RequestOver`], [`Refusal::SecondAdministrator`],
    /// [`Refusal::LastAdministrator`]; [`Refusal::AskerMayNot`]; [`Refusal::ActsSpent`] (S114) for a lower role.
    pub async fn decide_role(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        request: RequestId,
        decided: DecisionOutcome,
    ) -> Outcome<()> {
        let mut op = self.base.writing(visitor).await?;
        let now = op.now();
        let request = op
            .role_requests()
            .open(request, now)
            .await?
            .ok_or(Refusal::RequestOver)?;
        let person = self.target(&mut op, request.person).await?;
        let actor = self
            .actor(&mut op, actor, Act::ChangeRoles, Some(person.role))
            .await?;
        let confirmed = decided == DecisionOutcome::Confirmed;

        if confirmed {
            self.may_be_confirmed(&mut op, &actor, &request, person.role)
                .await?;
        }

        if !op
            .role_requests()
            .decide(request.id, actor.id, confirmed, now)
            .await?
        {
            return Err(Refusal::RequestOver.into());
        }

        let facts = Facts {
            role: Some(request.role),
            ..Facts::default()
        };
        if confirmed {
            if person.status != PersonStatus::Active {
                return Err(Refusal::NotActive.into());
            }

            self.not_the_last(&mut op, &person).await?;
            if request.role < person.role {
                self.base.may_take(&mut op, actor.id).await?;
            }

            let entry = self
                .entry(HistoryEvent::RoleChanged, &person, &actor, visitor)
                .with(facts);
            let change = |person: &mut Person| person.role = request.role;
            let changed = self
                .base
                .historian
                .stand(&mut op, &person, change, entry, now)
                .await?;
            changed.ok_or(Refusal::RequestOver)?;

            // The old role's permissions end with its sessions (S50).
            let reader = self.reader(&mut op, &person).await?;
            op.sessions().end_all_of(person.id).await?;
            let letter = Letter::RoleChanged { role: request.role };
            op.notify_for(&reader, &person, &letter).await?;
        } else {
            let entry = self
                .entry(HistoryEvent::RoleRefused, &person, &actor, visitor)
                .with(facts);
            op.record(&entry).await?;
        }

        op.commit().await
    }

    /// Whether this administrator is a second one, and the first one made this very request and could still make it.
    async fn may_be_confirmed(
        &self,
        op: &mut dyn Op,
        actor: &Person,
        request: &RoleRequest,
        role: Role,
    ) -> Outcome<()> {
        if !self.base.is_genuine_role_request(request) {
            return Err(Refusal::RequestOver.into());
        }

        if !may_confirm(actor, request) {
            return Err(Refusal::SecondAdministrator.into());
        }

        match self
            .actor(op, request.requested_by, Act::ChangeRoles, Some(role))
            .await
        {
            Ok(_) => Ok(()),
            Err(Failure::Refused(_)) => Err(Refusal::AskerMayNot.into()),
            Err(failure) => Err(failure),
        }
    }

    /// Requests waiting for a second administrator, oldest first.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn role_requests(&self, actor: PersonId) -> Outcome<Vec<RoleRequestView>> {
        let mut op = self.base.reading().await?;
        let now = op.now();
        let actor = self.actor(&mut op, actor, Act::ChangeRoles, None).await?;
        let mut views = Vec::new();

        for request in op.role_requests().waiting(now).await? {
            views.push(RoleRequestView {
                id: request.id,
                person: self.target(&mut op, request.person).await?,
                role: request.role,
                requested_by: self.target(&mut op, request.requested_by).await?,
                expires_at: request.ends_at,
                may_confirm: may_confirm(&actor, &request),
            });
        }

        Ok(views)
    }

    /// The role requested for a person, if a request is waiting.
    pub(crate) async fn requested_role(
        &self,
        op: &mut dyn Op,
        person: PersonId,
    ) -> Outcome<Option<Role>> {
        let now = op.now();
        let waiting = op.role_requests().waiting(now).await?;
        Ok(waiting
            .into_iter()
            .find(|request| request.person == person)
            .map(|request| request.role))
    }
}

/// Whether somebody counts as a second administrator: neither the requester nor the person who would gain. Losing a
/// role may be confirmed by the person who loses it.
fn may_confirm(actor: &Person, request: &RoleRequest) -> bool {
    let own_rise = actor.id == request.person && request.role != Role::Member;
    actor.id != request.requested_by && !own_rise
}

fn known_as(person: &Person) -> String {
    let user_name = person.user_name.as_ref().map(|name| name.as_str());
    user_name
        .or_else(|| person.name.as_ref().map(|name| name.as_str()))
        .unwrap_or_default()
        .to_owned()
}
