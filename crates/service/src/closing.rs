//! "Close my account": asked for by its owner, done fourteen days later, taken back by any of their sessions (S103).
//!
//! That it was asked for is an entry of the history and nothing else. A freeze, by a mail too, the end of a recovery and an address
//! that objects are entries as well, and take it back by being there: see
//! [`HistoryEvent::is_about_closing`](regain_domain::HistoryEvent::is_about_closing).

use crate::{Outcome, Regain, SignedIn, Visitor};
use regain_base::Letter;
use regain_domain::{HistoryEvent, PersonStatus, Refusal, Role, Timestamp, policy};
use regain_storage::{Person, Work};

/// What the page says that closes an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingView {
    /// When the account is closed, if that was asked for.
    pub until: Option<Timestamp>,
    /// Whether it can be asked for in this session now: after a fresh proof.
    pub confirmed: bool,
    /// There is no other active global administrator.
    pub is_last_administrator: bool,
}

impl Regain {
    /// Whether one's account is going to be closed, and whether one may ask for it.
    pub async fn closing(&self, signed_in: &SignedIn) -> Outcome<ClosingView> {
        let (person, now) = (&signed_in.person, self.base.now());
        let mut work = self.store.read_vault().await?;
        Ok(ClosingView {
            until: self.closes_at(work.as_mut(), person, now).await?,
            confirmed: self
                .vault
                .is_confirmed(work.as_mut(), person, signed_in.session.id, now)
                .await?,
            is_last_administrator: is_last_administrator(work.as_mut(), person).await?,
        })
    }

    /// Asks for one's account to be closed, after a fresh proof that counts (S45, S113), and tells every address that counts or
    /// may object. Asked again, it stays at the first day.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::LastAdministrator`]; [`Refusal::SignedOut`] if the account was frozen meanwhile.
    pub async fn ask_to_close(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let person = work
            .people()
            .by_id(signed_in.person.id)
            .await?
            .ok_or(Refusal::SignedOut)?;
        if person.status != PersonStatus::Active || person.frozen_at.is_some() {
            return Err(Refusal::SignedOut.into());
        }
        self.changes_are_open(work.as_mut(), signed_in).await?;
        if is_last_administrator(work.as_mut(), &person).await? {
            return Err(Refusal::LastAdministrator.into());
        }
        if self.closes_at(work.as_mut(), &person, now).await?.is_some() {
            return Ok(());
        }
        self.base
            .tell(
                work.as_mut(),
                &visitor.entry(HistoryEvent::ClosingAsked, person.id),
            )
            .await?;
        let letter = Letter::ClosingAsked {
            until: now.plus(policy::CLOSING_WAITS).as_millis(),
        };
        self.base
            .notify(work.as_mut(), &person, visitor, &letter)
            .await?;
        self.base.commit(work).await
    }

    /// Takes it back. Whoever is signed in may: to keep the account is no change of it.
    pub async fn take_closing_back(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let person = work
            .people()
            .by_id(signed_in.person.id)
            .await?
            .ok_or(Refusal::SignedOut)?;
        if self
            .closes_at(work.as_mut(), &person, self.base.now())
            .await?
            .is_none()
        {
            return Ok(());
        }
        self.base
            .tell(
                work.as_mut(),
                &visitor.entry(HistoryEvent::ClosingTakenBack, person.id),
            )
            .await?;
        let letter = Letter::ClosingTakenBack {
            last_administrator: false,
        };
        self.base
            .notify(work.as_mut(), &person, visitor, &letter)
            .await?;
        self.base.commit(work).await
    }

    /// When somebody's account is closed, if they asked for it.
    pub(crate) async fn closes_at(
        &self,
        work: &mut dyn Work,
        person: &Person,
        now: Timestamp,
    ) -> Outcome<Option<Timestamp>> {
        if person.status != PersonStatus::Active {
            return Ok(None);
        }
        let leaving = self.base.historian.leaving(work, person, now).await?;
        Ok(leaving.map(|leaving| leaving.ends_at(now)))
    }
}

/// Whether an account is that of the only active global administrator.
pub(crate) async fn is_last_administrator(work: &mut dyn Work, person: &Person) -> Outcome<bool> {
    Ok(person.role == Role::GlobalAdministrator
        && person.status == PersonStatus::Active
        && work
            .people()
            .count_active(Role::GlobalAdministrator)
            .await?
            <= 1)
}
