//! Makes the message of an invitation.

use super::Messages;
use crate::Outcome;
use regain_domain::{EmailAddress, InvitationId, Timestamp};
use regain_mail::Message;
use regain_storage::Work;

impl Messages {
    pub(super) async fn invitation(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = InvitationId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(invitation) = op.invitations().by_id(id).await? else {
            return Ok(None);
        };

        let open = invitation.accepted_at.is_none()
            && invitation.replaced_at.is_none()
            && invitation.lasts(now);
        if !open
            || self
                .base
                .invited_address(&mut op, &invitation)
                .await?
                .as_ref()
                != Some(to)
        {
            return Ok(None);
        }

        let link = self.base.invitation_link(&invitation, to);
        Ok(Some(Message::Invitation {
            code: link.code,
            link: link.url,
            expires_at: invitation.expires_at,
        }))
    }
}
