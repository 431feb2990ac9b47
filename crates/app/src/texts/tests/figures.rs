//! Every figure that a sentence names is one of the policy in force, or is fixed in the code as it is in the words (F21).

use super::{all, texts_under};
use regain_domain::policy::ValueUnit;
use regain_domain::{Language, Policy, Setting, UserName, policy};
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The texts that name a figure, how much it is, and in which unit.
type Fixed = (&'static [&'static str], u64, ValueUnit);

/// Figures that no key of the policy governs.
fn fixed() -> [Fixed; 12] {
    let minutes = |lifetime: Duration| lifetime.as_secs() / MINUTE;
    let days = |lifetime: Duration| lifetime.as_secs() / DAY;
    [
        (
            &["confirm_lead", "done_confirmed", "confirm-needed"],
            minutes(policy::CONFIRMED_FOR),
            ValueUnit::Minutes,
        ),
        (
            &["verify-expired"],
            minutes(policy::VERIFY_LIFETIME),
            ValueUnit::Minutes,
        ),
        (
            &["passkey-expired"],
            minutes(policy::PASSKEY_LIFETIME),
            ValueUnit::Minutes,
        ),
        (
            &["time_limit_day", "passed-expired"],
            policy::CONTACT_CODE_LIFETIME.as_secs() / HOUR,
            ValueUnit::Hours,
        ),
        (
            &["expired", "contact-expired"],
            days(policy::CONTACT_INVITATION_LIFETIME),
            ValueUnit::Days,
        ),
        (
            &["objection-expired"],
            days(policy::OBJECTION_LIFETIME),
            ValueUnit::Days,
        ),
        (
            &["freeze-expired"],
            days(policy::FREEZE_LINK_LIFETIME),
            ValueUnit::Days,
        ),
        (
            &["effect_notice", "after_notice", "done_later"],
            days(policy::POLICY_NOTICE),
            ValueUnit::Days,
        ),
        (
            &["last"],
            days(policy::TIME_TO_GET_A_PASSKEY),
            ValueUnit::Days,
        ),
        (
            &[
                "renew_lead",
                "new_codes_lead",
                "former_lead",
                "taken_lead",
                "lead_change",
                "done_removed",
            ],
            days(policy::FORMER_COUNTS),
            ValueUnit::Days,
        ),
        (
            &["closing_lead", "closing_submit"],
            days(policy::CLOSING_WAITS),
            ValueUnit::Days,
        ),
        (
            &["user-name-long"],
            UserName::MAX as u64,
            ValueUnit::Characters,
        ),
    ]
}

/// Texts whose figure is given to them: that is what these are for.
const GIVEN: [&str; 4] = ["minutes", "value", "beyond", "moment"];

/// Whether some key of the policy may have this value, said in its own unit or in another one.
fn governed(amount: u64, unit: ValueUnit) -> bool {
    Setting::all()
        .map(Setting::rule)
        .any(|rule| match (seconds(unit), seconds(rule.unit)) {
            (Some(said), Some(own)) => {
                // "One day" is mostly some day.
                let whole = (amount * said).is_multiple_of(own);
                let value = amount * said / own;
                amount > 1 && whole && (u64::from(rule.min)..=u64::from(rule.max)).contains(&value)
            }
            _ => unit == rule.unit && (u64::from(rule.min)..=u64::from(rule.max)).contains(&amount),
        })
}

const fn seconds(unit: ValueUnit) -> Option<u64> {
    match unit {
        ValueUnit::Minutes => Some(MINUTE),
        ValueUnit::Hours => Some(HOUR),
        ValueUnit::Days => Some(DAY),
        ValueUnit::YesNo | ValueUnit::Characters => None,
    }
}

/// The figures of a text that have a unit of the policy, in digits or in words.
fn figures_in(text: &str) -> Vec<(u64, ValueUnit)> {
    let mut figures = in_english(text);
    figures.extend(in_chinese(text));
    figures
}

/// "12 to 64 characters", "three more days": a number, and a unit among the next three words.
fn in_english(text: &str) -> Vec<(u64, ValueUnit)> {
    const NUMBERS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [(&str, u64); 6] = [
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("ninety", 90),
    ];
    const UNITS: [(&str, u64, ValueUnit); 6] = [
        ("character", 1, ValueUnit::Characters),
        ("minute", 1, ValueUnit::Minutes),
        ("hour", 1, ValueUnit::Hours),
        ("day", 1, ValueUnit::Days),
        ("week", 7, ValueUnit::Days),
        ("month", 30, ValueUnit::Days),
    ];
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| {
        let spelled = NUMBERS
            .iter()
            .position(|number| *number == word)
            .map(|at| at as u64);
        let tens = TENS.iter().find(|(tens, _)| *tens == word).map(|(_, n)| *n);
        word.parse().ok().or(spelled).or(tens)
    };
    let unit = |word: &&str| {
        UNITS
            .iter()
            .find(|(unit, ..)| word.strip_suffix('s').unwrap_or(word) == *unit)
    };
    let of = |(at, word): (usize, &&str)| {
        let amount = number(word)?;
        let (_, times, unit) = words[at + 1..].iter().take(3).find_map(unit)?;
        Some((amount * times, *unit))
    };
    words.iter().enumerate().filter_map(of).collect()
}

/// 「三天」, 「10 分鐘」: a number directly before a unit.
fn in_chinese(text: &str) -> Vec<(u64, ValueUnit)> {
    const UNITS: [(&str, u64, ValueUnit); 12] = [
        ("個字元", 1, ValueUnit::Characters),
        ("个字符", 1, ValueUnit::Characters),
        ("分鐘", 1, ValueUnit::Minutes),
        ("分钟", 1, ValueUnit::Minutes),
        ("小時", 1, ValueUnit::Hours),
        ("小时", 1, ValueUnit::Hours),
        ("天", 1, ValueUnit::Days),
        ("日", 1, ValueUnit::Days),
        ("週", 7, ValueUnit::Days),
        ("周", 7, ValueUnit::Days),
        ("個月", 30, ValueUnit::Days),
        ("个月", 30, ValueUnit::Days),
    ];
    let text: String = text.chars().filter(|c| *c != '\u{2009}').collect();
    let mut figures = Vec::new();
    for (unit, times, is) in UNITS {
        for (at, _) in text.match_indices(unit) {
            let before = text[..at].trim_end_matches(['個', '个']);
            let start = before.trim_end_matches(|c| digit(c).is_some()).len();
            let amount = before[start..]
                .chars()
                .filter_map(digit)
                .fold(0, |sum, digit| match (digit, sum) {
                    (10, 0) => 10,
                    (10, sum) => sum * 10,
                    (digit, sum) if before[start..].contains('十') => sum + digit,
                    (digit, sum) => sum * 10 + digit,
                });
            figures.extend((start < before.len()).then_some((amount * times, is)));
        }
    }
    figures
}

fn digit(c: char) -> Option<u64> {
    let written = "〇一二三四五六七八九十"
        .chars()
        .position(|written| written == c)
        .map(|at| at as u64);
    let two = matches!(c, '兩' | '两').then_some(2);
    c.to_digit(10).map(u64::from).or(written).or(two)
}

#[test]
fn figures_are_found_in_digits_and_in_words() {
    for (text, amount, unit) in [
        ("For three days more, codes go there.", 3, ValueUnit::Days),
        ("It works for 10 minutes.", 10, ValueUnit::Minutes),
        ("At least twelve long characters", 12, ValueUnit::Characters),
        ("within 72 hours", 72, ValueUnit::Hours),
        ("two weeks", 14, ValueUnit::Days),
        ("之後三天內", 3, ValueUnit::Days),
        ("十五分鐘內有效", 15, ValueUnit::Minutes),
        ("10\u{2009}分钟内有效", 10, ValueUnit::Minutes),
        ("七十二小時", 72, ValueUnit::Hours),
        ("至少\u{2009}12\u{2009}個字元", 12, ValueUnit::Characters),
        ("两周后", 14, ValueUnit::Days),
    ] {
        assert_eq!(figures_in(text), [(amount, unit)], "{text}");
        assert!(governed(amount, unit), "{text}");
    }
    for text in [
        "One day you may be asked.",
        "Two of three have to help.",
        "有一天",
        "今天",
        "每四個字元一組",
        "It takes two minutes.",
    ] {
        assert!(
            !figures_in(text)
                .iter()
                .any(|(amount, unit)| governed(*amount, *unit)),
            "{text}"
        );
    }
}

#[test]
fn f21_no_sentence_keeps_a_placeholder_and_none_names_a_figure_by_itself() {
    let keys = [
        (Setting::PasswordMin, 33),
        (Setting::CodeLifetime, 7),
        (Setting::FlowAfterGate, 13),
        (Setting::SessionIdle, 47),
        (Setting::SessionAbsolute, 19),
        (Setting::InvitationLifetime, 67),
        (Setting::Quarantine, 11),
        (Setting::DeviceRemembered, 83),
    ];
    let in_force = Policy::default().with(&keys).expect("between the floors");
    let of_policy = keys.map(|(key, value)| (u64::from(value), key.rule().unit));
    let fixed = fixed();
    let mut named = Vec::new();
    for language in Language::ALL {
        for (name, text) in texts_under(&in_force, || all(language)) {
            assert!(
                !text.contains('{') && !text.contains('}'),
                "{name} in {language:?}: {text}"
            );
            for (amount, unit) in figures_in(&text) {
                let may =
                    |(texts, n, of): &Fixed| texts.contains(&name) && (*n, *of) == (amount, unit);
                if of_policy.contains(&(amount, unit)) || fixed.iter().any(may) {
                    named.push((language, name, amount, unit));
                } else {
                    assert!(
                        GIVEN.contains(&name) || !governed(amount, unit),
                        "{name} in {language:?} names {amount} {unit:?} by itself: {text}"
                    );
                }
            }
        }
        for (key, (amount, unit)) in keys.iter().zip(of_policy) {
            assert!(
                named
                    .iter()
                    .any(|one| (one.0, one.2, one.3) == (language, amount, unit)),
                "{key:?} in {language:?}"
            );
        }
        for (texts, amount, unit) in &fixed {
            for text in *texts {
                assert!(
                    named.contains(&(language, *text, *amount, *unit)),
                    "{text} no longer names {amount} {unit:?}"
                );
            }
        }
    }
}
