//! A mailed code (S14).

super::crockford::code! {
    /// A mailed code (S14): 40 bits.
    OneTimeCode, 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s14_a_mailed_code_has_40_bits_and_shows_in_fours() {
        assert_eq!(OneTimeCode::BITS, 40);
        assert_eq!(
            OneTimeCode::from_bytes(&[0xFF, 0, 0, 0, 0]).shown(),
            "ZW00-0000"
        );
        assert_eq!(
            format!("{:?}", OneTimeCode::from_bytes(&[0; 5])),
            "OneTimeCode(…)"
        );
    }
}
