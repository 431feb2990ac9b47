//! Makes the message with a forgotten user name.

use super::Messages;
use crate::Outcome;
use regain_domain::{EmailAddress, PersonId, Timestamp, paths};
use regain_mail::Message;
use regain_storage::Work;

impl Messages {
    pub(super) async fn user_name(
        &self,
        reference: &str,
        to: &EmailAddress,
        at: Timestamp,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = PersonId::from_hex(reference) else {
            return Ok(None);
        };

        if !self.counts(Some(id), to, now).await? {
            return Ok(None);
        }

        let person = self
            .store
            .reading(&self.base)
            .await?
            .people()
            .by_id(id)
            .await?;
        let sign_in_link = self.base.link(paths::SIGN_IN);

        Ok(person
            .and_then(|person| person.user_name)
            .map(|user_name| Message::UserName {
                user_name,
                at,
                sign_in_link,
            }))
    }
}
