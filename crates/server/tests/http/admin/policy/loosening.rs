//! Changes that take two administrators: loosening, and switching a way off (S82, S114).

use super::{DAY, rows};
use crate::support::people::root;
use crate::support::policy::{bert_as, decide, preview, save, set, told};
use regain_domain::{Policy, Role, Setting};
use regain_testkit::{ADDRESSES, ROOT, World};

#[tokio::test]
async fn s82_loosening_takes_two_administrators_and_never_the_one_who_asks() {
    let world = World::strict().await;
    // As in production, each look at the clock tells a different time, and still the policy applies
    // at once.
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let page = preview(&world, &browser, &[("password_min", "10")]).await;
    assert!(
        page.words()
            .contains("It only takes effect if a second administrator confirms it."),
        "{}",
        page.words()
    );
    assert!(page.words().contains("Ask a second administrator"));
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-asked"));
    assert_eq!(told(&world).await["password_min"], 12, "it waits");
    assert_eq!(
        world.last_mail_to(ADDRESSES[1]).await.subject,
        "A change to the policy is waiting for a second administrator"
    );

    let own = browser.get("/admin/policy").await;
    assert!(!own.body.contains("value=\"confirm\""), "no such button");
    assert_eq!(
        decide(&browser, "confirm").await.refusal().as_deref(),
        Some("second-administrator")
    );
    assert_eq!(told(&world).await["password_min"], 12);
    // One request at a time.
    let other = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    assert_eq!(other.field_value("seen"), None);
    let text = Policy::default()
        .with(&[(Setting::CodeLifetime, 5)])
        .expect("a policy")
        .to_text();
    let refused = browser
        .post("save_policy", &[("policy", &text), ("seen", "")])
        .await;
    assert_eq!(
        refused.location(),
        Some("/admin/policy?problem=policy-waiting")
    );

    let page = bert.get("/admin/policy").await;
    assert!(
        page.words().contains("Asked for by Root")
            && page.words().contains("12 characters becomes 10 characters")
    );
    let confirmed = decide(&bert, "confirm").await;
    assert_eq!(
        confirmed.location(),
        Some("/admin/policy?notice=policy-saved")
    );
    assert_eq!(told(&world).await["password_min"], 10);
    assert_eq!(rows(&world).await, (1, 1));
    let late = bert
        .post(
            "decide_policy",
            &[("request", "00"), ("decision", "confirm"), ("seen", "")],
        )
        .await;
    assert_eq!(late.refusal().as_deref(), Some("request-over"));

    // Turned down, and taken back.
    for (decider, mail_to) in [(&bert, ROOT), (&browser, ADDRESSES[1])] {
        set(&world, &browser, &[("password_min", "9")]).await;
        assert_eq!(
            decide(decider, "refuse").await.location(),
            Some("/admin/policy?notice=policy-refused")
        );
        assert_eq!(told(&world).await["password_min"], 10);
        assert_eq!(
            world.last_mail_to(mail_to).await.subject,
            "A change to the policy was turned down"
        );
    }
    // A request ends by itself.
    set(&world, &browser, &[("password_min", "9")]).await;
    world.advance_seconds(3 * DAY);
    let browser = root(&world).await;
    assert!(
        !browser
            .get("/admin/policy")
            .await
            .body
            .contains("name=\"request\"")
    );
    set(&world, &browser, &[("code_lifetime", "9")]).await;
}

#[tokio::test]
async fn one_of_two_decisions_at_once_counts() {
    let world = World::strict().await;
    let asking = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &asking, &[("password_min", "10")]).await;
    let page = bert.get("/admin/policy").await;
    let request = page.field_value("request").expect("one");
    let seen = page.field_value("seen").expect("one");
    let confirm = [
        ("request", request.as_str()),
        ("decision", "confirm"),
        ("seen", &seen),
    ];
    let refuse = [
        ("request", request.as_str()),
        ("decision", "refuse"),
        ("seen", &seen),
    ];
    let (one, other) = tokio::join!(
        bert.call("decide_policy", &confirm),
        asking.call("decide_policy", &refuse)
    );
    let over = [&one, &other]
        .into_iter()
        .filter(|answer| answer.refusal().is_some())
        .count();
    assert_eq!(over, 1, "{one:?} {other:?}");
    assert_eq!(rows(&world).await.0, i64::from(one.refusal().is_none()));
}

#[tokio::test]
async fn s114_switching_a_way_off_takes_two_administrators_though_it_loosens_nothing() {
    let world = World::strict().await;
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let page = preview(&world, &browser, &[("method_contact", "0")]).await;
    let words = page.words();
    assert!(
        words.contains(
            "This switches a way back off. It only takes effect if a second administrator"
        ),
        "{words}"
    );
    assert!(
        words.contains("Ask a second administrator") && !words.contains("makes something easier"),
        "{words}"
    );
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-asked"));
    let offers = async || {
        told(&world).await["methods"]
            .as_array()
            .expect("a list")
            .contains(&"contact".into())
    };
    assert!(offers().await, "it waits");
    assert_eq!(
        decide(&browser, "confirm").await.refusal().as_deref(),
        Some("second-administrator")
    );
    let confirmed = decide(&bert, "confirm").await;
    assert_eq!(
        confirmed.location(),
        Some("/admin/policy?notice=policy-saved")
    );
    assert!(!offers().await);
    // The database itself refuses a decision by one administrator alone.
    let alone = world
        .database()
        .texts("SELECT loosens || (requested_by <> decided_by) FROM policies")
        .await;
    assert_eq!(alone, ["11"]);
    // One administrator decides on any other tightening.
    let page = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    assert_eq!(
        save(&browser, &page).await.location(),
        Some("/admin/policy?notice=policy-saved")
    );
}
