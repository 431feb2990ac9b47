//! The code of an invitation (S78).

super::crockford::code! {
    /// The code of an invitation, alone or in the link's fragment (S78): 140 bits.
    InvitationCode, 28
}
