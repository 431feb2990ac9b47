//! Failures that are told to the log, under names that stay: those of OWASP's logging vocabulary (S101). Whom they are about
//! stands there as a keyed digest of what was typed, or as the number of a person who is known by their password; the request's
//! id is that of the span around them. Names, addresses and what was typed never stand there (S102).

use crate::{Regain, Visitor};
use data_encoding::HEXLOWER;
use regain_domain::{Identifier, PersonId, Refusal};

/// Somebody couldn't prove who they are.
const FAILED: &str = "authn_login_fail";
/// Somebody failed so often that their tries aren't looked at for a while.
const WAITS: &str = "authn_login_fail_max";

/// A step at which somebody fails.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// The second one of a sign-in.
    Second,
    /// The fresh proof before changes.
    Confirm,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Confirm => "confirm",
        }
    }
}

impl Regain {
    /// Tells that a name and a password didn't sign in; alike for names of nobody.
    pub(crate) fn tell_failed_sign_in(&self, visitor: &Visitor, identifier: &Identifier) {
        let (tried, source) = (self.tried(identifier), source(visitor));
        tracing::info!(
            event = FAILED,
            step = "password",
            tried,
            source,
            "a sign-in failed"
        );
    }

    /// Tells that a try wasn't looked at, because too many had failed.
    pub(crate) fn tell_wait(&self, visitor: &Visitor, identifier: &Identifier) {
        let (tried, source) = (self.tried(identifier), source(visitor));
        tracing::warn!(
            event = WAITS,
            step = "password",
            tried,
            source,
            "too many sign-ins failed: this one has to wait"
        );
    }

    /// Tells that a proof of somebody who is known by their password was refused, if it was wrong, or one too many.
    pub(crate) fn tell_refused(
        &self,
        visitor: &Visitor,
        person: PersonId,
        step: Step,
        refusal: Refusal,
    ) {
        use Refusal as R;
        let (person, source, step) = (person.to_hex(), source(visitor), step.name());
        match refusal {
            R::AuthenticatorTries | R::CodeTries => {
                tracing::warn!(
                    event = WAITS,
                    step,
                    person,
                    source,
                    "too many codes were wrong: the next have to wait"
                );
            }
            R::PasswordWrong
            | R::AuthenticatorWrong
            | R::AuthenticatorUsed
            | R::CodeWrong
            | R::CodeUsed
            | R::MethodNew
            | R::PasskeyUnknown
            | R::PasskeyRefused => {
                tracing::info!(event = FAILED, step, person, source, "a proof was refused");
            }
            _ => {}
        }
    }

    /// What was typed as a name, as a digest: whoever types the same is told as the same.
    fn tried(&self, identifier: &Identifier) -> String {
        HEXLOWER.encode(&self.base.keys.told_name(identifier))
    }
}

fn source(visitor: &Visitor) -> Option<String> {
    visitor.source.map(|source| source.to_string())
}
