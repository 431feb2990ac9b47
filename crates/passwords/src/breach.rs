//! Breached passwords by range query, without the network: what is asked, and how the answer is read.
//!
//! Five hexadecimal digits of the SHA-1 are asked for; the answer holds the other 35 of every breached password that begins
//! so, with how often it was seen. A padded answer (`Add-Padding: true`) has lines that were seen 0 times, which mean nothing.

use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

/// How many digits are asked for.
pub const PREFIX: usize = 5;
/// How many digits are compared here.
const SUFFIX: usize = 35;

/// The digits of a password's SHA-1; they are as secret as the password.
#[derive(Clone)]
pub struct Digits(Zeroizing<[u8; PREFIX + SUFFIX]>);

impl std::fmt::Debug for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digits(…)")
    }
}

/// The answer can't be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARange;

impl Digits {
    /// Of a password's bytes.
    #[must_use]
    pub fn of(password: &[u8]) -> Self {
        let mut digits = Zeroizing::new([0; PREFIX + SUFFIX]);
        for (pair, byte) in digits.chunks_exact_mut(2).zip(Sha1::digest(password)) {
            for (digit, value) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
                *digit = b"0123456789ABCDEF"[usize::from(value)];
            }
        }

        Self(digits)
    }

    /// What is asked for: all that leaves.
    #[must_use]
    pub fn prefix(&self) -> &str {
        std::str::from_utf8(&self.0[..PREFIX]).unwrap_or_default()
    }

    /// The first 16 of the digits that are compared.
    fn tail(&self) -> Option<u64> {
        tail(&self.0[PREFIX..])
    }
}

/// What was answered, in eight bytes a password: short enough to be kept for many prefixes. That two different passwords of
/// one range share their next 64 bits happens once in some 2⁵⁰ ranges.
#[derive(Debug, Clone, Default)]
pub struct Range(Box<[u64]>);

impl Range {
    /// Reads an answer.
    ///
    /// ```
    /// use regain_passwords::breach::{Digits, NotARange, Range};
    ///
    /// let digits = Digits::of(b"password");
    /// assert_eq!(digits.prefix(), "5BAA6");
    /// let seen = "1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n";
    /// assert!(Range::read(seen).unwrap().has(&digits));
    /// let padding = seen.replace("9545824", "0");
    /// assert!(!Range::read(&padding).unwrap().has(&digits));
    /// assert_eq!(Range::read("<html>it works</html>").err(), Some(NotARange));
    /// ```
    ///
    /// # Errors
    /// If the answer isn't lines of 35 digits, a colon and a number.
    pub fn read(answer: &str) -> Result<Self, NotARange> {
        let mut tails = Vec::new();
        let mut lines = 0;
        for line in answer
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (digits, seen) = line.split_once(':').ok_or(NotARange)?;
            let seen: u64 = seen.trim().parse().map_err(|_| NotARange)?;
            if digits.len() != SUFFIX || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(NotARange);
            }

            tails.extend(tail(digits.as_bytes()).filter(|_| seen > 0));
            lines += 1;
        }

        if lines == 0 {
            return Err(NotARange);
        }

        tails.sort_unstable();
        Ok(Self(tails.into_boxed_slice()))
    }

    /// Whether a password is in it.
    #[must_use]
    pub fn has(&self, digits: &Digits) -> bool {
        digits
            .tail()
            .is_some_and(|tail| self.0.binary_search(&tail).is_ok())
    }
}

fn tail(digits: &[u8]) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(digits.get(..16)?).ok()?, 16).ok()
}
