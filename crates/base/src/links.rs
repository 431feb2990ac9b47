//! Links with a code in their fragment, which no server sees (S22).

use crate::{Base, Outcome};
use regain_domain::{EmailAddress, InvitationCode, LinkToken};
use regain_history::same;
use regain_storage::{ContactInvitation, ContactRequest, FreezeLink, Invitation, Work};

/// How an invitation is shown to the one who is invited.
#[derive(Debug)]
pub struct InvitationLink {
    /// To type where script is off.
    pub code: InvitationCode,
    /// The address to open.
    pub url: String,
}

impl Base {
    /// The link of an invitation of an address, derived anew whenever it is needed (S18).
    #[must_use]
    pub fn invitation_link(&self, invitation: &Invitation, address: &EmailAddress) -> InvitationLink {
        let code = self.keys.invitation_code(invitation.id, invitation.person, address, &invitation.nonce);
        InvitationLink { url: format!("{}#{}", self.link("/invite"), code.shown()), code }
    }

    /// The address that was invited: the one of its person's that the code is derived from, exactly as it is written. What
    /// SQL gave to somebody who hasn't come yet, or made of their address, is another one (S78, S79).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn invited_address(&self, work: &mut dyn Work, invitation: &Invitation) -> Outcome<Option<EmailAddress>> {
        let is_invited = |address: &EmailAddress| {
            let code = self.invitation_link(invitation, address).code;
            same(&invitation.code_mac, &self.keys.invitation_mac(&code))
        };
        Ok(work.people().addresses(invitation.person).await?.into_iter().find(is_invited))
    }

    /// The link of an invitation to be a recovery contact, derived in the same way.
    #[must_use]
    pub fn contact_link(&self, invitation: &ContactInvitation) -> (String, LinkToken) {
        let code = self.keys.contact_code(invitation.id, invitation.contact, &invitation.nonce);
        (format!("{}#{}", self.link("/contact"), code.expose()), code)
    }

    /// The link with which a contact is asked to pass a code on.
    #[must_use]
    pub fn pass_on_link(&self, request: &ContactRequest) -> (String, LinkToken) {
        let code = self.keys.pass_on_token(request.id, request.challenge, &request.nonce);
        (format!("{}#{}", self.link("/contact/pass-on"), code.expose()), code)
    }

    /// The link by which an address that was changed or removed objects.
    #[must_use]
    pub fn objection_link(&self, code: &LinkToken) -> String {
        format!("{}#{}", self.link("/object"), code.expose())
    }

    /// The link of a notice that can only freeze, derived in the same way.
    #[must_use]
    pub fn freeze_link(&self, link: &FreezeLink) -> (String, LinkToken) {
        let code = self.keys.freeze_code(link.id, &link.nonce);
        (format!("{}#{}", self.link("/freeze"), code.expose()), code)
    }
}
