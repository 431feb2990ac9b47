//! Roles, which two administrators give, and the powers of each.

use super::{page_of, signed_in_as};
use crate::support::people::root;
use http::StatusCode;
use regain_domain::Role;
use regain_testkit::{ADDRESSES, ROOT, World, done};

#[tokio::test]
async fn a_user_administrator_has_no_power_over_administrators_and_gives_no_roles() {
    let world = World::new().await;
    let browser = signed_in_as(&world, Role::UserAdministrator).await;
    let root_id = world.id_of(ROOT).await.to_hex();
    for (endpoint, fields) in [
        (
            "disable_person",
            vec![("person", root_id.as_str()), ("reason", "no")],
        ),
        ("end_sessions", vec![("person", root_id.as_str())]),
        (
            "request_role",
            vec![("person", root_id.as_str()), ("role", "member")],
        ),
    ] {
        let answer = browser.call(endpoint, &fields).await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("not-allowed"),
            "{endpoint}"
        );
    }
    let page = browser.get(&page_of(&world, ROOT).await).await;
    assert!(!page.body.contains(" action=\"/api/disable_person\""));
}

#[tokio::test]
async fn a_role_is_confirmed_by_a_second_administrator_and_its_person_is_told_and_signed_out() {
    let world = World::new().await;
    let first = root(&world).await;
    let second = signed_in_as(&world, Role::GlobalAdministrator).await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let ask = [("person", id.as_str()), ("role", "auditor")];
    done(&first.call("request_role", &ask).await);
    assert_eq!(
        second.call("request_role", &ask).await.refusal().as_deref(),
        Some("role-requested")
    );
    world.deliver().await;
    assert!(
        world
            .last_mail_to(ADDRESSES[1])
            .await
            .text
            .contains("https://id.example.org/admin/requests")
    );

    let own = first.get("/admin/requests").await;
    assert!(
        own.words().contains("Take the request back") && !own.body.contains("value=\"confirm\"")
    );
    let request = own.field_value("request").expect("the request's id");
    let confirm = [("request", request.as_str()), ("decision", "confirm")];
    assert_eq!(
        first
            .call("decide_role", &confirm)
            .await
            .refusal()
            .as_deref(),
        Some("second-administrator")
    );
    let page = second
        .follow(&second.post("decide_role", &confirm).await)
        .await;
    assert!(
        page.words()
            .contains("The role is changed, and the person is told.")
    );
    assert!(
        page.words()
            .contains("Nothing is waiting for a second administrator.")
    );
    assert_eq!(
        second
            .call("decide_role", &confirm)
            .await
            .refusal()
            .as_deref(),
        Some("request-over")
    );
    assert!(!anna.is_signed_in().await, "S50");
    anna.sign_in(world.anna()).await;
    assert_eq!(anna.get("/admin/history").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_that_is_turned_down_changes_nothing() {
    let world = World::new().await;
    let browser = root(&world).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    done(
        &browser
            .call(
                "request_role",
                &[("person", &id), ("role", "global-administrator")],
            )
            .await,
    );
    let request = browser
        .get("/admin/requests")
        .await
        .field_value("request")
        .expect("the request's id");
    done(
        &browser
            .call("decide_role", &[("request", &request), ("decision", "")])
            .await,
    );
    let person = browser.get(&page_of(&world, ADDRESSES[0]).await).await;
    assert!(person.words().contains("member"));
    assert!(
        browser
            .get("/admin/requests")
            .await
            .words()
            .contains("Nothing is waiting")
    );
}
