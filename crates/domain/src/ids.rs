//! Random 128-bit identifiers, one type per table, so that they can't be confused (S10).

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).expect("four bits are a digit")
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

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

            /// The 32 hexadecimal digits.
            #[must_use]
            pub fn to_hex(&self) -> String {
                self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit).collect()
            }

            /// From 32 hexadecimal digits, as [`to_hex`](Self::to_hex) writes them.
            #[must_use]
            pub fn from_hex(text: &str) -> Option<Self> {
                let digits: Vec<u8> = text.bytes().map(hex_value).collect::<Option<_>>()?;
                let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
                Self::from_slice(&bytes).filter(|_| digits.len() == 32)
            }

            /// The 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
    )+};
}

ids! {
    /// A person, for as long as the history mentions them; never reused.
    PersonId,
    /// One attempt at recovery.
    FlowId,
    /// Something to prove in a recovery: a mailed code, or a saved code.
    ChallengeId,
    /// The record of a consumed challenge.
    ProofId,
    /// A signed-in browser.
    SessionId,
    /// An invitation to enrol.
    InvitationId,
    /// A saved recovery code.
    SavedCodeId,
    /// A mail waiting to be sent.
    OutboxId,
    /// A change of credentials by their owner.
    ChangeId,
    /// A request for a role.
    RequestId,
    /// A link that can only freeze.
    FreezeLinkId,
    /// A credential named by its owner: an authenticator app or a passkey.
    MethodId,
    /// A pending second factor.
    VerificationId,
    /// A browser that somebody signed in with.
    DeviceId,
    /// A recovery contact.
    ContactId,
    /// An invitation to be a recovery contact.
    ContactInvitationId,
    /// A contact asked in a recovery, or a placeholder for one.
    ContactRequestId,
    /// An address claimed by somebody.
    ClaimId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_from_its_digits_and_from_nothing_else() {
        let id = PersonId::from_bytes(std::array::from_fn(|index| index as u8 * 17));
        assert_eq!(id.to_hex(), "00112233445566778899aabbccddeeff");
        assert_eq!(PersonId::from_hex(&id.to_hex()), Some(id));

        for wrong in [
            "",
            "00",
            "00112233445566778899AABBCCDDEEFF",
            "00112233445566778899aabbccddeeff0",
        ] {
            assert_eq!(PersonId::from_hex(wrong), None, "{wrong}");
        }
    }
}
