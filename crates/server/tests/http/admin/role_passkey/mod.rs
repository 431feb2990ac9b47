//! People act in a role by a passkey that counts, and have fourteen days to get one (S114).

mod acts;
mod deadline;

use regain_domain::Role;
use regain_testkit::{ADDRESSES, Browser, Person, SoftPasskey, World, done};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const HEADING: &str = "Administrators need a passkey";

/// Every administrators' screen.
const SCREENS: [&str; 7] = [
    "/admin",
    "/admin/invite",
    "/admin/requests",
    "/admin/policy",
    "/admin/policy/preview",
    "/admin/readiness",
    "/admin/history",
];

/// Bert, as a user administrator from now on.
async fn with_role(world: &World) -> &Person {
    world.set_role(ADDRESSES[1], Role::UserAdministrator).await;
    world.bert()
}

async fn add_passkey(browser: &Browser, seed: u8) -> SoftPasskey {
    let mut passkey = SoftPasskey::new(seed);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    passkey
}

/// A browser in which somebody signed in with a passkey.
async fn by_passkey(world: &World, passkey: &mut SoftPasskey) -> Browser {
    let browser = world.browser();
    done(
        &browser
            .use_passkey("sign-in", "sign_in_with_passkey", passkey)
            .await,
    );
    browser
}

async fn confirm(browser: &Browser, passkey: &mut SoftPasskey) -> Option<String> {
    browser
        .use_passkey("confirm", "confirm_with_passkey", passkey)
        .await
        .refusal()
}

/// Invites somebody; returns the refusal, if any.
async fn invite(browser: &Browser, address: &str) -> Option<String> {
    browser
        .call("invite_person", &[("address", address), ("language", "en")])
        .await
        .refusal()
}

/// Asserts that the browser gets no screen, no file and no act.
async fn assert_closed(world: &World, browser: &Browser) {
    let told = "SELECT count(*) FROM history";
    let before = world.database().number(told).await;
    let person = format!("/admin/people/{}", world.id_of(ADDRESSES[0]).await.to_hex());
    for screen in SCREENS.into_iter().chain([person.as_str()]) {
        let page = browser.get(screen).await;
        assert_eq!(page.status, 403, "{screen}");
        let words = page.words();
        assert!(
            words.contains("Administration needs a passkey that counts"),
            "{screen}: {words}"
        );
        assert!(
            !words.contains("anna") && !words.contains("Anna"),
            "{screen}: {words}"
        );
    }
    for (file, fields) in [
        ("/admin/history/export", "format=csv"),
        ("/admin/readiness/export", ""),
    ] {
        let refused = browser.send(browser.form(file, fields)).await;
        assert!(
            refused
                .location()
                .is_some_and(|to| to.ends_with("?problem=passkey-needed")),
            "{file}: {refused:?}"
        );
    }
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    for (act, fields) in [
        (
            "invite_person",
            vec![("address", "carla@example.org"), ("language", "en")],
        ),
        (
            "disable_person",
            vec![("person", id.as_str()), ("reason", "on leave")],
        ),
        ("end_sessions", vec![("person", id.as_str())]),
        ("save_policy", vec![("policy", ""), ("seen", "")]),
        ("call_off_policy", Vec::new()),
    ] {
        assert_eq!(
            browser.call(act, &fields).await.refusal().as_deref(),
            Some("passkey-needed"),
            "{act}"
        );
    }
    assert_eq!(
        world.database().number(told).await,
        before,
        "nothing was done"
    );
}
