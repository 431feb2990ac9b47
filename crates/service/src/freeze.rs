//! Freezing: the owner, or a reader of the owner's mail, closes the account for now. That is all the mail permits
//! (S30).

use crate::{Outcome, Regain, SignedIn, Visitor};
use regain_base::{Letter, Span};
use regain_domain::{
    HistoryEvent, LinkToken, NewWay, NewWayKind, PersonStatus, Refusal, Timestamp, policy,
};
use regain_storage::{FreezeLink, Person};
use regain_vault::VaultWork;

impl Regain {
    /// Freezes one's own account: ends every session and pending recovery; credentials stay. It opens again by a
    /// sign-in with a second factor, or by a recovery.
    pub async fn freeze_own(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        if let Some(person) = work.people().by_id(signed_in.person.id).await? {
            self.freeze(work.as_mut(), &person, visitor, true).await?;
        }
        self.base.commit(work).await
    }

    /// "This wasn't me": the same, by the code of a notice. Each code works once, so an old mail can't keep the owner
    /// out; the number of such freezes a day is limited, so neither can somebody who reads every new mail. Repeating
    /// it while the account is frozen is no error.
    ///
    /// # Errors
    /// [`Refusal::FreezeCodeUnknown`], [`Refusal::FreezeCodeExpired`], [`Refusal::FreezeCodeUsed`],
    /// [`Refusal::FreezeCodesSpent`], or what is wrong with the code's form.
    pub async fn freeze_by_code(&self, visitor: &Visitor, typed: &str) -> Outcome<()> {
        let code = LinkToken::parse(typed)?;
        let mut work = self.store.write_vault().await?;
        let link = self
            .freeze_link_of(work.as_mut(), &code)
            .await?
            .ok_or(Refusal::FreezeCodeUnknown)?;
        let now = self.base.now();
        if now >= link.expires_at {
            return Err(Refusal::FreezeCodeExpired.into());
        }
        let person = work
            .people()
            .by_id(link.person)
            .await?
            .ok_or(Refusal::FreezeCodeUnknown)?;
        if person.frozen_at.is_some() {
            return Ok(());
        }
        if link.ended_at.is_some() {
            return Err(Refusal::FreezeCodeUsed.into());
        }
        if self.freeze(work.as_mut(), &person, visitor, false).await? {
            let key = self
                .base
                .counted(work.as_mut(), |keys| keys.frozen_by_link_key(person.id))
                .await?;
            if !work
                .budgets()
                .spend(&key, policy::FROZEN_BY_LINK, now)
                .await?
            {
                return Err(Refusal::FreezeCodesSpent.into());
            }
            if !work.freeze_links().end(link.id, now).await? {
                return Err(Refusal::FreezeCodeUsed.into());
            }
        }
        self.base.commit(work).await
    }

    async fn freeze_link_of(
        &self,
        work: &mut dyn VaultWork,
        code: &LinkToken,
    ) -> Outcome<Option<FreezeLink>> {
        for (id, keys) in self.base.keys.all() {
            if let Some(link) = work.freeze_links().by_code(&keys.freeze_mac(code)).await? {
                return Ok(
                    Some(link).filter(|link| self.base.may_be_of(id, Span::of_freeze_link(link)))
                );
            }
        }
        Ok(None)
    }

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
            regain_history::Entry::about(HistoryEvent::Frozen, person.id)
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
