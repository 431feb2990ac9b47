//! Freezing an account, whoever asked for it, and what the notice says about new credentials (S30, S111).

use crate::Outcome;
use crate::accounts::Accounts;
use regain_base::Letter;
use regain_domain::{HistoryEvent, NewWay, NewWayKind, PersonStatus};
use regain_storage::Person;
use regain_vault::VaultOp;

impl Accounts {
    /// Freezes an account; `false` if it can't be frozen or already is.
    pub(crate) async fn freeze(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        by_owner: bool,
    ) -> Outcome<bool> {
        if person.status != PersonStatus::Active || person.frozen_at.is_some() {
            return Ok(false);
        }

        let now = op.now();
        let entry = if by_owner {
            op.visitor().entry(HistoryEvent::Frozen, person.id)
        } else {
            // Having the mail doesn't prove being the owner.
            regain_base::history::Entry::about(HistoryEvent::Frozen, person.id)
                .on(op.visitor().device, op.visitor().place.clone())
        };

        let frozen = |person: &mut Person| person.frozen_at = Some(now);
        if self
            .base
            .historian
            .stand(op, person, frozen, entry, now)
            .await?
            .is_none()
        {
            return Ok(false);
        }

        op.sessions().end_all_of(person.id).await?;
        op.recovery().cancel_open_of(person.id, None).await?;
        self.forget_trust(op, person.id).await?;
        let new = self.too_new(op, person).await?;
        op.notify(person, &Letter::Frozen { new }).await?;

        Ok(true)
    }

    /// Credentials that don't count at the moment of a freeze; they never will unless the owner says otherwise
    /// (S111).
    async fn too_new(&self, op: &mut dyn VaultOp, person: &Person) -> Outcome<Vec<NewWay>> {
        let now = op.now();
        let Some(person) = op.people().by_id(person.id).await? else {
            return Ok(Vec::new());
        };

        let Some(holdings) = self.genuine(op, &person).await? else {
            return Ok(Vec::new());
        };

        let quarantine = op.policy().await?.quarantine();
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
