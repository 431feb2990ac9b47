//! Inviting people, one by one and by a table (S6, S78).

use super::{page_of, table};
use crate::support::people::root;
use http::StatusCode;
use regain_testkit::{ADDRESSES, World, done};

#[tokio::test]
async fn s78_an_invitation_goes_to_its_address_only_and_can_be_sent_again_and_taken_back() {
    let world = World::new().await;
    let browser = root(&world).await;
    let refused = browser
        .post(
            "invite_person",
            &[("address", "carla.example.org"), ("language", "en")],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("identifier-address"));
    let page = browser.follow(&refused).await;
    assert_eq!(
        page.field_value("address").as_deref(),
        Some("carla.example.org"),
        "what was typed stays"
    );

    let answer = browser
        .post(
            "invite_person",
            &[("address", "carla@example.org"), ("language", "zh-Hant")],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert!(page.words().contains("The invitation is on its way."));
    world.deliver().await;
    let mail = world.last_mail_to("carla@example.org").await;
    let code = mail.code.expect("a code");
    let person = browser
        .get(&page_of(&world, "carla@example.org").await)
        .await;
    for shown in [
        &answer.body,
        &page.body,
        &person.body,
        &browser.get("/admin/history").await.body,
    ] {
        assert!(!shown.contains(&code), "no administrator sees it");
    }
    assert!(person.words().contains("Send a new invitation"));

    let id = world.id_of("carla@example.org").await.to_hex();
    done(
        &browser
            .call(
                "invite_person",
                &[("address", "carla@example.org"), ("person", &id)],
            )
            .await,
    );
    world.deliver().await;
    let guest = world.browser();
    guest.get("/invite").await;
    let old = guest.call("open_invitation", &[("code", &code)]).await;
    assert_eq!(old.refusal().as_deref(), Some("invitation-replaced"));
    done(&browser.call("cancel_invitation", &[("person", &id)]).await);
    assert_eq!(
        browser
            .call("cancel_invitation", &[("person", &id)])
            .await
            .refusal()
            .as_deref(),
        Some("not-invited")
    );
}

#[tokio::test]
async fn s6_inviting_an_address_that_has_an_account_looks_the_same_and_its_owner_is_told() {
    let world = World::new().await;
    let browser = root(&world).await;
    let before = world.credentials().await;
    let known = browser
        .post(
            "invite_person",
            &[("address", ADDRESSES[0]), ("language", "en")],
        )
        .await;
    let unknown = browser
        .post(
            "invite_person",
            &[("address", "new@example.org"), ("language", "en")],
        )
        .await;
    assert_eq!(
        (known.status, known.location()),
        (unknown.status, unknown.location())
    );
    world.deliver().await;
    assert_eq!(world.last_mail_to(ADDRESSES[0]).await.code, None);
    let after = world.credentials().await;
    assert!(before.iter().all(|row| after.contains(row)));
}

#[tokio::test]
async fn a_table_is_judged_line_by_line_before_anything_is_sent() {
    let world = World::new().await;
    let browser = root(&world).await;
    let text = "email,language\nli@example.org,zh-Hans\nnobody\nbo@example.org,fr\nLi@example.org\nmei@example.org\n";
    let preview = table(&browser, "/admin/invite", &[("table", text)]).await;
    assert_eq!(preview.status, StatusCode::OK);
    let words = preview.words();
    for said in [
        "2 invitations can be sent.",
        "Line 3",
        "This isn't a complete email address.",
        "This isn't a language that Regain speaks",
        "An earlier line has the same address.",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(
        preview.body.contains("nobody\nbo@example.org,fr"),
        "what was typed stays"
    );
    world.deliver().await;
    assert!(world.mails_to("li@example.org").await.is_empty());

    let by_script = browser
        .call(
            "read_screen",
            &[
                ("address", "/admin/invite"),
                ("language", "en"),
                ("table", text),
            ],
        )
        .await;
    assert!(by_script.body.contains("2 invitations can be sent."));

    done(
        &browser
            .call("invite_many", &[("table", text), ("language", "en")])
            .await,
    );
    world.deliver().await;
    assert_eq!(
        world.last_mail_to("li@example.org").await.language,
        regain_domain::Language::SimplifiedChinese
    );
    assert_eq!(world.mails_to("mei@example.org").await.len(), 1);
    let none = browser
        .call("invite_many", &[("table", "nobody"), ("language", "en")])
        .await;
    assert_eq!(none.refusal().as_deref(), Some("identifier-address"));
}
