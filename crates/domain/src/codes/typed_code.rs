//! Parses codes as people type and paste them: with a label, in brackets, in groups, with digits of other scripts.
//!
//! Text is split into words of ASCII letters and digits, separated by grouping (a dash, a dot), a space, or something
//! that occurs in no code. The lengths of all codes decide which words form the code, not only that of the one asked
//! for: no text can be tried as two kinds of code.

use crate::text::unicode::{Class, digit, nfkc};
use zeroize::Zeroizing;

/// Why typed text isn't a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text was empty.
    #[error("no code was given")]
    Empty,
    /// The number of symbols is wrong.
    #[error("the code has the wrong length")]
    Length,
    /// A character that occurs in no code.
    #[error("the code has a character that no code has")]
    Character,
    /// More than one code, so it isn't clear which is meant.
    #[error("there is more than one code")]
    Several,
}

/// Most bytes examined: the longest code with a link and a sentence around it.
const MAX: usize = 1024;

/// The separator before a word, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// Dashes, dots, underscores.
    Grouping,
    /// Spaces.
    Blank,
    /// The beginning, or anything else.
    Apart,
}

struct Word {
    before: Gap,
    text: Zeroizing<String>,
    /// Its symbols, if it can be part of a code.
    symbols: Option<Zeroizing<String>>,
    is_label: bool,
}

/// Reads the only code in a text. Its length is one of `lengths`; `symbol` maps a letter or digit to the symbol that
/// it means.
///
/// # Errors
/// The rule that the text breaks.
pub(crate) fn read(
    input: &str,
    lengths: &[usize],
    symbol: fn(char) -> Option<char>,
) -> Result<Zeroizing<String>, CodeError> {
    if input.len() > MAX {
        return Err(CodeError::Length);
    }

    let (words, has_other) = words(input, symbol);
    if words.is_empty() {
        return Err(if has_other {
            CodeError::Character
        } else {
            CodeError::Empty
        });
    }

    let fits = |words: &&[Word]| lengths.contains(&length(words));
    let as_shown = words.len() == 1 || words.iter().all(|word| word.text.len() == 4);
    let in_one = words[1..].iter().all(|word| word.before != Gap::Apart)
        && words.iter().all(|w| w.symbols.is_some());
    if as_shown && in_one && fits(&words.as_slice()) {
        return Ok(joined(&words));
    }

    for with_labels in [false, true] {
        let parts = words.split(|word| word.symbols.is_none() || word.is_label && !with_labels);
        let pieces = parts.flat_map(|part| part.chunk_by(|_, next| next.before != Gap::Apart));

        // If a piece is longer than a code, one of its groups may be the code: `1. ABCD-EFGH`.
        let (whole, more): (Vec<&[Word]>, Vec<&[Word]>) = pieces.partition(fits);
        let groups = more
            .into_iter()
            .flat_map(|piece| piece.chunk_by(|_, next| next.before == Gap::Grouping));
        let (groups, singles): (Vec<&[Word]>, Vec<&[Word]>) =
            groups.filter(fits).partition(|group| group.len() > 1);

        // Another single word that could be a code: it has a digit, so it isn't a word of a sentence.
        let rival = singles
            .iter()
            .any(|single| single[0].text.contains(|c: char| c.is_ascii_digit()));
        let mut found = whole.into_iter().chain(groups);

        match (found.next(), found.next()) {
            (Some(_), None) if rival => return Err(CodeError::Several),
            (Some(code), None) => return Ok(joined(code)),
            (Some(_), Some(_)) => return Err(CodeError::Several),
            (None, _) => {}
        }
    }

    Err(if in_one && !has_other {
        CodeError::Length
    } else {
        CodeError::Character
    })
}

fn length(words: &[Word]) -> usize {
    words
        .iter()
        .filter_map(|word| word.symbols.as_ref())
        .map(|symbols| symbols.len())
        .sum()
}

fn joined(words: &[Word]) -> Zeroizing<String> {
    let mut code = Zeroizing::new(String::with_capacity(length(words)));
    words
        .iter()
        .filter_map(|word| word.symbols.as_ref())
        .for_each(|symbols| code.push_str(symbols));
    code
}

/// The words of a text, and whether it contains anything but words, spaces and grouping.
fn words(input: &str, symbol: fn(char) -> Option<char>) -> (Vec<Word>, bool) {
    let mut words = Vec::<Word>::new();
    let mut has_other = false;

    // The separator since the last word.
    let mut since = Some(Gap::Apart);
    for c in Zeroizing::new(nfkc(input)).chars() {
        // Invisible characters, and asterisks around bold letters, are allowed anywhere.
        if Class::Invisible.has(c) || matches!(c, '*' | '`') {
            continue;
        }

        let c = digit(c).unwrap_or(c);
        if !c.is_ascii_alphanumeric() {
            let gap = gap(c);
            has_other |= gap == Gap::Apart;
            since = since.max(Some(gap));
            continue;
        }

        match (since.take(), words.last_mut()) {
            (None, Some(word)) => word.text.push(c),
            (before, _) => words.push(Word {
                before: before.unwrap_or(Gap::Apart),
                text: Zeroizing::new(c.into()),
                symbols: None,
                is_label: false,
            }),
        }
    }

    for at in 0..words.len() {
        let is_grouped = words[at].before == Gap::Grouping
            || words
                .get(at + 1)
                .is_some_and(|next| next.before == Gap::Grouping);
        let word = &mut words[at];
        word.symbols = word
            .text
            .chars()
            .map(symbol)
            .collect::<Option<String>>()
            .map(Zeroizing::new);

        // "Code", "is", "recovery": codes are never shown with I, L, O or U, and rarely typed with them and without a
        // digit.
        word.is_label = !is_grouped
            && word.text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && word
                .text
                .contains(|c: char| "ILOU".contains(c.to_ascii_uppercase()));
    }

    (words, has_other)
}

fn gap(c: char) -> Gap {
    match c {
        '_' | '.' | '~' | '\u{B7}' | '\u{2D7}' | '\u{2022}' | '\u{2027}' | '\u{2043}'
        | '\u{2212}' | '\u{2219}' | '\u{22C5}' | '\u{2500}' | '\u{2501}' | '\u{2796}'
        | '\u{3002}' | '\u{30FB}' | '\u{30FC}' => Gap::Grouping,
        _ if Class::Dash.has(c) => Gap::Grouping,
        _ if c.is_whitespace() || c == '\u{2800}' => Gap::Blank,
        _ => Gap::Apart,
    }
}

#[cfg(test)]
mod tests {
    use crate::codes::crockford::{self, CodeError};
    use crate::{AuthenticatorCode, OneTimeCode, SavedCode};
    use proptest::prelude::*;

    fn mailed(text: &str) -> Result<String, CodeError> {
        OneTimeCode::parse(text).map(|code| code.expose().to_owned())
    }

    #[test]
    fn reads_a_code_with_what_was_copied_beside_it() {
        for text in [
            "4M6R-VQB8",
            "4m6rvqb8",
            "Code: 4M6R-VQB8",
            "code:4M6R-VQB8",
            "CODE 4M6R-VQB8",
            "code 4m6r vqb8",
            "Code = 4M6R-VQB8",
            "Code：4M6R-VQB8",
            "驗證碼：4M6R-VQB8",
            "验证码：４Ｍ６Ｒ－ＶＱＢ８",
            "驗證碼4M6R-VQB8",
            "您的驗證碼是 4M6R-VQB8。",
            "コード：4M6R-VQB8",
            "Код: 4M6R-VQB8",
            "الرمز: 4M6R-VQB8",
            "Your code is 4M6R-VQB8",
            "Your code is: 4M6R-VQB8.",
            "Your Example recovery code: 4M6R-VQB8",
            "4M6R-VQB8 is your code. It is valid for 10 minutes.",
            "Recovery code 4M6R-VQB8",
            "Password: 4M6R VQB8",
            "passcode 4m6r-vqb8",
            "Verification code:\r\n\r\n    4M6R-VQB8\r\n",
            "> 4M6R-VQB8",
            "- 4M6R-VQB8",
            "1. 4M6R-VQB8",
            "1) 4M6R-VQB8",
            "#4M6R-VQB8",
            "【4M6R-VQB8】",
            "「4M6R-VQB8」",
            "『4M6R-VQB8』",
            "《4M6R-VQB8》",
            "(4M6R-VQB8)",
            "（4M6R-VQB8）",
            "[4M6R-VQB8]",
            "{4M6R-VQB8}",
            "<4M6R-VQB8>",
            "«4M6R-VQB8»",
            "“4M6R-VQB8”",
            "‘4M6R-VQB8’",
            "\"4M6R-VQB8\"",
            "'4M6R-VQB8'",
            "`4M6R-VQB8`",
            "*4M6R-VQB8*",
            "**4M6R**-**VQB8**",
            "_4M6R-VQB8_",
            "~~4M6R-VQB8~~",
            "|4M6R-VQB8|",
            "4M6R-VQB8.",
            "4M6R-VQB8。",
            "4M6R-VQB8，",
            "4M6R-VQB8!",
            "4M6R-VQB8;",
            "4M6R - VQB8",
            "4M6R\u{2010}VQB8",
            "4M6R\u{2011}VQB8",
            "4M6R\u{2012}VQB8",
            "4M6R\u{2013}VQB8",
            "4M6R\u{2014}VQB8",
            "4M6R\u{2015}VQB8",
            "4M6R\u{2212}VQB8",
            "4M6R\u{FF0D}VQB8",
            "4M6R\u{FE63}VQB8",
            "4M6R\u{FE58}VQB8",
            "4M6R\u{2E3A}VQB8",
            "4M6R\u{301C}VQB8",
            "4M6Rー VQB8",
            "4M6R\u{FF70}VQB8",
            "4M6R\u{AD}VQB8",
            "4M6R·VQB8",
            "4M6R•VQB8",
            "4M6R・VQB8",
            "4M6R.VQB8",
            "4M6R_VQB8",
            "4M6R\u{A0}VQB8",
            "4M6R\u{2007}VQB8",
            "4M6R\u{202F}VQB8",
            "4M6R\u{3000}VQB8",
            "4M6R\u{2800}VQB8",
            "4M6R\t\nVQB8",
            "\u{FEFF}4M\u{200B}6R-VQ\u{2060}B8\u{202C}",
            "\u{2066}4M6R-VQB8\u{2069}",
            "4 m 6 r v q b 8",
            "٤M٦R-VQB٨",
        ] {
            assert_eq!(mailed(text).as_deref(), Ok("4M6RVQB8"), "{text:?}");
        }
    }

    #[test]
    fn reads_longer_codes_as_well() {
        let saved = "ABCDEFGHJKMNPQRSTVWX";
        for text in [
            "ABCD-EFGH-JKMN-PQRS-TVWX",
            "3. ABCD-EFGH-JKMN-PQRS-TVWX",
            "Code 3: abcd efgh jkmn pqrs tvwx",
            "Passcode ABCD-EFGH-JKMN-PQRS-TVWX",
            "備用碼：ABCD－EFGH－JKMN－PQRS－TVWX。",
            "ABCD EFGH-JKMN PQRS-TVWX",
            "ABCDEFGHJKMNPQRSTVWX",
            "ABCDE FGHJK MNPQR STVWX",
        ] {
            assert_eq!(
                SavedCode::parse(text)
                    .map(|code| code.expose().to_owned())
                    .as_deref(),
                Ok(saved),
                "{text:?}"
            );
            assert!(OneTimeCode::parse(text).is_err(), "{text:?}");
        }

        let invited = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ12-3456";
        let link = format!("https://id.example.org/invite#{invited}");
        let read = crate::InvitationCode::parse(&link).map(|code| code.shown());
        assert_eq!(read.as_deref(), Ok(invited), "the link instead of the code");
        assert_eq!(
            SavedCode::parse_selector("Code: abcd").as_deref(),
            Ok("ABCD")
        );
    }

    #[test]
    fn letters_that_no_code_has_are_read_as_digits_where_they_are_no_label() {
        assert_eq!(mailed("oOiI-lL00").as_deref(), Ok("00111100"));
        assert_eq!(mailed("ol cd ef gh").as_deref(), Ok("01CDEFGH"));
        assert_eq!(mailed("Code: abcoefgh").as_deref(), Ok("ABC0EFGH"));
        let saved = SavedCode::parse("AOBC DOFG JOKM PQRS TVWX").map(|code| code.shown());
        assert_eq!(saved.as_deref(), Ok("A0BC-D0FG-J0KM-PQRS-TVWX"));
    }

    #[test]
    fn s17_two_codes_or_half_ones_are_none() {
        for (text, error) in [
            ("4M6R-VQB8 ABCD-EFGH", CodeError::Several),
            ("4M6R-VQB8, ABCD-EFGH", CodeError::Several),
            ("4M6R-VQB8: ABCD-EFGH", CodeError::Several),
            ("4M6R-VQB8 4M6R-VQB8", CodeError::Several),
            ("Old: 4M6R-VQB8 New: ABCD-EFGH", CodeError::Several),
            ("4M6R-VQB8 or ABCD-EFGH", CodeError::Several),
            ("4M6R-VQB8, ABCD-EFGH-JKMN-PQRS-TVWX", CodeError::Several),
            ("4M6RVQB8 ABCDEFGH", CodeError::Length),
            ("4M6R-VQB", CodeError::Length),
            ("4M6R-VQB89", CodeError::Length),
            ("4M6R-VQBU", CodeError::Character),
            ("4M6R/VQB8", CodeError::Character),
            ("4M6RéVQB8", CodeError::Character),
            ("4М6R-VQB8", CodeError::Character),
            ("驗證碼：", CodeError::Character),
            ("【】", CodeError::Character),
            ("\u{200B} -\u{3000}", CodeError::Empty),
        ] {
            assert_eq!(mailed(text), Err(error), "{text:?}");
        }

        assert_eq!(
            mailed(&format!("4M6R-VQB8{}", " ".repeat(5000))),
            Err(CodeError::Length),
            "bounded before any work"
        );
    }

    fn app(text: &str) -> Result<String, CodeError> {
        AuthenticatorCode::parse(text).map(|code| code.expose().to_owned())
    }

    #[test]
    fn reads_the_code_of_an_app_with_what_was_copied_beside_it() {
        for text in [
            "123456",
            "123 456",
            "123-456",
            "123\u{2013}456",
            "123\u{2212}456",
            "123ー456",
            "123.456",
            "123_456",
            "123·456",
            "12 34 56",
            "1 2 3 4 5 6",
            "123\u{AD}456",
            "123\u{200B}456",
            "123\u{A0}456",
            "１２３ ４５６",
            "١٢٣٤٥٦",
            "۱۲۳ ۴۵۶",
            "१२३४५६",
            "𝟏𝟐𝟑𝟒𝟓𝟔",
            "Code: 123456",
            "code 123 456",
            "驗證碼：123456",
            "驗證碼123456",
            "123456是您的驗證碼",
            "Your code is 123 456.",
            "123456 is your code, valid for 30 seconds",
            "G-123456",
            "【123456】",
            "（123 456）",
            "*123456*",
            "\"123456\"",
            "123456。",
            "1) 123456",
        ] {
            assert_eq!(app(text).as_deref(), Ok("123456"), "{text:?}");
        }

        for (text, error) in [
            ("123456 654321", CodeError::Length),
            ("123456, 654321", CodeError::Several),
            ("123456/123456", CodeError::Several),
            ("1 234567", CodeError::Length),
            ("123456a", CodeError::Character),
            ("a123456", CodeError::Character),
            ("123,456", CodeError::Character),
            ("一二三四五六", CodeError::Character),
            ("-", CodeError::Empty),
        ] {
            assert_eq!(app(text), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_code_is_found_in_any_grouping(
            bytes in any::<[u8; 5]>(),
            gaps in proptest::collection::vec("[-_. \u{2010}-\u{2015}\u{2212}\u{AD}\u{200B}\u{3000}]{0,3}", 8),
        ) {
            let code = crockford::encode(&bytes, 8);
            let typed: String = code.chars().zip(&gaps).map(|(c, gap)| format!("{gap}{c}")).collect();
            prop_assert_eq!(mailed(&typed), Ok(code), "{:?}", typed);
        }

        #[test]
        fn a_code_is_found_behind_any_label_and_in_any_brackets(
            bytes in any::<[u8; 5]>(),
            label in "(Code|Your code|驗證碼|验证码|Код|コード|Código|รหัส)? ?[:：=]",
            (open, close) in prop_oneof![Just(("", "")), Just(("【", "】")), Just(("(", ")")), Just(("“", "”")), Just(("*", "*"))],
            end in "[.。,，;!]?",
        ) {
            let code = OneTimeCode::from_bytes(&bytes);
            let text = format!("{label}{open}{}{close}{end}", code.shown());
            prop_assert_eq!(mailed(&text), Ok(code.expose().to_owned()), "{:?}", text);
        }

        #[test]
        fn no_text_is_two_kinds_of_code(text in "([A-Z0-9]{4}[- ,:]|code |is |[A-Z0-9]{8} ){1,9}") {
            let read = [OneTimeCode::parse(&text).is_ok(), SavedCode::parse(&text).is_ok(), crate::LinkToken::parse(&text).is_ok()];
            prop_assert!(read.iter().filter(|read| **read).count() <= 1, "{:?}", text);
        }
    }
}
