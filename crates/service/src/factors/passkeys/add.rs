//! Making a passkey: the question for the browser, and what it made.

use super::stored::StoredPasskey;
use super::{For, PasskeyAnswer, PasskeyQuestion, QuestionKind};
use crate::Outcome;
use crate::factors::Factors;
use regain_base::Op;
use regain_domain::{MethodId, MethodKind, MethodName, PersonId, Refusal};
use regain_storage::Person;
use regain_vault::{Holdings, NewMethod};
use std::time::Duration;
use webauthn_rs::prelude::{RegisterPublicKeyCredential, Uuid, WebauthnError};

/// A new passkey, to be stored.
pub(crate) struct NewPasskey {
    secret: Vec<u8>,
    counter: u64,
}

impl NewPasskey {
    pub(crate) fn named<'a>(
        &'a self,
        id: MethodId,
        name: &'a MethodName,
        waits: Duration,
    ) -> NewMethod<'a> {
        let secret = self.secret.as_slice();
        let step = self.counter;
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

impl Factors {
    pub(crate) fn ask_for_new(
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

        self.question(purpose, &options, &QuestionKind::ForNew(state))
    }

    /// Takes the new passkey. Each question is answered once (S17), but a wrong answer here uses up nothing, since
    /// there is nothing to guess.
    pub(crate) async fn made(
        &self,
        op: &mut dyn Op,
        purpose: &For<'_>,
        person: PersonId,
        holdings: &Holdings,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<NewPasskey> {
        let now = op.now();
        let (asked, until, digest) = self.open_question(purpose, answer, now)?;
        let QuestionKind::ForNew(state) = asked else {
            return Err(Refusal::PasskeyExpired.into());
        };

        if !op.passkeys().answer(&digest, until, now).await? {
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
        Ok(NewPasskey {
            secret: stored.write().ok_or(Refusal::PasskeyRefused)?,
            counter: stored.counter(),
        })
    }

    pub(crate) fn new_method_id(&self) -> MethodId {
        MethodId::from_bytes(self.base.bytes())
    }
}
