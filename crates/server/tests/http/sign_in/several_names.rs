//! One person has several names. Attempts and requests under one reveal nothing about another: at
//! each of them it is as if nobody had the name (S2, S3, S5).

use regain_domain::policy;
use regain_testkit::counted;
use regain_testkit::{World, comparable, done};

/// A stranger's view of a recovery while asking for two codes and guessing, and each step's number
/// of statements.
async fn asked(world: &World, identifier: &str) -> Vec<String> {
    let browser = world.browser();
    let mut seen = Vec::new();
    let mut wait = policy::RESEND_WAIT;
    let steps: [(&str, &[(&str, &str)]); 8] = [
        (
            "start_recovery",
            &[("identifier", identifier), ("trouble", "forgot_password")],
        ),
        ("choose_method", &[("method", "mail")]),
        ("enter_mailed_code", &[("code", "0000-0000")]),
        ("resend_code", &[]),
        ("resend_code", &[]),
        ("enter_mailed_code", &[("code", "0000-0000")]),
        ("choose_method", &[("method", "contact")]),
        ("resend_code", &[]),
    ];
    for (step, fields) in steps {
        let (answer, statements) = counted(browser.post(step, fields)).await;
        let page = browser.follow(&answer).await;
        let cookie = browser
            .cookie("recovery")
            .map_or_else(String::new, |kept| kept.value);
        for answer in [&answer, &page] {
            seen.push(format!(
                "{step}: {statements} statements, {}",
                comparable(answer, &[identifier, &cookie])
            ));
        }
        if step == "enter_mailed_code" || step == "choose_method" {
            world.advance(std::mem::take(&mut wait));
        }
    }
    seen
}

#[tokio::test]
async fn s2_s66_a_budget_used_up_under_one_name_is_not_seen_at_another() {
    let world = World::new().await;
    let anna = world.anna();
    for _ in 0..policy::MAILS.hourly {
        for method in ["mail", "contact"] {
            let stranger = world.browser();
            stranger
                .start_recovery(&anna.email, "forgot_password")
                .await;
            done(&stranger.call("choose_method", &[("method", method)]).await);
        }
    }
    let mailed = world.mails_to(&anna.email).await.len();
    let of_anna = asked(&world, &anna.user_name).await;
    assert_eq!(
        world.mails_to(&anna.email).await.len(),
        mailed,
        "her budget is used up"
    );
    for (nobody, known) in asked(&world, "nobody").await.iter().zip(&of_anna) {
        assert_eq!(nobody, known);
    }
}

#[tokio::test]
async fn s3_s5_waits_that_strangers_made_under_one_name_are_not_felt_at_another() {
    let mut seen = Vec::new();
    for other in ["anna", "nobody"] {
        let world = World::new().await;
        let anna = world.anna();
        for nth in 0..20 {
            world
                .browser()
                .try_sign_in(&anna.email, &format!("a guess, {nth}"))
                .await;
        }
        let mut statements = Vec::new();
        // The test tried one of them under the first name, too.
        for nth in [0, 20, 21, 21, 22, 23, 24, 25, 26, 27] {
            let (answer, count) = counted(
                world
                    .browser()
                    .try_sign_in(other, &format!("a guess, {nth}")),
            )
            .await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"));
            statements.push(count);
        }
        assert_eq!(
            world
                .browser()
                .try_sign_in(&anna.user_name, &anna.password)
                .await
                .refusal()
                .as_deref(),
            Some("sign-in"),
            "what takes as long as a check isn't one"
        );
        seen.push(statements);
    }
    assert_eq!(seen[0], seen[1]);
    assert!(
        seen[0].last() < seen[0].first(),
        "who has to wait at this very name costs less: {seen:?}"
    );
}

#[tokio::test]
async fn s3_s57_guesses_that_seemed_to_be_checked_count_and_wait_as_at_a_name_of_nobody() {
    let mut seen = Vec::new();
    for other in ["anna", "nobody"] {
        let world = World::new().await;
        let anna = world.anna();
        let mut guesses = (0..).map(|nth| format!("a guess, {nth}"));
        let mut guess = async |name: &str| {
            let wrong = guesses.next().expect("there is no end");
            counted(world.browser().try_sign_in(name, &wrong)).await.1
        };
        // At the end, the next attempt at the address would have to wait for 128 seconds.
        for wait in [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 0] {
            guess(&anna.email).await;
            world.advance_seconds(wait);
        }
        // Meanwhile the same attempts at the other name, where the last one makes the wait longer
        // than that.
        let mut statements = Vec::new();
        for wait in [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 0, 3, 125] {
            statements.push(guess(other).await);
            world.advance_seconds(wait);
        }
        statements.push(guess(other).await);
        seen.push(statements);
        let failures = "SELECT max(failures) FROM sign_in_counters";
        let all = if other == "anna" { 12 + 13 } else { 13 };
        assert_eq!(
            world.database().number(failures).await,
            all,
            "each guess counts, as if it had been checked"
        );
    }
    assert_eq!(seen[0], seen[1]);
}
