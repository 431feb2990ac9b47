//! Codes and links in mails, derived on demand, and the digests that are stored (S18, S19).

use super::{Keys, first};
use crate::digest::digest;
use regain_domain::{
    ChallengeId, ChangeId, ClaimId, ContactId, ContactInvitationId, ContactRequestId, EmailAddress,
    FlowId, FreezeLinkId, InvitationCode, InvitationId, LinkToken, OneTimeCode, PersonId,
    Timestamp,
};
use regain_storage::{
    AddressClaim, ClaimDigest, CodeDigest, ContactDigest, FreezeDigest, GivenSeal,
    InvitationDigest, InvitationSeal, LinkDigest, PassOnDigest, PassedDigest,
};

/// The context of a mailed code: its digest is valid for nobody else and in no other recovery (S19).
#[derive(Debug, Clone, Copy)]
pub struct CodeOf {
    /// The challenge.
    pub challenge: ChallengeId,
    /// Its recovery.
    pub flow: FlowId,
    /// The person it would prove.
    pub person: Option<PersonId>,
}

impl CodeOf {
    fn parts(&self) -> [u8; 48] {
        let person = self.person.map_or([0; 16], |person| *person.as_bytes());
        let mut parts = [0; 48];
        parts[..16].copy_from_slice(self.challenge.as_bytes());
        parts[16..32].copy_from_slice(self.flow.as_bytes());
        parts[32..].copy_from_slice(&person);
        parts
    }
}

impl Keys {
    /// The code in a mail, derived on demand (S18).
    #[must_use]
    pub fn one_time_code(&self, challenge: ChallengeId, nonce: &[u8; 16]) -> OneTimeCode {
        OneTimeCode::from_bytes(&first(&digest(
            &self.code,
            "mailed-code",
            &[challenge.as_bytes(), nonce],
        )))
    }

    /// The link token in the same mail.
    #[must_use]
    pub fn link_token(&self, challenge: ChallengeId, nonce: &[u8; 16]) -> LinkToken {
        LinkToken::from_bytes(&first(&digest(
            &self.code,
            "mailed-link",
            &[challenge.as_bytes(), nonce],
        )))
    }

    /// The code of an invitation, bound to this person at this address; before they come, nothing else seals that
    /// (S78).
    #[must_use]
    pub fn invitation_code(
        &self,
        invitation: InvitationId,
        person: PersonId,
        address: &EmailAddress,
        nonce: &[u8; 16],
    ) -> InvitationCode {
        let parts: [&[u8]; 4] = [
            invitation.as_bytes(),
            person.as_bytes(),
            address.as_str().as_bytes(),
            nonce,
        ];
        InvitationCode::from_bytes(&first(&digest(&self.code, "invitation", &parts)))
    }

    /// The code mailed to a claimed address.
    #[must_use]
    pub fn address_code(&self, claim: ClaimId, nonce: &[u8; 16]) -> OneTimeCode {
        OneTimeCode::from_bytes(&first(&digest(
            &self.code,
            "address",
            &[claim.as_bytes(), nonce],
        )))
    }

    /// The digest of that code, bound to the claim, person, address and position (S19, S71).
    #[must_use]
    pub fn claim_digest(&self, claim: &AddressClaim, code: &OneTimeCode) -> ClaimDigest {
        let replaces = claim.replaces.as_deref().unwrap_or_default();
        let parts: [&[u8]; 6] = [
            claim.id.as_bytes(),
            claim.person.as_bytes(),
            claim.address.as_str().as_bytes(),
            &[claim.position],
            replaces.as_bytes(),
            code.expose().as_bytes(),
        ];
        digest(&self.lookup, "address", &parts)
    }

    /// The code of a link that can only freeze.
    #[must_use]
    pub fn freeze_code(&self, link: FreezeLinkId, nonce: &[u8; 16]) -> LinkToken {
        LinkToken::from_bytes(&first(&digest(
            &self.code,
            "freeze",
            &[link.as_bytes(), nonce],
        )))
    }

    /// The look-up digest of a freeze link.
    #[must_use]
    pub fn freeze_digest(&self, code: &LinkToken) -> FreezeDigest {
        digest(&self.lookup, "freeze", &[code.expose().as_bytes()])
    }

    /// The code of an invitation to be a recovery contact.
    #[must_use]
    pub fn contact_code(
        &self,
        invitation: ContactInvitationId,
        contact: ContactId,
        nonce: &[u8; 16],
    ) -> LinkToken {
        let parts: [&[u8]; 3] = [invitation.as_bytes(), contact.as_bytes(), nonce];
        LinkToken::from_bytes(&first(&digest(&self.code, "contact", &parts)))
    }

    /// The look-up digest of an invitation to be a recovery contact.
    #[must_use]
    pub fn contact_digest(&self, code: &LinkToken) -> ContactDigest {
        digest(&self.lookup, "contact", &[code.expose().as_bytes()])
    }

    /// The token of the link that asks a contact to pass on a code.
    #[must_use]
    pub fn pass_on_token(
        &self,
        request: ContactRequestId,
        challenge: ChallengeId,
        nonce: &[u8; 16],
    ) -> LinkToken {
        let parts: [&[u8]; 3] = [request.as_bytes(), challenge.as_bytes(), nonce];
        LinkToken::from_bytes(&first(&digest(&self.code, "pass-on", &parts)))
    }

    /// The look-up digest of that token.
    #[must_use]
    pub fn pass_on_digest(&self, token: &LinkToken) -> PassOnDigest {
        digest(&self.lookup, "pass-on", &[token.expose().as_bytes()])
    }

    /// The code that a contact passes on, derived after they have confirmed (S18).
    #[must_use]
    pub fn passed_code(
        &self,
        request: ContactRequestId,
        challenge: ChallengeId,
        nonce: &[u8; 16],
    ) -> OneTimeCode {
        let parts: [&[u8]; 3] = [request.as_bytes(), challenge.as_bytes(), nonce];
        OneTimeCode::from_bytes(&first(&digest(&self.code, "passed-code", &parts)))
    }

    /// The digest of a code that a contact passes on: valid for no other person, recovery or contact.
    #[must_use]
    pub fn passed_digest(
        &self,
        of: &CodeOf,
        by: (ContactRequestId, ContactId),
        code: &OneTimeCode,
    ) -> PassedDigest {
        let (request, contact) = by;
        let parts: [&[u8]; 4] = [
            &of.parts(),
            request.as_bytes(),
            contact.as_bytes(),
            code.expose().as_bytes(),
        ];
        digest(&self.lookup, "passed-code", &parts)
    }

    /// Seals the fact that this server saw a contact's code typed, and when; a row made by SQL lacks it (S79).
    #[must_use]
    pub fn given_seal(&self, request: ContactRequestId, at: Timestamp) -> GivenSeal {
        digest(
            &self.lookup,
            "passed-code-given",
            &[request.as_bytes(), &at.as_millis().to_be_bytes()],
        )
    }

    /// The digest of a mailed code.
    #[must_use]
    pub fn code_digest(&self, of: &CodeOf, code: &OneTimeCode) -> CodeDigest {
        digest(
            &self.lookup,
            "mailed-code",
            &[&of.parts(), code.expose().as_bytes()],
        )
    }

    /// The digest of a link's token.
    #[must_use]
    pub fn link_digest(&self, of: &CodeOf, token: &LinkToken) -> LinkDigest {
        digest(
            &self.lookup,
            "mailed-link",
            &[&of.parts(), token.expose().as_bytes()],
        )
    }

    /// The look-up digest of an invitation's code.
    #[must_use]
    pub fn invitation_digest(&self, code: &InvitationCode) -> InvitationDigest {
        digest(&self.lookup, "invitation", &[code.expose().as_bytes()])
    }

    /// Seals the fact that this server made a change under that invitation; changes under an earlier invitation, or
    /// named by SQL, lack it (S78, S79).
    #[must_use]
    pub fn invitation_seal(&self, invitation: InvitationId, change: ChangeId) -> InvitationSeal {
        digest(
            &self.lookup,
            "invitation-change",
            &[invitation.as_bytes(), change.as_bytes()],
        )
    }
}
