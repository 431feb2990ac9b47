//! Recovery contacts: how their owner chooses them and how they answer (S27), on
//! `/account/methods/contacts` and `/contact`.

use regain_domain::policy;
use regain_testkit::{ADDRESSES, Answer, Browser, CONTACTS, ROOT, World, done};

const CLEO: &str = CONTACTS[0].1;

async fn add(browser: &Browser, name: &str, address: &str) -> Answer {
    browser
        .call("add_contact", &[("name", name), ("mailbox", address)])
        .await
}

/// The ids of the contacts on the page, in order.
async fn ids(browser: &Browser) -> Vec<String> {
    let page = browser.get("/account/methods/contacts").await.body;
    let mut ids: Vec<String> = Vec::new();
    for part in page.split("name=\"contact\" value=\"").skip(1) {
        let id = part.split('"').next().expect("a value ends").to_owned();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

async fn subjects(world: &World, address: &str) -> Vec<String> {
    world
        .mails_to(address)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect()
}

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
async fn s72_nobody_reaches_the_contacts_of_somebody_else() {
    let world = World::strict().await;
    world.agreed_contacts(world.anna(), 1).await;
    let id = world.holdings(ADDRESSES[0]).await.contacts[0].id.to_hex();
    let before = world.credentials().await;
    for person in [world.bert(), world.root()] {
        let browser = world.confirmed(person).await;
        for endpoint in ["remove_contact", "resend_contact"] {
            let refused = browser.call(endpoint, &[("contact", &id)]).await;
            assert_eq!(
                refused.refusal().as_deref(),
                Some("method-unknown"),
                "{endpoint}"
            );
        }
    }
    assert_eq!(world.credentials().await, before);
    // Administrators see no contacts on any of their pages, and their connections write none.
    let admin = world.browser();
    world.sign_in_fully(&admin, world.root()).await;
    let anna = world.id_of(ADDRESSES[0]).await.to_hex();
    for page in [
        "/admin".to_owned(),
        format!("/admin/people/{anna}"),
        "/admin/history".to_owned(),
    ] {
        let page = admin.get(&page).await;
        assert!(
            !page.body.contains(CLEO) && !page.body.contains("Cleo"),
            "{page:?}"
        );
    }
    assert!(
        !world
            .mails_to(ROOT)
            .await
            .iter()
            .any(|mail| mail.text.contains("Cleo"))
    );
}

#[tokio::test]
async fn s46_two_of_three_keeps_its_three_and_the_last_way_stays() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 3).await;
    let browser = world.confirmed(anna).await;
    let answer = browser
        .post("set_contacts_needed", &[("needed", "2")])
        .await;
    let page = browser.follow(&answer).await;
    assert!(
        page.words().contains("Two of three have to help."),
        "{}",
        page.words()
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Two of your recovery contacts have to help now"
    );
    let id = ids(&browser).await.remove(0);
    let stays = browser.post("remove_contact", &[("contact", &id)]).await;
    assert_eq!(
        stays.location(),
        Some("/account/methods/contacts?problem=contact-stays")
    );
    done(
        &browser
            .call("set_contacts_needed", &[("needed", "1")])
            .await,
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "One recovery contact is enough now"
    );
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
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
