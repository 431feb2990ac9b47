//! A relay that refuses, fails or works again (S65).

use super::{ANSWERS, DAY, Relay, refusal};
use regain_mail::Consequence;
use regain_testkit::World;
use tokio::sync::Semaphore;

#[tokio::test]
async fn s65_a_relay_that_refuses_everything_for_days_loses_no_notice_and_mails_no_expired_code() {
    let world = World::new().await;
    world.deliver().await;
    let browser = world.browser();
    let anna = world.anna().clone();
    // A notice is worth sending for a week; a code, for ten minutes.
    browser
        .call(
            "sign_in",
            &[("identifier", &anna.email), ("password", &anna.password)],
        )
        .await;
    browser
        .call(
            "start_recovery",
            &[("identifier", &anna.email), ("trouble", "forgot_password")],
        )
        .await;
    browser.call("choose_method", &[("method", "mail")]).await;
    // A row for an unknown identifier sends no mail.
    let waiting = "SELECT count(*) FROM outbox WHERE given_up_at IS NULL AND payload NOT LIKE '%\"kind\":\"noop\"%'";
    assert_eq!(world.database().number(waiting).await, 2);
    let relay = Relay::letting(Semaphore::MAX_PERMITS);
    let worker = relay.worker(&world);
    relay.refuse(Some(refusal(Consequence::Relay, 554, (5, 7, 1))));
    let end = world.now().plus(std::time::Duration::from_secs(6 * DAY));
    while world.now() < end {
        worker.run_once().await.expect(ANSWERS);
        world.advance_seconds(600);
    }
    assert_eq!(
        world.database().number(waiting).await,
        1,
        "the code isn't worth anything any longer"
    );
    assert_eq!(
        worker.relay().trouble(),
        Some(refusal(Consequence::Relay, 554, (5, 7, 1)))
    );
    relay.refuse(None);
    while worker.run_once().await.expect(ANSWERS) > 0 {}
    assert_eq!(relay.took(), [anna.email], "the notice, once");
    assert_eq!(worker.relay().trouble(), None);
    assert_eq!(
        world.database().number("SELECT count(*) FROM outbox").await,
        0
    );
}

#[tokio::test]
async fn s65_a_code_reaches_whom_waits_when_the_relay_works_again_in_its_time() {
    let world = World::new().await;
    world.deliver().await;
    let browser = world.browser();
    let anna = world.anna().clone();
    browser
        .call(
            "start_recovery",
            &[("identifier", &anna.email), ("trouble", "forgot_password")],
        )
        .await;
    browser.call("choose_method", &[("method", "mail")]).await;
    let relay = Relay::letting(Semaphore::MAX_PERMITS);
    let worker = relay.worker(&world);
    relay.refuse(Some(refusal(Consequence::Relay, 451, (4, 3, 0))));
    for _ in 0..9 * 60 {
        worker.run_once().await.expect(ANSWERS);
        world.advance_seconds(1);
    }
    relay.refuse(None);
    for _ in 0..59 {
        worker.run_once().await.expect(ANSWERS);
        world.advance_seconds(1);
    }
    assert_eq!(relay.took(), [anna.email], "in its last minute");
}

#[tokio::test]
async fn s65_only_a_recipient_who_is_refused_for_ever_is_given_up_and_that_is_no_trouble_of_the_relay()
 {
    let world = World::new().await;
    world.deliver().await;
    for (nth, (consequence, given_up)) in [
        (Consequence::Relay, 0),
        (Consequence::ForNow, 0),
        (Consequence::Never, 1),
    ]
    .into_iter()
    .enumerate()
    {
        world.invite(&format!("guest{nth}@example.org")).await;
        let relay = Relay::letting(10);
        relay.refuse(Some(refusal(consequence, 550, (5, 1, 1))));
        let worker = relay.worker(&world);
        worker.run_once().await.expect(ANSWERS);
        let count = "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL";
        assert_eq!(
            world.database().number(count).await,
            given_up,
            "{consequence:?}"
        );
        assert_eq!(
            worker.relay().trouble().is_some(),
            consequence == Consequence::Relay
        );
    }
}

#[tokio::test]
async fn s65_a_relay_in_trouble_is_degraded_and_still_ready() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let world = World::configured(
        &[("REGAIN_SMTP_URL", &format!("smtp://127.0.0.1:{port}"))],
        None,
    )
    .await;
    assert_eq!(
        world.browser().get("/readyz").await.json(),
        serde_json::json!({ "ready": true })
    );
    world.invite("guest@example.org").await;
    world.worker().run_once().await.expect(ANSWERS);
    let ready = world.browser().get("/readyz").await;
    assert_eq!(ready.status, 200, "balancers go on");
    let said = ready.json();
    assert_eq!(
        (&said["ready"], &said["degraded"]),
        (&true.into(), &true.into()),
        "{said}"
    );
    assert!(
        said["mail"]
            .as_str()
            .is_some_and(|words| words.contains("regain doctor")),
        "{said}"
    );
    assert!(
        !said.to_string().contains(&port.to_string()),
        "why is for the log"
    );
    // A change of the health check after a recovery would tell a stranger whether the address
    // exists (S2).
    let stranger = world.browser().from("203.0.113.7");
    assert_eq!(
        stranger.get("/readyz").await.json(),
        serde_json::json!({ "ready": true })
    );
}
