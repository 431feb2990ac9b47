//! Limits on mail as a weapon (S115): each mailbox and each sender has a budget for the mails that
//! somebody can cause.

use regain_domain::{Role, policy};
use regain_testkit::{ADDRESSES, Browser, CONTACTS, World, done};
use std::time::Duration;

const STRANGER: &str = "stranger@example.net";
const HOUR: Duration = Duration::from_secs(60 * 60);

async fn add(browser: &Browser, address: &str) -> Option<String> {
    browser
        .call("add_contact", &[("name", "Cleo"), ("mailbox", address)])
        .await
        .refusal()
}

/// Removes the contact with this address.
async fn remove(world: &World, browser: &Browser, address: &str) {
    let contacts = world.holdings(ADDRESSES[0]).await.contacts;
    let contact = contacts
        .iter()
        .find(|contact| contact.address.as_str() == address)
        .expect("a contact")
        .id
        .to_hex();
    done(
        &browser
            .call("remove_contact", &[("contact", &contact)])
            .await,
    );
}

async fn administrator(world: &World) -> Browser {
    world.confirmed(world.root()).await
}

#[tokio::test]
async fn s115_sixty_contacts_at_one_address_are_three_mails_an_hour() {
    let world = World::new().await;
    let browser = world.confirmed(world.anna()).await;
    let mut refused = 0;
    for _ in 0..60 {
        match add(&browser, STRANGER).await {
            None => {
                // Deliver first: the worker drops a mail whose reason is gone by then.
                world.deliver().await;
                remove(&world, &browser, STRANGER).await;
            }
            Some(refusal) => {
                assert!(
                    ["mails-spent", "contacts-today"].contains(&&*refusal),
                    "{refusal}"
                );
                refused += 1;
            }
        }
        world.deliver().await;
        world.advance_seconds(1);
    }
    assert_eq!(
        refused, 58,
        "asked, removed, asked; removing goes on without a mail"
    );
    let subjects: Vec<_> = world
        .mails_to(STRANGER)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(subjects.len(), 3, "{subjects:?}");
    assert!(world.holdings(ADDRESSES[0]).await.contacts.is_empty());
    // Another spelling is the same mailbox.
    for same in ["STRANGER@Example.net", "stranger+news@example.net"] {
        assert_eq!(
            add(&browser, same).await.as_deref(),
            Some("mails-spent"),
            "{same}"
        );
    }
    let page = browser
        .post("add_contact", &[("name", "Cleo"), ("mailbox", STRANGER)])
        .await;
    let page = browser.follow(&page).await;
    assert!(
        page.words().contains("Try again in an hour."),
        "it says when: {}",
        page.words()
    );
    assert_eq!(
        page.field_value("mailbox").as_deref(),
        Some(STRANGER),
        "what was typed stays"
    );
}

#[tokio::test]
async fn s115_the_hour_of_a_mailbox_is_that_of_all_senders_and_it_ends() {
    let world = World::new().await;
    let anna = world.confirmed(world.anna()).await;
    let bert = world.confirmed(world.bert()).await;
    assert_eq!(add(&anna, STRANGER).await, None);
    assert_eq!(add(&bert, STRANGER).await, None);
    world.deliver().await;
    remove(&world, &anna, STRANGER).await;
    for browser in [&anna, &bert] {
        let claim = browser
            .call(
                "claim_address",
                &[("new_address", STRANGER), ("position", "")],
            )
            .await
            .refusal();
        assert!(
            ["mails-spent", "address-contact"].contains(&claim.as_deref().unwrap_or_default()),
            "{claim:?}"
        );
    }
    let root = administrator(&world).await;
    let invited = root
        .call(
            "invite_person",
            &[("address", STRANGER), ("language", "en")],
        )
        .await;
    assert_eq!(invited.refusal().as_deref(), Some("mails-spent"));
    assert_eq!(world.mails_to(STRANGER).await.len(), 3);
    world.advance(HOUR);
    let anna = world.confirmed(world.anna()).await;
    assert_eq!(add(&anna, STRANGER).await, None);
    assert_eq!(world.mails_to(STRANGER).await.len(), 4);
}

#[tokio::test]
async fn s115_ten_contacts_a_day_are_asked_and_no_more() {
    let world = World::new().await;
    let browser = world.confirmed(world.anna()).await;
    for number in 0..9 {
        let address = format!("stranger{number}@example.net");
        assert_eq!(add(&browser, &address).await, None);
        remove(&world, &browser, &address).await;
    }
    assert_eq!(add(&browser, STRANGER).await, None);
    world.advance(policy::RESEND_WAIT);
    let id = world.holdings(ADDRESSES[0]).await.contacts[0].id.to_hex();
    let again = browser.post("resend_contact", &[("contact", &id)]).await;
    assert_eq!(again.refusal().as_deref(), Some("contacts-today"));
    assert!(
        browser
            .follow(&again)
            .await
            .words()
            .contains("Try again tomorrow.")
    );
    assert_eq!(
        add(&browser, CONTACTS[0].1).await.as_deref(),
        Some("contacts-today")
    );
    assert!(world.mails_to(CONTACTS[0].1).await.is_empty());
    world.advance(HOUR * 24);
    let browser = world.confirmed(world.anna()).await;
    done(&browser.call("resend_contact", &[("contact", &id)]).await);
}

#[tokio::test]
async fn s115_asking_a_contact_again_and_again_is_counted_too() {
    let world = World::new().await;
    let browser = world.confirmed(world.anna()).await;
    assert_eq!(add(&browser, STRANGER).await, None);
    let id = world.holdings(ADDRESSES[0]).await.contacts[0].id.to_hex();
    let first = world.mailed_code(STRANGER).await;
    for refusal in [None, None, Some("mails-spent"), Some("mails-spent")] {
        world.advance(policy::RESEND_WAIT);
        let again = browser.call("resend_contact", &[("contact", &id)]).await;
        assert_eq!(again.refusal().as_deref(), refusal);
        world.deliver().await;
    }
    assert_eq!(world.mails_to(STRANGER).await.len(), 3);
    let newest = world.mailed_code(STRANGER).await;
    assert_ne!(first, newest);
    let contact = world.browser();
    done(&contact.call("open_contact", &[("code", &newest)]).await);
}

#[tokio::test]
async fn s115_s6_an_administrator_mails_one_address_three_times_an_hour_whosever_it_is() {
    let world = World::new().await;
    // Their invitations went out a moment ago.
    world.advance(HOUR);
    let root = administrator(&world).await;
    let before = world.mails_to(ADDRESSES[0]).await.len();
    let mut seen = Vec::new();
    for address in [ADDRESSES[0], STRANGER] {
        let mut walk = Vec::new();
        for _ in 0..25 {
            let answer = root
                .post("invite_person", &[("address", address), ("language", "en")])
                .await;
            walk.push((answer.status, answer.location().map(str::to_owned)));
            world.deliver().await;
        }
        seen.push(walk);
    }
    assert_eq!(
        seen[0], seen[1],
        "S6: somebody who has an account, and nobody"
    );
    let (_, last) = seen[0].last().expect("the last of them");
    assert_eq!(last.as_deref(), Some("/admin/invite?problem=mails-spent"));
    assert_eq!(world.mails_to(ADDRESSES[0]).await.len() - before, 3);
    assert_eq!(world.mails_to(STRANGER).await.len(), 3);
    // Taking it back works, without one more mail.
    let id = world.id_of(STRANGER).await.to_hex();
    done(&root.call("cancel_invitation", &[("person", &id)]).await);
    assert_eq!(world.mails_to(STRANGER).await.len(), 3);
}

#[tokio::test]
async fn s115_a_table_invites_the_others_and_says_that_some_have_to_wait() {
    let world = World::new().await;
    let root = administrator(&world).await;
    for _ in 0..3 {
        done(
            &root
                .call(
                    "invite_person",
                    &[("address", STRANGER), ("language", "en")],
                )
                .await,
        );
        world.deliver().await;
    }
    let table = format!("mei@example.org\n{STRANGER}\nbo@example.org\n");
    let answer = root
        .post("invite_many", &[("table", &table), ("language", "en")])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("mails-spent-some"));
    assert!(
        root.follow(&answer)
            .await
            .words()
            .contains("Invite these again in an hour")
    );
    for (address, mails) in [("mei@example.org", 1), (STRANGER, 3), ("bo@example.org", 1)] {
        assert_eq!(world.mails_to(address).await.len(), mails, "{address}");
    }
}

#[tokio::test]
async fn s115_sessions_that_are_ended_again_and_again_are_three_notices_an_hour() {
    let world = World::new().await;
    world.set_role(ADDRESSES[1], Role::UserAdministrator).await;
    let browser = world.confirmed(world.bert()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    for _ in 0..20 {
        done(&browser.call("end_sessions", &[("person", &id)]).await);
    }
    let mails = world.mails_to(ADDRESSES[0]).await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.subject == "You were signed out everywhere")
            .count(),
        3
    );
}
