//! The state of accounts. Here one whose stored credentials aren't those that its owner made is closed, and everybody
//! concerned is told (S79).

mod freezing;
mod opening;

use crate::heads::Heads;
use crate::{Outcome, Visitor};
use regain_base::history::Entry;
use regain_base::{Base, Letter};
use regain_domain::{HistoryEvent, PersonId, PersonStatus, Timestamp};
use regain_storage::{Named, Person, Work};
use regain_vault::{Condition, Holdings, Vault, VaultStore, VaultWork};
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
        work: &mut dyn VaultWork,
        person: &Person,
    ) -> Outcome<Option<Holdings>> {
        if !self.head_holds(work).await? {
            return Ok(None);
        }
        Ok(match self.vault.check(work, person).await? {
            Condition::Genuine(holdings) => Some(
                self.vault
                    .reckoned(work, person.id, holdings, self.base.now())
                    .await?,
            ),
            Condition::Tampered => None,
        })
    }

    /// The same for whoever a stranger named. If nobody has the name, the stand-in's credentials are checked instead,
    /// so the time is the same; the result is dropped (S3).
    pub(crate) async fn genuine_if_any(
        &self,
        work: &mut dyn VaultWork,
        named: &Named,
    ) -> Outcome<Option<Holdings>> {
        match named {
            Named::Person(person) => self.genuine(work, person).await,
            Named::Nobody(Some(stand_in)) => self.genuine(work, stand_in).await.map(|_| None),
            Named::Nobody(None) => Ok(None),
        }
    }

    /// Whether the database still has the published head. A unit of work that began before the newest head was
    /// written can't see it, so a miss is looked up again in a new one.
    pub(crate) async fn head_holds(&self, work: &mut dyn VaultWork) -> Outcome<bool> {
        if self.heads.hold(work).await? {
            return Ok(true);
        }
        let mut present = self.store.read_vault().await?;
        Ok(self.heads.hold(present.as_mut()).await?)
    }

    /// Closes an account that isn't genuine: ends its sessions and recoveries, records it in the history, and tells
    /// its owner and the administrators, once a day. Nothing is repaired: only the right rows open the account again.
    pub(crate) async fn close(&self, person: PersonId) -> Outcome<()> {
        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let Some(person) = work.people().by_id(person).await? else {
            return Ok(());
        };
        // Checked again under the writer's lock: it may have been repaired, or was only being written.
        if self.genuine(work.as_mut(), &person).await?.is_some() {
            return Ok(());
        }
        work.sessions().end_all_of(person.id).await?;
        work.recovery().cancel_open_of(person.id, None).await?;
        self.forget_trust(work.as_mut(), person.id).await?;
        if work
            .history()
            .raise_alarm(person.id, now, now.minus(REPEAT))
            .await?
        {
            tracing::error!(
                person = person.id.to_hex(),
                "stored credentials were tampered with; the account is closed"
            );
            self.base
                .tell(
                    work.as_mut(),
                    &Entry::about(HistoryEvent::Tampered, person.id),
                )
                .await?;
            let nobody = Visitor::default();
            self.base
                .notify(work.as_mut(), &person, &nobody, &Letter::Tampered)
                .await?;
            let report = Letter::TamperedReport {
                person: known_as(&person),
            };
            self.base
                .notify_administrators(work.as_mut(), None, &nobody, &report)
                .await?;
        }
        self.base.commit(work).await
    }

    /// Ends pending second-factor requests and forgets remembered devices, as on every password change (S29).
    pub(crate) async fn forget_trust(&self, work: &mut dyn Work, person: PersonId) -> Outcome<()> {
        work.verifications().end_all_of(person).await?;
        work.devices().forget_all_of(person).await?;
        Ok(())
    }

    /// When the account will be closed, if its owner requested it.
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

/// The name by which administrators know a person.
fn known_as(person: &Person) -> String {
    let user_name = person.user_name.as_ref().map(|name| name.as_str());
    user_name
        .or_else(|| person.name.as_ref().map(|name| name.as_str()))
        .unwrap_or_default()
        .to_owned()
}
