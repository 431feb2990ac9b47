//! Policies and requests that SQL wrote (S79).

use crate::support::people::root;
use crate::support::policy::{bert_as, decide, preview, save, set, told};
use regain_domain::Role;
use regain_testkit::{ADDRESSES, World};

#[tokio::test]
async fn s79_a_policy_that_sql_wrote_is_not_followed_and_nothing_gets_looser() {
    let strict = async |world: &World, what: &str| {
        let told = told(world).await;
        assert_eq!(told["password_min"], 64, "{what}: {told}");
        assert_eq!(
            (&told["quarantine_days"], &told["session_idle_minutes"]),
            (&14.into(), &5.into()),
            "{what}: {told}"
        );
        assert_eq!(told["second_factor"], true, "{what}");
        assert_eq!(told["device_remembered_days"], 0, "{what}");
        assert_eq!(
            told["methods"],
            serde_json::json!(["mail", "saved_code"]),
            "{what}"
        );
    };
    let insert = "INSERT INTO policies
        SELECT 1, 'second_factor=0 password_min=15', 'second_factor=1', 0, id, id, 0, 0, randomblob(32) FROM people LIMIT 1";
    let world = World::strict().await;
    world.database().run(insert).await;
    world.advance_seconds(2);
    strict(&world, "added").await;
    // Signing in still takes the second step, and nothing is locked.
    let browser = root(&world).await;
    let page = browser.get("/admin/policy").await.words();
    assert!(
        page.contains("The stored policy isn't what administrators decided"),
        "{page}"
    );

    for (what, tampering) in [
        (
            "changed",
            "UPDATE policies SET content = replace(content, 'password_min=20', 'password_min=8')",
        ),
        (
            "put off",
            "UPDATE policies SET effective_at = effective_at + 100000000",
        ),
        ("taken away", "DELETE FROM policies WHERE version = 2"),
        ("all taken away", "DELETE FROM policies"),
    ] {
        let world = World::strict().await;
        let browser = root(&world).await;
        set(&world, &browser, &[("password_min", "20")]).await;
        set(&world, &browser, &[("code_lifetime", "5")]).await;
        assert!(
            !world.database().allows(tampering).await,
            "{what}: the database refuses it"
        );
        let database = world.database();
        database
            .run_all(&[
                "DROP TRIGGER policies_never_change".to_owned(),
                "DROP TRIGGER policies_stay".to_owned(),
            ])
            .await;
        assert!(database.run(tampering).await > 0, "{what}");
        world.advance_seconds(2);
        strict(&world, what).await;
        // Two administrators repair it, since any new policy loosens something.
        let fresh = root(&world).await;
        let page = preview(&world, &fresh, &[("code_lifetime", "5")]).await;
        assert_eq!(
            save(&fresh, &page).await.location(),
            Some("/admin/policy?notice=policy-asked"),
            "{what}"
        );
        strict(&world, what).await;
        let bert = bert_as(&world, Role::GlobalAdministrator).await;
        assert_eq!(decide(&bert, "confirm").await.refusal(), None, "{what}");
        assert_eq!(told(&world).await["code_lifetime_minutes"], 5);
        assert!(
            !fresh
                .get("/admin/policy")
                .await
                .words()
                .contains("isn't what administrators decided"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn s79_a_request_that_sql_wrote_can_only_be_turned_down() {
    let world = World::strict().await;
    let browser = root(&world).await;
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    let insert = "INSERT INTO policy_requests (id, content, version, requested_by, requested_at, expires_at, seal)
        SELECT randomblob(16), 'second_factor=0 password_min=15', 0, id, 0, 9000000000000, randomblob(32)
        FROM people WHERE status = 'active' AND role = 'global_administrator' LIMIT 1";
    world.database().run(insert).await;
    let bert = world.confirmed(world.bert()).await;
    for browser in [&browser, &bert] {
        let page = browser.get("/admin/policy").await;
        assert!(
            page.words().contains("It can only be turned down."),
            "{}",
            page.words()
        );
        assert!(!page.body.contains("value=\"confirm\""));
        assert!(decide(browser, "confirm").await.refusal().is_some());
    }
    assert_eq!(
        decide(&bert, "refuse").await.location(),
        Some("/admin/policy?notice=policy-refused")
    );
    assert_eq!(told(&world).await["second_factor"], true);
    set(&world, &browser, &[("code_lifetime", "5")]).await;
}
