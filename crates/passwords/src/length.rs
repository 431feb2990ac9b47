//! How long a password may be.

/// How long a password may be: characters are Unicode's code points, after NFKC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// The fewest characters.
    pub minimum: usize,
    /// The most characters.
    pub maximum: usize,
    /// The most bytes, before anything else looks at them.
    pub maximum_bytes: usize,
}

/// What is wrong with a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthError {
    /// There is nothing.
    Empty,
    /// Fewer than the minimum.
    TooShort,
    /// More than the maximum.
    TooLong,
}

impl Default for Length {
    /// 12 to 256 characters, at most 4 KiB.
    fn default() -> Self {
        Self {
            minimum: 12,
            maximum: 256,
            maximum_bytes: 4096,
        }
    }
}

impl Length {
    /// Judges a length.
    ///
    /// ```
    /// use regain_passwords::{Length, LengthError};
    ///
    /// let length = Length { minimum: 8, ..Length::default() };
    /// assert_eq!(length.judge("seven 7"), Err(LengthError::TooShort));
    /// assert_eq!(length.judge("八個字元就夠長了"), Ok(()));
    /// ```
    ///
    /// # Errors
    /// What is wrong.
    pub fn judge(&self, password: &str) -> Result<(), LengthError> {
        if password.is_empty() {
            return Err(LengthError::Empty);
        }

        if password.len() > self.maximum_bytes {
            return Err(LengthError::TooLong);
        }

        match password.chars().count() {
            characters if characters > self.maximum => Err(LengthError::TooLong),
            characters if characters < self.minimum => Err(LengthError::TooShort),
            _ => Ok(()),
        }
    }
}
