//! Looks up anew whether a mail's person is genuine, and whether its address counts (S79).

use super::Messages;
use crate::Outcome;
use regain_domain::{EmailAddress, PersonId, Timestamp};
use regain_storage::{Person, Work};
use regain_vault::Holdings;

impl Messages {
    /// Whether recovery codes of this person go to this address now, or did when the account was frozen (S111), and
    /// the record is genuine.
    pub(super) async fn counts(
        &self,
        person: Option<PersonId>,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<bool> {
        let holdings = self.genuine_holdings(person).await?;
        Ok(holdings.is_some_and(|(person, holdings)| {
            holdings
                .counting(person.counting_at(now))
                .any(|address| address == to)
        }))
    }

    /// A person and their holdings, if genuine; otherwise closes the account.
    pub(super) async fn genuine_holdings(
        &self,
        person: Option<PersonId>,
    ) -> Outcome<Option<(Person, Holdings)>> {
        let mut op = self.store.reading(&self.base).await?;
        let person = match person {
            Some(person) => op.people().by_id(person).await?,
            None => None,
        };

        let Some(person) = person else {
            return Ok(None);
        };

        let holdings = self.accounts.genuine(&mut op, &person).await?;
        if holdings.is_none() {
            drop(op);
            self.accounts.close(person.id).await?;
        }

        Ok(holdings.map(|holdings| (person, holdings)))
    }
}
