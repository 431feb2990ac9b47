//! The mail that asks somebody to be a recovery contact, and their answer (S17).

use super::{CLEO, add, ids, subjects};
use regain_domain::policy;
use regain_testkit::{CONTACTS, World, done};

#[tokio::test]
async fn s17_an_invitation_is_answered_once_in_its_time_and_a_newer_one_takes_its_place() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.confirmed(anna).await;
    done(&add(&browser, "Cleo", CLEO).await);
    let first = world.mailed_code(CLEO).await;
    let id = ids(&browser).await.remove(0);
    let early = browser.call("resend_contact", &[("contact", &id)]).await;
    assert_eq!(early.refusal().as_deref(), Some("resend-early"));
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_contact", &[("contact", &id)]).await);
    let second = world.mailed_code(CLEO).await;
    assert_ne!(first, second);
    let contact = world.browser();
    let refused = async |code: &str| {
        contact
            .call("open_contact", &[("code", code)])
            .await
            .refusal()
    };
    for (code, refusal) in [
        ("", "code-empty"),
        ("ABCD-EFGH", "code-malformed"),
        ("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345", "contact-unknown"),
        (first.as_str(), "contact-replaced"),
    ] {
        assert_eq!(refused(code).await.as_deref(), Some(refusal), "{code}");
    }
    world.advance(policy::CONTACT_INVITATION_LIFETIME);
    assert_eq!(refused(&second).await.as_deref(), Some("contact-expired"));

    let browser = world.confirmed(anna).await;
    assert!(
        browser
            .get("/account/methods/contacts")
            .await
            .words()
            .contains("Didn't answer within seven days")
    );
    done(&browser.call("resend_contact", &[("contact", &id)]).await);
    let third = world.mailed_code(CLEO).await;
    let one = world.contact_browser(CLEO).await;
    let other = world.contact_browser(CLEO).await;
    done(&one.call("accept_contact", &[]).await);
    let late = other.call("accept_contact", &[]).await;
    assert_eq!(late.location(), Some("/contact?problem=contact-answered"));
    assert_eq!(
        browser
            .call("resend_contact", &[("contact", &id)])
            .await
            .refusal()
            .as_deref(),
        Some("method-unknown")
    );

    // The same mail steps back, however late, once.
    world.advance(policy::CONTACT_INVITATION_LIFETIME * 5);
    done(&contact.call("open_contact", &[("code", &third)]).await);
    let page = contact.get("/contact?step=answer").await;
    assert_eq!(
        page.heading(),
        format!("You are a recovery contact of {}", anna.name)
    );
    done(&contact.call("decline_contact", &[]).await);
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your recovery contact doesn't want to be one"
    );
    assert_eq!(refused(&third).await.as_deref(), Some("contact-answered"));
    let holdings = world.holdings(&anna.email).await;
    assert_eq!(holdings.contacts_that_count(world.now()).count(), 0);
    let browser = world.confirmed(anna).await;
    assert!(
        browser
            .get("/account/methods/contacts")
            .await
            .words()
            .contains("Doesn't want to be one, or not any more.")
    );
}

#[tokio::test]
async fn a_contact_may_decline_and_a_removed_one_is_told_and_their_code_is_dead() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.confirmed(anna).await;
    done(&add(&browser, "Cleo", CLEO).await);
    let contact = world.contact_browser(CLEO).await;
    let declined = contact.post("decline_contact", &[]).await;
    assert_eq!(contact.follow(&declined).await.heading(), "That is settled");
    assert_eq!(
        contact.call("accept_contact", &[]).await.location(),
        Some("/contact?problem=contact-unknown")
    );
    // Removing a contact who declined sends them no further mail.
    let id = ids(&browser).await.remove(0);
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
    assert_eq!(subjects(&world, CLEO).await.len(), 1);

    done(&add(&browser, "Cleo", CLEO).await);
    let code = world.mailed_code(CLEO).await;
    let contact = world.contact_browser(CLEO).await;
    let id = ids(&browser).await.remove(0);
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
    let told = world.last_mail_to(CLEO).await;
    assert_eq!(told.subject, "You are no longer a recovery contact");
    assert!(told.text.contains(&anna.name), "{}", told.text);
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "A recovery contact was removed"
    );
    assert_eq!(
        contact.call("accept_contact", &[]).await.location(),
        Some("/contact?problem=contact-unknown")
    );
    assert_eq!(
        contact
            .call("open_contact", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("contact-unknown")
    );
    let gone = browser.call("remove_contact", &[("contact", &id)]).await;
    assert_eq!(
        gone.refusal().as_deref(),
        Some("method-unknown"),
        "another tab was faster"
    );
}

#[tokio::test]
async fn mails_to_contacts_are_in_their_owners_language() {
    let world = World::strict().await;
    let browser = world.confirmed(world.anna()).await;
    for (language, words, index) in [
        ("zh-Hant", "想請您擔任還原聯絡人", 0),
        ("zh-Hans", "想请你担任恢复联系人", 1),
    ] {
        done(
            &browser
                .call("choose_language", &[("language", language)])
                .await,
        );
        let (name, address) = CONTACTS[index];
        done(&add(&browser, name, address).await);
        let mail = world.last_mail_to(address).await;
        assert!(mail.subject.contains(words), "{}", mail.subject);
    }
}
