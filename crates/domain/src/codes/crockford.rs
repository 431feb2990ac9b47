//! Crockford's base 32: no I, L, O, U; accepted in any case, shown in groups of four.
//!
//! `data-encoding` could encode it, but this code also runs in browsers, which would have to load that crate too.

pub use super::typed_code::CodeError;

/// The 32 symbols, in order of value.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Encodes `symbols` symbols from the first bits of `bytes`, five bits each.
///
/// # Panics
/// If `bytes` has fewer than `5 × symbols` bits.
#[must_use]
pub fn encode(bytes: &[u8], symbols: usize) -> String {
    assert!(bytes.len() * 8 >= symbols * 5, "too few bits for the code");
    (0..symbols)
        .map(|index| {
            let bit = index * 5;
            let high = u16::from(bytes[bit / 8]) << 8;
            let low = bytes.get(bit / 8 + 1).copied().map_or(0, u16::from);
            let value = ((high | low) >> (11 - bit % 8)) & 31;

            char::from(ALPHABET[usize::from(value)])
        })
        .collect()
}

/// Lengths of all codes of Regain: mailed codes, saved codes, and those of invitations and links.
const LENGTHS: [usize; 3] = [8, 20, 28];

/// Parses `symbols` symbols as people type and paste them: any case, any grouping, full width, O for 0, I and L for
/// 1, with a label, brackets or a sentence around them, as long as there is only one code.
///
/// # Errors
/// The rule that the text breaks.
pub fn parse(input: &str, symbols: usize) -> Result<String, CodeError> {
    let own = [symbols];
    let lengths = if LENGTHS.contains(&symbols) {
        LENGTHS.as_slice()
    } else {
        &own
    };

    let mut code = super::typed_code::read(input, lengths, symbol)?;
    if code.len() == symbols {
        Ok(std::mem::take(&mut *code))
    } else {
        Err(CodeError::Length)
    }
}

/// The symbol meant by a typed letter or digit.
fn symbol(c: char) -> Option<char> {
    match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        symbol => Some(symbol)
            .filter(|symbol| u8::try_from(*symbol).is_ok_and(|byte| ALPHABET.contains(&byte))),
    }
}

/// Formats a code in groups of four: `ABCD-EFGH`.
#[must_use]
pub fn grouped(code: &str) -> String {
    let mut shown = String::with_capacity(code.len() + code.len() / 4);
    for (index, c) in code.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            shown.push('-');
        }

        shown.push(c);
    }

    shown
}

/// A code of so many symbols: a type of its own, without `Display` and with a redacted `Debug` (S102), so that showing
/// it takes a call of `shown`.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $symbols:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(zeroize::Zeroizing<String>);

        impl $name {
            /// Symbols in the code.
            pub const SYMBOLS: usize = $symbols;
            /// Entropy in bits (S14, S25).
            pub const BITS: usize = Self::SYMBOLS * 5;
            /// Bytes, random or derived, that a code is made from.
            pub const BYTES: usize = Self::BITS.div_ceil(8);

            /// Makes the code from random or derived bytes.
            #[must_use]
            pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
                let symbols = $crate::codes::crockford::encode(bytes, Self::SYMBOLS);
                Self(zeroize::Zeroizing::new(symbols))
            }

            /// Parses typed or pasted text.
            ///
            /// # Errors
            /// Why it can't be such a code.
            pub fn parse(input: &str) -> Result<Self, $crate::codes::crockford::CodeError> {
                $crate::codes::crockford::parse(input, Self::SYMBOLS)
                    .map(|code| Self(zeroize::Zeroizing::new(code)))
            }

            /// The bare symbols, for hashing.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// Formats it in groups of four, for display.
            #[must_use]
            pub fn shown(&self) -> String {
                $crate::codes::crockford::grouped(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

pub(crate) use code;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodes_five_bits_at_a_time() {
        assert_eq!(encode(&[0x00; 5], 8), "00000000");
        assert_eq!(encode(&[0xFF; 5], 8), "ZZZZZZZZ");
        assert_eq!(
            encode(
                &[
                    0b0000_1000,
                    0b1000_0110,
                    0b0100_0010,
                    0b1001_1000,
                    0b1110_1000
                ],
                8
            ),
            "12345678"
        );
    }

    #[test]
    fn reads_what_people_type() {
        assert_eq!(parse(" ab cd–ef_gh ", 8).as_deref(), Ok("ABCDEFGH"));
        assert_eq!(parse("oOiIlL00", 8).as_deref(), Ok("00111100"));
        assert_eq!(parse("ＡＢＣＤ１２３４", 8).as_deref(), Ok("ABCD1234"));
        assert_eq!(parse("  ", 8), Err(CodeError::Empty));
        assert_eq!(parse("ABC", 8), Err(CodeError::Length));
        assert_eq!(parse("ABCDEFGU", 8), Err(CodeError::Character));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(bytes in proptest::array::uniform20(any::<u8>())) {
            let code = encode(&bytes, 28);
            prop_assert_eq!(parse(&grouped(&code).to_lowercase(), 28), Ok(code));
        }

        #[test]
        fn parsing_never_panics(input in ".*") {
            let _ = parse(&input, 8);
        }
    }
}
