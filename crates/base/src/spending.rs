//! What people may cause to be mailed to others (S115), and how much an administrator may take from them (S114).

use crate::{Base, Outcome};
use regain_domain::{EmailAddress, PersonId, Refusal, policy};
use regain_storage::Work;

impl Base {
    /// Spends one of the mails that a mailbox may get because of somebody else; `false`: it gets none now. It is the same whether
    /// or not anybody has an account there (S6).
    pub async fn may_mail_to(&self, work: &mut dyn Work, address: &EmailAddress) -> Outcome<bool> {
        let key = self.counted(work, |keys| keys.mailbox_key(address)).await?;
        let may = work
            .budgets()
            .spend(&key, policy::MAILS_OF_MAILBOX, self.now())
            .await?;
        if !may {
            // Said to the operator only, without the address.
            tracing::info!(
                "a mail that somebody caused isn't sent: the budget of its mailbox is used up (S115)"
            );
        }
        Ok(may)
    }

    /// The same for what is nothing but a mail.
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

    /// Spends one of the requests to be a contact that a person may send.
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

    /// Spends one of the notices that a person gets of an act that administrators can repeat as often as they like.
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

    /// Spends one of the acts by which an administrator takes something from others. Each has their own, so that a second one can
    /// go on where the first one's are spent.
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
