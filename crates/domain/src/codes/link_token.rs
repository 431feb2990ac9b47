//! The token of a mailed link (S14, S22).

super::crockford::code! {
    /// The token in the fragment of a mailed link (S14, S22): 140 bits.
    LinkToken, 28
}
