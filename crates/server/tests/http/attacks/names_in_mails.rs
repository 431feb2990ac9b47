//! Names and reasons in mails to others contain no link, number or sentence (S70).

use regain_testkit::{ADDRESSES, World, done};

const STRANGER: &str = "stranger@example.net";
const HOSTILE: &str = "Ring +1 900 123 456 or http://evil.example/login";

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn s70_a_name_with_a_link_a_number_or_a_sentence_is_refused_where_it_is_chosen() {
    let world = World::new().await;
    let link = world.invite("carla@example.org").await;
    let invited = world.browser();
    done(
        &invited
            .call("open_invitation", &[("code", link.code.shown().as_str())])
            .await,
    );
    let owner = world.confirmed(world.anna()).await;
    for name in [
        HOSTILE,
        "evil.example",
        "Anna (evil.example)",
        "evil/login",
        "anna@evil",
        "Call: now",
        "Anna 0900",
        "+1 900 123",
        "٠٩٠٠",
        "Your account is closed, ring us now or lose it",
        "❤",
        "42",
    ] {
        let fields = [("name", name), ("user_name", "carla")];
        assert_eq!(
            invited
                .call("enrol_names", &fields)
                .await
                .refusal()
                .as_deref(),
            Some("name-only"),
            "{name}"
        );
        let added = owner
            .call("add_contact", &[("name", name), ("mailbox", STRANGER)])
            .await;
        assert_eq!(added.refusal().as_deref(), Some("name-only"), "{name}");
    }
    for name in [
        "Carla\u{E000}",
        "Car\u{2800}la",
        "Carla\u{E0041}",
        "Car\u{115F}la",
    ] {
        let fields = [("name", name), ("user_name", "carla")];
        assert_eq!(
            invited
                .call("enrol_names", &fields)
                .await
                .refusal()
                .as_deref(),
            Some("name-character"),
            "{name:?}"
        );
    }
    let plain = invited
        .post("enrol_names", &[("name", HOSTILE), ("user_name", "carla")])
        .await;
    let page = invited.follow(&plain).await;
    assert!(
        page.words().contains("Enter a name and nothing else"),
        "{}",
        page.words()
    );
    assert_eq!(
        page.field_value("name").as_deref(),
        Some(HOSTILE),
        "what was typed stays"
    );
    done(
        &invited
            .call(
                "enrol_names",
                &[
                    ("name", "Dr. Carla-Lena O'Neill-Wu"),
                    ("user_name", "carla"),
                ],
            )
            .await,
    );
}

#[tokio::test]
async fn s70_a_name_that_was_stored_before_is_left_out_of_mails_to_others() {
    let world = World::new().await;
    let set = format!(
        "UPDATE people SET name = '{HOSTILE}' WHERE id = (SELECT person_id FROM identifiers WHERE canonical = '{}')",
        ADDRESSES[0]
    );
    assert_eq!(world.database().run(&set).await, 1);
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    done(
        &anna
            .call("confirm", &[("password", &world.anna().password)])
            .await,
    );
    done(
        &anna
            .call("add_contact", &[("name", "Cleo"), ("mailbox", STRANGER)])
            .await,
    );
    let invitation = world.last_mail_to(STRANGER).await;
    let contact = world.contact_browser(STRANGER).await;
    let asked = contact.get("/contact?step=answer").await;
    let id = world.holdings(ADDRESSES[0]).await.contacts[0].id.to_hex();
    done(&anna.call("remove_contact", &[("contact", &id)]).await);
    let removed = world.last_mail_to(STRANGER).await;
    assert_ne!(invitation.subject, removed.subject);
    for mail in [&invitation, &removed] {
        for said in ["evil", "900", "Ring", "calls themselves"] {
            assert!(
                !mail.text.contains(said) && !mail.html.contains(said),
                "{said}: {}",
                mail.text
            );
            assert!(!mail.subject.contains(said), "{}", mail.subject);
        }
        assert!(
            on_one_line(&mail.text).contains("Somebody "),
            "{}",
            mail.text
        );
    }
    assert!(!asked.words().contains("evil"), "{}", asked.words());
}

#[tokio::test]
async fn s70_an_administrators_reason_leads_nowhere() {
    let world = World::new().await;
    let root = world.confirmed(world.root()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    for reason in [
        HOSTILE,
        "see https://evil.example",
        "write to help@evil.example",
        "ring 0900 123 456",
    ] {
        let refused = root
            .post("disable_person", &[("person", &id), ("reason", reason)])
            .await;
        assert_eq!(
            refused.refusal().as_deref(),
            Some("reason-link"),
            "{reason}"
        );
        let page = root.follow(&refused).await;
        assert!(
            page.words().contains("it can't have a link"),
            "{}",
            page.words()
        );
        assert_eq!(
            page.field_value("reason").as_deref(),
            Some(reason),
            "what was typed stays"
        );
    }
    let reason = "left on 30.11.2026, see ticket 4711";
    done(
        &root
            .call("disable_person", &[("person", &id), ("reason", reason)])
            .await,
    );
    assert!(world.last_mail_to(ADDRESSES[0]).await.text.contains(reason));
}
