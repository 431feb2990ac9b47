//! The table of permissions.

use crate::Admin;
use regain_base::{Op, Outcome};
use regain_domain::{PersonId, PersonStatus, Refusal, Role};
use regain_storage::Person;

/// An action that needs a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// See the list of people.
    SeePeople,
    /// Invite, and cancel an invitation.
    Invite,
    /// Disable, enable, end sessions.
    Stand,
    /// Request a role for somebody; confirm or reject another administrator's request.
    ChangeRoles,
    /// Read, verify and export the history.
    ReadHistory,
    /// See the policy, and the people whom a change would affect.
    SeePolicy,
    /// Change the policy; confirm or reject another administrator's request.
    ChangePolicy,
}

impl Act {
    /// Every action.
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

/// Whether a role may perform an action on somebody with another role; `None` if it concerns nobody in particular.
#[must_use]
pub const fn role_permits(role: Role, act: Act, to: Option<Role>) -> bool {
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
    /// The actor's current record, if they have permission.
    pub(crate) async fn actor(
        &self,
        op: &mut dyn Op,
        actor: PersonId,
        act: Act,
        to: Option<Role>,
    ) -> Outcome<Person> {
        let actor = op.people().by_id(actor).await?.ok_or(Refusal::SignedOut)?;
        let usable = actor.status == PersonStatus::Active && actor.frozen_at.is_none();

        // A role granted by SQL alone doesn't count (S79).
        if !usable || !self.base.historian.stands(op, &actor).await? {
            return Err(Refusal::SignedOut.into());
        }

        if role_permits(actor.role, act, to) {
            Ok(actor)
        } else {
            Err(Refusal::NotAllowed.into())
        }
    }

    /// The person acted on.
    pub(crate) async fn target(&self, op: &mut dyn Op, person: PersonId) -> Outcome<Person> {
        Ok(op
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
                assert!(role_permits(Role::GlobalAdministrator, act, to));
                assert!(!role_permits(Role::Member, act, to));
                let reads = matches!(act, Act::SeePeople | Act::ReadHistory | Act::SeePolicy);
                assert_eq!(role_permits(Role::Auditor, act, to), reads);
                let of_members = matches!(act, Act::Invite | Act::Stand)
                    && matches!(to, None | Some(Role::Member));
                assert_eq!(
                    role_permits(Role::UserAdministrator, act, to),
                    reads || of_members,
                    "{act:?} {to:?}"
                );
            }
        }
    }
}
