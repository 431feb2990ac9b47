//! Names and passwords that break a rule, each refused by that rule (S9, S34, S35).

use super::{CARLA, heading, invited};
use regain_testkit::{Browser, World, done};

#[tokio::test]
async fn s9_a_user_name_that_somebody_has_in_any_case_is_taken_and_what_was_typed_comes_back() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    for taken in ["anna", "ANNA", " Anna ", "ａｎｎａ"] {
        let answer = browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", taken)])
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("user-name-taken"),
            "{taken}"
        );
    }
    let answer = browser
        .post(
            "enrol_names",
            &[("name", "Carla Wu"), ("user_name", "anna")],
        )
        .await;
    assert_eq!(answer.location(), Some("/invite?problem=user-name-taken"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.field_value("name").as_deref(), Some("Carla Wu"));
    assert_eq!(page.field_value("user_name").as_deref(), Some("anna"));
    assert!(
        page.words()
            .contains("Somebody has this user name already.")
    );
}

#[tokio::test]
async fn s6_an_invitation_asks_for_twenty_user_names_and_goes_on_an_hour_later() {
    let world = World::new().await;
    let (browser, code) = invited(&world).await;
    let ask = async |browser: &Browser, user_name: &str| {
        browser
            .call(
                "enrol_names",
                &[("name", "Carla"), ("user_name", user_name)],
            )
            .await
            .refusal()
    };
    for nth in 0..10 {
        assert_eq!(
            ask(&browser, "anna").await.as_deref(),
            Some("user-name-taken"),
            "{nth}"
        );
        assert_eq!(
            ask(&browser, "Bert").await.as_deref(),
            Some("user-name-taken"),
            "{nth}"
        );
    }
    // Another browser with the same invitation, and names that are free or taken.
    let again = world.browser();
    done(&again.call("open_invitation", &[("code", &code)]).await);
    for user_name in ["anna", "bert", "carla"] {
        assert_eq!(
            ask(&again, user_name).await.as_deref(),
            Some("user-name-tries"),
            "{user_name}"
        );
    }
    let page = again
        .post(
            "enrol_names",
            &[("name", "Carla Wu"), ("user_name", "carla")],
        )
        .await;
    let page = again.follow(&page).await;
    assert!(
        page.words().contains("You can go on in an hour"),
        "{}",
        page.words()
    );
    assert_eq!(
        page.field_value("user_name").as_deref(),
        Some("carla"),
        "what was typed comes back"
    );
    world.advance_seconds(60 * 60 + 6);
    assert_eq!(ask(&again, "carla").await, None, "an hour later");
    // Asking for a free name counts as a question, as for a taken one; asking for one's own
    // doesn't.
    for nth in 1..20 {
        assert_eq!(ask(&again, &format!("carla{nth}")).await, None, "{nth}");
    }
    assert_eq!(
        ask(&again, "carla").await.as_deref(),
        Some("user-name-tries")
    );
    assert_eq!(ask(&again, "CARLA19").await, None);
    done(
        &again
            .call(
                "enrol_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    // A repeated invitation is for the same person.
    world.invite(CARLA).await;
    let code = world.mailed_code(CARLA).await;
    done(&again.call("open_invitation", &[("code", &code)]).await);
    assert_eq!(
        ask(&again, "anna").await.as_deref(),
        Some("user-name-tries")
    );
}

#[tokio::test]
async fn names_that_break_a_rule_are_refused_by_the_rule() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    for (name, user_name, refusal) in [
        ("", "carla", "name-empty"),
        (&"x".repeat(101), "carla", "name-long"),
        ("Carla\u{202e}alraC", "carla", "name-character"),
        ("Carla", "", "user-name-empty"),
        ("Carla", "c", "user-name-short"),
        ("Carla", &"c".repeat(33), "user-name-long"),
        ("Carla", "carla@example.org", "user-name-character"),
        ("Carla", "cаrla", "user-name-character"),
        ("Carla", "carla wu", "user-name-character"),
    ] {
        let answer = browser
            .call("enrol_names", &[("name", name), ("user_name", user_name)])
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some(refusal),
            "{name} {user_name}"
        );
    }
    assert_eq!(heading(&browser, "/invite").await, "Who are you?");
}

#[tokio::test]
async fn a_name_keeps_what_its_script_is_spelled_with() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    for (name, refusal) in [
        ("\u{3164}\u{200B}", "name-empty"),
        ("Car\u{200C}la", "name-character"),
        ("علی\u{200C}", "name-character"),
        ("\u{202B}علی\u{202C}", "name-character"),
        ("\u{2800}", "name-empty"),
        ("\u{115F}", "name-empty"),
        ("Carla\u{E0041}", "name-character"),
        ("Carla\u{E000}", "name-character"),
        ("Carla\u{378}", "name-character"),
        ("Carq\u{301}\u{302}\u{303}la", "name-only"),
        ("\u{2764}", "name-only"),
    ] {
        let answer = browser
            .call("enrol_names", &[("name", name), ("user_name", "carla")])
            .await;
        assert_eq!(answer.refusal().as_deref(), Some(refusal), "{name:?}");
    }
    done(
        &browser
            .call(
                "enrol_names",
                &[("name", "علی\u{200C}رضا"), ("user_name", "carla")],
            )
            .await,
    );
    let kept = "SELECT count(*) FROM people WHERE hex(name) = 'D8B9D984DB8CE2808CD8B1D8B6D8A7'";
    assert_eq!(world.database().number(kept).await, 1);
}

#[tokio::test]
async fn s34_s35_passwords_that_break_a_rule_are_refused_by_the_rule_and_nothing_is_stored() {
    let world = World::new().await;
    let (browser, _) = invited(&world).await;
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    for (password, refusal) in [
        ("", "password-empty"),
        ("fourteen chars", "password-short"),
        (&"long words ".repeat(40), "password-long"),
        ("carlacarlacarlacarla", "password-context"),
        ("Carla@Example.Org", "password-context"),
        ("example Example EXAMPLE", "password-context"),
        ("abcabcabcabcabcabc", "password-repetition"),
        ("1qaz2wsx3edc4rfv", "password-common"),
        ("CarlaPassword-2026", "password-weak"),
    ] {
        let plain = browser
            .post("enrol_password", &[("password", password)])
            .await;
        assert_eq!(plain.refusal().as_deref(), Some(refusal), "{password}");
        let page = browser.follow(&plain).await;
        assert_eq!(page.heading(), "Choose a password");
        assert!(
            password.is_empty() || !page.body.contains(password),
            "a password never comes back"
        );
        let value = browser
            .call("enrol_password", &[("password", password)])
            .await;
        assert_eq!(value.refusal().as_deref(), Some(refusal), "{password}");
    }
    assert_eq!(world.stored_password(CARLA).await, None);
}
