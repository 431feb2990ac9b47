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

    /// Whether the password is in an answer.
    ///
    /// ```
    /// use regain_passwords::breach::{Digits, NotARange};
    ///
    /// let digits = Digits::of(b"password");
    /// assert_eq!(digits.prefix(), "5BAA6");
    /// let seen = "1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n";
    /// assert_eq!(digits.is_in(seen), Ok(true));
    /// assert_eq!(digits.is_in(&seen.replace("9545824", "0")), Ok(false), "padding");
    /// assert_eq!(digits.is_in("<html>it works</html>"), Err(NotARange));
    /// ```
    ///
    /// # Errors
    /// If the answer isn't lines of 35 digits, a colon and a number.
    pub fn is_in(&self, answer: &str) -> Result<bool, NotARange> {
        let mut found = false;
        let mut lines = 0;
        for line in answer.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (digits, seen) = line.split_once(':').ok_or(NotARange)?;
            if digits.len() != SUFFIX || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(NotARange);
            }
            let seen: u64 = seen.trim().parse().map_err(|_| NotARange)?;
            found |= seen > 0 && digits.as_bytes().eq_ignore_ascii_case(&self.0[PREFIX..]);
            lines += 1;
        }
        if lines == 0 { Err(NotARange) } else { Ok(found) }
    }
}
