//! Fuzz targets (T10): one function of bytes for each parser that reads outside input.
//!
//! A target panics if the parser breaks a promise: not only "it doesn't crash", but properties of
//! every input, such as that a canonical form is its own canonical form. `libfuzzer/` runs the
//! targets under libFuzzer; `tests/corpora.rs` runs every file of `corpus/` and seeded mutations of
//! it with the other tests. The README lists the coverage and its gaps.

pub mod codes;
pub mod cookies;
pub mod dns;
pub mod forms;
pub mod mails;
pub mod mutation;
pub mod names;
pub mod passkeys;
pub mod passwords;
pub mod requests;
pub mod settings;
mod stage;
pub mod tables;
pub mod wire;

use std::borrow::Cow;

/// A parser with its promises.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is also that of the program and of its corpus' folder.
    pub name: &'static str,
    /// Runs it on some bytes; panics on a broken promise.
    pub run: fn(&[u8]),
    /// Whether it calls the whole app, which takes some milliseconds a case.
    pub slow: bool,
}

const fn quick(name: &'static str, run: fn(&[u8])) -> Target {
    Target {
        name,
        run,
        slow: false,
    }
}

const fn slow(name: &'static str, run: fn(&[u8])) -> Target {
    Target {
        name,
        run,
        slow: true,
    }
}

/// Every target.
pub const TARGETS: &[Target] = &[
    quick("identifier", names::identifier),
    quick("names", names::names),
    quick("codes", codes::codes),
    quick("authenticator_code", codes::authenticator_code),
    quick("proof_of_work", codes::proof_of_work),
    quick("ids", codes::ids),
    quick("password_rules", passwords::password_rules),
    quick("common_words", passwords::common_words),
    quick("breach_range", passwords::breach_range),
    quick("password_hash", passwords::password_hash),
    quick("cookies", cookies::cookies),
    quick("seals", cookies::seals),
    quick("client_address", requests::client_address),
    quick("headers", requests::headers),
    quick("own_addresses", requests::own_addresses),
    quick("violations", requests::violations),
    quick("policy", settings::policy),
    quick("configuration", settings::configuration),
    quick("mails", mails::mails),
    quick("sender", mails::sender),
    quick("import_table", tables::import_table),
    quick("dns_answer", dns::answer),
    quick("connection", wire::connection),
    slow("passkey_answer", passkeys::answer),
    slow("passkey_made", passkeys::made),
    slow("form_bodies", forms::bodies),
    slow("pages", forms::pages),
];

/// Bytes as text from a person or a program; bytes that aren't UTF-8 become U+FFFD, as when the
/// server decodes requests.
fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The first lines of a case, and the rest. Cases with parts have this form so that people can read
/// them.
fn lines<const N: usize>(text: &str) -> ([&str; N], &str) {
    let mut rest = text;
    let lines = std::array::from_fn(|_| {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        line
    });
    (lines, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_parted_from_the_rest() {
        assert_eq!(lines::<2>("a\nb\nc\nd"), (["a", "b"], "c\nd"));
        assert_eq!(lines::<2>("a"), (["a", ""], ""));
    }
}
