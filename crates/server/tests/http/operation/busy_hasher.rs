//! If the hasher is busy, this wasn't an attempt: no count goes down, and the right secret works a
//! moment later (S59, S97).

use http::StatusCode;
use regain_testkit::{Answer, Browser, World, done};

/// The answer to a form while every place is taken.
async fn while_busy(
    world: &World,
    browser: &Browser,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut all = Vec::new();
    while let Ok(place) = world.regain().place_to_hash() {
        all.push(place);
    }
    browser.call(endpoint, fields).await
}

#[tokio::test]
async fn s59_whoever_finds_no_place_has_used_up_no_try() {
    let world = World::strict().await;
    // Two people, since a sign-in ends one's own recoveries (S21).
    let anna = world.anna();
    let bert = world.bert();
    let recovering = world.browser();
    recovering
        .start_recovery(&bert.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    let keeping = world.proven(bert, "know_password", 1).await;
    let asked = world.browser();
    asked.asked_for_second_factor(anna).await;
    let signed_in = world.browser();
    let changing = world.browser();
    world.sign_in_fully(&signed_in, anna).await;
    world.sign_in_fully(&changing, anna).await;
    world.confirm(&changing, anna).await;

    let password = anna.password.as_str();
    let change = [
        ("current", password),
        ("new", "a bicycle made of northern light"),
    ];
    let app = world.app_code(anna);
    let prove = [("password", password), ("code", app.as_str())];
    for (browser, endpoint, fields) in [
        (
            &recovering,
            "enter_saved_code",
            &[("code", bert.codes[0].as_str())][..],
        ),
        (
            &keeping,
            "keep_password",
            &[("password", bert.password.as_str())],
        ),
        (
            &asked,
            "verify_saved_code",
            &[("code", anna.codes[3].as_str())],
        ),
        (&signed_in, "confirm", &prove),
        (&changing, "change_password", &change),
    ] {
        for _ in 0..6 {
            let answer = while_busy(&world, browser, endpoint, fields).await;
            assert_eq!(
                answer.status,
                StatusCode::SERVICE_UNAVAILABLE,
                "{endpoint}: {answer:?}"
            );
        }
        let tries =
            "SELECT (SELECT coalesce(sum(tries), 0) FROM challenges WHERE consumed_at IS NULL)
                          + (SELECT coalesce(sum(keep_tries), 0) FROM recovery_flows)
                          + (SELECT coalesce(sum(tries), 0) FROM verifications)
                          + (SELECT coalesce(sum(failures), 0) FROM sign_in_counters)";
        assert_eq!(world.database().number(tries).await, 0, "{endpoint}");
    }
    done(
        &recovering
            .call("enter_saved_code", &[("code", &bert.codes[0])])
            .await,
    );
    done(
        &keeping
            .call("keep_password", &[("password", &bert.password)])
            .await,
    );
}

#[tokio::test]
async fn s97_what_was_made_up_takes_no_place() {
    let world = World::new().await;
    let mut all = Vec::new();
    while let Ok(place) = world.regain().place_to_hash() {
        all.push(place);
    }
    for (cookie, endpoint) in [
        ("recovery", "enter_saved_code"),
        ("verify", "verify_saved_code"),
    ] {
        let stranger = world.browser();
        stranger.plant_cookie(cookie, &"A".repeat(43));
        let answer = stranger
            .call(endpoint, &[("code", "0000-0000-0000-0000-0000")])
            .await;
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "told that there is nothing, not that it is busy: {answer:?}"
        );
    }
}
