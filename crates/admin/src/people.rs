//! The list of people, without credentials or their kinds (S81).

use crate::{Act, Admin, role_permits};
use regain_base::{Op, Outcome};
use regain_domain::{EmailAddress, PersonId, PersonStatus, Role, Timestamp};
use regain_storage::{PeopleQuery, Person, PersonSummary, Work};

/// People on one page.
const PAGE: u32 = 50;

/// A page of people.
#[derive(Debug, Clone)]
pub struct PeoplePage {
    /// Ordered by name.
    pub people: Vec<PersonSummary>,
    /// Number that the search finds in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<(String, PersonId)>,
}

/// A person, as administrators see them.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// The person.
    pub person: Person,
    /// All addresses.
    pub addresses: Vec<EmailAddress>,
    /// When the account will be erased, if its owner requested that or it stays disabled (S103).
    pub erased_on: Option<Timestamp>,
    /// Expiry of the open invitation, if any.
    pub invitation_ends: Option<Timestamp>,
    /// Whether the requesting administrator may disable, enable and end sessions.
    pub may_stand: bool,
    /// Whether the requesting administrator may invite again or cancel the invitation.
    pub may_invite: bool,
    /// Whether the requesting administrator may request another role.
    pub may_change_roles: bool,
    /// The role requested for them, if that waits for a second administrator.
    pub requested_role: Option<Role>,
    /// Whether it is the requesting administrator.
    pub is_self: bool,
    /// Whether there is no other active global administrator.
    pub is_last_administrator: bool,
}

impl Admin {
    /// A page of the people that a search finds.
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
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::SeePeople, None).await?;
        let query = PeopleQuery {
            text: looked_for(text),
            status,
            role,
            after,
            limit: PAGE + 1,
        };
        let mut people = op.people().page(&query).await?;
        let total = op.people().count(&query).await?;
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

    /// A single person.
    ///
    /// # Errors
    /// [`regain_domain::Refusal::NotAllowed`], [`regain_domain::Refusal::PersonUnknown`].
    pub async fn person(&self, actor: PersonId, person: PersonId) -> Outcome<PersonView> {
        let mut op = self.base.reading().await?;
        let actor = self.actor(&mut op, actor, Act::SeePeople, None).await?;
        let person = self.target(&mut op, person).await?;
        let addresses = op.people().addresses(person.id).await?;
        let invitation = op.invitations().open_of(person.id).await?;
        let is_last_administrator = self.not_the_last(&mut op, &person).await.is_err();
        let now = op.now();
        let leaving = self.base.historian.leaving(&mut op, &person, now).await?;
        let requested_role = self.requested_role(&mut op, person.id).await?;

        Ok(PersonView {
            addresses,
            requested_role,
            erased_on: leaving.map(|leaving| leaving.ends_at(now)),
            invitation_ends: invitation.map(|invitation| invitation.expires_at),
            may_stand: role_permits(actor.role, Act::Stand, Some(person.role)),
            may_invite: role_permits(actor.role, Act::Invite, Some(person.role)),
            may_change_roles: role_permits(actor.role, Act::ChangeRoles, Some(person.role)),
            is_self: actor.id == person.id,
            is_last_administrator,
            person,
        })
    }
}

/// The search text in its stored form; a domain is found both in punycode and in its own script.
pub(crate) fn looked_for(text: &str) -> String {
    regain_domain::text::folded(text).trim().to_owned()
}
