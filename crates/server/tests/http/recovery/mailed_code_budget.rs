//! The budget of mailed codes, for one person and for one source (S2, S61, S66).

use crate::support::people::can_enter;
use regain_domain::policy;
use regain_testkit::{Browser, World, done};
use std::time::Duration;

/// Starts a recovery and asks for a mailed code.
async fn ask_for_code(browser: &Browser, identifier: &str) {
    browser.start_recovery(identifier, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
}

#[tokio::test]
async fn s66_nobody_is_mailed_more_than_three_codes_an_hour_and_five_a_day() {
    let world = World::new().await;
    let anna = world.anna();
    for hour in 0..24 {
        for identifier in [&anna.user_name, &anna.email] {
            for _ in 0..3 {
                ask_for_code(&world.browser(), identifier).await;
            }
        }
        let mails = world.mails_to(&anna.email).await.len();
        assert_eq!(mails, if hour == 0 { 3 } else { 5 }, "hour {hour}");
        world.advance(Duration::from_secs(60 * 60));
    }
    ask_for_code(&world.browser(), &anna.email).await;
    assert_eq!(world.mails_to(&anna.email).await.len(), 6, "the next day");
}

#[tokio::test]
async fn s66_what_strangers_used_up_leaves_the_owners_device_its_reserve() {
    let world = World::new().await;
    let anna = world.anna();
    let known = world.browser();
    assert!(can_enter(&known, anna).await);
    let before = world.mails_to(&anna.email).await.len();
    for _ in 0..10 {
        ask_for_code(&world.browser(), &anna.email).await;
    }
    assert_eq!(world.mails_to(&anna.email).await.len(), before + 3);
    ask_for_code(&known, &anna.email).await;
    assert_eq!(world.mails_to(&anna.email).await.len(), before + 4);
    world.pass_mail(&known, anna).await;
    assert_eq!(known.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s2_s66_over_budget_nothing_looks_different_and_no_code_is_right() {
    let world = World::new().await;
    let anna = world.anna();
    let seen = async |identifier: &str| {
        let browser = world.browser();
        ask_for_code(&browser, identifier).await;
        browser.get("/recover/verify").await.words()
    };
    let first = seen(&anna.email).await;
    for _ in 0..6 {
        assert_eq!(seen(&anna.email).await, first);
        assert_eq!(seen("nobody@example.org").await, first);
    }
    // A code that was mailed to another recovery doesn't open one whose code was never mailed.
    let code = world.mailed_code(&anna.email).await;
    let late = world.browser();
    ask_for_code(&late, &anna.email).await;
    assert_eq!(
        late.call("enter_mailed_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    let rows = |table: &str| format!("SELECT count(*) FROM {table}");
    let count = async |table: &str| world.database().number(&rows(table)).await;
    let before = (count("outbox").await, count("spendings").await);
    ask_for_code(&world.browser(), &anna.email).await;
    let known = (count("outbox").await, count("spendings").await);
    ask_for_code(&world.browser(), "nobody@example.org").await;
    let unknown = (count("outbox").await, count("spendings").await);
    assert_eq!(
        (known.0 - before.0, known.1 - before.1),
        (unknown.0 - known.0, unknown.1 - known.1),
        "S3"
    );
}

#[tokio::test]
async fn s66_names_of_nobody_use_up_no_mail_of_those_who_are_there() {
    let world = World::new().await;
    let anna = world.anna();
    ask_for_code(&world.browser().from("192.0.2.1"), "nobody@example.org").await;
    // As if fifty thousand requests like this one had come.
    let spent =
        "WITH RECURSIVE times (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < 50000)
                 INSERT INTO spendings (key, at) SELECT key, at FROM spendings, times";
    world.database().run(spent).await;
    ask_for_code(&world.browser().from("192.0.2.2"), &anna.email).await;
    assert_eq!(world.mails_to(&anna.email).await.len(), 1);
}

#[tokio::test]
async fn s66_a_new_code_over_budget_takes_the_earlier_one_not_away() {
    let world = World::new().await;
    let anna = world.anna();
    let owner = world.browser();
    ask_for_code(&owner, &anna.email).await;
    let code = world.mailed_code(&anna.email).await;
    for _ in 0..2 {
        ask_for_code(&world.browser(), &anna.email).await;
    }
    world.advance(policy::RESEND_WAIT);
    done(&owner.call("resend_code", &[]).await);
    assert_eq!(world.mails_to(&anna.email).await.len(), 3);
    done(&owner.call("enter_mailed_code", &[("code", &code)]).await);
}

#[tokio::test]
async fn s61_s66_a_source_asks_for_ten_codes_an_hour_whatever_it_claims_to_be() {
    let world = World::new().await;
    let anna = world.anna();
    let from = |address: &str| {
        world
            .browser()
            .from(address)
            .with("x-forwarded-for", "198.51.100.9")
    };
    // Few names: for more than ten from one source, the server would ask for work (S64).
    for nth in 0..10 {
        ask_for_code(
            &from("2001:db8::7"),
            &format!("nobody{}@example.org", nth / 3),
        )
        .await;
    }
    let mails = async || world.mails_to(&anna.email).await.len();
    ask_for_code(&from("2001:db8::7"), &anna.email).await;
    ask_for_code(&from("2001:db8::8"), &anna.email).await;
    assert_eq!(mails().await, 0, "one /64 is one source");
    ask_for_code(&from("2001:db8:0:1::8"), &anna.email).await;
    assert_eq!(
        mails().await,
        1,
        "and what wasn't mailed was nobody's expense"
    );
    let known = from("2001:db8::7");
    assert!(can_enter(&known, anna).await);
    let before = mails().await;
    ask_for_code(&known, &anna.email).await;
    assert_eq!(
        mails().await,
        before + 1,
        "a known device isn't held against its network"
    );
}
