//! "Close my account": requested by its owner, carried out fourteen days later, revocable from any of their sessions
//! (S103).
//!
//! The request is only an entry of the history. A freeze (by mail too), the end of a recovery and an objection by an
//! address are entries as well, and each revokes the request: see
//! [`HistoryEvent::is_about_closing`](regain_domain::HistoryEvent::is_about_closing).

use crate::own_account::OwnAccount;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Letter;
use regain_domain::{HistoryEvent, PersonStatus, Refusal, Role, Timestamp, policy};
use regain_storage::{Person, Work};

/// Contents of the page for closing an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingView {
    /// When the account will be closed, if requested.
    pub until: Option<Timestamp>,
    /// Whether this session may request it now: takes a fresh proof.
    pub confirmed: bool,
    /// Whether there is no other active global administrator.
    pub is_last_administrator: bool,
}

impl OwnAccount {
    /// Whether the account is going to be closed, and whether that may be requested.
    pub async fn closing(&self, signed_in: &SignedIn) -> Outcome<ClosingView> {
        let person = &signed_in.person;
        let now = self.base.now();
        let mut work = self.store.read_vault().await?;
        Ok(ClosingView {
            until: self.accounts.closes_at(work.as_mut(), person, now).await?,
            confirmed: self
                .vault
                .is_confirmed(work.as_mut(), person, signed_in.session.id, now)
                .await?,
            is_last_administrator: is_last_administrator(work.as_mut(), person).await?,
        })
    }

    /// Requests that one's account be closed, after a fresh proof that counts (S45, S113), and tells every address
    /// that counts or may object. A repeated request keeps the first date.
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
        self.confirmation
            .changes_are_open(work.as_mut(), signed_in)
            .await?;
        if is_last_administrator(work.as_mut(), &person).await? {
            return Err(Refusal::LastAdministrator.into());
        }
        if self
            .accounts
            .closes_at(work.as_mut(), &person, now)
            .await?
            .is_some()
        {
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

    /// Revokes the request. Any signed-in session may: keeping the account doesn't change it.
    pub async fn take_closing_back(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let person = work
            .people()
            .by_id(signed_in.person.id)
            .await?
            .ok_or(Refusal::SignedOut)?;
        if self
            .accounts
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
}

/// Whether this person is the only active global administrator.
pub(crate) async fn is_last_administrator(work: &mut dyn Work, person: &Person) -> Outcome<bool> {
    Ok(person.role == Role::GlobalAdministrator
        && person.status == PersonStatus::Active
        && work
            .people()
            .count_active(Role::GlobalAdministrator)
            .await?
            <= 1)
}
