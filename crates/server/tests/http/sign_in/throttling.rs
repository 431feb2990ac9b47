//! Throttling that nobody can turn against the owner: strangers' attempts cost strangers time
//! (S57–S66).

use crate::support::people::can_enter;
use regain_domain::policy;
use regain_testkit::{Browser, Person, World, done};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Guesses as a stranger until the server checks no further guess.
async fn exhaust(world: &World, person: &Person) {
    for nth in 1..=policy::FAILURES_MAX {
        world
            .browser()
            .try_sign_in(&person.user_name, &format!("a guess, {nth}"))
            .await;
        world.advance(policy::LONGEST_DELAY);
    }
}

#[tokio::test]
async fn s57_after_a_hundred_failures_the_password_opens_nothing_on_an_unknown_device() {
    let world = World::new().await;
    let anna = world.anna();
    exhaust(&world, anna).await;
    assert_eq!(
        world
            .database()
            .number("SELECT failures FROM sign_in_counters")
            .await,
        100
    );
    world.advance(DAY);
    assert!(
        !can_enter(&world.browser(), anna).await,
        "a day changes nothing"
    );
    world.advance(2 * policy::FAILURES_FORGOTTEN);
    world.regain().upkeep.sweep().await.expect("a sweep");
    assert!(
        !can_enter(&world.browser(), anna).await,
        "nor do two months"
    );
    world
        .browser()
        .try_sign_in(&anna.email, "by the address")
        .await;
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sign_in_counters")
            .await,
        1,
        "nor another name"
    );
}

#[tokio::test]
async fn s58_on_a_known_device_the_owner_signs_in_at_the_first_try() {
    let world = World::new().await;
    let anna = world.anna();
    let known = world.browser();
    assert!(can_enter(&known, anna).await);
    exhaust(&world, anna).await;
    assert!(
        can_enter(&known, anna).await,
        "a hundred strangers are in nobody's way"
    );
    assert!(
        !can_enter(&world.browser(), anna).await,
        "and a password alone lets no stranger guess anew"
    );
    // The owner's own mistakes cost time on their own device, and nowhere else.
    for nth in 0..=policy::FREE_FAILURES {
        known
            .try_sign_in(&anna.user_name, &format!("a mistake, {nth}"))
            .await;
    }
    assert!(!can_enter(&known, anna).await, "within the wait");
    world.advance(policy::LONGEST_DELAY);
    assert!(can_enter(&known, anna).await);
}

#[tokio::test]
async fn s58_the_device_of_somebody_else_is_an_unknown_one() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let of_bert = world.browser();
    assert!(can_enter(&of_bert, bert).await);
    exhaust(&world, anna).await;
    assert!(!can_enter(&of_bert, anna).await);
    assert!(can_enter(&of_bert, bert).await);
}

#[tokio::test]
async fn s57_a_second_factor_ends_every_wait() {
    let world = World::strict().await;
    let anna = world.anna();
    let known = world.browser();
    known.asked_for_second_factor(anna).await;
    done(
        &known
            .call("verify_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    done(&known.call("sign_out", &[]).await);
    exhaust(&world, anna).await;
    let stranger = world.browser();
    assert_eq!(
        stranger
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    known.asked_for_second_factor(anna).await;
    done(
        &known
            .call("verify_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    world.browser().asked_for_second_factor(anna).await;
}

#[tokio::test]
async fn s59_a_recovery_ends_every_wait_whatever_strangers_do() {
    let world = World::new().await;
    let anna = world.anna();
    exhaust(&world, anna).await;
    let recovering = world.proven(anna, "know_password", 1).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    assert!(can_enter(&world.browser(), anna).await);
}

#[tokio::test]
async fn s63_the_same_wrong_password_counts_once() {
    let world = World::new().await;
    let anna = world.anna();
    let count = async || {
        world
            .database()
            .number("SELECT coalesce(sum(failures), 0) FROM sign_in_counters")
            .await
    };
    for _ in 0..20 {
        world
            .browser()
            .try_sign_in(&anna.user_name, "the one of last year")
            .await;
    }
    assert_eq!(count().await, 1);
    for wrong in [
        "a second one",
        "a third one",
        "the one of last year",
        "a fourth one",
    ] {
        world.browser().try_sign_in(&anna.user_name, wrong).await;
    }
    assert_eq!(count().await, 4);
    world
        .browser()
        .try_sign_in(&anna.user_name, "the one of last year")
        .await;
    assert_eq!(count().await, 5, "three are remembered");
    assert!(
        can_enter(&world.browser(), anna).await,
        "and no wait came of it"
    );
    // The same holds for unknown people.
    for _ in 0..20 {
        world
            .browser()
            .try_sign_in("nobody", "the one of last year")
            .await;
    }
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn s1_s63_the_right_password_of_an_account_that_does_not_open_counts_as_a_wrong_one() {
    let world = World::new().await;
    let bert = world.bert();
    world.set_disabled(&bert.email, true).await;
    // Now and then a page reads the policy, whoever reads it.
    world.browser().try_sign_in("somebody", "a wrong one").await;
    let mut statements = Vec::new();
    for (name, password) in [
        (&bert.user_name, bert.password.as_str()),
        (&world.anna().user_name, "a wrong one"),
    ] {
        for _ in 0..8 {
            let (answer, count) =
                regain_storage_sqlite::counted(world.browser().try_sign_in(name, password)).await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"));
            statements.push(count);
        }
    }
    assert_eq!(statements[..8], statements[8..]);
    assert_eq!(
        world
            .database()
            .number("SELECT max(failures) FROM sign_in_counters")
            .await,
        1
    );
}

#[tokio::test]
async fn s63_a_password_that_was_wrong_and_is_right_now_signs_in() {
    let world = World::new().await;
    let mut anna = world.anna().clone();
    let new = "another sentence of the same length";
    let owner = world.browser();
    owner.sign_in(&anna).await;
    assert!(
        !can_enter(
            &world.browser(),
            &Person {
                password: new.to_owned(),
                ..anna.clone()
            }
        )
        .await
    );
    done(
        &owner
            .call(
                "change_password",
                &[("current", &anna.password), ("new", new)],
            )
            .await,
    );
    new.clone_into(&mut anna.password);
    assert!(can_enter(&world.browser(), &anna).await);
}

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
