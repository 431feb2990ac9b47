//! Adding, changing and removing an address: the fresh proof that it takes, and its effects at once
//! (S21, S35, S45, S46).

use super::{PAGE, gates};
use crate::support::addresses::{SECOND, ask, confirmed, farewell, own, take};
use regain_domain::policy;
use regain_testkit::{World, done};

#[tokio::test]
async fn s45_a_stolen_session_neither_adds_changes_nor_removes_an_address() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "").await;
    world.advance(policy::CONFIRMED_FOR);
    let before = world.credentials().await;
    let thief = browser.copy();
    let page = thief.get("/account/methods").await;
    assert!(
        !page.body.contains("/api/remove_address") && !page.body.contains("name=\"change\""),
        "{}",
        page.words()
    );
    let setup = thief.get(PAGE).await;
    assert_eq!(
        setup.location(),
        Some("/account/confirm?return_to=/account/methods/address&problem=confirm-needed")
    );
    for (endpoint, fields) in [
        (
            "claim_address",
            vec![("new_address", "thief@evil.example"), ("position", "1")],
        ),
        ("enter_address_code", vec![("code", "ABCD-EFGH")]),
        ("resend_address_code", vec![]),
        ("stop_address", vec![]),
        ("remove_address", vec![]),
    ] {
        let refused = thief.call(endpoint, &fields).await;
        assert_eq!(refused.status, 403, "{endpoint}");
        assert_eq!(
            refused.refusal().as_deref(),
            Some("confirm-needed"),
            "{endpoint}"
        );
        let refused = thief.post(endpoint, &fields).await;
        assert!(
            refused
                .location()
                .is_some_and(|to| to.starts_with("/account/confirm?return_to=/account/methods"))
        );
    }
    assert_eq!(world.credentials().await, before);
    assert!(world.mails_to("thief@evil.example").await.is_empty());
}

#[tokio::test]
async fn which_address_is_changed_is_kept_through_the_fresh_proof() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    let first =
        Some("/account/confirm?return_to=/account/methods/address?change=1&problem=confirm-needed");
    assert_eq!(
        browser
            .get("/account/methods/address?change=1")
            .await
            .location(),
        first
    );
    let refused = browser
        .post(
            "claim_address",
            &[("new_address", SECOND), ("position", "1")],
        )
        .await;
    assert_eq!(refused.location(), first);
    let page = browser.follow(&refused).await;
    let return_to = page.field_value("return_to").expect("where it goes on");
    let code = world.app_code(&anna);
    let fields = [
        ("password", anna.password.as_str()),
        ("code", &code),
        ("return_to", &return_to),
    ];
    let confirmed = browser.post("confirm", &fields).await;
    assert_eq!(
        confirmed.location(),
        Some("/account/methods/address?change=1&notice=confirmed")
    );
    let page = browser.follow(&confirmed).await;
    assert_eq!(
        page.field_value("position").as_deref(),
        Some("1"),
        "{}",
        page.words()
    );
}

#[tokio::test]
async fn s46_the_second_address_goes_only_while_the_first_counts() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    assert!(
        !browser
            .get("/account/methods")
            .await
            .body
            .contains("/api/remove_address"),
        "the only one stays"
    );
    take(&world, &browser, SECOND, "").await;
    assert_eq!(
        ask(&browser, "anna@third.example", "")
            .await
            .refusal()
            .as_deref(),
        Some("address-many")
    );
    // The first address is changed, and the new one has to wait.
    take(&world, &browser, "anna@third.example", "1").await;
    let page = browser.get("/account/methods").await;
    assert!(
        page.words().contains("wait until the first one counts"),
        "{}",
        page.words()
    );
    let refused = browser.post("remove_address", &[]).await;
    assert_eq!(
        refused.location(),
        Some("/account/methods?problem=address-first")
    );
    assert!(
        browser
            .follow(&refused)
            .await
            .words()
            .contains("Nothing was removed.")
    );
    world.advance(policy::QUARANTINE);
    let browser = confirmed(&world, &anna).await;
    done(&browser.call("remove_address", &[]).await);
    assert_eq!(
        own(&world, "anna@third.example").await,
        ["anna@third.example"]
    );
    assert_eq!(
        world.last_mail_to("anna@third.example").await.subject,
        "An email address was removed"
    );
    assert_eq!(
        farewell(&world, SECOND).await.subject,
        "This address was removed from your account"
    );
    // A removed address goes on counting for seven days, as a changed one does (S109).
    assert_eq!(
        gates(&world, SECOND).await,
        [anna.email.as_str(), SECOND, "anna@third.example"]
    );
    let page = browser.get("/account").await.words();
    assert!(
        !page.contains("three other ways are left"),
        "S20: what goes is none of one's ways: {page}"
    );
    assert_eq!(
        world
            .browser()
            .try_sign_in(SECOND, &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    assert_eq!(
        browser
            .call("remove_address", &[])
            .await
            .refusal()
            .as_deref(),
        Some("address-none"),
        "another tab"
    );
    world.advance(policy::FORMER_COUNTS);
    assert_eq!(gates(&world, &anna.user_name).await, ["anna@third.example"]);
}

#[tokio::test]
async fn s21_a_change_of_address_ends_every_open_recovery() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    for (position, address) in [("", SECOND), ("2", "anna@third.example")] {
        let browser = confirmed(&world, &anna).await;
        let open = world.browser();
        open.start_recovery(&anna.user_name, "forgot_password")
            .await;
        take(&world, &browser, address, position).await;
        let over = open
            .call("read_recovery", &[("page", "/recover/verify")])
            .await;
        assert!(
            over.body.contains("flow-cancelled") || over.body.contains("FlowCancelled"),
            "{over:?}"
        );
        let going = "SELECT count(*) FROM recovery_flows WHERE state IN ('started', 'one_gate', 'two_gates')";
        assert_eq!(world.database().number(going).await, 0);
    }
    let told = world
        .database()
        .texts("SELECT event FROM history WHERE event LIKE 'address.%' ORDER BY seq")
        .await;
    assert_eq!(told, ["address.added", "address.changed"]);
    let facts = "SELECT count(*) FROM history WHERE event LIKE 'address.%' AND facts LIKE '%@%'";
    assert_eq!(world.database().number(facts).await, 0, "S103");
}

#[tokio::test]
async fn s35_a_new_password_is_held_against_every_address() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "annabelle.smithson@home.example", "").await;
    let fields = [
        ("current", anna.password.as_str()),
        ("new", "annabelle.smithson"),
    ];
    assert_eq!(
        browser
            .call("change_password", &fields)
            .await
            .refusal()
            .as_deref(),
        Some("password-context")
    );
}
