//! Limits on chosen text in others' mails: no link, no telephone number, no sentence (S70).

use super::unicode::{Class, nfkc};

/// Most words in a name: enough for long Portuguese and Spanish names with their particles.
const WORDS: usize = 8;
/// Most digits in a name, in any script and position: enough for "2nd", too few for a telephone number.
const DIGITS: usize = 3;
/// Most Chinese and Japanese characters without a mark between them, and in total: their sentences have no spaces.
const UNBROKEN: usize = 12;
const IDEOGRAPHS: usize = 20;
/// Most accents on one letter (after composition), and most signs in scripts that write vowels and stacks as marks.
const ACCENTS: usize = 2;
const SIGNS: usize = 5;
/// Digits separated only by spaces, dots, brackets and hyphens are a telephone number from this count on.
const TELEPHONE: usize = 9;

/// Whether a text can be a person's name for strangers to read: with a letter, and without a link, a number or a
/// sentence.
#[must_use]
pub fn is_plain_name(text: &str) -> bool {
    let plain: Vec<char> = nfkc(text).chars().collect();
    let numerals = |c: char| "〇零一二三四五六七八九".contains(c);
    plain.iter().any(|c| c.is_alphabetic())
        && !plain.iter().any(|c| is_of_addresses(*c) || is_of_sentences(*c))
        // In full width, because NFKC has turned it into an ordinary comma.
        && !text.contains('，')
        && !has_domain(&plain)
        && !ends_sentence(&plain)
        && plain.iter().filter(|c| c.is_numeric() && !numerals(**c)).count() <= DIGITS
        && longest(&plain, numerals) <= DIGITS + 1
        && text.split_whitespace().count() <= WORDS
        && longest(&plain, is_ideograph) <= UNBROKEN
        && plain.iter().filter(|c| is_ideograph(**c)).count() <= IDEOGRAPHS
        && !is_stacked(text)
}

/// Whether a text contains a link, a mail address or a telephone number. Sentences and dates are permitted.
#[must_use]
pub fn leads_elsewhere(text: &str) -> bool {
    let plain = nfkc(text);
    let words = plain
        .split_whitespace()
        .filter(|word| !is_date(word.trim_matches([',', ';', '.', '(', ')'])));
    let plain: Vec<char> = words.collect::<Vec<_>>().join(" ").chars().collect();
    let follows = |first: char, then: fn(char) -> bool| {
        plain
            .windows(2)
            .any(|pair| pair[0] == first && then(pair[1]))
    };
    let mut digits = 0;
    let mut most = 0;

    for c in &plain {
        match c {
            c if Class::Digit.has(*c) => digits += 1,
            ' ' | '-' | '.' | '(' | ')' | '/' => {}
            _ => digits = 0,
        }

        most = most.max(digits);
    }

    plain.contains(&'@')
        || follows(':', |c| matches!(c, '/' | '\\'))
        || follows('+', |c| Class::Digit.has(c))
        || has_domain(&plain)
        || most >= TELEPHONE
}

/// Characters in addresses, and look-alikes.
const fn is_of_addresses(c: char) -> bool {
    matches!(
        c,
        '/' | '\\'
            | ':'
            | '@'
            | '\u{2044}'
            | '\u{2215}'
            | '\u{29F8}'
            | '\u{2571}'
            | '\u{2236}'
            | '\u{A789}'
            | '\u{589}'
    )
}

/// Characters that end or divide sentences but don't occur in names.
const fn is_of_sentences(c: char) -> bool {
    matches!(c, '?' | ';' | '。' | '、' | '।' | '॥' | '؟' | '؛' | '۔')
}

/// A dot followed directly by several letters, as in `example.com`; initials are one letter each.
fn has_domain(plain: &[char]) -> bool {
    let is_of_label = |c: &&char| c.is_alphanumeric() || Class::Mark.has(**c);
    let mut dots = plain
        .iter()
        .enumerate()
        .filter(|(_, c)| matches!(**c, '.' | '。'));
    dots.any(|(at, _)| {
        let label = || plain[at + 1..].iter().take_while(is_of_label);
        label().count() > 1 && label().any(|c| c.is_alphabetic())
    })
}

/// An exclamation mark that isn't a letter in a name (`!Xóõ`), or several dots.
fn ends_sentence(plain: &[char]) -> bool {
    let next = |at: usize| plain.get(at + 1).copied();
    plain.iter().enumerate().any(|(at, c)| match c {
        '!' => !next(at).is_some_and(char::is_alphabetic),
        '.' => next(at) == Some('.'),
        _ => false,
    })
}

/// A date in digits.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let figures = parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    figures
        && matches!(
            parts.iter().map(|part| part.len()).collect::<Vec<_>>()[..],
            [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4]
        )
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FA}' | '\u{30FC}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether a letter carries more marks than any language writes.
fn is_stacked(text: &str) -> bool {
    let is_accent = |c: char| {
        matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
    };
    let chars: Vec<char> = text.chars().collect();
    longest(&chars, is_accent) > ACCENTS || longest(&chars, |c| Class::Mark.has(c)) > SIGNS
}

/// The longest run of such characters.
fn longest(chars: &[char], is: impl Fn(char) -> bool) -> usize {
    chars
        .split(|c| !is(*c))
        .map(<[char]>::len)
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s70_names_of_the_world_are_names() {
        for name in [
            "Anna",
            "Dr. Anna-Lena O'Neill-Müller",
            "José Ma. 2nd",
            "J.R.R. Tolkien",
            "J. R. R. Tolkien",
            "Ana.",
            "St. John",
            "Martin Luther King, Jr.",
            "Maria da Conceição de Oliveira e Silva Santos",
            "María José Carreño Quiñones",
            "William \"Bill\" O’Brien (he)",
            "X Æ A-12",
            "陳大文",
            "歐陽 娜娜",
            "卡尔·马克思",
            "阿卜杜勒·拉赫曼·穆罕默德",
            "佐藤 花子",
            "ジャン＝クロード・ヴァンダム",
            "김민준",
            "محمد بن عبد الله",
            "مُحَمَّد",
            "علی\u{200C}رضا",
            "יִצְחָק",
            "Nguyễn Thị Ánh Tuyết",
            "Đặng Hữu Phước",
            "क्षितिज शर्मा",
            "लड़की",
            "กิ่งแก้ว",
            "ကျော်မြို့",
            "བསྒྲུབས་",
            "Ọlábísí Adébáyọ̀",
            "!Xóõ",
            "N!xau",
            "Иванов А.Б.",
            "五十嵐 一二三",
        ] {
            assert!(is_plain_name(name), "{name}");
        }
    }

    #[test]
    fn s70_links_numbers_and_sentences_are_no_names() {
        for name in [
            "evil.example",
            "t.co",
            "Anna evil.com",
            "evil。com",
            "evil．com",
            "evil․com",
            "例子.中国",
            "evil.xn--p1ai",
            "http://evil.example/login",
            "evil/login",
            "evil∕login",
            "Anna: ring me",
            "Anna：ring",
            "anna@example.org",
            "anna＠example",
            "10.0.0.1",
            "Anna 0900",
            "Anna 0 9 0 0",
            "+1 900 123",
            "Ring +1 900 123 456",
            "1-9-0-0",
            "٠٩٠٠",
            "０９００",
            "𝟎𝟗𝟎𝟎",
            "⁰⁹⁰⁰",
            "①⑨⓪⓪",
            "一三八〇〇",
            "Your account is closed, ring us now or lose it",
            "Call us!",
            "Really?",
            "Wait...",
            "您的帳戶已停用請立即與我們聯絡以免遭到刪除",
            "您好，请回复",
            "请回复。",
            "2",
            "❤",
            "--",
            "e\u{301}\u{302}\u{303}",
            "क\u{93C}\u{93C}\u{93C}\u{93C}\u{93C}\u{93C}",
        ] {
            assert!(!is_plain_name(name), "{name}");
        }
    }

    #[test]
    fn s70_reasons_lead_nowhere() {
        for reason in [
            "left her laptop on the train",
            "Left on 30 November 2026; see ticket INC-20261130.",
            "on leave from 2026-11-30 until 30.12.2026, 09:00",
            "Gone: asked for by HR and/or Dr. Wu.",
            "離職，2026/11/30 起。",
        ] {
            assert!(!leads_elsewhere(reason), "{reason}");
        }

        for reason in [
            "go to evil.example",
            "https://evil",
            "http:\\\\evil",
            "write to help@evil",
            "ring +1900",
            "ring 0900 123 456",
            "ring (0900) 123-4567",
            "ring ０９００１２３４５６",
        ] {
            assert!(leads_elsewhere(reason), "{reason}");
        }
    }
}
