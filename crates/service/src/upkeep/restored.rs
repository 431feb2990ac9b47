//! Prepares a database that was restored from a backup, or accepted by an operator, before anybody is let in (S84).

use crate::heads::{Adopted, Head, HeadFile};
use crate::upkeep::Upkeep;
use crate::{Outcome, Visitor};
use regain_base::history::Entry;
use regain_base::{Failure, Letter, Op};
use regain_domain::{Facts, HistoryEvent, PersonStatus};
use regain_storage::{StorageError, Work};
use regain_vault::VaultWork;

/// Results of a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// History entries that the backup lacks.
    pub lost: u64,
    /// Accounts that stay closed until their owners recover them, because a newer password was lost.
    pub frozen: u64,
    /// Invitations that were ended because the invited person had enrolled after the backup: with the old mail,
    /// somebody else could enrol again.
    pub invitations: u64,
}

impl Upkeep {
    /// Ends what a backup must not bring back (sessions, recoveries, known devices, freeze links, and the invitations
    /// of people who had enrolled), closes accounts whose newer credentials were lost, and informs the administrators
    /// and the history. Accounts closed by an earlier restore are closed again by another restore of the same backup.
    ///
    /// # Errors
    /// If the database or the file fails.
    pub async fn after_restore(&self, file: &mut HeadFile) -> Outcome<Restored> {
        self.adopt(Adopted::Restored, file).await
    }

    /// The same for a database that an operator declares right although the published heads disagree or are gone. It
    /// can't be told from an older one, so nothing is trusted that an older one would bring back.
    ///
    /// # Errors
    /// If the database or the file fails.
    pub async fn accept(&self, file: &mut HeadFile) -> Outcome<Restored> {
        self.adopt(Adopted::Accepted, file).await
    }

    async fn adopt(&self, how: Adopted, file: &mut HeadFile) -> Outcome<Restored> {
        self.base.historian.believe_older();
        let of = self.epoch_of_database().await?;
        let epoch = of.max(file.epoch()) + 1;
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let newest = op.history().last().await?;
        let last = newest.as_ref().map_or(0, |row| row.seq);

        // Credentials that were new then don't age by the time that the backup was stored (S111).
        let made_at = newest.map_or(now, |row| row.at.min(now));
        let lost = file.head().map_or(0, |head| head.seq.saturating_sub(last));
        op.sessions().end_all().await?;
        op.recovery().cancel_all_open().await?;
        op.verifications().end_all().await?;
        op.devices().forget_all().await?;
        op.outbox().forget_waiting().await?;
        op.freeze_links().end_all(now).await?;
        let mut invitations = op.invitations().end_of_those_who_came(now).await?;
        for id in file.people() {
            invitations += op.invitations().replace_open(id, now).await?;
        }

        let facts = Facts {
            entries: Some(lost),
            epoch: Some(epoch),
            ..Facts::default()
        };
        op.record(&Entry::of(event(how)).with(facts)).await?;
        let mut frozen = 0;
        for id in file.people() {
            let stored = op
                .rows()
                .manifest(id)
                .await?
                .map_or(0, |manifest| manifest.version);
            let person = op.people().by_id(id).await?;
            let closes = |person: &regain_storage::Person| {
                !person.needs_recovery && file.had_newer(id, of, stored)
            };
            let Some(person) = person.filter(closes) else {
                continue;
            };

            if !matches!(person.status, PersonStatus::Active | PersonStatus::Disabled) {
                continue;
            }

            let entry = Entry::about(HistoryEvent::Frozen, person.id);
            let freeze = |person: &mut regain_storage::Person| {
                person.frozen_at = person.frozen_at.or(Some(made_at));
                person.needs_recovery = true;
            };

            if let Some(person) = self
                .base
                .historian
                .stand(&mut op, &person, freeze, entry, now)
                .await?
            {
                op.notify(&person, &Letter::FrozenByRestore).await?;
                frozen += 1;
            }
        }

        let letter = Letter::Restored {
            lost,
            accepted: how == Adopted::Accepted,
        };
        op.notify_administrators(None, &letter).await?;
        op.commit().await?;
        self.begin_epoch(how, file, epoch, (of, last)).await?;

        Ok(Restored {
            lost,
            frozen,
            invitations,
        })
    }

    /// The epoch of the database itself, according to its history.
    async fn epoch_of_database(&self) -> Outcome<u64> {
        let mut op = self.store.reading(&self.base).await?;
        let mut epoch = 0;
        for how in [Adopted::Restored, Adopted::Accepted] {
            let told = op.history().last_event(event(how)).await?;
            let facts = told.and_then(|row| serde_json::from_str::<Facts>(&row.facts).ok());
            epoch = epoch.max(facts.and_then(|facts| facts.epoch).unwrap_or_default());
        }

        Ok(epoch)
    }

    /// Begins an epoch in the file with the database as it is now; `last` of its entries are older.
    async fn begin_epoch(
        &self,
        how: Adopted,
        file: &mut HeadFile,
        epoch: u64,
        (of, last): (u64, u64),
    ) -> Outcome<()> {
        let now = self.base.now();
        let newest = self
            .store
            .reading(&self.base)
            .await?
            .history()
            .last()
            .await?;
        let Some(head) = newest.map(|row| Head {
            seq: row.seq,
            digest: row.digest,
        }) else {
            return Ok(());
        };

        let vouched = self.chain.vouched(0, last).await?;
        file.adopt(how, epoch, (head, now), (of, &vouched))
            .map_err(|error| Failure::Storage(StorageError::Failed(Box::new(error))))?;
        self.heads.set(head);

        Ok(())
    }
}

const fn event(how: Adopted) -> HistoryEvent {
    match how {
        Adopted::Restored => HistoryEvent::Restored,
        Adopted::Accepted => HistoryEvent::Accepted,
    }
}
