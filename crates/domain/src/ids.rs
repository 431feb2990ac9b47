//! Random 128-bit identifiers, one type per table, so that they can't be mixed up (S10).

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// From 16 random bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// From a stored value; `None` unless it has 16 bytes.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }
    )+};
}

ids! {
    /// A person, for as long as the history mentions them; never given out again.
    PersonId,
    /// One attempt at recovery.
    FlowId,
    /// One thing to prove: a mailed code, or a saved code.
    ChallengeId,
    /// What is left of a consumed challenge.
    ProofId,
    /// A signed-in browser.
    SessionId,
    /// An invitation to enrol.
    InvitationId,
    /// A saved recovery code.
    SavedCodeId,
    /// A mail that waits to be sent.
    OutboxId,
}
