//! "Close my account": requested by its owner, carried out fourteen days later, revocable from any of their sessions
//! (S103).
//!
//! The request is only an entry of the history. A freeze (by mail too), the end of a recovery and an objection by an
//! address are entries as well, and each revokes the request: see
//! [`HistoryEvent::is_about_closing`](regain_domain::HistoryEvent::is_about_closing).

use crate::own_account::OwnAccount;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Letter, Op};
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
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();

        Ok(ClosingView {
            until: self.accounts.closes_at(&mut op, person).await?,
            confirmed: self
                .vault
                .is_confirmed(&mut op, person, signed_in.session.id, now)
                .await?,
            is_last_administrator: is_last_administrator(&mut op, person).await?,
        })
    }

    /// Requests that one's account be closed, after a fresh proof that counts (S45, S113), and tells every address
    /// that counts or may object. A repeated request keeps the first date.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::LastAdministrator`]; [`Refusal::SignedOut`] if the account was frozen meanwhile.
    pub async fn ask_to_close(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let person = op
            .people()
            .by_id(signed_in.person.id)
            .await?
            .ok_or(Refusal::SignedOut)?;
        if person.status != PersonStatus::Active || person.frozen_at.is_some() {
            return Err(Refusal::SignedOut.into());
        }

        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        if is_last_administrator(&mut op, &person).await? {
            return Err(Refusal::LastAdministrator.into());
        }

        if self.accounts.closes_at(&mut op, &person).await?.is_some() {
            return Ok(());
        }

        op.record(&visitor.entry(HistoryEvent::ClosingAsked, person.id))
            .await?;
        let letter = Letter::ClosingAsked {
            until: now.plus(policy::CLOSING_WAITS).as_millis(),
        };
        op.notify(&person, &letter).await?;

        op.commit().await
    }

    /// Revokes the request. Any signed-in session may: keeping the account doesn't change it.
    pub async fn take_closing_back(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = op
            .people()
            .by_id(signed_in.person.id)
            .await?
            .ok_or(Refusal::SignedOut)?;
        if self.accounts.closes_at(&mut op, &person).await?.is_none() {
            return Ok(());
        }

        op.record(&visitor.entry(HistoryEvent::ClosingTakenBack, person.id))
            .await?;
        let letter = Letter::ClosingTakenBack {
            last_administrator: false,
        };
        op.notify(&person, &letter).await?;

        op.commit().await
    }
}

/// Whether this person is the only active global administrator.
pub(crate) async fn is_last_administrator(op: &mut dyn Op, person: &Person) -> Outcome<bool> {
    Ok(person.role == Role::GlobalAdministrator
        && person.status == PersonStatus::Active
        && op.people().count_active(Role::GlobalAdministrator).await? <= 1)
}
