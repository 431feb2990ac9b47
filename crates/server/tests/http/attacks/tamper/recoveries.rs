//! Recoveries with help from SQL: answers, proofs and challenges given to somebody else, and
//! redirected codes (S79).

use super::{ANNA, signs_in};
use crate::support::database::drop_triggers;
use regain_testkit::{World, done};

#[tokio::test]
async fn s79_a_contacts_answer_that_sql_wrote_opens_no_gate() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    world.counting_contacts(&anna, 3).await;
    let owner = world.confirmed(&anna).await;
    done(&owner.call("set_contacts_needed", &[("needed", "2")]).await);
    let browser = world.asking_contacts("anna").await;
    let code = world.passed_code(regain_testkit::CONTACTS[0].1).await;
    drop_triggers(&world).await;
    // As if somebody had typed another contact's code already.
    let forged =
        "UPDATE contact_requests SET confirmed_at = 1, code_mac = randomblob(32), given_at = 1,
                  given_seal = randomblob(32) WHERE code_mac IS NULL";
    assert_eq!(world.database().run(forged).await, 2);
    done(&browser.call("enter_contact_code", &[("code", &code)]).await);
    assert_eq!(
        browser.recovery_step().await,
        Some(1),
        "one contact's code, and no second"
    );
}

#[tokio::test]
async fn s79_proofs_given_to_somebody_elses_recovery_count_for_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let browser = world.proven(bert, "forgot_password", 0).await;
    drop_triggers(&world).await;
    for table in ["recovery_flows", "challenges", "proofs"] {
        world
            .database()
            .run(&format!("UPDATE {table} SET person_id = {ANNA}"))
            .await;
    }
    let mallory = "a sentence that Mallory made up";
    assert!(
        browser
            .call("new_password", &[("password", mallory)])
            .await
            .refusal()
            .is_some()
    );
    assert!(!signs_in(&world, &anna.user_name, mallory).await);
    assert!(
        signs_in(&world, &anna.user_name, &anna.password).await,
        "nothing of Anna's changed"
    );
}

#[tokio::test]
async fn s79_a_mailed_code_isnt_good_for_the_person_its_challenge_was_given_to() {
    let world = World::new().await;
    let bert = world.bert();
    let browser = world.browser();
    browser
        .start_recovery(&bert.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(&bert.email).await;
    drop_triggers(&world).await;
    world
        .database()
        .run(&format!("UPDATE challenges SET person_id = {ANNA}"))
        .await;
    assert_eq!(
        browser
            .call("enter_mailed_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    assert_eq!(browser.recovery_step().await, Some(1));
    // With it, the recovery is void: it was sealed for Bert.
    world
        .database()
        .run(&format!("UPDATE recovery_flows SET person_id = {ANNA}"))
        .await;
    assert_eq!(browser.recovery_step().await, None);
}

#[tokio::test]
async fn s79_no_code_is_mailed_where_sql_sends_it() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    world
        .database()
        .run("UPDATE outbox SET payload = replace(payload, 'anna@example.org', 'eve@example.net')")
        .await;
    assert!(world.mails_to("eve@example.net").await.is_empty());

    drop_triggers(&world).await;
    world
        .database()
        .run("UPDATE identifiers SET canonical = 'eve@example.net', shown = 'eve@example.net' WHERE canonical = 'anna@example.org'")
        .await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let told: Vec<_> = world
        .mails_to("eve@example.net")
        .await
        .into_iter()
        .map(|mail| (mail.subject, mail.code))
        .collect();
    assert!(told.iter().all(|(_, code)| code.is_none()), "{told:?}");
    assert!(
        !signs_in(&world, &anna.user_name, &anna.password).await,
        "the account is closed"
    );
}
