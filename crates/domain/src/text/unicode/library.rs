//! Uses the tables of libraries.

use super::Class;
use icu_properties::props::{
    DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup as Group, Script,
};
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, CodePointSetData};
use idna::uts46::{AsciiDenyList, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

/// Compatibility composition.
pub(crate) fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// Canonical composition.
pub(crate) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// A domain in lower case and punycode; `None` if it isn't valid.
pub(crate) fn domain_to_ascii(domain: &str) -> Option<String> {
    idna::domain_to_ascii_strict(domain).ok()
}

/// A domain for display, label by label: labels that could be mistaken for another domain stay in punycode.
pub(crate) fn domain_shown(domain: &str) -> String {
    let unlike = |label: &[char], top: &[char], _: bool| {
        let hides = label.iter().any(|c| is(Class::Invisible, *c));
        !hides && is_of_one_script(label) && !(top.iter().all(char::is_ascii) && looks_latin(label))
    };
    let (shown, whole) = Uts46::new().to_user_interface(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::Allow,
        unlike,
    );
    match whole {
        Ok(()) => shown.into_owned(),
        Err(_) => domain.to_owned(),
    }
}

/// Scripts whose spelling uses joiners and non-joiners (UAX #31, "Arabic-like" and Indic); `browser.rs` has the same
/// ones.
const JOINING: [Script; 33] = [
    Script::Adlam,
    Script::Arabic,
    Script::Balinese,
    Script::Bengali,
    Script::Chakma,
    Script::Devanagari,
    Script::Grantha,
    Script::Gujarati,
    Script::Gurmukhi,
    Script::HanifiRohingya,
    Script::Javanese,
    Script::Kaithi,
    Script::Kannada,
    Script::Khmer,
    Script::Malayalam,
    Script::Mandaic,
    Script::Manichaean,
    Script::MeeteiMayek,
    Script::Mongolian,
    Script::Myanmar,
    Script::Newa,
    Script::Nko,
    Script::Oriya,
    Script::PhagsPa,
    Script::Sharada,
    Script::Sinhala,
    Script::Sundanese,
    Script::Syriac,
    Script::Tamil,
    Script::Telugu,
    Script::Tibetan,
    Script::Tirhuta,
    Script::Brahmi,
];

/// Whether a character is of a class.
pub(super) fn is(class: Class, c: char) -> bool {
    let category = |group: Group| group.contains(CodePointMapData::<GeneralCategory>::new().get(c));
    match class {
        Class::Invisible => {
            CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
                || matches!(c, '\u{FFF9}'..='\u{FFFB}')
        }
        Class::Dash => category(Group::DashPunctuation),
        Class::Digit => category(Group::DecimalNumber),
        Class::Mark => category(Group::Mark),
        Class::Unassigned => category(Group::Unassigned) || category(Group::PrivateUse),
        Class::Bracket => [
            Group::OpenPunctuation,
            Group::ClosePunctuation,
            Group::InitialPunctuation,
            Group::FinalPunctuation,
        ]
        .into_iter()
        .any(category),
        Class::Joining => {
            category(Group::Letter)
                && JOINING
                    .iter()
                    .any(|script| ScriptWithExtensions::new().has_script(c, *script))
        }
    }
}

/// Whether all letters of a label belong to one script, or to scripts that one language combines (UTS #39 section
/// 5.1), with only digits, hyphens and marks besides: a sign that looks like a slash would seem to end the domain.
fn is_of_one_script(label: &[char]) -> bool {
    const TOGETHER: [&[Script]; 3] = [
        &[Script::Han, Script::Hiragana, Script::Katakana],
        &[Script::Han, Script::Hangul],
        &[Script::Han, Script::Bopomofo],
    ];

    let scripts = ScriptWithExtensions::new();
    let all_of = |those: &[Script]| {
        label.iter().all(|c| {
            let its = scripts.get_script_extensions_val(*c);

            // Letters that look like quotation marks and colons.
            if matches!(c, '\u{2B0}'..='\u{2FF}') {
                return false;
            }

            let everybodys = its.contains(&Script::Common) || its.contains(&Script::Inherited);
            everybodys && (*c == '-' || is(Class::Digit, *c) || is(Class::Mark, *c))
                || those.iter().any(|script| its.contains(script))
        })
    };
    let mut scripts = label.iter().map(|c| scripts.get_script_val(*c));
    let first = scripts.find(|script| !matches!(*script, Script::Common | Script::Inherited));

    first.is_some_and(|script| all_of(&[script])) || TOGETHER.into_iter().any(all_of)
}

/// Whether every letter of a label is of another script but looks Latin, by browsers' rules: `аррӏе`.
fn looks_latin(label: &[char]) -> bool {
    const ALIKE: &str = "асԁеһіјӏорԛѕԝхуъьҽпгѵѡαγικνορτυωցհոսօզյգ";

    label
        .iter()
        .filter(|c| c.is_alphabetic())
        .all(|c| ALIKE.contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_domains_as_their_people_write_them() {
        for (stored, shown) in [
            ("example.org", "example.org"),
            ("xn--fsqu00a.tw", "例子.tw"),
            ("mail.xn--fsqu00a.xn--kpry57d", "mail.例子.台灣"),
            ("xn--mnchen-3ya.de", "münchen.de"),
            ("xn--r8jz45g.jp", "例え.jp"),
            ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
            ("xn--mgbh0fb.org", "مثال.org"),
            ("xn--80aa2cbv.xn--p1ai", "сахар.рф"),
        ] {
            assert_eq!(domain_shown(stored), shown);
            assert_eq!(
                domain_to_ascii(shown).as_deref(),
                Some(stored),
                "and reads back"
            );
        }
    }

    #[test]
    fn what_could_be_taken_for_another_domain_stays_in_punycode() {
        for alike in [
            "аpple.com",
            "аррӏе.com",
            "exаmple.org",
            "google例.com",
            "νου.com",
            "例子а.tw",
            "paypaӏ.com",
        ] {
            let stored = domain_to_ascii(alike).expect("a domain");
            assert!(stored.contains("xn--"), "{alike}");
            assert_eq!(domain_shown(&stored), stored, "{alike}");
        }

        for label in ["com∕login", "☕", "oʼneill", "example。org", "a例", "例а"] {
            assert!(
                !is_of_one_script(&label.chars().collect::<Vec<_>>()),
                "{label}"
            );
        }

        for label in ["例子-2", "ラーメン屋", "münchen-1", "한국漢字", "佐々木"] {
            assert!(
                is_of_one_script(&label.chars().collect::<Vec<_>>()),
                "{label}"
            );
        }

        assert_eq!(
            domain_shown("xn--a.org"),
            "xn--a.org",
            "what is no punycode stays as it is"
        );
    }
}
