//! From an invitation to an active account, step by step; each step is kept (S20).

use crate::{Outcome, Regain, Visitor};
use regain_base::Letter;
use regain_domain::{
    EmailAddress, EnrolmentStep, Facts, HistoryEvent, InvitationCode, NewPassword, PersonName, Refusal, SavedCode,
    UserName, policy,
};
use regain_storage::{Invitation, Person, Work};
use regain_vault::{Condition, Holdings, NewSavedCode, VaultWork, VerifiedProofs};

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
}

/// A new set of saved codes, to be shown once.
#[derive(Debug)]
pub struct SavedCodeSet(pub Vec<SavedCode>);

struct Enrolment {
    invitation: Invitation,
    person: Person,
    address: EmailAddress,
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
            None => Some(next_step(&enrolment.person, &self.holdings(work.as_mut(), &enrolment.person).await?)),
        };
        Ok(EnrolmentView {
            step,
            address: enrolment.address,
            name: enrolment.person.name,
            user_name: enrolment.person.user_name,
        })
    }

    /// Step 1: what the person is called, and signs in with.
    ///
    /// # Errors
    /// The rule that is broken; [`Refusal::UserNameTaken`].
    pub async fn enrol_names(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &PersonName,
        user_name: &UserName,
    ) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let person = self.open(work.as_mut(), code).await?.person;
        if !work.people().set_names(person.id, name, user_name).await? {
            return Err(Refusal::UserNameTaken.into());
        }
        work.people().set_language(person.id, visitor.language).await?;
        Ok(work.commit().await?)
    }

    /// Step 2: the password; answers the saved codes of step 3.
    ///
    /// # Errors
    /// The rule that the password breaks; [`Refusal::InvitationStep`] before step 1.
    pub async fn enrol_password(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        password: &str,
    ) -> Outcome<SavedCodeSet> {
        let mut work = self.store.read_vault().await?;
        let enrolment = self.open(work.as_mut(), code).await?;
        drop(work);
        if enrolment.person.user_name.is_none() {
            return Err(Refusal::InvitationStep.into());
        }
        let context = self.password_context(&enrolment.person, std::slice::from_ref(&enrolment.address));
        let password = NewPassword::parse(password, &context)?;
        let hash = self.hasher.hash(password.expose(), self.base.bytes()).await?;

        let mut work = self.store.write_vault().await?;
        let proofs = self.right_of(work.as_mut(), &enrolment.invitation).await?;
        let circumstances = crate::circumstances(visitor);
        let (event, facts) = (HistoryEvent::PasswordSet, Facts::default());
        self.vault.set_password(work.as_mut(), proofs, event, facts, &hash, &circumstances).await?;
        work.commit().await?;
        self.new_saved_codes(visitor, code).await
    }

    /// Step 3 again, where the codes were lost before they were confirmed: a new set in place of the old one.
    ///
    /// # Errors
    /// [`Refusal::InvitationStep`] before step 2.
    pub async fn new_saved_codes(&self, visitor: &Visitor, code: &InvitationCode) -> Outcome<SavedCodeSet> {
        let mut work = self.store.read_vault().await?;
        let enrolment = self.open(work.as_mut(), code).await?;
        let ready = self.holdings(work.as_mut(), &enrolment.person).await?.password.is_some();
        drop(work);
        if !ready {
            return Err(Refusal::InvitationStep.into());
        }
        let (codes, stored) = self.make_saved_codes().await?;
        let stored: [NewSavedCode; policy::SAVED_CODES] = stored.try_into().map_err(|_| Refusal::InvitationStep)?;
        let mut work = self.store.write_vault().await?;
        let proofs = self.right_of(work.as_mut(), &enrolment.invitation).await?;
        self.vault.replace_saved_codes(work.as_mut(), proofs, &stored, &crate::circumstances(visitor)).await?;
        work.commit().await?;
        Ok(SavedCodeSet(codes))
    }

    /// Step 4: one code typed back. The account is active, the address verified, the invitation used (S20).
    ///
    /// # Errors
    /// [`Refusal::CodeWrong`] if it isn't one of the current set; [`Refusal::InvitationStep`] before step 3.
    pub async fn enrol_confirm(&self, visitor: &Visitor, code: &InvitationCode, typed: &str) -> Outcome<()> {
        let typed = SavedCode::parse(typed)?;
        let mut work = self.store.read_vault().await?;
        let enrolment = self.open(work.as_mut(), code).await?;
        let person = enrolment.person;
        let holdings = self.holdings(work.as_mut(), &person).await?;
        drop(work);
        if next_step(&person, &holdings) < EnrolmentStep::ConfirmCode {
            return Err(Refusal::InvitationStep.into());
        }
        let row = holdings.saved_codes.into_iter().find(|row| row.selector == typed.selector());
        let hash = row.as_ref().map(|row| &row.hash);
        if !self.hasher.verify(typed.verifier().as_bytes(), hash).await?.matches {
            return Err(Refusal::CodeWrong.into());
        }

        let mut work = self.store.write_vault().await?;
        let proofs = self.vault.by_invitation(work.as_mut(), &enrolment.invitation, self.base.now()).await?;
        let Some(proofs) = proofs else {
            drop(work);
            self.enrolment_is_open(code).await?;
            return Err(Refusal::InvitationUsed.into());
        };
        let current = self.holdings(work.as_mut(), proofs.person()).await?;
        if !row.is_some_and(|row| current.saved_codes.contains(&row)) {
            return Err(Refusal::CodeWrong.into());
        }
        let invitation = enrolment.invitation.id;
        if !self.vault.activate(work.as_mut(), proofs, invitation, &crate::circumstances(visitor)).await? {
            return Err(Refusal::InvitationUsed.into());
        }
        self.base.notify(work.as_mut(), &person, visitor, &Letter::Enrolled).await?;
        self.base.commit(work).await
    }

    async fn enrolment_is_open(&self, code: &InvitationCode) -> Outcome<()> {
        let mut work = self.store.read_vault().await?;
        self.open(work.as_mut(), code).await.map(|_| ())
    }

    async fn right_of(&self, work: &mut dyn VaultWork, invitation: &Invitation) -> Outcome<VerifiedProofs> {
        let proofs = self.vault.by_invitation(work, invitation, self.base.now()).await?;
        Ok(proofs.ok_or(Refusal::InvitationUsed)?)
    }

    /// What an invited person has made so far; nothing if it isn't what they made.
    async fn holdings(&self, work: &mut dyn VaultWork, person: &Person) -> Outcome<Holdings> {
        match self.vault.check(work, person).await? {
            Condition::Genuine(holdings) => Ok(holdings),
            Condition::Tampered => Err(Refusal::InvitationUnknown.into()),
        }
    }

    /// The enrolment of a code that can go on.
    async fn open(&self, work: &mut dyn Work, code: &InvitationCode) -> Outcome<Enrolment> {
        let enrolment = self.find(work, code).await?;
        match enrolment.invitation.accepted_at {
            Some(_) => Err(Refusal::InvitationUsed.into()),
            None => Ok(enrolment),
        }
    }

    /// The enrolment of a code that is open or accepted.
    async fn find(&self, work: &mut dyn Work, code: &InvitationCode) -> Outcome<Enrolment> {
        let invitation = work.invitations().by_code(&self.base.keys.invitation_mac(code)).await?;
        // The code binds the invitation to its person: a row that was given to somebody else is of no use.
        let bound = |found: &Invitation| self.base.invitation_link(found).code == *code;
        let invitation = invitation.filter(bound).ok_or(Refusal::InvitationUnknown)?;
        if invitation.replaced_at.is_some() {
            return Err(Refusal::InvitationReplaced.into());
        }
        if invitation.accepted_at.is_none() && self.base.now() >= invitation.expires_at {
            return Err(Refusal::InvitationExpired.into());
        }
        let person = work.people().by_id(invitation.person).await?.ok_or(Refusal::InvitationUnknown)?;
        let address = work.people().addresses(person.id).await?.into_iter().next();
        Ok(Enrolment { invitation, person, address: address.ok_or(Refusal::InvitationUnknown)? })
    }
}

/// What an invited person does next. Whether the codes are still to be shown or one is to be typed back is for the page
/// to say: both are open once there is a set.
fn next_step(person: &Person, holdings: &Holdings) -> EnrolmentStep {
    if person.name.is_none() || person.user_name.is_none() {
        EnrolmentStep::Name
    } else if holdings.password.is_none() {
        EnrolmentStep::Password
    } else if holdings.saved_codes.is_empty() {
        EnrolmentStep::SaveCodes
    } else {
        EnrolmentStep::ConfirmCode
    }
}
