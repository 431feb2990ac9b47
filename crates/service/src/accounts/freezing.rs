//! Freezing an account, whoever asked for it, and what the notice says about new credentials (S30, S111).

use crate::accounts::Accounts;
use crate::{Outcome, Visitor};
use regain_base::Letter;
use regain_domain::{HistoryEvent, NewWay, NewWayKind, PersonStatus, Timestamp};
use regain_storage::Person;
use regain_vault::VaultWork;

impl Accounts {
    /// Freezes an account; `false` if it can't be frozen or already is.
    pub(crate) async fn freeze(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        visitor: &Visitor,
        by_owner: bool,
    ) -> Outcome<bool> {
        if person.status != PersonStatus::Active || person.frozen_at.is_some() {
            return Ok(false);
        }
        let now = self.base.now();
        let entry = if by_owner {
            visitor.entry(HistoryEvent::Frozen, person.id)
        } else {
            // Having the mail doesn't prove being the owner.
            regain_base::history::Entry::about(HistoryEvent::Frozen, person.id)
                .on(visitor.device, visitor.place.clone())
        };
        let frozen = |person: &mut Person| person.frozen_at = Some(now);
        if self
            .base
            .historian
            .stand(work, person, frozen, entry, now)
            .await?
            .is_none()
        {
            return Ok(false);
        }
        work.sessions().end_all_of(person.id).await?;
        work.recovery().cancel_open_of(person.id, None).await?;
        self.forget_trust(work, person.id).await?;
        let new = self.too_new(work, person, now).await?;
        self.base
            .notify(work, person, visitor, &Letter::Frozen { new })
            .await?;
        Ok(true)
    }

    /// Credentials that don't count at the moment of a freeze; they never will unless the owner says otherwise
    /// (S111).
    async fn too_new(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        now: Timestamp,
    ) -> Outcome<Vec<NewWay>> {
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(Vec::new());
        };
        let Some(holdings) = self.genuine(work, &person).await? else {
            return Ok(Vec::new());
        };
        let quarantine = self.base.policy(work).await?.quarantine();
        let methods = holdings.methods.iter().filter(|method| !method.counts(now));
        let methods = methods.map(|method| NewWay {
            kind: method.kind.into(),
            since: method.added_at,
        });
        let codes = holdings
            .saved_codes
            .first()
            .filter(|code| holdings.code_counts_from(code, quarantine) > now);
        let codes = codes.map(|code| NewWay {
            kind: NewWayKind::SavedCodes,
            since: code.made_at,
        });
        let contacts = holdings
            .contacts
            .iter()
            .filter(|row| row.declined_at.is_none() && !row.counts(now));
        let contacts = contacts.map(|row| NewWay {
            kind: NewWayKind::Contact,
            since: row.added_at,
        });
        let addresses = holdings
            .addresses
            .iter()
            .filter(|row| row.counts_from > now);
        let addresses = addresses.map(|row| NewWay {
            kind: NewWayKind::Address,
            since: row.verified_at,
        });
        Ok(methods
            .chain(codes)
            .chain(contacts)
            .chain(addresses)
            .collect())
    }
}
