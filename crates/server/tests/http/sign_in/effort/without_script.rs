//! Without script, waiting stands in for work (S62).

use super::{OFFICE, press};
use regain_domain::policy;
use regain_testkit::{Browser, World};
use std::time::Duration;

#[tokio::test]
async fn s62_without_script_one_waits_once_and_keeps_what_was_typed() {
    let world = World::new().await;
    let anna = world.anna();
    press(&world).await;
    let browser = world.browser().from(OFFICE);
    let asked = browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert_eq!(asked.location(), Some("/sign-in?problem=pow-needed"));
    let page = browser.follow(&asked).await;
    assert!(
        page.words()
            .contains(&format!("wait {} seconds", policy::WAIT.as_secs())),
        "{}",
        page.words()
    );
    assert_eq!(
        page.field_value("identifier").as_deref(),
        Some(anna.user_name.as_str())
    );
    assert_eq!(page.field_value("password").unwrap_or_default(), "");
    let ticket = page.field_value("proof").expect("a ticket");
    let send = async |ticket: &str, browser: &Browser| {
        let fields = [
            ("identifier", anna.user_name.as_str()),
            ("password", &anna.password),
            ("proof", ticket),
        ];
        browser.post("sign_in", &fields).await
    };
    world.advance(policy::WAIT - Duration::from_secs(1));
    let early = send(&ticket, &browser).await;
    assert_eq!(early.location(), Some("/sign-in?problem=pow-early"));
    let page = browser.follow(&early).await;
    assert_eq!(
        page.field_value("proof"),
        Some(ticket.clone()),
        "the wait doesn't begin anew"
    );
    assert_eq!(
        page.field_value("identifier").as_deref(),
        Some(anna.user_name.as_str())
    );
    world.advance_seconds(1);
    assert_eq!(send(&ticket, &browser).await.location(), Some("/account"));
    let again = send(&ticket, &world.browser().from(OFFICE)).await;
    assert_eq!(again.refusal().as_deref(), Some("pow-needed"), "once");
    // It doesn't last for ever, either.
    let other = world.browser().from(OFFICE);
    let ticket = other
        .follow(&again)
        .await
        .field_value("proof")
        .expect("another ticket");
    world.advance(policy::WAIT + policy::EFFORT_WINDOW);
    assert_eq!(
        send(&ticket, &other).await.refusal().as_deref(),
        Some("pow-needed")
    );
}

#[tokio::test]
async fn s62_waits_are_fewer_than_a_flood_and_recoveries_wait_too() {
    let world = World::new().await;
    let anna = world.anna();
    press(&world).await;
    let browser = world.browser().from(OFFICE);
    let mut tickets = Vec::new();
    for _ in 0..=policy::WAITS_OF_SOURCE.hourly {
        let page = browser.get("/recover?problem=pow-needed").await;
        tickets.push(page.field_value("proof").expect("a ticket"));
    }
    world.advance(policy::WAIT);
    for (nth, ticket) in (0..).zip(&tickets) {
        let fields = [
            ("identifier", anna.email.as_str()),
            ("trouble", "forgot_password"),
            ("proof", ticket),
        ];
        let location = if nth < policy::WAITS_OF_SOURCE.hourly {
            "/recover/verify"
        } else {
            "/recover?problem=pow-waits"
        };
        assert_eq!(
            browser.post("start_recovery", &fields).await.location(),
            Some(location),
            "{nth}"
        );
    }
    assert_eq!(
        browser
            .get("/recover?problem=pow-waits")
            .await
            .field_value("proof")
            .unwrap_or_default(),
        ""
    );
}
