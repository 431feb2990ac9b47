//! Authenticator apps: time-based one-time passwords (RFC 6238) with the parameters that every app supports: SHA-1,
//! six digits, 30-second steps, one step of tolerance (S41).

use crate::factors::Factors;
use crate::{DeviceToken, Outcome};
use regain_base::Op;
use regain_domain::{
    AuthenticatorCode, MethodId, MethodKind, MethodName, PersonId, Refusal, Timestamp,
};
use regain_storage::Person;
use regain_vault::{Holdings, MethodRow, NewMethod, VaultOp};
use std::time::Duration;
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Tolerance in steps, before and after.
const SKEW: u64 = 1;
/// Length of a step in seconds.
const STEP: u64 = 30;

/// The secret that an authenticator app and the server share: 160 bits (RFC 4226 R6).
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Zeroizing<[u8; Self::BYTES]>);

impl Seed {
    /// Length in bytes.
    pub const BYTES: usize = 20;

    /// The key to type where no camera helps: base 32 in groups of four.
    #[must_use]
    pub fn shown(&self) -> Zeroizing<String> {
        let key = Zeroizing::new(data_encoding::BASE32_NOPAD.encode(self.0.as_ref()));
        let groups: Vec<&str> = key
            .as_bytes()
            .chunks(4)
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        Zeroizing::new(groups.join(" "))
    }

    /// The `otpauth` URI that apps read from a QR code, or from a link on a phone. If `account` is empty, the issuer
    /// is used, since the URI needs one.
    #[must_use]
    pub fn otpauth(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        // The colon separates issuer and account in these URIs.
        let plain = |text: &str| text.replace(':', " ");
        let account = if account.is_empty() { issuer } else { account };
        let built = builder(self.0.as_ref())
            .with_issuer(Some(plain(issuer)))
            .with_account_name(plain(account))
            .build();

        Zeroizing::new(
            built
                .ok()
                .and_then(|totp| totp.to_url().ok())
                .unwrap_or_default(),
        )
    }

    /// The time step around `now` that the code belongs to.
    #[must_use]
    pub fn step_of(&self, code: &AuthenticatorCode, now: Timestamp) -> Option<u64> {
        step_of(self.0.as_ref(), code, now)
    }

    /// The raw bytes, to be sealed.
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_ref()
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

fn builder(seed: &[u8]) -> Builder {
    Builder::new()
        .with_secret(seed.to_vec())
        .with_digits(6)
        .with_skew(0)
        .with_step_duration(STEP)
}

/// The newest step that the code belongs to. Checks every step, whatever the earlier ones gave.
pub(crate) fn step_of(seed: &[u8], code: &AuthenticatorCode, now: Timestamp) -> Option<u64> {
    let totp: Totp = builder(seed).build().ok()?;
    let present = u64::try_from(now.as_millis()).ok()? / 1000 / STEP;
    let steps = present.saturating_sub(SKEW)..=present + SKEW;
    steps
        .filter(|step| totp.check(code.expose(), step * STEP).is_some())
        .max()
}

impl Factors {
    /// The secret of the app that a person is setting up. It stays the same however often the page is shown, and
    /// differs after every change of their credentials.
    pub(crate) async fn seed_of(
        &self,
        op: &mut dyn VaultOp,
        person: PersonId,
        occasion: &str,
        of: &[u8],
    ) -> Outcome<Seed> {
        let version = op
            .rows()
            .manifest(person)
            .await?
            .map_or(0, |manifest| manifest.version);
        Ok(Seed(self.base.keys.seed(
            occasion,
            &[person.as_bytes(), of, &version.to_be_bytes()],
        )))
    }

    /// Finds the app among `apps`, and the time step, that a code belongs to; the attempt is counted first (S60). A
    /// refusal must be committed with the unit of work, because that holds the count. The count stays until the code
    /// has opened what it was entered for.
    pub(crate) async fn authenticator_of(
        &self,
        op: &mut dyn Op,
        (person, device): (&Person, Option<&DeviceToken>),
        apps: &[&MethodRow],
        code: &AuthenticatorCode,
    ) -> Outcome<Result<(MethodId, u64), Refusal>> {
        let now = op.now();
        if !self.throttle.count_app_code(op, person.id, device).await? {
            return Ok(Err(Refusal::AuthenticatorTries));
        }

        let mut used = false;
        for app in apps {
            let Some(seed) = self.vault.secret_of(person.id, app) else {
                continue;
            };

            let Some(step) = step_of(&seed, code, now) else {
                continue;
            };

            // A step used while the clock was ahead isn't the last one; the engine keeps the used steps as well.
            let fresh =
                |(last, at): (u64, Timestamp)| step > last || step < last && at.is_ahead_of(now);
            if app.last_use.is_none_or(fresh) {
                return Ok(Ok((app.id, step)));
            }

            used = true;
        }

        Ok(Err(if used {
            Refusal::AuthenticatorUsed
        } else {
            Refusal::AuthenticatorWrong
        }))
    }

    /// Refines a refusal: the code may belong to an app that is too new for this purpose (S28, S110).
    pub(crate) fn or_too_new(
        &self,
        (person, holdings): (&Person, &Holdings),
        code: &AuthenticatorCode,
        refusal: Refusal,
        now: Timestamp,
    ) -> Refusal {
        let new = holdings
            .methods_of(MethodKind::Authenticator)
            .filter(|app| !app.counts(person.counting_at(now)));
        let shows = |app: &MethodRow| {
            self.vault
                .secret_of(person.id, app)
                .is_some_and(|seed| step_of(&seed, code, now).is_some())
        };
        if refusal == Refusal::AuthenticatorWrong && new.into_iter().any(shows) {
            Refusal::MethodNew
        } else {
            refusal
        }
    }

    /// The time step of the code that an app shows during setup. Guessing isn't an issue: the seed is the requester's
    /// own.
    pub(crate) fn step_shown(&self, seed: &Seed, typed: &str, now: Timestamp) -> Outcome<u64> {
        let code = parse_authenticator(typed)?;
        Ok(seed
            .step_of(&code, now)
            .ok_or(Refusal::AuthenticatorWrong)?)
    }

    pub(crate) fn new_authenticator<'a>(
        &self,
        name: &'a MethodName,
        seed: &'a Seed,
        step: u64,
        waits: Duration,
    ) -> NewMethod<'a> {
        let id = MethodId::from_bytes(self.base.bytes());
        NewMethod {
            id,
            kind: MethodKind::Authenticator,
            name,
            secret: seed.expose(),
            step,
            waits,
        }
    }
}

/// Parses a code of an authenticator app.
pub(crate) fn parse_authenticator(typed: &str) -> Result<AuthenticatorCode, Refusal> {
    use regain_domain::crockford::CodeError;

    AuthenticatorCode::parse(typed).map_err(|error| match error {
        CodeError::Empty => Refusal::CodeEmpty,
        CodeError::Length | CodeError::Character | CodeError::Several => {
            Refusal::AuthenticatorMalformed
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> Seed {
        Seed(Zeroizing::new(*b"12345678901234567890"))
    }

    fn code(text: &str) -> AuthenticatorCode {
        AuthenticatorCode::parse(text).expect("a code")
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// Vectors of RFC 6238, appendix B: the last six of their eight digits.
    #[test]
    fn s41_rfc_6238_vectors() {
        for (seconds, digits) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = u64::try_from(seconds).expect("after 1970") / 30;
            assert_eq!(
                seed().step_of(&code(digits), at(seconds)),
                Some(step),
                "{seconds}"
            );
        }
    }

    #[test]
    fn s41_one_step_of_tolerance_and_no_more() {
        // 081804 belongs to the step that begins at 1,111,111,080.
        let found = |seconds| seed().step_of(&code("081804"), at(seconds)).is_some();
        assert!(!found(1_111_111_049) && found(1_111_111_050));
        assert!(found(1_111_111_139) && !found(1_111_111_140));
    }

    #[test]
    fn apps_are_told_issuer_and_account() {
        let address = seed().otpauth("Example: Ltd", "anna@example.org");
        assert_eq!(
            address.as_str(),
            "otpauth://totp/Example%20%20Ltd:anna%40example.org?\
             secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20%20Ltd"
        );
        let nobody = seed().otpauth("Example", "");
        assert!(
            nobody.starts_with("otpauth://totp/Example:Example?secret=GEZD"),
            "{}",
            nobody.as_str()
        );
        assert_eq!(
            seed().shown().as_str(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        assert_eq!(format!("{:?}", seed()), "Seed(…)");
    }
}
