//! From an invitation to an active account, step by step; each step is kept (S20).

use crate::outbox::Letter;
use crate::proofs::VerifiedProofs;
use crate::{Outcome, Regain, Visitor, credentials};
use regain_domain::{
    EmailAddress, EnrolmentStep, InvitationCode, NewPassword, PersonName, Refusal, SavedCode, UserName,
};
use regain_storage::{Invitation, Person, Work};

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
        let mut work = self.store.read().await?;
        let enrolment = self.find(work.as_mut(), code).await?;
        let step = match enrolment.invitation.accepted_at {
            Some(_) => None,
            None => Some(next_step(work.as_mut(), &enrolment.person).await?),
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
        let mut work = self.store.write().await?;
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
    pub async fn enrol_password(&self, code: &InvitationCode, password: &str) -> Outcome<SavedCodeSet> {
        let mut work = self.store.read().await?;
        let enrolment = self.open(work.as_mut(), code).await?;
        drop(work);
        if enrolment.person.user_name.is_none() {
            return Err(Refusal::InvitationStep.into());
        }
        let context = self.password_context(&enrolment.person, std::slice::from_ref(&enrolment.address));
        let password = NewPassword::parse(password, &context)?;
        let hash = self.hasher.hash(password.expose(), self.bytes()).await?;

        let mut work = self.store.write().await?;
        let proofs = self.right_of(work.as_mut(), &enrolment.invitation).await?;
        credentials::set_password(work.as_mut(), proofs, &hash, self.now()).await?;
        work.commit().await?;
        self.new_saved_codes(code).await
    }

    /// Step 3 again, where the codes were lost before they were confirmed: a new set in place of the old one.
    ///
    /// # Errors
    /// [`Refusal::InvitationStep`] before step 2.
    pub async fn new_saved_codes(&self, code: &InvitationCode) -> Outcome<SavedCodeSet> {
        let mut work = self.store.read().await?;
        let enrolment = self.open(work.as_mut(), code).await?;
        let ready = work.credentials().password(enrolment.person.id).await?.is_some();
        drop(work);
        if !ready {
            return Err(Refusal::InvitationStep.into());
        }
        let (codes, stored) = self.make_saved_codes().await?;
        let mut work = self.store.write().await?;
        let proofs = self.right_of(work.as_mut(), &enrolment.invitation).await?;
        credentials::replace_saved_codes(work.as_mut(), proofs, &stored, self.now()).await?;
        work.commit().await?;
        Ok(SavedCodeSet(codes))
    }

    /// Step 4: one code typed back. The account is active, the address verified, the invitation used (S20).
    ///
    /// # Errors
    /// [`Refusal::CodeWrong`] if it isn't one of the current set; [`Refusal::InvitationStep`] before step 3.
    pub async fn enrol_confirm(&self, visitor: &Visitor, code: &InvitationCode, typed: &str) -> Outcome<()> {
        let typed = SavedCode::parse(typed)?;
        let mut work = self.store.read().await?;
        let enrolment = self.open(work.as_mut(), code).await?;
        let person = enrolment.person;
        let step = next_step(work.as_mut(), &person).await?;
        let row = work.credentials().saved_code(person.id, typed.selector()).await?;
        drop(work);
        if step < EnrolmentStep::ConfirmCode {
            return Err(Refusal::InvitationStep.into());
        }
        let hash = row.as_ref().map(|row| &row.hash);
        if !self.hasher.verify(typed.verifier().as_bytes(), hash).await?.matches {
            return Err(Refusal::CodeWrong.into());
        }

        let now = self.now();
        let mut work = self.store.write().await?;
        let still = work.credentials().saved_code(person.id, typed.selector()).await?.map(|row| row.id);
        let accepted = still == row.map(|row| row.id)
            && work.invitations().accept(enrolment.invitation.id, now).await?
            && work.people().activate(person.id, now).await?;
        if !accepted {
            drop(work);
            self.enrolment_is_open(code).await?;
            return Err(Refusal::CodeWrong.into());
        }
        work.people().verify_addresses(person.id, now).await?;
        self.notify(work.as_mut(), &person, visitor, &Letter::Enrolled).await?;
        self.commit(work).await
    }

    async fn enrolment_is_open(&self, code: &InvitationCode) -> Outcome<()> {
        let mut work = self.store.read().await?;
        self.open(work.as_mut(), code).await.map(|_| ())
    }

    async fn right_of(&self, work: &mut dyn Work, invitation: &Invitation) -> Outcome<VerifiedProofs> {
        let proofs = VerifiedProofs::by_invitation(work, invitation, self.now()).await?;
        Ok(proofs.ok_or(Refusal::InvitationUsed)?)
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
        let invitation = work.invitations().by_code(&self.keys.invitation_mac(code)).await?;
        let invitation = invitation.ok_or(Refusal::InvitationUnknown)?;
        if invitation.replaced_at.is_some() {
            return Err(Refusal::InvitationReplaced.into());
        }
        if invitation.accepted_at.is_none() && self.now() >= invitation.expires_at {
            return Err(Refusal::InvitationExpired.into());
        }
        let person = work.people().by_id(invitation.person).await?.ok_or(Refusal::InvitationUnknown)?;
        let address = work.people().addresses(person.id).await?.into_iter().next();
        Ok(Enrolment { invitation, person, address: address.ok_or(Refusal::InvitationUnknown)? })
    }
}

/// What an invited person does next. Whether the codes are still to be shown or one is to be typed back is for the page
/// to say: both are open once there is a set.
async fn next_step(work: &mut dyn Work, person: &Person) -> Outcome<EnrolmentStep> {
    if person.name.is_none() || person.user_name.is_none() {
        return Ok(EnrolmentStep::Name);
    }
    if work.credentials().password(person.id).await?.is_none() {
        return Ok(EnrolmentStep::Password);
    }
    Ok(match work.credentials().saved_codes_left(person.id).await? {
        0 => EnrolmentStep::SaveCodes,
        _ => EnrolmentStep::ConfirmCode,
    })
}
