//! Saved codes outside a recovery: when they open a frozen account, which notices their owner gets,
//! and what goes with the last of them (S25, S28, S30, S46).

use crate::support::people::signed_in;
use crate::support::saved_codes::{frozen_after_new_codes, new_codes, with_code};
use regain_domain::policy;
use regain_testkit::{App, Browser, Person, World, done};
use std::time::Duration;

const USED: &str = "A saved recovery code was used";

async fn is_frozen(world: &World) -> bool {
    world
        .database()
        .number("SELECT count(*) FROM people WHERE frozen_at IS NOT NULL")
        .await
        == 1
}

async fn told_of_uses(world: &World, person: &Person) -> usize {
    world
        .mails_to(&person.email)
        .await
        .into_iter()
        .filter(|mail| mail.subject == USED)
        .count()
}

#[tokio::test]
async fn s111_saved_codes_made_just_before_a_freeze_never_open_it() {
    let world = World::strict().await;
    let anna = world.anna();
    let codes = frozen_after_new_codes(&world, anna, 0).await;
    let (browser, refusal) = with_code(&world, anna, &codes[0]).await;
    assert_eq!(refusal.as_deref(), Some("method-new"), "S28");
    assert!(!browser.is_signed_in().await && is_frozen(&world).await);
    assert_eq!(told_of_uses(&world, anna).await, 0, "nothing was used");
    let words = browser
        .post("verify_saved_code", &[("code", &codes[0])])
        .await;
    assert!(
        words
            .location()
            .is_some_and(|to| to.contains("problem=method-new")),
        "{words:?}"
    );
    for span in [policy::QUARANTINE, Duration::from_secs(30 * 24 * 60 * 60)] {
        world.advance(span);
        let (browser, refusal) = with_code(&world, anna, &codes[0]).await;
        assert_eq!(
            refusal.as_deref(),
            Some("method-new"),
            "a freeze stops every clock"
        );
        assert!(!browser.is_signed_in().await && is_frozen(&world).await);
    }
}

#[tokio::test]
async fn s30_the_owner_opens_an_account_frozen_against_new_saved_codes() {
    for by_recovery in [false, true] {
        let world = World::strict().await;
        let anna = world.anna();
        frozen_after_new_codes(&world, anna, 0).await;
        let browser = world.browser();
        if by_recovery {
            browser
                .start_recovery(&anna.user_name, "forgot_password")
                .await;
            world.pass_mail(&browser, anna).await;
            done(
                &browser
                    .call("choose_method", &[("method", "authenticator")])
                    .await,
            );
            done(
                &browser
                    .call("enter_authenticator", &[("code", &world.app_code(anna))])
                    .await,
            );
            done(
                &browser
                    .call(
                        "new_password",
                        &[("password", "nobody has ever said this before")],
                    )
                    .await,
            );
        } else {
            world.sign_in_fully(&browser, anna).await;
        }
        assert!(!is_frozen(&world).await, "by a recovery: {by_recovery}");
    }
}

#[tokio::test]
async fn s30_the_saved_codes_of_the_enrolment_open_a_frozen_account_at_once() {
    let world = World::strict().await;
    // Each look at the clock tells a different time.
    world.let_time_run();
    let dora = world.enrol("dora@example.org").await;
    let browser = world.browser();
    world.sign_in_fully(&browser, &dora).await;
    done(&browser.call("freeze_own", &[]).await);
    let (browser, refusal) = with_code(&world, &dora, &dora.codes[1]).await;
    assert_eq!(refusal, None);
    assert!(browser.is_signed_in().await && !is_frozen(&world).await);
}

#[tokio::test]
async fn new_saved_codes_sign_in_at_once_where_nothing_is_frozen() {
    let world = World::strict().await;
    let anna = world.anna();
    world.advance_seconds(60);
    let codes = new_codes(&world.confirmed(anna).await).await;
    assert_eq!(with_code(&world, anna, &codes[0]).await.1, None);
}

#[tokio::test]
async fn s30_each_use_of_a_saved_code_is_told_once() {
    let world = World::strict().await;
    let anna = world.anna();
    let (browser, refusal) = with_code(&world, anna, &anna.codes[1]).await;
    assert_eq!(refusal, None);
    assert_eq!(told_of_uses(&world, anna).await, 1, "a sign-in");
    let mails = world.mails_to(&anna.email).await;
    let told = mails
        .iter()
        .find(|mail| mail.subject == USED)
        .expect("a notice");
    assert!(
        told.freeze_link.is_some() && told.text.contains("9 are left."),
        "{}",
        told.text
    );

    let fields = [
        ("password", anna.password.as_str()),
        ("code", &anna.codes[2]),
        ("with", "saved"),
    ];
    done(&browser.call("confirm", &fields).await);
    assert_eq!(told_of_uses(&world, anna).await, 2, "a confirmation");

    let recovering = world.proven(anna, "forgot_password", 3).await;
    assert_eq!(told_of_uses(&world, anna).await, 3, "a recovery");
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    assert_eq!(told_of_uses(&world, anna).await, 3, "its end uses no other");
}

#[tokio::test]
async fn s46_an_app_stays_while_what_is_to_take_its_place_waits_and_no_saved_code_is_left() {
    let world = World::strict().await;
    let anna = world.anna();
    for code in &anna.codes {
        with_code(&world, anna, code).await;
    }
    let browser = world.confirmed(anna).await;
    let holdings = world.holdings(&anna.email).await;
    assert_eq!(holdings.codes_left(), 0);
    let old = holdings.methods[0].id.to_hex();
    let app = App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(
        &browser
            .call(
                "add_authenticator",
                &[("name", "Tablet"), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    let stays = browser.post("remove_method", &[("method", &old)]).await;
    assert_eq!(
        stays.location(),
        Some("/account/methods?problem=method-last"),
        "mail alone opens nothing"
    );
    assert_eq!(world.holdings(&anna.email).await.methods.len(), 2);
    // Codes that don't count yet take nothing away.
    let holdings = world.holdings(&anna.email).await;
    let new = holdings
        .methods
        .iter()
        .find(|row| row.name == "Tablet")
        .expect("the new one")
        .id
        .to_hex();
    done(&browser.call("remove_method", &[("method", &new)]).await);

    done(
        &browser
            .call(
                "add_authenticator",
                &[
                    ("name", "Tablet"),
                    ("code", &next_code(&world, &browser).await),
                ],
            )
            .await,
    );
    new_codes(&browser).await;
    let stays = browser.call("remove_method", &[("method", &old)]).await;
    assert_eq!(
        stays.refusal().as_deref(),
        Some("method-last"),
        "new codes wait, too (S28)"
    );
    world.advance(policy::QUARANTINE);
    done(
        &world
            .confirmed(anna)
            .await
            .call("remove_method", &[("method", &old)])
            .await,
    );
}

/// A code of an app that is set up anew with the key on the page.
async fn next_code(world: &World, browser: &Browser) -> String {
    App::with_key(&browser.shown_key("/account/methods/authenticator").await).code_at(world.now())
}

/// Whether the page of new codes shows any in this browser.
async fn shows_codes(browser: &Browser) -> bool {
    let page = browser.get("/account/methods/codes").await;
    assert_eq!((page.status.as_u16(), page.location()), (200, None));
    page.body.contains("codes__code")
}

#[tokio::test]
async fn s25_new_codes_are_shown_to_their_person_alone_for_an_hour_and_until_the_end_of_the_session()
 {
    let world = World::new().await;
    let [anna, bert] = [world.anna(), world.bert()];
    let browser = world.confirmed(anna).await;
    new_codes(&browser).await;
    assert!(shows_codes(&browser).await, "a reload shows them again");
    let kept = browser.cookie("codes").expect("a cookie").value;

    let other = world.confirmed(bert).await;
    other.plant_cookie("codes", &kept);
    assert!(!shows_codes(&other).await, "another person's session");
    let invited = world.browser();
    world.invite("dora@example.org").await;
    let code = world.mailed_code("dora@example.org").await;
    done(&invited.call("open_invitation", &[("code", &code)]).await);
    let mut dora = Person::at("dora@example.org");
    invited.enrol_until_codes(&mut dora).await;
    let of_invitation = invited.cookie("codes").expect("a cookie").value;
    invited.plant_cookie("codes", &kept);
    assert!(
        invited.shown_codes().await.is_empty(),
        "somebody who accepts an invitation"
    );
    browser.plant_cookie("codes", &of_invitation);
    assert!(!shows_codes(&browser).await, "the codes of an invitation");

    browser.plant_cookie("codes", &kept);
    for _ in 0..2 {
        assert!(shows_codes(&browser).await);
        world.advance_seconds(29 * 60);
    }
    assert!(shows_codes(&browser).await);
    world.advance_seconds(2 * 60);
    assert!(!shows_codes(&browser).await, "an hour has passed");
}

#[tokio::test]
async fn s25_signing_out_and_a_freeze_forget_what_is_shown_once() {
    let world = World::new().await;
    let anna = world.anna();
    for way_out in ["sign_out", "freeze_own"] {
        let browser = world.confirmed(anna).await;
        new_codes(&browser).await;
        browser.plant_cookie("passed", "x");
        done(&browser.call(way_out, &[]).await);
        assert_eq!(
            (browser.cookie("codes"), browser.cookie("passed")),
            (None, None),
            "{way_out}"
        );
    }
}

#[tokio::test]
async fn new_saved_codes_replace_the_earlier_ones_and_are_shown_until_they_are_kept() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    world.confirm(&browser, &anna).await;
    let answer = browser.post("renew_saved_codes", &[]).await;
    assert_eq!(answer.location(), Some("/account/methods/codes"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.body.matches("class=\"codes__code\"").count(), 10);
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "New recovery codes were made"
    );
    done(&browser.call("keep_saved_codes", &[]).await);
    let page = browser.get("/account/methods/codes").await;
    assert!(page.words().contains("They can't be shown again."));
    let other = world.browser();
    other.asked_for_second_factor(&anna).await;
    let old = other
        .call("verify_saved_code", &[("code", &anna.codes[2])])
        .await;
    assert_eq!(old.refusal().as_deref(), Some("code-wrong"));
}
