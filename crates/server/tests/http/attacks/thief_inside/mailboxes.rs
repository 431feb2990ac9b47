//! Addresses and recovery contacts that a thief added or removed (S109, S113).

use super::{
    ACCOMPLICE, DAY, HOUR, QUICK, THIEFS, Way, app_code, asked, choose_contact, comes_back,
    ransack, second_step, take_address,
};
use regain_domain::policy;
use regain_testkit::{App, Browser, Person, World, done};

#[tokio::test]
async fn s113_addresses_and_contacts_that_a_thief_added_open_nothing() {
    for (position, way, later) in [
        ("", Way::App, policy::QUARANTINE),
        ("1", Way::App, HOUR),
        ("1", Way::RecoverByApp, DAY * 4),
        ("1", Way::App, DAY * 9),
    ] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let loot = ransack(&world, &anna).await;
        world.advance(QUICK);
        take_address(&world, &loot.browser, position).await;
        choose_contact(&world, &loot.browser, ACCOMPLICE).await;
        done(&loot.browser.call("freeze_own", &[]).await);
        let told = world.last_mail_to(&anna.email).await.text;
        assert!(
            told.contains("a recovery contact, chosen ")
                && told.contains("an email address, added "),
            "S111, {told}"
        );
        world.advance(later);
        done(&comes_back(&world, &anna, way).await);
        let holdings = world.holdings(&anna.email).await;
        assert_eq!(
            holdings.addresses.len(),
            1,
            "{position}, {way:?}: {:?}",
            holdings.addresses
        );
        assert!(
            holdings.contacts.is_empty() && holdings.former_contacts[0].ended.is_aside(),
            "{position}, {way:?}"
        );
        world.advance(DAY * 8);
        let more = asked(&world, &anna, &[THIEFS, ACCOMPLICE]).await;
        assert_eq!(more, [0, 0], "{position}, {way:?}");
    }
}

#[tokio::test]
async fn s109_a_contact_who_was_removed_helps_for_seven_days() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    choose_contact(&world, &browser, "cleo@example.net").await;
    world.advance(DAY * 10);
    let remove = async |world: &World| {
        let browser = world.confirmed(&anna).await;
        let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
        done(&browser.call("remove_contact", &[("contact", &id)]).await);
        browser
    };
    let browser = remove(&world).await;
    assert!(
        browser
            .get("/account/methods/contacts")
            .await
            .words()
            .contains("they can still help you")
    );
    world.advance(DAY * 6);
    assert_eq!(asked(&world, &anna, &["cleo@example.net"]).await, [1]);
    // Chosen again, they go on as before.
    let browser = world.confirmed(&anna).await;
    done(
        &browser
            .call(
                "add_contact",
                &[("name", "Cleo"), ("mailbox", "cleo@example.net")],
            )
            .await,
    );
    assert!(world.holdings(&anna.email).await.contacts[0].counts(world.now()));
    drop(remove(&world).await);
    // Two gates, one of them the contact's: the contact has helped, and so is there again.
    let recovering = world.asking_contacts(&anna.user_name).await;
    let code = world.passed_code("cleo@example.net").await;
    done(
        &recovering
            .call("enter_contact_code", &[("code", &code)])
            .await,
    );
    done(
        &recovering
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    done(
        &recovering
            .call("enter_saved_code", &[("code", &anna.codes[4])])
            .await,
    );
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "a sentence that nobody has said")],
            )
            .await,
    );
    assert_eq!(world.holdings(&anna.email).await.contacts.len(), 1);
    let anna = Person {
        password: "a sentence that nobody has said".to_owned(),
        ..anna
    };
    world.advance(DAY * 2);
    let browser = world.confirmed(&anna).await;
    let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
    world.advance(DAY * 7);
    assert_eq!(
        asked(&world, &anna, &["cleo@example.net"]).await,
        [0],
        "seven days are over"
    );
}

#[tokio::test]
async fn s113_new_contacts_push_older_ones_out_of_no_recovery() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    choose_contact(&world, &browser, "cleo@example.net").await;
    world.advance(DAY * 10);
    let thief = world.confirmed(&anna).await;
    let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
    done(&thief.call("remove_contact", &[("contact", &id)]).await);
    let three = ["one@evil.example", "two@evil.example", "three@evil.example"];
    for address in three {
        choose_contact(&world, &thief, address).await;
    }
    world.advance(DAY * 4);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&recovering, &anna).await;
    done(
        &recovering
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    let code = world.passed_code("cleo@example.net").await;
    done(
        &recovering
            .call("enter_contact_code", &[("code", &code)])
            .await,
    );
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "a sentence that nobody has said")],
            )
            .await,
    );
    let holdings = world.holdings(&anna.email).await;
    let theirs: Vec<_> = holdings
        .contacts
        .iter()
        .map(|contact| contact.address.as_str())
        .collect();
    assert_eq!(
        theirs,
        ["cleo@example.net"],
        "they helped, and what is young gave way"
    );
}

/// An address that a thief added counts by now; removing it and claiming it again makes it no older.
#[tokio::test]
async fn s113_an_address_that_is_claimed_again_gives_way_all_the_same() {
    for way in [Way::App, Way::RecoverByApp] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let browser = world.confirmed(&anna).await;
        take_address(&world, &browser, "").await;
        world.advance(DAY * 4);
        let thief = world.confirmed(&anna).await;
        done(&thief.call("remove_address", &[]).await);
        let told = world.last_mail_to(THIEFS).await;
        assert!(told.code.is_some(), "that it may object");
        take_address(&world, &thief, "").await;
        let holdings = world.holdings(&anna.email).await;
        let again = &holdings.addresses[1];
        assert!(again.counts_from <= world.now() && again.is_young(world.now()));
        done(&thief.call("freeze_own", &[]).await);
        world.advance(QUICK);
        done(&comes_back(&world, &anna, way).await);
        let holdings = world.holdings(&anna.email).await;
        assert_eq!(holdings.addresses.len(), 1, "{way:?}");
        assert_eq!(asked(&world, &anna, &[THIEFS]).await, [0], "{way:?}");
    }
}

/// Recovers from a lost app, by a code mailed to `address` and by `second`, and ends with another
/// app.
async fn replace_app(
    world: &World,
    anna: &Person,
    address: &str,
    second: impl AsyncFnOnce(&Browser),
) -> App {
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(address).await;
    done(&browser.call("enter_mailed_code", &[("code", &code)]).await);
    second(&browser).await;
    let app = App::with_key(&browser.shown_key("/recover/authenticator").await);
    let code = app.code_at(world.now());
    done(
        &browser
            .call("replace_authenticator", &[("name", "y"), ("code", &code)])
            .await,
    );
    app
}

#[tokio::test]
async fn s113_a_young_address_and_a_young_contact_end_no_app_at_once_even_if_the_contact_steps_back()
 {
    for by_contact in [true, false] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let browser = world.confirmed(&anna).await;
        take_address(&world, &browser, "").await;
        choose_contact(&world, &browser, ACCOMPLICE).await;
        let invitation = world
            .mail_with_a_code(ACCOMPLICE)
            .await
            .code
            .expect("a code");
        world.advance(DAY * 4);
        let app = replace_app(&world, &anna, THIEFS, async |browser| {
            if by_contact {
                done(
                    &browser
                        .call("choose_method", &[("method", "contact")])
                        .await,
                );
                let code = world.passed_code(ACCOMPLICE).await;
                done(&browser.call("enter_contact_code", &[("code", &code)]).await);
                let contact = world.browser();
                done(&contact.call("open_contact", &[("code", &invitation)]).await);
                done(&contact.call("decline_contact", &[]).await);
            } else {
                browser.pass_saved_code(&anna.codes[5]).await;
            }
        })
        .await;
        let holdings = world.holdings(&anna.email).await;
        assert!(
            holdings
                .former_methods
                .iter()
                .any(|former| former.ended.counts(world.now())),
            "by contact: {by_contact}"
        );
        assert!(
            !holdings.methods[0].by_two_gates,
            "by contact: {by_contact}"
        );
        // An app added this way signs in, and does nothing else.
        let (browser, answer) = second_step(
            &world,
            &anna,
            "verify_authenticator",
            &app_code(&world, &app).await,
        )
        .await;
        done(&answer);
        let code = app_code(&world, &app).await;
        let answer = browser
            .call("confirm", &[("password", &anna.password), ("code", &code)])
            .await;
        assert!(answer.refusal().is_some(), "by contact: {by_contact}");
    }
}
