//! Links with a code in their fragment, which browsers don't send to servers (S22).

use crate::digest::same;
use crate::{Base, Keys, Outcome, Span};
use regain_domain::{EmailAddress, InvitationCode, LinkToken, paths, policy};
use regain_storage::{ContactInvitation, ContactRequest, FreezeLink, Invitation, Work};
use std::time::Duration;

/// An invitation, as shown to the invited person.
#[derive(Debug)]
pub struct InvitationLink {
    /// The code to type if script is off.
    pub code: InvitationCode,
    /// The URL to open.
    pub url: String,
}

impl Base {
    /// The link of an invitation for an address, derived on demand (S18).
    #[must_use]
    pub fn invitation_link(
        &self,
        invitation: &Invitation,
        address: &EmailAddress,
    ) -> InvitationLink {
        let of = |keys: &Keys| {
            keys.invitation_code(invitation.id, invitation.person, address, &invitation.nonce)
        };
        let keys = self.keys_of(invited(invitation), &invitation.code_digest, |keys| {
            keys.invitation_digest(&of(keys))
        });
        let code = of(keys.unwrap_or(&self.keys));

        InvitationLink {
            url: format!("{}#{}", self.link(paths::INVITE), code.shown()),
            code,
        }
    }

    /// The invited address: the person's address from which the code derives, in its exact spelling. If SQL gives the
    /// invitation to another invited person, or alters the address, none matches (S78, S79).
    pub async fn invited_address(
        &self,
        work: &mut dyn Work,
        invitation: &Invitation,
    ) -> Outcome<Option<EmailAddress>> {
        let is_invited = |address: &EmailAddress| {
            let code = self.invitation_link(invitation, address).code;
            self.is_sealed(invited(invitation), &invitation.code_digest, |keys| {
                keys.invitation_digest(&code)
            })
        };
        Ok(work
            .people()
            .addresses(invitation.person)
            .await?
            .into_iter()
            .find(is_invited))
    }

    /// The link of an invitation to be a recovery contact, derived likewise.
    #[must_use]
    pub fn contact_link(&self, invitation: &ContactInvitation) -> (String, LinkToken) {
        let code = self
            .contact_code(invitation)
            .unwrap_or_else(|| contact_code(&self.keys, invitation));
        (
            format!("{}#{}", self.link(paths::CONTACT), code.expose()),
            code,
        )
    }

    /// The code of an invitation to be a recovery contact, if the row is genuine.
    #[must_use]
    pub fn contact_code(&self, invitation: &ContactInvitation) -> Option<LinkToken> {
        let digest = |keys: &Keys| keys.contact_digest(&contact_code(keys, invitation));

        // A contact who agreed can withdraw by the same code as long as they are a contact.
        let lasts = if invitation.accepted_at.is_some() {
            Duration::MAX
        } else {
            policy::CONTACT_INVITATION_LIFETIME
        };

        let keys = self.keys_of(
            Span::of(invitation.created_at, lasts),
            &invitation.code_digest,
            digest,
        )?;

        Some(contact_code(keys, invitation))
    }

    /// The link that asks a contact to pass on a code.
    #[must_use]
    pub fn pass_on_link(&self, request: &ContactRequest) -> (String, LinkToken) {
        let code = self
            .pass_on_token(request)
            .unwrap_or_else(|| pass_on_token(&self.keys, request));
        (
            format!("{}#{}", self.link(paths::CONTACT_PASS_ON), code.expose()),
            code,
        )
    }

    /// The token of that link, if the row is genuine. It is at most a day old: its recovery determines its age and
    /// key.
    #[must_use]
    pub fn pass_on_token(&self, request: &ContactRequest) -> Option<LinkToken> {
        let digest = |keys: &Keys| keys.pass_on_digest(&pass_on_token(keys, request));
        let (_, keys) = self
            .keys
            .all()
            .find(|(_, keys)| same(&request.link_digest, &digest(keys)))?;
        Some(pass_on_token(keys, request))
    }

    /// The link by which an address that was changed or removed can object.
    #[must_use]
    pub fn objection_link(&self, code: &LinkToken) -> String {
        format!("{}#{}", self.link(paths::OBJECT), code.expose())
    }

    /// The freeze link of a notice, derived likewise.
    #[must_use]
    pub fn freeze_link(&self, link: &FreezeLink) -> (String, LinkToken) {
        let of = |keys: &Keys| keys.freeze_code(link.id, &link.nonce);
        let code = of(self
            .keys_of(Span::of_freeze_link(link), &link.code_digest, |keys| {
                keys.freeze_digest(&of(keys))
            })
            .unwrap_or(&self.keys));
        (
            format!("{}#{}", self.link(paths::FREEZE), code.expose()),
            code,
        )
    }
}

/// The span in which an invitation can be accepted.
fn invited(invitation: &Invitation) -> Span {
    Span::of(invitation.created_at, policy::INVITATION_LIFETIME)
}

fn contact_code(keys: &Keys, invitation: &ContactInvitation) -> LinkToken {
    keys.contact_code(invitation.id, invitation.contact, &invitation.nonce)
}

fn pass_on_token(keys: &Keys, request: &ContactRequest) -> LinkToken {
    keys.pass_on_token(request.id, request.challenge, &request.nonce)
}
