//! What happens to a database that was restored from a backup, before anybody is let in (S84).

use crate::heads::HeadFile;
use crate::{Outcome, Regain, Visitor};
use regain_base::Letter;
use regain_domain::{Facts, HistoryEvent, PersonStatus};
use regain_history::Entry;

/// What restoring did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Entries of the history that the backup doesn't have.
    pub lost: u64,
    /// Accounts that stay closed until their owners recover them, because a newer password was lost.
    pub frozen: u64,
    /// Invitations that are over, because whoever was invited had come by the time the backup was needed: by an old mail
    /// somebody else would come a second time.
    pub invitations: u64,
}

impl Regain {
    /// Voids what a backup must not bring back (sessions, recoveries, known devices, links that freeze, and the invitations of
    /// people who had come), closes the accounts whose newer credentials were lost, and tells the administrators and the
    /// history.
    ///
    /// # Errors
    /// If the database or the file fails.
    pub async fn after_restore(&self, file: &mut HeadFile) -> Outcome<Restored> {
        let now = self.base.now();
        let nobody = Visitor::default();
        self.base.historian.believe_older();
        let mut work = self.store.write_vault().await?;
        let newest = work.history().last().await?;
        let last = newest.as_ref().map_or(0, |row| row.seq);
        // What was new then is no older by the days that the backup lay about (S111).
        let made_at = newest.map_or(now, |row| row.at.min(now));
        let lost = file.head().map_or(0, |head| head.seq.saturating_sub(last));
        work.sessions().end_all().await?;
        work.recovery().cancel_all_open().await?;
        work.verifications().end_all().await?;
        work.devices().forget_all().await?;
        work.outbox().forget_waiting().await?;
        work.freeze_links().end_all(now).await?;
        let mut invitations = work.invitations().end_of_those_who_came(now).await?;
        for id in file.manifests().keys() {
            invitations += work.invitations().replace_open(*id, now).await?;
        }
        let facts = Facts { entries: Some(lost), ..Facts::default() };
        self.base.tell(work.as_mut(), &Entry::of(HistoryEvent::Restored).with(facts)).await?;
        let mut frozen = 0;
        for (id, published) in file.manifests() {
            let stored = work.rows().manifest(*id).await?.map_or(0, |manifest| manifest.version);
            let person = work.people().by_id(*id).await?;
            let Some(person) = person.filter(|person| stored < *published && !person.needs_recovery) else {
                continue;
            };
            if person.status == PersonStatus::Invited || person.status == PersonStatus::Revoked {
                continue;
            }
            let entry = Entry::about(HistoryEvent::Frozen, person.id);
            let freeze = |person: &mut regain_storage::Person| {
                person.frozen_at = person.frozen_at.or(Some(made_at));
                person.needs_recovery = true;
            };
            if let Some(person) = self.base.historian.stand(work.as_mut(), &person, freeze, entry, now).await? {
                self.base.notify(work.as_mut(), &person, &nobody, &Letter::FrozenByRestore).await?;
                frozen += 1;
            }
        }
        self.base.notify_administrators(work.as_mut(), None, &nobody, &Letter::Restored { lost }).await?;
        self.base.commit(work).await?;
        file.restored(last, now)
            .map_err(|error| regain_base::Failure::Storage(regain_storage::StorageError::Failed(Box::new(error))))?;
        Ok(Restored { lost, frozen, invitations })
    }
}
