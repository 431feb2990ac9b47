//! Who may do what: one table.

use crate::Admin;
use regain_base::Outcome;
use regain_domain::{PersonId, PersonStatus, Refusal, Role};
use regain_storage::{Person, Work};

/// Something that needs a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// See the list of people.
    SeePeople,
    /// Invite, and take an invitation back.
    Invite,
    /// Disable, enable, end sessions.
    Stand,
    /// Ask for a role for somebody, confirm or turn down what another has asked.
    ChangeRoles,
    /// Read, verify and export the history.
    ReadHistory,
    /// See the policy, and whom a change would concern.
    SeePolicy,
    /// Change the policy, confirm or turn down what another has asked.
    ChangePolicy,
}

impl Act {
    /// Everything that needs a role.
    pub const ALL: [Self; 7] = [
        Self::SeePeople,
        Self::Invite,
        Self::Stand,
        Self::ChangeRoles,
        Self::ReadHistory,
        Self::SeePolicy,
        Self::ChangePolicy,
    ];
}

/// Whether a role may do something to somebody of another role; `None` where it is about nobody in particular.
#[must_use]
pub const fn may(role: Role, act: Act, to: Option<Role>) -> bool {
    match (role, act) {
        (
            Role::GlobalAdministrator,
            Act::Invite | Act::Stand | Act::ChangeRoles | Act::ChangePolicy,
        ) => true,
        (Role::UserAdministrator, Act::Invite | Act::Stand) => {
            matches!(to, None | Some(Role::Member))
        }
        (role, Act::SeePeople | Act::ReadHistory | Act::SeePolicy) => !matches!(role, Role::Member),
        (Role::Member | Role::Auditor | Role::UserAdministrator, _) => false,
    }
}

impl Admin {
    /// The actor, as they are now, if they may do it.
    pub(crate) async fn actor(
        &self,
        work: &mut dyn Work,
        actor: PersonId,
        act: Act,
        to: Option<Role>,
    ) -> Outcome<Person> {
        let actor = work
            .people()
            .by_id(actor)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let usable = actor.status == PersonStatus::Active && actor.frozen_at.is_none();
        // A role that SQL alone gave is none (S79).
        if !usable || !self.base.historian.stands(work, &actor).await? {
            return Err(Refusal::SignedOut.into());
        }
        if may(actor.role, act, to) {
            Ok(actor)
        } else {
            Err(Refusal::NotAllowed.into())
        }
    }

    /// The person something is done to.
    pub(crate) async fn target(&self, work: &mut dyn Work, person: PersonId) -> Outcome<Person> {
        Ok(work
            .people()
            .by_id(person)
            .await?
            .ok_or(Refusal::PersonUnknown)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_who_may_do_what() {
        for act in Act::ALL {
            for to in [None].into_iter().chain(Role::ALL.map(Some)) {
                assert!(may(Role::GlobalAdministrator, act, to));
                assert!(!may(Role::Member, act, to));
                let reads = matches!(act, Act::SeePeople | Act::ReadHistory | Act::SeePolicy);
                assert_eq!(may(Role::Auditor, act, to), reads);
                let of_members = matches!(act, Act::Invite | Act::Stand)
                    && matches!(to, None | Some(Role::Member));
                assert_eq!(
                    may(Role::UserAdministrator, act, to),
                    reads || of_members,
                    "{act:?} {to:?}"
                );
            }
        }
    }
}
