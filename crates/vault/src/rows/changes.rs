//! Changes of credentials, and what gives the right to them.

use regain_domain::{ChangeId, InvitationId, PersonId, Timestamp, VerificationId};

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeAction {
    /// Another password.
    SetPassword,
    /// The same password, stored with other parameters (S32).
    RehashPassword,
    /// Another set of saved codes.
    ReplaceSavedCodes,
    /// One more named credential.
    AddMethod,
    /// Another name for one.
    RenameMethod,
    /// One less.
    RemoveMethod,
    /// An authenticator app in place of all that were there.
    ReplaceAuthenticators,
    /// One more recovery contact.
    AddContact,
    /// One less.
    RemoveContact,
    /// Another number of contacts that have to help.
    SetContactsNeeded,
    /// A second address.
    AddAddress,
    /// An address in place of another.
    ReplaceAddress,
    /// The second address less.
    RemoveAddress,
    /// An address that objected, back in its place.
    RestoreAddress,
}

/// A change of credentials, which every credential row cites (S74).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Random.
    pub id: ChangeId,
    /// Whose credentials, and who changes them: there is no other field for that.
    pub person: PersonId,
    /// What it does.
    pub action: ChangeAction,
    /// What gives the right to it, once: a finished recovery's id, or that of a [`Presented`] proof.
    pub ceremony: [u8; 16],
    /// The entry of the history that tells of it.
    pub history_seq: u64,
    /// When.
    pub at: Timestamp,
}

/// A proof outside of a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// Random.
    pub id: [u8; 16],
    /// Whose.
    pub person: PersonId,
    /// Of what.
    pub kind: PresentedKind,
    /// When.
    pub at: Timestamp,
}

/// What was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresentedKind {
    /// The code of an open invitation, by somebody who was never active.
    Invitation(InvitationId),
    /// The current password, which that change set.
    CurrentPassword(ChangeId),
    /// A verification that somebody who is signed in finished a moment ago.
    Confirmed(VerificationId),
    /// The objection of the address that this change took away.
    Objection(ChangeId),
}
