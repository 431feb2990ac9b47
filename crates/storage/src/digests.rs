//! Keyed digests, one type per meaning, so that they can't be confused. A key outside the database makes them; here
//! they are only stored, found and compared.
//!
//! A *digest* stands for something that isn't stored itself and finds or recognises it. A *seal* vouches for a row: SQL
//! can't make one. A *key* is what a counter or a budget counts under, so that those contain neither names nor networks.
//! `regain_base::same` compares them in constant time.

macro_rules! digests {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Zeros, which no key makes: for a row that has none yet, or must not get one.
            pub const NONE: Self = Self([0; 32]);

            /// From the 32 bytes that a key made.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl From<[u8; 32]> for $name {
            fn from(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

digests! {
    /// Digest of the token of a signed-in browser.
    SessionDigest,
    /// Digest of the token of a browser with a pending second factor.
    VerificationDigest,
    /// Digest of the token of a known device.
    DeviceDigest,
    /// Digest of the token of the browser that started a recovery.
    BrowserDigest,
    /// Digest of the identifier that started a recovery, known or not.
    IdentifierDigest,
    /// Digest of the source that started a recovery.
    SourceDigest,
    /// Digest of the widest network that one customer may have, from which a recovery was started.
    HolderDigest,
    /// Digest of the code in a recovery's mail.
    CodeDigest,
    /// Digest of the link in a recovery's mail. A code's digest can't stand in its place:
    ///
    /// ```compile_fail,E0308
    /// use regain_storage::{Challenge, CodeDigest};
    ///
    /// fn expect(challenge: &mut Challenge, code: CodeDigest) {
    ///     challenge.link_digest = Some(code);
    /// }
    /// ```
    ///
    /// ```
    /// use regain_storage::{Challenge, LinkDigest};
    ///
    /// fn expect(challenge: &mut Challenge, link: LinkDigest) {
    ///     challenge.link_digest = Some(link);
    /// }
    /// ```
    LinkDigest,
    /// Digest of the link that asks a recovery contact to pass on a code.
    PassOnDigest,
    /// Digest of the code that a recovery contact passes on.
    PassedDigest,
    /// Digest of the code of an invitation to be a recovery contact.
    ContactDigest,
    /// Digest of the code of an invitation to enrol.
    InvitationDigest,
    /// Digest of the code mailed to a claimed address.
    ClaimDigest,
    /// Digest of the code of a link that can only freeze.
    FreezeDigest,
    /// Digest of the code by which a former address objects.
    ObjectionDigest,
    /// Digest of a question that is answered once: for a passkey, or for effort.
    QuestionDigest,
    /// Digest of the user name of an erased person.
    UserNameDigest,
    /// Digest of a wrong password, in memory only.
    WrongPasswordDigest,
    /// Digest of an entry of the history and the one before it.
    EntryDigest,
    /// Digest of the sealed details beside an entry.
    DetailsDigest,
    /// Digest of the sealed place beside an entry.
    PlaceDigest,
    /// Digest of a person's standing, in its [`StandingSeal`](crate::StandingSeal).
    StandingDigest,
    /// Seal on the list of a person's credentials.
    ManifestSeal,
    /// Seal on a session: its times, and the state it began with.
    SessionSeal,
    /// Seal on a known device: what its owner wanted.
    DeviceSeal,
    /// Seal on a recovery: its browser, person and begin.
    FlowSeal,
    /// Seal on a second factor or confirmation that was given.
    VerificationSeal,
    /// Seal on a change made under an invitation.
    InvitationSeal,
    /// Seal on the moment when a contact's code was typed.
    GivenSeal,
    /// Seal on a request for a role.
    RoleRequestSeal,
    /// Seal on a policy.
    PolicySeal,
    /// Seal on a request for a policy.
    PolicyRequestSeal,
    /// Seal on a line of the file of heads.
    LineSeal,
    /// Seal on a ticket that asks for effort.
    EffortSeal,
    /// Key of a counter of failures.
    CounterKey,
    /// Key of a budget.
    BudgetKey,
    /// Key of a counter or a budget, where both move to another key.
    CountedKey,
}

impl From<CounterKey> for CountedKey {
    fn from(key: CounterKey) -> Self {
        Self(key.0)
    }
}

impl From<BudgetKey> for CountedKey {
    fn from(key: BudgetKey) -> Self {
        Self(key.0)
    }
}

/// Mail to an unknown name is counted under what was typed (S5).
impl From<IdentifierDigest> for BudgetKey {
    fn from(identifier: IdentifierDigest) -> Self {
        Self(identifier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s102_no_digest_prints_its_bytes() {
        let printed = format!("{:?}", Some(SessionDigest::from_bytes([0xab; 32])));
        assert_eq!(printed, "Some(SessionDigest(…))");
    }
}
