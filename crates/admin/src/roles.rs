//! Roles: one administrator asks, another one confirms, wherever a privileged role is given or taken.

use crate::{Act, Admin};
use regain_base::{Failure, Letter, Outcome, Visitor};
use regain_domain::{
    Facts, HistoryEvent, PersonId, PersonStatus, Refusal, RequestId, Role, Timestamp, policy,
};
use regain_storage::{Mac, Person, RoleRequest, Work};

/// A request that waits for a second administrator.
#[derive(Debug, Clone)]
pub struct RoleRequestView {
    /// Its id.
    pub id: RequestId,
    /// For whom.
    pub person: Person,
    /// Which role.
    pub role: Role,
    /// Who asked.
    pub requested_by: Person,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether the asking administrator may confirm it.
    pub may_confirm: bool,
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// The role is changed.
    Confirmed,
    /// It stays as it is.
    Refused,
}

impl Admin {
    /// Asks for another role for somebody. Every role beside "member" has power over others, so that a second
    /// administrator confirms that it is given or taken.
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
        let now = self.base.now();
        let mut work = self.base.store.write().await?;
        let person = self.target(work.as_mut(), person).await?;
        let actor = self
            .actor(work.as_mut(), actor, Act::ChangeRoles, Some(person.role))
            .await?;
        if person.status != PersonStatus::Active {
            return Err(Refusal::NotActive.into());
        }
        if person.role == role {
            return Err(Refusal::RoleUnchanged.into());
        }
        self.not_the_last(work.as_mut(), &person).await?;
        let expires_at = now.plus(policy::ROLE_REQUEST_LIFETIME);
        let mut request = RoleRequest {
            id: RequestId::from_bytes(self.base.bytes()),
            person: person.id,
            role,
            requested_by: actor.id,
            requested_at: now,
            expires_at,
            ends_at: expires_at,
            seal: Mac::default(),
        };
        request.seal = self.base.keys.role_request_seal(&request);
        if !work.role_requests().insert(&request).await? {
            return Err(Refusal::RoleRequested.into());
        }
        // Whichever role it is: every other administrator is told.
        self.base.may_take(work.as_mut(), actor.id).await?;
        let facts = Facts {
            role: Some(role),
            ..Facts::default()
        };
        let entry = self
            .entry(HistoryEvent::RoleRequested, &person, &actor, visitor)
            .with(facts);
        self.base.tell(work.as_mut(), &entry).await?;
        let letter = Letter::RoleRequested {
            person: known_as(&person),
            role,
        };
        self.base
            .notify_administrators(work.as_mut(), Some(actor.id), visitor, &letter)
            .await?;
        self.base.commit(work).await
    }

    /// Confirms a request, or turns it down; who asked can only take it back, and nobody confirms their own rise.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::RequestOver`], [`Refusal::SecondAdministrator`],
    /// [`Refusal::LastAdministrator`]; [`Refusal::AskerMayNot`]; [`Refusal::ActsSpent`] (S114) if the role is a lower
    /// one.
    pub async fn decide_role(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        request: RequestId,
        decided: Decided,
    ) -> Outcome<()> {
        let now = self.base.now();
        let mut work = self.base.store.write().await?;
        let request = work
            .role_requests()
            .open(request, now)
            .await?
            .ok_or(Refusal::RequestOver)?;
        let person = self.target(work.as_mut(), request.person).await?;
        let actor = self
            .actor(work.as_mut(), actor, Act::ChangeRoles, Some(person.role))
            .await?;
        let confirmed = decided == Decided::Confirmed;
        if confirmed {
            self.may_be_confirmed(work.as_mut(), &actor, &request, person.role)
                .await?;
        }
        if !work
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
            self.not_the_last(work.as_mut(), &person).await?;
            if request.role < person.role {
                self.base.may_take(work.as_mut(), actor.id).await?;
            }
            let entry = self
                .entry(HistoryEvent::RoleChanged, &person, &actor, visitor)
                .with(facts);
            let change = |person: &mut Person| person.role = request.role;
            let changed = self
                .base
                .historian
                .stand(work.as_mut(), &person, change, entry, now)
                .await?;
            changed.ok_or(Refusal::RequestOver)?;
            // What the old role allowed ends with the sessions that had it (S50).
            let reader = self.reader(work.as_mut(), &person).await?;
            work.sessions().end_all_of(person.id).await?;
            let letter = Letter::RoleChanged { role: request.role };
            self.base
                .notify(work.as_mut(), &person, &reader, &letter)
                .await?;
        } else {
            let entry = self
                .entry(HistoryEvent::RoleRefused, &person, &actor, visitor)
                .with(facts);
            self.base.tell(work.as_mut(), &entry).await?;
        }
        self.base.commit(work).await
    }

    /// Whether this administrator is a second one, and the first one asked for just this and could ask for it still.
    async fn may_be_confirmed(
        &self,
        work: &mut dyn Work,
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
            .actor(work, request.requested_by, Act::ChangeRoles, Some(role))
            .await
        {
            Ok(_) => Ok(()),
            Err(Failure::Refused(_)) => Err(Refusal::AskerMayNot.into()),
            Err(failure) => Err(failure),
        }
    }

    /// What waits for a second administrator, the oldest first.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn role_requests(&self, actor: PersonId) -> Outcome<Vec<RoleRequestView>> {
        let now = self.base.now();
        let mut work = self.base.store.read().await?;
        let actor = self
            .actor(work.as_mut(), actor, Act::ChangeRoles, None)
            .await?;
        let mut views = Vec::new();
        for request in work.role_requests().waiting(now).await? {
            views.push(RoleRequestView {
                id: request.id,
                person: self.target(work.as_mut(), request.person).await?,
                role: request.role,
                requested_by: self.target(work.as_mut(), request.requested_by).await?,
                expires_at: request.ends_at,
                may_confirm: may_confirm(&actor, &request),
            });
        }
        Ok(views)
    }

    /// The role that is asked for a person, if a request is waiting.
    pub(crate) async fn requested_role(
        &self,
        work: &mut dyn Work,
        person: PersonId,
    ) -> Outcome<Option<Role>> {
        let waiting = work.role_requests().waiting(self.base.now()).await?;
        Ok(waiting
            .into_iter()
            .find(|request| request.person == person)
            .map(|request| request.role))
    }
}

/// A second administrator: not the one who asked, and not the one who would gain by it. Losing a role may be confirmed by
/// whoever loses it.
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
