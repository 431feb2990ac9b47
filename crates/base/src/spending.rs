//! Budgets for mail that people cause to others (S115), and for what an administrator may take from them (S114).

use crate::{Base, Outcome};
use regain_domain::{EmailAddress, PersonId, Refusal, policy};
use regain_storage::Work;

impl Base {
    /// Spends one of the mails that others may cause to a mailbox; `false`: none may be sent now. Doesn't depend on
    /// whether the address has an account (S6).
    pub async fn may_mail_to(&self, work: &mut dyn Work, address: &EmailAddress) -> Outcome<bool> {
        let key = self.counted(work, |keys| keys.mailbox_key(address)).await?;
        let may = work
            .budgets()
            .spend(&key, policy::MAILS_OF_MAILBOX, self.now())
            .await?;
        if !may {
            // Logged for the operator only, without the address.
            tracing::info!(
                "a mail that somebody caused isn't sent: the budget of its mailbox is used up (S115)"
            );
        }

        Ok(may)
    }

    /// The same as an error, where the mail is the whole purpose.
    ///
    /// # Errors
    /// [`Refusal::MailsSpent`].
    pub async fn must_mail_to(&self, work: &mut dyn Work, address: &EmailAddress) -> Outcome<()> {
        if self.may_mail_to(work, address).await? {
            Ok(())
        } else {
            Err(Refusal::MailsSpent.into())
        }
    }

    /// Spends one of a person's invitations to contacts.
    ///
    /// # Errors
    /// [`Refusal::ContactsToday`].
    pub async fn may_ask_contact(&self, work: &mut dyn Work, person: PersonId) -> Outcome<()> {
        let key = self
            .counted(work, |keys| keys.contacts_asked_key(person))
            .await?;
        if work
            .budgets()
            .spend(&key, policy::CONTACTS_ASKED, self.now())
            .await?
        {
            Ok(())
        } else {
            Err(Refusal::ContactsToday.into())
        }
    }

    /// Spends one of the notices to a person about acts that administrators can repeat at will.
    pub async fn may_notify_of_administrators(
        &self,
        work: &mut dyn Work,
        person: PersonId,
    ) -> Outcome<bool> {
        let key = self
            .counted(work, |keys| keys.administrators_notices_key(person))
            .await?;
        Ok(work
            .budgets()
            .spend(&key, policy::NOTICES_OF_ADMINISTRATORS, self.now())
            .await?)
    }

    /// Spends one of an administrator's acts that take something from others. Each administrator has a budget of
    /// their own, so that a second one can continue when the first one's is spent.
    ///
    /// # Errors
    /// [`Refusal::ActsSpent`].
    pub async fn may_take(&self, work: &mut dyn Work, administrator: PersonId) -> Outcome<()> {
        let key = self
            .counted(work, |keys| keys.destructive_acts_key(administrator))
            .await?;
        if work
            .budgets()
            .spend(&key, policy::DESTRUCTIVE_ACTS, self.now())
            .await?
        {
            Ok(())
        } else {
            tracing::warn!(
                event = "acts_spent",
                "an administrator has done all that one may within an hour (S114)"
            );
            Err(Refusal::ActsSpent.into())
        }
    }
}
