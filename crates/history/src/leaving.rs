//! Whose account is to be erased, as genuine entries alone say: no row has that date, so that SQL brings none forward (S79, S103).

use crate::Historian;
use regain_domain::{HistoryEvent, Leaving, LeavingWhy, PersonId, PersonStatus, Timestamp};
use regain_storage::{HistoryRow, Person, Result, Store, Work};

impl Historian {
    /// Whether and why a person's account is to be erased. An entry that isn't genuine, or a database that was put in place since,
    /// makes it later or never, and no sooner.
    pub async fn leaving(
        &self,
        work: &mut dyn Work,
        person: &Person,
        now: Timestamp,
    ) -> Result<Option<Leaving>> {
        let Some((why, begun)) = self.begun_to_leave(work, person).await? else {
            return Ok(None);
        };
        let put_in_place = self.put_in_place_since(work, begun.seq).await?;
        let from = match (why, put_in_place) {
            (_, None) => begun,
            // Whatever took it back may be among what was lost.
            (LeavingWhy::Asked, Some(_)) => return Ok(None),
            (LeavingWhy::Disabled, Some(entry)) => entry,
        };
        let since = self.happened(work, &from, now).await?;
        let told_again = self
            .told_again_since(work, person.id, from.seq, now)
            .await?;
        Ok(Some(Leaving {
            why,
            since,
            told_again,
        }))
    }

    /// Whether nothing was taken out of the chain or changed in it since the entry by which a person's account is to be erased: an entry
    /// that took it back has no number that anything else tells of. It walks over all entries since then.
    pub async fn is_unbroken_since_leaving(
        &self,
        store: &dyn Store,
        person: &Person,
    ) -> Result<bool> {
        let begun = self
            .begun_to_leave(store.read().await?.as_mut(), person)
            .await?;
        // Taken back meanwhile.
        let Some((_, begun)) = begun else {
            return Ok(true);
        };
        Ok(self
            .verify(store, Some((begun.seq, begun.mac)))
            .await?
            .fault
            .is_none())
    }

    /// The entry by which a person's account is to be erased, if that is the newest that decides it.
    async fn begun_to_leave(
        &self,
        work: &mut dyn Work,
        person: &Person,
    ) -> Result<Option<(LeavingWhy, HistoryRow)>> {
        let (why, begins) = match person.status {
            PersonStatus::Active if person.frozen_at.is_none() => {
                (LeavingWhy::Asked, HistoryEvent::ClosingAsked)
            }
            PersonStatus::Disabled => (LeavingWhy::Disabled, HistoryEvent::Disabled),
            _ => return Ok(None),
        };
        let decide = |event: &HistoryEvent| match why {
            LeavingWhy::Asked => event.is_about_closing(),
            LeavingWhy::Disabled => event.is_about_disabling(),
        };
        let deciding: Vec<HistoryEvent> =
            HistoryEvent::ALL.iter().copied().filter(decide).collect();
        let newest = work.history().last_of_events(person.id, &deciding).await?;
        Ok(self
            .genuine(work, newest.filter(|row| row.event == begins))
            .await?
            .map(|begun| (why, begun)))
    }

    /// The last time since an entry that another database was put in place, by whatever entry says so (S84).
    async fn put_in_place_since(
        &self,
        work: &mut dyn Work,
        seq: u64,
    ) -> Result<Option<HistoryRow>> {
        let mut newest: Option<HistoryRow> = None;
        for event in [HistoryEvent::Restored, HistoryEvent::Accepted] {
            let entry = work
                .history()
                .last_event(event)
                .await?
                .filter(|entry| entry.seq > seq);
            if entry.as_ref().map(|entry| entry.seq) > newest.as_ref().map(|entry| entry.seq) {
                newest = entry;
            }
        }
        Ok(newest)
    }

    async fn told_again_since(
        &self,
        work: &mut dyn Work,
        person: PersonId,
        seq: u64,
        now: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let told = work
            .history()
            .last_of_events(person, &[HistoryEvent::ErasureAnnounced])
            .await?;
        match self.genuine(work, told.filter(|row| row.seq > seq)).await? {
            Some(row) => self.happened(work, &row, now).await.map(Some),
            None => Ok(None),
        }
    }

    /// When an entry was written, also where a clock was ahead.
    async fn happened(
        &self,
        work: &mut dyn Work,
        row: &HistoryRow,
        now: Timestamp,
    ) -> Result<Timestamp> {
        Ok(self.reckoning_by(work, row, now).await?.happened(row.at))
    }
}
