//! The rules, applied to what is known of a person.

use super::*;

fn judge(input: &str) -> Result<(), PasswordError> {
    let context = PasswordContext::organisation("Example Org").with_person(
        UserName::parse("anna.smith").ok().as_ref(),
        EmailAddress::parse("anna@example.org").ok().as_ref(),
    );
    let context = context
        .with_banned(["contoso", "blank"])
        .with_common(Common::embedded());
    NewPassword::parse(input, &context).map(|_| ())
}

#[test]
fn s34_length_is_counted_in_characters_and_bounded_before_hashing() {
    assert_eq!(judge(""), Err(PasswordError::Empty));
    assert_eq!(judge("fourteen chars"), Err(PasswordError::TooShort));
    assert_eq!(judge("fifteen chars ."), Ok(()));
    assert_eq!(judge("😀 😁 😂 🤣 😃 😄 😅 😆"), Ok(()));
    assert_eq!(judge(&"abcde".repeat(51)[..255]), Ok(()));
    assert_eq!(judge(&"abcdefgh".repeat(32)), Ok(()));
    assert_eq!(
        judge(&format!("{}x", "abcdefgh".repeat(32))),
        Err(PasswordError::TooLong)
    );
    assert!(matches!(
        GivenPassword::parse(&"x".repeat(1025)),
        Err(PasswordError::TooLong)
    ));
    assert!(GivenPassword::parse("x").is_ok());
}

#[test]
fn s34_the_policy_says_how_short_a_new_password_may_be() {
    let judge = |minimum, input: &str| {
        NewPassword::parse(
            input,
            &PasswordContext::organisation("Example").at_least(minimum),
        )
        .map(drop)
    };
    assert_eq!(judge(8, "ab1 cd2"), Err(PasswordError::TooShort));
    assert_eq!(judge(8, "ab1 cd2x"), Ok(()));
    assert_eq!(judge(12, "eleven char"), Err(PasswordError::TooShort));
    assert_eq!(judge(12, "twelve chars"), Ok(()));
    assert_eq!(
        judge(64, &"abcdefghi".repeat(7)),
        Err(PasswordError::TooShort)
    );
}

#[test]
fn s34_composed_and_decomposed_letters_are_one_password_and_spaces_stay() {
    let composed = GivenPassword::parse("caf\u{e9} ").expect("a password");
    let decomposed = GivenPassword::parse("cafe\u{301} ").expect("a password");
    assert_eq!(composed.expose(), decomposed.expose());
    assert!(composed.expose().ends_with(b" "));
}

#[test]
fn s35_names_that_others_know_are_refused_as_a_whole_only() {
    assert_eq!(judge("Anna-Smith-Anna-Smith"), Err(PasswordError::Context));
    assert_eq!(judge("anna@example.org"), Err(PasswordError::Context));
    assert_eq!(judge("Regain Regain Regain"), Err(PasswordError::Context));
    assert_eq!(judge("anna.smith rides a bicycle"), Ok(()));
    assert_eq!(judge("aaaaaaaaaaaaaaaa"), Err(PasswordError::Repetition));
    assert_eq!(judge("1234123412341234"), Err(PasswordError::Repetition));
}

#[test]
fn s35_known_words_count_as_one_point_each() {
    assert_eq!(judge("Anna.Smith.2026"), Err(PasswordError::Weak));
    assert_eq!(judge("ContosoBlank 2026 !"), Ok(()));
    assert_eq!(judge("C0ntos0-Blank-12345"), Ok(()));
    assert_eq!(judge("C0ntos0 C0ntos0 Blank"), Ok(()));
    assert_eq!(judge("C0ntos0C0ntos0Bl@nk"), Err(PasswordError::Weak));
    assert_eq!(judge("SunshinePassword"), Err(PasswordError::Weak));
    assert_eq!(judge("1qaz2wsx3edc4rfv"), Err(PasswordError::Common));
    assert_eq!(
        judge("1qaz2wsx3edc4rfvx"),
        Err(PasswordError::Common),
        "one edit away"
    );
}

#[test]
fn s35_a_banned_word_is_found_in_whatever_form_it_was_written() {
    for word in ["Ｃｏｎｔｏｓｏ", "cafe\u{301}s", "ﷺ"] {
        let context = PasswordContext::organisation("Example")
            .with_banned([word])
            .at_least(4);
        let password = [word, "12"].concat();
        assert!(NewPassword::parse(&password, &context).is_err(), "{word}");
    }

    let context = PasswordContext::organisation("Ｃｏｎｔｏｓｏ").at_least(4);
    assert_eq!(
        NewPassword::parse("Contoso-Contoso", &context).err(),
        Some(PasswordError::Context)
    );
}

#[test]
fn f13_a_verdict_has_every_reason() {
    let context = PasswordContext::organisation("Example Org").with_common(Common::embedded());
    assert_eq!(context.judge("").reasons(), [Reason::Empty]);
    assert_eq!(
        context.judge(&"é".repeat(600)).reasons(),
        [Reason::TooLong { maximum: 256 }]
    );
    let reasons: Vec<PasswordError> = context
        .judge("p@ssw0rd")
        .reasons()
        .iter()
        .map(|reason| (*reason).into())
        .collect();
    assert_eq!(
        reasons,
        [
            PasswordError::TooShort,
            PasswordError::Common,
            PasswordError::Weak
        ]
    );
}

#[test]
fn s40_debug_shows_nothing() {
    assert_eq!(
        format!("{:?}", GivenPassword::parse("secret").expect("a password")),
        "GivenPassword(…)"
    );
}
