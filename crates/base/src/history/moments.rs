//! Detects times that were written while a clock was ahead, with the help of the history.

use super::{Entry, Historian};
use regain_domain::{EntryMoment, HistoryEvent, PersonId, Reckoning, Timestamp, policy};
use regain_storage::{HistoryRow, Result, Work};

impl Historian {
    /// How to read, at `now`, times stored about a person, or about nobody.
    pub async fn reckoning_of(
        &self,
        work: &mut dyn Work,
        person: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Reckoning> {
        let right_since = right_since(work, now).await?;
        let set_back = self.clock_set_back(work).await?;
        let about = match person {
            Some(person) if !set_back.is_empty() => work.history().moments_of(person).await?,
            _ => Vec::new(),
        };

        Ok(Reckoning::new(now, right_since, set_back, about))
    }

    /// How to read, at `now`, a time stored with this entry.
    pub async fn reckoning_by(
        &self,
        work: &mut dyn Work,
        entry: &HistoryRow,
        now: Timestamp,
    ) -> Result<Reckoning> {
        let right_since = right_since(work, now).await?;
        let set_back = self.clock_set_back(work).await?;
        Ok(Reckoning::new(
            now,
            right_since,
            set_back,
            vec![moment(entry)],
        ))
    }

    /// Records that the clock was set back, once it has stayed so. Returns whether it was recorded now.
    pub async fn settle_clock(&self, work: &mut dyn Work, now: Timestamp) -> Result<bool> {
        let Some(right) = work.history().right_since(now).await? else {
            return Ok(false);
        };

        let written = self
            .clock_set_back(work)
            .await?
            .last()
            .is_some_and(|entry| entry.seq >= right.seq);
        if written || now < right.at.plus(policy::CLOCK_SETTLES) {
            return Ok(false);
        }

        self.append(work, &Entry::of(HistoryEvent::ClockSetBack), now)
            .await?;

        Ok(true)
    }

    /// The genuine entries that report a clock set back.
    async fn clock_set_back(&self, work: &mut dyn Work) -> Result<Vec<EntryMoment>> {
        let mut genuine = Vec::new();
        for entry in work.history().clock_set_back().await? {
            if self.is_genuine(work, &entry).await? {
                genuine.push(moment(&entry));
            }
        }

        Ok(genuine)
    }
}

async fn right_since(work: &mut dyn Work, now: Timestamp) -> Result<Option<Timestamp>> {
    Ok(work.history().right_since(now).await?.map(|entry| entry.at))
}

fn moment(entry: &HistoryRow) -> EntryMoment {
    EntryMoment {
        seq: entry.seq,
        at: entry.at,
    }
}
