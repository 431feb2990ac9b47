//! Failures in the log, each under a stable name (S101), and nothing in clear about the person
//! (S102).

use crate::support::log::Log;
use axum::body::Body;
use http::Request;
use regain_domain::policy;
use regain_testkit::{Browser, World};
use serde_json::Value;

const OFFICE: &str = "203.0.113.7";

/// Operators' rules depend on these: the name, and the step or route.
fn golden(events: &[Value]) -> Vec<String> {
    let text = |event: &Value, name: &str| event[name].as_str().unwrap_or_default().to_owned();
    let mut told: Vec<String> = events
        .iter()
        .map(|event| {
            [
                text(event, "event"),
                text(event, "step"),
                text(event, "route"),
            ]
            .join(" ")
            .trim()
            .replace("  ", " ")
        })
        .collect();
    told.dedup();
    told
}

async fn send(browser: &Browser, change: impl FnOnce(&mut Request<Body>)) -> u16 {
    let mut request = browser.form("/api/sign_in", "identifier=anna&password=x");
    change(&mut request);
    browser.send(request).await.status.as_u16()
}

#[tokio::test]
async fn s101_the_golden_list_of_failures_that_are_told() {
    let world = World::strict().await;
    let [anna, bert] = [world.anna(), world.bert()];
    let owner = world.confirmed(bert).await;
    let (log, _guard) = Log::begin(tracing::Level::INFO);

    let stranger = world.browser().from(OFFICE);
    for name in [
        anna.user_name.as_str(),
        &anna.user_name.to_uppercase(),
        "nobody.at.all",
    ] {
        stranger.try_sign_in(name, "a guess of mine").await;
    }
    let tried: Vec<_> = log
        .events()
        .iter()
        .map(|event| event["tried"].clone())
        .collect();
    assert!(
        tried[0] == tried[1] && tried[0] != tried[2] && tried[0].is_string(),
        "{tried:?}"
    );
    for nth in 0..=policy::FREE_FAILURES {
        stranger
            .try_sign_in("nobody.at.all", &format!("guess number {nth}"))
            .await;
    }
    let second = world.browser().from(OFFICE);
    second.asked_for_second_factor(bert).await;
    for _ in 0..=policy::AUTHENTICATOR_TRIES {
        second
            .call("verify_authenticator", &[("code", "000000")])
            .await;
    }
    owner
        .call(
            "confirm",
            &[
                ("password", "a guess of mine"),
                ("with", "app"),
                ("code", "000000"),
            ],
        )
        .await;
    let foreign = send(&stranger, |request| {
        request
            .headers_mut()
            .insert("sec-fetch-site", "cross-site".parse().expect("a value"));
    });
    assert_eq!(foreign.await, 403);
    let no_form = send(&stranger, |request| {
        request
            .headers_mut()
            .insert("content-type", "application/json".parse().expect("a value"));
    });
    assert_eq!(no_form.await, 400);

    let events = log.events();
    let mut told = vec![
        "authn_login_fail password",
        "authn_login_fail_max password",
        "authn_login_fail password",
    ];
    told.extend(
        ["authn_login_fail second", "second_step_failed"]
            .repeat(policy::AUTHENTICATOR_TRIES as usize),
    );
    told.extend(["authn_login_fail_max second", "second_step_failed"]);
    told.extend([
        "authn_login_fail confirm",
        "malicious_cors /api/sign_in",
        "input_validation_fail /api/sign_in",
    ]);
    assert_eq!(golden(&events), told);
    for event in &events {
        assert!(event["request"].is_string(), "its request: {event}");
        let of_somebody =
            event["tried"].is_string() || event["person"].is_string() || event["route"].is_string();
        assert!(of_somebody, "{event}");
    }
    assert!(
        events
            .iter()
            .all(|event| event["step"] == "confirm" || event["source"] == OFFICE),
        "{events:?}"
    );
    let text = log.text();
    for clear in [
        &anna.user_name,
        &anna.email,
        &bert.user_name,
        &bert.email,
        &bert.name,
        "nobody.at.all",
        "guess",
    ] {
        assert!(!text.contains(clear), "S102: {clear}: {text}");
    }
}
