//! One short piece over and over.

/// Whether one piece of at most four characters makes up the whole password.
///
/// ```
/// use regain_passwords::repeats;
///
/// assert!(repeats("aaaaaaaaaaaa") && repeats("1234123412341"));
/// assert!(!repeats("abcdefabcdef") && !repeats("a"));
/// ```
#[must_use]
pub fn repeats(password: &str) -> bool {
    (1..=4).any(|period| {
        let mut later = password.chars().skip(period).peekable();
        later.peek().is_some() && password.chars().zip(later).all(|(a, b)| a == b)
    })
}
