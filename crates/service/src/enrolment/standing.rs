//! Where the enrolment of a code stands, and whether it can go on.

use crate::{Outcome, Regain, Seed};
use regain_base::Span;
use regain_domain::{
    ChangeId, EmailAddress, EnrolmentStep, InvitationCode, PersonName, Refusal, UserName, policy,
};
use regain_storage::{Invitation, Mac, Person, Work};
use regain_vault::{Condition, Holdings, VaultWork};

/// Where an enrolment stands.
#[derive(Debug, Clone)]
pub struct EnrolmentView {
    /// What comes next; none if the account is active.
    pub step: Option<EnrolmentStep>,
    /// The invited address.
    pub address: EmailAddress,
    /// The name, once given.
    pub name: Option<PersonName>,
    /// The user name, once given.
    pub user_name: Option<UserName>,
    /// How many steps there are.
    pub steps: u32,
    /// The secret of the authenticator app, where it is to be set up.
    pub seed: Option<Seed>,
}

/// The enrolment of a code.
pub(super) struct Enrolment {
    pub(super) invitation: Invitation,
    pub(super) person: Person,
    pub(super) address: EmailAddress,
}

impl Regain {
    /// Where the enrolment of an invitation stands.
    ///
    /// # Errors
    /// [`Refusal::InvitationUnknown`], [`Refusal::InvitationExpired`], [`Refusal::InvitationReplaced`]. An accepted
    /// invitation has no next step.
    pub async fn enrolment(&self, code: &InvitationCode) -> Outcome<EnrolmentView> {
        let mut work = self.store.read_vault().await?;
        let enrolment = self.find(work.as_mut(), code).await?;
        let step = match enrolment.invitation.accepted_at {
            Some(_) => None,
            None => {
                let holdings = self.holdings(work.as_mut(), &enrolment.person).await?;
                Some(self.next_step(&enrolment, &holdings))
            }
        };
        let seed = match step {
            Some(EnrolmentStep::Authenticator) => Some(
                self.enrolment_seed(work.as_mut(), &enrolment.person, &enrolment.invitation)
                    .await?,
            ),
            _ => None,
        };
        let second_factor = self.base.policy(work.as_mut()).await?.second_factor();
        Ok(EnrolmentView {
            // Who has come to the last step has it before them, whatever the policy became meanwhile.
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

    /// What an invited person has made so far; nothing if it isn't what they made.
    pub(super) async fn holdings(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
    ) -> Outcome<Holdings> {
        match self.vault.check(work, person).await? {
            Condition::Genuine(holdings) => Ok(holdings),
            Condition::Tampered => Err(Refusal::InvitationUnknown.into()),
        }
    }

    /// The enrolment of a code that can go on.
    pub(super) async fn open(
        &self,
        work: &mut dyn Work,
        code: &InvitationCode,
    ) -> Outcome<Enrolment> {
        let enrolment = self.find(work, code).await?;
        match enrolment.invitation.accepted_at {
            Some(_) => Err(Refusal::InvitationUsed.into()),
            None => Ok(enrolment),
        }
    }

    /// The enrolment of a code that is open or accepted.
    async fn find(&self, work: &mut dyn Work, code: &InvitationCode) -> Outcome<Enrolment> {
        let mut found = None;
        for (_, keys) in self.base.keys.all() {
            let invitation = work
                .invitations()
                .by_code(&keys.invitation_mac(code))
                .await?;
            found = found.or(invitation);
        }
        let invitation = found.ok_or(Refusal::InvitationUnknown)?;
        if invitation.replaced_at.is_some() {
            return Err(Refusal::InvitationReplaced.into());
        }
        if invitation.accepted_at.is_none() && !invitation.lasts(self.base.now()) {
            return Err(Refusal::InvitationExpired.into());
        }
        let person = work
            .people()
            .by_id(invitation.person)
            .await?
            .ok_or(Refusal::InvitationUnknown)?;
        // The code binds the invitation to its person and their address: a row that was given to somebody else, or whose
        // person was given another address, is of no use.
        let address = match self.base.invited_address(work, &invitation).await? {
            // Who came may have changed it since; nothing can be done with an accepted one.
            None if invitation.accepted_at.is_some() => {
                work.people().addresses(person.id).await?.into_iter().next()
            }
            bound => bound,
        };
        Ok(Enrolment {
            invitation,
            person,
            address: address.ok_or(Refusal::InvitationUnknown)?,
        })
    }

    /// Whether a change was made with this invitation. What the holder of an earlier one chose isn't there yet for whoever
    /// got this one: they might be two people (S78).
    fn is_own(&self, invitation: &Invitation, seal: Option<&Mac>, change: ChangeId) -> bool {
        let span = Span::of(invitation.created_at, policy::INVITATION_LIFETIME);
        seal.is_some_and(|seal| {
            self.base.is_sealed(span, seal, |keys| {
                keys.invitation_seal(invitation.id, change)
            })
        })
    }

    /// What an invited person does next. Whether the codes are still to be shown or one is to be typed back is for the
    /// page to say: both are open once there is a set.
    pub(super) fn next_step(&self, enrolment: &Enrolment, holdings: &Holdings) -> EnrolmentStep {
        let (person, invitation) = (&enrolment.person, &enrolment.invitation);
        let own = |seal: &Option<Mac>, change| self.is_own(invitation, seal.as_ref(), change);
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
