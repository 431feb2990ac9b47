//! Making passkeys: on the page of one's ways back, and as the last step of an enrolment.

use super::stored::StoredPasskey;
use super::{Asked, For, PasskeyAnswer, PasskeyQuestion};
use crate::enrolment::AT_ONCE;
use crate::{DeviceToken, Outcome, Regain, SignedIn, Visitor};
use regain_domain::{
    EnrolmentStep, InvitationCode, MethodId, MethodKind, MethodName, MethodsChange, PersonId,
    Refusal, policy,
};
use regain_storage::Person;
use regain_vault::{Holdings, NewMethod, VaultWork};
use std::time::Duration;
use webauthn_rs::prelude::{RegisterPublicKeyCredential, Uuid, WebauthnError};

/// A new passkey, to be stored.
struct Made {
    secret: Vec<u8>,
    counter: u64,
}

impl Made {
    fn named<'a>(&'a self, id: MethodId, name: &'a MethodName, waits: Duration) -> NewMethod<'a> {
        let (secret, step) = (self.secret.as_slice(), self.counter);
        NewMethod {
            id,
            kind: MethodKind::Passkey,
            name,
            secret,
            step,
            waits,
        }
    }
}

impl Regain {
    /// Asks the browser to make a passkey for the signed-in person, if this session may make changes.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodMany`]; [`Refusal::PasskeyUnsupported`].
    pub async fn passkey_to_add(&self, signed_in: &SignedIn) -> Outcome<PasskeyQuestion> {
        if !self.is_confirmed(signed_in).await? {
            return Err(Refusal::ConfirmNeeded.into());
        }
        let person = &signed_in.person;
        let mut work = self.store.read_vault().await?;
        let holdings = self
            .genuine(work.as_mut(), person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        few_enough(&holdings)?;
        self.ask_for_new(&For::Add(&signed_in.session), person, &holdings)
    }

    /// Adds the passkey that the browser made.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the name or the passkey; [`Refusal::MethodMany`].
    pub async fn add_passkey(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        name: &str,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let person = &signed_in.person;
        let mut work = self.store.write_vault().await?;
        let proofs = self.confirmed_proofs(work.as_mut(), signed_in).await?;
        let holdings = self
            .genuine(work.as_mut(), person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        few_enough(&holdings)?;
        let made = self
            .made(
                work.as_mut(),
                &For::Add(&signed_in.session),
                person.id,
                &holdings,
                answer,
            )
            .await?;
        let policy = self.base.policy(work.as_mut()).await?;
        let waits = Self::quarantine(&policy, &proofs, &holdings);
        let method = made.named(self.new_method_id(), &name, waits);
        self.vault
            .add_method(
                work.as_mut(),
                proofs,
                &method,
                &crate::circumstances(visitor),
            )
            .await?;
        self.methods_changed(work, visitor, person, MethodsChange::PasskeyAdded)
            .await
    }

    /// Asks the browser to make a passkey, as the last step of an enrolment.
    ///
    /// # Errors
    /// [`Refusal::InvitationStep`] before step 4; [`Refusal::PasskeyUnsupported`].
    pub async fn passkey_to_enrol(&self, code: &InvitationCode) -> Outcome<PasskeyQuestion> {
        let mut work = self.store.read_vault().await?;
        let enrolment = self
            .enrolling(work.as_mut(), code, EnrolmentStep::Authenticator)
            .await?;
        self.ask_for_new(
            &For::Enrol(&enrolment.invitation),
            &enrolment.person,
            &enrolment.holdings,
        )
    }

    /// Step 5 with a passkey: activates the account, verifies the address and uses up the invitation (S20).
    ///
    /// # Errors
    /// What is wrong with the name or the passkey; [`Refusal::InvitationStep`] before step 4.
    pub async fn enrol_passkey(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &str,
        answer: &PasskeyAnswer<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let name = MethodName::parse(name)?;
        let mut work = self.store.write_vault().await?;
        let enrolment = self
            .enrolling(work.as_mut(), code, EnrolmentStep::Authenticator)
            .await?;
        let (purpose, person) = (For::Enrol(&enrolment.invitation), enrolment.person.id);
        let made = self
            .made(work.as_mut(), &purpose, person, &enrolment.holdings, answer)
            .await?;
        let method = made.named(self.new_method_id(), &name, AT_ONCE);
        let device = self
            .enrol_with(
                work.as_mut(),
                visitor,
                &enrolment.invitation,
                method,
                device,
            )
            .await?;
        self.base.commit(work).await?;
        Ok(device)
    }

    fn ask_for_new(
        &self,
        purpose: &For<'_>,
        person: &Person,
        holdings: &Holdings,
    ) -> Outcome<PasskeyQuestion> {
        let webauthn = self.relying_party.webauthn()?;
        let known = holdings
            .methods_of(MethodKind::Passkey)
            .filter_map(|row| self.stored_passkey(person.id, row));
        let known = known.map(|stored| stored.id().to_vec()).collect();
        let user_name = person.user_name.as_ref().map(|name| name.as_str());
        let name = person
            .name
            .as_ref()
            .map(|name| name.as_str())
            .or(user_name)
            .unwrap_or("?");
        let id = Uuid::from_bytes(*person.id.as_bytes());
        let asked =
            webauthn.start_passkey_registration(id, user_name.unwrap_or(name), name, Some(known));
        let (options, state) = asked.map_err(|_| Refusal::PasskeyUnsupported)?;
        let mut options = serde_json::to_value(options).map_err(|_| Refusal::PasskeyUnsupported)?;
        // Discoverable, so that people who forgot their user name can sign in, and no list of passkeys is ever sent
        // (S44).
        let selection = &mut options["publicKey"]["authenticatorSelection"];
        selection["residentKey"] = "required".into();
        selection["requireResidentKey"] = true.into();
        self.question(purpose, &options, &Asked::ForNew(state))
    }

    /// Takes the new passkey. Each question is answered once (S17), but a wrong answer here uses up nothing, since
    /// there is nothing to guess.
    async fn made(
        &self,
        work: &mut dyn VaultWork,
        purpose: &For<'_>,
        person: PersonId,
        holdings: &Holdings,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<Made> {
        let (asked, until, digest) = self.open_question(purpose, answer)?;
        let Asked::ForNew(state) = asked else {
            return Err(Refusal::PasskeyExpired.into());
        };
        if !work
            .passkeys()
            .answer(&digest, until, self.base.now())
            .await?
        {
            return Err(Refusal::PasskeyExpired.into());
        }
        let answer: RegisterPublicKeyCredential =
            serde_json::from_str(answer.credential).map_err(|_| Refusal::PasskeyRefused)?;
        let webauthn = self.relying_party.webauthn()?;
        let passkey = webauthn
            .finish_passkey_registration(&answer, &state)
            .map_err(|error| match error {
                WebauthnError::UserNotVerified => Refusal::PasskeyUnverified,
                error => {
                    tracing::warn!(%error, "a new passkey was refused");
                    Refusal::PasskeyRefused
                }
            })?;
        let known = holdings
            .methods_of(MethodKind::Passkey)
            .filter_map(|row| self.stored_passkey(person, row));
        if known
            .into_iter()
            .any(|stored| stored.id() == passkey.cred_id().as_slice())
        {
            return Err(Refusal::PasskeyKnown.into());
        }
        let stored = StoredPasskey::new(passkey);
        Ok(Made {
            secret: stored.write().ok_or(Refusal::PasskeyRefused)?,
            counter: stored.counter(),
        })
    }

    fn new_method_id(&self) -> MethodId {
        MethodId::from_bytes(self.base.bytes())
    }
}

fn few_enough(holdings: &Holdings) -> Result<(), Refusal> {
    if holdings.methods_of(MethodKind::Passkey).count() < policy::PASSKEYS_MAX {
        Ok(())
    } else {
        Err(Refusal::MethodMany)
    }
}
