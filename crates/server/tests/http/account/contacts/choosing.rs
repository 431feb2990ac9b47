//! Choosing a recovery contact: whom, and by which proof (S12, S27, S45, S89).

use super::{CLEO, add};
use regain_testkit::{CONTACTS, World, done};

#[tokio::test]
async fn s27_a_contact_is_chosen_by_a_fresh_proof_agrees_by_mail_and_everybody_concerned_hears_of_it()
 {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.confirmed(anna).await;
    let answer = browser
        .post(
            "add_contact",
            &[("name", "Cleo"), ("mailbox", " Cleo@Example.net ")],
        )
        .await;
    assert_eq!(
        answer.location(),
        Some("/account/methods/contacts?notice=contact-added")
    );
    let page = browser.follow(&answer).await;
    assert!(
        page.words().contains("Asked, no answer yet"),
        "{}",
        page.words()
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "A recovery contact was added"
    );
    let mail = world.last_mail_to("Cleo@example.net").await;
    // Anybody can choose a name, so it is in no subject, and the mail never presents it as ours
    // (S70).
    assert_eq!(mail.subject, "Would you be a recovery contact?");
    let who = format!(
        "Somebody who calls themselves \u{201C}{}\u{201D} asks you",
        anna.name
    );
    assert!(
        mail.text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(&who),
        "{}",
        mail.text
    );
    let code = mail.code.expect("a code");
    assert!(
        mail.link.starts_with("https://id.example.org/contact#"),
        "S22: {}",
        mail.link
    );
    assert!(mail.freeze_link.is_none(), "a contact freezes nobody");

    // Opening pages answers nothing (S22) and reveals nothing before the contact sends the code.
    let contact = world.browser();
    let first = contact.get("/contact").await;
    assert_eq!(first.heading(), "Be a recovery contact");
    assert!(!first.words().contains(&anna.name));
    assert_eq!(
        contact.get("/contact?step=answer").await.location(),
        Some("/contact?problem=contact-unknown")
    );
    let opened = contact
        .post("open_contact", &[("code", &code.to_lowercase())])
        .await;
    assert_eq!(opened.location(), Some("/contact?step=answer"));
    let asked = contact.follow(&opened).await;
    assert_eq!(
        asked.heading(),
        format!("{} asks you to be a recovery contact", anna.name)
    );
    for said in [
        "pass a code on",
        "You never get into their account",
        "by voice or face",
    ] {
        assert!(asked.words().contains(said), "{said}: {}", asked.words());
    }
    assert!(!asked.words().contains(&anna.email) && !asked.words().contains(&anna.user_name));
    assert!(
        world.holdings(&anna.email).await.contacts[0]
            .accepted_at
            .is_none()
    );

    let accepted = contact.post("accept_contact", &[]).await;
    assert_eq!(accepted.location(), Some("/contact?notice=accepted"));
    assert_eq!(contact.follow(&accepted).await.heading(), "Thank you");
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your recovery contact agreed"
    );
    let words = browser.get("/account/methods").await.words();
    assert!(
        words.contains("Cleo") && words.contains("they count from"),
        "{words}"
    );
    let page = browser.get("/account/history").await.words();
    assert!(
        page.contains("A recovery contact was chosen")
            && page.contains("A recovery contact agreed"),
        "{page}"
    );
    // Other people's acts don't change what vouches for the account.
    world.sign_in_fully(&world.browser(), anna).await;
}

#[tokio::test]
async fn s45_a_stolen_session_neither_chooses_a_contact_nor_takes_one_away() {
    let world = World::strict().await;
    world.agreed_contacts(world.anna(), 1).await;
    let browser = world.browser();
    world.sign_in_fully(&browser, world.anna()).await;
    let before = world.credentials().await;
    let thief = browser.copy();
    let page = thief.get("/account/methods/contacts").await;
    assert!(!page.body.contains("/api/remove_contact") && !page.body.contains("/api/add_contact"));
    let id = world.holdings(&world.anna().email).await.contacts[0]
        .id
        .to_hex();
    for (endpoint, fields) in [
        (
            "add_contact",
            vec![("name", "Eve"), ("mailbox", "eve@example.net")],
        ),
        ("resend_contact", vec![("contact", id.as_str())]),
        ("remove_contact", vec![("contact", id.as_str())]),
        ("set_contacts_needed", vec![("needed", "2")]),
    ] {
        let refused = thief.call(endpoint, &fields).await;
        assert_eq!(
            (refused.status.as_u16(), refused.refusal().as_deref()),
            (403, Some("confirm-needed")),
            "{endpoint}"
        );
        let refused = thief.post(endpoint, &fields).await;
        let to = refused.location().expect("it leads on");
        assert!(
            to.starts_with("/account/confirm?return_to=/account/methods/contacts"),
            "{endpoint}: {to}"
        );
    }
    assert_eq!(world.credentials().await, before);
}

#[tokio::test]
async fn s89_a_contact_that_cannot_be_one_is_refused_with_a_sentence_of_its_own() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.confirmed(anna).await;
    let before = world.credentials().await;
    for (name, address, refusal) in [
        ("Cleo", "", "address-empty"),
        ("Cleo", "cléo@example.net", "address-character"),
        (
            "Cleo",
            &format!("{}@example.net", "x".repeat(300)),
            "identifier-long",
        ),
        ("Cleo", "cleo", "identifier-address"),
        (
            "Cleo",
            "cleo@example.net\r\nBcc: eve@example.net",
            "address-character",
        ),
        ("", CLEO, "name-empty"),
        (&*"x".repeat(300), CLEO, "name-long"),
        ("a\u{202E}b", CLEO, "name-character"),
        ("Me", &anna.email.to_uppercase(), "contact-own"),
    ] {
        assert_eq!(
            add(&browser, name, address).await.refusal().as_deref(),
            Some(refusal),
            "{name} {address}"
        );
    }
    assert_eq!(world.credentials().await, before);
    // The typed values stay in the form.
    let plain = browser
        .post("add_contact", &[("name", "Cleo"), ("mailbox", "cleo@")])
        .await;
    let page = browser.follow(&plain).await;
    assert_eq!(page.field_value("name").as_deref(), Some("Cleo"));
    assert_eq!(page.field_value("mailbox").as_deref(), Some("cleo@"));
    assert!(
        page.words()
            .contains("That isn't a complete email address."),
        "{}",
        page.words()
    );
    let plain = browser
        .post(
            "add_contact",
            &[("name", "Cleo"), ("mailbox", "cléo@example.net")],
        )
        .await;
    let page = browser.follow(&plain).await;
    assert_eq!(
        page.field_value("mailbox").as_deref(),
        Some("cléo@example.net")
    );
    assert!(
        page.words().contains("The address has a character"),
        "{}",
        page.words()
    );
    done(&add(&browser, "Cleo", CLEO).await);
    assert_eq!(
        add(&browser, "Cleopatra", "CLEO@example.net")
            .await
            .refusal()
            .as_deref(),
        Some("contact-twice")
    );
    for (name, address) in &CONTACTS[1..] {
        done(&add(&browser, name, address).await);
    }
    assert_eq!(
        add(&browser, "Fritz", "fritz@example.net")
            .await
            .refusal()
            .as_deref(),
        Some("contacts-many")
    );
    let few = browser
        .call("set_contacts_needed", &[("needed", "2")])
        .await;
    assert_eq!(
        few.refusal().as_deref(),
        Some("contacts-few"),
        "none of them counts"
    );
    for needed in ["0", "3", "", "two"] {
        let refused = browser
            .call("set_contacts_needed", &[("needed", needed)])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some("form"));
    }
}

#[tokio::test]
async fn s12_one_mailbox_is_never_both_an_address_and_a_contact() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.confirmed(anna).await;
    let claim = async |address: &str, position: &str| {
        browser
            .call(
                "claim_address",
                &[("new_address", address), ("position", position)],
            )
            .await
    };
    let enter = async |address: &str| {
        let code = world.mailed_code(address).await;
        browser.call("enter_address_code", &[("code", &code)]).await
    };
    done(&add(&browser, "Cleo", CLEO).await);
    assert_eq!(
        claim(&CLEO.to_uppercase(), "").await.refusal().as_deref(),
        Some("address-contact")
    );
    // Another tab chose this contact while the code was on its way.
    let (_, dora) = CONTACTS[1];
    done(&claim(dora, "").await);
    done(&add(&browser, "Dora", dora).await);
    let before = world.credentials().await;
    let code = world
        .mails_to(dora)
        .await
        .into_iter()
        .find(|mail| mail.subject.contains("new email address"));
    let code = code.and_then(|mail| mail.code).expect("a code");
    let late = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(late.refusal().as_deref(), Some("address-contact"));
    assert_eq!(world.credentials().await, before);
    // A given-up address may still come back by its objection, so it can't be a contact meanwhile.
    done(&claim("anna@new.example", "1").await);
    done(&enter("anna@new.example").await);
    world.confirm(&browser, anna).await;
    assert_eq!(
        add(&browser, "Me", &anna.email).await.refusal().as_deref(),
        Some("contact-own")
    );
}
