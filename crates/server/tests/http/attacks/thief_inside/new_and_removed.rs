//! New credentials wait, removed ones go on helping, and stolen ones end at once (S109, S110).

use super::{DAY, HOUR, SIGN_IN, Way, app_code, comes_back, ransack, second_step};
use regain_domain::policy;
use regain_testkit::{App, SoftPasskey, World, done};

#[tokio::test]
async fn s110_what_is_new_signs_in_and_does_nothing_else() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let mut loot = ransack(&world, &anna).await;
    let signed_in = world.browser();
    done(
        &signed_in
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
            .await,
    );
    let (by_code, answer) = second_step(&world, &anna, "verify_saved_code", &loot.codes[0]).await;
    done(&answer);
    for hours in [0, 70] {
        world.advance(HOUR * hours);
        let signed_in = world.browser();
        done(
            &signed_in
                .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
                .await,
        );
        let answer = signed_in
            .use_passkey("confirm", "confirm_with_passkey", &mut loot.passkey)
            .await;
        assert_eq!(answer.refusal().as_deref(), Some("method-new"), "{hours}");
        let code = app_code(&world, &loot.app).await;
        let fields = [("password", anna.password.as_str()), ("code", &code)];
        let answer = signed_in.call("confirm", &fields).await;
        assert!(answer.refusal().is_some(), "{hours}: {answer:?}");
        let fields = [
            ("password", anna.password.as_str()),
            ("code", &loot.codes[1]),
            ("with", "saved"),
        ];
        let answer = signed_in.call("confirm", &fields).await;
        assert_eq!(answer.refusal().as_deref(), Some("method-new"), "{hours}");
        let answer = signed_in
            .call("confirm", &[("password", &anna.password)])
            .await;
        assert!(
            answer.refusal().is_some(),
            "the password alone, {hours}: {answer:?}"
        );
        for (method, endpoint, code) in [
            ("saved_code", "enter_saved_code", loot.codes[1].clone()),
            (
                "authenticator",
                "enter_authenticator",
                app_code(&world, &loot.app).await,
            ),
        ] {
            let recovering = world.browser();
            recovering
                .start_recovery(&anna.user_name, "forgot_password")
                .await;
            world.pass_mail(&recovering, &anna).await;
            done(
                &recovering
                    .call("choose_method", &[("method", method)])
                    .await,
            );
            let answer = recovering.call(endpoint, &[("code", &code)]).await;
            assert_eq!(
                answer.refusal().as_deref(),
                Some("method-new"),
                "{method}, {hours}"
            );
        }
        world.advance(HOUR);
    }
    drop(by_code);
}

#[tokio::test]
async fn s109_what_was_removed_helps_for_seven_days_and_signs_in_no_more() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let loot = ransack(&world, &anna).await;
    let own = anna.app.as_ref().expect("an app");
    let refusal = second_step(
        &world,
        &anna,
        "verify_authenticator",
        &app_code(&world, own).await,
    )
    .await
    .1
    .refusal();
    assert_eq!(
        refusal.as_deref(),
        Some("authenticator-wrong"),
        "not at sign-in"
    );
    let refusal = second_step(&world, &anna, "verify_saved_code", &anna.codes[1])
        .await
        .1
        .refusal();
    assert_eq!(refusal.as_deref(), Some("code-wrong"), "not at sign-in");
    let page = loot.browser.get("/account/methods").await.words();
    assert!(
        page.contains("For getting back in it counts until"),
        "{page}"
    );
    world.advance(DAY * 7);
    let answer = comes_back(&world, &anna, Way::RecoverByApp).await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("authenticator-wrong"),
        "seven days are over"
    );
    let answer = comes_back(&world, &anna, Way::RecoverByCode).await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("code-wrong"),
        "seven days are over"
    );
}

#[tokio::test]
async fn s109_what_was_stolen_ends_at_once_by_two_other_gates() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    let mut passkey = SoftPasskey::new(3);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    world.advance(policy::QUARANTINE);
    let app = world.holdings(&anna.email).await.methods[0].id.to_hex();
    let laptop = world.holdings(&anna.email).await.methods[1].id.to_hex();

    // The passkey, by an app's code and a saved code, in this order, and by neither alone.
    let browser = world.confirmed(&anna).await;
    done(&browser.call("remove_method", &[("method", &laptop)]).await);
    let early = browser.call("end_method", &[("method", &laptop)]).await;
    assert_eq!(early.refusal().as_deref(), Some("end-needs-two"));
    let fields = [
        ("password", anna.password.as_str()),
        ("code", &anna.codes[3]),
        ("with", "saved"),
    ];
    done(&browser.call("confirm", &fields).await);
    done(&browser.call("end_method", &[("method", &laptop)]).await);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    let answer = recovering
        .use_passkey("recover", "enter_passkey", &mut passkey)
        .await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("passkey-unknown"),
        "for good"
    );

    // The app, by a recovery that says that it is lost.
    let lost = world.proven(&anna, "lost_authenticator", 4).await;
    let key = lost.shown_key("/recover/authenticator").await;
    let new = App::with_key(&key);
    world.advance_seconds(60);
    let fields = [("name", "New phone"), ("code", &new.code_at(world.now()))];
    done(&lost.call("replace_authenticator", &fields).await);
    let holdings = world.holdings(&anna.email).await;
    assert!(
        holdings.former_methods.is_empty()
            && holdings.methods.iter().all(|row| row.id.to_hex() != app)
    );
    // It confirms at once, and is a gate after the wait (S110).
    let (browser, answer) = second_step(
        &world,
        &anna,
        "verify_authenticator",
        &app_code(&world, &new).await,
    )
    .await;
    done(&answer);
    let code = app_code(&world, &new).await;
    done(
        &browser
            .call("confirm", &[("password", &anna.password), ("code", &code)])
            .await,
    );
}
