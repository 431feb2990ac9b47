//! Changes of credentials, and the proofs that permit them.

use regain_domain::{ChangeId, InvitationId, PersonId, Timestamp, VerificationId};

/// Kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeAction {
    /// Sets another password.
    SetPassword,
    /// Stores the same password with other parameters (S32).
    RehashPassword,
    /// Replaces the set of saved codes.
    ReplaceSavedCodes,
    /// Adds a named credential.
    AddMethod,
    /// Renames one.
    RenameMethod,
    /// Removes one.
    RemoveMethod,
    /// Replaces all authenticator apps with one.
    ReplaceAuthenticators,
    /// Adds a recovery contact.
    AddContact,
    /// Removes one.
    RemoveContact,
    /// Sets how many contacts have to help.
    SetContactsNeeded,
    /// Adds a second address.
    AddAddress,
    /// Replaces an address.
    ReplaceAddress,
    /// Removes the second address.
    RemoveAddress,
    /// Restores an address that objected.
    RestoreAddress,
}

/// A change of credentials; every credential row cites one (S74).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Random.
    pub id: ChangeId,
    /// The person whose credentials change, and who changes them: there is deliberately only one field.
    pub person: PersonId,
    /// Kind of change.
    pub action: ChangeAction,
    /// The proof that permits it, once: the id of a finished recovery or of a [`PresentedProof`].
    pub ceremony: [u8; 16],
    /// The history entry that records it.
    pub history_seq: u64,
    /// When.
    pub at: Timestamp,
}

/// A proof outside a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedProof {
    /// Random.
    pub id: [u8; 16],
    /// The person.
    pub person: PersonId,
    /// Kind of proof.
    pub kind: PresentedKind,
    /// When.
    pub at: Timestamp,
}

/// Kind of proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresentedKind {
    /// The code of an open invitation, given by somebody who was never active.
    Invitation(InvitationId),
    /// The current password, set by that change.
    CurrentPassword(ChangeId),
    /// A verification that a signed-in person has just finished.
    Confirmed(VerificationId),
    /// The objection of the address that this change removed.
    Objection(ChangeId),
}
