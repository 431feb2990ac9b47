//! Freezing: the owner, or a reader of the owner's mail, closes the account for now. That is all the mail permits
//! (S30).

use crate::accounts::Accounts;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Base, Op, Span};
use regain_domain::{LinkToken, Refusal, policy};
use regain_storage::{FreezeLink, Work};
use regain_vault::VaultStore;
use std::sync::Arc;

/// Freezing an account.
pub struct Freeze {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) accounts: Arc<Accounts>,
}

impl Freeze {
    /// Freezes one's own account: ends every session and pending recovery; credentials stay. It opens again by a
    /// sign-in with a second factor, or by a recovery.
    pub async fn own(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        if let Some(person) = op.people().by_id(signed_in.person.id).await? {
            self.accounts.freeze(&mut op, &person, true).await?;
        }

        op.commit().await
    }

    /// "This wasn't me": the same, by the code of a notice. Each code works once, so an old mail can't keep the owner
    /// out; the number of such freezes a day is limited, so neither can somebody who reads every new mail. Repeating
    /// it while the account is frozen is no error.
    ///
    /// # Errors
    /// [`Refusal::FreezeCodeUnknown`], [`Refusal::FreezeCodeExpired`], [`Refusal::FreezeCodeUsed`],
    /// [`Refusal::FreezeCodesSpent`], or what is wrong with the code's form.
    pub async fn by_code(&self, visitor: &Visitor, typed: &str) -> Outcome<()> {
        let code = LinkToken::parse(typed)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let link = self
            .freeze_link_of(&mut op, &code)
            .await?
            .ok_or(Refusal::FreezeCodeUnknown)?;
        let now = op.now();

        if now >= link.expires_at {
            return Err(Refusal::FreezeCodeExpired.into());
        }

        let person = op
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

        if self.accounts.freeze(&mut op, &person, false).await? {
            let key = self
                .base
                .counted(&mut op, |keys| keys.frozen_by_link_key(person.id))
                .await?;
            if !op
                .budgets()
                .spend(&key, policy::FROZEN_BY_LINK, now)
                .await?
            {
                return Err(Refusal::FreezeCodesSpent.into());
            }

            if !op.freeze_links().end(link.id, now).await? {
                return Err(Refusal::FreezeCodeUsed.into());
            }
        }

        op.commit().await
    }

    async fn freeze_link_of(
        &self,
        op: &mut dyn Op,
        code: &LinkToken,
    ) -> Outcome<Option<FreezeLink>> {
        for (id, keys) in self.base.keys.all() {
            if let Some(link) = op.freeze_links().by_code(&keys.freeze_digest(code)).await? {
                return Ok(
                    Some(link).filter(|link| self.base.may_be_of(id, Span::of_freeze_link(link)))
                );
            }
        }

        Ok(None)
    }
}
