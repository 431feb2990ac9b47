//! The count of wrong codes from authenticator apps: for whom, and what ends it (S15, S41, S58,
//! S60).

use regain_domain::policy;
use regain_testkit::{Browser, Person, World, done};
use std::time::Duration;

/// A code that no app shows around now.
fn wrong(world: &World, person: &Person) -> &'static str {
    let app = person.app.as_ref().expect("an authenticator app");
    let step = Duration::from_secs(30);
    let shown =
        [world.now().minus(step), world.now(), world.now().plus(step)].map(|at| app.code_at(at));
    let other = ["000000", "000001", "000002", "000003"]
        .into_iter()
        .find(|code| shown.iter().all(|shown| shown != code));
    other.expect("one of four")
}

/// Sends this many wrong codes, and asserts that each is refused as wrong.
async fn guess(world: &World, browser: &Browser, person: &Person, times: u32) {
    for _ in 0..times {
        let refused = browser
            .call("verify_authenticator", &[("code", wrong(world, person))])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some("authenticator-wrong"));
    }
}

/// The refusal of the right code.
async fn right(world: &World, browser: &Browser, person: &Person) -> Option<String> {
    browser
        .call("verify_authenticator", &[("code", &world.app_code(person))])
        .await
        .refusal()
}

/// A browser on an unknown device, in which somebody entered the right password.
async fn stranger(world: &World, person: &Person) -> Browser {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    browser
}

const CLOSED: Option<&str> = Some("authenticator-tries");

#[tokio::test]
async fn s60_another_password_sets_no_count_of_app_codes_back() {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let owner = world.browser();
    world.sign_in_fully(&owner, &anna).await;
    world.confirm(&owner, &anna).await;
    let thief = stranger(&world, &anna).await;
    guess(&world, &thief, &anna, policy::AUTHENTICATOR_TRIES).await;
    let new = "a sentence that Anna made up";
    done(
        &owner
            .call(
                "change_password",
                &[("current", &anna.password), ("new", new)],
            )
            .await,
    );
    new.clone_into(&mut anna.password);
    let thief = stranger(&world, &anna).await;
    assert_eq!(right(&world, &thief, &anna).await.as_deref(), CLOSED);
    // A second step that passes ends it.
    done(
        &thief
            .call("verify_saved_code", &[("code", &anna.codes[0])])
            .await,
    );
    assert_eq!(
        right(&world, &stranger(&world, &anna).await, &anna).await,
        None
    );
}

#[tokio::test]
async fn s60_a_recovery_ends_the_count_of_app_codes() {
    let world = World::strict().await;
    let anna = world.anna();
    let thief = stranger(&world, anna).await;
    guess(&world, &thief, anna, policy::AUTHENTICATOR_TRIES).await;
    let recovering = world.proven(anna, "know_password", 1).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    assert_eq!(
        right(&world, &stranger(&world, anna).await, anna).await,
        None
    );
}

#[tokio::test]
async fn s60_sql_sets_no_count_of_app_codes_back_while_the_server_runs() {
    for statement in [
        "DELETE FROM sign_in_counters",
        "UPDATE sign_in_counters SET failures = 1, blocked_until = 0",
        "UPDATE sign_in_counters SET last_try_at = 0, blocked_until = 0",
    ] {
        let world = World::strict().await;
        let anna = world.anna();
        let thief = stranger(&world, anna).await;
        for _ in 0..policy::AUTHENTICATOR_TRIES {
            guess(&world, &thief, anna, 1).await;
            world.database().run(statement).await;
        }
        assert_eq!(
            right(&world, &thief, anna).await.as_deref(),
            CLOSED,
            "{statement}"
        );
        world.database().run(statement).await;
        let thief = stranger(&world, anna).await;
        assert_eq!(
            right(&world, &thief, anna).await.as_deref(),
            CLOSED,
            "{statement}"
        );
        world.advance(policy::AUTHENTICATOR_FORGOTTEN);
        assert_eq!(
            right(&world, &stranger(&world, anna).await, anna).await,
            None,
            "{statement}"
        );
    }
}

#[tokio::test]
async fn s60_what_is_stored_counts_in_another_process_too() {
    let world = World::strict().await;
    let anna = world.anna();
    guess(
        &world,
        &stranger(&world, anna).await,
        anna,
        policy::AUTHENTICATOR_TRIES,
    )
    .await;
    let world = world.after_kill().await;
    let thief = stranger(&world, anna).await;
    assert_eq!(right(&world, &thief, anna).await.as_deref(), CLOSED);
}

#[tokio::test]
async fn s58_a_stranger_with_the_password_does_not_close_the_app_where_its_owner_is_known() {
    let world = World::strict().await;
    let anna = world.anna();
    let known = world.browser();
    let confirming = world.browser();
    let recovering = world.browser();
    for browser in [&known, &confirming, &recovering] {
        world.sign_in_fully(browser, anna).await;
    }
    done(&known.call("sign_out", &[]).await);
    done(&recovering.call("sign_out", &[]).await);
    known.asked_for_second_factor(anna).await;
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    recovering.pass_saved_code(&anna.codes[0]).await;
    done(
        &recovering
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );

    // However many devices they use, the count is the same.
    let thieves = [stranger(&world, anna).await, stranger(&world, anna).await];
    for thief in &thieves {
        guess(&world, thief, anna, policy::AUTHENTICATOR_TRIES / 2).await;
    }
    for thief in &thieves {
        assert_eq!(right(&world, thief, anna).await.as_deref(), CLOSED);
    }
    done(
        &recovering
            .call("enter_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    done(
        &confirming
            .call(
                "confirm",
                &[
                    ("password", &anna.password),
                    ("code", &world.app_code(anna)),
                ],
            )
            .await,
    );
    assert_eq!(right(&world, &known, anna).await, None);
    assert!(known.is_signed_in().await);
}

#[tokio::test]
async fn s58_a_known_device_has_as_many_tries_of_its_own_and_takes_none_from_elsewhere() {
    let world = World::strict().await;
    let anna = world.anna();
    let known = world.browser();
    world.sign_in_fully(&known, anna).await;
    let signed_in = known.copy();
    known.asked_for_second_factor(anna).await;
    guess(&world, &known, anna, policy::AUTHENTICATOR_TRIES / 2).await;
    // A signed-in session there adds to the count.
    for _ in policy::AUTHENTICATOR_TRIES / 2..policy::AUTHENTICATOR_TRIES {
        let fields = [
            ("password", anna.password.as_str()),
            ("code", wrong(&world, anna)),
        ];
        let refused = signed_in.call("confirm", &fields).await;
        assert_eq!(refused.refusal().as_deref(), Some("authenticator-wrong"));
    }
    assert_eq!(right(&world, &known, anna).await.as_deref(), CLOSED);
    let elsewhere = stranger(&world, anna).await;
    assert_eq!(right(&world, &elsewhere, anna).await, None);
    assert_eq!(
        right(&world, &known, anna).await.as_deref(),
        CLOSED,
        "what passes elsewhere opens nothing here"
    );
}

#[tokio::test]
async fn s58_another_token_of_a_device_keeps_its_count_of_app_codes_whatever_sql_does() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let known = world.browser();
    world.sign_in_fully(&known, anna).await;
    done(&known.call("sign_out", &[]).await);
    known.asked_for_second_factor(anna).await;
    guess(&world, &known, anna, policy::AUTHENTICATOR_TRIES).await;
    // After somebody new signs in there, the browser has another token, which still knows Anna.
    world.sign_in_fully(&known, bert).await;
    done(&known.call("sign_out", &[]).await);
    world.database().run("DELETE FROM sign_in_counters").await;
    known.asked_for_second_factor(anna).await;
    assert_eq!(right(&world, &known, anna).await.as_deref(), CLOSED);
}

#[tokio::test]
async fn s30_a_code_that_does_not_open_a_frozen_account_clears_no_count() {
    let world = World::strict().await;
    let anna = world.anna();
    let thief = world.browser();
    world.sign_in_fully(&thief, anna).await;
    world.confirm(&thief, anna).await;
    // One of the thief's own.
    let key = thief.shown_key("/account/methods/authenticator").await;
    let own = regain_testkit::App::with_key(&key);
    done(
        &thief
            .call(
                "add_authenticator",
                &[("name", "Mine"), ("code", &own.code_at(world.now()))],
            )
            .await,
    );
    done(&thief.call("freeze_own", &[]).await);
    let thief = stranger(&world, anna).await;
    guess(&world, &thief, anna, policy::AUTHENTICATOR_TRIES - 1).await;
    world.advance_seconds(30);
    let refused = thief
        .call(
            "verify_authenticator",
            &[("code", &own.code_at(world.now()))],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("method-new"));
    world.advance_seconds(30);
    let refused = thief
        .call(
            "verify_authenticator",
            &[("code", &own.code_at(world.now()))],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), CLOSED);
}
