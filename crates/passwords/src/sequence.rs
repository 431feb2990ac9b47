//! Runs that fingers, alphabets or calendars make: `abcd`, `4321`, `qwer`, `aaaa`, `2026`.

/// A run this long is one thought.
const SHORTEST: usize = 4;

/// The rows of common keyboards, each also backwards.
const ROWS: [&str; 6] = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
];

/// Whether these four are a year that somebody alive could mean.
const fn is_year(text: &[char]) -> bool {
    matches!(
        text,
        ['1', '9', '0'..='9', '0'..='9', ..] | ['2', '0', '0'..='9', '0'..='9', ..]
    )
}

/// How many characters from `start` on are one run: neighbours in an alphabet, among digits or on a keyboard's row, in one
/// direction, or one and the same; or a year. 0 if fewer than four are.
///
/// ```
/// use regain_passwords::sequence_at;
///
/// let run = |text: &str| sequence_at(&text.chars().collect::<Vec<_>>(), 0);
/// assert_eq!((run("abcdx"), run("9876"), run("qwert!"), run("!!!!!"), run("abd")), (4, 4, 5, 5, 0));
/// assert_eq!((run("2026"), run("3026")), (4, 0));
/// ```
#[must_use]
pub fn sequence_at(text: &[char], start: usize) -> usize {
    let text = text.get(start..).unwrap_or_default();
    let along = |step: &dyn Fn(char, char) -> bool| {
        1 + text
            .windows(2)
            .take_while(|pair| step(pair[0], pair[1]))
            .count()
    };
    let mut longest = along(&|a, b| a == b).max(if is_year(text) { SHORTEST } else { 0 });
    for step in [1, -1] {
        longest = longest.max(along(&|a, b| {
            a.is_alphanumeric()
                && b.is_alphanumeric()
                && i64::from(u32::from(b)) - i64::from(u32::from(a)) == step
        }));
        for row in ROWS {
            let place = |c| {
                row.chars()
                    .position(|key| key == c)
                    .and_then(|place| i64::try_from(place).ok())
            };
            longest = longest.max(along(
                &|a, b| matches!((place(a), place(b)), (Some(a), Some(b)) if b - a == step),
            ));
        }
    }

    if text.len() >= SHORTEST && longest >= SHORTEST {
        longest.min(text.len())
    } else {
        0
    }
}
