//! From an invitation to an active account, step by step; each step is stored (S20).

mod passkey;
mod progress;

pub use progress::EnrolmentView;

use crate::devices::{Devices, KnownBy};
use crate::factors::Factors;
use crate::passwords::Passwords;
use crate::passwords::hashing::Hasher;
use crate::{DeviceToken, Outcome, Seed, Visitor};
use progress::Invited;
use regain_base::{Base, Letter, Op};
use regain_domain::{
    EnrolmentStep, HistoryEvent, InvitationCode, MethodName, NewPassword, PersonName, Refusal,
    SavedCode, UserName, policy,
};
use regain_storage::{Invitation, Person, Work};
use regain_vault::{
    Holdings, NewMethod, NewSavedCode, NewSavedCodes, Occasion, Vault, VaultOp, VaultStore,
    VerifiedProofs,
};
use std::sync::Arc;
use std::time::Duration;

/// Credentials added by an enrolment count at once: there is no earlier owner to protect (S28).
pub(crate) const AT_ONCE: Duration = Duration::ZERO;

/// A new set of saved codes, shown once.
#[derive(Debug)]
pub struct SavedCodeSet(pub Vec<SavedCode>);

/// An enrolment that has reached a given step.
pub(crate) struct Enrolling {
    pub(crate) invitation: Invitation,
    pub(crate) person: Person,
    pub(crate) holdings: Holdings,
}

/// Enrolments.
pub struct Enrolment {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) devices: Arc<Devices>,
    pub(crate) factors: Arc<Factors>,
}

impl Enrolment {
    /// Step 1: name and user name. The number of user names that can be tried is limited (it refills after an hour),
    /// because each answer tells whether somebody has the name (S6).
    ///
    /// # Errors
    /// The rule that is broken; [`Refusal::UserNameTaken`], [`Refusal::UserNameTries`].
    pub async fn enrol_names(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &PersonName,
        user_name: &UserName,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = self.open(&mut op, code).await?.person;
        let is_another = person
            .user_name
            .as_ref()
            .is_none_or(|own| own.canonical() != user_name.canonical());
        let asked = self
            .base
            .counted(&mut op, |keys| keys.user_names_key(person.id))
            .await?;
        let now = op.now();

        if is_another
            && !op
                .budgets()
                .spend(&asked, policy::USER_NAMES_ASKED, now)
                .await?
        {
            return Err(Refusal::UserNameTries.into());
        }

        // The user name of an erased person isn't free either; the answer doesn't distinguish the two (S103).
        let mut retired = false;
        for digest in self.base.keys.retired_user_names(user_name) {
            retired |= op.people().is_retired(&digest).await?;
        }

        if retired || !op.people().set_names(person.id, name, user_name).await? {
            // Commits only the count of the request; nothing else was written.
            op.commit().await?;
            return Err(Refusal::UserNameTaken.into());
        }

        op.people()
            .set_language(person.id, visitor.language)
            .await?;

        op.commit().await
    }

    /// Step 2: the password. Returns the saved codes for step 3.
    ///
    /// # Errors
    /// The rule that the password breaks; [`Refusal::InvitationStep`] before step 1.
    pub async fn enrol_password(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        password: &str,
    ) -> Outcome<SavedCodeSet> {
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.open(&mut op, code).await?;
        let policy = op.policy().await?;
        drop(op);
        if enrolment.person.user_name.is_none() {
            return Err(Refusal::InvitationStep.into());
        }

        let context = self.passwords.password_context(
            &enrolment.person,
            std::slice::from_ref(&enrolment.address),
            &policy,
        );
        let password = NewPassword::parse(password, &context)?;
        self.passwords.refuse_breached(&password).await?;
        let hash = self
            .hasher
            .hash(password.expose(), self.base.bytes())
            .await?;

        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.right_of(&mut op, &enrolment.invitation).await?;
        let person = proofs.person().clone();
        let circumstances = crate::circumstances(visitor);
        let occasion = Occasion::of(HistoryEvent::PasswordSet);

        self.vault
            .set_password(&mut op, proofs, occasion, &hash, &circumstances)
            .await?;
        let set = self
            .holdings(&mut op, &person)
            .await?
            .password
            .ok_or(Refusal::InvitationStep)?;
        let seal = self
            .base
            .keys
            .invitation_seal(enrolment.invitation.id, set.change);
        op.invitations()
            .seal_password(enrolment.invitation.id, &seal)
            .await?;
        op.commit().await?;

        self.new_saved_codes(visitor, code).await
    }

    /// Step 3 again, if the codes were lost before they were confirmed: replaces the set.
    ///
    /// # Errors
    /// [`Refusal::InvitationStep`] before step 2.
    pub async fn new_saved_codes(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
    ) -> Outcome<SavedCodeSet> {
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.open(&mut op, code).await?;
        let holdings = self.holdings(&mut op, &enrolment.person).await?;
        drop(op);
        if self.next_step(&enrolment, &holdings) < EnrolmentStep::SaveCodes {
            return Err(Refusal::InvitationStep.into());
        }

        let (codes, stored) = self.passwords.make_saved_codes(&[]).await?;
        let stored: [NewSavedCode; policy::SAVED_CODES] =
            stored.try_into().map_err(|_| Refusal::InvitationStep)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.right_of(&mut op, &enrolment.invitation).await?;
        let person = proofs.person().clone();
        let set = NewSavedCodes {
            codes: stored,
            counts_from: None,
            earlier: None,
        };

        self.vault
            .replace_saved_codes(&mut op, proofs, &set, &crate::circumstances(visitor))
            .await?;
        let made = self
            .holdings(&mut op, &person)
            .await?
            .saved_codes
            .into_iter()
            .next();
        let change = made.ok_or(Refusal::InvitationStep)?.change;
        let seal = self
            .base
            .keys
            .invitation_seal(enrolment.invitation.id, change);
        op.invitations()
            .seal_codes(enrolment.invitation.id, &seal)
            .await?;
        op.commit().await?;

        Ok(SavedCodeSet(codes))
    }

    /// Step 4: one code typed back. If there is no fifth step, this activates the account (S20) and makes the browser
    /// known.
    ///
    /// # Errors
    /// [`Refusal::CodeWrong`] if it isn't one of the current set; [`Refusal::InvitationStep`] before step 3.
    pub async fn enrol_confirm(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        typed: &str,
        device: Option<&DeviceToken>,
    ) -> Outcome<Option<DeviceToken>> {
        let typed = SavedCode::parse(typed)?;
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.open(&mut op, code).await?;
        let holdings = self.holdings(&mut op, &enrolment.person).await?;

        drop(op);
        if self.next_step(&enrolment, &holdings) < EnrolmentStep::ConfirmCode {
            return Err(Refusal::InvitationStep.into());
        }

        let row = holdings
            .saved_codes
            .into_iter()
            .find(|row| row.selector == typed.selector());
        let hash = row.as_ref().map(|row| &row.hash);
        if !self
            .hasher
            .verify(typed.verifier().as_bytes(), hash)
            .await?
            .matches
        {
            return Err(Refusal::CodeWrong.into());
        }

        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.still_right_of(&mut op, &enrolment, code).await?;
        let current = self.holdings(&mut op, proofs.person()).await?;
        let row = row
            .filter(|row| current.saved_codes.contains(row))
            .ok_or(Refusal::CodeWrong)?;

        if op.policy().await?.second_factor() {
            op.invitations()
                .confirm_codes(enrolment.invitation.id, row.change)
                .await?;
            op.commit().await?;
            return Ok(None);
        }

        let device = self
            .activate(&mut op, &enrolment.invitation, proofs, device)
            .await?;
        op.commit().await?;

        Ok(Some(device))
    }

    /// Step 5: an authenticator app, proven by a right code. Activates the account, verifies the address and uses up
    /// the invitation (S20).
    ///
    /// # Errors
    /// What is wrong with the name or the code; [`Refusal::InvitationStep`] before step 4.
    pub async fn enrol_authenticator(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &str,
        typed: &str,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let enrolment = self
            .enrolling(&mut op, code, EnrolmentStep::Authenticator)
            .await?;
        let seed = self
            .enrolment_seed(&mut op, &enrolment.person, &enrolment.invitation)
            .await?;
        let step = self.factors.step_shown(&seed, typed, op.now())?;
        let method = self.factors.new_authenticator(&name, &seed, step, AT_ONCE);
        let device = self
            .enrol_with(&mut op, &enrolment.invitation, method, device)
            .await?;

        op.commit().await?;
        Ok(device)
    }

    /// The enrolment of a code, if it has reached this step.
    pub(crate) async fn enrolling(
        &self,
        op: &mut dyn VaultOp,
        code: &InvitationCode,
        step: EnrolmentStep,
    ) -> Outcome<Enrolling> {
        let enrolment = self.open(op, code).await?;
        let holdings = self.holdings(op, &enrolment.person).await?;
        if self.next_step(&enrolment, &holdings) < step {
            Err(Refusal::InvitationStep.into())
        } else {
            Ok(Enrolling {
                invitation: enrolment.invitation,
                person: enrolment.person,
                holdings,
            })
        }
    }

    /// Adds the credential from the last step and activates the account.
    pub(crate) async fn enrol_with(
        &self,
        op: &mut dyn VaultOp,
        invitation: &Invitation,
        method: NewMethod<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let proofs = self.right_of(op, invitation).await?;
        let circumstances = crate::circumstances(op.visitor());
        self.vault
            .add_method(op, proofs, &method, &circumstances)
            .await?;
        let proofs = self.right_of(op, invitation).await?;
        self.activate(op, invitation, proofs, device).await
    }

    async fn enrolment_seed(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        invitation: &Invitation,
    ) -> Outcome<Seed> {
        self.factors
            .seed_of(op, person.id, "invitation", invitation.id.as_bytes())
            .await
    }

    async fn activate(
        &self,
        op: &mut dyn VaultOp,
        invitation: &Invitation,
        proofs: VerifiedProofs,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let person = proofs.person().clone();
        let address = self
            .base
            .invited_address(op, invitation)
            .await?
            .ok_or(Refusal::InvitationUnknown)?;
        let circumstances = crate::circumstances(op.visitor());
        if !self
            .vault
            .activate(op, proofs, invitation.id, &address, &circumstances)
            .await?
        {
            return Err(Refusal::InvitationUsed.into());
        }

        op.notify(&person, &Letter::Enrolled).await?;
        self.devices
            .know_device(op, &person, device, KnownBy::Enrolment)
            .await
    }

    /// The right to write, or why it is gone.
    async fn still_right_of(
        &self,
        op: &mut dyn VaultOp,
        enrolment: &Invited,
        code: &InvitationCode,
    ) -> Outcome<VerifiedProofs> {
        let now = op.now();
        let proofs = self
            .vault
            .by_invitation(op, &enrolment.invitation, now)
            .await?;
        match proofs {
            Some(proofs) => Ok(proofs),
            None => {
                self.enrolment_is_open(code).await?;
                Err(Refusal::InvitationUsed.into())
            }
        }
    }

    async fn enrolment_is_open(&self, code: &InvitationCode) -> Outcome<()> {
        let mut op = self.store.reading(&self.base).await?;
        self.open(&mut op, code).await.map(|_| ())
    }

    async fn right_of(
        &self,
        op: &mut dyn VaultOp,
        invitation: &Invitation,
    ) -> Outcome<VerifiedProofs> {
        let now = op.now();
        let proofs = self.vault.by_invitation(op, invitation, now).await?;
        Ok(proofs.ok_or(Refusal::InvitationUsed)?)
    }
}
