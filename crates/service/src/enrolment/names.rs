//! Step 1: name and user name.

use super::Enrolment;
use crate::{Outcome, Visitor};
use regain_base::Op;
use regain_domain::{InvitationCode, PersonName, Refusal, UserName, policy};
use regain_storage::Work;

impl Enrolment {
    /// Step 1: name and user name. The number of user names that can be tried is limited (it refills after an hour),
    /// because each answer tells whether somebody has the name (S6).
    ///
    /// # Errors
    /// The rule that is broken; [`Refusal::UserNameTaken`], [`Refusal::UserNameTries`].
    pub async fn enrol_names(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &PersonName,
        user_name: &UserName,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = self.open(&mut op, code).await?.person;
        let is_another = person
            .user_name
            .as_ref()
            .is_none_or(|own| own.canonical() != user_name.canonical());
        let asked = self
            .base
            .counted(&mut op, |keys| keys.user_names_key(person.id))
            .await?;
        let now = op.now();

        if is_another
            && !op
                .budgets()
                .spend(&asked, policy::USER_NAMES_ASKED, now)
                .await?
        {
            return Err(Refusal::UserNameTries.into());
        }

        // The user name of an erased person isn't free either; the answer doesn't distinguish the two (S103).
        let mut retired = false;
        for digest in self.base.keys.retired_user_names(user_name) {
            retired |= op.people().is_retired(&digest).await?;
        }

        if retired || !op.people().set_names(person.id, name, user_name).await? {
            // Commits only the count of the request; nothing else was written.
            op.commit().await?;
            return Err(Refusal::UserNameTaken.into());
        }

        op.people()
            .set_language(person.id, visitor.language)
            .await?;

        op.commit().await
    }
}
