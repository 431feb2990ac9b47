//! Codes as people type and paste them.

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
