//! Limits on what one phished administrator can do (S114): every act needs a fresh proof, sessions
//! are short, and acts that take something from others are counted.

mod counted;
mod fresh;

use regain_testkit::{Answer, Browser, World};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// Every administrators' form, with plausible values.
fn acts(person: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let of = |pairs: &[(&'static str, &str)]| {
        pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    let table = "mei@example.org\nbo@example.org\n";
    let policy = regain_domain::Policy::password_alone();
    let policy = policy
        .with(&[(regain_domain::Setting::CodeLifetime, 5)])
        .expect("tighter")
        .to_text();
    vec![
        (
            "invite_person",
            of(&[("address", "carla@example.org"), ("language", "en")]),
        ),
        ("invite_many", of(&[("table", table), ("language", "en")])),
        ("cancel_invitation", of(&[("person", person)])),
        (
            "disable_person",
            of(&[("person", person), ("reason", "on leave")]),
        ),
        ("enable_person", of(&[("person", person)])),
        ("end_sessions", of(&[("person", person)])),
        (
            "request_role",
            of(&[("person", person), ("role", "auditor")]),
        ),
        (
            "decide_role",
            of(&[("request", "00"), ("decision", "confirm")]),
        ),
        ("save_policy", of(&[("policy", &policy), ("seen", "")])),
        (
            "decide_policy",
            of(&[("request", "00"), ("decision", "confirm"), ("seen", "")]),
        ),
        ("call_off_policy", Vec::new()),
    ]
}

/// Confirms on the page that an act led to; returns the answer.
async fn confirm(world: &World, browser: &Browser, asked: &Answer) -> Answer {
    let page = browser.follow(asked).await;
    assert!(
        page.words().contains("Changes need a fresh proof"),
        "{}",
        page.words()
    );
    let return_to = page.field_value("return_to").expect("where it came from");
    let fields = [
        ("password", world.root().password.as_str()),
        ("return_to", &return_to),
    ];
    let wrong = browser
        .post("confirm", &[("password", "no"), ("return_to", &return_to)])
        .await;
    assert_eq!(
        browser
            .follow(&wrong)
            .await
            .field_value("return_to")
            .as_deref(),
        Some(return_to.as_str())
    );
    let confirmed = browser.post("confirm", &fields).await;
    assert_eq!(confirmed.refusal(), None, "{confirmed:?}");
    let back = browser.follow(&confirmed).await;
    assert!(
        back.words()
            .contains("Confirmed. You can make changes for five minutes."),
        "{}",
        back.words()
    );
    back
}
