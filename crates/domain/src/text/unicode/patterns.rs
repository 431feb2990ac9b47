//! Character classes as regular expressions for the browser; a test on the server compares them with the tables.

use super::Class;

/// The expression of a class, for use with the flag `u`.
pub(super) const fn pattern(class: Class) -> &'static str {
    match class {
        Class::Invisible => r"[\p{DI}\uFFF9-\uFFFB]",
        Class::Dash => r"\p{Pd}",
        Class::Digit => r"\p{Nd}",
        Class::Mark => r"\p{M}",
        Class::Unassigned => r"[\p{Cn}\p{Co}]",
        Class::Bracket => r"[\p{Ps}\p{Pe}\p{Pi}\p{Pf}]",
        // The scripts listed in `library.rs`.
        Class::Joining => concat!(
            r"(?=\p{L})[\p{scx=Adlm}\p{scx=Arab}\p{scx=Bali}\p{scx=Beng}\p{scx=Cakm}\p{scx=Deva}\p{scx=Gran}",
            r"\p{scx=Gujr}\p{scx=Guru}\p{scx=Rohg}\p{scx=Java}\p{scx=Kthi}\p{scx=Knda}\p{scx=Khmr}\p{scx=Mlym}",
            r"\p{scx=Mand}\p{scx=Mani}\p{scx=Mtei}\p{scx=Mong}\p{scx=Mymr}\p{scx=Newa}\p{scx=Nkoo}\p{scx=Orya}",
            r"\p{scx=Phag}\p{scx=Shrd}\p{scx=Sinh}\p{scx=Sund}\p{scx=Syrc}\p{scx=Taml}\p{scx=Telu}\p{scx=Tibt}",
            r"\p{scx=Tirh}\p{scx=Brah}]",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::library;
    use super::pattern;
    use regex_syntax::hir::{Class, HirKind};

    /// The characters that an expression matches, converted to the syntax of the library that parses it.
    fn characters(pattern: &str) -> Vec<bool> {
        let mut pattern = pattern
            .replace(r"\uFFF9-\uFFFB", r"\x{FFF9}-\x{FFFB}")
            .replace("scx=", "scx:");
        if let Some(rest) = pattern.strip_prefix(r"(?=\p{L})") {
            pattern = format!(r"[\p{{L}}&&{rest}]");
        }

        let class = match regex_syntax::parse(&pattern)
            .expect("an expression")
            .into_kind()
        {
            HirKind::Class(Class::Unicode(class)) => class,
            other => panic!("{pattern}: {other:?}"),
        };

        let mut has = vec![false; char::MAX as usize + 1];
        for range in class.ranges() {
            has[range.start() as usize..=range.end() as usize].fill(true);
        }

        has
    }

    #[test]
    fn s7_browser_and_server_ask_for_the_same_characters() {
        use super::Class as C;

        let unknown = characters(pattern(C::Unassigned));

        // Tables of different years know different characters; they must agree on those that both know.
        let known: Vec<char> = ('\0'..=char::MAX)
            .filter(|c| !unknown[*c as usize] && !library::is(C::Unassigned, *c))
            .collect();
        assert!(known.len() > 150_000, "{}", known.len());
        for class in [
            C::Invisible,
            C::Dash,
            C::Digit,
            C::Mark,
            C::Bracket,
            C::Joining,
        ] {
            let asked = characters(pattern(class));
            for c in &known {
                assert_eq!(
                    asked[*c as usize],
                    library::is(class, *c),
                    "{class:?} {c:?}"
                );
            }
        }

        // Invisible characters are classified before they are assigned.
        let invisible = characters(pattern(C::Invisible));
        for c in ('\u{2000}'..='\u{2FFF}').chain('\u{E0000}'..='\u{E1FFF}') {
            assert_eq!(invisible[c as usize], library::is(C::Invisible, c), "{c:?}");
        }

        for never in [
            '\u{E000}',
            '\u{F8FF}',
            '\u{FDD0}',
            '\u{FFFF}',
            '\u{F0000}',
            '\u{10FFFF}',
        ] {
            assert!(
                unknown[never as usize] && library::is(C::Unassigned, never),
                "{never:?}"
            );
        }
    }
}
