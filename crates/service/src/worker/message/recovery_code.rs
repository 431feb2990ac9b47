//! Makes the message with a recovery's code and link.

use super::Messages;
use crate::Outcome;
use regain_base::{CodeOf, Keys, Span};
use regain_domain::{ChallengeId, EmailAddress, Timestamp, paths};
use regain_mail::Message;
use regain_storage::{Challenge, Work};

impl Messages {
    pub(super) async fn recovery_code(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = ChallengeId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(challenge) = op.recovery().challenge(id).await? else {
            return Ok(None);
        };

        drop(op);
        if !challenge.is_open(now) || !self.counts(challenge.person, to, now).await? {
            return Ok(None);
        }

        let keys = self.keys_of_code(&challenge);
        let code = keys.one_time_code(id, &challenge.nonce);
        let token = keys.link_token(id, &challenge.nonce);
        let link = format!(
            "{}#{}.{}",
            self.base.link(paths::RECOVER_LINK),
            code.expose(),
            token.expose()
        );

        Ok(Some(Message::RecoveryCode {
            code,
            link,
            at: challenge.created_at,
            expires_at: challenge.expires_at,
        }))
    }

    /// The keys that made a mailed code, found by its digest, so that a mail delayed across a rotation has the right
    /// code.
    fn keys_of_code(&self, challenge: &Challenge) -> &Keys {
        let of = CodeOf {
            challenge: challenge.id,
            flow: challenge.flow,
            person: challenge.person,
        };
        let span = Span::of_recovery(challenge.created_at);
        let digest = |keys: &Keys| {
            keys.code_digest(&of, &keys.one_time_code(challenge.id, &challenge.nonce))
        };
        let made = challenge
            .code_digest
            .as_ref()
            .and_then(|code_digest| self.base.keys_of(span, code_digest, digest));

        made.unwrap_or(&self.base.keys)
    }
}
