//! The roles that see and change the policy, and the places that tell it (F21, S72).

use crate::support::people::root;
use crate::support::policy::{bert_as, preview, set, told};
use http::StatusCode;
use regain_domain::{Policy, Role};
use regain_testkit::World;

#[tokio::test]
async fn s72_roles_see_or_change_the_policy_as_the_table_says() {
    for (role, sees, changes) in [
        (Role::Member, false, false),
        (Role::Auditor, true, false),
        (Role::UserAdministrator, true, false),
        (Role::GlobalAdministrator, true, true),
    ] {
        let world = World::new().await;
        let asking = root(&world).await;
        // A waiting request, so that every form is on a page.
        set(&world, &asking, &[("device_remembered", "30")]).await;
        set(&world, &asking, &[("device_remembered", "60")]).await;
        let browser = bert_as(&world, role).await;
        let page = browser.get("/admin/policy").await;
        assert_eq!(page.status == StatusCode::OK, sees, "{role:?}");
        assert_eq!(
            page.body.contains("action=\"/api/decide_policy\""),
            changes,
            "{role:?}"
        );
        let seen = preview(&world, &browser, &[("code_lifetime", "5")]).await;
        assert_eq!(seen.status == StatusCode::OK, sees, "{role:?}");
        let id = asking
            .get("/admin/policy")
            .await
            .field_value("request")
            .expect("a request");
        let text = Policy::password_alone().to_text();
        for (endpoint, fields) in [
            ("save_policy", vec![("policy", text.as_str()), ("seen", "")]),
            (
                "decide_policy",
                vec![
                    ("request", id.as_str()),
                    ("decision", "confirm"),
                    ("seen", ""),
                ],
            ),
            ("call_off_policy", vec![]),
        ] {
            let refused = browser.call(endpoint, &fields).await.refusal();
            assert_eq!(
                refused.as_deref() == Some("not-allowed"),
                !changes,
                "{endpoint} as {role:?}: {refused:?}"
            );
        }
        assert_eq!(
            world.browser().get("/admin/policy").await.status,
            StatusCode::FOUND,
            "to sign in"
        );
    }
}

#[tokio::test]
async fn f21_programs_pages_and_other_processes_tell_the_same_policy() {
    let world = World::new().await;
    let second = world.second_process().await;
    let root = root(&world).await;
    let before = world.browser().get("/api/policy").await;
    assert_eq!(before.status, StatusCode::OK);
    assert_eq!(before.json()["gates"], 2);
    set(
        &world,
        &root,
        &[("password_min", "25"), ("code_lifetime", "7")],
    )
    .await;
    let told = told(&world).await;
    assert_eq!(
        (
            told["password_min"].as_u64(),
            told["code_lifetime_minutes"].as_u64()
        ),
        (Some(25), Some(7))
    );
    let page = root.get("/admin/policy").await.words();
    assert!(
        page.contains("25 characters") && page.contains("7 minutes"),
        "{page}"
    );
    // Another process' decision applies at once, and its pages show it within a second.
    let base = second.base();
    let read = async || {
        base.policy(base.store.read().await.expect("it answers").as_mut())
            .await
            .expect("it answers")
    };
    assert_eq!(read().await.password_min(), 25);
    world.advance_seconds(1);
    assert_eq!(base.shown_policy().await.password_min(), 25);
    let refused = world
        .browser()
        .send(world.browser().form("/api/policy", ""))
        .await;
    assert!(refused.status.is_client_error(), "it is only read");
}
