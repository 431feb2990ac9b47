//! Decides from genuine entries alone whose account is to be erased: no row contains the date, so SQL can't bring it
//! forward (S79, S103).

use super::Historian;
use regain_domain::{HistoryEvent, Leaving, LeavingWhy, PersonId, PersonStatus, Timestamp};
use regain_storage::{HistoryRow, Person, Result, Store, Work};

impl Historian {
    /// Whether and why a person's account is to be erased. An entry that isn't genuine, or a database put in place
    /// since then, can only delay or cancel it.
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
            // An entry that revoked it may be among what was lost.
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

    /// Whether the chain is intact since the entry that planned a person's erasure. An entry that revoked it could
    /// have been removed unnoticed otherwise, so all entries since then are walked.
    pub async fn is_unbroken_since_leaving(
        &self,
        store: &dyn Store,
        person: &Person,
    ) -> Result<bool> {
        let begun = self
            .begun_to_leave(store.read().await?.as_mut(), person)
            .await?;

        // Revoked meanwhile.
        let Some((_, begun)) = begun else {
            return Ok(true);
        };

        Ok(self
            .verify(store, Some((begun.seq, begun.digest)))
            .await?
            .fault
            .is_none())
    }

    /// The entry that plans a person's erasure, if it is the newest one that decides about it.
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

    /// The newest entry after `seq` that reports another database put in place, genuine or not (S84).
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

    /// When an entry was written, even if a clock was ahead.
    async fn happened(
        &self,
        work: &mut dyn Work,
        row: &HistoryRow,
        now: Timestamp,
    ) -> Result<Timestamp> {
        Ok(self.reckoning_by(work, row, now).await?.happened(row.at))
    }
}
