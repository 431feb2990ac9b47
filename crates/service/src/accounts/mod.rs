//! The state of accounts. Here one whose stored credentials aren't those that its owner made is closed, and everybody
//! concerned is told (S79).

mod freezing;
mod opening;

use crate::heads::Heads;
use crate::{Outcome, Visitor};
use regain_base::history::Entry;
use regain_base::{Base, Letter, Op};
use regain_domain::{HistoryEvent, PersonId, PersonStatus, Timestamp};
use regain_storage::{Named, Person, Work};
use regain_vault::{Condition, Holdings, Vault, VaultOp, VaultStore};
use std::sync::Arc;
use std::time::Duration;

/// An alarm that persists is repeated after this time.
const REPEAT: Duration = Duration::from_secs(24 * 60 * 60);

/// The state of accounts: whether what is stored of a person is genuine, and what closes, freezes and opens it.
pub(crate) struct Accounts {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) heads: Arc<Heads>,
}

impl Accounts {
    /// A person's holdings, with times corrected for the present, if they are genuine and the history is where it was
    /// left.
    pub(crate) async fn genuine(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
    ) -> Outcome<Option<Holdings>> {
        let now = op.now();
        if !self.head_holds(op).await? {
            return Ok(None);
        }

        Ok(match self.vault.check(op, person).await? {
            Condition::Genuine(holdings) => {
                Some(self.vault.reckoned(op, person.id, holdings, now).await?)
            }
            Condition::Tampered => None,
        })
    }

    /// The same for whoever a stranger named. If nobody has the name, the stand-in's credentials are checked instead,
    /// so the time is the same; the result is dropped (S3).
    pub(crate) async fn genuine_if_any(
        &self,
        op: &mut dyn VaultOp,
        named: &Named,
    ) -> Outcome<Option<Holdings>> {
        match named {
            Named::Person(person) => self.genuine(op, person).await,
            Named::Nobody(Some(stand_in)) => self.genuine(op, stand_in).await.map(|_| None),
            Named::Nobody(None) => Ok(None),
        }
    }

    /// Whether the database still has the published head. A unit of work that began before the newest head was
    /// written can't see it, so a miss is looked up again in a new one.
    pub(crate) async fn head_holds(&self, op: &mut dyn Op) -> Outcome<bool> {
        if self.heads.hold(op).await? {
            return Ok(true);
        }

        let mut present = self.store.reading(&self.base).await?;
        Ok(self.heads.hold(&mut present).await?)
    }

    /// Closes an account that isn't genuine: ends its sessions and recoveries, records it in the history, and tells
    /// its owner and the administrators, once a day. Nothing is repaired: only the right rows open the account again.
    pub(crate) async fn close(&self, person: PersonId) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let Some(person) = op.people().by_id(person).await? else {
            return Ok(());
        };

        // Checked again under the writer's lock: it may have been repaired, or was only being written.
        if self.genuine(&mut op, &person).await?.is_some() {
            return Ok(());
        }

        op.sessions().end_all_of(person.id).await?;
        op.recovery().cancel_open_of(person.id, None).await?;
        self.forget_trust(&mut op, person.id).await?;

        if op
            .history()
            .raise_alarm(person.id, now, now.minus(REPEAT))
            .await?
        {
            tracing::error!(
                person = person.id.to_hex(),
                "stored credentials were tampered with; the account is closed"
            );
            op.record(&Entry::about(HistoryEvent::Tampered, person.id))
                .await?;
            op.notify(&person, &Letter::Tampered).await?;
            let report = Letter::TamperedReport {
                person: known_as(&person),
            };
            op.notify_administrators(None, &report).await?;
        }

        op.commit().await
    }

    /// Ends pending second-factor requests and forgets remembered devices, as on every password change (S29).
    pub(crate) async fn forget_trust(&self, op: &mut dyn Op, person: PersonId) -> Outcome<()> {
        op.verifications().end_all_of(person).await?;
        op.devices().forget_all_of(person).await?;
        Ok(())
    }

    /// When the account will be closed, if its owner requested it.
    pub(crate) async fn closes_at(
        &self,
        op: &mut dyn Op,
        person: &Person,
    ) -> Outcome<Option<Timestamp>> {
        let now = op.now();
        if person.status != PersonStatus::Active {
            return Ok(None);
        }

        let leaving = self.base.historian.leaving(op, person, now).await?;
        Ok(leaving.map(|leaving| leaving.ends_at(now)))
    }
}

/// The name by which administrators know a person.
fn known_as(person: &Person) -> String {
    let user_name = person.user_name.as_ref().map(|name| name.as_str());
    user_name
        .or_else(|| person.name.as_ref().map(|name| name.as_str()))
        .unwrap_or_default()
        .to_owned()
}
