//! Addresses as people type and paste them, and what is shown of them.

use super::*;
use proptest::prelude::*;

#[test]
fn keeps_the_case_for_delivery_and_folds_it_for_comparison() {
    let address = EmailAddress::parse(" Mike.Smith@Example.ORG ").expect("an address");
    assert_eq!(address.as_str(), "Mike.Smith@example.org");
    assert_eq!(address.canonical(), "mike.smith@example.org");
    assert_eq!(address.masked(), "M…@example.org");
}

#[test]
fn s7_look_alikes_never_equal_the_real_address() {
    assert_eq!(
        EmailAddress::parse("mıke@example.org"),
        Err(EmailAddressError::Character)
    );
    assert_eq!(
        EmailAddress::parse("mіke@example.org"),
        Err(EmailAddressError::Character),
        "Cyrillic і"
    );
    let real = EmailAddress::parse("a@example.org").expect("an address");
    let pair = EmailAddress::parse("a@exаmple.org").map(|address| address.canonical().to_owned());
    assert_ne!(
        pair.as_deref(),
        Ok(real.canonical()),
        "Cyrillic а in the domain"
    );

    // NFKC turns the Kelvin sign into K; mail goes only to the stored address.
    assert_eq!(
        EmailAddress::parse("\u{212A}elvin@example.org")
            .expect("an address")
            .as_str(),
        "Kelvin@example.org"
    );
}

#[test]
fn reads_full_width_letters_and_international_domains() {
    assert_eq!(
        EmailAddress::parse("ｍｉｋｅ＠example.org")
            .expect("an address")
            .canonical(),
        "mike@example.org"
    );
    assert_eq!(
        EmailAddress::parse("li@例子.tw")
            .expect("an address")
            .canonical(),
        "li@xn--fsqu00a.tw"
    );
}

#[test]
fn shows_international_domains_and_keeps_what_is_sent_to() {
    let address = EmailAddress::parse("Li@例子.tw").expect("an address");
    assert_eq!(
        (address.shown().as_str(), address.as_str()),
        ("Li@例子.tw", "Li@xn--fsqu00a.tw")
    );
    assert_eq!(address.masked(), "L…@例子.tw");
    assert_eq!(EmailAddress::parse(&address.shown()).as_ref(), Ok(&address));
    let alike = EmailAddress::parse("anna@exаmple.org").expect("an address");
    assert_eq!(alike.shown(), alike.as_str(), "Cyrillic а");
}

#[test]
fn s7_reads_what_comes_along_with_a_copied_address() {
    for text in [
        "<anna@example.org>",
        "＜anna＠example.org＞",
        "「anna@example.org」",
        "【 anna@example.org 】",
        "《anna@example.org》",
        "(anna@example.org)",
        "（anna@example.org）",
        "[anna@example.org]",
        "{anna@example.org}",
        "\"anna@example.org\"",
        "'anna@example.org'",
        "“anna@example.org”",
        "‘anna@example.org’",
        "„anna@example.org“",
        "«anna@example.org»",
        "`anna@example.org`",
        "*anna@example.org*",
        "**anna@example.org**",
        "_anna@example.org_",
        "anna@example.org,",
        "anna@example.org;",
        "anna@example.org.",
        "anna@example.org。",
        "anna@example.org、",
        "anna@example.org；",
        "anna@example.org，",
        "anna@example.org>",
        "<anna@example.org",
        "<anna@example.org>,",
        "\"<anna@example.org>\";",
        "mailto:anna@example.org",
        "MAILTO:anna@example.org?subject=Hello&body=x@y.z",
        "<mailto:anna@example.org>",
        "mailto：anna＠example.org",
        "mailto:anna%40example.org",
        "Anna Smith <anna@example.org>",
        "Anna Smith<anna@example.org>",
        "\"Smith, Anna\" <anna@example.org>",
        "王小明 ＜anna@example.org＞",
        "王小明（anna@example.org）",
        "Anna Smith (anna@example.org)",
        "Anna Smith [mailto:anna@example.org]",
        "anna@example.org (Anna Smith)",
        "(Anna Smith) anna@example.org",
        "anna@example.org <anna@example.org>",
        "anna@example.org <mailto:anna@example.org>",
        "[anna@example.org](mailto:anna@example.org)",
        "'anna@example.org' <anna@example.org>",
        "Email: anna@example.org",
        "E-mail address: <anna@example.org>",
        "電子郵件：anna@example.org",
        "邮箱:anna@example.org",
        "anna@example。org",
        "anna@example｡org",
        "anna@example．org",
        "anna＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "\u{FEFF}anna@example.org\u{200B}",
        "\u{202A}anna@example.org\u{202C}",
        "\u{2068}anna\u{2069}@example.org",
        "an\u{AD}na@exam\u{AD}ple.org",
        "anna\u{200D}@\u{2060}example\u{FE0F}.org\u{E0020}",
        "\u{3164}anna@example.org\u{FFA0}",
        "\u{2800}anna@example.org\u{3000}",
    ] {
        let read = EmailAddress::parse(text).map(|address| address.canonical().to_owned());
        assert_eq!(read.as_deref(), Ok("anna@example.org"), "{text:?}");
        let read =
            crate::Identifier::parse(text).map(|identifier| identifier.canonical().to_owned());
        assert_eq!(read.as_deref(), Ok("anna@example.org"), "{text:?}");
    }

    for (text, address) in [
        ("anna。smith@example.org", "anna.smith@example.org"),
        ("anna｡smith@example.org", "anna.smith@example.org"),
        ("anna．smith@example.org", "anna.smith@example.org"),
        ("mailto:anna%2Bx@example.org", "anna+x@example.org"),
        ("'anna@example.org", "'anna@example.org"),
        ("{anna}@example.org", "{anna}@example.org"),
        ("*@example.org", "*@example.org"),
        ("anna%40x@example.org", "anna%40x@example.org"),
    ] {
        let read = EmailAddress::parse(text).map(|address| address.canonical().to_owned());
        assert_eq!(read.as_deref(), Ok(address), "{text:?}");
    }
}

#[test]
fn s7_a_joiner_makes_another_domain_where_it_is_spelling() {
    let read = |text: &str| EmailAddress::parse(text).expect("an address");
    let with = read("a@نامه\u{200C}ای.com");
    let without = read("a@نامهای.com");
    assert_eq!(with.canonical(), "a@xn--mgba3gch31f060k.com");
    assert_eq!(without.canonical(), "a@xn--mgba3gch31f.com");
    assert_eq!(with.shown(), with.as_str(), "nobody could tell them apart");
    assert_eq!(
        read("a@ශ්\u{200D}රී.com").canonical(),
        "a@xn--10cl1a0b660p.com"
    );
    assert_eq!(read("a@例\u{200D}子.tw"), read("a@例子.tw"));
}

#[test]
fn s8_never_guesses_which_address_is_meant() {
    for text in [
        "anna@example.org, bob@example.org",
        "anna@example.org bob@example.org",
        "anna@example.org;bob@example.org",
        "Anna <anna@example.org>, Bob <bob@example.org>",
        "bob@example.org <anna@example.org>",
        "<anna@example.org><bob@example.org>",
        "anna@example.org (bob@example.org)",
        "[anna@example.org](mailto:bob@example.org)",
        "mailto:anna@example.org,bob@example.org",
        "anna smith@example.org",
        "Anna anna@example.org",
        "an na@example.org",
        "anna @example.org",
        "anna@ example.org",
        "anna@exam ple.org",
        "anna(x)@example.org",
        "https://anna@example.org",
        "anna@example.org:25",
        "anna@@example.org",
        "\"anna smith\"@example.org",
        "<@example.org>",
        "anna@<example.org>",
    ] {
        assert!(
            EmailAddress::parse(text).is_err(),
            "{text:?}: {:?}",
            EmailAddress::parse(text)
        );
    }
}

#[test]
fn s67_refuses_what_could_break_out_of_a_header() {
    for input in [
        "a@b.c\r\nBcc: x@y.z",
        "a\n@b.c",
        "a b@c.d",
        "a@b.c,d@e.f",
        "a@b.c;x",
        "\"a\"@b.c",
    ] {
        assert!(EmailAddress::parse(input).is_err(), "{input:?}");
    }
}

#[test]
fn says_what_is_wrong() {
    use EmailAddressError as E;

    assert_eq!(EmailAddress::parse("  "), Err(E::Empty));
    assert_eq!(EmailAddress::parse("mike"), Err(E::Incomplete));
    assert_eq!(EmailAddress::parse("mike@"), Err(E::Incomplete));
    assert_eq!(EmailAddress::parse("mike@localhost"), Err(E::Incomplete));
    assert_eq!(
        EmailAddress::parse("mike..x@example.org"),
        Err(E::Incomplete)
    );
    assert_eq!(
        EmailAddress::parse(&format!("{}@example.org", "x".repeat(65))),
        Err(E::TooLong)
    );
    assert_eq!(EmailAddress::parse(&"x".repeat(5000)), Err(E::TooLong));
}

proptest! {
    #[test]
    fn s7_canonical_of_canonical_is_itself(input in "[a-zA-Z0-9.ａ-ｚＫ+_-]{1,20}@[a-zA-Z0-9例子-]{1,10}\\.[a-z]{2,5}") {
        if let Ok(address) = EmailAddress::parse(&input) {
            let again = EmailAddress::parse(address.canonical()).expect("canonical forms parse");
            prop_assert_eq!(again.canonical(), address.canonical());
            prop_assert!(address.canonical().is_ascii());
            prop_assert!(!address.as_str().contains(['\r', '\n', ' ', '<', '>', ',']));
        }
    }

    #[test]
    fn s7_what_cannot_be_seen_makes_no_difference(
        marks in proptest::collection::vec((0usize..=16, "[\u{AD}\u{34F}\u{61C}\u{180B}-\u{180F}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2064}\u{2066}-\u{206F}\u{3164}\u{FE00}-\u{FE0F}\u{FEFF}\u{FFA0}\u{FFF9}-\u{FFFB}\u{E0001}-\u{E007F}\u{E0100}-\u{E01EF}]"), 0..20),
    ) {
        let mut chars: Vec<String> = "anna@example.org".chars().map(String::from).collect();
        for (at, mark) in &marks {
            chars.insert(*at, mark.clone());
        }
        let address = EmailAddress::parse(&chars.concat()).expect("an address");
        prop_assert_eq!(address.as_str(), "anna@example.org");
    }

    #[test]
    fn s67_whatever_is_read_is_one_plain_address(input in "[ -~「」＜＞＠。：\u{200B}]{0,40}") {
        if let Ok(address) = EmailAddress::parse(&input) {
            let text = address.as_str();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>(),;:\"\\[]".contains(&byte)), "{}", text);
            prop_assert_eq!(text.matches('@').count(), 1);
            prop_assert_eq!(EmailAddress::parse(text), Ok(address.clone()));
        }
    }

    #[test]
    fn parsing_never_panics(input in ".*") {
        let _ = EmailAddress::parse(&input);
    }
}
