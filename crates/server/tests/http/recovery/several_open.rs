//! Several open recoveries of one person: how many, and which of them no stranger pushes out (S21).

use regain_domain::policy;
use regain_testkit::{CONTACTS, World, done};

#[tokio::test]
async fn s21_at_most_five_recoveries_of_an_identifier_are_open_known_or_not() {
    let world = World::new().await;
    for identifier in ["anna@example.org", "nobody@example.org"] {
        let mut browsers = Vec::new();
        for _ in 0..7 {
            let browser = world.browser();
            browser.start_recovery(identifier, "forgot_password").await;
            browsers.push(browser);
        }
        let mut open = Vec::new();
        for browser in &browsers {
            open.push(browser.recovery_step().await.is_some());
        }
        assert_eq!(
            open,
            [false, false, true, true, true, true, true],
            "{identifier}"
        );
        assert_eq!(
            browsers[0].get("/recover/verify").await.heading(),
            "This was stopped"
        );
    }
}

#[tokio::test]
async fn s21_a_recovery_that_has_passed_a_gate_is_never_evicted() {
    let world = World::new().await;
    let owner = world.browser();
    owner.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&owner, world.anna()).await;
    for _ in 0..50 {
        world
            .browser()
            .start_recovery("anna", "forgot_password")
            .await;
    }
    assert_eq!(owner.recovery_step().await, Some(2));
    owner.pass_saved_code(&world.anna().codes[0]).await;
    done(
        &owner
            .call("new_password", &[("password", "a good long sentence")])
            .await,
    );
}

#[tokio::test]
async fn s21_while_the_owners_code_is_open_fifty_starts_by_strangers_change_nothing() {
    let world = World::new().await;
    let owner = world.browser();
    owner.start_recovery("anna", "forgot_password").await;
    done(&owner.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code("anna@example.org").await;
    for _ in 0..50 {
        let stranger = world.browser();
        stranger.start_recovery("anna", "forgot_password").await;
        done(&stranger.call("choose_method", &[("method", "mail")]).await);
    }
    done(&owner.call("enter_mailed_code", &[("code", &code)]).await);
    assert_eq!(owner.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s21_strangers_do_not_push_out_what_waits_for_a_contact_after_a_gate() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let owner = world.browser();
    owner
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&owner, anna).await;
    done(&owner.call("choose_method", &[("method", "contact")]).await);
    world.advance(policy::FLOW_LIFETIME);
    for _ in 0..policy::OPEN_FLOWS {
        world.asking_contacts(&anna.user_name).await;
    }
    assert_eq!(owner.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s21_a_recovery_of_a_familiar_browser_or_one_that_a_contact_vouched_for_is_not_pushed_out()
{
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let familiar = world.browser();
    world.sign_in_fully(&familiar, anna).await;
    done(&familiar.call("sign_out", &[]).await);
    familiar
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    let bert = world.browser();
    world.sign_in_fully(&bert, world.bert()).await;
    bert.start_recovery(&anna.user_name, "forgot_password")
        .await;
    let vouched = world.asking_contacts(&anna.user_name).await;
    let code = world.passed_code(CONTACTS[0].1).await;
    let unproven = world.browser();
    unproven
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    for _ in 0..policy::OPEN_FLOWS {
        world
            .browser()
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
    }
    assert_eq!(familiar.recovery_step().await, Some(1));
    assert_eq!(bert.recovery_step().await, None, "familiar with him alone");
    assert_eq!(unproven.recovery_step().await, None);
    done(&vouched.call("enter_contact_code", &[("code", &code)]).await);
    assert_eq!(vouched.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s59_strangers_elsewhere_stop_no_recovery_that_has_only_begun() {
    let world = World::new().await;
    let anna = world.anna();
    let reading = world.browser().from("192.0.2.1");
    let typing = world.browser().from("192.0.2.2");
    for owner in [&reading, &typing] {
        owner
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
    }
    done(
        &typing
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    for nth in 0..50 {
        let stranger = world.browser().from(&format!("198.51.100.{nth}"));
        stranger
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
    }
    assert_eq!(reading.recovery_step().await, Some(1));
    typing.pass_saved_code(&anna.codes[0]).await;
    assert_eq!(typing.recovery_step().await, Some(2));
}

#[tokio::test]
async fn a_second_start_in_the_same_browser_ends_the_first_and_no_other() {
    let world = World::new().await;
    let browser = world.browser();
    let elsewhere = world.browser();
    elsewhere.start_recovery("anna", "forgot_password").await;
    browser.start_recovery("anna", "forgot_password").await;
    let first = browser.copy();
    browser.start_recovery("bert", "know_password").await;
    assert_eq!(first.recovery_step().await, None);
    assert_eq!(browser.recovery_step().await, Some(1));
    assert_eq!(elsewhere.recovery_step().await, Some(1));
}
