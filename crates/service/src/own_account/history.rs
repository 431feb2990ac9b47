//! A person's own history entries, each verified.

use crate::own_account::OwnAccount;
use crate::{Outcome, SignedIn};
use regain_base::Op;
use regain_domain::{Device, Facts, HistoryEvent, PersonId, Place, Timestamp};
use regain_storage::{HistoryFilter, HistoryRow, Work};

/// Entries on one page.
const PAGE: u32 = 25;

/// A page of somebody's own history.
#[derive(Debug, Clone)]
pub struct HistoryPage {
    /// Newest first.
    pub lines: Vec<HistoryLine>,
    /// Where the next page begins, if there is one.
    pub older: Option<u64>,
    /// Number of entries about the person.
    pub total: u64,
    /// Whether every line is intact, and none is missing between them or at the end of the chain.
    pub verified: bool,
}

/// An entry, as shown to its person.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// Position in the chain.
    pub seq: u64,
    /// Time.
    pub at: Timestamp,
    /// Kind of event.
    pub event: HistoryEvent,
    /// Details.
    pub facts: Facts,
    /// The person who acted.
    pub actor: Option<PersonId>,
    /// The device used.
    pub device: Option<Device>,
    /// An administrator's reason, in their words.
    pub words: Option<String>,
    /// Approximate location; forgotten after 30 days.
    pub place: Option<Place>,
    /// Whether the entry is intact.
    pub genuine: bool,
}

impl OwnAccount {
    /// A page of the signed-in person's own history; entries before `before`, if given.
    pub async fn history(&self, signed_in: &SignedIn, before: Option<u64>) -> Outcome<HistoryPage> {
        let person = signed_in.person.id;
        let mut op = self.store.reading(&self.base).await?;
        let filter = HistoryFilter {
            subject: Some(person),
            ..HistoryFilter::default()
        };

        // One more than shown, to find out whether there is a next page.
        let rows = op.history().page(&filter, before, PAGE + 1).await?;
        let newest = op.history().last_of(person).await?;
        let total = newest.as_ref().map_or(0, |row| row.nth);
        let in_order = rows.windows(2).all(|pair| pair[0].nth == pair[1].nth + 1);
        let begins = before.is_some() || rows.first() == newest.as_ref();
        let ends = rows.len() > PAGE as usize || rows.last().is_none_or(|row| row.nth == 1);
        let mut verified = in_order && begins && ends && self.accounts.head_holds(&mut op).await?;
        let older = (rows.len() > PAGE as usize)
            .then(|| rows.get(PAGE as usize - 1).map(|row| row.seq))
            .flatten();
        let mut lines = Vec::new();

        for row in rows.iter().take(PAGE as usize) {
            let line = self.line(&mut op, row).await?;
            verified &= line.genuine;
            lines.push(line);
        }

        Ok(HistoryPage {
            lines,
            older,
            total,
            verified,
        })
    }

    async fn line(&self, op: &mut dyn Op, row: &HistoryRow) -> Outcome<HistoryLine> {
        let (details, place) = self.base.historian.details(op, row).await?;
        Ok(HistoryLine {
            seq: row.seq,
            at: row.at,
            event: row.event,
            facts: serde_json::from_str(&row.facts).unwrap_or_default(),
            actor: row.actor,
            device: details.device,
            words: details.words,
            place,
            genuine: self.base.historian.is_genuine(op, row).await?,
        })
    }
}
