//! The list of people: no credential, and none of its methods (S81).

use crate::{Act, Admin, may};
use regain_base::Outcome;
use regain_domain::{EmailAddress, PersonId, PersonStatus, Role, Timestamp};
use regain_storage::{PeopleQuery, Person, PersonSummary};

/// People on one page.
const PAGE: u32 = 50;

/// A page of people.
#[derive(Debug, Clone)]
pub struct PeoplePage {
    /// In the order of their names.
    pub people: Vec<PersonSummary>,
    /// How many the search finds in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<(String, PersonId)>,
}

/// One person, as administrators see them.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// The person.
    pub person: Person,
    /// All addresses.
    pub addresses: Vec<EmailAddress>,
    /// When the account is erased, if its owner asked for that or it stays disabled (S103).
    pub erased_on: Option<Timestamp>,
    /// When the open invitation ends, if there is one.
    pub invitation_ends: Option<Timestamp>,
    /// Whether the asking administrator may disable, enable and end sessions.
    pub may_stand: bool,
    /// Whether the asking administrator may invite again or take the invitation back.
    pub may_invite: bool,
    /// Whether the asking administrator may ask for another role.
    pub may_change_roles: bool,
    /// The role that is asked for them, if that waits for a second administrator.
    pub requested_role: Option<Role>,
    /// Whether it is the asking administrator.
    pub is_self: bool,
    /// Whether there is no other active global administrator.
    pub is_last_administrator: bool,
}

impl Admin {
    /// A page of those whom a search finds.
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`].
    pub async fn people(
        &self,
        actor: PersonId,
        text: &str,
        status: Option<PersonStatus>,
        role: Option<Role>,
        after: Option<(String, PersonId)>,
    ) -> Outcome<PeoplePage> {
        let mut work = self.base.store.read().await?;
        self.actor(work.as_mut(), actor, Act::SeePeople, None)
            .await?;
        let query = PeopleQuery {
            text: looked_for(text),
            status,
            role,
            after,
            limit: PAGE + 1,
        };
        let mut people = work.people().page(&query).await?;
        let total = work.people().count(&query).await?;
        let more = people.len() > PAGE as usize;
        people.truncate(PAGE as usize);
        let next = people
            .last()
            .filter(|_| more)
            .map(|last| (last.sort_key.clone(), last.person.id));
        Ok(PeoplePage {
            people,
            total,
            next,
        })
    }

    /// One person.
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`], [`regain_domain::Refusal::PersonUnknown`].
    pub async fn person(&self, actor: PersonId, person: PersonId) -> Outcome<PersonView> {
        let mut work = self.base.store.read().await?;
        let actor = self
            .actor(work.as_mut(), actor, Act::SeePeople, None)
            .await?;
        let person = self.target(work.as_mut(), person).await?;
        let addresses = work.people().addresses(person.id).await?;
        let invitation = work.invitations().open_of(person.id).await?;
        let is_last_administrator = self.not_the_last(work.as_mut(), &person).await.is_err();
        let now = self.base.now();
        let leaving = self
            .base
            .historian
            .leaving(work.as_mut(), &person, now)
            .await?;
        let requested_role = self.requested_role(work.as_mut(), person.id).await?;
        Ok(PersonView {
            addresses,
            requested_role,
            erased_on: leaving.map(|leaving| leaving.ends_at(now)),
            invitation_ends: invitation.map(|invitation| invitation.expires_at),
            may_stand: may(actor.role, Act::Stand, Some(person.role)),
            may_invite: may(actor.role, Act::Invite, Some(person.role)),
            may_change_roles: may(actor.role, Act::ChangeRoles, Some(person.role)),
            is_self: actor.id == person.id,
            is_last_administrator,
            person,
        })
    }
}

/// What is looked for, in the form in which it is stored; a domain that is typed in punycode or by its own letters is found
/// either way.
pub(crate) fn looked_for(text: &str) -> String {
    regain_domain::text::folded(text).trim().to_owned()
}
