//! The policy in force applies everywhere (F21, S82).

use super::{DAY, set_by_two, use_up_codes};
use crate::support::people::root;
use crate::support::policy::{bert_as, decide, set};
use crate::support::saved_codes::{frozen_after_new_codes, with_code};
use regain_domain::{Role, policy};
use regain_testkit::{Browser, World, done};

#[tokio::test]
async fn s82_a_way_that_is_switched_off_opens_nothing_that_was_begun_before() {
    let world = World::strict().await;
    let bert = world.bert();
    let browser = world.browser();
    browser
        .start_recovery(&bert.user_name, "forgot_password")
        .await;
    world.pass_mail(&browser, bert).await;
    done(
        &browser
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    let root = root(&world).await;
    set_by_two(
        &world,
        &root,
        world.anna(),
        &[("method_authenticator", "0")],
    )
    .await;
    browser
        .call("enter_authenticator", &[("code", &world.app_code(bert))])
        .await;
    assert_eq!(
        browser.recovery_step().await,
        Some(2),
        "the page shows what is offered now"
    );
    let page = browser.get("/recover/verify").await;
    assert!(
        page.words().contains("Use a saved recovery code")
            && !page.words().contains("authenticator app")
    );
    browser.pass_saved_code(&bert.codes[2]).await;
    assert_eq!(browser.recovery_step().await, Some(3));
}

#[tokio::test]
async fn s34_a_longer_minimum_holds_for_new_passwords_in_every_flow_and_closes_out_nobody() {
    let world = World::new().await;
    let root = root(&world).await;
    let short = "twenty-nine characters, really";
    let long = "a sentence of forty characters, or more..";
    set(&world, &root, &[("password_min", "40")]).await;
    assert!(world.anna().password.len() < 40);
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let changed = anna
        .call(
            "change_password",
            &[("current", &world.anna().password), ("new", short)],
        )
        .await;
    assert_eq!(changed.refusal().as_deref(), Some("password-short"));
    let recovering = world.proven(world.bert(), "forgot_password", 0).await;
    let page = recovering.get("/recover/password").await;
    assert!(
        page.words().contains("40 to 256 characters"),
        "{}",
        page.words()
    );
    assert!(
        page.body.contains("data-figures=\"40 "),
        "the browser's own rules have it too"
    );
    assert_eq!(
        recovering
            .call("new_password", &[("password", short)])
            .await
            .refusal()
            .as_deref(),
        Some("password-short")
    );
    let plain = recovering
        .post("new_password", &[("password", short)])
        .await;
    assert!(
        recovering
            .follow(&plain)
            .await
            .words()
            .contains("Use at least 40 characters")
    );
    done(&recovering.call("new_password", &[("password", long)]).await);

    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    done(
        &browser
            .call("enrol_names", &[("name", "Carla"), ("user_name", "carla")])
            .await,
    );
    let refused = browser
        .call(
            "enrol_password",
            &[("user_name", "carla"), ("password", short)],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("password-short"));
    done(
        &browser
            .call(
                "enrol_password",
                &[("user_name", "carla"), ("password", long)],
            )
            .await,
    );
}

#[tokio::test]
async fn s51_sessions_end_as_the_policy_says() {
    let world = World::new().await;
    let browser = root(&world).await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    set(
        &world,
        &browser,
        &[("session_idle", "5"), ("session_absolute", "2")],
    )
    .await;
    world.advance_seconds(299);
    assert!(anna.is_signed_in().await);
    world.advance_seconds(300);
    assert!(!anna.is_signed_in().await, "idle");
    anna.sign_in(world.anna()).await;
    for _ in 0..29 {
        world.advance_seconds(240);
        assert!(anna.is_signed_in().await);
    }
    world.advance_seconds(240);
    assert!(!anna.is_signed_in().await, "two hours old");
    let page = world.browser().get("/sign-in").await.words();
    assert!(
        page.contains("for 2 hours at most, or until it hasn't been used for 5 minutes"),
        "{page}"
    );
}

#[tokio::test]
async fn s16_codes_recoveries_and_invitations_last_as_long_as_the_policy_says() {
    let world = World::new().await;
    let root = root(&world).await;
    let values = [
        ("code_lifetime", "3"),
        ("flow_after_gate", "5"),
        ("invitation_lifetime", "4"),
    ];
    set(&world, &root, &values).await;
    let bert = world.bert();
    let browser = world.browser();
    browser
        .start_recovery(&bert.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mail = world.last_mail_to(&bert.email).await;
    assert!(
        mail.text.contains("It works for 3 minutes"),
        "{}",
        mail.text
    );
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("It works for 3 minutes.")
    );
    world.advance_seconds(180);
    let code = mail.code.expect("a code");
    assert_eq!(
        browser
            .call("enter_mailed_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-expired")
    );
    let plain = browser.post("enter_mailed_code", &[("code", &code)]).await;
    assert!(
        browser
            .follow(&plain)
            .await
            .words()
            .contains("codes work for 3 minutes")
    );
    done(&browser.call("resend_code", &[]).await);
    world.pass_mail(&browser, bert).await;
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("You have 5 minutes from the first step to finish.")
    );
    world.advance_seconds(299);
    assert_eq!(browser.recovery_step().await, Some(2));
    world.advance_seconds(1);
    assert_eq!(browser.recovery_step().await, None);

    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    world.advance_seconds(4 * 60 * 60);
    let late = world
        .browser()
        .call("open_invitation", &[("code", &code)])
        .await;
    assert_eq!(late.refusal().as_deref(), Some("invitation-expired"));
}

#[tokio::test]
async fn s28_a_new_app_counts_when_the_policy_says() {
    let world = World::new().await;
    let root = root(&world).await;
    set(&world, &root, &[("quarantine", "5")]).await;
    let bert = world.bert();
    let browser = world.browser();
    browser.sign_in(bert).await;
    done(
        &browser
            .call("confirm", &[("password", &bert.password)])
            .await,
    );
    let app =
        regain_testkit::App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(
        &browser
            .call(
                "add_authenticator",
                &[("name", "Phone"), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    let mail = world.last_mail_to(&bert.email).await;
    assert!(
        mail.text
            .contains("to get back into the account after 5 days"),
        "{}",
        mail.text
    );
    let counts_from = world.holdings(&bert.email).await.methods[0].counts_from;
    assert_eq!(world.now().until(counts_from).as_secs(), 5 * DAY);
}

#[tokio::test]
async fn s58_devices_are_remembered_no_longer_than_the_policy_says() {
    let world = World::strict().await;
    let anna = world.anna();
    let remembered = async |browser: &Browser| {
        done(&browser.call("sign_out", &[]).await);
        browser.try_sign_in(&anna.user_name, &anna.password).await;
        browser.is_signed_in().await
    };
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    assert!(
        browser
            .get("/sign-in/verify")
            .await
            .words()
            .contains("on this device for 90 days")
    );
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    done(
        &browser
            .call(
                "verify_authenticator",
                &fields.each_ref().map(|(n, v)| (*n, v.as_str())),
            )
            .await,
    );
    assert!(remembered(&browser).await);
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "10")]).await;
    world.advance_seconds(9 * DAY);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(browser.is_signed_in().await, "ten days from the change");
    world.advance_seconds(DAY + 1);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!browser.is_signed_in().await);
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "0")]).await;
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    assert!(
        !browser
            .get("/sign-in/verify")
            .await
            .body
            .contains("name=\"remember\""),
        "not offered"
    );
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    done(
        &browser
            .call(
                "verify_authenticator",
                &fields.each_ref().map(|(n, v)| (*n, v.as_str())),
            )
            .await,
    );
    assert!(
        !remembered(&browser).await,
        "nor done, though it was asked for"
    );
}

#[tokio::test]
async fn s58_what_was_remembered_is_forgotten_where_a_later_policy_remembers_nothing() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    done(
        &browser
            .call(
                "verify_authenticator",
                &fields.each_ref().map(|(n, v)| (*n, v.as_str())),
            )
            .await,
    );
    done(&browser.call("sign_out", &[]).await);
    use_up_codes(&world, anna).await;
    let administrator = root(&world).await;
    let values = [("device_remembered", "0"), ("method_authenticator", "0")];
    set_by_two(&world, &administrator, world.bert(), &values).await;
    world.advance_seconds(7 * DAY + 1);
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect("the database answers");
    // A longer span on offer again applies to later sign-ins only.
    let administrator = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &administrator, &[("device_remembered", "90")]).await;
    assert_eq!(decide(&bert, "confirm").await.refusal(), None);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn s46_a_contact_who_is_the_last_way_back_stays() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    use_up_codes(&world, anna).await;
    let administrator = root(&world).await;
    set_by_two(
        &world,
        &administrator,
        world.bert(),
        &[("method_authenticator", "0")],
    )
    .await;
    let browser = world.confirmed(anna).await;
    let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
    let stays = browser.call("remove_contact", &[("contact", &id)]).await;
    assert_eq!(stays.refusal().as_deref(), Some("contact-last"));
    // With new codes the app may go, once they count (S28).
    done(&browser.call("renew_saved_codes", &[]).await);
    world.confirm(&browser, anna).await;
    let stays = browser.call("remove_contact", &[("contact", &id)]).await;
    assert_eq!(stays.refusal().as_deref(), Some("contact-last"));
    world.advance(policy::QUARANTINE);
    done(
        &world
            .confirmed(anna)
            .await
            .call("remove_contact", &[("contact", &id)])
            .await,
    );
}

#[tokio::test]
async fn f21_screens_of_addresses_and_contacts_name_the_days_and_minutes_in_force() {
    let world = World::new().await;
    let root = root(&world).await;
    set(
        &world,
        &root,
        &[("quarantine", "5"), ("code_lifetime", "4")],
    )
    .await;
    let bert = world.bert();
    let browser = world.browser();
    browser.sign_in(bert).await;
    done(
        &browser
            .call("confirm", &[("password", &bert.password)])
            .await,
    );
    let says = async |page: &str, sentence: &str| {
        let words = browser.get(page).await.words();
        assert!(words.contains(sentence) && !words.contains('{'), "{words}");
    };
    says(
        "/account/methods/contacts",
        "it takes up to 5 days until they count.",
    )
    .await;
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", "bert@home.example"), ("position", "")],
            )
            .await,
    );
    says("/account/methods/address", "It works for 4 minutes.").await;
    let code = world.mailed_code("bert@home.example").await;
    let added = browser.post("enter_address_code", &[("code", &code)]).await;
    says(
        added.location().expect("a page"),
        "It takes up to 5 days until it counts for getting back in.",
    )
    .await;
}

#[tokio::test]
async fn s111_new_saved_codes_open_an_account_that_was_frozen_after_the_quarantine_in_force() {
    for (days, refusal) in [(4, Some("method-new")), (5, None)] {
        let world = World::strict().await;
        let anna = world.anna();
        set(&world, &root(&world).await, &[("quarantine", "5")]).await;
        let codes = frozen_after_new_codes(&world, anna, days * DAY).await;
        assert_eq!(
            with_code(&world, anna, &codes[0]).await.1.as_deref(),
            refusal,
            "{days} days"
        );
    }
}
