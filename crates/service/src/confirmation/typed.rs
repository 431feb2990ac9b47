//! Confirms by what is typed: the password, with a code where one is asked for.

use super::required::{asks_for_more, confirming};
use super::{ConfirmWith, Confirmation};
use crate::factors::authenticator::parse_authenticator;
use crate::throttle::count_try;
use crate::throttle::refused::Step;
use crate::{DeviceToken, Failure, Outcome, SessionToken, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{Factor, GivenPassword, MethodKind, PasswordError, Refusal, SavedCode};
use regain_vault::SecondStep;

/// The typed proof.
#[derive(Clone, Copy)]
pub struct Confirming<'a> {
    /// The password.
    pub password: &'a str,
    /// The kind of second proof.
    pub with: ConfirmWith,
    /// The code for that.
    pub code: &'a str,
}

impl Confirmation {
    /// Confirms; the session continues under a new token (S50). Wrong codes of an app are counted per known browser
    /// (S58).
    ///
    /// # Errors
    /// [`Refusal::PasswordWrong`], [`Refusal::CurrentEmpty`]; what is wrong with the code.
    pub async fn confirm(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        given: Confirming<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<SessionToken> {
        let confirmed = self.confirm_with(visitor, signed_in, given, device).await;
        if let Err(Failure::Refused(refusal)) = confirmed {
            self.throttle
                .tell_refused(visitor, signed_in.person.id, Step::Confirm, refusal);
        }

        confirmed
    }

    async fn confirm_with(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        given: Confirming<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<SessionToken> {
        let Confirming {
            password,
            with,
            code: typed,
        } = given;
        let password = GivenPassword::parse(password).map_err(|error| match error {
            PasswordError::Empty => Refusal::CurrentEmpty,
            _ => Refusal::PasswordWrong,
        })?;

        // A malformed code doesn't count as a try.
        match with {
            ConfirmWith::Password => {}
            ConfirmWith::Authenticator => drop(parse_authenticator(typed)?),
            ConfirmWith::SavedCode => drop(SavedCode::parse(typed)?),
        }

        let person = &signed_in.person;
        let mut op = self.store.writing(&self.base, visitor).await?;

        // Before counting: if the hasher is busy, this wasn't an attempt. A saved code takes a place of its own.
        let place = self.hasher.place()?;
        let other = if with == ConfirmWith::SavedCode {
            Some(self.hasher.place()?)
        } else {
            None
        };

        let reentry = self
            .base
            .counted(&mut op, |keys| keys.reentry_key(person.id))
            .await?;
        let tried = count_try(&mut op, &reentry).await?;
        let holdings = self.accounts.genuine(&mut op, person).await?;
        let quarantine = op.policy().await?.quarantine();

        op.commit().await?;
        tried.ok_or(Refusal::PasswordWrong)?;
        let stored = holdings
            .as_ref()
            .and_then(|holdings| holdings.password.clone());
        let verdict = self
            .hasher
            .verify_at(
                place,
                password.expose(),
                stored.as_ref().map(|row| &row.hash),
            )
            .await?;
        let (Some(holdings), Some(stored), true) = (holdings, stored, verdict.matches) else {
            return Err(Refusal::PasswordWrong.into());
        };

        let saved = match other {
            Some(place) => {
                let row = self
                    .factors
                    .saved_code_of(
                        place,
                        holdings.saved_codes.iter(),
                        &SavedCode::parse(typed)?,
                    )
                    .await?;
                if holdings.code_counts_from(&row, quarantine) > self.base.now() {
                    return Err(Refusal::MethodNew.into());
                }

                Some(row)
            }
            None => None,
        };

        let mut op = self.store.writing(&self.base, visitor).await?;
        let holdings = self
            .accounts
            .genuine(&mut op, person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let policy = op.policy().await?;
        let shown = match (with, saved) {
            (_, Some(row)) => SecondStep::SavedCode(row.id),
            (ConfirmWith::Authenticator, None) => {
                let code = parse_authenticator(typed)?;
                let apps = confirming(&holdings, MethodKind::Authenticator, op.now());
                match self
                    .factors
                    .authenticator_of(&mut op, (person, device), &apps, &code)
                    .await?
                {
                    Ok((app, step)) => SecondStep::Step(app, step),
                    Err(refusal) => {
                        let whose = (person, &holdings);
                        let refusal = self.factors.or_too_new(whose, &code, refusal, op.now());
                        op.commit().await?;
                        return Err(refusal.into());
                    }
                }
            }
            (ConfirmWith::Password | ConfirmWith::SavedCode, None)
                if asks_for_more(&policy, &holdings, op.now()) =>
            {
                return Err(Refusal::CodeEmpty.into());
            }
            (ConfirmWith::Password | ConfirmWith::SavedCode, None) => SecondStep::Nothing,
        };

        let token = self
            .confirmed(&mut op, signed_in, stored.change, shown)
            .await?;
        if shown.factor() == Factor::Authenticator {
            self.throttle
                .forget_app_codes(&mut op, person.id, device)
                .await?;
        }

        op.commit().await?;
        Ok(token)
    }
}
