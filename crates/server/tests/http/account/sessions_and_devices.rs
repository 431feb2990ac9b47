//! The page of sessions and known devices.

use regain_testkit::{World, done};

fn id_on(page: &str, field: &str) -> String {
    let at = page
        .find(&format!("name=\"{field}\" value=\""))
        .unwrap_or_else(|| panic!("no {field}"));
    page[at..].split('"').nth(3).expect("an id").to_owned()
}

#[tokio::test]
async fn s54_an_owner_sees_and_ends_their_own_sessions_and_nobody_elses() {
    let world = World::new().await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let here = world.browser();
    let there = world.browser().with("user-agent", agent);
    for browser in [&here, &there] {
        browser.sign_in(world.anna()).await;
    }
    let page = here.get("/account/devices").await;
    assert!(
        page.words().contains("Firefox") && page.words().contains("This device"),
        "{}",
        page.words()
    );
    assert_eq!(
        page.body.matches("action=\"/api/end_session\"").count(),
        1,
        "not this one"
    );
    let id = id_on(&page.body, "session");
    let bert = world.browser();
    bert.sign_in(world.bert()).await;
    let refused = bert.call("end_session", &[("session", &id)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("session-unknown"));
    assert!(there.is_signed_in().await);
    done(&here.call("end_session", &[("session", &id)]).await);
    assert!(!there.is_signed_in().await && here.is_signed_in().await);
    let again = here.post("end_session", &[("session", &id)]).await;
    assert_eq!(
        again.location(),
        Some("/account/devices?problem=session-unknown"),
        "a second tab"
    );

    there.sign_in(world.anna()).await;
    done(&here.call("end_other_sessions", &[]).await);
    assert!(!there.is_signed_in().await && here.is_signed_in().await && bert.is_signed_in().await);
    assert!(
        here.get("/account/devices")
            .await
            .words()
            .contains("You aren't signed in anywhere else.")
    );
}

#[tokio::test]
async fn a_forgotten_device_is_new_again() {
    let world = World::new().await;
    let browser = world.browser();
    // She enrolled on another device earlier, so the list begins with this one.
    let _ = world.anna();
    world.advance_seconds(1);
    browser.sign_in(world.anna()).await;
    let page = browser.get("/account/devices").await;
    let id = id_on(&page.body, "device");
    done(&browser.call("forget_device", &[("device", &id)]).await);
    let told = async || {
        let mails = world.mails_to(&world.anna().email).await;
        mails
            .iter()
            .filter(|mail| mail.subject == "Sign-in on a new device")
            .count()
    };
    assert_eq!(told().await, 1);
    done(&browser.call("sign_out", &[]).await);
    browser.sign_in(world.anna()).await;
    assert_eq!(told().await, 2);
}
