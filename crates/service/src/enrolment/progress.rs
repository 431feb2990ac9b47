//! The state of an enrolment, and whether it can continue.

use crate::enrolment::Enrolment;
use crate::{Outcome, Seed};
use regain_base::{Op, Span};
use regain_domain::{
    ChangeId, EmailAddress, EnrolmentStep, InvitationCode, PersonName, Refusal, UserName, policy,
};
use regain_storage::{Invitation, InvitationSeal, Person};
use regain_vault::{Condition, Holdings, VaultOp};

/// The state of an enrolment.
#[derive(Debug, Clone)]
pub struct EnrolmentView {
    /// The next step; `None` if the account is active.
    pub step: Option<EnrolmentStep>,
    /// The invited address.
    pub address: EmailAddress,
    /// The name, once given.
    pub name: Option<PersonName>,
    /// The user name, once given.
    pub user_name: Option<UserName>,
    /// Number of steps.
    pub steps: u32,
    /// The authenticator app's secret, at the step that sets it up.
    pub seed: Option<Seed>,
}

/// An enrolment, found by its code.
pub(super) struct Invited {
    pub(super) invitation: Invitation,
    pub(super) person: Person,
    pub(super) address: EmailAddress,
}

impl Enrolment {
    /// The state of an invitation's enrolment.
    ///
    /// # Errors
    /// [`Refusal::InvitationUnknown`], [`Refusal::InvitationExpired`], [`Refusal::InvitationReplaced`]. An accepted
    /// invitation has no next step.
    pub async fn view(&self, code: &InvitationCode) -> Outcome<EnrolmentView> {
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.find(&mut op, code).await?;
        let step = match enrolment.invitation.accepted_at {
            Some(_) => None,
            None => {
                let holdings = self.holdings(&mut op, &enrolment.person).await?;
                Some(self.next_step(&enrolment, &holdings))
            }
        };

        let seed = match step {
            Some(EnrolmentStep::Authenticator) => Some(
                self.enrolment_seed(&mut op, &enrolment.person, &enrolment.invitation)
                    .await?,
            ),
            _ => None,
        };

        let second_factor = op.policy().await?.second_factor();
        Ok(EnrolmentView {
            // At the last step it is counted, even if the policy has changed meanwhile.
            steps: EnrolmentStep::count(
                second_factor || step == Some(EnrolmentStep::Authenticator),
            ),
            seed,
            step,
            address: enrolment.address,
            name: enrolment.person.name,
            user_name: enrolment.person.user_name,
        })
    }

    /// What an invited person has made so far; refused if it isn't genuine.
    pub(super) async fn holdings(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
    ) -> Outcome<Holdings> {
        match self.vault.check(op, person).await? {
            Condition::Genuine(holdings) => Ok(holdings),
            Condition::Tampered => Err(Refusal::InvitationUnknown.into()),
        }
    }

    /// The enrolment of a code, if it can continue.
    pub(super) async fn open(&self, op: &mut dyn Op, code: &InvitationCode) -> Outcome<Invited> {
        let enrolment = self.find(op, code).await?;
        match enrolment.invitation.accepted_at {
            Some(_) => Err(Refusal::InvitationUsed.into()),
            None => Ok(enrolment),
        }
    }

    /// The enrolment of a code, open or accepted.
    async fn find(&self, op: &mut dyn Op, code: &InvitationCode) -> Outcome<Invited> {
        let mut found = None;
        for (_, keys) in self.base.keys.all() {
            let invitation = op
                .invitations()
                .by_code(&keys.invitation_digest(code))
                .await?;
            found = found.or(invitation);
        }

        let invitation = found.ok_or(Refusal::InvitationUnknown)?;
        if invitation.replaced_at.is_some() {
            return Err(Refusal::InvitationReplaced.into());
        }

        if invitation.accepted_at.is_none() && !invitation.lasts(op.now()) {
            return Err(Refusal::InvitationExpired.into());
        }

        let person = op
            .people()
            .by_id(invitation.person)
            .await?
            .ok_or(Refusal::InvitationUnknown)?;

        // The code binds the invitation to its person and address: if the row was reassigned, or the person was given
        // another address, it is useless.
        let address = match self.base.invited_address(op, &invitation).await? {
            // The person may have changed it since; an accepted invitation allows nothing anyway.
            None if invitation.accepted_at.is_some() => {
                op.people().addresses(person.id).await?.into_iter().next()
            }
            bound => bound,
        };

        Ok(Invited {
            invitation,
            person,
            address: address.ok_or(Refusal::InvitationUnknown)?,
        })
    }

    /// Whether a change was made under this invitation. Choices made under an earlier invitation don't count: its
    /// holder might be another person (S78).
    fn is_own(
        &self,
        invitation: &Invitation,
        seal: Option<&InvitationSeal>,
        change: ChangeId,
    ) -> bool {
        let span = Span::of(invitation.created_at, policy::INVITATION_LIFETIME);
        seal.is_some_and(|seal| {
            self.base.is_sealed(span, seal, |keys| {
                keys.invitation_seal(invitation.id, change)
            })
        })
    }

    /// The next step of an invited person. Once there is a set of codes, the page decides whether to show them or to
    /// ask for one.
    pub(super) fn next_step(&self, enrolment: &Invited, holdings: &Holdings) -> EnrolmentStep {
        let person = &enrolment.person;
        let invitation = &enrolment.invitation;
        let own =
            |seal: &Option<InvitationSeal>, change| self.is_own(invitation, seal.as_ref(), change);
        let password = holdings
            .password
            .as_ref()
            .filter(|row| own(&invitation.password_seal, row.change));
        let codes = &holdings.saved_codes;
        let confirmed = invitation.codes_confirmed;

        if person.name.is_none() || person.user_name.is_none() {
            EnrolmentStep::Name
        } else if password.is_none() {
            EnrolmentStep::Password
        } else if codes.is_empty()
            || !codes
                .iter()
                .all(|row| own(&invitation.codes_seal, row.change))
        {
            EnrolmentStep::SaveCodes
        } else if confirmed.is_some() && codes.iter().all(|row| Some(row.change) == confirmed) {
            EnrolmentStep::Authenticator
        } else {
            EnrolmentStep::ConfirmCode
        }
    }
}
