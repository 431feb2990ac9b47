//! Signing in: count first, then check, and give one answer for every failure (S1, S3, S57, S60).

mod passkey;
pub(crate) mod second_factor;

use crate::accounts::Accounts;
use crate::check_ups::CheckUps;
use crate::devices::{Devices, KnownBy};
use crate::factors::Factors;
use crate::factors::signing::Signing;
use crate::older_keys::OlderKeys;
use crate::passwords::hashing::Hasher;
use crate::sessions::Sessions;
use crate::sign_in::second_factor::asks_for_second_factor;
use crate::throttle::{Throttle, Try};
use crate::{EffortPurpose, Failure, NewSession, Outcome, Requester, VerifyToken};
use regain_base::{Base, Op};
use regain_domain::{
    ChangeId, Factor, Facts, GivenPassword, HistoryEvent, Identifier, PersonStatus, Refusal,
    Timestamp,
};
use regain_storage::{Person, Work};
use regain_vault::{Holdings, Occasion, OpenedBy, PasswordRow, Vault, VaultOp, VaultStore};
use std::sync::Arc;

/// Result of a right password.
#[derive(Debug)]
pub enum SignedInOrAsked {
    /// Signed in.
    SignedIn(NewSession),
    /// Asked for a second factor.
    Asked(VerifyToken),
}

/// How somebody is let in.
#[derive(Default)]
pub(crate) struct Admission<'a> {
    /// "Keep me signed in" was chosen.
    pub(crate) keep: bool,
    /// The person's holdings, if they were just read.
    pub(crate) holdings: Option<&'a Holdings>,
    /// What was shown besides the password.
    pub(crate) factor: Option<Factor>,
    /// Until when this browser isn't asked for a second factor, if that was chosen.
    pub(crate) remember_until: Option<Timestamp>,
}

/// Signing in, with the password and a second factor or with a passkey.
pub struct SignIn {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) devices: Arc<Devices>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) factors: Arc<Factors>,
    pub(crate) check_ups: Arc<CheckUps>,
    pub(crate) older_keys: Arc<OlderKeys>,
}

impl SignIn {
    /// Signs a person in, or asks for the second factor.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] whatever is wrong; [`Refusal::Busy`] if no thread is free in time; under pressure also
    /// those of effort (S62).
    pub async fn by_password(
        &self,
        from: &Requester,
        identifier: &Identifier,
        password: &GivenPassword,
        keep: bool,
    ) -> Outcome<SignedInOrAsked> {
        let outcome = self
            .sign_in_uncounted(from, identifier, password, keep)
            .await;
        if let Err(Failure::Refused(Refusal::SignIn)) = outcome {
            self.throttle.tell_failed_sign_in(&from.visitor, identifier);
            self.throttle.count_pressure(&from.visitor, identifier);
        }

        outcome
    }

    async fn sign_in_uncounted(
        &self,
        from: &Requester,
        identifier: &Identifier,
        password: &GivenPassword,
        keep: bool,
    ) -> Outcome<SignedInOrAsked> {
        let visitor = &from.visitor;
        let device = from.device.as_ref();
        self.throttle
            .check_effort_early(from, EffortPurpose::SignIn)?;

        // Before any use of the database, so that a flood doesn't load it.
        let place = self.hasher.place()?;
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let now = op.now();
        let named = op.people().named(identifier.canonical()).await?;
        let id = named.as_person().map(|person| person.id);

        self.throttle
            .admit_and_spend_effort(&mut op, from, EffortPurpose::SignIn, id)
            .await?;
        let counter = self
            .throttle
            .sign_in_counter(&mut op, named.as_person(), identifier, device)
            .await?;
        let tried = self
            .throttle
            .count_sign_in(&mut op, &counter, password)
            .await?;
        if tried == Try::Refuse {
            // Before reading anything about a person: without a hash to hide it, the time would reveal that they
            // exist (S3).
            op.commit().await?;
            self.throttle.tell_wait(visitor, identifier);
            return Err(Refusal::SignIn.into());
        }

        let holdings = self.accounts.genuine_if_any(&mut op, &named).await?;
        let policy = op.policy().await?;
        op.commit().await?;

        let checked = holdings.as_ref().filter(|_| tried == Try::Check);
        let stored = checked.and_then(|holdings| holdings.password.clone());
        let verdict = self
            .hasher
            .verify_at(
                place,
                password.expose(),
                stored.as_ref().map(|row| &row.hash),
            )
            .await?;
        if !verdict.matches {
            self.throttle.remember_refused(&counter, password);
        }

        let person = named.person();
        if let (Some(person), None) = (&person, &holdings) {
            self.accounts.close(person.id).await?;
        }

        let (Some(person), Some(holdings), Some(stored), true) =
            (person, holdings, stored, verdict.matches)
        else {
            return Err(Refusal::SignIn.into());
        };

        let asks = asks_for_second_factor(&policy, &holdings)
            || Signing::of(&person, &holdings, now).has_former();

        // A frozen account opens with a second factor, never with the password alone (S30); one frozen by a restore
        // only with a recovery (S84).
        let closed = person.frozen_at.is_some() && (!asks || person.needs_recovery);
        if person.status != PersonStatus::Active || closed {
            self.throttle.remember_refused(&counter, password);
            return Err(Refusal::SignIn.into());
        }

        let fresh = if verdict.outdated {
            Some(
                self.hasher
                    .hash(password.expose(), self.base.bytes())
                    .await?,
            )
        } else {
            None
        };

        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let holdings = self
            .still_valid(&mut op, &person, &stored)
            .await?
            .ok_or(Refusal::SignIn)?;
        let password = match fresh {
            Some(fresh) => self.rehash(&mut op, &person, &stored, &fresh).await?,
            None => stored.change,
        };

        let remembered = self
            .devices
            .is_remembered(&mut op, &person, device, &policy)
            .await?;
        if asks && (!remembered || person.frozen_at.is_some()) {
            let token = self
                .ask_for_second_factor(&mut op, &person, password, keep)
                .await?;
            op.commit().await?;
            return Ok(SignedInOrAsked::Asked(token));
        }

        let new_session = self
            .finish_sign_in(
                &mut op,
                from,
                &person,
                Admission {
                    keep,
                    holdings: Some(&holdings),
                    ..Admission::default()
                },
            )
            .await?;
        op.commit().await?;

        Ok(SignedInOrAsked::SignedIn(new_session))
    }

    /// Stores the same password with newer parameters (S32). Returns the change that stored it.
    async fn rehash(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        stored: &PasswordRow,
        fresh: &regain_vault::PasswordHash,
    ) -> Outcome<ChangeId> {
        let now = op.now();
        let proofs = self
            .vault
            .by_current_password(op, person, stored.change, now)
            .await?;
        let proofs = proofs.ok_or(Refusal::SignIn)?;
        let circumstances = crate::circumstances(op.visitor());
        let occasion = Occasion::of(HistoryEvent::PasswordRehashed);

        self.vault
            .set_password(op, proofs, occasion, fresh, &circumstances)
            .await?;
        let holdings = self.accounts.genuine(op, person).await?;

        Ok(holdings
            .and_then(|holdings| holdings.password)
            .ok_or(Refusal::SignIn)?
            .change)
    }

    /// Finishes every sign-in: ends delays (of this device at least), open recoveries and a freeze, and makes the
    /// browser known.
    pub(crate) async fn finish_sign_in(
        &self,
        op: &mut dyn VaultOp,
        from: &Requester,
        person: &Person,
        admission: Admission<'_>,
    ) -> Outcome<NewSession> {
        let now = op.now();
        let visitor = &from.visitor;
        let device = from.device.as_ref();
        let Admission {
            keep,
            holdings,
            factor,
            remember_until,
        } = admission;

        if person.frozen_at.is_some() {
            let entry = visitor.entry(HistoryEvent::Opened, person.id);
            let open = |person: &mut Person| person.frozen_at = None;
            let opened = self
                .base
                .historian
                .stand(op, person, open, entry, now)
                .await?;
            opened.ok_or(Refusal::SignIn)?;

            // Older mails can't freeze an account that its owner has opened (S30); mails sent from here on can.
            op.freeze_links().end_all_of(person.id, now).await?;
            let opened_by = OpenedBy::Factor(factor.unwrap_or(Factor::Password));
            self.accounts.settle(op, person, opened_by).await?;
        }

        let failed = self
            .throttle
            .clear_counters(op, person, factor, device)
            .await?;
        op.recovery().cancel_open_of(person.id, None).await?;

        if let Some(previous) = &from.session
            && let Some((session, _)) = self.sessions.session_of(op, previous).await?
        {
            op.sessions().end(session.id).await?;
        }

        let device = self
            .devices
            .know_device(op, person, device, KnownBy::SignIn { remember_until })
            .await?;
        self.older_keys.seal_anew(op, person.id).await?;
        let session = self.sessions.begin_session(op, person, keep).await?;
        let facts = Facts {
            failed: Some(failed),
            factor,
            ..Facts::default()
        };
        op.record(&visitor.entry(HistoryEvent::SignedIn, person.id).with(facts))
            .await?;
        let check_up = self.check_ups.ask_to_check_up(op, person, holdings).await?;

        // Read afterwards: opening a frozen account revokes the closing.
        let closes_at = self.accounts.closes_at(op, person).await?;
        Ok(NewSession {
            session,
            device,
            keep,
            check_up,
            closes_at,
        })
    }

    /// The person's holdings, if person and password are unchanged since before the hash was computed.
    async fn still_valid(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        checked: &PasswordRow,
    ) -> Outcome<Option<Holdings>> {
        let Some(current) = op.people().by_id(person.id).await? else {
            return Ok(None);
        };

        let holdings = self.accounts.genuine(op, &current).await?;
        let unchanged = holdings.filter(|holdings| holdings.password.as_ref() == Some(checked));
        Ok(unchanged.filter(|_| {
            current.status == PersonStatus::Active && current.frozen_at == person.frozen_at
        }))
    }
}
