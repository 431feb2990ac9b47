//! Each link freezes once, and not what its owner has opened since (S30).

use super::{NEW_DEVICE, USED, code, freeze, frozen};
use regain_domain::policy;
use regain_testkit::{World, done};
use std::time::Duration;

#[tokio::test]
async fn s30_a_link_freezes_once_and_what_its_owner_opens_voids_all_earlier_ones() {
    let world = World::strict().await;
    let anna = world.anna();
    world.sign_in_fully(&world.browser(), anna).await;
    let unused = code(&world, anna, NEW_DEVICE).await;
    world.sign_in_fully(&world.browser(), anna).await;
    let used = code(&world, anna, NEW_DEVICE).await;
    assert_ne!(unused, used);
    for _ in 0..2 {
        assert_eq!(
            freeze(&world, &used).await,
            None,
            "whoever asks twice sees that it is frozen"
        );
    }
    let owner = world.browser();
    world.sign_in_fully(&owner, anna).await;
    assert_eq!(frozen(&world).await, 0);
    for code in [&used, &unused] {
        assert_eq!(freeze(&world, code).await.as_deref(), USED);
    }
    let stranger = world.browser();
    let refused = stranger.post("freeze_by_code", &[("code", &used)]).await;
    assert_eq!(refused.location(), Some("/freeze?problem=freeze-used"));
    let page = stranger.follow(&refused).await.words();
    assert!(
        page.contains("the newest of our emails, or sign in and select \"Freeze my account\""),
        "{page}"
    );
    assert!(owner.is_signed_in().await);
    assert_eq!(frozen(&world).await, 0);
    // SQL can't make the link valid again.
    assert!(
        !world
            .database()
            .allows("UPDATE freeze_links SET ended_at = NULL")
            .await
    );
    // The notice about that same sign-in still freezes.
    assert_eq!(
        freeze(&world, &code(&world, anna, NEW_DEVICE).await).await,
        None
    );
    assert_eq!(frozen(&world).await, 1);
}

#[tokio::test]
async fn s30_the_notice_of_the_code_that_opened_still_freezes() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    world.sign_in_fully(&browser, anna).await;
    done(&browser.call("freeze_own", &[]).await);
    let thief = world.browser();
    thief.asked_for_second_factor(anna).await;
    done(
        &thief
            .call("verify_saved_code", &[("code", &anna.codes[3])])
            .await,
    );
    assert_eq!(
        freeze(
            &world,
            &code(&world, anna, "A saved recovery code was used").await
        )
        .await,
        None
    );
    assert!(!thief.is_signed_in().await);
}

#[tokio::test]
async fn s30_a_recovery_voids_all_earlier_links() {
    let world = World::new().await;
    let anna = world.anna();
    world.browser().sign_in(anna).await;
    let early = code(&world, anna, NEW_DEVICE).await;
    let recovering = world.proven(anna, "forgot_password", 1).await;
    let gate = code(&world, anna, "A saved recovery code was used").await;
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "a sentence that Anna made up")],
            )
            .await,
    );
    for code in [early, gate] {
        assert_eq!(freeze(&world, &code).await.as_deref(), USED);
    }
    assert_eq!(frozen(&world).await, 0);
    let created = world
        .last_mail_to(&anna.email)
        .await
        .freeze_code
        .expect("a code");
    assert_eq!(freeze(&world, &created).await, None);
}

#[tokio::test]
async fn s30_a_link_that_finds_the_account_frozen_is_used_up_by_nothing_but_its_opening() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    world.sign_in_fully(&browser, anna).await;
    let notice = code(&world, anna, NEW_DEVICE).await;
    done(&browser.call("freeze_own", &[]).await);
    let told = world.last_mail_to(&anna.email).await;
    assert!(
        told.text
            .contains("keep your earlier recovery codes, app and phone"),
        "S109: {}",
        told.text
    );
    assert_eq!(freeze(&world, &notice).await, None);
    let ended = "SELECT count(*) FROM freeze_links WHERE ended_at IS NOT NULL";
    assert_eq!(world.database().number(ended).await, 0);
    world.sign_in_fully(&browser, anna).await;
    assert_eq!(freeze(&world, &notice).await.as_deref(), USED);
}

/// Otherwise a reader of the mail about each opening would freeze the account before its owner's
/// app shows the next code.
#[tokio::test]
async fn s30_the_newest_link_of_each_opening_keeps_nobody_out() {
    let world = World::strict().await;
    let anna = world.anna();
    let owner = world.browser();
    world.sign_in_fully(&owner, anna).await;
    for _ in 0..2 {
        assert_eq!(
            freeze(&world, &code(&world, anna, NEW_DEVICE).await).await,
            None
        );
        assert_eq!(frozen(&world).await, 1);
        world.sign_in_fully(&owner, anna).await;
    }
    let third = code(&world, anna, NEW_DEVICE).await;
    let thief = world.browser();
    let refused = thief.post("freeze_by_code", &[("code", &third)]).await;
    assert_eq!(refused.location(), Some("/freeze?problem=freeze-spent"));
    let page = thief.follow(&refused).await.words();
    assert!(
        page.contains("frozen this account twice within a day"),
        "{page}"
    );
    assert!(owner.is_signed_in().await);
    assert_eq!(frozen(&world).await, 0);
    // Somebody signed in may freeze as often as they like, and the mail of the next day freezes
    // again.
    for _ in 0..2 {
        done(&owner.call("freeze_own", &[]).await);
        assert_eq!(frozen(&world).await, 1);
        world.sign_in_fully(&owner, anna).await;
    }
    world.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(
        freeze(&world, &code(&world, anna, NEW_DEVICE).await).await,
        None
    );
    assert_eq!(frozen(&world).await, 1);
}

#[tokio::test]
async fn s30_an_address_that_doesnt_count_yet_is_told_and_freezes_nothing() {
    let world = World::strict().await;
    let anna = world.anna();
    let thief = "thief@evil.example";
    let browser = world.confirmed(anna).await;
    done(
        &browser
            .call("claim_address", &[("new_address", thief), ("position", "")])
            .await,
    );
    let entered = world.mailed_code(thief).await;
    done(
        &browser
            .call("enter_address_code", &[("code", &entered)])
            .await,
    );
    world.sign_in_fully(&world.browser(), anna).await;
    // Before the freeze and the opening, which void the notice's link.
    world.deliver().await;
    done(&browser.call("freeze_own", &[]).await);
    // This address would count by now, but the freeze came before (S111).
    world.advance(policy::QUARANTINE);
    world.sign_in_fully(&world.browser(), anna).await;
    // The second time, the young address is gone (S112) and gets no mail.
    for (address, has_links) in [(anna.email.as_str(), &[true, true][..]), (thief, &[false])] {
        let mails = world.mails_to(address).await;
        let told: Vec<_> = mails
            .into_iter()
            .filter(|mail| mail.subject == NEW_DEVICE)
            .collect();
        assert!(told.len() >= has_links.len(), "{address}: {told:?}");
        let links: Vec<_> = told
            .iter()
            .take(2)
            .map(|mail| mail.freeze_link.is_some())
            .collect();
        assert_eq!(links, has_links, "{address}");
    }
}
