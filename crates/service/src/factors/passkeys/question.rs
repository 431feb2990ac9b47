//! Questions for passkeys. They are sealed and travel with the page, so that the server stores nothing until they are
//! answered.

use crate::Outcome;
use crate::factors::Factors;
use data_encoding::BASE64URL_NOPAD;
use regain_base::{Span, sealing};
use regain_domain::{Refusal, Timestamp, policy};
use regain_storage::{Flow, Invitation, QuestionDigest, Session, Verification};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

/// A question for the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyQuestion {
    /// Input for the browser: the JSON form of the options of `navigator.credentials` (WebAuthn, level 3).
    pub options: String,
    /// The sealed question, which comes back with the answer.
    pub state: String,
}

/// The browser's answer.
#[derive(Debug, Clone, Copy)]
pub struct PasskeyAnswer<'a> {
    /// The JSON form of the credential.
    pub credential: &'a str,
    /// The state of the question.
    pub state: &'a str,
}

/// Purpose of a question: an answer is valid for no other purpose and no other person (S19).
pub(crate) enum For<'a> {
    /// Signing in.
    SignIn,
    /// The second factor of one sign-in.
    Verify(&'a Verification),
    /// Confirming in one session.
    Confirm(&'a Session),
    /// One recovery.
    Recover(&'a Flow),
    /// Adding one in one session.
    Add(&'a Session),
    /// The last step of one enrolment.
    Enrol(&'a Invitation),
}

impl For<'_> {
    fn place(&self) -> Vec<u8> {
        let (what, id): (&[u8], &[u8]) = match self {
            Self::SignIn => (b"sign-in", &[]),
            Self::Verify(verification) => (b"verify", verification.id.as_bytes()),
            Self::Confirm(session) => (b"confirm", session.id.as_bytes()),
            Self::Recover(flow) => (b"recover", flow.id.as_bytes()),
            Self::Add(session) => (b"add", session.id.as_bytes()),
            Self::Enrol(invitation) => (b"enrol", invitation.id.as_bytes()),
        };

        [b"passkey ".as_slice(), what, b" ", id].concat()
    }
}

/// Kind of question.
#[derive(Serialize, Deserialize)]
pub(super) enum QuestionKind {
    /// For any passkey.
    ForOne(DiscoverableAuthentication),
    /// For a new one.
    ForNew(PasskeyRegistration),
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    asked: QuestionKind,
    /// Milliseconds.
    until: i64,
}

impl Factors {
    pub(super) fn question(
        &self,
        purpose: &For<'_>,
        options: &impl Serialize,
        asked: &QuestionKind,
    ) -> Outcome<PasskeyQuestion> {
        #[derive(Serialize)]
        struct Borrowed<'a> {
            asked: &'a QuestionKind,
            until: i64,
        }

        let until = self.base.now().plus(policy::PASSKEY_LIFETIME).as_millis();
        let options = serde_json::to_string(options);
        let asked = serde_json::to_vec(&Borrowed { asked, until });
        let (Ok(options), Ok(asked)) = (options, asked) else {
            return Err(Refusal::PasskeyUnsupported.into());
        };

        let sealed = sealing::seal(
            self.relying_party.keys(),
            self.base.randomness.as_ref(),
            &purpose.place(),
            &asked,
        );

        Ok(PasskeyQuestion {
            options,
            state: BASE64URL_NOPAD.encode(&sealed),
        })
    }

    /// Opens a question: its content, its expiry, and the digest that makes sure it is answered once.
    pub(super) fn open_question(
        &self,
        purpose: &For<'_>,
        answer: &PasskeyAnswer<'_>,
        now: Timestamp,
    ) -> Outcome<(QuestionKind, Timestamp, QuestionDigest)> {
        if answer.credential.is_empty() {
            return Err(Refusal::PasskeyMissing.into());
        }

        let sealed = BASE64URL_NOPAD
            .decode(answer.state.as_bytes())
            .map_err(|_| Refusal::PasskeyExpired)?;
        let open = |(id, key)| Some((id, sealing::open(key, &purpose.place(), &sealed)?));
        let (id, opened) = self
            .relying_party
            .keys()
            .all()
            .find_map(open)
            .ok_or(Refusal::PasskeyExpired)?;
        let Sealed { asked, until } =
            serde_json::from_slice(&opened).map_err(|_| Refusal::PasskeyExpired)?;
        let until = Timestamp::from_millis(until);

        if !self.base.may_be_of(
            id,
            Span::of(
                until.minus(policy::PASSKEY_LIFETIME),
                policy::PASSKEY_LIFETIME,
            ),
        ) {
            return Err(Refusal::PasskeyExpired.into());
        }

        if now >= until || until.minus(policy::PASSKEY_LIFETIME).is_ahead_of(now) {
            return Err(Refusal::PasskeyExpired.into());
        }

        // By the keys that sealed it, or a question answered just before a rotation could be answered again.
        let keys = self.base.keys.get(id).unwrap_or(&self.base.keys);
        Ok((asked, until, keys.passkey_question_digest(&sealed)))
    }
}
