//! Notices to others concerned by an erasure: the person's recovery contacts, and the people whose
//! contact they were.

use super::{CLOSED, subjects};
use crate::support::closing::{DAY, asks, closes, sweep};
use regain_testkit::{CONTACTS, World, done};

#[tokio::test]
async fn s103_contacts_are_released_and_whoever_relied_on_them_is_told() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    world.counting_contacts(&anna, 1).await;
    // Anna is a contact of Bert's.
    let browser = world.confirmed(&bert).await;
    done(
        &browser
            .call("add_contact", &[("name", "Anna"), ("mailbox", &anna.email)])
            .await,
    );
    done(
        &world
            .contact_browser(&anna.email)
            .await
            .call("accept_contact", &[])
            .await,
    );
    asks(&world, &anna).await;
    closes(&world).await;

    let released = world.last_mail_to(CONTACTS[0].1).await;
    assert!(
        released.subject == "You are no longer a recovery contact"
            && released.text.contains("Anna"),
        "{released:?}"
    );
    let lost = world.last_mail_to(&bert.email).await;
    assert!(
        lost.subject == "You have one recovery contact fewer"
            && lost.text.contains("The account of Anna was closed")
    );
    let holdings = world.holdings(&bert.email).await;
    assert!(
        holdings
            .contacts
            .iter()
            .all(|contact| contact.declined_at.is_some())
    );
    browser.sign_in(&bert).await;
    assert!(
        world
            .browser()
            .try_sign_in(&bert.user_name, &bert.password)
            .await
            .refusal()
            .is_none(),
        "genuine"
    );
}

#[tokio::test]
async fn s103_mail_that_waits_goes_with_its_reader_but_for_the_last() {
    let world = World::new().await;
    let anna = world.anna().clone();
    asks(&world, &anna).await;
    world.advance(DAY * 11);
    sweep(&world).await;
    let about = "SELECT count(*) FROM outbox WHERE payload LIKE '%anna@example.org%'";
    assert!(
        world.database().number(about).await > 0,
        "nothing was delivered"
    );
    world.advance(DAY * 3);
    sweep(&world).await;
    let letters = world
        .database()
        .texts("SELECT payload FROM outbox WHERE payload LIKE '%anna@example.org%'")
        .await;
    assert!(
        letters.len() == 1 && letters[0].contains("\"erased\""),
        "{letters:?}"
    );
    assert_eq!(subjects(&world, &anna.email).await, [CLOSED]);
    assert_eq!(world.database().number(about).await, 0);
}
