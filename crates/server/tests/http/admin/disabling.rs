//! Disabling people and enabling them again (S55).

use super::page_of;
use crate::support::people::root;
use regain_testkit::{ADDRESSES, ROOT, World, done};

#[tokio::test]
async fn s55_disabling_ends_everything_and_enabling_gives_back_exactly_what_was_there() {
    let world = World::new().await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let before = world.credentials().await;
    let browser = root(&world).await;
    for (reason, refusal) in [
        (String::new(), "reason-empty"),
        ("x".repeat(201), "reason-long"),
    ] {
        let answer = browser
            .post("disable_person", &[("person", &id), ("reason", &reason)])
            .await;
        assert_eq!(answer.refusal().as_deref(), Some(refusal));
        assert!(anna.is_signed_in().await);
    }
    let answer = browser
        .post(
            "disable_person",
            &[("person", &id), ("reason", "left her laptop on the train")],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert!(
        page.words()
            .contains("The account is disabled, and the person is told.")
    );
    assert!(!anna.is_signed_in().await);
    world.deliver().await;
    assert!(
        world
            .last_mail_to(ADDRESSES[0])
            .await
            .text
            .contains("left her laptop on the train")
    );
    assert_eq!(
        browser
            .call("end_sessions", &[("person", &id)])
            .await
            .refusal()
            .as_deref(),
        Some("not-active"),
        "there are none"
    );
    done(&browser.call("enable_person", &[("person", &id)]).await);
    assert_eq!(
        world.credentials().await,
        before,
        "the manifest and every row are what they were"
    );
    world.browser().sign_in(world.anna()).await;
}

#[tokio::test]
async fn nobody_disables_themselves_and_the_last_administrator_keeps_the_role() {
    let world = World::new().await;
    let browser = root(&world).await;
    let id = world.id_of(ROOT).await.to_hex();
    let answer = browser
        .call("disable_person", &[("person", &id), ("reason", "enough")])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("yourself"));
    let answer = browser
        .call("request_role", &[("person", &id), ("role", "member")])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("last-administrator"));
    let page = browser.get(&page_of(&world, ROOT).await).await;
    assert!(
        page.words()
            .contains("This is the last active global administrator")
    );
}
