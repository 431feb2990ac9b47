//! Passwords: the rules, the lists, and the stored form.

use crate::{lines, text};
use regain_domain::passwords::breach::{Digits, Range};
use regain_domain::passwords::{Common, banned_term, skeleton, within_one_edit};
use regain_domain::{GivenPassword, NewPassword, PasswordContext, UserName, policy};
use regain_service::{Hasher, HashingCost, KeyRing};
use regain_testkit::SeededRandomness;
use std::sync::OnceLock;

/// A line of names, a line of banned words, and a password: the browser and the server judge it
/// alike (S34, S35).
pub fn password_rules(data: &[u8]) {
    let input = text(data);
    let ([names, banned], password) = lines::<2>(&input);
    let banned: Vec<String> = banned
        .split(' ')
        .filter_map(|word| {
            let term = banned_term(word).ok()?;
            assert_eq!(
                skeleton(&term),
                skeleton(word.trim()),
                "found by the shape it was written in: {word:?}"
            );
            Some(term)
        })
        .collect();
    let context = PasswordContext::organisation(names)
        .with_person(UserName::parse(names).ok().as_ref(), [])
        .with_banned(banned.iter().map(String::as_str))
        .with_common(Common::embedded());
    let verdict = context.judge(password);
    match NewPassword::parse(password, &context) {
        Ok(new) => {
            assert!(
                verdict.is_accepted(),
                "what may be stored was judged well: {password:?}"
            );
            let stored = std::str::from_utf8(new.expose()).expect("text");
            assert_eq!(
                NewPassword::parse(stored, &context)
                    .expect("S34: NFKC of NFKC")
                    .expose(),
                new.expose()
            );
            let given = GivenPassword::parse(password).expect("what may be stored can be given");
            assert_eq!(
                given.expose(),
                new.expose(),
                "S34: what is set is what signs in"
            );
            let count = stored.chars().count();
            assert!((policy::PASSWORD_MIN..=policy::PASSWORD_MAX).contains(&count));
        }
        Err(error) => assert!(
            !verdict.is_accepted(),
            "{error}, but the page was told that it is fine: {password:?}"
        ),
    }
    for word in &banned {
        assert!(
            !context.judge(word).is_accepted(),
            "a banned word alone: {word:?}"
        );
        assert_eq!(
            banned_term(word).as_ref(),
            Ok(word),
            "stored as it would be read again"
        );
    }
    let one = skeleton(names);
    let two = skeleton(password);
    assert!(
        within_one_edit(&one, &one) && within_one_edit(&one, &two) == within_one_edit(&two, &one)
    );
}

/// The file of common words that pages load, as its reader takes it; the reader finds every written
/// word again.
pub fn common_words(data: &[u8]) {
    if let Ok(common) = Common::from_bytes(data) {
        assert!(common.len() <= data.len() * 8, "no more entries than bits");
        let _ = common.has(&skeleton("letmein"));
    }
    let input = text(data);
    let words: Vec<&str> = input.lines().take(64).collect();
    let written = Common::write(words.iter().copied());
    let read = Common::from_bytes(&written).expect("what is written can be read");
    for word in words {
        let shape = skeleton(word);
        // Passwords of other lengths are on no list.
        assert!(
            read.has(&shape) || !(5..=20).contains(&shape.len()),
            "{word:?}"
        );
    }
}

/// Answers of the list of breached passwords (S36).
pub fn breach_range(data: &[u8]) {
    let input = text(data);
    let digits = Digits::of(b"password");
    let line = "1E4C9B93F3F0682250B6CF8331B7EE68FD8:1";
    let with = |ending: &str| {
        Range::read(&[&input, ending, line].concat()).map(|range| range.has(&digits))
    };
    match Range::read(&input) {
        Ok(range) => {
            let _ = range.has(&digits);
            assert_eq!(
                (with("\n"), with("\r\n")),
                (Ok(true), Ok(true)),
                "a line more is a line more"
            );
        }
        // A page without any line isn't an answer; with one it is.
        Err(_) if input.trim().is_empty() => assert_eq!(with("\n"), Ok(true)),
        Err(_) => {}
    }
}

/// Stored hashes (PHC strings), which somebody with the database could have written (S32, S79): the
/// parser reads or refuses them, and never spends more than some times our own cost.
pub fn password_hash(data: &[u8]) {
    static HASHER: OnceLock<Hasher> = OnceLock::new();
    let hasher = HASHER.get_or_init(|| {
        let randomness = SeededRandomness::new(1);
        Hasher::new(
            KeyRing::one(1, [7; 32].into()),
            HashingCost::FLOOR,
            std::num::NonZeroUsize::MIN,
            &randomness,
        )
        .expect("the floor is enough")
    });
    let input = text(data);
    let stored = regain_vault::PasswordHash::from_phc(input.clone().into_owned());
    if hasher.reads(&stored) {
        assert!(
            input.starts_with("$argon2id$v=19$") && input.contains("m="),
            "{input:?}"
        );
        assert!(
            input.matches('$').count() == 5 && input.is_ascii(),
            "{input:?}"
        );
    }
}
