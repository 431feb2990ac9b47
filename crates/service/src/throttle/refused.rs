//! Failures that are logged, under stable names from OWASP's logging vocabulary (S101). The person appears as a keyed
//! digest of the typed name, or by id if their password was right; the request's id is on the surrounding span.
//! Names, addresses and typed input never appear (S102).

use crate::Visitor;
use crate::throttle::Throttle;
use data_encoding::HEXLOWER;
use regain_domain::{Identifier, PersonId, Refusal};

/// A proof of identity failed.
const FAILED: &str = "authn_login_fail";
/// So many failures that further tries are ignored for a while.
const WAITS: &str = "authn_login_fail_max";

/// A step that can fail.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// The second step of a sign-in.
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

impl Throttle {
    /// Logs a failed sign-in; the same for unknown names.
    pub(crate) fn tell_failed_sign_in(&self, visitor: &Visitor, identifier: &Identifier) {
        let tried = self.tried(identifier);
        let source = source(visitor);
        tracing::info!(
            event = FAILED,
            step = "password",
            tried,
            source,
            "a sign-in failed"
        );
    }

    /// Logs a try that was ignored after too many failures.
    pub(crate) fn tell_wait(&self, visitor: &Visitor, identifier: &Identifier) {
        let tried = self.tried(identifier);
        let source = source(visitor);
        tracing::warn!(
            event = WAITS,
            step = "password",
            tried,
            source,
            "too many sign-ins failed: this one has to wait"
        );
    }

    /// Logs a refused proof of somebody known by their password, if it was wrong or one too many.
    pub(crate) fn tell_refused(
        &self,
        visitor: &Visitor,
        person: PersonId,
        step: Step,
        refusal: Refusal,
    ) {
        use Refusal as R;

        let person = person.to_hex();
        let source = source(visitor);
        let step = step.name();

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

    /// Digest of the typed name: equal input gives equal digests.
    fn tried(&self, identifier: &Identifier) -> String {
        HEXLOWER.encode(&self.base.keys.told_name(identifier))
    }
}

fn source(visitor: &Visitor) -> Option<String> {
    visitor.source.map(|source| source.to_string())
}
