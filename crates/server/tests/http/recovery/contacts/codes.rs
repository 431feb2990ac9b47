//! The codes of contacts: wrong, used, replaced, expired, for another page, or over budget (S15,
//! S17, S19, S66).

use super::{CLEO, DORA, asked_since, enter};
use regain_domain::policy;
use regain_testkit::{ADDRESSES, World, done, wrong_code};
use std::time::Duration;

#[tokio::test]
async fn s15_s17_wrong_used_replaced_and_expired_codes_each_have_their_own_sentence() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 2).await;
    let browser = world.asking_contacts("anna").await;
    let first = world.passed_code(CLEO).await;
    assert_eq!(enter(&browser, "").await.as_deref(), Some("code-empty"));
    assert_eq!(
        enter(&browser, "ABCD").await.as_deref(),
        Some("code-malformed")
    );
    assert_eq!(
        enter(&browser, &wrong_code(&first)).await.as_deref(),
        Some("code-wrong")
    );
    let early = browser.call("resend_code", &[]).await;
    assert_eq!(early.refusal().as_deref(), Some("resend-early"));
    world.advance(policy::RESEND_WAIT);
    // A contact who opened the earlier mail reads that a newer one exists.
    let late = world.mailed_code(DORA).await;
    done(&browser.call("resend_code", &[]).await);
    assert_eq!(
        enter(&browser, &first).await.as_deref(),
        Some("passed-replaced")
    );
    let contact = world.browser();
    assert_eq!(
        contact
            .call("open_pass_on", &[("code", &late)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-replaced")
    );
    // After five tries, the right code comes too late.
    let second = world.passed_code(CLEO).await;
    for left in (0..4).rev() {
        assert_eq!(
            enter(&browser, &wrong_code(&second)).await.as_deref(),
            Some("code-wrong"),
            "{left} left"
        );
    }
    assert_eq!(
        enter(&browser, &second).await.as_deref(),
        Some("code-tries")
    );

    // After a day, with another gate keeping the recovery open.
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_code", &[]).await);
    let third = world.passed_code(CLEO).await;
    world.advance(policy::CONTACT_CODE_LIFETIME - Duration::from_secs(60));
    done(&browser.call("choose_another_way", &[]).await);
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    world.advance_seconds(61);
    assert_eq!(
        enter(&browser, &third).await.as_deref(),
        Some("passed-expired")
    );
}

#[tokio::test]
async fn s17_s19_a_link_is_used_once_and_each_code_is_for_its_own_page_and_its_own_recovery() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let invitation = world.mailed_code(CLEO).await;
    let browser = world.asking_contacts("anna").await;
    let link = world.mailed_code(CLEO).await;
    let code = world.passed_code(CLEO).await;
    let contact = world.browser();
    assert_eq!(
        contact
            .call("open_pass_on", &[("code", &link)])
            .await
            .refusal()
            .as_deref(),
        Some("pass-on-used")
    );
    // S19: neither code works in the other's place, nor for freezing.
    assert_eq!(
        contact
            .call("open_pass_on", &[("code", &invitation)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-unknown")
    );
    assert_eq!(
        contact
            .call("open_contact", &[("code", &link)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-unknown")
    );
    assert_eq!(
        contact
            .call("freeze_by_code", &[("code", &link)])
            .await
            .refusal()
            .as_deref(),
        Some("freeze-unknown")
    );
    // Another recovery of the same person, and one of somebody else.
    let other = world.asking_contacts("anna").await;
    assert_eq!(enter(&other, &code).await.as_deref(), Some("code-wrong"));
    let bert = world.asking_contacts("bert").await;
    assert_eq!(enter(&bert, &code).await.as_deref(), Some("code-wrong"));
    done(&bert.call("choose_method", &[("method", "mail")]).await);
    assert_eq!(
        bert.call("enter_mailed_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    // Without the code from its mail, no form takes a contact's answer.
    for endpoint in [
        "pass_on",
        "refuse_pass_on",
        "accept_contact",
        "decline_contact",
    ] {
        let answer = world
            .browser()
            .call(
                endpoint,
                if endpoint == "pass_on" {
                    &[("spoken", "on")]
                } else {
                    &[]
                },
            )
            .await;
        assert!(
            answer
                .location()
                .is_some_and(|to| to.ends_with("problem=contact-unknown")),
            "{endpoint}: {answer:?}"
        );
    }
    assert_eq!(enter(&browser, &code).await, None);
    let late = contact.call("open_pass_on", &[("code", &link)]).await;
    assert_eq!(
        late.refusal().as_deref(),
        Some("pass-on-over"),
        "it helped already"
    );
}

#[tokio::test]
async fn the_code_of_a_contact_who_was_removed_or_stepped_back_is_dead() {
    let world = World::strict().await;
    let anna = world.anna();
    world.agreed_contacts(anna, 2).await;
    let invitation = world.mailed_code(CLEO).await;
    world.advance(policy::QUARANTINE);
    let browser = world.asking_contacts("anna").await;
    let cleo = world.passed_code(CLEO).await;
    let dora = world.passed_code(DORA).await;
    let contact = world.browser();
    done(&contact.call("open_contact", &[("code", &invitation)]).await);
    done(&contact.call("decline_contact", &[]).await);
    assert_eq!(
        enter(&browser, &cleo).await.as_deref(),
        Some("code-wrong"),
        "stepped back"
    );
    let owner = world.confirmed(anna).await;
    let id = world
        .holdings(ADDRESSES[0])
        .await
        .contacts
        .into_iter()
        .find(|row| row.name == "Dora")
        .expect("Dora")
        .id;
    done(
        &owner
            .call("remove_contact", &[("contact", &id.to_hex())])
            .await,
    );
    done(&browser.call("enter_contact_code", &[("code", &dora)]).await);
    assert_eq!(
        browser.recovery_step().await,
        None,
        "S21: a change of the ways back ends every recovery"
    );
}

#[tokio::test]
async fn s66_asking_again_over_budget_takes_no_code_away_that_a_contact_can_pass_on() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let owner = world.asking_contacts(&anna.user_name).await;
    let code = world.mailed_code(CLEO).await;
    for _ in 0..policy::MAILS.hourly {
        world.asking_contacts(&anna.email).await;
    }
    world.advance(policy::RESEND_WAIT);
    let asked = asked_since(&world, CLEO).await;
    done(&owner.call("resend_code", &[]).await);
    assert_eq!(
        asked_since(&world, CLEO).await,
        asked,
        "strangers used the budget up"
    );
    let contact = world.browser();
    done(&contact.call("open_pass_on", &[("code", &code)]).await);
    done(&contact.call("pass_on", &[("spoken", "on")]).await);
    let passed = contact.shown_key("/contact/pass-on?step=code").await;
    assert_eq!(
        enter(&owner, &wrong_code(&passed)).await.as_deref(),
        Some("code-wrong")
    );
    assert_eq!(enter(&owner, &passed).await, None);
    assert_eq!(owner.recovery_step().await, Some(2));
}
