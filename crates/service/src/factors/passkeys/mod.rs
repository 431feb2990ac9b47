//! Passkeys (WebAuthn): the question for a browser, the check of its answer, and how they are kept (S42–S44).
//!
//! Every passkey here verifies its user and is discoverable. So a single one proves both possession and knowledge or
//! biometrics: both gates of a recovery, and more than a password at sign-in.

mod add;
mod question;
mod relying_party;
mod stored;

pub use question::{PasskeyAnswer, PasskeyQuestion};
pub(crate) use relying_party::RelyingParty;
pub use stored::PasskeyKeeping;

use crate::factors::Factors;
use crate::{Failure, Outcome};
pub(crate) use question::For;
use question::QuestionKind;
use regain_base::{Letter, Op};
use regain_domain::{Facts, HistoryEvent, MethodKind, MethodsChange, PersonId, Refusal};
use regain_storage::Person;
use regain_vault::{Holdings, MethodRow, VaultOp, VaultOperation};
use stored::StoredPasskey;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential, WebauthnError};

/// A passkey that gave a valid answer.
pub(crate) struct Used {
    pub(crate) person: Person,
    pub(crate) holdings: Holdings,
    pub(crate) row: MethodRow,
    pub(crate) counter: u64,
}

impl Used {
    /// Refuses a passkey that may not be used here: too new, or no longer its owner's (S109, S110).
    pub(crate) fn is_among(&self, passkeys: &[&MethodRow]) -> Result<(), Refusal> {
        match passkeys.iter().any(|row| row.id == self.row.id) {
            true => Ok(()),
            false
                if self
                    .holdings
                    .methods
                    .iter()
                    .any(|row| row.id == self.row.id) =>
            {
                Err(Refusal::MethodNew)
            }
            false => Err(Refusal::PasskeyUnknown),
        }
    }
}

/// Why an answer is rejected. What was recorded about it must be committed with the unit of work.
pub(crate) struct Rejected {
    pub(crate) refusal: Refusal,
    /// An account that isn't genuine, to be closed.
    pub(crate) tampered: Option<PersonId>,
}

impl From<Refusal> for Rejected {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            tampered: None,
        }
    }
}

impl Factors {
    /// Asks for any passkey, without revealing which accounts have one (S44).
    pub(crate) fn ask_for_passkey(&self, purpose: &For<'_>) -> Outcome<PasskeyQuestion> {
        let webauthn = self.relying_party.webauthn()?;
        let (mut options, state) = webauthn
            .start_discoverable_authentication()
            .map_err(|_| Refusal::PasskeyUnsupported)?;

        // The page decides how the browser offers it.
        options.mediation = None;
        self.question(purpose, &options, &QuestionKind::ForOne(state))
    }

    /// Checks the answer to a question. `of` names the required owner, or [`NOBODY`](crate::nobody::NOBODY) if no passkey may pass. Each
    /// question is answered once, whatever the answer (S17, S42).
    pub(crate) async fn answered(
        &self,
        op: &mut dyn VaultOp,
        purpose: &For<'_>,
        of: Option<PersonId>,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<Result<Used, Rejected>> {
        let now = op.now();
        let (asked, until, digest) = self.open_question(purpose, answer, now)?;
        let QuestionKind::ForOne(state) = asked else {
            return Err(Refusal::PasskeyExpired.into());
        };

        if !op.passkeys().answer(&digest, until, now).await? {
            return Err(Refusal::PasskeyExpired.into());
        }

        let webauthn = self.relying_party.webauthn()?;
        let Ok(credential) = serde_json::from_str::<PublicKeyCredential>(answer.credential) else {
            return Ok(Err(Refusal::PasskeyRefused.into()));
        };

        let identified = webauthn.identify_discoverable_authentication(&credential);
        let Ok((owner, credential_id)) = identified else {
            return Ok(Err(Refusal::PasskeyUnknown.into()));
        };

        let owner = PersonId::from_bytes(owner.into_bytes());
        let expected = of.is_none_or(|person| person == owner);
        let person = if expected {
            op.people().by_id(owner).await?
        } else {
            None
        };

        let Some(person) = person else {
            return Ok(Err(Refusal::PasskeyUnknown.into()));
        };

        let Some(holdings) = self.accounts.genuine(op, &person).await? else {
            return Ok(Err(Rejected {
                refusal: Refusal::PasskeyUnknown,
                tampered: Some(person.id),
            }));
        };

        let former = holdings.former_methods.iter().map(|former| &former.was);
        let mut passkeys = holdings
            .methods
            .iter()
            .chain(former)
            .filter(|row| row.kind == MethodKind::Passkey);
        let stored = passkeys.find_map(|row| {
            let stored = self.stored_passkey(person.id, row)?;
            (stored.id() == credential_id).then(|| (row.clone(), stored))
        });
        let Some((row, stored)) = stored else {
            return Ok(Err(Refusal::PasskeyUnknown.into()));
        };

        match self.verify_assertion(&credential, state, &stored) {
            Ok(counter) => Ok(Ok(Used {
                person,
                holdings,
                row,
                counter,
            })),
            Err(refusal) => {
                if refusal == Refusal::PasskeyCopied {
                    self.tell_of_copy(op, &person).await?;
                }

                Ok(Err(refusal.into()))
            }
        }
    }

    /// Verifies an assertion and returns its counter.
    fn verify_assertion(
        &self,
        credential: &PublicKeyCredential,
        state: DiscoverableAuthentication,
        stored: &StoredPasskey,
    ) -> Result<u64, Refusal> {
        let webauthn = self.relying_party.webauthn()?;
        if is_framed(credential) {
            return Err(Refusal::PasskeyRefused);
        }

        match webauthn.finish_discoverable_authentication_v2(credential, state, stored.credential())
        {
            Ok(result) if result.user_verified() => Ok(u64::from(result.counter())),
            Ok(_) | Err(WebauthnError::UserNotVerified) => Err(Refusal::PasskeyUnverified),
            Err(WebauthnError::CredentialPossibleCompromise) => Err(Refusal::PasskeyCopied),
            Err(error) => {
                tracing::warn!(%error, "a passkey's answer was refused");
                Err(Refusal::PasskeyRefused)
            }
        }
    }

    /// Tells the owner that a passkey's counter went back, which means that two devices use it (S42).
    async fn tell_of_copy(&self, op: &mut dyn Op, person: &Person) -> Outcome<()> {
        tracing::error!(
            person = person.id.to_hex(),
            "the counter of a passkey went back; it was refused"
        );
        let entry = op
            .visitor()
            .entry(HistoryEvent::PasskeyRefused, person.id)
            .with(Facts::default());
        op.record(&entry).await?;
        let letter = Letter::MethodsChanged {
            change: MethodsChange::PasskeyRefused,
        };

        op.notify(person, &letter).await
    }

    /// Commits what was recorded about a rejected answer, and returns the reason.
    pub(crate) async fn rejected(&self, op: VaultOperation<'_>, rejected: Rejected) -> Failure {
        let kept = async {
            op.commit().await?;
            match rejected.tampered {
                Some(person) => self.accounts.close(person).await,
                None => Ok(()),
            }
        };
        kept.await.err().unwrap_or_else(|| rejected.refusal.into())
    }

    fn stored_passkey(&self, person: PersonId, row: &MethodRow) -> Option<StoredPasskey> {
        let secret = self.vault.secret_of(person, row)?;
        StoredPasskey::read(&secret, row.last_use.map_or(0, |(counter, _)| counter))
    }

    /// How the device keeps a passkey, as far as it said.
    pub(crate) fn keeping_of(&self, person: PersonId, row: &MethodRow) -> Option<PasskeyKeeping> {
        self.stored_passkey(person, row)
            .map(|stored| stored.keeping())
    }
}

/// Whether the answer was given on a page framed by a foreign one; the library checks this only at registration.
fn is_framed(credential: &PublicKeyCredential) -> bool {
    #[derive(serde::Deserialize)]
    struct Said {
        #[serde(default, rename = "crossOrigin")]
        cross_origin: bool,
    }

    // An unreadable answer is treated as framed.
    serde_json::from_slice(&credential.response.client_data_json)
        .map_or(true, |said: Said| said.cross_origin)
}
