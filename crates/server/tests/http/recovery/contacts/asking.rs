//! The contacts that a recovery asks: from when on, for how long, and how many have to help (S27,
//! S28).

use super::{CLEO, DORA, asked_since, enter};
use regain_domain::policy;
use regain_testkit::{BEGINNING, World, done};
use std::time::Duration;

#[tokio::test]
async fn s28_a_contact_counts_72_hours_after_they_agreed() {
    let world = World::strict().await;
    let anna = world.anna();
    world.agreed_contacts(anna, 1).await;
    let agreed = world.holdings(&anna.email).await.contacts[0]
        .accepted_at
        .expect("they agreed");
    let at = |seconds: u64| agreed.plus(Duration::from_secs(seconds));
    world.advance(world.now().until(at(72 * 3600 - 60)));
    world.asking_contacts("anna").await;
    assert_eq!(asked_since(&world, CLEO).await, 0, "71:59");
    world.advance_seconds(120);
    let browser = world.asking_contacts("anna").await;
    assert_eq!(asked_since(&world, CLEO).await, 1, "72:01");
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    assert!(BEGINNING < agreed);
}

#[tokio::test]
async fn s27_asking_contacts_keeps_a_recovery_open_for_a_day_before_and_after_the_first_gate() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let day = policy::CONTACT_CODE_LIFETIME;
    let browser = world.asking_contacts("anna").await;
    world.advance(day - Duration::from_secs(1));
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    // From then on it is as short as always (S16).
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("You have 15 minutes")
    );
    world.advance(policy::FLOW_LIFETIME_AFTER_GATE);
    assert_eq!(browser.recovery_step().await, None);

    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    world.advance(day - Duration::from_secs(1));
    // A saved code works as well, after so long.
    done(&browser.call("choose_another_way", &[]).await);
    browser.pass_saved_code(&anna.codes[2]).await;
    assert_eq!(browser.recovery_step().await, Some(3));
    world.advance(policy::FLOW_LIFETIME_AFTER_GATE);
    assert_eq!(
        browser.recovery_step().await,
        None,
        "S16: no day for the password"
    );

    // Never longer than two days, however often the person asks the contacts.
    let browser = world.asking_contacts("anna").await;
    world.advance(day - Duration::from_secs(1));
    done(&browser.call("resend_code", &[]).await);
    world.advance(day - Duration::from_secs(1));
    done(&browser.call("resend_code", &[]).await);
    world.advance_seconds(2);
    assert_eq!(browser.recovery_step().await, None);
}

#[tokio::test]
async fn two_of_three_have_to_pass_a_code_on_where_the_owner_wants_it() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 3).await;
    let owner = world.confirmed(anna).await;
    done(&owner.call("set_contacts_needed", &[("needed", "2")]).await);
    let browser = world.asking_contacts("anna").await;
    let cleo = world.passed_code(CLEO).await;
    let dora = world.passed_code(DORA).await;
    assert_eq!(enter(&browser, &cleo).await, None);
    assert_eq!(browser.recovery_step().await, Some(1), "one is not enough");
    let page = browser.get("/recover/verify").await.words();
    assert!(
        page.contains("Now enter the code from another contact."),
        "{page}"
    );
    assert_eq!(
        enter(&browser, &cleo).await.as_deref(),
        Some("code-used"),
        "the same one twice"
    );
    assert_eq!(browser.recovery_step().await, Some(1));
    assert_eq!(enter(&browser, &dora).await, None);
    assert_eq!(
        browser.recovery_step().await,
        Some(2),
        "and both are one gate"
    );
    let again = browser
        .call("choose_method", &[("method", "contact")])
        .await;
    assert_eq!(again.refusal().as_deref(), Some("method-used"));
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM proofs WHERE class = 'contact'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_contact_who_says_no_ends_it_the_owner_hears_of_it_and_whoever_asked_learns_nothing() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 2).await;
    let browser = world.asking_contacts("anna").await;
    let cleo = world.passed_code(CLEO).await;
    let dora = world.asked_browser(DORA).await;
    let refused = dora.post("refuse_pass_on", &[]).await;
    assert_eq!(refused.location(), Some("/contact/pass-on?notice=refused"));
    let told = world.last_mail_to(&anna.email).await;
    assert_eq!(told.subject, "A recovery contact says that it wasn't you");
    assert!(told.text.contains("Dora") && told.freeze_link.is_some());
    assert_eq!(
        enter(&browser, &cleo).await.as_deref(),
        Some("code-wrong"),
        "S2: as for somebody who doesn't exist"
    );
    // This recovery doesn't ask anybody again.
    world.advance(policy::RESEND_WAIT);
    let before = asked_since(&world, CLEO).await;
    done(&browser.call("resend_code", &[]).await);
    assert_eq!(asked_since(&world, CLEO).await, before);
}
