//! Passkeys in a recovery: the gates that they open and when, and that nobody learns who has one
//! (S2, S28, S43, S44).

use crate::support::passkeys::{SIGN_IN, refusal, with_passkey};
use regain_testkit::{Browser, Person, SoftPasskey, World, done};

#[tokio::test]
async fn s43_a_passkey_opens_both_gates_and_the_password_is_chosen_anew() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    world.advance_seconds(72 * 3600);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    done(
        &recovering
            .use_passkey("recover", "enter_passkey", &mut passkey)
            .await,
    );
    assert_eq!(recovering.recovery_step().await, Some(3));
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Getting back into your account: step 1 of 2 is done"
    );
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "a bicycle made of northern light")],
            )
            .await,
    );
    assert!(
        world
            .last_mail_to(&anna.email)
            .await
            .subject
            .contains("password")
    );
    // The recovery took nothing away (S13): signing in still needs the second step.
    let other = world.browser();
    let anna = Person {
        password: "a bicycle made of northern light".to_owned(),
        ..anna
    };
    other.asked_for_second_factor(&anna).await;
}

#[tokio::test]
async fn s43_a_passkey_comes_after_a_first_gate_too_and_replaces_a_lost_app() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    world.advance_seconds(72 * 3600);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    world.pass_mail(&recovering, &anna).await;
    done(
        &recovering
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    done(
        &recovering
            .use_passkey("recover", "enter_passkey", &mut passkey)
            .await,
    );
    assert_eq!(recovering.get("/recover/authenticator").await.status, 200);
}

#[tokio::test]
async fn s28_a_new_passkey_counts_in_a_recovery_after_72_hours_or_24_if_a_passkey_confirmed() {
    let world = World::strict().await;
    let (browser, anna, mut first) = with_passkey(&world).await;
    for (hours, minutes, expected) in [(71, 59, Some("method-new")), (0, 2, None)] {
        world.advance_seconds(hours * 3600 + minutes * 60);
        assert_eq!(
            in_recovery(&world, &anna, &mut first).await.as_deref(),
            expected
        );
    }
    done(&world_signed_in(&world, &browser, &mut first).await);
    done(
        &browser
            .use_passkey("confirm", "confirm_with_passkey", &mut first)
            .await,
    );
    let mut second = SoftPasskey::new(2);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut second)
            .await,
    );
    for (hours, minutes, expected) in [(23, 59, Some("method-new")), (0, 2, None)] {
        world.advance_seconds(hours * 3600 + minutes * 60);
        assert_eq!(
            in_recovery(&world, &anna, &mut second).await.as_deref(),
            expected
        );
    }
}

async fn world_signed_in(
    _: &World,
    browser: &Browser,
    passkey: &mut SoftPasskey,
) -> regain_testkit::Answer {
    browser.use_passkey(SIGN_IN.0, SIGN_IN.1, passkey).await
}

/// The refusal of a passkey in a fresh recovery.
async fn in_recovery(world: &World, person: &Person, passkey: &mut SoftPasskey) -> Option<String> {
    let recovering = world.browser();
    recovering
        .start_recovery(&person.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    refusal(&recovering, ("recover", "enter_passkey"), passkey).await
}

#[tokio::test]
async fn s2_s44_nobody_learns_who_has_a_passkey() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    let mut asked = Vec::new();
    for identifier in [
        anna.user_name.as_str(),
        &world.bert().user_name,
        "nobody.at.all",
    ] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(
            &browser
                .call("choose_method", &[("method", "passkey")])
                .await,
        );
        let (mut options, _) = browser.passkey_question("recover").await;
        assert_eq!(
            options["publicKey"]["allowCredentials"],
            serde_json::json!([])
        );
        options["publicKey"]["challenge"] = serde_json::Value::Null;
        let page = browser.get("/recover/verify").await.words();
        // Somebody else's passkey gets the same refusal.
        let mut foreign = SoftPasskey::new(77);
        foreign.claim_to_be(&[7; 16]);
        let refused = refusal(&browser, ("recover", "enter_passkey"), &mut foreign).await;
        asked.push((options, page, refused));
    }
    assert_eq!(asked[0], asked[1]);
    assert_eq!(asked[0], asked[2]);
    assert_eq!(asked[0].2.as_deref(), Some("passkey-unknown"));
    // Nor does somebody's own passkey with a wrong answer reveal it: "somebody else's" comes before
    // "wrong".
    for identifier in [world.bert().user_name.as_str(), "nobody.at.all"] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(
            &browser
                .call("choose_method", &[("method", "passkey")])
                .await,
        );
        let mut bent = passkey.clone();
        bent.verifies_user = false;
        let refused = refusal(&browser, ("recover", "enter_passkey"), &mut bent).await;
        assert_eq!(refused.as_deref(), Some("passkey-unknown"), "{identifier}");
        let refused = refusal(&browser, ("recover", "enter_passkey"), &mut passkey).await;
        assert_eq!(refused.as_deref(), Some("passkey-unknown"), "{identifier}");
    }
    // One's own passkey opens nobody else's account.
    let browser = world.browser();
    browser
        .start_recovery(&world.bert().user_name, "forgot_password")
        .await;
    done(
        &browser
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    let refused = refusal(&browser, ("recover", "enter_passkey"), &mut passkey).await;
    assert_eq!(refused.as_deref(), Some("passkey-unknown"));
    assert_eq!(browser.recovery_step().await, Some(1));
}
