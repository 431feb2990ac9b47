//! Ways back that the policy switches off or makes wait (F21, S28, S46, S82, S111).

use crate::admin::policy::{DAY, set_by_two, use_up_codes};
use crate::support::people::root;
use crate::support::policy::set;
use crate::support::saved_codes::{frozen_after_new_codes, with_code};
use regain_domain::policy;
use regain_testkit::{World, done};

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
